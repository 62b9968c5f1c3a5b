// Starts the page. It stands in the head behind links to the page's files, or behind the files themselves where the page is
// a single one; the script that WebAssembly needs stands behind all that is to be seen (tools/bundle).
start: {
    const parsed = new Promise((resolve) => addEventListener("DOMContentLoaded", resolve));

    // Inside another page, a press may not be meant for this one.
    if (self !== top) {
        globalThis.startPage = () => {};
        parsed.then(() => {
            const message = document.querySelector("#page-framed");
            message.querySelector("a").href = location.href;
            message.hidden = false;
            document.querySelectorAll("#page-loads, header, #page, footer").forEach((part) => part.remove());
        });
        break start;
    }

    const link = (rel) => document.querySelector(`link[rel="${rel}"]`);
    // How long a part of the page may take to come, in milliseconds.
    const PATIENCE = 30_000;
    const load = async (rel, signal) => {
        const inside = document.querySelector(`script[data-file="${rel}"]`);
        if (inside) {
            const bytes = Uint8Array.from(atob(inside.textContent), (character) => character.charCodeAt(0));
            return new Response(bytes);
        }
        const { href, integrity } = link(rel);
        const file = await fetch(href, { integrity, signal });
        if (!file.ok) {
            throw new Error(`${file.status} for ${href}`);
        }
        return file;
    };

    // An error that leaves the WebAssembly leaves the page in pieces, whether or not it was a panic with a message.
    addEventListener("error", ({ error }) => {
        if (/wasm/.test(error?.stack)) {
            document.querySelector("#page-broke").hidden = false;
        }
    });

    // Safari has no idle callbacks.
    const whenIdle = globalThis.requestIdleCallback ?? setTimeout;

    // WebAssembly is published compressed (tools/bundle): many hosts would send it as it is.
    const loadCompressed = async (rel, signal) => {
        const { body } = await load(rel, signal);
        return new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
    };

    // The larger parts are packed, with the first one as what they have much in common with (tools/unpacker).
    let firstPart;
    let unpacker;
    const loadPacked = async (rel, signal) => {
        const [packed] = await Promise.all([
            load(rel, signal).then((file) => file.arrayBuffer()),
            unpacker ?? loadCompressed("unpacker", signal).then(WebAssembly.compile).then((module) => unpacker = module),
        ]);
        const { memory, allocate, unpack } = (await WebAssembly.instantiate(unpacker)).exports;
        const copy = (bytes) => {
            const at = allocate(bytes.byteLength);
            new Uint8Array(memory.buffer, at).set(new Uint8Array(bytes));
            return [at, bytes.byteLength];
        };
        // The length of its content stands before it.
        const length = new DataView(packed).getUint32(0, true);
        const content = allocate(length);
        if (!unpack(...copy(firstPart), ...copy(packed.slice(4)), content, length)) {
            throw new Error(`${rel} cannot be unpacked`);
        }
        return WebAssembly.compile(new Uint8Array(memory.buffer, content, length));
    };

    const loadConfigEditor = async () => {
        const [script, module] = await Promise.all([
            load("config-editor-script", AbortSignal.timeout(PATIENCE)).then((file) => file.text()),
            loadPacked("config-editor-webassembly", AbortSignal.timeout(PATIENCE)),
        ]);
        // A worker's script cannot be loaded with its integrity checked, but one that is here already can be run.
        const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
        return { url: trusted.createScriptURL(url), module };
    };

    // The only script that this page starts itself is the worker's, whose integrity has been checked.
    const trusted = globalThis.trustedTypes?.createPolicy("kometa-trakt-sign-in", { createScriptURL: (url) => url }) ??
        { createScriptURL: (url) => url };

    const startWorker = ({ url, module }) => {
        const worker = new Worker(url);
        worker.postMessage(module);
        return worker;
    };

    // Each task has a worker of its own, so that ending it ends the work, and nothing of a file stays in its memory. The
    // next one is started ahead. src/browser/editor.rs calls this.
    let configEditor;
    let editor;
    let nextWorker;
    globalThis.askConfigEditor = async (task, text, signal) => {
        if (!editor) {
            configEditor ??= loadConfigEditor();
            editor = await configEditor.catch((error) => {
                configEditor = undefined;
                throw error;
            });
        }
        signal?.throwIfAborted();
        const worker = nextWorker ?? startWorker(editor);
        nextWorker = undefined;
        let patience;
        try {
            return await new Promise((resolve, reject) => {
                // A worker that has died does not say so.
                patience = setTimeout(() => reject(new Error("The config editor does not answer.")), PATIENCE);
                worker.onmessage = ({ data }) => resolve(data);
                worker.onerror = (event) => {
                    // The browser would write it into the console.
                    event.preventDefault();
                    reject(new Error("The config editor has broken down."));
                };
                signal?.addEventListener("abort", () => reject(signal.reason));
                worker.postMessage([task, text]);
            });
        } finally {
            clearTimeout(patience);
            worker.terminate();
            whenIdle(() => nextWorker ??= startWorker(editor));
        }
    };

    // The part of the page that nobody needs before they do something (tools/bundle/src/load_deferred.js).
    let deferredPart;
    globalThis.loadDeferred = () => {
        deferredPart ??= loadPacked("deferred-webassembly", AbortSignal.timeout(PATIENCE)).catch((error) => {
            deferredPart = undefined;
            throw error;
        });
        return deferredPart;
    };

    const root = document.documentElement;
    const once = (attribute) => new Promise((resolve) => {
        new MutationObserver((_, observer) => {
            observer.disconnect();
            resolve();
        }).observe(root, { attributeFilter: [attribute] });
    });

    // Until the page answers, a form that is sent waits: the browser itself must not send it anywhere.
    let isWaiting = false;
    const holdBack = (event) => {
        event.preventDefault();
        event.stopPropagation();
        isWaiting = true;
    };
    addEventListener("submit", holdBack, true);
    once("data-ready").then(() => {
        removeEventListener("submit", holdBack, true);
        document.querySelector("#page-loads").remove();
        if (isWaiting) {
            // The page first takes over what was typed.
            setTimeout(() => document.querySelector("#page form").requestSubmit());
        }
    });

    // Until the page is complete, a file that is dropped waits: the browser itself must not open it.
    let dropped;
    const holdFile = (event) => {
        if (event.dataTransfer?.types.includes("Files")) {
            event.preventDefault();
            dropped = event.dataTransfer.files[0] ?? dropped;
        }
    };
    const drag = ["dragover", "drop"];
    drag.forEach((kind) => addEventListener(kind, holdFile, true));
    once("data-complete").then(() => {
        drag.forEach((kind) => removeEventListener(kind, holdFile, true));
        if (dropped) {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(dropped);
            document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }
    });

    // The script at the end of the page calls this with what starts it.
    let page;
    globalThis.startPage = (given) => page = given;

    const start = async () => {
        // Asked for at once, so that it comes and is compiled while the rest of the page still comes.
        const compiled = loadCompressed("webassembly").then((bytes) => WebAssembly.compile(firstPart = bytes));
        const [module] = await Promise.all([compiled, parsed]);
        await page.start({ module_or_path: module });
        const signs = ["focusin", "keydown", "pointerdown", "pointermove", "dragenter"];
        const fetchDeferred = () => {
            signs.forEach((sign) => removeEventListener(sign, fetchDeferred, true));
            page.fetchDeferred();
        };
        signs.forEach((sign) => addEventListener(sign, fetchDeferred, { capture: true, passive: true }));
        whenIdle(fetchDeferred);
    };

    start().catch(() => {
        const message = document.querySelector("#page-loads");
        message.className = "alert";
        message.setAttribute("role", "alert");
        message.textContent = "This page could not start. Reload it; if that does not help, your browser may be too old " +
            "(it must run WebAssembly), or a file of the page is missing from the server.";
    });
}

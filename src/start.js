// Starts the page. Its files are linked in the head, or all inside the page where that is a single file.
start: {
    // Inside another page, a press may not be meant for this one.
    if (self !== top) {
        const message = document.querySelector("#page-framed");
        message.querySelector("a").href = location.href;
        message.hidden = false;
        document.querySelector("#page-loads").remove();
        document.querySelector("#page").remove();
        break start;
    }

    const link = (rel) => document.querySelector(`link[rel="${rel}"]`);
    const load = async (rel) => {
        const inside = document.querySelector(`script[data-file="${rel}"]`);
        if (inside) {
            const bytes = Uint8Array.from(atob(inside.textContent), (character) => character.charCodeAt(0));
            return new Response(bytes, { headers: { "content-type": "application/wasm" } });
        }
        const { href, integrity } = link(rel);
        const file = await fetch(href, { integrity });
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

    const loadConfigEditor = async () => {
        const [script, webAssembly] = await Promise.all([
            load("config-editor-script").then((file) => file.text()),
            load("config-editor-webassembly").then((file) => file.arrayBuffer()),
        ]);
        // A worker's script cannot be loaded with its integrity checked, but one that is here already can be run.
        const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
        return { url: trusted.createScriptURL(url), webAssembly };
    };

    // The only script that this page starts itself is the worker's, whose integrity has been checked.
    const trusted = globalThis.trustedTypes?.createPolicy("kometa-trakt-sign-in", { createScriptURL: (url) => url }) ??
        { createScriptURL: (url) => url };

    // Each task has a worker of its own, so that ending it ends the work. src/browser/editor.rs calls this.
    let configEditor;
    globalThis.askConfigEditor = async (task, text, signal) => {
        configEditor ??= loadConfigEditor();
        const { url, webAssembly } = await configEditor.catch((error) => {
            configEditor = undefined;
            throw error;
        });
        signal?.throwIfAborted();
        const worker = new Worker(url);
        try {
            return await new Promise((resolve, reject) => {
                worker.onmessage = ({ data }) => resolve(data);
                worker.onerror = (event) => {
                    // The browser would write it into the console.
                    event.preventDefault();
                    reject(new Error("The config editor has broken down."));
                };
                signal?.addEventListener("abort", () => reject(signal.reason));
                worker.postMessage([webAssembly, task, text]);
            });
        } finally {
            worker.terminate();
        }
    };

    // Until the page answers, a form that is sent waits: the browser itself must not send it anywhere.
    let isWaiting = false;
    const holdBack = (event) => {
        event.preventDefault();
        event.stopPropagation();
        isWaiting = true;
    };
    addEventListener("submit", holdBack, true);
    new MutationObserver((_, observer) => {
        observer.disconnect();
        removeEventListener("submit", holdBack, true);
        document.querySelector("#page-loads").remove();
        if (isWaiting) {
            // The page first takes over what was typed.
            setTimeout(() => document.querySelector("#page form").requestSubmit());
        }
    }).observe(document.documentElement, { attributeFilter: ["data-ready"] });

    const start = async () => {
        // Asked for at once, so that it is on its way while the rest of the page still comes.
        const file = load("webassembly");
        // Awaited below; a failure meanwhile must not count as unhandled.
        file.catch(() => {});
        await new Promise((parsed) => addEventListener("DOMContentLoaded", parsed));
        await wasm_bindgen({ module_or_path: file });
    };

    start().catch(() => {
        const message = document.querySelector("#page-loads");
        message.className = "alert";
        message.setAttribute("role", "alert");
        message.textContent = "This page could not start. Reload it; if that does not help, your browser may be too old " +
            "(it must run WebAssembly), or a file of the page is missing from the server.";
    });
}

// Starts the page. The names of its files change with their content; the build writes them into the head.
const link = (rel) => document.querySelector(`link[rel="${rel}"]`);
const load = async (rel) => {
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
    return { url, webAssembly };
};

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

try {
    const file = load("webassembly");
    // Awaited below; a failure meanwhile must not count as unhandled.
    file.catch(() => {});
    const { default: start } = await import(link("modulepreload").href);
    await start({ module_or_path: file });
} catch {
    const message = document.createElement("p");
    message.className = "alert";
    message.setAttribute("role", "alert");
    message.textContent = "This page could not start. Reload it; if that does not help, your browser may be too old " +
        "(it must run WebAssembly), or a file of the page is missing from the server.";
    document.querySelector("#page .loading")?.replaceWith(message);
}

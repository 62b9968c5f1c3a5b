// Starts the page. The names of its files change with their content; the build writes them into the head.
const link = (rel) => document.querySelector(`link[rel="${rel}"]`);

// An error that leaves the WebAssembly leaves the page in pieces, whether or not it was a panic with a message.
addEventListener("error", ({ error }) => {
    if (/wasm/.test(error?.stack)) {
        document.querySelector("#page-broke").hidden = false;
    }
});

try {
    const webAssembly = link("webassembly");
    const file = fetch(webAssembly.href, { integrity: webAssembly.integrity });
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

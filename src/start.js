// Starts the page. The names of the two files change with their content; Trunk writes them into the head.
const href = (selector) => document.querySelector(selector).href;

try {
    const { default: start } = await import(href('link[rel="modulepreload"]'));
    await start({ module_or_path: href('link[rel="preload"][as="fetch"]') });
} catch {
    const message = document.createElement("p");
    message.className = "alert";
    message.setAttribute("role", "alert");
    message.textContent = "This page could not start. Reload it; if that does not help, your browser may be too old " +
        "(it must run WebAssembly), or a file of the page is missing from the server.";
    document.querySelector("#page .loading")?.replaceWith(message);
}

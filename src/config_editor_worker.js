// Runs in the worker, behind the config editor's own script: one task, one reply.
onmessage = ({ data: [webAssembly, task, text] }) => {
    wasm_bindgen.initSync({ module: webAssembly });
    postMessage(wasm_bindgen.replyTo(task, text));
};

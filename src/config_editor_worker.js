// Runs in the worker, behind the config editor's own script: the module first, then one task, one reply.
onmessage = ({ data }) => {
    if (data instanceof WebAssembly.Module) {
        wasm_bindgen.initSync({ module: data });
    } else {
        postMessage(wasm_bindgen.replyTo(...data));
    }
};

// Has the deferred part loaded (src/start.js) and puts it beside the first one, whose memory and tables it uses.
const import1 = {
    async LOAD_DEFERRED(callback, data) {
        let isLoaded = false;
        try {
            const part = await globalThis.loadDeferred();
            await WebAssembly.instantiate(part, { __wasm_split: wasm });
            isLoaded = true;
        } catch {
            // The page says so, and the user can have it tried again.
        }
        wasm.__indirect_function_table.get(callback)(data, isLoaded);
    },
};

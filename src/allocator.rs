//! The memory of the WebAssembly module.

use std::alloc::{GlobalAlloc, Layout};

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

/// An allocator smaller than the standard library's, which leaves nothing behind: what is freed is overwritten first, so
/// that no secret outlives its last holder, whichever library that was.
struct Overwriting(WasmDynamicTalc);

#[global_allocator]
static ALLOCATOR: Overwriting = Overwriting(new_wasm_dynamic_allocator());

// SAFETY: every call goes on to an allocator that keeps the contract; memory is written to only while it is still owned.
// `realloc` is the default one, which frees by `dealloc`.
unsafe impl GlobalAlloc for Overwriting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as for this function.
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller owns so much memory there.
        unsafe { memory.write_bytes(0, layout.size()) };
        // SAFETY: as for this function.
        unsafe { self.0.dealloc(memory, layout) }
    }
}

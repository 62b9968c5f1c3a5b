//! Unpacks the larger parts of the page, in the browser (`src/start.js`); `tools/bundle` packs them.
//!
//! A packed part is an `.lzma` file whose preset dictionary is the page's first part. What it has in common with that one, which
//! the browser has by then, is not loaded again.

#![cfg(target_arch = "wasm32")]
#![no_std]

extern crate alloc;

use alloc::boxed::Box;
use alloc::vec;
use core::panic::PanicInfo;
use core::slice;

use lzma_rust2::{LzmaReader, Read};
use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// Returns room for this many bytes. It is never freed: an unpacker serves for one part.
#[unsafe(no_mangle)]
pub extern "C" fn allocate(length: usize) -> *mut u8 {
    Box::leak(vec![0; length].into_boxed_slice()).as_mut_ptr()
}

/// Fills `content` with what is packed, and returns whether all of it was there.
///
/// # Safety
/// Each pointer must come from [`allocate`], with the length that stands behind it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn unpack(
    dictionary: *const u8,
    dictionary_length: usize,
    packed: *const u8,
    packed_length: usize,
    content: *mut u8,
    content_length: usize,
) -> bool {
    // SAFETY: as for this function; no two of them share a byte.
    let (dictionary, packed, content) = unsafe {
        (
            slice::from_raw_parts(dictionary, dictionary_length),
            slice::from_raw_parts(packed, packed_length),
            slice::from_raw_parts_mut(content, content_length),
        )
    };
    let reader = LzmaReader::new_mem_limit(packed, u32::MAX, Some(dictionary));
    reader.is_ok_and(|mut reader| reader.read_exact(content).is_ok())
}

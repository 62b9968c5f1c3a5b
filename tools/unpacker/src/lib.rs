//! Unpacks the larger parts of the page, in the browser (`src/start.js`); `tools/bundle` packs them.
//!
//! A packed part is the length of its content, in four bytes with the lowest first, and an LZMA2 stream whose preset
//! dictionary is the page's first part. What it has in common with that one, which the browser has by then, is not loaded again.

#![cfg(target_arch = "wasm32")]
#![no_std]

extern crate alloc;

use alloc::boxed::Box;
use alloc::vec;
use core::panic::PanicInfo;
use core::slice;

use lol_alloc::{AssumeSingleThreaded, LeakingAllocator};
use lzma_rust2::{Lzma2Reader, Read};

/// The size of the window in which LZMA2 finds what it repeats, in bytes, as in `tools/bundle`.
const WINDOW: u32 = 1 << 20;

/// The allocator, which never frees: an unpacker serves for one part.
#[global_allocator]
// SAFETY: nothing starts another thread.
static ALLOCATOR: AssumeSingleThreaded<LeakingAllocator> =
    unsafe { AssumeSingleThreaded::new(LeakingAllocator::new()) };

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// Returns room for this many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn allocate(length: usize) -> *mut u8 {
    Box::leak(vec![0; length].into_boxed_slice()).as_mut_ptr()
}

/// Fills `content` with what the stream holds, and returns whether there was so much of it.
///
/// # Safety
/// Each pointer must lead to as many bytes of what [`allocate`] gave as the length after it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn unpack(
    dictionary: *const u8,
    dictionary_length: usize,
    stream: *const u8,
    stream_length: usize,
    content: *mut u8,
    content_length: usize,
) -> bool {
    // SAFETY: as for this function; no two of them share a byte.
    let (dictionary, stream, content) = unsafe {
        (
            slice::from_raw_parts(dictionary, dictionary_length),
            slice::from_raw_parts(stream, stream_length),
            slice::from_raw_parts_mut(content, content_length),
        )
    };
    Lzma2Reader::new(stream, WINDOW, Some(dictionary))
        .read_exact(content)
        .is_ok()
}

//! The detectors for browsers: a text is written where `input` says, `scan` looks at it, and what was found stands
//! where `output` says, as three numbers each: start, end, kind.

#![no_std]

extern crate revoir_detect;

use core::panic::PanicInfo;
use core::ptr::addr_of_mut;

/// The most bytes of a text, and the most finds in it.
const INPUT: usize = 65_536;
const OUTPUT: usize = 1_024;

static mut TEXT: [u8; INPUT] = [0; INPUT];
static mut FOUND: [[u32; 3]; OUTPUT] = [[0; 3]; OUTPUT];

/// Where a text of at most 65,536 bytes of UTF-8 is to be written.
#[no_mangle]
pub extern "C" fn input() -> *mut u8 {
    unsafe { addr_of_mut!(TEXT).cast() }
}

/// Where the finds stand.
#[no_mangle]
pub extern "C" fn output() -> *const u32 {
    unsafe { addr_of_mut!(FOUND).cast() }
}

/// Looks at the first `length` bytes and gives the number of finds. The last that there is room for reaches over
/// all that were found after it.
#[no_mangle]
pub extern "C" fn scan(length: usize) -> usize {
    // There is one thread, and no call comes in between.
    let text = unsafe { &*addr_of_mut!(TEXT) };
    let all = unsafe { &mut *addr_of_mut!(FOUND) };
    let mut count = 0;
    revoir_detect::scan_bytes(text.get(..length).unwrap_or(text), &mut |span| {
        let find = [span.start as u32, span.end as u32, span.kind as u32];
        match all.get_mut(count) {
            Some(place) => {
                *place = find;
                count += 1;
            }
            None => all[OUTPUT - 1][1] = find[1],
        }
    });
    count
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

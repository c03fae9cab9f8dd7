//! Extism's guest ABI. Offsets point into memory that the host keeps for the
//! length of one call, not into the guest's own.

use crate::json::{Decode, Encode, Reader, Writer};

#[cfg(target_arch = "wasm32")]
mod abi {
    #[link(wasm_import_module = "extism:host/env")]
    extern "C" {
        pub fn input_length() -> u64;
        pub fn input_load_u8(offset: u64) -> u32;
        pub fn input_load_u64(offset: u64) -> u64;
        pub fn alloc(length: u64) -> u64;
        pub fn store_u8(offset: u64, value: u32);
        pub fn store_u64(offset: u64, value: u64);
        pub fn output_set(offset: u64, length: u64);
        pub fn error_set(offset: u64);
        pub fn log_info(offset: u64);
    }
}

/// Stands in for the host in native builds, where nobody calls a hook: test
/// the hook's function, not its export.
#[cfg(not(target_arch = "wasm32"))]
mod abi {
    pub unsafe fn input_length() -> u64 {
        0
    }
    pub unsafe fn input_load_u8(_: u64) -> u32 {
        0
    }
    pub unsafe fn input_load_u64(_: u64) -> u64 {
        0
    }
    pub unsafe fn alloc(_: u64) -> u64 {
        0
    }
    pub unsafe fn store_u8(_: u64, _: u32) {}
    pub unsafe fn store_u64(_: u64, _: u64) {}
    pub unsafe fn output_set(_: u64, _: u64) {}
    pub unsafe fn error_set(_: u64) {}
    pub unsafe fn log_info(_: u64) {}
}

/// Answers one call of a hook: the body of its export.
pub fn serve<Q: Decode, A: Encode>(answer: fn(Q) -> Result<A, String>) -> i32 {
    match call(answer) {
        Ok(out) => {
            unsafe { abi::output_set(place(&out), out.len() as u64) };
            0
        }
        Err(words) => {
            let words = if words.is_empty() { "error without a message" } else { &words };
            unsafe { abi::error_set(place(words.as_bytes())) };
            1
        }
    }
}

fn call<Q: Decode, A: Encode>(answer: fn(Q) -> Result<A, String>) -> Result<Vec<u8>, String> {
    let input = input();
    let mut r = Reader::new(&input);
    let request = Q::decode(&mut r)?;
    r.end()?;
    let mut w = Writer::new();
    answer(request)?.encode(&mut w);
    Ok(w.into_bytes())
}

/// Writes a line to the plugin's log, if the operator granted it.
pub fn log(line: &str) {
    unsafe { abi::log_info(place(line.as_bytes())) }
}

fn input() -> Vec<u8> {
    let length = unsafe { abi::input_length() };
    let mut input = Vec::with_capacity(length as usize);
    for at in (0..length & !7).step_by(8) {
        input.extend_from_slice(&unsafe { abi::input_load_u64(at) }.to_le_bytes());
    }
    for at in length & !7..length {
        input.push(unsafe { abi::input_load_u8(at) } as u8);
    }
    input
}

/// Copies bytes into the host's memory and returns where; 0 when there are
/// none or the host has no room.
pub(crate) fn place(bytes: &[u8]) -> u64 {
    let start = unsafe { abi::alloc(bytes.len() as u64) };
    if start == 0 {
        return 0;
    }
    let mut at = start;
    let words = bytes.chunks_exact(8);
    let rest = words.remainder();
    for word in words {
        let mut eight = [0; 8];
        eight.copy_from_slice(word);
        unsafe { abi::store_u64(at, u64::from_le_bytes(eight)) };
        at += 8;
    }
    for &byte in rest {
        unsafe { abi::store_u8(at, byte as u32) };
        at += 1;
    }
    start
}

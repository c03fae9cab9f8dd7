//! The oracle's guest in Rust: each export does one thing with Extism's
//! functions. See oracle_test.go for what it must answer.

#[link(wasm_import_module = "extism:host/env")]
extern "C" {
    fn input_length() -> u64;
    fn input_load_u8(at: u64) -> u32;
    fn input_load_u64(at: u64) -> u64;
    fn output_set(p: u64, n: u64);
    fn error_set(p: u64);
    fn alloc(n: u64) -> u64;
    fn free(p: u64);
    fn length(p: u64) -> u64;
    fn load_u8(p: u64) -> u32;
    fn load_u64(p: u64) -> u64;
    fn store_u8(p: u64, value: u32);
    fn store_u64(p: u64, value: u64);
    fn config_get(key: u64) -> u64;
    fn var_get(key: u64) -> u64;
    fn var_set(key: u64, value: u64);
    fn http_request(request: u64, body: u64) -> u64;
    fn http_status_code() -> u32;
    fn log_info(p: u64);
    fn log_warn(p: u64);
    fn log_error(p: u64);
}

fn input() -> Vec<u8> {
    unsafe {
        let n = input_length();
        let mut bytes = Vec::with_capacity(n as usize);
        while bytes.len() as u64 + 8 <= n {
            bytes.extend_from_slice(&input_load_u64(bytes.len() as u64).to_le_bytes());
        }
        while (bytes.len() as u64) < n {
            bytes.push(input_load_u8(bytes.len() as u64) as u8);
        }
        bytes
    }
}

fn place(bytes: &[u8]) -> u64 {
    unsafe {
        let p = alloc(bytes.len() as u64);
        for (i, b) in bytes.iter().enumerate() {
            store_u8(p + i as u64, *b as u32);
        }
        p
    }
}

fn block(p: u64) -> Vec<u8> {
    unsafe { (0..length(p)).map(|i| load_u8(p + i) as u8).collect() }
}

fn answer(bytes: &[u8]) -> i32 {
    unsafe { output_set(place(bytes), bytes.len() as u64) };
    0
}

#[no_mangle]
pub extern "C" fn r3mes_echo() -> i32 {
    answer(&input())
}

#[no_mangle]
pub extern "C" fn r3mes_reverse() -> i32 {
    answer(&input().into_iter().rev().collect::<Vec<u8>>())
}

#[no_mangle]
pub extern "C" fn r3mes_size() -> i32 {
    answer(unsafe { input_length() }.to_string().as_bytes())
}

#[no_mangle]
pub extern "C" fn r3mes_silent() -> i32 {
    0
}

#[no_mangle]
pub extern "C" fn r3mes_fail() -> i32 {
    let message = [b"declined: ", &input()[..]].concat();
    unsafe { error_set(place(&message)) };
    1
}

#[no_mangle]
pub extern "C" fn r3mes_trap() -> i32 {
    panic!("as asked")
}

#[no_mangle]
pub extern "C" fn r3mes_vars() -> i32 {
    unsafe {
        var_set(place(b"k"), place(&input()));
        let mut out = block(var_get(place(b"k")));
        var_set(place(b"k"), 0);
        out.extend_from_slice(if var_get(place(b"k")) != 0 { b"|some" } else { b"|none" });
        answer(&out)
    }
}

#[no_mangle]
pub extern "C" fn r3mes_config() -> i32 {
    match unsafe { config_get(place(&input())) } {
        0 => answer(b"none"),
        p => answer(&block(p)),
    }
}

#[no_mangle]
pub extern "C" fn r3mes_log() -> i32 {
    let line = input();
    unsafe {
        log_info(place(&line));
        log_warn(place(&line));
        log_error(place(&line));
    }
    answer(b"logged")
}

#[no_mangle]
pub extern "C" fn r3mes_memory() -> i32 {
    unsafe {
        let p = alloc(24);
        let before = length(p);
        free(p);
        let after = length(p);
        for i in 0..500u64 {
            let q = alloc(100 + i);
            store_u8(q, i as u32);
            if i % 2 == 1 {
                free(q);
            }
        }
        answer(format!("{},{},{}", before, after, length(alloc(7))).as_bytes())
    }
}

#[no_mangle]
pub extern "C" fn r3mes_widths() -> i32 {
    unsafe {
        let p = alloc(16);
        store_u64(p, 0x0102030405060708);
        store_u64(p + 8, u64::MAX);
        let (low, across) = (load_u8(p), load_u64(p + 4));
        store_u8(p + 8, 0x1ff);
        store_u8(p + 15, 0x7f);
        answer(format!("{},{},{},{}", low, across, load_u64(p + 8), load_u8(p + 15)).as_bytes())
    }
}

#[no_mangle]
pub extern "C" fn r3mes_nested() -> i32 {
    let text = String::from_utf8_lossy(&input()).into_owned();
    let key = "\"c\":\"";
    let found = match text.find(key) {
        Some(at) => text[at + key.len()..].split('"').next().unwrap_or(""),
        None => "",
    };
    answer(format!("{{\"found\":{{\"c\":\"{}\"}}}}", found).as_bytes())
}

#[no_mangle]
pub extern "C" fn r3mes_unicode() -> i32 {
    answer(&[&input()[..], "héllo 世界 🎉".as_bytes()].concat())
}

#[no_mangle]
pub extern "C" fn r3mes_http() -> i32 {
    unsafe {
        let body = http_request(place(&input()), 0);
        let mut out = format!("{}:", http_status_code()).into_bytes();
        if body != 0 {
            out.extend(block(body));
        }
        answer(&out)
    }
}

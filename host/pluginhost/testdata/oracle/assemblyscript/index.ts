// The oracle's guest in AssemblyScript, on Extism's own development kit: each
// export does one thing. See oracle_test.go for what it must answer.
import { Config, Host, LogLevel, Memory, Var } from "@extism/as-pdk";
import { alloc, error_set, free, input_length, length, load_u64, load_u8, store_u64, store_u8, http_request } from "@extism/as-pdk/lib/env";

// @ts-ignore: decorator
@external("extism:host/env", "http_status_code")
declare function http_status_code(): i32;

function bytes(text: string): Uint8Array {
  return Uint8Array.wrap(String.UTF8.encode(text));
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

function answer(text: string): i32 {
  Host.output(bytes(text));
  return 0;
}

export function r3mes_echo(): i32 {
  Host.output(Host.input());
  return 0;
}

export function r3mes_reverse(): i32 {
  Host.output(Host.input().reverse());
  return 0;
}

export function r3mes_size(): i32 {
  return answer(input_length().toString());
}

export function r3mes_silent(): i32 {
  return 0;
}

export function r3mes_fail(): i32 {
  error_set(Memory.allocateBytes(concat(bytes("declined: "), Host.input())).offset);
  return 1;
}

export function r3mes_trap(): i32 {
  unreachable();
  return 0;
}

export function r3mes_vars(): i32 {
  Var.set("k", Host.input());
  const value = Var.get("k");
  Var.remove("k");
  const rest = Var.get("k") === null ? "|none" : "|some";
  Host.output(concat(value === null ? new Uint8Array(0) : value, bytes(rest)));
  return 0;
}

export function r3mes_config(): i32 {
  const value = Config.get(Host.inputString());
  return answer(value === null ? "none" : value);
}

export function r3mes_log(): i32 {
  const line = Host.inputString();
  Host.log(LogLevel.Info, line);
  Host.log(LogLevel.Warn, line);
  Host.log(LogLevel.Error, line);
  return answer("logged");
}

export function r3mes_memory(): i32 {
  let p = alloc(24);
  const before = length(p);
  free(p);
  const after = length(p);
  for (let i: u64 = 0; i < 500; i++) {
    const q = alloc(100 + i);
    store_u8(q, u8(i));
    if (i % 2 == 1) free(q);
  }
  p = alloc(7);
  return answer(before.toString() + "," + after.toString() + "," + length(p).toString());
}

export function r3mes_widths(): i32 {
  const p = alloc(16);
  store_u64(p, 0x0102030405060708);
  store_u64(p + 8, u64.MAX_VALUE);
  let text = load_u8(p).toString() + "," + load_u64(p + 4).toString();
  store_u8(p + 8, 0xff);
  store_u8(p + 15, 0x7f);
  text += "," + load_u64(p + 8).toString() + "," + load_u8(p + 15).toString();
  return answer(text);
}

export function r3mes_nested(): i32 {
  const text = Host.inputString();
  const at = text.indexOf('"c":"');
  const found = at < 0 ? "" : text.substring(at + 5, text.indexOf('"', at + 5));
  return answer('{"found":{"c":"' + found + '"}}');
}

export function r3mes_unicode(): i32 {
  Host.output(concat(Host.input(), bytes("héllo 世界 🎉")));
  return 0;
}

export function r3mes_http(): i32 {
  const body = http_request(Memory.allocateBytes(Host.input()).offset, 0);
  let text = http_status_code().toString() + ":";
  if (body != 0) text += new Memory(body, length(body)).toString();
  return answer(text);
}

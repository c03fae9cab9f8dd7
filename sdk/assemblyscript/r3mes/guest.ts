// Extism's guest ABI, and a JSON reader and writer for the contract's
// messages. Offsets point into memory that the host keeps for the length of
// one call, not into the guest's own.

// @ts-ignore: decorator
@external("extism:host/env", "input_length") declare function input_length(): u64;
// @ts-ignore: decorator
@external("extism:host/env", "input_load_u8") declare function input_load_u8(offset: u64): u32;
// @ts-ignore: decorator
@external("extism:host/env", "input_load_u64") declare function input_load_u64(offset: u64): u64;
// @ts-ignore: decorator
@external("extism:host/env", "alloc") declare function alloc(length: u64): u64;
// @ts-ignore: decorator
@external("extism:host/env", "store_u8") declare function store_u8(offset: u64, value: u32): void;
// @ts-ignore: decorator
@external("extism:host/env", "store_u64") declare function store_u64(offset: u64, value: u64): void;
// @ts-ignore: decorator
@external("extism:host/env", "output_set") declare function output_set(offset: u64, length: u64): void;
// @ts-ignore: decorator
@external("extism:host/env", "error_set") declare function error_set(offset: u64): void;
// @ts-ignore: decorator
@external("extism:host/env", "log_info") declare function log_info(offset: u64): void;

const BAD_REQUEST = "r3mes: the request is not the JSON object of this hook";

let words: string = "";
let calls: i32 = 0;

/** Makes the call an error with this text, whatever the hook returns. */
export function fail(message: string): void {
  words = message.length > 0 ? message : "error without a message";
}

/** Writes a line to the plugin's log, if the operator granted it. */
export function log(line: string): void {
  log_info(place(String.UTF8.encode(line)));
}

/** Starts a call: a reader of the request. */
export function begin(): Reader {
  words = "";
  const length = <i32>input_length();
  const text = new ArrayBuffer(length);
  const to = changetype<usize>(text);
  let i = 0;
  for (; i + 8 <= length; i += 8) store<u64>(to + i, input_load_u64(i));
  for (; i < length; i++) store<u8>(to + i, <u8>input_load_u8(i));
  return new Reader(Uint8Array.wrap(text));
}

/** Ends a call: what its export returns. */
export function finish(w: Writer | null): i32 {
  if (w == null && words.length == 0) words = BAD_REQUEST;
  if (words.length > 0) {
    error_set(place(String.UTF8.encode(words)));
  } else if (w != null) {
    const out = String.UTF8.encode(w.text);
    output_set(place(out), out.byteLength);
  }
  // The runtime collects nothing by itself; between calls there is no stack to look at.
  if (++calls % 16 == 0) __collect();
  return words.length > 0 ? 1 : 0;
}

/** Copies bytes into the host's memory and returns where. */
export function place(bytes: ArrayBuffer): u64 {
  const length = bytes.byteLength;
  const at = alloc(length);
  if (at == 0) return 0;
  const from = changetype<usize>(bytes);
  let i = 0;
  for (; i + 8 <= length; i += 8) store_u64(at + i, load<u64>(from + i));
  for (; i < length; i++) store_u8(at + i, load<u8>(from + i));
  return at;
}

/** The text of any JSON value; empty when there is none. */
export class Json {
  text: string = "";

  private reader(): Reader {
    return new Reader(Uint8Array.wrap(String.UTF8.encode(this.text)));
  }

  /** The value of a key of an object; an empty Json when it has none. */
  get(key: string): Json {
    const r = this.reader();
    let found = new Json();
    for (r.enter("{"); r.next(); ) {
      if (r.key == key) found = r.json();
      else r.skip();
    }
    return r.failed ? new Json() : found;
  }

  /** The value of a key, or the fallback when the object has none. */
  integer(key: string, fallback: i64): i64 {
    const v = this.get(key);
    return v.text.length > 0 ? v.reader().integer() : fallback;
  }
  number(key: string, fallback: f64): f64 {
    const v = this.get(key);
    return v.text.length > 0 ? v.reader().number() : fallback;
  }
  boolean(key: string, fallback: bool): bool {
    const v = this.get(key);
    return v.text.length > 0 ? v.reader().boolean() : fallback;
  }
  string(key: string, fallback: string): string {
    const v = this.get(key);
    return v.text.length > 0 ? v.reader().string() : fallback;
  }
}

/**
 * Reads JSON from bytes, keys in whatever order they come. After the first
 * error everything reads as empty and failed stays true.
 */
export class Reader {
  failed: bool = false;
  /** The key that next() moved to, in an object. */
  key: string = "";
  private at: i32 = 0;
  private first: bool = false;
  private closers: u8[] = [];

  constructor(private bytes: Uint8Array) {}

  private peek(): u8 {
    while (this.at < this.bytes.length) {
      const c = this.bytes[this.at];
      if (c != 0x20 && c != 0x0a && c != 0x09 && c != 0x0d) return c;
      this.at++;
    }
    return 0;
  }

  private take(c: u8): bool {
    if (this.failed || this.peek() != c) return false;
    this.at++;
    return true;
  }

  private want(c: u8): void {
    if (!this.take(c)) this.failed = true;
  }

  /** Opens an object ("{") or an array ("["): for (r.enter("{"); r.next(); ) … */
  enter(opener: string): void {
    const c = <u8>opener.charCodeAt(0);
    this.want(c);
    this.closers.push(c + 2);
    this.first = true;
  }

  /** Moves to the next value, in an object past its key; false at the end. */
  next(): bool {
    while (!this.failed) {
      const closer = this.closers[this.closers.length - 1];
      if (this.take(closer)) {
        this.closers.pop();
        this.first = false;
        return false;
      }
      if (!this.first) this.want(0x2c);
      this.first = false;
      if (closer != 0x7d) return !this.failed;
      this.key = this.string();
      this.want(0x3a);
      if (this.peek() != 0x6e) return !this.failed;
      this.skip(); // null is a field's zero
    }
    return false;
  }

  /** Moves past one value, however deep. */
  skip(): void {
    let depth = 0;
    do {
      const c = this.peek();
      if (c == 0x22) this.raw();
      else if (c == 0x7b || c == 0x5b) {
        depth++;
        this.at++;
      } else if ((c == 0x7d || c == 0x5d) && depth > 0) {
        depth--;
        this.at++;
      } else if ((c == 0x2c || c == 0x3a) && depth > 0) this.at++;
      else this.scalar();
    } while (depth > 0 && !this.failed);
  }

  /** A number, true, false or null as it stands. */
  private scalar(): string {
    this.peek();
    const from = this.at;
    while (this.at < this.bytes.length) {
      const c = this.bytes[this.at];
      const part = (c >= 0x30 && c <= 0x39) || ((c | 32) >= 0x61 && (c | 32) <= 0x7a) || c == 0x2d || c == 0x2b || c == 0x2e;
      if (!part) break;
      this.at++;
    }
    if (this.at == from) this.failed = true;
    return this.utf8(from, this.at);
  }

  private utf8(from: i32, to: i32): string {
    return String.UTF8.decodeUnsafe(this.bytes.dataStart + from, to - from);
  }

  /** Moves past a string; where its text begins. */
  private raw(): i32 {
    this.want(0x22);
    const from = this.at;
    while (!this.failed) {
      if (this.at >= this.bytes.length) {
        this.failed = true;
        break;
      }
      const c = this.bytes[this.at++];
      if (c == 0x22) break;
      if (c == 0x5c) this.at++;
    }
    return from;
  }

  string(): string {
    const from = this.raw();
    if (this.failed) return "";
    const s = this.utf8(from, this.at - 1);
    let escape = s.indexOf("\\");
    if (escape < 0) return s;
    let out = "";
    let done = 0;
    for (; escape >= 0; escape = s.indexOf("\\", done)) {
      out += s.substring(done, escape);
      const c = s.charCodeAt(escape + 1);
      done = escape + 2;
      if (c == 0x75) {
        // UTF-16 on both sides: a surrogate pair is two escapes.
        out += String.fromCharCode(<i32>parseInt(s.substring(done, done + 4), 16));
        done += 4;
      } else if (c == 0x6e) out += "\n";
      else if (c == 0x74) out += "\t";
      else if (c == 0x72) out += "\r";
      else if (c == 0x62) out += "\b";
      else if (c == 0x66) out += "\f";
      else out += String.fromCharCode(c);
    }
    return out + s.substring(done);
  }

  integer(): i64 {
    const s = this.scalar();
    return this.failed ? 0 : I64.parseInt(s, 10);
  }

  number(): f64 {
    const s = this.scalar();
    return this.failed ? 0 : F64.parseFloat(s);
  }

  boolean(): bool {
    return this.scalar() == "true";
  }

  json(): Json {
    this.peek();
    const from = this.at;
    this.skip();
    const v = new Json();
    if (!this.failed) v.text = this.utf8(from, this.at);
    return v;
  }

  /** Wants nothing but space up to the end. */
  end(): void {
    if (this.peek() != 0 || this.at < this.bytes.length) this.failed = true;
  }
}

/** Builds JSON. */
export class Writer {
  text: string = "";
  private first: bool = true;

  open(opener: string): void {
    if (!this.first) this.text += ",";
    this.text += opener;
    this.first = true;
  }

  close(closer: string): void {
    this.text += closer;
    this.first = false;
  }

  /** Writes a key; its value comes next. */
  key(key: string): void {
    if (!this.first) this.text += ",";
    this.quoted(key);
    this.text += ":";
    this.first = true;
  }

  string(key: string, value: string): void {
    this.key(key);
    this.quoted(value);
    this.first = false;
  }

  /** A string that is null when it is empty. */
  nullable(key: string, value: string): void {
    this.key(key);
    if (value.length > 0) this.quoted(value);
    else this.text += "null";
    this.first = false;
  }

  integer(key: string, value: i64): void {
    this.key(key);
    this.text += value.toString();
    this.first = false;
  }

  boolean(key: string, value: bool): void {
    this.key(key);
    this.text += value ? "true" : "false";
    this.first = false;
  }

  json(key: string, value: Json): void {
    this.key(key);
    this.text += value.text.length > 0 ? value.text : "null";
    this.first = false;
  }

  private quoted(s: string): void {
    let out = '"';
    let done = 0;
    for (let i = 0; i < s.length; i++) {
      const c = s.charCodeAt(i);
      if (c >= 0x20 && c != 0x22 && c != 0x5c) continue;
      out += s.substring(done, i);
      if (c < 0x20) out += "\\u00" + (c < 16 ? "0" : "1") + (c & 15).toString(16);
      else out += "\\" + String.fromCharCode(c);
      done = i + 1;
    }
    this.text += out + s.substring(done) + '"';
  }
}

//! A JSON reader and writer for the contract's messages. The reader takes keys
//! in whatever order they come, understands every escape and skips what it is
//! not asked for.

/// What can be read from JSON.
pub trait Decode: Sized {
    /// Reads one value. The error says what is wrong and where.
    fn decode(r: &mut Reader) -> Result<Self, String>;
}

/// What can be written as JSON.
pub trait Encode {
    /// Writes one value.
    fn encode(&self, w: &mut Writer);
}

/// The text of any JSON value; empty when there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Json(pub String);

impl Json {
    /// The value of a key of an object; None when it has none.
    pub fn get(&self, key: &str) -> Option<Json> {
        let mut found = None;
        let mut r = Reader::new(self.0.as_bytes());
        r.object(|r, k| {
            if k == key {
                found = Some(Json::decode(r)?);
                return Ok(());
            }
            r.skip()
        })
        .ok()?;
        found
    }

    fn read<T: Decode>(&self, key: &str) -> Option<T> {
        T::decode(&mut Reader::new(self.get(key)?.0.as_bytes())).ok()
    }

    /// The integer at a key, or the fallback.
    pub fn int(&self, key: &str, fallback: i64) -> i64 {
        self.read(key).unwrap_or(fallback)
    }
    /// The number at a key, or the fallback.
    pub fn num(&self, key: &str, fallback: f64) -> f64 {
        self.read(key).unwrap_or(fallback)
    }
    /// The truth at a key, or the fallback.
    pub fn bool(&self, key: &str, fallback: bool) -> bool {
        self.read(key).unwrap_or(fallback)
    }
    /// The string at a key, or the fallback.
    pub fn str(&self, key: &str, fallback: &str) -> String {
        self.read(key).unwrap_or_else(|| fallback.to_string())
    }
    /// The values of an array at a key; none when it is not one.
    pub fn list<T: Decode>(&self, key: &str) -> Vec<T> {
        self.read(key).unwrap_or_default()
    }
}

/// Reads JSON from bytes.
pub struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// A reader of text.
    pub fn new(text: &'a [u8]) -> Self {
        Reader { text, at: 0 }
    }

    fn bad<T>(&self) -> Result<T, String> {
        Err(format!("r3mes: the request is not the JSON object of this hook (byte {})", self.at))
    }

    fn peek(&mut self) -> u8 {
        while let Some(c) = self.text.get(self.at) {
            if !c.is_ascii_whitespace() {
                return *c;
            }
            self.at += 1;
        }
        0
    }

    fn take(&mut self, c: u8) -> bool {
        let found = self.peek() == c;
        self.at += found as usize;
        found
    }

    fn want(&mut self, c: u8) -> Result<(), String> {
        if self.take(c) {
            return Ok(());
        }
        self.bad()
    }

    /// Wants nothing but space up to the end.
    pub fn end(&mut self) -> Result<(), String> {
        if self.peek() == 0 && self.at >= self.text.len() {
            return Ok(());
        }
        self.bad()
    }

    /// Reads an object; member is given each key and reads its value. A null
    /// is skipped without asking: it is a field's zero.
    pub fn object(&mut self, mut member: impl FnMut(&mut Self, &str) -> Result<(), String>) -> Result<(), String> {
        self.want(b'{')?;
        if self.take(b'}') {
            return Ok(());
        }
        loop {
            let key = self.string()?;
            self.want(b':')?;
            if self.peek() == b'n' {
                self.skip()?;
            } else {
                member(self, &key)?;
            }
            if !self.take(b',') {
                return self.want(b'}');
            }
        }
    }

    /// Moves past one value, however deep, without recursion.
    pub fn skip(&mut self) -> Result<(), String> {
        let mut depth = 0;
        loop {
            match self.peek() {
                b'"' => {
                    self.raw()?;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' | b':' if depth > 0 => self.at += 1,
                _ => {
                    self.scalar()?;
                }
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// A number, true, false or null as it stands.
    fn scalar(&mut self) -> Result<&'a str, String> {
        self.peek();
        let rest = &self.text[self.at..];
        let is_part = |c: &u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'+' | b'.');
        let length = rest.iter().position(|c| !is_part(c)).unwrap_or(rest.len());
        if length == 0 {
            return self.bad();
        }
        self.at += length;
        std::str::from_utf8(&rest[..length]).or_else(|_| self.bad())
    }

    /// What is between the quotes of a string.
    fn raw(&mut self) -> Result<&'a [u8], String> {
        self.want(b'"')?;
        let from = self.at;
        while let Some(&c) = self.text.get(self.at) {
            match c {
                b'"' => {
                    self.at += 1;
                    return Ok(&self.text[from..self.at - 1]);
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.bad()
    }

    fn string(&mut self) -> Result<String, String> {
        let raw = self.raw()?;
        let mut out = Vec::with_capacity(raw.len());
        let mut i = 0;
        while i < raw.len() {
            let c = raw[i];
            i += 1;
            if c != b'\\' {
                out.push(c);
                continue;
            }
            let escaped = raw[i];
            i += 1;
            out.push(match escaped {
                b'n' => b'\n',
                b't' => b'\t',
                b'r' => b'\r',
                b'b' => 8,
                b'f' => 12,
                b'u' => {
                    let c = unicode(raw, &mut i);
                    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                    continue;
                }
                other => other,
            });
        }
        String::from_utf8(out).or_else(|_| self.bad())
    }
}

/// The character of the escape whose digits are at i; half a surrogate pair is
/// U+FFFD.
fn unicode(raw: &[u8], i: &mut usize) -> char {
    let high = hex4(raw, *i);
    *i = (*i + 4).min(raw.len());
    if (0xd800..0xdc00).contains(&high) && raw[*i..].starts_with(b"\\u") {
        let low = hex4(raw, *i + 2);
        if (0xdc00..0xe000).contains(&low) {
            *i += 6;
            let c = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
            return char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER);
        }
    }
    char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn hex4(raw: &[u8], at: usize) -> u32 {
    let digits = raw.get(at..at + 4).and_then(|d| std::str::from_utf8(d).ok());
    digits.and_then(|d| u32::from_str_radix(d, 16).ok()).unwrap_or(0xfffd)
}

impl Decode for String {
    fn decode(r: &mut Reader) -> Result<Self, String> {
        r.string()
    }
}

impl Decode for i64 {
    fn decode(r: &mut Reader) -> Result<Self, String> {
        r.scalar()?.parse().or_else(|_| r.bad())
    }
}

impl Decode for f64 {
    fn decode(r: &mut Reader) -> Result<Self, String> {
        r.scalar()?.parse().or_else(|_| r.bad())
    }
}

impl Decode for bool {
    fn decode(r: &mut Reader) -> Result<Self, String> {
        match r.scalar()? {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => r.bad(),
        }
    }
}

impl Decode for Json {
    fn decode(r: &mut Reader) -> Result<Self, String> {
        r.peek();
        let from = r.at;
        r.skip()?;
        match std::str::from_utf8(&r.text[from..r.at]) {
            Ok(text) => Ok(Json(text.to_string())),
            Err(_) => r.bad(),
        }
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(r: &mut Reader) -> Result<Self, String> {
        r.want(b'[')?;
        let mut all = Vec::new();
        if r.take(b']') {
            return Ok(all);
        }
        loop {
            all.push(T::decode(r)?);
            if !r.take(b',') {
                r.want(b']')?;
                return Ok(all);
            }
        }
    }
}

/// Builds JSON.
pub struct Writer {
    out: Vec<u8>,
    first: bool,
}

impl Writer {
    /// An empty writer.
    pub fn new() -> Self {
        Writer { out: Vec::new(), first: true }
    }

    /// What has been written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// Opens an object.
    pub fn begin(&mut self) {
        self.out.push(b'{');
        self.first = true;
    }

    /// Closes the object.
    pub fn end(&mut self) {
        self.out.push(b'}');
        self.first = false;
    }

    /// Writes one member of the open object.
    pub fn field(&mut self, key: &str, value: &impl Encode) {
        self.comma();
        key.encode(self);
        self.out.push(b':');
        value.encode(self);
        self.first = false;
    }

    /// Writes a member that is null when it is empty.
    pub fn nullable(&mut self, key: &str, value: &String) {
        if value.is_empty() {
            return self.field(key, &Json::default());
        }
        self.field(key, value)
    }

    fn comma(&mut self) {
        if !self.first {
            self.out.push(b',');
        }
    }
}

impl Default for Writer {
    fn default() -> Self {
        Self::new()
    }
}

impl Encode for str {
    fn encode(&self, w: &mut Writer) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        w.out.push(b'"');
        for &c in self.as_bytes() {
            match c {
                b'"' | b'\\' => w.out.extend_from_slice(&[b'\\', c]),
                0..=0x1f => {
                    w.out.extend_from_slice(b"\\u00");
                    w.out.extend_from_slice(&[HEX[c as usize >> 4], HEX[c as usize & 15]]);
                }
                _ => w.out.push(c),
            }
        }
        w.out.push(b'"');
    }
}

impl Encode for String {
    fn encode(&self, w: &mut Writer) {
        self.as_str().encode(w)
    }
}

impl Encode for i64 {
    fn encode(&self, w: &mut Writer) {
        w.out.extend_from_slice(self.to_string().as_bytes());
    }
}

impl Encode for bool {
    fn encode(&self, w: &mut Writer) {
        w.out.extend_from_slice(if *self { b"true" } else { b"false" });
    }
}

impl Encode for Json {
    fn encode(&self, w: &mut Writer) {
        w.out.extend_from_slice(if self.0.is_empty() { b"null" } else { self.0.as_bytes() });
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, w: &mut Writer) {
        w.out.push(b'[');
        for (i, item) in self.iter().enumerate() {
            if i > 0 {
                w.out.push(b',');
            }
            item.encode(w);
        }
        w.out.push(b']');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_unescaped() {
        for (text, want) in [
            (r#""a\"\\\/\n\u0041""#, "a\"\\/\nA"),
            (r#""\ud83d\ude00 \u00e9""#, "😀 é"),
            (r#""\ud83d \udc00""#, "\u{fffd} \u{fffd}"),
        ] {
            assert_eq!(String::decode(&mut Reader::new(text.as_bytes())).unwrap(), want);
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let mut w = Writer::new();
        "a\"\\\n\u{1}é".encode(&mut w);
        let text = w.into_bytes();
        assert_eq!(String::decode(&mut Reader::new(&text)).unwrap(), "a\"\\\n\u{1}é");
    }

    #[test]
    fn malformed_text_is_an_error() {
        for text in ["", "{", "{\"a\"", "{\"a\":}", "{\"a\":1", "{\"a\":[1,}", "\"a", "[", "{\"a\":1 \"b\":2}"] {
            let mut r = Reader::new(text.as_bytes());
            assert!(r.object(|r, _| r.skip()).is_err(), "{}", text);
        }
    }

    #[test]
    fn config_is_read_by_key() {
        let c = Json(r#"{ "b": {"a": 1}, "a": -2.5, "\u0063": [ 1, 2 ], "t": true }"#.to_string());
        assert_eq!((c.num("a", 0.0), c.int("b", 7), c.bool("t", false)), (-2.5, 7, true));
        assert_eq!(c.list::<i64>("c"), vec![1, 2]);
        assert_eq!(c.get("b").unwrap().int("a", 0), 1);
    }
}

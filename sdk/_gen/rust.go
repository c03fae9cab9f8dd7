package main

import "strings"

// rust writes structs with Decode for what a guest reads and Encode for what
// it answers.
func rust(c *contract) string {
	var out code
	out.line("// %s", header)
	out.line("")
	out.line("use crate::json::{Decode, Encode, Json, Reader, Writer};")
	for _, t := range c.types {
		out.line("")
		out.line("/// %s", sentence(t.doc))
		out.line("#[derive(Clone, Debug, Default, PartialEq)]")
		out.line("pub struct %s {", t.name)
		for _, f := range t.fields {
			out.line("    /// %s", f.doc)
			out.line("    pub %s: %s,", f.key, rustType(f))
		}
		out.line("}")
		if t.read {
			rustDecode(&out, t)
		}
		if t.written {
			rustEncode(&out, t)
		}
	}
	return out.String()
}

func rustType(f field) string {
	switch f.kind {
	case text:
		return "String"
	case integer:
		return "i64"
	case number:
		return "f64"
	case boolean:
		return "bool"
	case freeform:
		return "Json"
	case list:
		return "Vec<" + f.of.name + ">"
	}
	return f.of.name
}

func rustDecode(out *code, t *structure) {
	out.line("")
	out.line("impl Decode for %s {", t.name)
	out.line("    fn decode(r: &mut Reader) -> Result<Self, String> {")
	out.line("        let mut v = Self::default();")
	out.line("        r.object(|r, key| {")
	out.line("            match key {")
	for _, f := range t.fields {
		out.line("                %q => v.%s = Decode::decode(r)?,", f.key, f.key)
	}
	out.line("                _ => r.skip()?,")
	out.line("            }")
	out.line("            Ok(())")
	out.line("        })?;")
	out.line("        Ok(v)")
	out.line("    }")
	out.line("}")
}

func rustEncode(out *code, t *structure) {
	out.line("")
	out.line("impl Encode for %s {", t.name)
	out.line("    fn encode(&self, w: &mut Writer) {")
	out.line("        w.begin();")
	out.branches(t, "    ", 2, rustChosen, func(indent string, f field) {
		if f.nullable {
			out.line("%sw.nullable(%q, &self.%s);", indent, f.key, f.key)
		} else {
			out.line("%sw.field(%q, &self.%s);", indent, f.key, f.key)
		}
	})
	out.line("        w.end();")
	out.line("    }")
	out.line("}")
}

func rustChosen(f field) string {
	if f.kind == boolean {
		return "self." + f.key
	}
	return "!self." + f.key + ".is_empty()"
}

// sentence makes a schema's description a doc comment's first sentence.
func sentence(s string) string {
	if s == "" {
		return "Part of the contract."
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "?") {
		s += "."
	}
	return s
}

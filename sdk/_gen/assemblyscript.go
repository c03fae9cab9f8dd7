package main

import "fmt"

// assemblyScript writes classes, and one serve function a hook.
func assemblyScript(c *contract) string {
	var out code
	out.line("// %s", header)
	out.line("")
	out.line(`import { Json, Reader, Writer, begin, finish } from "./guest";`)
	for _, t := range c.types {
		out.line("")
		out.line("/** %s */", sentence(t.doc))
		out.line("export class %s {", t.name)
		for _, f := range t.fields {
			out.line("  /** %s */", f.doc)
			out.line("  %s: %s;", f.key, asType(f))
		}
		if t.read {
			asDecode(&out, t)
		}
		if t.written {
			asEncode(&out, t)
		}
		out.line("}")
	}
	for _, hook := range c.hooks {
		name := camel(hook)
		out.line("")
		out.line("/** Answers one call of the hook %s; the result of the export r3mes_%s. */", hook, hook)
		out.line("export function serve%s(answer: (request: %sRequest) => %sResponse): i32 {", name, name, name)
		out.line("  const r = begin();")
		out.line("  const request = %sRequest.decode(r);", name)
		out.line("  r.end();")
		out.line("  if (r.failed) return finish(null);")
		out.line("  const response = answer(request);")
		out.line("  const w = new Writer();")
		out.line("  response.encode(w);")
		out.line("  return finish(w);")
		out.line("}")
	}
	return out.String()
}

func asType(f field) string {
	switch f.kind {
	case text:
		return `string = ""`
	case integer:
		return "i64 = 0"
	case number:
		return "f64 = 0"
	case boolean:
		return "bool = false"
	case freeform:
		return "Json = new Json()"
	case list:
		return fmt.Sprintf("%s[] = []", f.of.name)
	}
	return fmt.Sprintf("%s = new %s()", f.of.name, f.of.name)
}

func asDecode(out *code, t *structure) {
	out.line("")
	out.line("  static decode(r: Reader): %s {", t.name)
	out.line("    const v = new %s();", t.name)
	out.line("    for (r.enter(%s); r.next(); ) {", `"{"`)
	for i, f := range t.fields {
		word := "else if"
		if i == 0 {
			word = "if"
		}
		switch f.kind {
		case object:
			out.line("      %s (r.key == %q) v.%s = %s.decode(r);", word, f.key, f.key, f.of.name)
		case list:
			out.line("      %s (r.key == %q) for (r.enter(%s); r.next(); ) v.%s.push(%s.decode(r));", word, f.key, `"["`, f.key, f.of.name)
		default:
			out.line("      %s (r.key == %q) v.%s = r.%s();", word, f.key, f.key, asReader(f))
		}
	}
	out.line("      else r.skip();")
	out.line("    }")
	out.line("    return v;")
	out.line("  }")
}

func asReader(f field) string {
	return map[kind]string{text: "string", integer: "integer", number: "number", boolean: "boolean", freeform: "json"}[f.kind]
}

func asEncode(out *code, t *structure) {
	out.line("")
	out.line("  encode(w: Writer): void {")
	out.line(`    w.open("{");`)
	out.branches(t, "  ", 2, asChosen, func(indent string, f field) {
		key := f.key
		switch {
		case f.nullable:
			out.line("%sw.nullable(%q, this.%s);", indent, key, key)
		case f.kind == object:
			out.line("%sw.key(%q);", indent, key)
			out.line("%sthis.%s.encode(w);", indent, key)
		case f.kind == list:
			out.line("%sw.key(%q);", indent, key)
			out.line("%sw.open(%s);", indent, `"["`)
			out.line("%sfor (let i = 0; i < this.%s.length; i++) this.%s[i].encode(w);", indent, key, key)
			out.line("%sw.close(%s);", indent, `"]"`)
		default:
			out.line("%sw.%s(%q, this.%s);", indent, asReader(f), key, key)
		}
	})
	out.line(`    w.close("}");`)
	out.line("  }")
}

func asChosen(f field) string {
	if f.kind == boolean {
		return "(this." + f.key + ")"
	}
	return "(this." + f.key + ".length > 0)"
}

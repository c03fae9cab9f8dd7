package main

import "strings"

// typeScript writes interfaces, for plugins in JavaScript.
func typeScript(c *contract) string {
	var out code
	out.line("// %s", header)
	for _, t := range c.types {
		out.line("")
		out.line("/** %s */", sentence(t.doc))
		if len(t.forms) == 1 {
			out.line("export interface %s {", t.name)
			tsFields(&out, t, t.forms[0])
			out.line("}")
			continue
		}
		out.line("export type %s =", t.name)
		for i, form := range t.forms {
			out.line("  | {")
			tsFields(&out, t, form)
			out.line("  }%s", map[bool]string{true: ";"}[i == len(t.forms)-1])
		}
	}
	return out.String()
}

// tsFields writes the members of one form. A host may leave out any field that
// is not the first of its form, so all others are optional.
func tsFields(out *code, t *structure, form []string) {
	indent := strings.Repeat("  ", min(len(t.forms), 2))
	for i, key := range form {
		f := t.get(key)
		optional := "?"
		if i == 0 && len(t.forms) > 1 {
			optional = ""
		}
		out.line("%s/** %s */", indent, f.doc)
		out.line("%s%s%s: %s;", indent, f.key, optional, tsType(f))
	}
}

func tsType(f field) string {
	name := map[kind]string{text: "string", integer: "number", number: "number", boolean: "boolean", freeform: "unknown"}[f.kind]
	switch {
	case f.kind == list:
		return f.of.name + "[]"
	case f.kind == object:
		return f.of.name
	case f.nullable:
		return name + " | null"
	}
	return name
}

package main

import (
	"fmt"
	"strings"
)

// c99 writes structs and the tables by which r3mes.h reads and writes them.
func c99(c *contract) string {
	var out code
	out.line("/* %s */", header)
	out.line("#ifndef R3MES_CONTRACT_H")
	out.line("#define R3MES_CONTRACT_H")
	for _, t := range c.types {
		out.line("")
		out.line("/* %s */", sentence(t.doc))
		out.line("typedef struct {")
		for _, f := range t.fields {
			out.line("  %s; /* %s */", cMember(f), f.doc)
		}
		out.line("} %s;", cName(t))
	}
	for _, t := range c.types {
		out.line("")
		out.line("static const r3mes_field %s_fields[] = {", cName(t))
		for _, f := range t.fields {
			of := "0"
			if f.of != nil {
				of = "&" + cName(f.of) + "_shape"
			}
			out.line(`  {"%s", %d, %s, offsetof(%s, %s), %s},`, f.key, len(f.key), cKind(f), cName(t), f.key, of)
		}
		out.line("};")
		out.line("static const r3mes_shape %s_shape = {%s_fields, %d, sizeof(%s)};", cName(t), cName(t), len(t.fields), cName(t))
	}
	for _, hook := range c.hooks {
		for _, t := range c.types {
			if t.written && t.name == camel(hook)+"Response" {
				cExport(&out, hook, t)
			}
		}
	}
	out.line("")
	out.line("#endif")
	return out.String()
}

func cName(t *structure) string {
	var b strings.Builder
	b.WriteString("r3mes")
	for _, r := range t.name {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteString(strings.ToLower(string(r)))
	}
	return b.String()
}

func cMember(f field) string {
	switch f.kind {
	case text:
		return "r3mes_str " + f.key
	case integer:
		return "int64_t " + f.key
	case number:
		return "double " + f.key
	case boolean:
		return "bool " + f.key
	case freeform:
		return "r3mes_json " + f.key
	case list:
		return fmt.Sprintf("struct { %s *items; size_t count; } %s", cName(f.of), f.key)
	}
	return cName(f.of) + " " + f.key
}

func cKind(f field) string {
	if f.nullable {
		return "R3MES_NULLABLE"
	}
	return map[kind]string{
		text: "R3MES_STR", integer: "R3MES_INT", number: "R3MES_NUM", boolean: "R3MES_BOOL",
		freeform: "R3MES_JSON", object: "R3MES_OBJECT", list: "R3MES_LIST",
	}[f.kind]
}

// cExport writes the macro that exports a hook's function. A form is the
// indexes of its fields.
func cExport(out *code, hook string, t *structure) {
	upper, name := strings.ToUpper(hook), cName(t)
	var forms []string
	for _, form := range t.forms {
		var indexes []string
		for _, key := range form {
			for i, f := range t.fields {
				if f.key == key {
					indexes = append(indexes, fmt.Sprint(i))
				}
			}
		}
		forms = append(forms, fmt.Sprintf("{%d, {%s}}", len(form), strings.Join(indexes, ", ")))
	}
	out.line("")
	out.line("static const r3mes_form %s_forms[] = {%s};", name, strings.Join(forms, ", "))
	out.line("")
	out.line("/* Exports function, a const char *(const r3mes_%s_request *, r3mes_%s_response *), as the", hook, hook)
	out.line("   answer to the hook %s. It returns 0, or the words of an error. */", hook)
	out.line("#define R3MES_%s(function) \\", upper)
	out.line("  __attribute__((export_name(\"r3mes_%s\"))) int32_t r3mes_export_%s(void) { \\", hook, hook)
	out.line("    r3mes_%s_request request = {0}; \\", hook)
	out.line("    r3mes_%s_response response = {0}; \\", hook)
	out.line("    const char *error = r3mes_read(&r3mes_%s_request_shape, &request); \\", hook)
	out.line("    if (error == 0) error = function(&request, &response); \\")
	out.line("    return r3mes_answer(error, &%s_shape, %s_forms, %d, &response); \\", name, name, len(t.forms))
	out.line("  }")
}

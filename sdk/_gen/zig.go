package main

// zig writes the SDK's root: plain structs, which guest.zig reads and writes
// by reflection at compile time, and one serve function a hook.
func zig(c *contract) string {
	var out code
	out.line("// %s", header)
	out.line("")
	out.line("//! The R3MES plugin SDK for Zig. README.md shows a whole plugin.")
	out.line("")
	out.line(`const guest = @import("guest.zig");`)
	out.line("")
	for _, name := range []string{"Json", "Error", "fail", "log", "memory", "concat", "equal"} {
		out.line("pub const %s = guest.%s;", name, name)
	}
	out.line(`pub const reach = @import("reach.zig");`)
	for _, t := range c.types {
		out.line("")
		out.line("/// %s", sentence(t.doc))
		out.line("pub const %s = struct {", t.name)
		for _, f := range t.fields {
			out.line("    /// %s", f.doc)
			out.line("    %s: %s,", f.key, zigType(f))
		}
		if t.written {
			out.line("")
			out.line("    /// The keys of each form of the answer; see guest.zig.")
			out.line("    pub const forms = .{")
			for _, form := range t.forms {
				line := "        .{"
				for i, key := range form {
					if i > 0 {
						line += ","
					}
					line += ` "` + key + `"`
				}
				out.line("%s },", line)
			}
			out.line("    };")
			out.line("    /// The keys that are null when empty.")
			line := "    pub const nullable = .{"
			for _, f := range t.fields {
				if f.nullable {
					line += ` "` + f.key + `",`
				}
			}
			out.line("%s };", line)
		}
		out.line("};")
	}
	for _, hook := range c.hooks {
		name := camel(hook)
		out.line("")
		out.line("/// Answers one call of the hook %s; the result of the export r3mes_%s.", hook, hook)
		out.line("pub fn serve%s(comptime answer: fn (*const %sRequest) Error!%sResponse) i32 {", name, name, name)
		out.line("    return guest.serve(%sRequest, %sResponse, answer);", name, name)
		out.line("}")
	}
	return out.String()
}

func zigType(f field) string {
	switch f.kind {
	case text:
		return `[]const u8 = ""`
	case integer:
		return "i64 = 0"
	case number:
		return "f64 = 0"
	case boolean:
		return "bool = false"
	case freeform:
		return "Json = .{}"
	case list:
		return "[]const " + f.of.name + " = &.{}"
	}
	return f.of.name + " = .{}"
}

// Package grammar holds an answer to a language while it is generated: JSON that
// satisfies a JSON Schema, any JSON object, or one call of a tool.
//
// A [Vocabulary] is made once from a model's tokenizer. It compiles schemas into a
// [Grammar], a pushdown automaton over bytes, and a Grammar starts an [Answer] for
// each request: an engine.Constraint, which tells before every token which may
// come next.
//
//	v := grammar.NewVocabulary(tok)
//	g, err := v.Schema([]byte(`{"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"]}`))
//	s, err := e.Submit(ctx, engine.Request{Prompt: ids, MaxTokens: 64, Constraint: g.Start()})
//
// Vocabulary.Object is OpenAI's json_object, Vocabulary.ToolCall forces a call of
// one of several functions. Tokens may be any bytes: parts of a character, or
// several pieces of JSON at once.
//
// # What a schema may say
//
// Of draft 2020-12: type, enum, const, anyOf, allOf and $ref (into the same
// document, recursion included), oneOf where the schemas exclude each other;
// properties, required, additionalProperties; items, prefixItems, minItems,
// maxItems; minLength, maxLength, pattern, format (date, time, date-time,
// duration, email, hostname, ipv4, ipv6, uuid, uri); minimum, maximum,
// exclusiveMinimum, exclusiveMaximum, multipleOf (whole numbers to 500, or 0.1,
// 0.01 and so on). Annotations such as title and description change nothing. All
// else is a [SchemaError] that names keyword and place, and so is a schema that
// nothing satisfies or that is too large.
//
// Every answer satisfies the schema, but not everything that does can be answered:
//
//   - members come in the order of properties, then others;
//   - an object that lists properties has no others unless additionalProperties is
//     given; a tuple has no items after prefixItems unless items is;
//   - keywords of one type without a type mean that type;
//   - numbers have at most 18 digits before the point, 17 after it and two in the
//     exponent, and none of the latter beside a range;
//   - strings of enum and const, and names of properties, are spelled with the
//     fewest escapes; a format allows its usual forms;
//   - white space is nothing, one space, or a line break with at most 20 blanks, after
//     brackets, commas and colons, so a model cannot go on with it for ever;
//   - arrays and objects nest at most [MaxDepth] deep.
//
// # Caveats
//
// The guarantee is for answers that end with "stop": max_tokens may cut one short,
// and Finish then says "length"; so may a stop string, which a request should not
// combine with a grammar. A string or a list without a bound may be as long as the
// model likes. A grammar says nothing to the model: without being asked for JSON
// in the prompt, it is forced through choices that it finds unlikely.
//
// A mask that is not in the cache costs milliseconds for a vocabulary of 128,000
// tokens, in the engine's step; see RATIONALE.md "Why are masks cached by the top
// of the stack?".
package grammar

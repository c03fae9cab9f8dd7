package grammar_test

import (
	"testing"

	"github.com/r3mes/r3mes/runtime/enginetest"
	"github.com/r3mes/r3mes/runtime/grammar"
)

// says reports whether a grammar has a text, one byte a token.
func says(g *grammar.Grammar, text string) bool {
	a := g.Start()
	for i := range len(text) {
		allowed := make([]uint64, 5)
		a.Mask(allowed)
		if allowed[text[i]/64]>>(text[i]%64)&1 == 0 {
			return false
		}
		if _, err := a.Accept(int(text[i])); err != nil {
			return false
		}
	}
	return a.Mask(make([]uint64, 5))
}

func TestSchema(t *testing.T) {
	v := grammar.NewVocabulary(enginetest.Bytes())
	for name, c := range map[string]struct {
		schema   string
		yes, not []string
	}{
		"any object": {`{"type":"object"}`,
			[]string{`{}`, `{"a":1}`, `{ "a": [1, {"b":null}], "a":"x" }`, "{\n  \"a\": true\n}", `{"":""}`, `{"é":"\u00e9\ud83d\ude00\n"}`},
			[]string{``, `[]`, `{`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{,}`, `{"a":01}`, `{"a":1} `, ` {}`, `{"a":"\ud83d"}`, `{"a":"\ude00"}`, "{\"a\":\"\n\"}", "{\"a\":\"\xc0\x80\"}", "{\"a\":\"\xed\xa0\x80\"}", `{  "a":1}`}},
		"anything": {`true`, []string{`1`, `-0.5e+10`, `"x"`, `null`, `[[]]`}, []string{`nul`, `+1`, `.5`, `1.`, `--1`, `1e`}},
		"properties in order": {`{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string"}},"required":["a"],"additionalProperties":false}`,
			[]string{`{"a":1}`, `{"a":1,"b":"x"}`, `{ "a": 1, "b": "x" }`, `{"a":-12}`},
			[]string{`{}`, `{"b":"x"}`, `{"b":"x","a":1}`, `{"a":1,"a":1}`, `{"a":"1"}`, `{"a":1.5}`, `{"a":1,"c":1}`, `{"a":-0}`}},
		"optional properties": {`{"properties":{"a":{},"ab":{"const":1},"b":{"type":"null"}},"required":["b"]}`,
			[]string{`{"b":null}`, `{"a":[],"b":null}`, `{"ab":1,"b":null}`, `{"a":0,"ab":1,"b":null}`},
			[]string{`{}`, `{"ab":1}`, `{"b":null,"a":1}`, `{"ab":1,"a":1,"b":null}`}},
		"other members": {`{"type":"object","properties":{"a":{"type":"integer"},"é":{"type":"null"}},"additionalProperties":{"type":"string"}}`,
			[]string{`{}`, `{"a":1}`, `{"a":1,"b":"x","ab":"y"}`, `{"b":"x"}`, `{"é":null,"e":"x"}`, `{"":"x"}`},
			[]string{`{"b":"x","a":1}`, `{"b":1}`, `{"\u0061":"x"}`, `{"\u00e9":"x"}`, `{"\u00E9":"x"}`}},
		"required without properties": {`{"type":"object","required":["x","y"]}`,
			[]string{`{"x":1,"y":2}`, `{"x":1,"y":2,"z":3}`}, []string{`{}`, `{"x":1}`, `{"y":1,"x":1}`}},
		"arrays": {`{"type":"array","items":{"type":"boolean"},"minItems":1,"maxItems":3}`,
			[]string{`[true]`, `[true,false]`, `[ true, false, true ]`}, []string{`[]`, `[true,true,true,true]`, `[1]`, `[true,]`}},
		"unbounded array": {`{"type":"array","items":{"const":1},"minItems":2}`,
			[]string{`[1,1]`, `[1,1,1,1,1,1]`}, []string{`[]`, `[1]`}},
		"empty array": {`{"type":"array","maxItems":0}`, []string{`[]`, `[ ]`}, []string{`[1]`}},
		"tuple": {`{"type":"array","prefixItems":[{"const":"a"},{"type":"integer"}],"items":{"type":"null"},"minItems":1}`,
			[]string{`["a"]`, `["a",1]`, `["a",1,null,null]`}, []string{`[]`, `[1]`, `["a",null]`, `["a",1,1]`}},
		"closed tuple": {`{"prefixItems":[{"const":1},{"const":2}],"items":false,"minItems":2}`, []string{`[1,2]`}, []string{`[1]`, `[1,2,3]`}},
		"enum":         {`{"enum":["a","ab",1,null,true,{"x":[1,"y"]},[]]}`, []string{`"a"`, `"ab"`, `1`, `null`, `true`, `{"x":[1,"y"]}`, `{ "x": [1, "y"] }`, `[]`}, []string{`"b"`, `2`, `{}`, `{"x":[]}`, `false`, `"\u0061"`}},
		"enum of type": {`{"type":"string","enum":["a",1,"bcd"],"maxLength":2}`, []string{`"a"`}, []string{`1`, `"bcd"`}},
		"const":        {`{"const":"q\"\\\n<é>"}`, []string{`"q\"\\\n<é>"`}, []string{`"q"`}},
		"type list":    {`{"type":["string","null"]}`, []string{`"x"`, `null`}, []string{`1`, `{}`}},
		"anyOf":        {`{"anyOf":[{"type":"integer"},{"type":"array","items":{"$ref":"#"}}]}`, []string{`1`, `[]`, `[1,[2,[3]]]`}, []string{`"x"`, `[null]`}},
		"anyOf beside properties": {`{"type":"object","properties":{"a":{"type":"null"},"b":{"type":"null"}},"anyOf":[{"required":["a"]},{"required":["b"]}]}`,
			[]string{`{"a":null}`, `{"b":null}`, `{"a":null,"b":null}`}, []string{`{}`}},
		"oneOf by type":     {`{"oneOf":[{"type":"string"},{"type":"integer"}]}`, []string{`"x"`, `1`}, []string{`null`}},
		"oneOf by constant": {`{"oneOf":[{"type":"object","properties":{"k":{"const":"a"},"n":{"type":"integer"}},"required":["k","n"]},{"type":"object","properties":{"k":{"const":"b"}},"required":["k"]}]}`, []string{`{"k":"a","n":1}`, `{"k":"b"}`}, []string{`{"k":"a"}`, `{"k":"b","n":1}`}},
		"allOf":             {`{"allOf":[{"$ref":"#/$defs/a"},{"properties":{"y":{"type":"integer"}},"required":["y"]}],"$defs":{"a":{"type":"object","properties":{"x":{"type":"integer"}},"required":["x"]}}}`, []string{`{"x":1,"y":2}`}, []string{`{"x":1}`, `{"y":2}`}},
		"recursion": {`{"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"v":{"type":"integer"},"next":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]}},"required":["v","next"],"additionalProperties":false}}}`,
			[]string{`{"v":1,"next":null}`, `{"v":1,"next":{"v":2,"next":null}}`}, []string{`{"v":1}`, `{"v":1,"next":{}}`}},
		"pointer with escapes":      {`{"$ref":"#/$defs/a~1b%20c","$defs":{"a/b c":{"const":7}}}`, []string{`7`}, []string{`8`}},
		"lengths":                   {`{"type":"string","minLength":2,"maxLength":3}`, []string{`"ab"`, `"éé"`, `"\u00e9😀"`, `"\ud83d\ude00a"`, `"\n\"\\"`}, []string{`"a"`, `"abcd"`, `"é"`, `""`, `"😀"`}},
		"pattern":                   {`{"type":"string","pattern":"^[a-c]+x$"}`, []string{`"ax"`, `"abcx"`, `"\u0061x"`}, []string{`"x"`, `"ax "`, `"a"`, `"\u0064x"`, `"éx"`}},
		"pattern somewhere":         {`{"pattern":"b+"}`, []string{`"b"`, `"abc"`, `"ab\n"`, `"xébé"`}, []string{`""`, `"ac"`, `1`}},
		"pattern with wide classes": {`{"pattern":"^[à-ÿ😀-😎]{1,2}$"}`, []string{`"é"`, `"é😀"`, `"\u00e9"`, `"\ud83d\ude00"`}, []string{`"a"`, `"éé😀"`, `"\ud83d\udeff"`, `"😏"`}},
		"pattern and length":        {`{"pattern":"^a*b*$","minLength":2,"maxLength":4}`, []string{`"aa"`, `"ab"`, `"aabb"`}, []string{`"a"`, `"ba"`, `"aaaaa"`}},
		"dot":                       {`{"pattern":"^.$"}`, []string{`"x"`, `"é"`, `"\t"`}, []string{`"\n"`, `"\r"`, `"\u2028"`, `"\u00a0"`}},
		"integers in a range":       {`{"type":"integer","minimum":-12,"maximum":105}`, []string{`-12`, `-9`, `0`, `9`, `99`, `105`}, []string{`-13`, `-20`, `106`, `1000`, `00`, `-0`}},
		"exclusive range":           {`{"type":"integer","exclusiveMinimum":0,"exclusiveMaximum":10}`, []string{`1`, `9`}, []string{`0`, `10`, `-1`}},
		"numbers in a range":        {`{"type":"number","minimum":-1.5,"exclusiveMaximum":2.25}`, []string{`-1.5`, `-1.50`, `-1.499`, `-1`, `0`, `2.2499`, `2`, `1.999`}, []string{`-1.51`, `-1.500001`, `2.25`, `2.250`, `3`, `2.3`, `1e0`, `-2`}},
		"positive numbers":          {`{"type":"number","exclusiveMinimum":0}`, []string{`0.001`, `5`, `12345`}, []string{`0`, `0.0`, `-1`}},
		"negative numbers":          {`{"type":"number","maximum":-10}`, []string{`-10`, `-10.0`, `-11`, `-100`}, []string{`-9`, `-9.999`, `10`, `0`}},
		"below one":                 {`{"type":"number","exclusiveMaximum":1,"minimum":0}`, []string{`0`, `0.5`, `0.999`}, []string{`1`, `-0.1`, `1.0`}},
		"multiples":                 {`{"type":"integer","multipleOf":7,"minimum":0}`, []string{`0`, `7`, `14`, `700`}, []string{`1`, `13`, `-7`}},
		"cents":                     {`{"type":"number","multipleOf":0.01}`, []string{`1`, `1.5`, `1.25`}, []string{`1.255`, `1e-3`}},
		"integer from fractions":    {`{"type":"integer","minimum":1.5,"maximum":3.5}`, []string{`2`, `3`}, []string{`1`, `4`}},
		"date":                      {`{"type":"string","format":"date"}`, []string{`"2026-11-26"`, `"2024-02-29"`, `"2000-02-29"`}, []string{`"2023-02-29"`, `"1900-02-29"`, `"2026-13-01"`, `"2026-04-31"`}},
		"annotations":               {`{"title":"t","description":"d","default":1,"x-mine":2,"type":"null"}`, []string{`null`}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			g, err := v.Schema([]byte(c.schema))
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range c.yes {
				if !says(g, text) {
					t.Errorf("%s is refused", text)
				}
			}
			for _, text := range c.not {
				if says(g, text) {
					t.Errorf("%s is let through", text)
				}
			}
		})
	}
}

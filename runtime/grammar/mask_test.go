package grammar

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

// listed are tokens by id; those that begin with < are special, "" does not exist.
type listed []string

func (l listed) VocabSize() int              { return len(l) }
func (l listed) Bytes(id int) (string, bool) { return l[id], l[id] != "" }
func (l listed) IsSpecial(id int) bool       { return strings.HasPrefix(l[id], "<") }

// maskAfter lists the tokens that may follow a text.
func maskAfter(t *testing.T, v *Vocabulary, schema, text string) (tokens []string, mayEnd bool) {
	t.Helper()
	g, err := v.Schema([]byte(schema))
	if err != nil {
		t.Fatal(err)
	}
	a := g.Start()
	if text != "" && !a.read(text) {
		t.Fatalf("%s does not begin with %q", schema, text)
	}
	allowed := make([]uint64, v.words())
	mayEnd = a.Mask(allowed)
	for id := range v.size {
		if allowed[id/64]>>(id%64)&1 == 1 {
			tokens = append(tokens, v.text[id])
		}
	}
	return tokens, mayEnd
}

func TestTokensOfAnyCut(t *testing.T) {
	v := NewVocabulary(listed{`{"`, `a":`, `{"a":[`, `a`, `"`, "", "<|eot|>", `]}`, `], "b`, "\xc3", "\xa9", "é", "x\xf0\x9f", `":1`, "1", "12", `"]}`, `a`, "\n ", "\n  "})
	const schema = `{"type":"object","properties":{"a":{"type":"array","items":{"type":"string","maxLength":2}},"b":{"const":12}},"required":["a"]}`
	for text, want := range map[string][]string{
		``:                  {`{"`, `{"a":[`},
		`{`:                 {`"`, "\n ", "\n  "},
		"{\n":               {`"`},
		`{"`:                {`a":`, `a`, `a`},
		`{"a":[`:            {`"`, `]}`, `], "b`, `":1`, `"]}`, "\n ", "\n  "},
		`{"a":["`:           {`{"`, `a`, `"`, `]}`, "\xc3", "é", "x\xf0\x9f", "1", "12", `"]}`, `a`},
		`{"a":["é`:          {`{"`, `a`, `"`, "\xc3", "é", "1", `"]}`, `a`},
		"{\"a\":[\"\xc3":    {"\xa9"},
		`{"a":["éx`:         {`"`, `"]}`},
		`{"a":["x\`:         {`"`},
		`{"a":["x"]`:        {"\n ", "\n  "},
		`{"a":["x"],"b":`:   {"1", "12", "\n ", "\n  "},
		`{"a":["x"],"b":12`: {"\n ", "\n  "},
	} {
		got, mayEnd := maskAfter(t, v, schema, text)
		if !slices.Equal(got, want) || mayEnd {
			t.Errorf("after %q: %q (may end: %v), want %q", text, got, mayEnd, want)
		}
	}
	if got, mayEnd := maskAfter(t, v, schema, `{"a":[]}`); len(got) > 0 || !mayEnd {
		t.Errorf("after the end: %q, may end: %v", got, mayEnd)
	}
}

// Invariant: white space ends by itself.
func TestWhiteSpaceIsBounded(t *testing.T) {
	v := NewVocabulary(listed{" ", "\n", "\t", "\r", `"`, "{", "}", ":", "1", ","})
	for _, text := range []string{`{`, `{"a":`, `{"a":1,`, `{"a":1`} {
		for _, blank := range []string{" ", "\n" + strings.Repeat(" ", maxIndent), "\n" + strings.Repeat("\t", maxIndent)} {
			got, _ := maskAfter(t, v, `{"type":"object","additionalProperties":{"const":1}}`, text+blank)
			if slices.ContainsFunc(got, func(token string) bool { return strings.TrimSpace(token) == "" }) {
				t.Errorf("after %q more white space may come: %q", text+blank, got)
			}
		}
	}
}

// Invariant: lists end where depth does.
func TestDepthIsBounded(t *testing.T) {
	v := NewVocabulary(listed{"[", "]", "[[", "[[[", "1", ",", "[1"})
	for depth := MaxDepth - 4; depth <= MaxDepth; depth++ {
		got, _ := maskAfter(t, v, `{"type":"array"}`, strings.Repeat("[", depth))
		for _, token := range got {
			if depth+strings.Count(token, "[") > MaxDepth {
				t.Errorf("at depth %d %q may come", depth, token)
			}
		}
		if want := depth < MaxDepth; slices.Contains(got, "[1") != want || !slices.Contains(got, "]") || !slices.Contains(got, "1") {
			t.Errorf("at depth %d: %q", depth, got)
		}
	}
}

// Invariant: a mask is a function of the text and the work allowed, whatever is
// cached; with little work it is a part of the whole mask, and never empty.
func TestMasksDoNotDependOnTheCache(t *testing.T) {
	const schema = `{"type":"object","properties":{"a":{"type":"string","pattern":"^[a-z ]{1,40}$"},"b":{"enum":["one","two"]},"c":{"anyOf":[{"type":"array"},{"type":"number"}]}}}`
	demo := vocabularies()["demo"]
	for _, text := range []string{``, `{`, `{"`, `{"a":"`, `{"a":"some`, `{"a":"x","b":`, `{"c":[`, `{"c":[1`, `{"c":-`} {
		for _, budget := range []int{1, 300, 600, 2000, maxSteps} {
			fresh := &Vocabulary{}
			copyVocabulary(fresh, demo)
			for _, order := range [][]int{{budget}, {maxSteps, budget}, {1, maxSteps, 700, budget}} {
				g, err := fresh.Schema([]byte(schema))
				if err != nil {
					t.Fatal(err)
				}
				a := g.Start()
				if text != "" && !a.read(text) {
					t.Fatalf("%q is no beginning", text)
				}
				var got []uint64
				for _, b := range order {
					got = a.mask(a.threads.tops[0], b)
				}
				want, _ := g.walk(a.threads.tops[0], budget)
				whole, _ := g.walk(a.threads.tops[0], maxSteps)
				if !slices.Equal(got, want.words) {
					t.Fatalf("after %q with budget %d: the cached mask is another", text, budget)
				}
				any := uint64(0)
				for i, word := range got {
					any |= word
					if word&^whole.words[i] != 0 {
						t.Fatalf("after %q with budget %d: a token that is not allowed", text, budget)
					}
				}
				if any == 0 {
					t.Fatalf("after %q with budget %d nothing is allowed", text, budget)
				}
			}
		}
	}
}

// copyVocabulary gives a vocabulary with the same tokens an empty cache.
func copyVocabulary(to, from *Vocabulary) {
	to.size, to.text, to.twin, to.all, to.odd, to.longest, to.opens = from.size, from.text, from.twin, from.all, from.odd, from.longest, from.opens
	to.plainTrie, to.plain = from.plainTrie, from.plain
	to.masks, to.schemas = newLRU[*maskEntry](3), newLRU[*Grammar](2)
}

// Invariant: one vocabulary serves many goroutines, with caches so small that they
// lose most of what they hold.
func TestVocabularyUnderParallelUse(t *testing.T) {
	v := &Vocabulary{}
	copyVocabulary(v, vocabularies()["demo"])
	schemas := []string{`{"type":"object"}`, `{"type":"array","items":{"type":"string","maxLength":9}}`, `{"enum":["a",["b"]]}`}
	want := map[string]string{}
	run := func(schema string) (string, error) {
		g, err := v.Schema([]byte(schema))
		if err != nil {
			return "", err
		}
		a, text, state := g.Start(), "", uint64(len(schema))
		for range 40 {
			allowed := make([]uint64, v.words())
			a.Mask(allowed)
			choices, _ := v.split(allowed)
			if len(choices) == 0 {
				break
			}
			state = state*6364136223846793005 + 1442695040888963407
			token := choices[state>>33%uint64(len(choices))]
			text += v.text[token]
			if complete, err := a.Accept(token); err != nil || complete {
				return text, err
			}
		}
		return text, nil
	}
	for _, schema := range schemas {
		text, err := run(schema)
		if err != nil {
			t.Fatal(err)
		}
		want[schema] = text
	}
	var all sync.WaitGroup
	for i := range 30 {
		all.Go(func() {
			schema := schemas[i%len(schemas)]
			if got, err := run(schema); err != nil || got != want[schema] {
				t.Errorf("%s: %q, %v; alone %q", schema, got, err, want[schema])
			}
		})
	}
	all.Wait()
}

func TestLRUForgetsTheOldest(t *testing.T) {
	l := newLRU[int](2)
	l.put([]byte("a"), 1)
	l.put([]byte("b"), 2)
	l.get([]byte("a"))
	l.put([]byte("c"), 3)
	got := ""
	for _, key := range []string{"a", "b", "c"} {
		if n, ok := l.get([]byte(key)); ok {
			got += fmt.Sprint(key, n)
		}
	}
	if got != "a1c3" {
		t.Errorf("kept %s, want a1c3", got)
	}
}

// A text that the grammar does not have, and a token that does not exist, leave the
// answer where it was.
func TestAcceptRefusesWhatTheMaskDoes(t *testing.T) {
	v := NewVocabulary(listed{"[", "]", "<|eot|>", ""})
	g, err := v.Schema([]byte(`{"type":"array"}`))
	if err != nil {
		t.Fatal(err)
	}
	a := g.Start()
	for _, token := range []int{-1, 1, 2, 3, 4} {
		if _, err := a.Accept(token); err == nil {
			t.Errorf("Accept(%d) = nil", token)
		}
	}
	if complete, err := a.Accept(0); complete || err != nil {
		t.Errorf("Accept([) = %v, %v", complete, err)
	}
	if complete, err := a.Accept(1); !complete || err != nil {
		t.Errorf("Accept(]) = %v, %v; want complete", complete, err)
	}
}

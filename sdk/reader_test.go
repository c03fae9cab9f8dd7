package sdk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// readers are the requests, read as a guest reads them and by encoding/json.
var readers = map[string]func(text []byte) (ours, theirs any, err, theirErr error){
	HookRoute:  both[RouteRequest],
	HookQuote:  both[QuoteRequest],
	HookSettle: both[SettleRequest],
	HookPre:    both[PreRequest],
	HookPost:   both[PostRequest],
}

func both[T any, R Request[T]](text []byte) (ours, theirs any, err, theirErr error) {
	var a, b T
	err = readRequest(text, R(&a))
	theirErr = json.Unmarshal(text, &b)
	return a, b, err, theirErr
}

// Every field of every request is read: the value that encoding/json would give
// it, whatever the order of the keys.
func TestGuestsReadEveryField(t *testing.T) {
	for hook, read := range readers {
		text, err := os.ReadFile(filepath.Join("testdata", "v1", hook+".json")) // no field is zero there
		if err != nil {
			t.Fatal(err)
		}
		ours, theirs, err, theirErr := read(text)
		if err != nil || theirErr != nil || !reflect.DeepEqual(ours, theirs) {
			t.Errorf("%s: read\n%+v, %v, want\n%+v, %v", hook, ours, err, theirs, theirErr)
		}
	}
}

func TestGuestsReadWhatJSONAllows(t *testing.T) {
	for _, text := range []string{
		`null`, `{}`, " \t\r\n{ } ", `{"n":null,"seq":null,"piece":null,"end":null,"adapter":null,"messages":null,"adapters":null,"plugin_config":null}`,
		`{"adapters":[],"messages":[]}`, `{"adapters":[null,{}, {"name":"a","x":[{"y":[[],{}]}]}],"later":{"a":[true,false,null,-0.5e-3,"\""]}}`,
		`{"kind":"\"\\\/\b\f\n\r\té\ud83d\ude00\ud83d\ud83dx\udc00\u00zz"}`, `{"kind":"\"\\\/\b\f\n\r\té\ud83d\ude00\ud83d\ud83dx\udc00"}`,
		`{"piece":"\ud83d\n\ud83d","state":"ü\u00FC"}`, `{"index":-9223372036854775808,"seq":9223372036854775807}`,
		`{"index":9223372036854775808}`, `{"index":1.0}`, `{"index":1e3}`, `{"index":01}`, `{"index":-}`, `{"index":"1"}`, `{"index":1.}`,
		`{"adapters":[{"similarity":1e400}]}`, `{"adapters":[{"similarity":-1.25e-7}]}`, `{"adapters":[{"loaded":1}]}`, `{"adapters":{}}`,
		`{"plugin_config":{"a": [1, 2 ] } ,"n":2}`, `{"plugin_config":{"a":}}`, `{"adapter":{"metadata":{"a":"b","c":null},"name":"n"}}`, `{"adapter":{"metadata":{"a":1}}}`,
		``, `{`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"a":1,}`, `{,}`, `{"a" 1}`, `{a:1}`, `[]`, `"a"`, `{} {}`, `{"a":tru}`, `{"a":nul`, `{"kind":"`, `{"kind":"\`, `{"kind":"\u12`, `{"kind":"\q"}`,
		`{"x":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `}`,
	} {
		for hook, read := range readers {
			ours, theirs, err, theirErr := read([]byte(text))
			if (err != nil) != (theirErr != nil) || err == nil && !reflect.DeepEqual(ours, theirs) {
				t.Errorf("%s: %.200s is read as\n%+v, %v, want\n%+v, %v", hook, text, ours, err, theirs, theirErr)
			}
		}
	}
}

func TestReadErrorsNameAPlaceAndNoText(t *testing.T) {
	_, err := Handle([]byte(`{"messages":[{"role":"user","content":secret}]}`), func(RouteRequest) (RouteResponse, error) { return RouteResponse{}, nil })
	if want := "sdk: decode request: byte 38: want a string"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %q", err, want)
	}
}

// FuzzReader holds the reader to encoding/json. Where it is looser, no host
// gets: keys are only taken as they are declared, and control characters and
// broken UTF-8 inside strings are not looked for.
func FuzzReader(f *testing.F) {
	for hook := range readers {
		text, err := os.ReadFile(filepath.Join("testdata", "v1", hook+".json"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"adapters":[null,{}],"kind":"\ud83d\ude00\ud83d","index":-1,"messages":[],"plugin_config":{"a":[1.5e3]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if bytes.ContainsFunc(text, func(c rune) bool { return c < ' ' }) || !utf8.Valid(text) || odd(text) {
			return
		}
		for hook, read := range readers {
			ours, theirs, err, theirErr := read(text)
			if (err != nil) != (theirErr != nil) || err == nil && !reflect.DeepEqual(ours, theirs) {
				t.Errorf("%s: read\n%+v, %v, want\n%+v, %v", hook, ours, err, theirs, theirErr)
			}
		}
	})
}

// odd tells whether an object has a key twice, or one in capitals: encoding/json
// would merge the two, or take it for the same in small letters.
func odd(text []byte) bool {
	dec := json.NewDecoder(bytes.NewReader(text))
	var seen []map[string]bool // of the objects around; nil: an array
	key := false
	for {
		token, err := dec.Token()
		if err != nil {
			return false
		}
		switch v := token.(type) {
		case json.Delim:
			switch v {
			case '{':
				seen, key = append(seen, map[string]bool{}), true
				continue
			case '[':
				seen, key = append(seen, nil), false
				continue
			}
			seen = seen[:len(seen)-1]
		case string:
			if key {
				top := seen[len(seen)-1]
				if top[v] || strings.ToLower(v) != v || strings.ContainsFunc(v, func(c rune) bool { return c > 127 }) {
					return true
				}
				top[v], key = true, false
				continue
			}
		}
		key = len(seen) > 0 && seen[len(seen)-1] != nil
	}
}

// FuzzWriter holds what guests write to encoding/json, byte for byte.
func FuzzWriter(f *testing.F) {
	f.Add("law", "because <b>\u2028\x00\xff\"\\\n", int64(-3), true)
	f.Fuzz(func(t *testing.T, a, b string, n int64, yes bool) {
		type settle SettleResponse // without UnmarshalJSON and its siblings
		type post PostResponse
		adapter := &a
		if a == "" {
			adapter = nil
		}
		for _, c := range []struct {
			ours   Response
			theirs any
		}{
			{RouteResponse{Adapter: a, Priority: int(n), Reason: b}, routeAnswer{Adapter: adapter, Priority: int(n), Reason: b}},
			{QuoteResponse{CeilingMicrocredits: n, Rule: b}, quoteAnswer{Ceiling: &n, Rule: b}},
			{SettleResponse{n, b}, settle{n, b}},
			{PreResponse{Refuse: true, Reason: a}, preRefusal{true, a}},
			{PreResponse{Messages: []Message{{a, b}, {b, a}}}, preAnswer{[]Message{{a, b}, {b, a}}}},
			{PostResponse{a, n, b, yes}, post{a, n, b, yes}},
		} {
			got := c.ours.appendJSON(nil)
			want, err := json.Marshal(c.theirs)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != string(want) {
				t.Errorf("%T: wrote %s, want %s", c.ours, got, want)
			}
		}
	})
}

func BenchmarkHandle(b *testing.B) {
	req := RouteRequest{Envelope: Envelope{Contract: 1, RequestID: "r1", Hook: HookRoute, Kind: KindChat, PluginConfig: json.RawMessage(`{"threshold":0.3}`)}}
	for i := range 8 {
		req.Adapters = append(req.Adapters, Adapter{Name: fmt.Sprint("adapter-", i), Description: "answers questions", Similarity: float64(i) / 7})
	}
	text, err := json.Marshal(req)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Handle(text, func(r RouteRequest) (RouteResponse, error) {
			return RouteResponse{Adapter: r.Adapters[7].Name, Reason: "the last"}, nil
		}); err != nil {
			b.Fatal(err)
		}
	}
}

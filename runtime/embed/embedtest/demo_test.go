package embedtest

import (
	"encoding/json"
	"io/fs"
	"os"
	"testing"

	"github.com/r3mes/r3mes/runtime/demo"
	"github.com/r3mes/r3mes/runtime/embed"
)

// The phrasings of the demo's test, which no adapter's examples contain, go to the
// adapter of their field by the nearest example; what is near to none stays with
// the default adapter.
func TestRoutingOfTheDemo(t *testing.T) {
	examples := map[string][]string{}
	for _, name := range []string{"default", "coder", "law"} {
		data, err := fs.ReadFile(demo.Adapters(), name+"/r3mes.json")
		if err != nil {
			t.Fatal(err)
		}
		var about struct{ Examples []string }
		if err := json.Unmarshal(data, &about); err != nil {
			t.Fatal(err)
		}
		examples[name] = about.Examples
	}
	data, err := os.ReadFile("../../demo/testdata/questions.json")
	if err != nil {
		t.Fatal(err)
	}
	var questions struct {
		Facts []struct{ Area, Question string }
	}
	if err := json.Unmarshal(data, &questions); err != nil {
		t.Fatal(err)
	}
	field := map[string]string{"code": "coder", "law": "law"}
	var phrases []Phrase
	for _, q := range questions.Facts {
		want := field[q.Area]
		if want == "" {
			want = "default"
		}
		phrases = append(phrases, Phrase{q.Question, want})
	}
	accuracy, misses := Routing(embed.Default(), examples, -1, phrases)
	t.Logf("%.0f %% of %d phrasings reach their adapter", 100*accuracy, len(phrases))
	for _, m := range misses {
		t.Logf("%q went to %s (%.2f, %q), want %s", m.Text, m.Got, m.Cosine, m.Nearest, m.Want)
	}
	if len(phrases) < 50 || accuracy < 0.9 {
		t.Errorf("accuracy %.2f over %d phrasings, want 0.90 over 50 at least", accuracy, len(phrases))
	}
}

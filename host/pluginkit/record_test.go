package pluginkit_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginkit"
)

const routed = `{"contract":1,"request_id":"r1","hook":"route","kind":"chat","plugin_config":{},"wallet_hash":"00","adapters":[],"messages":[{"role":"user","content":"SECRET"}]}`

func record(t *testing.T, prompts bool, calls ...pluginhost.Recorded) (path, text string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "calls.jsonl")
	r, err := pluginkit.OpenRecorder(path, prompts)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for _, c := range calls {
		all.Go(func() { r.Record(c) })
	}
	all.Wait()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, string(content)
}

func TestRecordingsHoldPromptsOnlyWhenAsked(t *testing.T) {
	route := pluginhost.Recorded{Plugin: "a", Version: "1.0.0", Hash: "ff", Hook: "route", Input: []byte(routed), Output: []byte(`{"abstain":true}`)}
	post := pluginhost.Recorded{Plugin: "a", Hook: "post", Input: []byte(`{"piece":"SECRET"}`), Output: []byte(`{"text":"SECRET"}`)}
	later := pluginhost.Recorded{Plugin: "a", Hook: "a-later-hook", Input: []byte(`SECRET`)}
	broken := pluginhost.Recorded{Plugin: "a", Hook: "route", Input: []byte(`{"SECRET`), ErrorKind: "guest"}
	if _, text := record(t, false, route, post, later, broken); strings.Contains(text, "SECRET") || strings.Count(text, "\n") != 1 {
		t.Errorf("recorded %q, want the route without its messages alone", text)
	}
	if _, text := record(t, true, route, post, later); strings.Count(text, "\n") != 3 || strings.Count(text, "SECRET") != 4 {
		t.Errorf("recorded %q, want all three calls whole", text)
	}
}

func TestRecordingsReadBack(t *testing.T) {
	quote := pluginhost.Recorded{Plugin: "b", Version: "1.0.0", Hash: "ff", Hook: "quote", Input: []byte("{\"n\":\n1}"), ErrorKind: "trap"}
	other := pluginhost.Recorded{Plugin: "c", Hook: "settle", Input: []byte(`{}`), Output: []byte(`{}`)}
	path, _ := record(t, false, quote, quote, other)
	for _, c := range []struct {
		plugin, hook string
		want         int
	}{{"", "", 3}, {"b", "", 2}, {"", "settle", 1}, {"b", "settle", 0}} {
		got, err := pluginkit.ReadRecordings(path, c.plugin, c.hook)
		if err != nil || len(got) != c.want {
			t.Errorf("ReadRecordings(%q, %q) has %d calls, %v; want %d", c.plugin, c.hook, len(got), err, c.want)
		}
	}
	got, _ := pluginkit.ReadRecordings(path, "b", "")
	if r := got[0]; r.Input != "{\"n\":\n1}" || r.Error != "trap" || r.Hash != "ff" || r.Time.IsZero() {
		t.Errorf("read %+v", r)
	}
	if err := os.WriteFile(path, []byte("{}\nno call\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := pluginkit.ReadRecordings(path, "", ""); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("error %v, want one that names line 2", err)
	}
}

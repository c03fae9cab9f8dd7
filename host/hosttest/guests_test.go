package hosttest_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/store"
)

// guestsFor serves the tiny model with some of the first-party guests bound to
// the adapter law, and, with spelt, a guest before them that makes any answer
// that text, three bytes a piece.
func guestsFor(t *testing.T, spelt string, configs map[string]map[string]any, names ...string) *hosttest.Server {
	t.Helper()
	dir := t.TempDir()
	bindings := map[string][]string{}
	for _, name := range names {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(plugintest.Guests(t), name))); err != nil {
			t.Fatal(err)
		}
		bindings[name] = []string{"law"}
	}
	if configs == nil {
		configs = map[string]map[string]any{}
	}
	if spelt != "" {
		plugintest.Scripted(t, dir, "speller", "[hooks.pre]\nfail = \"closed\"\nadapters = []\n[hooks.post]\nphase = \"early\"\nfail = \"closed\"\nadapters = []\n")
		bindings["speller"], configs["speller"] = []string{"law"}, map[string]any{"spell": spelt}
	}
	return tiny(t, hosttest.Options{Config: func(c *config.Config) {
		c.Plugins.Dir, c.Plugins.Bindings, c.Plugins.Config = dir, bindings, configs
	}})
}

// streamed is what a client got of a streamed chat.
type streamed struct {
	text, finish, err string
	pieces            int
	receipt           store.Receipt
}

// streamChat asks for a streamed answer, long enough to come in pieces. An empty
// adapter is the base model.
func streamChat(t *testing.T, s *hosttest.Server, adapter, message string) (out streamed) {
	t.Helper()
	model := hosttest.TinyName
	if adapter != "" {
		model += ":" + adapter
	}
	resp, err := http.Post(s.URL+"/v1/chat/completions", "application/json", strings.NewReader(mustJSON(t, object{
		"model": model, "messages": []object{{"role": "user", "content": message}}, "stream": true, "max_tokens": 1500, "ignore_eos": true, "wallet_address": s.Wallet,
	})))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK { // nothing was sent yet
		var refusal struct{ Error struct{ Code string } }
		if err := decode(resp.Body, &refusal); err != nil {
			t.Fatal(err)
		}
		return streamed{err: refusal.Error.Code}
	}
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok || data == "[DONE]" {
			continue
		}
		var event struct {
			Error   *struct{ Code string }
			Choices []struct {
				Delta        struct{ Content string }
				FinishReason string `json:"finish_reason"`
			}
		}
		if err := json.Unmarshal([]byte(data), &event); err != nil {
			t.Fatalf("event %q: %v", data, err)
		}
		if event.Error != nil {
			out.err = event.Error.Code
		}
		for _, c := range event.Choices {
			if c.Delta.Content != "" {
				out.pieces++
			}
			out.text += c.Delta.Content
			out.finish += c.FinishReason
		}
	}
	if id := resp.Header.Get("X-R3MES-Receipt"); id != "" && out.err == "" {
		out.receipt = receiptOf(t, s, id)
	}
	return out
}

// guestNames are the plugins on a receipt, each of which must be named in full.
func guestNames(t *testing.T, list []store.Guest) string {
	var names []string
	for _, g := range list {
		if g.Version == "" || len(g.Hash) != 64 {
			t.Errorf("the receipt has %+v, want version and hash", g)
		}
		names = append(names, g.Plugin)
	}
	return strings.Join(names, " ")
}

// The model sees the masked message: it answers as to that one, and to the
// other one without the plugin. Only the bound adapter's requests are masked.
func TestPreRedactOverHTTP(t *testing.T) {
	s := guestsFor(t, "", nil, "pre-redact")
	const told, masked = "mail ann@example.org, card 4111 1111 1111 1111", "mail [email], card [card]"
	law := streamChat(t, s, "law", told)
	if same := streamChat(t, s, "law", masked); law.text == "" || law.text != same.text {
		t.Errorf("the answer is %q, to the masked message %q; want the same", law.text, same.text)
	}
	if names := guestNames(t, law.receipt.Pre); names != "pre-redact" || law.receipt.Post != nil {
		t.Errorf("the receipt names %q before and %v after the answer", names, law.receipt.Post)
	}
	base := streamChat(t, s, "", told)
	if other := streamChat(t, s, "", masked); base.text == other.text || base.receipt.Pre != nil {
		t.Errorf("without the adapter both answers are %q, the receipt names %v", base.text, base.receipt.Pre)
	}
}

// What is to be masked comes in pieces of three bytes and never reaches the
// client in part.
func TestPostRedactOverSSE(t *testing.T) {
	s := guestsFor(t, "write to ann@example.org or pay by 4111 1111 1111 1111, thanks", nil, "post-redact")
	got := streamChat(t, s, "law", "x")
	if got.text != "write to [email] or pay by [card], thanks" || got.finish != "length" || got.err != "" || got.pieces < 2 {
		t.Errorf("answer %+v", got)
	}
	if names := guestNames(t, got.receipt.Post); names != "speller post-redact" {
		t.Errorf("the receipt names %q", names)
	}
	if plain := call(t, "POST", s.URL+"/chat", object{"message": "x", "adapter": "law", "wallet_address": s.Wallet}); plain.body != "write to [email] or pay by [card], thanks\n" {
		t.Errorf("plain text: %q", plain.body)
	}
}

func TestPostStopwordOverSSE(t *testing.T) {
	s := guestsFor(t, "the tree of forbidden fruit", map[string]map[string]any{"post-stopword": {"words": []string{"forbidden"}, "ignore_case": true}}, "post-stopword")
	got := streamChat(t, s, "law", "x")
	if got.text != "the tree of " || got.finish != "content_filter" || got.receipt.Charge <= 0 || got.receipt.Outcome != store.OutcomeComplete {
		t.Errorf("answer %+v, want it to end before the word, and to be paid for", got)
	}
}

func TestPostJSONOverSSE(t *testing.T) {
	s := guestsFor(t, "Here it is: {\"a\": [1, 2,", nil, "post-json")
	if got := streamChat(t, s, "law", "x"); got.text != `{"a": [1, 2]}` || got.finish != "length" {
		t.Errorf("repaired answer %+v", got)
	}
	s = guestsFor(t, "I would rather not say.", map[string]map[string]any{"post-json": {"mode": "refuse"}}, "post-json")
	before := balance(t, s, s.Wallet)
	if got := streamChat(t, s, "law", "x"); got.text != "" || got.err != "plugin_unavailable" {
		t.Errorf("refused answer %+v, want the error of a plugin that fails closed", got)
	}
	if after := balance(t, s, s.Wallet); after != before {
		t.Errorf("the balance went from %s to %s for an error", before, after)
	}
}

// A first-party guest is loaded into a server that serves, then bound to one
// adapter, to all and to none; each binding holds from the next chat on.
func TestBindOverHTTP(t *testing.T) {
	s := tiny(t, hosttest.Options{Config: func(c *config.Config) { c.Plugins.Dir = t.TempDir() }})
	folder := filepath.Join(plugintest.Guests(t), "pre-redact")
	wasm, err := os.ReadFile(filepath.Join(folder, "plugin.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := os.ReadFile(filepath.Join(folder, "manifest.toml"))
	if err != nil {
		t.Fatal(err)
	}
	load(t, s, wasm, string(manifest))
	bind := func(body object) { result(t, call(t, "POST", s.URL+"/admin/plugins/pre-redact/bind", body)) }
	masks := func(adapter string) bool {
		return guestNames(t, streamChat(t, s, adapter, "mail ann@example.org").receipt.Pre) == "pre-redact"
	}
	for _, c := range []struct {
		bind      object
		law, base bool
	}{
		{object{"adapters": []string{"law"}}, true, false},
		{object{"adapters": []string{"*"}}, true, true},
		{object{"manifest": true}, false, false}, // it binds to nobody
	} {
		bind(c.bind)
		if law, base := masks("law"), masks(""); law != c.law || base != c.base {
			t.Errorf("after %v: law is masked %v, the base model %v; want %v, %v", c.bind, law, base, c.law, c.base)
		}
	}
	p := show(t, s, "pre-redact")
	if h := p.Active.Hooks; len(h) != 1 || h[0].Fail != "closed" || len(h[0].Adapters) != 0 {
		t.Errorf("hooks %+v", h)
	}
}

package hosttest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/store"
)

// scripted serves one scripted guest that is asked for every request.
func scripted(t *testing.T, fail string, behaviour map[string]any) *hosttest.Server {
	t.Helper()
	dir := t.TempDir()
	spec := "fail = \"" + fail + "\"\nadapters = [\"*\"]\n"
	plugintest.Scripted(t, dir, "scripted", "[hooks.pre]\n"+spec+"[hooks.post]\n"+spec)
	return tiny(t, hosttest.Options{Config: func(c *config.Config) {
		c.Plugins.Dir = dir
		c.Plugins.Config["scripted"] = behaviour
	}})
}

func TestARefusalIsTheClientsErrorAndFree(t *testing.T) {
	s := scripted(t, "open", map[string]any{"stop_at": "bomb"})
	before := balance(t, s, s.Wallet)
	r := call(t, "POST", s.URL+"/chat", object{"message": "a bomb please", "wallet_address": s.Wallet})
	if r.status != 400 || strings.TrimSpace(r.body) != `{"detail":"no bomb for default"}` {
		t.Errorf("/chat: %d %s, want 400 and the reason", r.status, r.body)
	}
	for _, stream := range []bool{false, true} {
		r = call(t, "POST", s.URL+"/v1/chat/completions", object{"messages": []object{{"role": "user", "content": "a bomb"}}, "wallet_address": s.Wallet, "stream": stream})
		if r.status != 400 || !strings.Contains(r.body, `"code":"content_filter"`) || !strings.Contains(r.body, "no bomb for default") {
			t.Errorf("stream %v: %d %s, want 400 content_filter and the reason", stream, r.status, r.body)
		}
	}
	if after := balance(t, s, s.Wallet); after != before {
		t.Errorf("balance went from %s to %s, want refusals to be free", before, after)
	}
	if log := s.Log(); strings.Contains(log, "bomb") || !strings.Contains(log, "refused by a plugin: scripted") {
		t.Errorf("the log quotes the chat, or does not name the plugin:\n%s", log)
	}
}

func TestAPluginThatFailsClosedIs503AndFree(t *testing.T) {
	s := scripted(t, "closed", map[string]any{"fail_at": "x", "panic": true})
	before := balance(t, s, s.Wallet)
	r := call(t, "POST", s.URL+"/v1/chat/completions", object{"messages": []object{{"role": "user", "content": "x"}}, "wallet_address": s.Wallet})
	if r.status != 503 || !strings.Contains(r.body, `"code":"plugin_unavailable"`) || r.header.Get("Retry-After") == "" {
		t.Errorf("%d %s, want 503 plugin_unavailable", r.status, r.body)
	}
	if r = call(t, "POST", s.URL+"/chat", object{"message": "x", "wallet_address": s.Wallet}); r.status != 503 || !strings.Contains(r.body, `"detail":"`) {
		t.Errorf("/chat: %d %s, want 503 and a detail", r.status, r.body)
	}
	if after := balance(t, s, s.Wallet); after != before {
		t.Errorf("balance went from %s to %s, want failures to be free", before, after)
	}
}

// answerOf is what the model says to "hello" without plugins.
func answerOf(t *testing.T, s *hosttest.Server) (text, finish string, header map[string][]string) {
	t.Helper()
	r := call(t, "POST", s.URL+"/v1/chat/completions", object{"messages": []object{{"role": "user", "content": "hello"}}, "wallet_address": s.Wallet, "max_tokens": 60, "ignore_eos": true})
	var c struct {
		Choices []struct {
			Message struct{ Content string }
			Finish  string `json:"finish_reason"`
		}
	}
	if err := json.Unmarshal([]byte(r.body), &c); err != nil || r.status != 200 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	return c.Choices[0].Message.Content, c.Choices[0].Finish, r.header
}

func TestAPostPluginSeesEveryPieceAndFailsOpenWithoutLoss(t *testing.T) {
	plain, finish, _ := answerOf(t, tiny(t, hosttest.Options{NoPlugins: true}))
	if len(plain) < 8 || finish != "length" {
		t.Fatalf("answer %q, finish %s", plain, finish)
	}
	letter := plain[len(plain)/2 : len(plain)/2+1]
	if letter < " " || letter > "~" {
		letter = "e"
	}
	replaced, _, _ := answerOf(t, scripted(t, "closed", map[string]any{"from": letter, "to": "<" + letter + ">"}))
	if want := strings.ReplaceAll(plain, letter, "<"+letter+">"); replaced != want {
		t.Errorf("answer %q, want %q", replaced, want)
	}
	failed, finish, _ := answerOf(t, scripted(t, "open", map[string]any{"keep": true}))
	if failed != plain || finish != "length" {
		t.Errorf("answer of a plugin that fails at the end %q (%s), want %q", failed, finish, plain)
	}
}

func TestAPostPluginStopsTheEngineAndItsWorkIsCharged(t *testing.T) {
	plain, _, _ := answerOf(t, tiny(t, hosttest.Options{NoPlugins: true}))
	at := strings.IndexFunc(plain[4:], func(r rune) bool { return r > ' ' && r < 0x7f && r != '\\' && r != '"' }) + 4
	word := plain[at : at+1]
	want, _, _ := strings.Cut(plain, word)
	s := scripted(t, "closed", map[string]any{"stop_at": word, "eager": true})
	got, finish, header := answerOf(t, s)
	receipt := receiptOf(t, s, header["X-R3mes-Receipt"][0])
	if got != want || finish != "content_filter" {
		t.Errorf("answer %q (%s), want %q (content_filter)", got, finish, want)
	}
	if receipt.Charge <= 0 || receipt.Outcome != store.OutcomeComplete || receipt.Usage.CompletionTokens < 1 {
		t.Errorf("receipt %+v, want it charged", receipt)
	}
	if !strings.Contains(s.Log(), `"stopped_by":"scripted"`) {
		t.Error("the log does not name the plugin that stopped the answer")
	}
	r := call(t, "POST", s.URL+"/v1/chat/completions", object{"messages": []object{{"role": "user", "content": "hello"}}, "wallet_address": s.Wallet, "max_tokens": 60, "stream": true, "ignore_eos": true})
	if !strings.Contains(r.body, `"finish_reason":"content_filter"`) || !strings.HasSuffix(strings.TrimSpace(r.body), "[DONE]") {
		t.Errorf("stream ends with %q, want content_filter and the end mark", r.body[max(0, len(r.body)-300):])
	}
	// A stop string that never comes in the first words but early in a long answer:
	// the engine must not go on.
	r = call(t, "POST", s.URL+"/v1/chat/completions", object{"messages": []object{{"role": "user", "content": "hello"}}, "wallet_address": s.Wallet, "max_tokens": 1900, "ignore_eos": true})
	receipt = receiptOf(t, s, r.header.Get("X-R3MES-Receipt"))
	if receipt.Usage.CompletionTokens >= 1900 {
		t.Errorf("%d tokens were generated after the stop", receipt.Usage.CompletionTokens)
	}
}

// A plugin that fails closed in the middle of a stream ends it with an error in
// the stream, without the end mark.
func TestAPluginThatFailsClosedInTheMiddleOfAStream(t *testing.T) {
	s := scripted(t, "closed", map[string]any{"eager": true, "end_fails": true})
	before := balance(t, s, s.Wallet)
	r := call(t, "POST", s.URL+"/v1/chat/completions", object{"messages": []object{{"role": "user", "content": "hello"}}, "wallet_address": s.Wallet, "max_tokens": 60, "stream": true, "ignore_eos": true})
	if events := strings.Count(r.body, "data: "); events < 3 {
		t.Errorf("%d events, want text before the error", events)
	}
	if r.status != 200 || !strings.Contains(r.body, `"code":"plugin_unavailable"`) || strings.Contains(r.body, "[DONE]") {
		t.Errorf("%d %s, want an error in the stream", r.status, r.body)
	}
	if after := balance(t, s, s.Wallet); after != before {
		t.Errorf("balance went from %s to %s, want it unchanged", before, after)
	}
}

package hosttest_test

import (
	"bufio"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
)

func TestGenerateSaysHowTheAnswerWasMade(t *testing.T) {
	s := tiny(t, hosttest.Options{})
	ask := func(with object) object {
		t.Helper()
		body := object{"prompt": "hi", "wallet_address": s.Wallet, "max_tokens": 3, "skip_rag": true}
		for k, v := range with {
			body[k] = v
		}
		got := call(t, "POST", s.URL+"/inference/generate", body)
		if got.status != 200 {
			t.Fatalf("%d %s", got.status, got.body)
		}
		answer := got.json(t)
		if got.header.Get("X-Request-ID") != answer["request_id"] {
			t.Errorf("request id %v, header %s", answer["request_id"], got.header.Get("X-Request-ID"))
		}
		return answer
	}
	forced := ask(object{"force_experts": []string{"law", "coder"}})
	if got := fmt.Sprint(forced["experts_used"]); got != "[map[id:law weight:1]]" {
		t.Errorf("experts_used = %s, want law alone", got)
	}
	if n := forced["tokens_generated"].(float64); n < 1 || n > 3 {
		t.Errorf("tokens_generated = %v", n)
	}
	// What the answer says was used is what the wallet has less.
	before := balance(t, s, s.Wallet)
	used := ask(object{"stream": false})["credits_used"].(float64)
	had, _ := before.Float64()
	has, _ := balance(t, s, s.Wallet).Float64()
	if used <= 0 || math.Abs(had-used-has) > 1e-7 {
		t.Errorf("credits_used = %v, but the balance went from %v to %v", used, had, has)
	}
	one, two := ask(object{"temperature": 0}), ask(object{"temperature": 0, "top_k": 100, "top_p": 1})
	if one["text"] != two["text"] {
		t.Errorf("greedy answers differ: %q and %q", one["text"], two["text"])
	}
}

func TestGenerateRefusesWhatIsOutOfRange(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Server.MaxBodyBytes = 1 << 20 }})
	for name, c := range map[string]struct {
		field string
		value any
		want  int
	}{
		"no prompt":                 {"prompt", "", 422},
		"a prompt too long":         {"prompt", strings.Repeat("é", 32_001), 422},
		"a prompt that is no text":  {"prompt", 5, 422},
		"no tokens":                 {"max_tokens", 0, 422},
		"too many tokens":           {"max_tokens", 4097, 422},
		"half a token":              {"max_tokens", 1.5, 422},
		"a negative temperature":    {"temperature", -0.1, 422},
		"a temperature too high":    {"temperature", 2.1, 422},
		"a negative top_p":          {"top_p", -0.1, 422},
		"a top_p above one":         {"top_p", 1.1, 422},
		"a negative top_k":          {"top_k", -1, 422},
		"a top_k too large":         {"top_k", 101, 422},
		"a flag that is none":       {"skip_rag", "yes", 422},
		"an expert without a name":  {"force_experts", []string{""}, 422},
		"experts that are no names": {"force_experts", "law", 422},
		"a stream that is no flag":  {"stream", 1, 422},
		"an unknown expert":         {"force_experts", []string{"nobody"}, 404},
		"the largest values":        {"max_tokens", 4096, 200},
		"a field of tomorrow":       {"invented", true, 200},
		"nothing for a default":     {"temperature", nil, 200},
	} {
		t.Run(name, func(t *testing.T) {
			for _, path := range []string{"/inference/generate", "/api/inference/generate/stream"} {
				body := object{"prompt": "hi", "wallet_address": s.Wallet}
				body[c.field] = c.value
				got := call(t, "POST", s.URL+path, body)
				if got.status != c.want {
					t.Fatalf("%s: %d %s, want %d", path, got.status, got.body, c.want)
				}
				if c.want == 422 && !strings.Contains(got.body, fmt.Sprintf(`{"detail":[{"loc":["body","%s"],"msg":"%s`, c.field, c.field)) {
					t.Errorf("%s: %s does not name %s", path, got.body, c.field)
				}
			}
		})
	}
}

// TestGenerateStreamsTheAnswerOfGenerate reads the events as a client does.
func TestGenerateStreamsTheAnswerOfGenerate(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	body := object{"prompt": "hi", "wallet_address": s.Wallet, "max_tokens": 200, "temperature": 0}
	want := call(t, "POST", s.URL+"/inference/generate", body).json(t)["text"].(string)
	for name, path := range map[string]string{"the stream route": "/inference/generate/stream", "a body that asks for a stream": "/inference/generate"} {
		body["stream"] = true
		resp, err := http.Post(s.URL+path, "application/json", strings.NewReader(mustJSON(t, body)))
		if err != nil {
			t.Fatal(err)
		}
		text, done := readEvents(t, resp)
		// A reader of events cannot tell the newlines of an answer apart.
		same := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace
		if same(text) != same(want) || !done {
			t.Errorf("%s: %q, done %v; want %q", name, text, done, want)
		}
		if resp.Header.Get("X-R3MES-Receipt") == "" {
			t.Errorf("%s: no receipt", name)
		}
	}
}

// readEvents joins the data of all events until [DONE].
func readEvents(t *testing.T, resp *http.Response) (text string, done bool) {
	t.Helper()
	defer resp.Body.Close()
	var event []string
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			event = append(event, data)
			continue
		}
		if lines.Text() != "" {
			t.Errorf("line %q is no data", lines.Text())
		}
		if data := strings.Join(event, "\n"); data == "[DONE]" {
			done = true
		} else {
			text += data
		}
		event = nil
	}
	if err := lines.Err(); err != nil {
		t.Error(err)
	}
	return text, done
}

package hosttest_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
)

// event is one server-sent event.
type event struct {
	name string
	data string
}

// events sends a request and reads the event stream that answers it.
func events(t *testing.T, url string, body any) ([]event, http.Header) {
	t.Helper()
	resp, err := http.Post(url, "application/json", strings.NewReader(mustJSON(t, body)))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
		t.Fatalf("%d %s", resp.StatusCode, resp.Header.Get("Content-Type"))
	}
	var list []event
	var next event
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch {
		case name == "event":
			next.name = value
		case name == "data":
			next.data = value
		case lines.Text() == "" && next.data != "":
			list = append(list, next)
			next = event{}
		}
	}
	return list, resp.Header
}

// spoken is what the chunks of a completion add up to.
type spoken struct {
	text     map[int]string
	finish   map[int]string
	logprobs int
	usage    json.RawMessage
	done     bool
}

// chunks reads the chunks of a chat or text completion.
func chunks(t *testing.T, list []event) spoken {
	t.Helper()
	s := spoken{text: map[int]string{}, finish: map[int]string{}}
	for _, e := range list {
		if e.data == "[DONE]" {
			s.done = true
			continue
		}
		var c struct {
			Choices []struct {
				Index    int
				Text     string
				Delta    struct{ Content string }
				Finish   string `json:"finish_reason"`
				Logprobs *struct {
					Content []struct{}
					Tokens  []string
				}
			}
			Usage json.RawMessage
		}
		if err := json.Unmarshal([]byte(e.data), &c); err != nil || s.done {
			t.Fatalf("%v in %s (after the end: %v)", err, e.data, s.done)
		}
		if len(c.Usage) > 0 {
			s.usage = c.Usage
		}
		for _, choice := range c.Choices {
			s.text[choice.Index] += choice.Text + choice.Delta.Content
			s.finish[choice.Index] += choice.Finish
			if choice.Logprobs != nil {
				s.logprobs += len(choice.Logprobs.Content) + len(choice.Logprobs.Tokens)
			}
		}
	}
	return s
}

func TestSeveralAnswersStreamUnderOneReceipt(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) {
		c.Pricing.Builtin = config.Builtin{Per1kPrompt: 1_000_000, Per1kCompletion: 1_000_000}
	}})
	before := micro(t, balance(t, s, s.Wallet))
	body := object{"messages": []object{{"role": "user", "content": "hi"}}, "n": 3, "max_tokens": 60, "ignore_eos": true, "temperature": 1, "seed": 5,
		"wallet_address": s.Wallet, "stream": true, "stream_options": object{"include_usage": true}}
	list, header := events(t, s.URL+"/v1/chat/completions", body)
	got := chunks(t, list)
	if len(got.text) != 3 || got.text[0] == got.text[1] || got.finish[2] != "length" || !got.done {
		t.Errorf("answers %v, finish %v; want three that differ", got.text, got.finish)
	}
	var usage struct {
		Prompt     int `json:"prompt_tokens"`
		Completion int `json:"completion_tokens"`
		Cost       int `json:"cost_microcredits"`
	}
	if err := json.Unmarshal(got.usage, &usage); err != nil || usage.Completion != 180 || usage.Cost != (usage.Prompt+180)*1000 {
		t.Errorf("usage %s, want 180 tokens and 1000 for each of these and of the prompt's", got.usage)
	}
	receipt := receiptOf(t, s, header.Get("X-R3MES-Receipt"))
	if paid := before - micro(t, balance(t, s, s.Wallet)); int(paid) != usage.Cost || receipt.Charge != paid {
		t.Errorf("paid %d, receipt %d, usage says %d", paid, receipt.Charge, usage.Cost)
	}
	// Whole, the same seed gives the same answers.
	body["stream"] = false
	var whole struct {
		Choices []struct {
			Index   int
			Message struct{ Content string }
		}
	}
	read(t, call(t, "POST", s.URL+"/v1/chat/completions", body), &whole)
	for _, c := range whole.Choices {
		if c.Message.Content != got.text[c.Index] {
			t.Errorf("answer %d: whole %q, streamed %q", c.Index, c.Message.Content, got.text[c.Index])
		}
	}
	if len(whole.Choices) != 3 {
		t.Errorf("%d answers, want 3", len(whole.Choices))
	}
}

// read reads an answer that went well.
func read(t *testing.T, r reply, v any) {
	t.Helper()
	if r.status != 200 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if err := json.Unmarshal([]byte(r.body), v); err != nil {
		t.Fatalf("%v in %s", err, r.body)
	}
}

func TestLogprobsSpellTheAnswer(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	body := object{"messages": []object{{"role": "user", "content": "hi"}}, "max_tokens": 20, "ignore_eos": true, "logprobs": true, "top_logprobs": 3, "wallet_address": s.Wallet}
	var got struct {
		Choices []struct {
			Message  struct{ Content string }
			Logprobs struct {
				Content []struct {
					Bytes   []int
					Logprob float64
					Top     []struct{ Logprob float64 } `json:"top_logprobs"`
				}
			}
		}
	}
	read(t, call(t, "POST", s.URL+"/v1/chat/completions", body), &got)
	var spelled []byte
	for _, l := range got.Choices[0].Logprobs.Content {
		for _, b := range l.Bytes {
			spelled = append(spelled, byte(b))
		}
		if len(l.Top) != 3 || l.Top[0].Logprob < l.Logprob || l.Logprob > 0 {
			t.Errorf("%+v: want three alternatives, none less likely before a likelier one", l)
		}
	}
	// Of bytes that are no UTF-8 the text has one U+FFFD each.
	broken := regexp.MustCompile("\uFFFD+")
	text, content := strings.ToValidUTF8(string(spelled), "\uFFFD"), broken.ReplaceAllString(got.Choices[0].Message.Content, "\uFFFD")
	if text != content || content == "" {
		t.Errorf("tokens spell %q, the answer is %q", text, content)
	}
	body["stream"] = true
	list, _ := events(t, s.URL+"/v1/chat/completions", body)
	if n := chunks(t, list).logprobs; n != len(got.Choices[0].Logprobs.Content) {
		t.Errorf("%d log probabilities streamed, %d whole", n, len(got.Choices[0].Logprobs.Content))
	}
}

// A token that is favoured beyond all others is all that the model says.
func TestLogitBiasDecides(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	var got struct {
		Choices []struct{ Text string }
	}
	read(t, call(t, "POST", s.URL+"/v1/completions", object{"prompt": "hi", "max_tokens": 4, "logit_bias": object{"65": 100}, "wallet_address": s.Wallet}), &got)
	if got.Choices[0].Text != "AAAA" {
		t.Errorf("text %q, want AAAA", got.Choices[0].Text)
	}
	if r := call(t, "POST", s.URL+"/v1/completions", object{"prompt": "hi", "logit_bias": object{"70000": 1}, "wallet_address": s.Wallet}); r.status != 400 || !strings.Contains(r.body, "logit_bias") {
		t.Errorf("a token outside the vocabulary: %d %s", r.status, r.body)
	}
}

func TestTextCompletions(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	type answer struct {
		Object  string
		Choices []struct {
			Index    int
			Text     string
			Finish   string `json:"finish_reason"`
			Logprobs *struct {
				Tokens  []string
				Logprob []float64            `json:"token_logprobs"`
				Top     []map[string]float64 `json:"top_logprobs"`
				Offset  []int                `json:"text_offset"`
			}
		}
		Usage struct {
			Prompt     int `json:"prompt_tokens"`
			Completion int `json:"completion_tokens"`
		}
	}
	ask := func(extra object) (a answer) {
		t.Helper()
		body := object{"wallet_address": s.Wallet, "temperature": 0, "ignore_eos": true}
		for k, v := range extra {
			body[k] = v
		}
		read(t, call(t, "POST", s.URL+"/v1/completions", body), &a)
		body["stream"] = true
		list, _ := events(t, s.URL+"/v1/completions", body)
		got := chunks(t, list)
		for _, c := range a.Choices {
			if got.text[c.Index] != c.Text || got.finish[c.Index] != c.Finish {
				t.Errorf("%v: choice %d streamed %q %s, whole %q %s", extra, c.Index, got.text[c.Index], got.finish[c.Index], c.Text, c.Finish)
			}
		}
		return a
	}
	one := ask(object{"prompt": "hi"})
	if one.Object != "text_completion" || one.Usage.Prompt != 2 || one.Usage.Completion != 16 || one.Choices[0].Finish != "length" {
		t.Errorf("%+v, want 2 tokens continued by 16", one)
	}
	text := one.Choices[0].Text
	if got := ask(object{"prompt": []int{'h', 'i'}}).Choices[0].Text; got != text {
		t.Errorf("as tokens: %q, want %q", got, text)
	}
	if got := ask(object{"prompt": "hi", "echo": true}).Choices[0].Text; got != "hi"+text {
		t.Errorf("echo: %q, want %q", got, "hi"+text)
	}
	if got := ask(object{"prompt": [][]int{{'h', 'i'}, {'y', 'o'}}, "echo": true, "n": 2, "best_of": 2}); len(got.Choices) != 4 ||
		got.Choices[1].Text != "hi"+text || !strings.HasPrefix(got.Choices[2].Text, "yo") || got.Usage.Prompt != 4 || got.Usage.Completion != 64 {
		t.Errorf("two prompts: %+v", got)
	}
	if got := ask(object{"prompt": []string{"yo", "hi"}}); len(got.Choices) != 2 || got.Choices[1].Text != text {
		t.Errorf("two texts: %+v", got)
	}
	logs := ask(object{"prompt": "hi", "logprobs": 2}).Choices[0].Logprobs
	if n := len(logs.Tokens); n == 0 || len(logs.Logprob) != n || len(logs.Top) != n || len(logs.Offset) != n || logs.Offset[0] != 0 {
		t.Errorf("logprobs %+v", logs)
	}
	for param, body := range map[string]object{
		"suffix": {"prompt": "x", "suffix": "y"}, "best_of": {"prompt": "x", "best_of": 3}, "prompt": {"prompt": object{}}, "logprobs": {"prompt": "x", "echo": true, "logprobs": 1},
		"n": {"prompt": []string{"a", "b"}, "n": 65}, "max_tokens": {"prompt": "x", "max_tokens": 0},
	} {
		body["wallet_address"] = s.Wallet
		if r := call(t, "POST", s.URL+"/v1/completions", body); r.status != 400 || !strings.Contains(r.body, fmt.Sprintf(`"param":%q`, param)) {
			t.Errorf("%v: %d %s, want 400 about %s", body, r.status, r.body, param)
		}
	}
}

func TestTokenizeAndBack(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	type tokens struct {
		Count, Max int
		MaxModel   int `json:"max_model_len"`
		Tokens     []int
		Strings    []string `json:"token_strs"`
	}
	for _, text := range []string{"hi", "", "né <|eot_id|> 🙂", "\n\t "} {
		var got tokens
		read(t, call(t, "POST", s.URL+"/tokenize", object{"model": "tiny", "prompt": text, "return_token_strs": true}), &got)
		if got.Count != len(got.Tokens) || got.Count != len(got.Strings) || got.MaxModel != 2048 {
			t.Errorf("%q: %+v", text, got)
		}
		var back struct{ Prompt string }
		read(t, call(t, "POST", s.URL+"/detokenize", object{"tokens": append([]int{}, got.Tokens...)}), &back)
		if back.Prompt != text {
			t.Errorf("%q came back as %q", text, back.Prompt)
		}
	}
	// A chat has as many tokens as its completion is charged for.
	messages := []object{{"role": "user", "content": "how many tokens?"}}
	var chat tokens
	read(t, call(t, "POST", s.URL+"/tokenize", object{"messages": messages}), &chat)
	var answer struct {
		Usage struct {
			Prompt int `json:"prompt_tokens"`
		}
	}
	read(t, call(t, "POST", s.URL+"/v1/chat/completions", object{"messages": messages, "max_tokens": 1, "wallet_address": s.Wallet}), &answer)
	if chat.Count != answer.Usage.Prompt {
		t.Errorf("tokenize says %d, usage %d", chat.Count, answer.Usage.Prompt)
	}
	for path, body := range map[string]object{
		"/tokenize": {"model": "nothing", "prompt": "x"}, "/detokenize": {"tokens": []int{1, 257}},
	} {
		if r := call(t, "POST", s.URL+path, body); r.status/100 != 4 || !strings.Contains(r.body, `"error":{`) {
			t.Errorf("%s %v: %d %s, want OpenAI's error", path, body, r.status, r.body)
		}
	}
}

func TestTokenizeWantsAKeyInKeyMode(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(c *config.Config) { c.Auth.Mode = config.ModeKey }})
	if r := call(t, "POST", s.URL+"/tokenize", object{"prompt": "x"}); r.status != 401 {
		t.Errorf("without a key: %d", r.status)
	}
	if r := call(t, "POST", s.URL+"/tokenize", object{"prompt": "x"}, "Authorization", "Bearer "+s.Key); r.status != 200 {
		t.Errorf("with a key: %d %s", r.status, r.body)
	}
}

func TestOpenAIShapes(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	question := []object{{"role": "user", "content": "hi"}}
	say := object{"65": 100} // A, whatever the model would say
	shapes(t, s, "completions", []shape{
		{"POST", "/v1/chat/completions", object{"messages": question, "max_tokens": 1, "n": 2, "logprobs": true, "top_logprobs": 1, "logit_bias": say, "wallet_address": s.Wallet}},
		{"POST", "/v1/completions", object{"prompt": "hi", "max_tokens": 1, "logprobs": 1, "logit_bias": say, "wallet_address": s.Wallet}},
		{"POST", "/v1/completions", object{"prompt": "hi", "max_tokens": 1, "logit_bias": say, "wallet_address": s.Wallet, "stream": true, "stream_options": object{"include_usage": true}}},
		{"POST", "/v1/completions", object{"prompt": "hi", "suffix": "x", "wallet_address": s.Wallet}},
		{"POST", "/v1/completions", object{"prompt": []int{7000}, "wallet_address": s.Wallet}},
	})
	shapes(t, s, "responses", []shape{
		{"POST", "/v1/responses", object{"input": "hi", "max_output_tokens": 1, "logit_bias": say, "wallet_address": s.Wallet}},
		{"POST", "/v1/responses", object{"input": "hi", "max_output_tokens": 1, "logit_bias": say, "wallet_address": s.Wallet, "stream": true}},
		{"POST", "/v1/responses", object{"input": "hi", "store": true, "wallet_address": s.Wallet}},
	})
	shapes(t, s, "tokens", []shape{
		{"POST", "/tokenize", object{"prompt": "hi", "return_token_strs": true}},
		{"POST", "/tokenize", object{"messages": question}},
		{"POST", "/tokenize", object{}},
		{"POST", "/detokenize", object{"tokens": []int{104, 105}}},
		{"POST", "/detokenize", object{"tokens": []int{104, 70000}}},
		{"POST", "/detokenize", object{}},
	})
}

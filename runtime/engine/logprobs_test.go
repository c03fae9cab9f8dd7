package engine_test

import (
	"context"
	"math"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/enginetest"
	"github.com/r3mes/r3mes/runtime/sample"
)

// measuredAnswer reads a stream and checks after every piece that the tokens so
// far are those of the text so far: their bytes, decoded, begin it, and no whole
// token of the text is missing.
func measuredAnswer(t *testing.T, s *engine.Stream) (string, []engine.Logprob, engine.Result) {
	t.Helper()
	tok := enginetest.Bytes()
	var text strings.Builder
	var tokens []engine.Logprob
	var ids []int
	for p, ok := s.Next(context.Background()); ok; p, ok = s.Next(context.Background()) {
		text.WriteString(p.Text)
		for _, l := range p.Logprobs {
			tokens = append(tokens, l)
			ids = append(ids, l.ID)
		}
		if decoded := tok.Decode(ids); decoded != text.String() {
			t.Fatalf("the tokens so far make %q, the text so far is %q", decoded, text.String())
		}
	}
	return text.String(), tokens, s.Result()
}

// Invariant: the tokens with log probabilities are those of the text, neither
// more nor fewer, whether characters are split over tokens or stop strings hold
// text back. Tokens are bytes here, so nothing is ever cut.
func TestLogprobsComeWithTheirText(t *testing.T) {
	e := serve(t, enginetest.NewFake(64), engine.Options{})
	split, stopped := false, false
	for i := range 60 {
		r := engine.Request{
			Prompt: prompt(strings.Repeat("measure", 1+i%3)), MaxTokens: 20 + i, Logprobs: true, TopLogprobs: i % 21,
			Sampling: sample.Params{Temperature: 1, Seed: uint64(i)}, IgnoreEOS: i%2 == 0,
		}
		// Characters of two bytes: any continuation after the first byte.
		if i%3 == 0 {
			r.Sampling.Bias = map[int]float64{0xC3: 6}
			for b := 0x80; b < 0xC0; b++ {
				r.Sampling.Bias[b] = 4
			}
		}
		full, _, _ := measuredAnswer(t, submit(t, e, context.Background(), r))
		r.Stop = []string{"never in the text", "\ufffd\ufffd\ufffd"}
		if stop := regexp.MustCompile(`[ -~]{3}`).FindString(full[len(full)/3:]); stop != "" { // three tokens
			r.Stop = append(r.Stop, stop)
		}
		text, tokens, result := measuredAnswer(t, submit(t, e, context.Background(), r))
		if len(tokens) > result.Usage.CompletionTokens {
			t.Errorf("request %d: %d measured tokens, usage %+v", i, len(tokens), result.Usage)
		}
		for _, l := range tokens {
			checkLogprob(t, l, r.TopLogprobs)
		}
		split = split || strings.ContainsFunc(text, func(c rune) bool { return c > 127 && c != utf8.RuneError })
		stopped = stopped || result.Finish == engine.FinishStop && len(tokens)+1 < result.Usage.CompletionTokens
	}
	if !split || !stopped {
		t.Errorf("a character was split: %v; a stop string of two tokens was met: %v; want both, or the test sees nothing", split, stopped)
	}
}

func checkLogprob(t *testing.T, l engine.Logprob, top int) {
	t.Helper()
	if l.Bytes != string([]byte{byte(l.ID)}) || l.Logprob > 0 || math.IsNaN(l.Logprob) || len(l.Top) != top {
		t.Fatalf("%+v; want the byte of the token, a log probability and %d alternatives", l, top)
	}
	for i, c := range l.Top {
		if i > 0 && c.Logprob > l.Top[i-1].Logprob {
			t.Fatalf("alternatives rise at %d: %+v", i, l.Top)
		}
		if c.ID == l.ID && c != l.Token || c.ID == enginetest.FakeEOS && c.Bytes != "<|eot_id|>" {
			t.Fatalf("%+v among the alternatives of %+v", c, l.Token)
		}
	}
}

// Invariant: log probabilities are of the model's own distribution, whatever the
// sampling; and they change no token.
func TestLogprobsAreTheModels(t *testing.T) {
	e := serve(t, enginetest.NewFake(64), engine.Options{})
	r := engine.Request{Prompt: prompt("the model's own"), MaxTokens: 1, IgnoreEOS: true, Logprobs: true, TopLogprobs: 20}
	_, greedy, _ := measuredAnswer(t, submit(t, e, context.Background(), r))
	first := greedy[0]
	if first.Top[0] != first.Token {
		t.Fatalf("greedy chose %+v, the likeliest is %+v", first.Token, first.Top[0])
	}
	r.Sampling = sample.Params{Temperature: 0.3, TopP: 0.5, RepetitionPenalty: 3, Bias: map[int]float64{'q': 100}}
	_, biased, _ := measuredAnswer(t, submit(t, e, context.Background(), r))
	if biased[0].ID != 'q' || biased[0].Logprob > -1 {
		t.Errorf("with a bias of 100 for q: %+v; want q, as unlikely as the model finds it", biased[0].Token)
	}
	for i := range first.Top {
		if biased[0].Top[i] != first.Top[i] {
			t.Errorf("alternative %d is %+v under sampling parameters, %+v without", i, biased[0].Top[i], first.Top[i])
		}
	}
	r.Logprobs = false
	if plain := ask(t, e, r); plain.text != "q" {
		t.Errorf("without log probabilities the answer is %q, want q", plain.text)
	}
}

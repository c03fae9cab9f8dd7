package engine

import (
	"context"
	"time"

	"github.com/r3mes/r3mes/runtime/kv"
	"github.com/r3mes/r3mes/runtime/sample"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

// sequence is one request inside the engine. After Submit it belongs to the
// goroutine of Run.
type sequence struct {
	request Request
	ctx     context.Context
	stream  *Stream
	born    time.Time

	admitted bool // what follows is set
	lease    *kv.Lease
	sampler  *sample.Sampler
	decoder  *tokenizer.Decoder
	stop     *sample.StopMatcher
	allowed  []uint64 // [vocab/64] bits of the constraint; nil without one
	measured measured // tokens whose text is not delivered yet

	drawn    []sample.Draw // of this step
	picked   []int         // the tokens of this step; -1: none can be chosen
	failure  error         // or why there are none
	complete bool          // the constraint lets nothing follow
	logprob  *Logprob      // of picked, when asked for and part of the text

	fed    int    // positions in the cache
	last   [1]int // the token sampled last, fed next
	unsent int    // tokens sampled since the last piece
	result Result
}

// prefilling says whether part of the prompt is still to be fed.
func (s *sequence) prefilling() bool { return s.fed < len(s.request.Prompt) }

// positions is how much cache the sequence can need: the last token sampled is
// never fed.
func (s *sequence) positions() int { return len(s.request.Prompt) + s.request.MaxTokens - 1 }

// next returns the tokens to feed in this step, at most limit of a prompt.
func (s *sequence) next(limit int) []int {
	if !s.prefilling() {
		return s.last[:]
	}
	return s.request.Prompt[s.fed:min(s.fed+limit, len(s.request.Prompt))]
}

// draws are how the next tokens can be chosen where the logits are: as many as the
// model can choose in a step and the request may still have; none: they cannot.
func (s *sequence) draws(ahead int) []sample.Draw {
	if s.request.Constraint != nil || s.request.Logprobs {
		return nil
	}
	left := s.request.MaxTokens - s.result.Usage.CompletionTokens
	s.drawn = s.sampler.Draws(s.drawn[:0], min(max(ahead, 1), left))
	return s.drawn
}

// take notes the tokens that the model chose. They may be more than are of use: a
// request can end at any of them.
func (s *sequence) take(tokens []int) {
	s.picked, s.failure = append(s.picked[:0], tokens...), nil
	s.sampler.Chose(len(tokens))
}

// choose samples a token: the constraint's mask, the sampler, the constraint's
// next state. It touches nothing but s, so rows may choose side by side.
func (s *sequence) choose(logits []float32, e *Engine) {
	mask := s.request.Constraint
	if mask != nil {
		clear(s.allowed)
		if mask.Mask(s.allowed) {
			for id := range e.eos {
				s.allowed[id/64] |= 1 << (id % 64)
			}
		}
	}
	var token int
	if token, s.failure = s.sampler.Next(logits, s.allowed); s.failure != nil {
		return
	}
	s.picked = append(s.picked[:0], token)
	if s.request.Logprobs && inText(e.tokenizer, token) {
		l := measure(e.tokenizer, logits, token, s.request.TopLogprobs)
		s.logprob = &l
	}
	if mask != nil && !e.eos[token] {
		s.complete, s.failure = mask.Accept(token)
	}
}

// accept takes the token sampled after what has been fed, delivers its text and
// returns the finish reason, or "" to go on.
func (s *sequence) accept(token int, eos map[int]bool) string {
	if s.result.Usage.CompletionTokens == 0 {
		s.result.Timing.FirstToken = time.Since(s.born)
	}
	s.last[0] = token
	s.result.Usage.CompletionTokens++
	s.unsent++
	if eos[token] && !s.request.IgnoreEOS {
		return FinishStop
	}
	decoded := s.decoder.Next(token)
	s.measure(decoded)
	text, stopped := s.stop.Push(decoded)
	s.send(text)
	switch {
	case stopped, s.complete:
		return FinishStop
	case s.result.Usage.CompletionTokens == s.request.MaxTokens:
		return FinishLength
	}
	return ""
}

// flush delivers what the decoder and the stop matcher held back, and accounts
// for tokens that made no text. It returns FinishStop when the held-back text
// completes a stop string.
func (s *sequence) flush(finish string) string {
	if s.decoder == nil { // never admitted
		return finish
	}
	var rest []Logprob
	if finish == FinishStop || finish == FinishLength {
		text, stopped := s.stop.Push(s.decoder.Flush())
		if !stopped {
			text += s.stop.Flush()
		} else {
			finish = FinishStop
		}
		s.send(text)
		rest = s.measured.end()
	}
	s.stream.put(Piece{Tokens: s.unsent, Logprobs: rest})
	s.unsent = 0
	return finish
}

func (s *sequence) send(text string) {
	if text == "" {
		return
	}
	s.stream.put(Piece{Text: text, Tokens: s.unsent, Logprobs: s.measured.sent(len(text))})
	s.unsent = 0
}

// measure keeps the log probability of the token just sampled until its text goes
// out. decoded is the text that it completed.
func (s *sequence) measure(decoded string) {
	if s.logprob != nil {
		s.measured.add(*s.logprob, len(decoded), s.decoder.Held())
		s.logprob = nil
	}
}

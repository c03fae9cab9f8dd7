package sample

import (
	"errors"
	"math"
	"slices"
	"sync"
)

// ErrNoToken is returned when no token that is allowed has a logit above minus
// infinity: the model is broken, and any choice would hide it.
var ErrNoToken = errors.New("sample: no token can be chosen: every allowed logit is NaN or -Inf")

// Sampler chooses the tokens of one sequence. New makes one.
type Sampler struct {
	params Params
	step   uint64
	inText map[int]bool // tokens of prompt and answer; nil without a repetition penalty
	count  map[int]int  // how often each token is in the answer; nil without penalties
}

// New returns a sampler for a sequence that begins with prompt. The params must
// be valid (see Params.Validate). prompt is only read now.
func New(p Params, prompt []int) *Sampler {
	s := &Sampler{params: p}
	if p.penalises() {
		s.count = make(map[int]int)
	}
	if p.repeats() {
		s.inText = make(map[int]bool, len(prompt))
		for _, id := range prompt {
			s.inText[id] = true
		}
	}
	return s
}

// Next returns the token after those chosen so far, and takes it into account
// for the penalties of the following ones.
//
// logits holds one value for each id; it is only read. A NaN counts as -Inf; if
// nothing else is there, the error is ErrNoToken. Among equal logits the lowest
// id wins, or comes first. With several +Inf the lowest id is chosen.
//
// allowed, unless nil, says which tokens may be chosen: bit id%64 of
// allowed[id/64]. It has a bit for every logit. The others count as if their
// logit were -Inf.
func (s *Sampler) Next(logits []float32, allowed []uint64) (int, error) {
	w := scratches.Get().(*scratch)
	defer scratches.Put(w)
	id := s.choose(w, s.adjusted(w, logits, allowed))
	if id < 0 {
		return 0, ErrNoToken
	}
	s.step++
	if s.count != nil {
		s.count[id]++
	}
	if s.inText != nil {
		s.inText[id] = true
	}
	return id, nil
}

// Draw is what the choice of a token needs beside the logits, where they are not
// changed first: see Sampler.Draws.
type Draw struct {
	Temperature float64 // 0: greedy, whatever follows
	TopK        int     // 0: all
	TopP        float64 // 0 and 1: all
	Uniform     float64 // 0 <= u < 1, of this step
}

// Draws appends to draws what each of the next n tokens depends on. It appends
// nothing when that is more than a Draw has: penalties, a bias, a smallest
// probability. It is for models that choose where the logits are; Chose follows.
func (s *Sampler) Draws(draws []Draw, n int) []Draw {
	p := s.params
	if s.count != nil || len(p.Bias) > 0 || p.MinP > 0 {
		return draws
	}
	for i := range n {
		draws = append(draws, Draw{Temperature: p.Temperature, TopK: p.TopK, TopP: p.TopP, Uniform: uniform(p.Seed, s.step+uint64(i))})
	}
	return draws
}

// Chose takes into account that the tokens of n draws were chosen elsewhere.
func (s *Sampler) Chose(n int) { s.step += uint64(n) }

// scratch is memory of one Next, as large as the vocabulary and so shared by all
// samplers.
type scratch struct {
	logits     []float32
	candidates []candidate
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// candidate is a token that may be drawn. weight is exp((logit-max)/temperature):
// its probability, but for a factor that all share.
type candidate struct {
	id     int32
	logit  float32
	weight float64
}

// adjusted returns logits with the bias added, the penalties taken off and what
// is not allowed at -Inf: in w, when there is anything to do.
func (s *Sampler) adjusted(w *scratch, logits []float32, allowed []uint64) []float32 {
	if s.count == nil && allowed == nil && len(s.params.Bias) == 0 {
		return logits
	}
	w.logits = append(w.logits[:0], logits...)
	for id, bias := range s.params.Bias {
		if id >= 0 && id < len(logits) {
			w.logits[id] += float32(bias)
		}
	}
	for id := range s.inText {
		if id >= 0 && id < len(logits) {
			w.logits[id] = repeat(w.logits[id], s.params.RepetitionPenalty)
		}
	}
	for id, n := range s.count {
		// The inner conversion forbids fusing, which would round differently elsewhere.
		w.logits[id] -= float32(s.params.PresencePenalty + float64(float64(n)*s.params.FrequencyPenalty))
	}
	if allowed != nil {
		forbid(w.logits, allowed)
	}
	return w.logits
}

// forbid sets the logits of the tokens that are not allowed to -Inf.
func forbid(logits []float32, allowed []uint64) {
	none := float32(math.Inf(-1))
	for at := 0; at < len(logits); at += 64 {
		word := allowed[at/64]
		for i := range logits[at:min(at+64, len(logits))] {
			if word>>i&1 == 0 {
				logits[at+i] = none
			}
		}
	}
}

// repeat makes a token of the text less likely (CTRL, arXiv 1909.05858).
func repeat(logit float32, penalty float64) float32 {
	if logit > 0 {
		return float32(float64(logit) / penalty)
	}
	return float32(float64(logit) * penalty)
}

// choose returns the token, or -1 when there is none.
func (s *Sampler) choose(w *scratch, logits []float32) int {
	best := argmax(logits)
	if best < 0 || s.params.Temperature == 0 || math.IsInf(float64(logits[best]), 1) {
		return best
	}
	c := eligible(w.candidates[:0], logits, logits[best], s.params.Temperature)
	w.candidates = c // keep what it grew to
	if k := s.params.TopK; k > 0 && k < len(c) {
		c = topK(c, k)
	}
	weigh(c, logits[best], s.params.Temperature)
	if p := s.params.TopP; p > 0 && p < 1 {
		c = topP(c, p)
	}
	if s.params.MinP > 0 {
		c = minP(c, s.params.MinP)
	}
	return draw(c, uniform(s.params.Seed, s.step))
}

// argmax returns the index of the greatest number, the first of equals, or -1
// when there is no number above -Inf.
func argmax(logits []float32) int {
	best, top := -1, float32(math.Inf(-1))
	for i, l := range logits {
		if l > top {
			best, top = i, l
		}
	}
	return best
}

// eligible appends a candidate for each token that has a chance, in order of id,
// which all cuts keep. Those less than exp(-50), 2e-22, times as likely as the best
// have none: a whole vocabulary of them stays below the draw's resolution of 2^-53.
func eligible(dst []candidate, logits []float32, top float32, temperature float64) []candidate {
	dst = slices.Grow(dst, len(logits))
	least := -50 * temperature
	for i, l := range logits {
		if float64(l)-float64(top) > least { // false for NaN
			dst = append(dst, candidate{id: int32(i), logit: l})
		}
	}
	return dst
}

func weigh(c []candidate, top float32, temperature float64) {
	for i := range c {
		c[i].weight = exp((float64(c[i].logit) - float64(top)) / temperature)
	}
}

// topK keeps the k most likely candidates, of equals those of lowest id.
func topK(c []candidate, k int) []candidate {
	return mostLikely(c, float64(k), func(*candidate) float64 { return 1 })
}

// topP keeps the smallest number of the most likely candidates that together
// have at least p of the weight.
func topP(c []candidate, p float64) []candidate {
	return mostLikely(c, p*weight(c), func(x *candidate) float64 { return x.weight })
}

// minP keeps the candidates at least p times as likely as the most likely token,
// whose weight is 1.
func minP(c []candidate, p float64) []candidate {
	return slices.DeleteFunc(c, func(x candidate) bool { return x.weight < p })
}

// draw picks the candidate at u (0 <= u < 1) of the summed weight.
func draw(c []candidate, u float64) int {
	left := u * weight(c)
	for _, x := range c {
		if left -= x.weight; left < 0 {
			return int(x.id)
		}
	}
	return int(c[len(c)-1].id) // the sums were rounded apart
}

func weight(c []candidate) float64 {
	sum := 0.0
	for _, x := range c {
		sum += x.weight
	}
	return sum
}

package sample

import "math"

// MaxTop is how many alternatives Measure gives at most.
const MaxTop = 20

// Unlikely is the least log probability that is reported; what is below counts
// as this, so that no -Inf gets out. OpenAI's interface names the same number.
const Unlikely = -9999.0

// Choice is a token and how likely the model found it.
type Choice struct {
	ID      int
	Logprob float64 // natural logarithm of the probability, Unlikely to 0
}

// Measure returns the log probability of a chosen token, and those of the top
// most likely tokens, the likeliest first and of equals the lowest id; top is 0
// to MaxTop. The chosen one is among them when it is that likely.
//
// The probabilities are the model's own: softmax of the logits as they came, at
// temperature 1, before bias, penalties, mask and cuts. So a token that a mask
// forced may have a very low one. NaN counts as -Inf. With a logit of +Inf the
// first of these has probability 1.
//
// Sums are taken in the order of ids with operations rounded one by one, so equal
// logits give equal bits on every machine.
func Measure(logits []float32, chosen, top int) (Choice, []Choice) {
	best := argmax(logits)
	if best < 0 {
		return Choice{ID: chosen, Logprob: Unlikely}, nil
	}
	norm := logSum(logits, logits[best])
	measured := func(id int) Choice {
		return Choice{ID: id, Logprob: logprob(logits, id, best, norm)}
	}
	var choices []Choice
	for _, id := range likeliest(logits, min(top, MaxTop)) {
		choices = append(choices, measured(id))
	}
	return measured(chosen), choices
}

func logprob(logits []float32, id, best int, norm float64) float64 {
	if math.IsInf(float64(logits[best]), 1) {
		if id == best {
			return 0
		}
		return Unlikely
	}
	// False for NaN, which counts as -Inf. Rounding must not make more than 1.
	if p := float64(logits[id]) - float64(logits[best]) - norm; p > Unlikely {
		return min(p, 0)
	}
	return Unlikely
}

// logSum returns the logarithm of the sum of exp(logit - top).
func logSum(logits []float32, top float32) float64 {
	sum := 0.0
	for _, l := range logits {
		if d := float64(l) - float64(top); d > -700 { // false for NaN; below, exp is 0 beside the top's 1
			sum += exp(d)
		}
	}
	return ln(sum)
}

// ln returns the natural logarithm of 1 <= x < 2^40, by Newton's method on exp, for
// the reason given there.
func ln(x float64) float64 {
	if !(x > 1) {
		return 0
	}
	mantissa, exponent := math.Frexp(x)
	y := float64((float64(exponent) - 2 + float64(2*mantissa)) * math.Ln2) // off by less than 0.07
	for range 4 {                                                          // the error squares each time: 3e-3, 3e-6, 5e-12, rounding
		y += float64(x*exp(-y)) - 1
	}
	return y
}

// likeliest returns the ids of the n greatest logits above -Inf, falling, of
// equals the lowest first.
func likeliest(logits []float32, n int) []int {
	if n == 0 {
		return nil
	}
	ids := make([]int, 0, n+1)
	for id, l := range logits {
		if !(l > float32(math.Inf(-1))) || len(ids) == n && l <= logits[ids[n-1]] {
			continue
		}
		at := len(ids)
		for at > 0 && logits[ids[at-1]] < l {
			at--
		}
		ids = append(ids, 0)
		copy(ids[at+1:], ids[at:])
		ids[at] = id
		ids = ids[:min(len(ids), n)]
	}
	return ids
}

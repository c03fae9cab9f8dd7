package sample

import (
	"math"
	"slices"
	"sort"
	"testing"

	"pgregory.net/rapid"
)

func TestMeasureEqualsTheLogarithmOfSoftmax(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		logits := rapid.SliceOfN(rapid.Float32Range(-60, 60), 1, 300).Draw(r, "logits")
		chosen := rapid.IntRange(0, len(logits)-1).Draw(r, "chosen")
		top := rapid.IntRange(0, MaxTop).Draw(r, "top")
		got, alternatives := Measure(logits, chosen, top)

		most, sum := math.Inf(-1), 0.0
		for _, l := range logits {
			most = math.Max(most, float64(l))
		}
		for _, l := range logits {
			sum += math.Exp(float64(l) - most)
		}
		want := func(id int) float64 { return float64(logits[id]) - most - math.Log(sum) }
		if got.ID != chosen || math.Abs(got.Logprob-want(chosen)) > 1e-12*(1+math.Abs(want(chosen))) {
			r.Fatalf("Measure(%d) = %+v, want %v", chosen, got, want(chosen))
		}

		ids := make([]int, len(logits))
		for i := range ids {
			ids[i] = i
		}
		sort.SliceStable(ids, func(i, j int) bool { return logits[ids[i]] > logits[ids[j]] })
		ids = ids[:min(top, len(ids))]
		if !slices.EqualFunc(alternatives, ids, func(c Choice, id int) bool {
			return c.ID == id && math.Abs(c.Logprob-want(id)) <= 1e-12*(1+math.Abs(want(id)))
		}) {
			r.Fatalf("top %d = %+v, want the ids %v", top, alternatives, ids)
		}
	})
}

func TestMeasureOfOddLogits(t *testing.T) {
	for name, c := range map[string]struct {
		logits []float32
		chosen int
		want   float64
		top    []Choice
	}{
		"alone":                       {[]float32{3}, 0, 0, []Choice{{0, 0}}},
		"NaN and -Inf are impossible": {[]float32{nan, 2, -inf}, 0, Unlikely, []Choice{{1, 0}}},
		"far below":                   {[]float32{0, -30000}, 1, Unlikely, []Choice{{0, 0}, {1, Unlikely}}},
		"+Inf is certain":             {[]float32{1, inf, inf}, 2, Unlikely, []Choice{{1, 0}, {2, Unlikely}, {0, Unlikely}}},
		"nothing to choose":           {[]float32{nan, -inf}, 1, Unlikely, nil},
		"equals by id":                {[]float32{1, 1}, 1, -math.Ln2, []Choice{{0, -math.Ln2}, {1, -math.Ln2}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, top := Measure(c.logits, c.chosen, 3)
			if got != (Choice{c.chosen, c.want}) || !slices.Equal(top, c.top) {
				t.Errorf("Measure = %+v, %+v; want %v, %+v", got, top, c.want, c.top)
			}
		})
	}
}

func TestBias(t *testing.T) {
	for name, c := range map[string]struct {
		params Params
		logits []float32
		want   int
	}{
		"raises":                       {Params{Bias: map[int]float64{2: 3}}, []float32{3, 2, 1}, 2},
		"bans":                         {Params{Bias: map[int]float64{0: -100}}, []float32{30, 2, 1}, 1},
		"selects whatever the draw":    {Params{Temperature: 1, Seed: 5, Bias: map[int]float64{1: 100}}, []float32{9, 1, 8}, 1},
		"ids without a logit":          {Params{Bias: map[int]float64{-1: 9, 3: 9}}, []float32{1, 2, 0}, 1},
		"before the repetition factor": {Params{RepetitionPenalty: 2, Bias: map[int]float64{0: 2}}, []float32{3, 2.6, 1}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			logits := slices.Clone(c.logits)
			if got := next(t, New(c.params, []int{0}), logits); got != c.want {
				t.Errorf("Next = %d, want %d", got, c.want)
			}
			if !slices.Equal(logits, c.logits) {
				t.Error("Next changed the logits")
			}
		})
	}
	if err := (Params{Bias: map[int]float64{7: 100.5, 8: math.NaN()}}).Validate(); err == nil {
		t.Error("Validate accepts a bias of 100.5 and of NaN")
	}
}

// Whatever the parameters, what is not allowed is never chosen, and among what
// is allowed the choice is that of a model which knows nothing else.
func TestMask(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		logits := rapid.SliceOfN(rapid.Float32Range(-5, 5), 1, 200).Draw(r, "logits")
		p := Params{
			Temperature: rapid.SampledFrom([]float64{0, 0.5, 2}).Draw(r, "temperature"), TopK: rapid.IntRange(0, 9).Draw(r, "top k"),
			TopP: rapid.Float64Range(0, 1).Draw(r, "top p"), Seed: rapid.Uint64().Draw(r, "seed"),
		}
		allowed := make([]uint64, (len(logits)+63)/64)
		for i := range allowed {
			allowed[i] = rapid.Uint64().Draw(r, "allowed")
		}
		only := make([]float32, len(logits))
		any := false
		for i, l := range logits {
			only[i] = -inf
			if allowed[i/64]>>(i%64)&1 == 1 {
				only[i], any = l, true
			}
		}
		id, err := New(p, nil).Next(logits, allowed)
		if !any {
			if err == nil {
				r.Fatalf("Next = %d with nothing allowed", id)
			}
			return
		}
		if want := next(r, New(p, nil), only); err != nil || id != want {
			r.Fatalf("Next = %d, %v; want %d", id, err, want)
		}
	})
}

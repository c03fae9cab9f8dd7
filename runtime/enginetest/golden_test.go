package enginetest

import (
	"math"
	"testing"
)

// The comparison must not let anything slip through: not a NaN, not an element
// too few, not a difference where none is allowed.
func TestReportCompare(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	r := &Run{Name: "base", Prompt: []int{1, 2}, outputs: map[string]bounded{
		"logits": {width: 2, value: []float32{0, 0, 1, 2}, bound: []float32{1, 1, 0.5, 0}},
	}}
	for _, test := range []struct {
		name string
		got  []float32
		pass bool
	}{
		{"equal", []float32{1, 2}, true},
		{"at the bound", []float32{1.5, 2}, true},
		{"outside the bound", []float32{1.75, 2}, false},
		{"off where the bound is zero", []float32{1, 2.5}, false},
		{"NaN", []float32{1, nan}, false},
		{"NaN before a good one", []float32{nan, 2}, false},
		{"infinite", []float32{inf, 2}, false},
		{"one too few", []float32{1}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			var p Report
			p.compare(r, "logits", 1, test.got)
			if (p.err() == nil) != test.pass {
				t.Errorf("err() = %v, want pass %v", p.err(), test.pass)
			}
		})
	}
	var p Report
	if p.compare(r, "layers.9.o_proj", 0, []float32{1}); p.err() == nil {
		t.Error("an output that the reference does not have passes")
	}
}

// A golden answer whose margin rounding could eat proves nothing and is refused.
func TestUndecidedGoldenIsRefused(t *testing.T) {
	three := map[string]bounded{"a": {}, "b": {}, "c": {}}
	good := Run{Tokens: []int{1}, Margins: []float64{0.2}, Bounds: []float64{0.1}, outputs: three}
	if err := good.check(); err != nil {
		t.Errorf("check() = %v", err)
	}
	for name, r := range map[string]Run{
		"margin at the bound": {Tokens: []int{1}, Margins: []float64{0.1}, Bounds: []float64{0.1}, outputs: three},
		"margin is NaN":       {Tokens: []int{1}, Margins: []float64{math.NaN()}, Bounds: []float64{0.1}, outputs: three},
		"no tokens":           {outputs: three},
		"a margin too few":    {Tokens: []int{1, 2}, Margins: []float64{1}, Bounds: []float64{0.1, 0.1}, outputs: three},
		"no outputs":          {Tokens: []int{1}, Margins: []float64{1}, Bounds: []float64{0.1}},
	} {
		if r.check() == nil {
			t.Errorf("%s: check() = nil", name)
		}
	}
}

// The fake must notice what it is for: another block table, another position
// or another adapter gives other tokens.
func TestDriveOnTheFake(t *testing.T) {
	f := NewFake(64)
	jobs := []Job{{Prompt: []int{1, 2, 3, 4, 5, 6}, Answer: 8}, {Prompt: []int{9, 8, 7}, Answer: 5}}
	together, err := Drive(f, 2, jobs...)
	if err != nil {
		t.Fatal(err)
	}
	for i, job := range jobs {
		alone, err := Drive(NewFake(64), 32, job)
		if err != nil {
			t.Fatal(err)
		}
		if len(alone[0]) != job.Answer {
			t.Errorf("job %d: %d tokens, want %d", i, len(alone[0]), job.Answer)
		}
		for j := range alone[0] {
			if alone[0][j] != together[i][j] {
				t.Errorf("job %d: token %d is %d together, %d alone", i, j, together[i][j], alone[0][j])
			}
		}
	}
	if _, err := Drive(NewFake(2), 2, jobs...); err == nil {
		t.Error("Drive() in two blocks = nil")
	}
}

package ptx

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// adapters are stacks of a Shrink or an Expand, of three adapters. Where slot 0 or
// another layer is there are NaN.
const adapters = 3

var slotsOfTokens = []int32{2, 0, 1, 2, 0}

func randomSlots(r *rand.Rand, tokens int) []int32 {
	slots := slotsOfTokens[:min(tokens, len(slotsOfTokens))]
	for len(slots) < tokens {
		slots = append(slots[:len(slots):len(slots)], int32(r.IntN(adapters)))
	}
	return slots
}

// stack has random values in one layer of each adapter.
func stack(r *rand.Rand, layers, layer, size int) []float32 {
	x := notNumbers(adapters * layers * size)
	for slot := 1; slot < adapters; slot++ {
		copy(x[(slot*layers+layer)*size:], randomFloats(r, size, 1))
	}
	return x
}

// checkSum tells whether a value is close to that of double precision, of which
// the sizes of the addends have the sum size.
func checkSum(t *testing.T, name string, got float32, want, size float64) {
	t.Helper()
	if !(math.Abs(float64(got)-want) <= 1e-6*size) {
		t.Fatalf("%s is %g, must be %g", name, got, want)
	}
}

func checkShrink(t *testing.T, s Shrink) {
	t.Helper()
	k, err := s.Kernel()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(uint64(s.In), uint64(s.Rank)))
	slots, x := randomSlots(r, s.Tokens), randomFloats(r, s.Tokens*s.In, 1)
	operands := [][]byte{floatBytes(x), intBytes(slots)}
	var stacks [][]float32
	for m := range s.Members {
		stacks = append(stacks, stack(r, s.Layers, s.Layer, s.Rank*s.In))
		cutOff(stacks[m], s.BF16)
		operands = append(operands, stored(stacks[m], s.BF16))
	}
	u := make([]byte, 4*s.Tokens*s.Members*s.Rank)
	if err := launch(k, operands, [][]byte{u}); err != nil {
		t.Fatal(err)
	}
	for i, got := range bytesFloats(u) {
		token, m, rank := i/s.Rank/s.Members, i/s.Rank%s.Members, i%s.Rank
		want, size := 0.0, 0.0
		if slot := int(slots[token]); slot > 0 {
			want, size = shrunk(x[token*s.In:][:s.In], stacks[m][((slot*s.Layers+s.Layer)*s.Rank+rank)*s.In:])
		}
		checkSum(t, fmt.Sprintf("token %d, member %d, rank %d", token, m, rank), got, want, size)
	}
}

// shrunk is a dot product in double precision, and the sum of the addends' sizes.
func shrunk(x, a []float32) (dot, size float64) {
	for i, v := range x {
		product := float64(v) * float64(a[i])
		dot, size = dot+product, size+math.Abs(product)
	}
	return dot, size
}

func TestShrink(t *testing.T) {
	for _, s := range []Shrink{
		{Tokens: 1, In: 4, Rank: 4, Members: 1, Layers: 1},
		{Tokens: 2, In: 128, Rank: 4, Members: 1, Layers: 2, Layer: 1},
		{Tokens: 5, In: 132, Rank: 8, Members: 3, Layers: 3, Layer: 2},
		{Tokens: 3, In: 2560, Rank: 16, Members: 2, Layers: 1},
		{Tokens: 2, In: 6912, Rank: 8, Members: 1, Layers: 2},
		{Tokens: 8, In: 32, Rank: 64, Members: 1, Layers: 1}, // two ranks in a block
		{Tokens: 6, In: 64, Rank: 64, Members: 8, Layers: 1}, // four
	} {
		t.Run(s.name(), func(t *testing.T) { checkShrink(t, s) })
		s.BF16, s.In = true, ceil(s.In, 8)*8
		t.Run(s.name(), func(t *testing.T) { checkShrink(t, s) })
	}
}

func TestShrinkRanksOfBlock(t *testing.T) {
	for _, c := range []struct{ tokens, members, rank, want int }{{1, 3, 16, 1}, {16, 1, 16, 1}, {16, 3, 16, 2}, {16, 3, 32, 4}} {
		s := Shrink{Tokens: c.tokens, In: 64, Rank: c.rank, Members: c.members, Layers: 1}
		if got := s.plan().ranks; got != c.want {
			t.Errorf("%d tokens, %d members, rank %d: %d ranks in a block, must be %d", c.tokens, c.members, c.rank, got, c.want)
		}
	}
}

// expandData are operands of an Expand.
type expandData struct {
	Expand
	all          int // outputs
	slots        []int32
	y, u, scales []float32
	stacks       [][]float32
}

func randomExpand(e Expand) expandData {
	r := rand.New(rand.NewPCG(uint64(e.Rank), uint64(e.Tokens)))
	d := expandData{Expand: e, slots: randomSlots(r, e.Tokens), u: randomFloats(r, e.Tokens*len(e.Outs)*e.Rank, 1)}
	for m, out := range e.Outs {
		d.stacks = append(d.stacks, stack(r, e.Layers, e.Layer, e.Rank*out))
		cutOff(d.stacks[m], e.BF16)
		d.all += out
	}
	d.scales = stack(r, e.Layers, e.Layer, e.Linears)
	d.y = randomFloats(r, e.Tokens*d.all, 1)
	return d
}

// expanded is what y becomes in double precision, and the sum of the addends' sizes.
func (d *expandData) expanded(y float32, token, m, o int) (want, size float64) {
	want, size = float64(y), math.Abs(float64(y))
	if d.slots[token] == 0 {
		return want, 0
	}
	layer := int(d.slots[token])*d.Layers + d.Layer
	scale := float64(d.scales[layer*d.Linears+d.First+m])
	for rank := range d.Rank {
		u, b := d.u[(token*len(d.Outs)+m)*d.Rank+rank], d.stacks[m][(layer*d.Rank+rank)*d.Outs[m]+o]
		product := float64(u) * float64(b) * scale
		want, size = want+product, size+math.Abs(product)
	}
	return want, size
}

func checkExpand(t *testing.T, d expandData) {
	t.Helper()
	k, err := d.Kernel()
	if err != nil {
		t.Fatal(err)
	}
	operands := [][]byte{floatBytes(d.y), floatBytes(d.u), intBytes(d.slots), floatBytes(d.scales)}
	for _, b := range d.stacks {
		operands = append(operands, stored(b, d.BF16))
	}
	sum := make([]byte, 4*len(d.y))
	if err := launch(k, operands, [][]byte{sum}); err != nil {
		t.Fatal(err)
	}
	got := bytesFloats(sum)
	for token := range d.Tokens {
		first := 0
		for m, out := range d.Outs {
			for o := range out {
				at := (token*4+o/(out/4))*d.all/4 + first + o%(out/4)
				want, size := d.expanded(d.y[at], token, m, o)
				checkSum(t, fmt.Sprintf("token %d, member %d, output %d", token, m, o), got[at], want, size)
			}
			first += out / 4
		}
	}
}

func TestExpand(t *testing.T) {
	for _, e := range []Expand{
		{Tokens: 1, Rank: 4, Outs: []int{16}, Layers: 1, Linears: 1},
		{Tokens: 2, Rank: 8, Outs: []int{32, 16, 48}, Layers: 2, Layer: 1, Linears: 7, First: 4},
		{Tokens: 5, Rank: 16, Outs: []int{640, 160, 160}, Layers: 3, Layer: 2, Linears: 3},
		{Tokens: 7, Rank: 32, Outs: []int{208, 208}, Layers: 1, Linears: 3, First: 1},
		{Tokens: 1, Rank: 64, Outs: []int{16, 16, 16, 16, 16, 16, 16, 16}, Layers: 1, Linears: 8},
	} {
		t.Run(e.name(), func(t *testing.T) { checkExpand(t, randomExpand(e)) })
		e.BF16 = true
		t.Run(e.name(), func(t *testing.T) { checkExpand(t, randomExpand(e)) })
	}
}

func TestAdapterErrors(t *testing.T) {
	shrink := Shrink{Tokens: 1, In: 32, Rank: 8, Members: 2, Layers: 3, Layer: 2}
	expand := Expand{Tokens: 1, Rank: 8, Outs: []int{32, 16}, Layers: 3, Layer: 2, Linears: 7, First: 5}
	for want, m := range map[string]func() maker{
		"ptx: shrink: 0 tokens, must be 1 to 65535":                                            func() maker { s := shrink; s.Tokens = 0; return s },
		"ptx: shrink: 65536 tokens, must be 1 to 65535":                                        func() maker { s := shrink; s.Tokens = 65536; return s },
		"ptx: shrink: 30 columns, must be a multiple of 4, at most 16384":                      func() maker { s := shrink; s.In = 30; return s },
		"ptx: shrink: 0 columns, must be a multiple of 4, at most 16384":                       func() maker { s := shrink; s.In = 0; return s },
		"ptx: shrink: 16388 columns, must be a multiple of 4, at most 16384":                   func() maker { s := shrink; s.In = 16388; return s },
		"ptx: shrink: 36 columns, must be a multiple of 8, at most 16384":                      func() maker { s := shrink; s.In, s.BF16 = 36, true; return s },
		"ptx: shrink: rank 6, must be a multiple of 4, at most 64":                             func() maker { s := shrink; s.Rank = 6; return s },
		"ptx: shrink: rank 0, must be a multiple of 4, at most 64":                             func() maker { s := shrink; s.Rank = 0; return s },
		"ptx: shrink: rank 68, must be a multiple of 4, at most 64":                            func() maker { s := shrink; s.Rank = 68; return s },
		"ptx: shrink: 0 members, must be 1 to 8":                                               func() maker { s := shrink; s.Members = 0; return s },
		"ptx: shrink: 9 members, must be 1 to 8":                                               func() maker { s := shrink; s.Members = 9; return s },
		"ptx: shrink: 0 layers, must be 1 to 4096":                                             func() maker { s := shrink; s.Layers = 0; return s },
		"ptx: shrink: layer 3, must be below 3":                                                func() maker { s := shrink; s.Layer = 3; return s },
		"ptx: shrink: layer -1, must be below 3":                                               func() maker { s := shrink; s.Layer = -1; return s },
		"ptx: expand: 0 tokens, must be 1 to 65535":                                            func() maker { e := expand; e.Tokens = 0; return e },
		"ptx: expand: rank 6, must be a multiple of 4, at most 64":                             func() maker { e := expand; e.Rank = 6; return e },
		"ptx: expand: 0 members, must be 1 to 8":                                               func() maker { e := expand; e.Outs = nil; return e },
		"ptx: expand: member 1 has 24 outputs, must be a multiple of 16, at most 1048576":      func() maker { e := expand; e.Outs = []int{16, 24}; return e },
		"ptx: expand: member 0 has 0 outputs, must be a multiple of 16, at most 1048576":       func() maker { e := expand; e.Outs = []int{0}; return e },
		"ptx: expand: member 0 has 1048592 outputs, must be a multiple of 16, at most 1048576": func() maker { e := expand; e.Outs = []int{1048592}; return e },
		"ptx: expand: members 6 to 7 of 7 linears, must be among them, at most 64":             func() maker { e := expand; e.First = 6; return e },
		"ptx: expand: members -1 to 0 of 7 linears, must be among them, at most 64":            func() maker { e := expand; e.First = -1; return e },
		"ptx: expand: members 5 to 6 of 65 linears, must be among them, at most 64":            func() maker { e := expand; e.Linears = 65; return e },
	} {
		if _, err := m().Kernel(); err == nil || err.Error() != want {
			t.Errorf("error %v, must be %s", err, want)
		}
	}
}

package ptx

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// attentionData are operands of an Attention. Where it is not to read there are NaN.
type attentionData struct {
	y, cos, sin      []float32
	positions, table []int32
	cache            []float32 // that of bfloat16, too
}

// randomAttention has rows at the positions. The blocks of the rows are shuffled,
// and blocks that no token sees are, for all rows, one that is not theirs.
func randomAttention(a Attention, positions []int32, seed uint64) attentionData {
	r := rand.New(rand.NewPCG(seed, 1))
	line := (a.Heads + 2*a.KVHeads) * a.HeadDim / 4
	d := attentionData{y: notNumbers(a.Tokens * 4 * line), positions: positions}
	for plane := range a.Tokens * 4 {
		copy(d.y[plane*line:], randomFloats(r, a.Heads*a.HeadDim/4, 2))
	}
	context := a.Span * a.BlockTokens
	d.cos, d.sin = notNumbers(context*a.HeadDim/2), notNumbers(context*a.HeadDim/2)
	for _, position := range positions {
		for i := range a.HeadDim / 2 {
			sin, cos := math.Sincos(float64(position) * math.Pow(500, -float64(i)/float64(a.HeadDim)))
			d.sin[int(position)*a.HeadDim/2+i], d.cos[int(position)*a.HeadDim/2+i] = float32(sin), float32(cos)
		}
	}
	d.fill(a, r)
	return d
}

func (d *attentionData) fill(a Attention, r *rand.Rand) {
	blocks := r.Perm(a.Tokens*a.Span + 1)
	width := a.KVHeads * a.HeadDim
	d.cache = notNumbers(len(blocks) * a.BlockTokens * 2 * width)
	for t, last := range d.positions {
		for b := range a.Span {
			block := blocks[1+t*a.Span+b]
			if b*a.BlockTokens > int(last) {
				block = blocks[0]
			}
			d.table = append(d.table, int32(block))
			seen := max(0, min(a.BlockTokens, int(last)+1-b*a.BlockTokens))
			copy(d.cache[block*a.BlockTokens*2*width:], randomFloats(r, seen*2*width, 1))
		}
	}
	cutOff(d.cache, a.BF16)
}

// cutOff makes floats bfloat16, if they are to be.
func cutOff(x []float32, bf16 bool) {
	for i := range x {
		if bf16 {
			x[i] = math.Float32frombits(math.Float32bits(x[i]) &^ 0xFFFF)
		}
	}
}

// stored are floats as bytes, those of bfloat16 cut off.
func stored(x []float32, bf16 bool) (b []byte) {
	if !bf16 {
		return floatBytes(x)
	}
	for _, v := range x {
		b = binary.LittleEndian.AppendUint16(b, uint16(math.Float32bits(v)>>16))
	}
	return b
}

func notNumbers(n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(math.NaN())
	}
	return x
}

func (d *attentionData) operands(a Attention) [][]byte {
	return [][]byte{floatBytes(d.y), floatBytes(d.cos), floatBytes(d.sin), intBytes(d.positions), intBytes(d.table), stored(d.cache, a.BF16)}
}

func intBytes(x []int32) (b []byte) {
	for _, v := range x {
		b = binary.LittleEndian.AppendUint32(b, uint32(v))
	}
	return b
}

// query is a head of a row's rotated query.
func (d *attentionData) query(a Attention, t, head int) []float32 {
	half := a.HeadDim / 2
	element := func(i int) float32 {
		o, quarter := head*a.HeadDim+i, a.Heads*a.HeadDim/4
		line := (a.Heads + 2*a.KVHeads) * a.HeadDim / 4
		return d.y[(t*4+o/quarter)*line+o%quarter]
	}
	q := make([]float32, a.HeadDim)
	for i := range half {
		at := int(d.positions[t])*half + i
		q1, q2, cos, sin := element(i), element(half+i), d.cos[at], d.sin[at]
		q[i] = float32(q1*cos) - float32(q2*sin)
		q[half+i] = float32(q2*cos) + float32(q1*sin)
	}
	return q
}

// cached is a key (0) or a value (1) of a row.
func (d *attentionData) cached(a Attention, t, head, position, which int) []float32 {
	block := int(d.table[t*a.Span+position/a.BlockTokens])
	line := (block*a.BlockTokens+position%a.BlockTokens)*2 + which
	return d.cache[(line*a.KVHeads+head/(a.Heads/a.KVHeads))*a.HeadDim:][:a.HeadDim]
}

// partial is what double precision makes of positions: the largest score, the sum
// of weights, the weighted values, and the sum of their sizes, weighted.
type partial struct {
	largest, sum  float64
	values, sizes []float64
}

func (d *attentionData) partial(a Attention, t, head, from, to int) partial {
	p := partial{largest: math.Inf(-1), values: make([]float64, a.HeadDim), sizes: make([]float64, a.HeadDim)}
	q := d.query(a, t, head)
	var scores []float64
	for position := from; position < to; position++ {
		dot := 0.0
		for i, k := range d.cached(a, t, head, position, 0) {
			dot += float64(q[i]) * float64(k)
		}
		scores = append(scores, dot/math.Sqrt(float64(a.HeadDim)))
		p.largest = max(p.largest, scores[len(scores)-1])
	}
	for i, score := range scores {
		weight := math.Exp(score - p.largest)
		p.sum += weight
		for j, v := range d.cached(a, t, head, from+i, 1) {
			p.values[j] += weight * float64(v)
			p.sizes[j] += weight * math.Abs(float64(v))
		}
	}
	return p
}

// What rounding may change, of the sizes of what is added up: mostly scores, as an
// error of a score is one of its weight. The interpreter's powers are as good as
// exact; those of a device would take up to 3e-7 more.
const attentionTolerance = 4e-6

// checkAttention runs the kernel, and a Norm of its parts.
func checkAttention(t *testing.T, a Attention, d attentionData) {
	t.Helper()
	k, err := a.Kernel()
	if err != nil {
		t.Fatal(err)
	}
	rows := a.Tokens * a.Heads * a.Splits
	part, stat := make([]byte, 4*rows*a.HeadDim), make([]byte, 8*rows)
	if err := launch(k, d.operands(a), [][]byte{part, stat}); err != nil {
		t.Fatal(err)
	}
	values, stats := bytesFloats(part), bytesFloats(stat)
	positions := ceil(a.Span, a.Splits) * a.BlockTokens // of a split
	for i := range rows {
		row, split := i/a.Splits, i%a.Splits
		token, head := row/a.Heads, row%a.Heads
		seen := int(d.positions[token]) + 1
		want := d.partial(a, token, head, min(seen, split*positions), min(seen, (split+1)*positions))
		if err := want.compare(stats[2*i:][:2], values[i*a.HeadDim:][:a.HeadDim]); err != nil {
			t.Fatalf("token %d, head %d, split %d: %v", token, head, split, err)
		}
	}
	checkParts(t, a, d, part, stat)
}

func (p partial) compare(stat, values []float32) error {
	if math.IsInf(p.largest, -1) {
		if !math.IsInf(float64(stat[0]), -1) || stat[1] != 0 {
			return fmt.Errorf("statistics %v, must be -Inf and 0", stat)
		}
	} else if !near(stat[0], p.largest, 4) || !near(stat[1], p.sum, p.sum) {
		return fmt.Errorf("statistics %v, must be %g and %g", stat, p.largest, p.sum)
	}
	for i, v := range values {
		if !near(v, p.values[i], p.sizes[i]) {
			return fmt.Errorf("value %d is %g, must be %g", i, v, p.values[i])
		}
	}
	return nil
}

func near(got float32, want, size float64) bool {
	return math.Abs(float64(got)-want) <= attentionTolerance*size // not if it is NaN
}

// checkParts norms what the splits come to.
func checkParts(t *testing.T, a Attention, d attentionData, part, stat []byte) {
	t.Helper()
	n := Norm{Tokens: a.Tokens, Width: a.Heads * a.HeadDim, Source: Parts, HeadDim: a.HeadDim, Splits: a.Splits, Weight: 4, Eps: 1e-5, Normed: true}
	weights := randomFloats(rand.New(rand.NewPCG(3, 3)), 4+n.Width, 1)
	got := runNorm(t, n, [][]byte{part, stat, floatBytes(weights)})
	for token := range a.Tokens {
		squares := 0.0
		var row, sizes []float64
		for head := range a.Heads {
			all := d.partial(a, token, head, 0, int(d.positions[token])+1)
			for i, v := range all.values {
				row, sizes = append(row, v/all.sum), append(sizes, all.sizes[i]/all.sum)
				squares += v / all.sum * v / all.sum
			}
		}
		factor := 1 / math.Sqrt(squares/float64(n.Width)+float64(n.Eps))
		normed := got.normed[token*n.Width:][:n.Width]
		for i, v := range normed {
			weight := factor * float64(weights[4+i])
			if !near(v, row[i]*weight, 2*sizes[i]*math.Abs(weight)) {
				t.Fatalf("token %d: normed value %d is %g, must be %g", token, i, v, row[i]*weight)
			}
		}
		checkQuantised(t, normed, got.q[token*n.Width:][:n.Width], got.scale[token])
	}
	n.Normed = false
	if again := runNorm(t, n, [][]byte{part, stat, floatBytes(weights)}); string(again.q) != string(got.q) {
		t.Errorf("results depend on whether normed values are one")
	}
}

func TestAttention(t *testing.T) {
	for _, a := range []Attention{
		{Heads: 1, KVHeads: 1, HeadDim: 16, Span: 1, BlockTokens: 4},
		{Heads: 4, KVHeads: 2, HeadDim: 16, Span: 5, BlockTokens: 4},
		{Heads: 3, KVHeads: 1, HeadDim: 32, Span: 3, BlockTokens: 5},
		{Heads: 8, KVHeads: 1, HeadDim: 64, Span: 7, BlockTokens: 16},
		{Heads: 6, KVHeads: 3, HeadDim: 64, Span: 6, BlockTokens: 7},
		{Heads: 4, KVHeads: 1, HeadDim: 128, Span: 20, BlockTokens: 16},
		{Heads: 8, KVHeads: 2, HeadDim: 128, Span: 3, BlockTokens: 16},
		{Heads: 6, KVHeads: 2, HeadDim: 256, Span: 2, BlockTokens: 16},
		{Heads: 8, KVHeads: 1, HeadDim: 256, Span: 2, BlockTokens: 16},
	} {
		for i, splits := range []int{1, 1, 2, 5, 16} {
			last := int32(a.Span*a.BlockTokens - 1)
			positions := []int32{0, last, last / 2}
			a := a
			a.Tokens, a.Splits, a.BF16 = len(positions), splits, i%2 == 1
			t.Run(a.name(), func(t *testing.T) {
				t.Parallel()
				checkAttention(t, a, randomAttention(a, positions, uint64(a.Splits)))
			})
		}
	}
}

// Scores that rise, fall, or leave all weight to one position.
func TestAttentionScores(t *testing.T) {
	a := Attention{Tokens: 1, Heads: 4, KVHeads: 1, HeadDim: 32, Span: 20, BlockTokens: 8, Splits: 2}
	last := a.Span*a.BlockTokens - 1
	for name, size := range map[string]func(position int) float32{
		"rising":  func(position int) float32 { return float32(position) / 40 },
		"falling": func(position int) float32 { return float32(last-position) / 40 },
		"zero":    func(int) float32 { return 0 },
		"one":     func(position int) float32 { return float32(position / last * 20) },
	} {
		d := randomAttention(a, []int32{int32(last)}, 1)
		for position := range last + 1 {
			key := d.cached(a, 0, 0, position, 0)
			for i, q := range d.query(a, 0, position%a.Heads) {
				key[i] = q * size(position) / 4
			}
		}
		t.Run(name, func(t *testing.T) { checkAttention(t, a, d) })
	}
}

func TestSplits(t *testing.T) {
	for _, c := range []struct{ tokens, positions, want int }{
		{1, 16, 1}, {1, 64, 1}, {1, 127, 1}, {1, 128, 2}, {1, 512, 8}, {1, 1024, 16}, {1, 4096, 16}, {1, 1 << 20, 16},
		{2, 4096, 13}, {4, 128, 2}, {4, 4096, 6}, {16, 128, 1}, {16, 4096, 3}, {64, 4096, 2},
	} {
		if got := Splits(c.tokens, 5, c.positions); got != c.want {
			t.Errorf("%d tokens, %d positions: %d splits, must be %d", c.tokens, c.positions, got, c.want)
		}
	}
}

func TestAttentionErrors(t *testing.T) {
	good := Attention{Tokens: 1, Heads: 4, KVHeads: 2, HeadDim: 32, Span: 4, BlockTokens: 16, Splits: 2}
	for want, change := range map[string]func(a *Attention){
		"ptx: attention: 0 tokens, must be 1 to 65535":                                          func(a *Attention) { a.Tokens = 0 },
		"ptx: attention: 65536 tokens, must be 1 to 65535":                                      func(a *Attention) { a.Tokens = 65536 },
		"ptx: attention: head dimension 48, must be a power of two, 16 to 256":                  func(a *Attention) { a.HeadDim = 48 },
		"ptx: attention: head dimension 8, must be a power of two, 16 to 256":                   func(a *Attention) { a.HeadDim = 8 },
		"ptx: attention: head dimension 512, must be a power of two, 16 to 256":                 func(a *Attention) { a.HeadDim = 512 },
		"ptx: attention: 3 heads, must be a multiple of 2 KV heads, at most 4096":               func(a *Attention) { a.Heads = 3 },
		"ptx: attention: 0 heads, must be a multiple of 2 KV heads, at most 4096":               func(a *Attention) { a.Heads = 0 },
		"ptx: attention: 4 heads, must be a multiple of 0 KV heads, at most 4096":               func(a *Attention) { a.KVHeads = 0 },
		"ptx: attention: 4098 heads, must be a multiple of 2 KV heads, at most 4096":            func(a *Attention) { a.Heads = 4098 },
		"ptx: attention: 5 heads for each KV head, must be at most 4":                           func(a *Attention) { a.Heads = 10 },
		"ptx: attention: 9 heads for each KV head, must be at most 8":                           func(a *Attention) { a.Heads, a.HeadDim = 18, 256 },
		"ptx: attention: 0 blocks of 16 tokens, must be at most 67108864 tokens together":       func(a *Attention) { a.Span = 0 },
		"ptx: attention: 4 blocks of 0 tokens, must be at most 67108864 tokens together":        func(a *Attention) { a.BlockTokens = 0 },
		"ptx: attention: 67108865 blocks of 1 tokens, must be at most 67108864 tokens together": func(a *Attention) { a.Span, a.BlockTokens = 1<<26+1, 1 },
		"ptx: attention: 0 splits, must be 1 to 16":                                             func(a *Attention) { a.Splits = 0 },
		"ptx: attention: 17 splits, must be 1 to 16":                                            func(a *Attention) { a.Splits = 17 },
		"ptx: attention: 2049 blocks in each of 2 splits, must be at most 2048":                 func(a *Attention) { a.Span = 4097 },
	} {
		a := good
		change(&a)
		if _, err := a.Kernel(); err == nil || err.Error() != want {
			t.Errorf("error %v, must be %s", err, want)
		}
	}
}

package ptx

import (
	"fmt"
	"math"
)

// Norm is RMSNorm of rows, and then the int8 quantisation of BitNet b1.58.
//
// Pointers, in order: those of the source, see [Source]; weights, a table of
// float32 in which those of the norm begin at Weight; and the results:
//
//	sum     [Tokens, Width] float32, only where the source is Sum
//	q       [Tokens, Width] int8
//	scale   [Tokens] float32
//	normed  [Tokens, Width] float32, only where Normed is set
//
// Of a row x:
//
//	factor = 1/sqrt(sum(x·x)/Width + Eps)
//	normed = (x·factor)·weight
//	scale  = 127/max(max|normed|, 1e-5)
//	q      = roundeven(normed·scale), from -128 to 127
//
// Every operation rounds to nearest, but the powers of Parts, which are approximate.
type Norm struct {
	Tokens int // 1 to 65535
	Width  int // a multiple of 4, and of 16 for ReLU2; at most 16384
	Source Source
	Weight int     // a multiple of 4
	Eps    float32 // above 0
	Normed bool

	// Only where the source is Parts.
	HeadDim int // a multiple of 4 that divides Width
	Splits  int // 1 to 16
}

// Source is where the rows of a Norm come from.
type Source int

const (
	// Plain is a pointer to x [Tokens, Width] float32.
	Plain Source = iota
	// Sum is pointers to two such arrays. Their sum is normed, and a result.
	Sum
	// ReLU2 is a pointer to g [Tokens, 4, 2·R] float32, R being Width/4, as a
	// MatMul of gate and up makes it. Value i·R+r of a row is max(gate, 0)²·up of
	// gate = g[t][i][r] and up = g[t][i][R+r].
	ReLU2
	// Parts is pointers to part and stat, the results of an Attention of
	// Width/HeadDim heads. Value h·HeadDim+d of a row is sum(part·f)/sum(weights·f)
	// over the splits of head h, f being 2^((largest-M)·log2(e)) and M the largest
	// score of them all, which must be finite.
	Parts
)

// String returns the name that kernels bear.
func (s Source) String() string {
	if s < Plain || s > Parts {
		return fmt.Sprintf("Source(%d)", int(s))
	}
	return [...]string{"plain", "sum", "relu2", "parts"}[s]
}

const (
	mostWidth  = 1 << 14
	mostNormed = 1024 // threads of a block

	// Rows of smaller values are scaled as if this were the largest.
	leastMax = 1e-5
	scaledTo = 127
)

// Kernel returns the kernel, or an error when the shape is not supported.
func (n Norm) Kernel() (Kernel, error) {
	if err := n.check(); err != nil {
		return Kernel{}, fmt.Errorf("ptx: norm: %w", err)
	}
	p := &rmsNorm{Norm: n}
	p.threads, p.rounds = threadsFor(n.Width/4, mostNormed)
	p.write()
	return p.kernel(n.name(), p.threads, [3]int{n.Tokens, 1, 1}), nil
}

func (n Norm) check() error {
	step := 4
	if n.Source == ReLU2 {
		step = 16 // a quarter of a row is whole vectors
	}
	switch {
	case n.Source < Plain || n.Source > Parts:
		return fmt.Errorf("%v, must be Plain, Sum, ReLU2 or Parts", n.Source)
	case n.Tokens < 1 || n.Tokens > mostTokens:
		return fmt.Errorf("%d tokens, must be 1 to %d", n.Tokens, mostTokens)
	case n.Width < 1 || n.Width%step != 0:
		return fmt.Errorf("width %d, must be a multiple of %d", n.Width, step)
	case n.Width > mostWidth:
		return fmt.Errorf("width %d, must be at most %d", n.Width, mostWidth)
	case n.Weight < 0 || n.Weight%4 != 0 || n.Weight > mostIndex:
		return fmt.Errorf("weights at %d, must be a multiple of 4, at most %d", n.Weight, mostIndex)
	case !(n.Eps > 0 && n.Eps <= math.MaxFloat32):
		return fmt.Errorf("epsilon %g, must be above 0", n.Eps)
	case n.Source == Parts:
		return n.checkParts()
	}
	return nil
}

func (n Norm) checkParts() error {
	switch {
	case n.HeadDim < 1 || n.HeadDim%4 != 0 || n.Width%n.HeadDim != 0:
		return fmt.Errorf("head dimension %d, must be a multiple of 4 that divides %d", n.HeadDim, n.Width)
	case n.Splits < 1 || n.Splits > mostSplits:
		return fmt.Errorf("%d splits, must be 1 to %d", n.Splits, mostSplits)
	}
	return nil
}

func (n Norm) name() string {
	name := fmt.Sprintf("rms_norm_%v_%dx%d_w%d", n.Source, n.Tokens, n.Width, n.Weight)
	if n.Source == Parts {
		name += fmt.Sprintf("_h%d_s%d", n.HeadDim, n.Splits)
	}
	if n.Normed {
		name += "_normed"
	}
	return name
}

// rmsNorm is a Norm that is being written. A block has a row, and a thread vectors
// of four values, which stay in its registers.
type rmsNorm struct {
	assembly
	Norm
	threads, rounds int

	tid, token string
	last       string // predicate of threads that have a vector in the last round; none: all
}

func (p *rmsNorm) write() {
	source := p.sources()
	table := p.pointer("weights")
	sum := ""
	if p.Source == Sum {
		sum = p.pointer("sum")
	}
	q, scale, normed := p.pointer("q"), p.pointer("scale"), ""
	if p.Normed {
		normed = p.pointer("normed")
	}
	p.tid = p.word("mov.u32", "%tid.x")
	p.token = p.word("mov.u32", "%ctaid.x")
	p.last = p.within(p.tid, p.threads, p.Width/4-(p.rounds-1)*p.threads)
	x := p.load(source)
	weights := p.vectors(p.long("mad.wide.u32", p.tid, 16, table), 4*p.Weight)
	if p.Source == Sum {
		p.store(sum, x)
	}
	p.norm(x, weights)
	if p.Normed {
		p.store(normed, x)
	}
	p.quantise(x, q, scale)
}

// sources are the pointers of the source.
func (p *rmsNorm) sources() []string {
	switch p.Source {
	case Sum:
		return []string{p.pointer("x"), p.pointer("y")}
	case ReLU2:
		return []string{p.pointer("g")}
	case Parts:
		return []string{p.pointer("part"), p.pointer("stat")}
	}
	return []string{p.pointer("x")}
}

// guard is the predicate of the threads that have a vector in a round.
func (p *rmsNorm) guard(round int) string {
	if round == p.rounds-1 {
		return p.last
	}
	return ""
}

// place is the thread's place in the first round, in a row of vectors of size bytes.
func (p *rmsNorm) place(array string, size int) string {
	start := p.long("mad.wide.u32", p.token, p.Width/4*size, array)
	return p.long("mad.wide.u32", p.tid, size, start)
}

// vectors loads those of all rounds. Those that a thread does not have are
// zeros, which change neither a sum nor a largest value.
func (p *rmsNorm) vectors(address string, offset int) (x [][4]string) {
	for round := range p.rounds {
		x = append(x, p.load4("f", p.guard(round), address, offset+16*round*p.threads))
	}
	return x
}

// store writes the vectors of all rounds.
func (p *rmsNorm) store(array string, x [][4]string) {
	address := p.place(array, 16)
	for round := range x {
		p.do(when(p.guard(round))+"st.global.v4.f32", at(address, 16*round*p.threads), vector(x[round][:]))
	}
}

// load loads the row.
func (p *rmsNorm) load(source []string) [][4]string {
	p.comment("the row, and weights")
	switch p.Source {
	case ReLU2:
		return p.relu2(source[0])
	case Parts:
		return p.parts(source[0], source[1])
	}
	x := p.vectors(p.place(source[0], 16), 0)
	if p.Source == Sum {
		y := p.vectors(p.place(source[1], 16), 0)
		each(x, func(round, i int, v string) string { return p.float("add.rn.f32", v, y[round][i]) })
	}
	return x
}

// relu2 makes the row of gates and ups. In each quarter ups follow the gates, so a
// gate lies as many vectors further on than its value as quarters are before it
// times their length.
func (p *rmsNorm) relu2(g string) [][4]string {
	quarter := p.Width / 16
	start := p.long("mad.wide.u32", p.token, 8*p.Width, g)
	var gates, ups [][4]string
	for round := range p.rounds {
		v := p.word("add.u32", p.tid, round*p.threads)
		gate := v
		for i := 1; i < 4; i++ {
			passed := p.word("selp.b32", quarter, 0, p.predicate("setp.ge.u32", v, i*quarter))
			gate = p.word("add.u32", gate, passed)
		}
		address := p.long("mad.wide.u32", gate, 16, start)
		gates = append(gates, p.load4("f", p.guard(round), address, 0))
		ups = append(ups, p.load4("f", p.guard(round), address, 16*quarter))
	}
	each(gates, func(round, i int, gate string) string {
		gate = p.float("max.f32", gate, literal(0))
		return p.float("mul.rn.f32", p.float("mul.rn.f32", gate, gate), ups[round][i])
	})
	return gates
}

// parts makes the row of the splits of an attention.
func (p *rmsNorm) parts(part, stat string) (x [][4]string) {
	for round := range p.rounds {
		v := p.word("add.u32", p.tid, round*p.threads)
		head := p.quotient(v, p.HeadDim/4)
		inHead := p.word("mad.lo.s32", head, -p.HeadDim/4, v)
		row := p.word("mad.lo.u32", p.token, p.Width/p.HeadDim, head)
		stats := p.long("mad.wide.u32", row, 8*p.Splits, stat)
		values := p.long("mad.wide.u32", inHead, 16, p.long("mad.wide.u32", row, 4*p.Splits*p.HeadDim, part))
		x = append(x, p.merged(p.guard(round), stats, values))
	}
	return x
}

// merged are four values of a head. A thread that has none divides zero by one.
func (p *rmsNorm) merged(guard, stats, values string) (x [4]string) {
	factors, sum := p.splitFactors(guard, stats)
	if guard != "" {
		sum = p.float("selp.f32", sum, literal(1), guard)
	}
	x = [4]string{literal(0), literal(0), literal(0), literal(0)}
	for s, factor := range factors {
		for i, v := range p.load4("f", guard, values, 4*s*p.HeadDim) {
			x[i] = p.float("fma.rn.f32", v, factor, x[i])
		}
	}
	for i := range x {
		x[i] = p.float("div.rn.f32", x[i], sum)
	}
	return x
}

// splitFactors are what the parts of a head are to be multiplied by, and the sum
// of its weights.
func (p *rmsNorm) splitFactors(guard, stats string) (factors []string, sum string) {
	var all [][]string
	for s := range p.Splits {
		all = append(all, p.registersOf("f", 2))
		p.loadInto(readOnly, all[s], guard, stats, 8*s)
	}
	_, sum, factors = p.softmaxFactors(all)
	return factors, sum
}

// norm norms x in place.
func (p *rmsNorm) norm(x, weights [][4]string) {
	p.comment("mean of squares")
	sum := literal(0)
	each(x, func(_, _ int, v string) string {
		sum = p.float("add.rn.f32", sum, p.float("mul.rn.f32", v, v))
		return v
	})
	mean := p.float("div.rn.f32", p.sum(sum), literal(float32(p.Width)))
	root := p.float("sqrt.rn.f32", p.float("add.rn.f32", mean, literal(p.Eps)))
	factor := p.float("rcp.rn.f32", root)

	p.comment("normed values")
	each(x, func(round, i int, v string) string {
		return p.float("mul.rn.f32", p.float("mul.rn.f32", v, factor), weights[round][i])
	})
}

// quantise writes the row and its scale.
func (p *rmsNorm) quantise(x [][4]string, q, scale string) {
	p.comment("largest value")
	largest := literal(0)
	each(x, func(_, _ int, v string) string {
		largest = p.float("max.f32", largest, p.float("abs.f32", v))
		return v
	})
	largest = p.float("max.f32", p.max(largest), literal(leastMax))
	factor := p.float("div.rn.f32", literal(scaledTo), largest)

	p.comment("the scale, and the quantised row")
	first := p.predicate("setp.eq.u32", p.tid, 0)
	p.do(when(first)+"st.global.f32", at(p.long("mad.wide.u32", p.token, 4, scale), 0), factor)
	address := p.place(q, 4)
	for round := range x {
		p.do(when(p.guard(round))+"st.global.b32", at(address, 4*round*p.threads), p.pack(x[round], factor))
	}
}

// pack rounds four values to bytes, the first the lowest.
func (p *rmsNorm) pack(x [4]string, factor string) string {
	var n [4]string
	for i := range x {
		n[i] = p.word("cvt.rni.s32.f32", p.float("mul.rn.f32", x[i], factor))
	}
	high := p.word("cvt.pack.sat.s8.s32.b32", n[3], n[2], 0)
	return p.word("cvt.pack.sat.s8.s32.b32", n[1], n[0], high)
}

// sum adds up a value of all threads of the block. Each gets the same bits, as
// addition commutes.
func (p *rmsNorm) sum(value string) string {
	return p.block("squares", value, func(v string) string {
		for lanes := warp / 2; lanes > 0; lanes /= 2 {
			v = p.float("add.rn.f32", v, p.exchange(v, lanes))
		}
		return v
	})
}

// max is the largest value of all threads. None is negative, so their bits are in
// the order of the floats.
func (p *rmsNorm) max(value string) string {
	return p.block("largest", value, func(v string) string {
		return p.float("mov.b32", p.word("redux.sync.max.u32", p.word("mov.b32", v), allLanes))
	})
}

// block reduces the values of a block. ofWarp gives all threads of a warp what their
// values come to; 0 changes nothing. Each warp then does the same to those of all warps.
func (p *rmsNorm) block(name, value string, ofWarp func(value string) string) string {
	value = ofWarp(value)
	shared := p.word("mov.u32", p.shared(name, p.threads/warp))
	lane := p.word("and.b32", p.tid, warp-1)
	first := p.predicate("setp.eq.u32", lane, 0)
	p.do(when(first)+"st.shared.f32", at(p.word("mad.lo.u32", p.word("shr.u32", p.tid, 5), 4, shared), 0), value)
	p.do("bar.sync", 0)
	all := p.float("mov.f32", literal(0))
	p.do(when(p.within(lane, warp, p.threads/warp))+"ld.shared.f32", all, at(p.word("mad.lo.u32", lane, 4, shared), 0))
	return ofWarp(all)
}

// each replaces all values, in order, by what f returns.
func each(x [][4]string, f func(round, i int, v string) string) {
	for round := range x {
		for i, v := range x[round] {
			x[round][i] = f(round, i, v)
		}
	}
}

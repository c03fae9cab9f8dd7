package ptx

import (
	"fmt"
	"slices"
)

// Int8MatMul multiplies int8 activations by int8 weights, such as those of an
// output head, and takes both scales off.
//
// Pointers, in order:
//
//	q       [Tokens, In] int8
//	scale   [Tokens] float32, of the rows of q
//	w       [Rows, In] int8
//	scales  [Rows] float32, of the rows of w
//	y       [Tokens, Rows] float32, the result
//
//	y = (float32(sum(w·q)) · scales[row]) · (1 / scale[token])
//
// The sum is exact, and all else rounds to nearest.
//
// Warps go through all tokens in groups of at most eight, the largest that divides
// Tokens: at most eight, or a multiple of eight up to 64, is best. Of Rows a
// multiple of 16 is best.
type Int8MatMul struct {
	Tokens int // 1 to 65535
	In     int // a multiple of 16, at most 65536
	Rows   int // at most 67108864
}

// An output head is more than a cache holds, so few tokens take as long as reading
// it does. Memory of 3.3 TB/s is busy if each of 132 multiprocessors has 25 to 50 KB
// on their way. A warp has 10 KB, all columns of four rows of 2560, and registers
// leave room for eight such warps or more, for 16 with one token.
//
// Sixteen tokens take as long to multiply, at 64 dp4a a clock. So with eight of them
// in a warp, registers are bounded, for 12 warps to take turns. The rows of a warp
// share what it reads of q, which is twice as much as of w then, but from the L1
// cache.
const (
	rowsOfWarp    = 4
	tokensOfWarp  = 8
	roundsOfPass  = 5 // whose weights are loaded at once
	leastWarps    = 4 // of a block, where the rows allow it
	groupsOfBlock = 8 // of tokens: they read the same weights, from memory once
	takingTurns   = 12
)

// Kernel returns the kernel, or an error when the shape is not supported.
func (m Int8MatMul) Kernel() (Kernel, error) {
	if err := checkProduct(m.Tokens, m.In, m.Rows); err != nil {
		return Kernel{}, fmt.Errorf("ptx: int8 matmul: %w", err)
	}
	p := m.plan()
	p.write()
	grid := [3]int{m.Rows / (p.warps * p.rows), m.Tokens / (p.groups * p.tokens), 1}
	return p.kernel(m.name(), p.groups*p.warps*warp, grid), nil
}

func (m Int8MatMul) name() string {
	return fmt.Sprintf("int8_matmul_%dx%dx%d", m.Tokens, m.In, m.Rows)
}

// int8Product is an Int8MatMul that is being written. A warp has whole rows, so sums
// need no shared memory, and each lane a sum for every row and token of its warp.
type int8Product struct {
	assembly
	Int8MatMul
	spread
	tokens, rows  int // of a warp; rows are a power of two
	groups, warps int // of a block: groups of tokens, and warps of each, a power of two

	row, token string // the first of the warp
}

// plan chooses what a block does.
func (m Int8MatMul) plan() *int8Product {
	p := &int8Product{Int8MatMul: m, spread: spreadOver(warp, m.In), tokens: divisor(m.Tokens, tokensOfWarp)}
	p.groups = divisor(m.Tokens/p.tokens, groupsOfBlock)
	p.warps, p.rows = max(1, leastWarps/p.groups), rowsOfWarp
	for p.warps > 1 && m.Rows%(p.warps*p.rows) != 0 {
		p.warps /= 2
	}
	for m.Rows%p.rows != 0 {
		p.rows /= 2
	}
	// Other shapes need more registers than that, or would spill some.
	if p.tokens == tokensOfWarp && p.rows == rowsOfWarp && p.rounds <= roundsOfPass {
		p.blocks = takingTurns / (p.groups * p.warps)
	}
	return p
}

func (p *int8Product) write() {
	q, scale, w := p.pointer("q"), p.pointer("scale"), p.pointer("w")
	scales, y := p.pointer("scales"), p.pointer("y")
	p.comment("rows of a warp: %d, tokens: %d; of a block: %d, %d", p.rows, p.tokens, p.warps*p.rows, p.groups*p.tokens)
	p.place()
	w, q = p.start(p.spread, w, p.row), p.start(p.spread, q, p.token)
	r := p.result(scale, scales)
	dot := p.own(p.dots(w, q))
	p.finish(r, dot, y)
}

// place finds what the warp has to do.
func (p *int8Product) place() {
	tid := p.word("mov.u32", "%tid.x")
	p.begin(&p.assembly, p.word("and.b32", tid, warp-1))
	number := p.word("shr.u32", tid, log2(warp))
	group := p.word("shr.u32", number, log2(p.warps))
	group = p.word("mad.lo.u32", p.word("mov.u32", "%ctaid.y"), p.groups, group)
	p.token = p.word("mul.lo.u32", group, p.tokens)
	row := p.word("and.b32", number, p.warps-1)
	row = p.word("mad.lo.u32", p.word("mov.u32", "%ctaid.x"), p.warps, row)
	p.row = p.word("mul.lo.u32", row, p.rows)
}

// result is that of the lane, if it has one. They are in the order token, row.
func (p *int8Product) result(scale, scales string) (r result) {
	p.comment("the lane's result, and its scales")
	r.none = p.predicate("setp.ge.u32", p.thread, p.tokens*p.rows)
	r.token = p.word("add.u32", p.token, p.word("shr.u32", p.thread, log2(p.rows)))
	r.row = p.word("add.u32", p.row, p.word("and.b32", p.thread, p.rows-1))
	p.loadScales(&r, scale, scales, 0)
	return r
}

// dots are the sums of the lane's products, in the order of results.
func (p *int8Product) dots(w, q string) []string {
	dots, round := p.registersOf("r", p.tokens*p.rows), 0
	p.clear(dots)
	if p.rounds > roundsOfPass {
		round = p.passes(dots, w, q)
	}
	p.comment("last pass")
	p.pass(dots, w, q, round, p.rounds)
	return dots
}

// passes does all passes but the last, and returns how many rounds they have.
func (p *int8Product) passes(dots []string, w, q string) (rounds int) {
	rounds = (p.rounds - 1) / roundsOfPass * roundsOfPass
	column := p.word("mov.b32", 0)
	p.label("passes")
	p.pass(dots, p.long("mad.wide.u32", column, 1, w), p.long("mad.wide.u32", column, 1, q), 0, roundsOfPass)
	p.do("add.u32", column, column, roundsOfPass*warp*columns)
	p.do("@"+p.predicate("setp.lt.u32", column, rounds*warp*columns)+" bra", "passes")
	return rounds
}

// pass adds the products of some rounds to the sums. Weights come from far, so
// those of all rounds are loaded at once.
func (p *int8Product) pass(dots []string, w, q string, from, to int) {
	weights, activations := p.chunks(p.spread, w, p.rows), p.chunks(p.spread, q, p.tokens)
	var loaded [][][4]string
	for round := from; round < to; round++ {
		loaded = append(loaded, weights(round))
	}
	for i, chunks := range loaded {
		p.multiply(dots, chunks, activations(from+i))
	}
}

// multiply adds the products of chunks to the sums.
func (p *int8Product) multiply(dots []string, w, q [][4]string) {
	for c := range columns / 4 {
		for i, dot := range dots {
			p.do("dp4a.s32.s32", dot, w[i%p.rows][c], q[i/p.rows][c], dot)
		}
	}
}

// own adds each sum up over the warp, and gives every lane the one of its number:
// bit by bit of that, one of two is left.
func (p *int8Product) own(dots []string) string {
	p.comment("sums of the warp")
	for i := range dots {
		dots[i] = p.word("redux.sync.add.s32", dots[i], allLanes)
	}
	for bit := 1; len(dots) > 1; bit *= 2 {
		odd := p.predicate("setp.ne.u32", p.word("and.b32", p.thread, bit), 0)
		var left []string
		for two := range slices.Chunk(dots, 2) {
			left = append(left, p.word("selp.b32", two[len(two)-1], two[0], odd))
		}
		dots = left
	}
	return dots[0]
}

// finish writes the results.
func (p *int8Product) finish(r result, dot, y string) {
	p.comment("results")
	p.do("@" + r.none + " ret")
	value := p.float("mul.rn.f32", p.float("cvt.rn.f32.s32", dot), r.weight)
	value = p.float("mul.rn.f32", value, p.float("rcp.rn.f32", r.scale))
	p.store(value, y, r.token, p.Rows, r.row)
}

package ptx

import (
	"fmt"
	"math/bits"
)

// MatMul multiplies int8 activations by ternary weights and takes both scales
// off: y = (W·q)·(scale of W / scale of q).
//
// Pointers, in order:
//
//	q       [Tokens, In] int8
//	scale   [Tokens] float32, of the rows of q
//	w       [Rows, In] uint8, packed
//	scales  float32, a table; that of packed row r is number Scales+r
//	y       [Tokens, 4, Rows] float32, the result
//
// Packing is the published one of BitNet b1.58 2B4T: byte [r][c] holds, from its
// lowest bits up, the codes (weight+1) of output rows r, r+Rows, r+2·Rows and
// r+3·Rows at column c. Plane i of row r makes y[token][i][r].
//
//	dot = sum(code·q) - sum(q)
//	y   = float32(dot) · (scales[Scales+r] / scale[token])
//
// dot is exact, and the division and the product round to nearest.
//
// Blocks go through all tokens in groups of at most eight, the largest that
// divides Tokens: at most eight, or a multiple of eight, is best.
type MatMul struct {
	Tokens int // 1 to 65535
	In     int // a multiple of 16, at most 65536
	Rows   int // packed rows: a quarter of the outputs
	Scales int // where the scales of the rows begin
}

const (
	mostIn    = 1 << 16
	mostRows  = 1 << 26
	mostIndex = 1 << 26 // of a float in a table

	columns = 16 // that a thread loads at once, a byte each
	planes  = 4  // codes of a byte
)

// Kernel returns the kernel, or an error when the shape is not supported.
func (m MatMul) Kernel() (Kernel, error) {
	if err := m.check(); err != nil {
		return Kernel{}, fmt.Errorf("ptx: matmul: %w", err)
	}
	p := m.product()
	p.write()
	return p.kernel(m.name(), p.threads, [3]int{m.Rows / p.rows, m.Tokens / p.tokens, 1}), nil
}

func (m MatMul) check() error {
	if m.Scales < 0 || m.Scales > mostIndex {
		return fmt.Errorf("scales at %d, must be 0 to %d", m.Scales, mostIndex)
	}
	return checkProduct(m.Tokens, m.In, m.Rows)
}

func checkProduct(tokens, in, rows int) error {
	switch {
	case tokens < 1 || tokens > mostTokens:
		return fmt.Errorf("%d tokens, must be 1 to %d", tokens, mostTokens)
	case in < 1 || in%columns != 0:
		return fmt.Errorf("%d columns, must be a multiple of %d", in, columns)
	case in > mostIn:
		return fmt.Errorf("%d columns, must be at most %d", in, mostIn)
	case rows < 1 || rows > mostRows:
		return fmt.Errorf("%d rows, must be 1 to %d", rows, mostRows)
	}
	return nil
}

func (m MatMul) name() string {
	return fmt.Sprintf("ternary_matmul_%dx%dx%d_s%d", m.Tokens, m.In, m.Rows, m.Scales)
}

// product is a MatMul that is being written.
type product struct {
	assembly
	MatMul
	spread
	tokens, rows int // of a block; rows are a power of two

	row, token string // the first of the block
}

// spread is how the columns of a row are spread over threads, which have a chunk
// each in a round.
type spread struct {
	in              int
	threads, rounds int

	thread string // number of the thread among those of a row
	last   string // predicate of threads that have columns in the last round; none: all
}

func spreadOver(mostThreads, in int) spread {
	threads, rounds := threadsFor(in/columns, mostThreads)
	return spread{in: in, threads: threads, rounds: rounds}
}

// begin is for the thread of a number.
func (s *spread) begin(a *assembly, thread string) {
	s.thread = thread
	s.last = a.within(thread, s.threads, s.in/columns-(s.rounds-1)*s.threads)
}

const (
	mostThreads = 256
	mostPairs   = 8   // of a row and a token, in a block: each thread holds four sums of each
	fewBlocks   = 512 // some for each multiprocessor, to spread work evenly
)

// product chooses what a block does. More tokens share unpacked codes, and more
// rows share activations.
func (m MatMul) product() *product {
	p := &product{MatMul: m, spread: spreadOver(mostThreads, m.In), tokens: divisor(m.Tokens, mostPairs), rows: 4}
	for p.rows > 1 && (m.Rows%p.rows != 0 || p.rows*p.tokens > mostPairs || m.Rows/p.rows < fewBlocks) {
		p.rows /= 2
	}
	return p
}

// results are the outputs of a block, in the order token, row, plane.
func (p *product) results() int { return p.tokens * p.rows * planes }

func (p *product) write() {
	q, scale, w := p.pointer("q"), p.pointer("scale"), p.pointer("w")
	scales, y := p.pointer("scales"), p.pointer("y")
	p.comment("rows of a block: %d, tokens: %d, columns of a thread in a round: %d", p.rows, p.tokens, columns)
	thread := p.word("mov.u32", "%tid.x")
	p.row = p.word("mul.lo.u32", p.word("mov.u32", "%ctaid.x"), p.rows)
	p.token = p.word("mul.lo.u32", p.word("mov.u32", "%ctaid.y"), p.tokens)
	p.begin(&p.assembly, thread)
	activations := p.chunks(p.spread, p.start(p.spread, q, p.token), p.tokens)
	weights := p.allRounds(p.chunks(p.spread, p.start(p.spread, w, p.row), p.rows))
	result := p.result(scale, scales)
	dots := p.dots(weights, activations)
	p.finish(result, p.reduce(dots), y)
}

// start is where the thread's columns of a row begin.
func (a *assembly) start(s spread, matrix, row string) string {
	address := a.long("mad.wide.u32", row, s.in, matrix)
	return a.long("mad.wide.u32", s.thread, columns, address)
}

// chunks returns what loads a thread's columns, of many rows from the address on, of
// a matrix of bytes. In the last round only some threads have columns.
func (a *assembly) chunks(s spread, address string, many int) func(round int) [][4]string {
	return func(round int) (chunks [][4]string) {
		guard := ""
		if round == s.rounds-1 {
			guard = s.last
		}
		for row := range many {
			chunks = append(chunks, a.load4("r", guard, address, row*s.in+round*s.threads*columns))
		}
		return chunks
	}
}

// allRounds loads the weights at once: they come from far.
func (p *product) allRounds(weights func(round int) [][4]string) (w [][][4]string) {
	p.comment("weights of all rounds")
	for round := range p.rounds {
		w = append(w, weights(round))
	}
	return w
}

// result is what the first threads of a block, or of a warp, write, one each.
type result struct {
	none              string // predicate of the other threads
	token, row, plane string // plane: of a MatMul
	scale, weight     string // loaded before they are needed
}

func (p *product) result(scale, scales string) (r result) {
	p.comment("the thread's result, and its scales")
	r.none = p.predicate("setp.ge.u32", p.thread, p.results())
	r.token = p.word("add.u32", p.token, p.word("shr.u32", p.thread, bits.TrailingZeros(uint(p.rows*planes))))
	r.row = p.word("add.u32", p.row, p.word("and.b32", p.word("shr.u32", p.thread, 2), p.rows-1))
	r.plane = p.word("and.b32", p.thread, planes-1)
	p.loadScales(&r, scale, scales, p.Scales)
	return r
}

// loadScales loads those of a result. The row's are numbered from first on.
func (a *assembly) loadScales(r *result, scale, scales string, first int) {
	r.scale, r.weight = a.register("f"), a.register("f")
	a.do("@!"+r.none+" ld.global.nc.f32", r.scale, at(a.long("mad.wide.u32", r.token, 4, scale), 0))
	a.do("@!"+r.none+" ld.global.nc.f32", r.weight, at(a.long("mad.wide.u32", r.row, 4, scales), 4*first))
}

// dots are the thread's dot products, those of plane i times 4^i: codes are masked
// where they lie, not shifted. As 2¹⁶ columns are products of a byte up to 2·4³
// and one up to 2⁷, no sum is above 2³⁰.
func (p *product) dots(w [][][4]string, activations func(round int) [][4]string) []string {
	dots, sums := zeros(p.results()), zeros(p.tokens)
	for round := range w {
		p.comment("round %d", round)
		q := activations(round)
		for c := range columns / 4 {
			p.multiply(dots, sums, w[round], q, c)
		}
	}
	p.comment("sum(code*q) - sum(q), times 4^plane")
	for i := range dots {
		dots[i] = p.word("mad.lo.s32", sums[i/(p.rows*planes)], -1<<(2*(i%planes)), dots[i])
	}
	return dots
}

// multiply adds word c of each chunk, which is four columns, to the dot products
// of codes and to the sums of q.
func (p *product) multiply(dots, sums []string, w, q [][4]string, c int) {
	for t := range q {
		sums[t] = p.word("dp4a.s32.s32", q[t][c], "0x01010101", sums[t])
	}
	for row := range w {
		for plane := range planes {
			codes := p.word("and.b32", w[row][c], fmt.Sprintf("0x%08X", uint32(0x03030303)<<(2*plane)))
			for t := range q {
				i := (t*p.rows+row)*planes + plane
				dots[i] = p.word("dp4a.u32.s32", codes, q[t][c], dots[i])
			}
		}
	}
}

// reduce adds up the threads of a warp, and shares the sums of all warps.
func (p *product) reduce(dots []string) (shared string) {
	p.comment("sums of warps")
	for i := range dots {
		dots[i] = p.word("redux.sync.add.s32", dots[i], allLanes)
	}
	shared = p.shared("sums", p.threads/warp*p.results())
	first := p.predicate("setp.eq.u32", p.word("and.b32", p.thread, warp-1), 0)
	address := p.word("mov.u32", shared)
	address = p.word("mad.lo.u32", p.word("shr.u32", p.thread, 5), 4*p.results(), address)
	for i := 0; i < len(dots); i += 4 {
		p.do(when(first)+"st.shared.v4.b32", at(address, 4*i), vector(dots[i:i+4]))
	}
	p.do("bar.sync", 0)
	return shared
}

// finish writes the results.
func (p *product) finish(r result, sums, y string) {
	p.comment("results")
	p.do("@" + r.none + " ret")
	dot := p.word("shr.s32", p.total(sums), p.word("shl.b32", r.plane, 1))
	unit := p.float("div.rn.f32", r.weight, r.scale)
	value := p.float("mul.rn.f32", p.float("cvt.rn.f32.s32", dot), unit)
	line := p.word("mad.lo.u32", r.token, planes, r.plane)
	p.store(value, y, line, p.Rows, r.row)
}

// store writes a float of a matrix that may have more of them than 32 bits count.
func (a *assembly) store(value, matrix, line string, width int, column string) {
	index := a.long("mad.wide.u32", line, width, a.long("cvt.u64.u32", column))
	a.do("st.global.f32", at(a.long("mad.lo.u64", index, 4, matrix), 0), value)
}

// total adds the sums that warps have of the thread's result.
func (p *product) total(sums string) string {
	address := p.word("mad.lo.u32", p.thread, 4, p.word("mov.u32", sums))
	total := p.word("ld.shared.b32", at(address, 0))
	for w := 1; w < p.threads/warp; w++ {
		total = p.word("add.s32", total, p.word("ld.shared.b32", at(address, 4*w*p.results())))
	}
	return total
}

// zeros are sums before the first addend.
func zeros(n int) []string {
	z := make([]string, n)
	for i := range z {
		z[i] = "0"
	}
	return z
}

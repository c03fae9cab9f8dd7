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
	switch {
	case m.Tokens < 1 || m.Tokens > mostTokens:
		return fmt.Errorf("%d tokens, must be 1 to %d", m.Tokens, mostTokens)
	case m.In < 1 || m.In%columns != 0:
		return fmt.Errorf("%d columns, must be a multiple of %d", m.In, columns)
	case m.In > mostIn:
		return fmt.Errorf("%d columns, must be at most %d", m.In, mostIn)
	case m.Rows < 1 || m.Rows > mostRows:
		return fmt.Errorf("%d rows, must be 1 to %d", m.Rows, mostRows)
	case m.Scales < 0 || m.Scales > mostIndex:
		return fmt.Errorf("scales at %d, must be 0 to %d", m.Scales, mostIndex)
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
	tokens, rows    int // of a block; rows are a power of two
	threads, rounds int

	tid, row, token string // index of the thread, and of the block's first row and token
}

const (
	mostThreads = 256
	mostPairs   = 8   // of a row and a token, in a block: each thread holds four sums of each
	fewBlocks   = 512 // some for each multiprocessor, to spread work evenly
)

// product chooses what a block does. More tokens share unpacked codes, and more
// rows share activations.
func (m MatMul) product() *product {
	p := &product{MatMul: m, tokens: min(m.Tokens, mostPairs), rows: 4}
	for m.Tokens%p.tokens != 0 {
		p.tokens--
	}
	for p.rows > 1 && (m.Rows%p.rows != 0 || p.rows*p.tokens > mostPairs || m.Rows/p.rows < fewBlocks) {
		p.rows /= 2
	}
	p.threads, p.rounds = threadsFor(m.In/columns, mostThreads)
	return p
}

// results are the outputs of a block, in the order token, row, plane.
func (p *product) results() int { return p.tokens * p.rows * planes }

func (p *product) write() {
	q, scale, w := p.pointer("q"), p.pointer("scale"), p.pointer("w")
	scales, y := p.pointer("scales"), p.pointer("y")
	p.comment("rows of a block: %d, tokens: %d, columns of a thread in a round: %d", p.rows, p.tokens, columns)
	p.tid = p.word("mov.u32", "%tid.x")
	p.row = p.word("mul.lo.u32", p.word("mov.u32", "%ctaid.x"), p.rows)
	p.token = p.word("mul.lo.u32", p.word("mov.u32", "%ctaid.y"), p.tokens)
	last := p.within(p.tid, p.threads, p.In/columns-(p.rounds-1)*p.threads)
	activations := p.chunks(q, p.token, p.tokens, last)
	weights := p.allRounds(p.chunks(w, p.row, p.rows, last))
	result := p.result(scale, scales)
	dots := p.dots(weights, activations)
	p.finish(result, p.reduce(dots), y)
}

// chunks returns what loads a thread's columns, of many rows from the first on, of
// a matrix of bytes. In the last round only some threads have columns.
func (p *product) chunks(matrix, first string, many int, last string) func(round int) [][4]string {
	address := p.long("mad.wide.u32", first, p.In, matrix)
	address = p.long("mad.wide.u32", p.tid, columns, address)
	return func(round int) (chunks [][4]string) {
		guard := ""
		if round == p.rounds-1 {
			guard = last
		}
		for row := range many {
			chunks = append(chunks, p.load4("r", guard, address, row*p.In+round*p.threads*columns))
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

// result is what the first threads of a block write, one each.
type result struct {
	none              string // predicate of the other threads
	token, row, plane string
	scale, weight     string // loaded before they are needed
}

func (p *product) result(scale, scales string) (r result) {
	p.comment("the thread's result, and its scales")
	r.none = p.predicate("setp.ge.u32", p.tid, p.results())
	r.token = p.word("add.u32", p.token, p.word("shr.u32", p.tid, bits.TrailingZeros(uint(p.rows*planes))))
	r.row = p.word("add.u32", p.row, p.word("and.b32", p.word("shr.u32", p.tid, 2), p.rows-1))
	r.plane = p.word("and.b32", p.tid, planes-1)
	r.scale, r.weight = p.register("f"), p.register("f")
	p.do("@!"+r.none+" ld.global.nc.f32", r.scale, at(p.long("mad.wide.u32", r.token, 4, scale), 0))
	p.do("@!"+r.none+" ld.global.nc.f32", r.weight, at(p.long("mad.wide.u32", r.row, 4, scales), 4*p.Scales))
	return r
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
	first := p.predicate("setp.eq.u32", p.word("and.b32", p.tid, warp-1), 0)
	address := p.word("mov.u32", shared)
	address = p.word("mad.lo.u32", p.word("shr.u32", p.tid, 5), 4*p.results(), address)
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
	index := p.long("mad.wide.u32", line, p.Rows, p.long("cvt.u64.u32", r.row))
	p.do("st.global.f32", at(p.long("mad.lo.u64", index, 4, y), 0), value)
}

// total adds the sums that warps have of the thread's result.
func (p *product) total(sums string) string {
	address := p.word("mad.lo.u32", p.tid, 4, p.word("mov.u32", sums))
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

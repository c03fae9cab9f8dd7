package ptx

import (
	"fmt"
	"strings"
)

// Shrink is u = A·x of each row's own LoRA adapter, for all matrices, the members,
// that have the same x.
//
// Pointers, in order:
//
//	x         [Tokens, In] float32
//	slots     [Tokens] int32, numbers of the rows' adapters
//	a_0, ...  [adapters, Layers, Rank, In], one for each member; float32, or
//	          bfloat16 with BF16
//	u         [Tokens, Members, Rank] float32, the result
//
// Slot 0 is no adapter: its u is 0, and of a no more is read than the row's adapter.
// Sums are of fused products.
type Shrink struct {
	Tokens        int // 1 to 65535
	In            int // a multiple of 4, of 8 with BF16; at most 16384
	Rank          int // a multiple of 4, at most 64
	Members       int // 1 to 8
	Layers, Layer int
	BF16          bool
}

// Expand is y + scale·(B·u) of each row's own LoRA adapter, for all members that
// are stacked in a MatMul.
//
// Pointers, in order:
//
//	y         [Tokens, 4, R] float32, R being a quarter of all Outs
//	u         [Tokens, members, Rank] float32, as Shrink makes it
//	slots     [Tokens] int32, numbers of the rows' adapters
//	scales    [adapters, Layers, Linears] float32; that of member m is number First+m
//	b_0, ...  [adapters, Layers, Rank, Outs of the member] float32, or bfloat16
//	          with BF16
//	sum       [Tokens, 4, R] float32, the result
//
// Output i·n+r of a member, n being a quarter of its Outs, lies at [token][i][r],
// counted from the member's first row on.
//
//	sum = y + (sum of u[j]·b[j], of fused products and j ascending) · scale
//
// Slot 0 is no adapter: y is copied, and of scales and b nothing is read.
type Expand struct {
	Tokens         int   // 1 to 65535
	Rank           int   // a multiple of 4, at most 64
	Outs           []int // 1 to 8, multiples of 16
	Layers, Layer  int
	Linears, First int
	BF16           bool
}

const (
	mostRank    = 64
	mostMembers = 8
	mostLayers  = 1 << 12
	mostOuts    = 1 << 20
	mostLinears = 1 << 6

	mostShrink = 256 // threads of a block
	fewShrink  = 256 // blocks
	expanding  = 64  // threads of a block
)

// Kernel returns the kernel, or an error when the shape is not supported.
func (s Shrink) Kernel() (Kernel, error) {
	if err := s.check(); err != nil {
		return Kernel{}, fmt.Errorf("ptx: shrink: %w", err)
	}
	p := s.plan()
	p.write()
	return p.kernel(s.name(), p.threads, [3]int{s.Rank / p.ranks, s.Members, s.Tokens}), nil
}

func (s Shrink) check() error {
	if s.In < 1 || s.In%s.each() != 0 || s.In > mostWidth {
		return fmt.Errorf("%d columns, must be a multiple of %d, at most %d", s.In, s.each(), mostWidth)
	}
	return checkAdapters(s.Tokens, s.Rank, s.Members, s.Layers, s.Layer)
}

func (s Shrink) name() string {
	name := fmt.Sprintf("lora_shrink_%dx%dx%d_m%d_l%dof%d", s.Tokens, s.In, s.Rank, s.Members, s.Layer, s.Layers)
	return name + suffix(s.BF16)
}

// each is how many columns a thread loads at once: 16 bytes of a stack.
func (s Shrink) each() int { return 16 / sizeOf(s.BF16) }

func checkAdapters(tokens, rank, members, layers, layer int) error {
	switch {
	case tokens < 1 || tokens > mostTokens:
		return fmt.Errorf("%d tokens, must be 1 to %d", tokens, mostTokens)
	case rank < 1 || rank%4 != 0 || rank > mostRank:
		return fmt.Errorf("rank %d, must be a multiple of 4, at most %d", rank, mostRank)
	case members < 1 || members > mostMembers:
		return fmt.Errorf("%d members, must be 1 to %d", members, mostMembers)
	case layers < 1 || layers > mostLayers:
		return fmt.Errorf("%d layers, must be 1 to %d", layers, mostLayers)
	case layer < 0 || layer >= layers:
		return fmt.Errorf("layer %d, must be below %d", layer, layers)
	}
	return nil
}

// loadStack loads n floats of a stack, zeros where guard, if there is one, is false.
func (a *assembly) loadStack(bf16 bool, n int, guard, address string, offset int) []string {
	if bf16 {
		pairs := a.registersOf("r", n/2)
		a.loadInto(readOnly, pairs, guard, address, offset)
		return a.widened(pairs)
	}
	values := a.registersOf("f", n)
	a.loadInto(readOnly, values, guard, address, offset)
	return values
}

// shrink is a Shrink that is being written. A block has some ranks of a member and
// a token, and a thread columns of all these.
type shrink struct {
	assembly
	Shrink
	ranks           int
	threads, rounds int

	tid, rank, member, token string
}

// plan chooses what a block does. More ranks share x.
func (s Shrink) plan() *shrink {
	p := &shrink{Shrink: s, ranks: 4}
	for p.ranks > 1 && s.Tokens*s.Members*s.Rank/p.ranks < fewShrink {
		p.ranks /= 2
	}
	p.threads, p.rounds = threadsFor(s.In/s.each(), mostShrink)
	return p
}

func (p *shrink) write() {
	x, slots := p.pointer("x"), p.pointer("slots")
	var a []string
	for m := range p.Members {
		a = append(a, p.pointer(fmt.Sprintf("a_%d", m)))
	}
	u := p.pointer("u")
	p.comment("ranks of a block: %d", p.ranks)
	p.tid = p.word("mov.u32", "%tid.x")
	p.rank = p.word("mul.lo.u32", p.word("mov.u32", "%ctaid.x"), p.ranks)
	p.member, p.token = p.word("mov.u32", "%ctaid.y"), p.word("mov.u32", "%ctaid.z")
	total := p.float("mov.b32", literal(0))
	slot := p.slot(slots, p.token, "result")
	p.add(total, p.sums(x, p.first(a, slot)))
	p.label("result")
	p.do("@" + p.predicate("setp.ge.u32", p.tid, p.ranks) + " ret")
	index := p.word("mad.lo.u32", p.word("mad.lo.u32", p.token, p.Members, p.member), p.Rank, p.word("add.u32", p.rank, p.tid))
	p.do("st.global.f32", at(p.long("mad.wide.u32", index, 4, u), 0), total)
}

// slot is the token's. All threads of a block have the same; they go on at the
// label if it is 0.
func (a *assembly) slot(slots, token, label string) string {
	slot := a.word("ld.global.nc.b32", at(a.long("mad.wide.u32", token, 4, slots), 0))
	a.do("@"+a.predicate("setp.eq.u32", slot, 0)+" bra", label)
	return slot
}

// first is the first row of the block in the stack of its member.
func (p *shrink) first(a []string, slot string) string {
	stack := a[0]
	for m, other := range a[1:] {
		stack = p.long("selp.b64", other, stack, p.predicate("setp.eq.u32", p.member, m+1))
	}
	row := p.word("mad.lo.u32", slot, p.Layers*p.Rank, p.word("add.u32", p.rank, p.Layer*p.Rank))
	return p.long("mad.wide.u32", row, sizeOf(p.BF16)*p.In, stack)
}

// sums are those of the thread, by rank.
func (p *shrink) sums(x, a string) []string {
	p.comment("products")
	x = p.long("mad.wide.u32", p.tid, 4*p.each(), p.long("mad.wide.u32", p.token, 4*p.In, x))
	a = p.long("mad.wide.u32", p.tid, 16, a)
	last := p.within(p.tid, p.threads, p.In/p.each()-(p.rounds-1)*p.threads)
	sums := make([]string, p.ranks)
	for round := range p.rounds {
		guard := ""
		if round == p.rounds-1 {
			guard = last
		}
		v := p.loadRow(guard, x, round)
		for rank := range sums {
			w := p.loadStack(p.BF16, p.each(), guard, a, sizeOf(p.BF16)*rank*p.In+16*round*p.threads)
			sums[rank] = p.dot(sums[rank], v, w)
		}
	}
	return sums
}

// loadRow loads the thread's columns of x.
func (p *shrink) loadRow(guard, x string, round int) (v []string) {
	for i := 0; i < p.each(); i += 4 {
		four := p.load4("f", guard, x, 4*(round*p.threads*p.each()+i))
		v = append(v, four[:]...)
	}
	return v
}

// dot adds products to a sum, if there is one yet.
func (p *shrink) dot(sum string, x, w []string) string {
	for i := range x {
		if sum == "" {
			sum = p.float("mul.rn.f32", x[i], w[i])
		} else {
			sum = p.float("fma.rn.f32", x[i], w[i], sum)
		}
	}
	return sum
}

// add adds up the sums of all threads: of its rank, in each of the first threads.
func (p *shrink) add(total string, sums []string) {
	p.comment("sums of the block")
	shared := p.word("mov.u32", p.shared("sums", p.threads/warp*p.ranks))
	first := p.predicate("setp.eq.u32", p.word("and.b32", p.tid, warp-1), 0)
	mine := p.word("mad.lo.u32", p.word("shr.u32", p.tid, 5), 4*p.ranks, shared)
	for rank, sum := range sums {
		for bit := warp / 2; bit > 0; bit /= 2 {
			sum = p.float("add.rn.f32", sum, p.exchange(sum, bit))
		}
		p.do(when(first)+"st.shared.f32", at(mine, 4*rank), sum)
	}
	p.do("bar.sync", 0)
	has := p.predicate("setp.lt.u32", p.tid, p.ranks)
	address := p.word("mad.lo.u32", p.tid, 4, shared)
	for w := range p.threads / warp {
		part := p.float("mov.b32", literal(0))
		p.do(when(has)+"ld.shared.f32", part, at(address, 4*w*p.ranks))
		p.do("add.rn.f32", total, total, part)
	}
}

// Kernel returns the kernel, or an error when the shape is not supported.
func (e Expand) Kernel() (Kernel, error) {
	if err := e.check(); err != nil {
		return Kernel{}, fmt.Errorf("ptx: expand: %w", err)
	}
	p := &expand{Expand: e}
	for _, out := range e.Outs {
		p.rows += out / 4
	}
	p.write()
	return p.kernel(e.name(), expanding, [3]int{ceil(p.rows, expanding), e.Tokens, 1}), nil
}

func (e Expand) check() error {
	for m, out := range e.Outs {
		if out < 1 || out%16 != 0 || out > mostOuts {
			return fmt.Errorf("member %d has %d outputs, must be a multiple of 16, at most %d", m, out, mostOuts)
		}
	}
	if e.First < 0 || e.Linears > mostLinears || e.First+len(e.Outs) > e.Linears {
		return fmt.Errorf("members %d to %d of %d linears, must be among them, at most %d", e.First, e.First+len(e.Outs)-1, e.Linears, mostLinears)
	}
	return checkAdapters(e.Tokens, e.Rank, len(e.Outs), e.Layers, e.Layer)
}

func (e Expand) name() string {
	outs := strings.Trim(strings.ReplaceAll(fmt.Sprint(e.Outs), " ", "x"), "[]")
	name := fmt.Sprintf("lora_expand_%dx%d_o%s_l%dof%d_s%dof%d", e.Tokens, e.Rank, outs, e.Layer, e.Layers, e.First, e.Linears)
	return name + suffix(e.BF16)
}

// expand is an Expand that is being written. A thread has four rows of a plane.
type expand struct {
	assembly
	Expand
	rows int

	token, plane, row string // row: the first of the thread
}

func (p *expand) write() {
	y, u, slots, scales := p.pointer("y"), p.pointer("u"), p.pointer("slots"), p.pointer("scales")
	var b []string
	for m := range p.Outs {
		b = append(b, p.pointer(fmt.Sprintf("b_%d", m)))
	}
	sum := p.pointer("sum")
	p.comment("four rows of a plane")
	piece := p.word("mad.lo.u32", p.word("mov.u32", "%ctaid.x"), expanding, p.word("mov.u32", "%tid.x"))
	p.do("@" + p.predicate("setp.ge.u32", piece, p.rows) + " ret")
	p.token = p.word("mov.u32", "%ctaid.y")
	p.plane = p.quotient(piece, p.rows/4)
	p.row = p.word("shl.b32", p.word("mad.lo.s32", p.plane, -p.rows/4, piece), 2)
	place := p.word("mad.lo.u32", p.token, p.rows, piece)
	values := p.load4("f", "", p.long("mad.wide.u32", place, 16, y), 0)
	slot := p.slot(slots, p.token, "result")
	p.add(values, p.member(b), u, slot, scales)
	p.label("result")
	p.do("st.global.v4.f32", at(p.long("mad.wide.u32", place, 16, sum), 0), vector(values[:]))
}

// member is that of the thread's rows.
type member struct {
	number, quarter string // quarter of its outputs
	row             string // of the thread in it
	b               string
}

func (p *expand) member(b []string) (m member) {
	p.comment("the rows' member")
	m = member{p.word("mov.u32", 0), p.word("mov.u32", p.Outs[0]/4), p.row, b[0]}
	first := 0
	for i, out := range p.Outs[1:] {
		first += p.Outs[i] / 4
		from := p.predicate("setp.ge.u32", p.row, first)
		m.number = p.word("selp.b32", i+1, m.number, from)
		m.quarter = p.word("selp.b32", out/4, m.quarter, from)
		m.row = p.word("selp.b32", p.word("sub.u32", p.row, first), m.row, from)
		m.b = p.long("selp.b64", b[i+1], m.b, from)
	}
	return m
}

// add adds what the adapter makes of u to the values.
func (p *expand) add(values [4]string, m member, u, slot, scales string) {
	p.comment("products")
	layer := p.word("mad.lo.u32", slot, p.Layers, p.Layer)
	index := p.word("mad.lo.u32", layer, p.Linears, p.word("add.u32", m.number, p.First))
	scale := p.float("ld.global.nc.f32", at(p.long("mad.wide.u32", index, 4, scales), 0))
	line := p.word("mad.lo.u32", p.token, len(p.Outs), m.number)
	weights := p.weights(m, layer)
	sums := p.products(p.long("mad.wide.u32", line, 4*p.Rank, u), weights)
	for i, v := range values {
		p.do("add.rn.f32", v, v, p.float("mul.rn.f32", sums[i], scale))
	}
}

// weights loads those of the thread's rows for all ranks.
func (p *expand) weights(m member, layer string) (w [][]string) {
	size := sizeOf(p.BF16)
	line := p.word("shl.b32", m.quarter, log2(4*size)) // bytes of all outputs
	start := p.long("mad.wide.u32", p.word("mul.lo.u32", layer, p.Rank), line, m.b)
	start = p.long("mad.wide.u32", p.word("mad.lo.u32", p.plane, m.quarter, m.row), size, start)
	for rank := range p.Rank {
		w = append(w, p.loadStack(p.BF16, 4, "", p.long("mad.wide.u32", line, rank, start), 0))
	}
	return w
}

// products are the sums over all ranks.
func (p *expand) products(u string, w [][]string) (sums [4]string) {
	for rank := 0; rank < len(w); rank += 4 {
		for i, factor := range p.load4("f", "", u, 4*rank) {
			sums = p.product(sums, factor, w[rank+i])
		}
	}
	return sums
}

func (p *expand) product(sums [4]string, factor string, w []string) [4]string {
	for i := range sums {
		if sums[i] == "" {
			sums[i] = p.float("mul.rn.f32", factor, w[i])
		} else {
			sums[i] = p.float("fma.rn.f32", factor, w[i], sums[i])
		}
	}
	return sums
}

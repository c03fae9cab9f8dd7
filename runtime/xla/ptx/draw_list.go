package ptx

import "math/bits"

// entry is a token of the list, in registers. Where there is none it has no weight.
type entry struct{ key, index, weight string }

// fromList draws the token from the list of the likeliest, if that has all that may be
// drawn.
func (p *drawing) fromList() {
	list := p.list()
	p.comment("top_k of the list")
	p.do("@!"+p.fewer+" bra", "listed")
	p.cut(list, p.selectOfList("list_k", list, p.long("cvt.u64.u32", p.kept), false, 32))
	p.label("listed")
	sum := p.sum("listed_sums", p.own(list))
	p.do(when(p.fewer)+"mov.b64", p.total, sum)

	p.comment("top_p of the list")
	p.do("@!"+p.partial+" bra", "cut")
	need := p.share(p.total)
	p.do("@"+p.predicate("setp.lt.u64", sum, need)+" bra", "row")
	p.cut(list, p.selectOfList("list_p", list, need, true, 32))
	p.do("mov.b64", sum, p.sum("cut_sums", p.own(list)))
	p.label("cut")
	p.chooseOfList(list, sum)
}

// list makes the list. It is in no order, which changes no sum. A list that is too
// long, or lacks some of top_k, is of no use.
func (p *drawing) list() []entry {
	p.comment("list of the likeliest")
	list := p.word("mov.u32", p.shared("list", 2*p.capacity()))
	taken := p.word("mov.u32", "taken")
	p.total = p.long("mov.b64", 0)
	p.do("@"+p.fewer+" bra", "unweighed")
	own := p.long("mov.b64", 0)
	p.gather("list_and_sum", list, taken, own)
	p.do("mov.b64", p.total, p.sum("totals", own))
	p.do("bra", "gathered")
	p.label("unweighed")
	p.gather("list_only", list, taken, "")
	p.label("gathered")
	p.do("bar.sync", 0)
	count := p.word("ld.shared.b32", at(taken, 0))
	p.do("@"+p.predicate("setp.gt.u32", count, p.capacity())+" bra", "row")
	few := p.predicate("setp.lt.and.u32", count, p.kept, p.unlisted)
	p.do("@"+p.predicate("and.pred", few, p.fewer)+" bra", "row")
	return p.entries(list, count)
}

// gather adds the tokens from the bound on to the list, and the weights of all tokens
// to a sum, if there is one.
func (p *drawing) gather(name, list, taken, sum string) {
	p.visit(name, p.tid, p.threads, func(l, index string, offset int) {
		place := p.word("mov.b32", p.capacity())
		p.do(when(p.predicate("setp.ge.f32", l, p.bound))+"atom.shared.add.u32", place, at(taken, 0), 1)
		fits := p.predicate("setp.lt.u32", place, p.capacity())
		token := vector([]string{l, p.word("add.u32", index, offset)})
		p.do(when(fits)+"st.shared.v2.b32", at(p.word("mad.lo.u32", place, 8, list), 0), token)
		if sum != "" {
			weight, _ := p.weight(p.power(l))
			p.do("add.u64", sum, sum, weight)
		}
	})
}

// entries are the thread's tokens of the list.
func (p *drawing) entries(list, count string) (entries []entry) {
	for i := range ofThread {
		place := p.word("add.u32", p.tid, i*p.threads)
		logit, e := p.float("mov.b32", literal(negativeInfinity)), entry{index: p.word("mov.b32", 0)}
		address := p.word("mad.lo.u32", place, 8, list)
		p.do(when(p.predicate("setp.lt.u32", place, count))+"ld.shared.v2.b32", vector([]string{logit, e.index}), at(address, 0))
		e.key = p.key(logit)
		e.weight, _ = p.weight(p.power(logit))
		entries = append(entries, e)
	}
	return entries
}

// own is the sum of the thread's weights.
func (p *drawing) own(list []entry) string {
	sum := list[0].weight
	for _, e := range list[1:] {
		sum = p.long("add.u64", sum, e.weight)
	}
	return sum
}

// cut takes the weights of tokens that are less likely than the key.
func (p *drawing) cut(list []entry, least string) {
	for _, e := range list {
		p.do(when(p.predicate("setp.lt.u32", e.key, least))+"mov.b64", e.weight, 0)
	}
}

// chooseOfList draws a token of the list. The first at which the sum of weights is
// above a target is the last of the fewest that add up to one more, selected by their
// places in the vocabulary, the first the largest.
func (p *drawing) chooseOfList(list []entry, sum string) {
	p.comment("token of the list")
	target, _ := p.part(p.uniform, sum)
	keyBits := bits.Len(uint(p.Vocab - 1))
	last := 1<<keyBits - 1
	for i := range list {
		list[i].key = p.word("xor.b32", list[i].index, last)
	}
	found := p.selectOfList("list_token", list, p.long("add.u64", target, 1), true, keyBits)
	p.store(p.word("xor.b32", found, last))
}

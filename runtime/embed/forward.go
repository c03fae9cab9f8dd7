package embed

import (
	"context"

	"github.com/r3mes/r3mes/kernels/act"
	"github.com/r3mes/r3mes/kernels/attend"
	"github.com/r3mes/r3mes/kernels/dense"
	"github.com/r3mes/r3mes/kernels/threads"
)

// space is the memory of one pass, for as many tokens as the longest text has.
type space struct {
	hidden           []float32 // [tokens, hidden]
	query, key, vals []float32 // [tokens, hidden]
	mixed            []float32 // [tokens, hidden], what attention and feed-forward add
	inner            []float32 // [tokens, intermediate]
}

func newSpace(s shape) space {
	row := func() []float32 { return make([]float32, s.limit*s.hidden) }
	return space{hidden: row(), query: row(), key: row(), vals: row(), mixed: row(), inner: make([]float32, s.limit*s.intermediate)}
}

// first returns the space of n tokens.
func (w space) first(n int, s shape) space {
	h := n * s.hidden
	return space{w.hidden[:h], w.query[:h], w.key[:h], w.vals[:h], w.mixed[:h], w.inner[:n*s.intermediate]}
}

// forward computes the vectors of some texts that together fit w. ctx is looked
// at between layers.
//
// Source: BERT (arXiv 1810.04805) for the encoder, Sentence-BERT (arXiv
// 1908.10084) for the mean over its tokens.
func (b *bert) forward(ctx context.Context, p *threads.Pool, all *space, lists [][]int) ([][]float32, error) {
	n := 0
	for _, list := range lists {
		n += len(list)
	}
	w := all.first(n, b.shape)
	b.embed(w.hidden, lists)
	for i := range b.layers {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		l := &b.layers[i]
		l.query.apply(p, w.query, w.hidden, n)
		l.key.apply(p, w.key, w.hidden, n)
		l.value.apply(p, w.vals, w.hidden, n)
		b.attend(p, w, lists)
		l.attended.apply(p, w.query, w.mixed, n) // the queries are done with
		b.addNorm(p, w.hidden, w.query, l.attentionNorm)

		l.up.apply(p, w.inner, w.hidden, n)
		p.For(n, 1, func(lo, hi int) { act.GELU(w.inner[lo*b.intermediate : hi*b.intermediate]) })
		l.down.apply(p, w.mixed, w.inner, n)
		b.addNorm(p, w.hidden, w.mixed, l.outputNorm)
	}
	return b.means(w.hidden, lists), nil
}

// embed sets dst, [tokens, hidden], to the sum of each token's word, kind and
// position, normalised.
func (b *bert) embed(dst []float32, lists [][]int) {
	position := make([]float32, b.hidden)
	for _, list := range lists {
		for i, id := range list {
			row := dst[:b.hidden]
			dst = dst[b.hidden:]
			b.word.Row(row, id)
			dense.AXPY(row, 1, b.kind)
			b.position.Row(position, i)
			dense.AXPY(row, 1, position)
			b.norm.apply(row, b.eps)
		}
	}
}

// apply sets dst, [n, out], to x·Wᵀ + bias; x is [n, in].
func (l linear) apply(p *threads.Pool, dst []float32, x []float32, n int) {
	dense.MatMul(p, dst, l.weight, x, n)
	for t := range n {
		dense.AXPY(dst[t*l.weight.Rows:][:l.weight.Rows], 1, l.bias)
	}
}

// attend sets w.mixed to the attention of each text's tokens to all tokens of the
// text. A thread takes all tokens of a head, whose keys then stay in its cache.
func (b *bert) attend(p *threads.Pool, w space, lists [][]int) {
	dim := b.hidden / b.heads
	begin := make([]int, len(lists)) // first row of each text
	for i := 1; i < len(lists); i++ {
		begin[i] = begin[i-1] + len(lists[i-1])
	}
	p.For(len(lists)*b.heads, 1, func(lo, hi int) {
		scores := make([]float32, b.limit)
		for i := lo; i < hi; i++ {
			text, head := i/b.heads, i%b.heads
			n := len(lists[text])
			from, to := begin[text]*b.hidden, (begin[text]+n)*b.hidden
			keys, values := [][]float32{w.key[from:to]}, [][]float32{w.vals[from:to]}
			for at := from; at < to; at += b.hidden {
				attend.Token(w.mixed[at:][:b.hidden], w.query[at:][:b.hidden], keys, values, n, n, b.heads, b.heads, dim, head, scores)
			}
		}
	})
}

// addNorm adds more to x, both [tokens, hidden], and normalises each row.
func (b *bert) addNorm(p *threads.Pool, x, more []float32, a affine) {
	p.For(len(x)/b.hidden, 1, func(lo, hi int) {
		for t := lo; t < hi; t++ {
			row := x[t*b.hidden:][:b.hidden]
			dense.AXPY(row, 1, more[t*b.hidden:][:b.hidden])
			a.apply(row, b.eps)
		}
	})
}

// means returns the mean of each text's rows, scaled to length one; the scale
// takes the division by their number with it.
func (b *bert) means(x []float32, lists [][]int) [][]float32 {
	vectors := make([][]float32, len(lists))
	for i, list := range lists {
		sum := make([]float32, b.hidden)
		for range list {
			dense.AXPY(sum, 1, x[:b.hidden])
			x = x[b.hidden:]
		}
		vectors[i] = scaleToOne(sum)
	}
	return vectors
}

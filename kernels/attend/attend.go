// Package attend computes attention of one query token over cached keys and
// values.
//
// Keys and values lie in blocks of a fixed number of tokens, so that a cache
// can hand out blocks in any order. With grouped-query attention, heads/kvHeads
// query heads share one key and value head; Token computes the query heads of
// one of them, and the caller shares the (token, kvHead) pairs among threads:
//
//	for kvHead := range kvHeads {
//		attend.Token(dst, q, k, v, ctx, blockSize, heads, kvHeads, headDim, kvHead, scratch)
//	}
//
// # Caveats
//
// Keys and values of one kvHead are read again for each token: a prefill of
// many tokens is quicker when a thread takes all tokens of one kvHead before
// the next, so that they stay in its cache.
//
// Causality is the caller's: Token sees the first ctx tokens, no others. A
// NaN or infinity in a key reaches every query head of its group.
package attend

import (
	"fmt"
	"math"

	"github.com/r3mes/r3mes/kernels/act"
	"github.com/r3mes/r3mes/kernels/lanes"
)

// Token sets the query heads of one key and value head in dst to
// softmax(q·Kᵀ/sqrt(headDim))·V.
//
// Shapes: dst and q are [heads*headDim], of which the heads
// kvHead*heads/kvHeads and following are used; k and v are blocks, each
// [blockSize, kvHeads*headDim], of which the first ctx tokens are used;
// scratch is at least ctx*heads/kvHeads floats and is overwritten. dst, q, k,
// v and scratch must not overlap.
//
// A score is a dot product in the order of package lanes, times 1/sqrt(headDim)
// rounded to float32; the weighted values are added in the order of the tokens.
// All implementations agree bit for bit. Safe for concurrent use with
// different scratch. Panics if a shape does not match.
// Source: Attention Is All You Need (arXiv 1706.03762); GQA (arXiv 2305.13245).
func Token(dst, q []float32, k, v [][]float32, ctx, blockSize, heads, kvHeads, headDim, kvHead int, scratch []float32) {
	s := shape{ctx: ctx, blockSize: blockSize, stride: kvHeads * headDim, headDim: headDim}
	s.check(dst, q, k, v, heads, kvHeads, kvHead, scratch)
	group := heads / kvHeads
	first, at := kvHead*group*headDim, kvHead*headDim
	q, dst = q[first:][:group*headDim], dst[first:][:group*headDim]
	scores := scratch[:group*ctx]
	s.scores(scores, q, k, at)
	act.Scale(scores, float32(1/math.Sqrt(float64(headDim))))
	for h := range group {
		act.Softmax(scores[h*ctx:][:ctx])
	}
	s.values(dst, scores, v, at)
}

// shape is what the parts of Token share.
type shape struct{ ctx, blockSize, stride, headDim int }

func (s shape) check(dst, q []float32, k, v [][]float32, heads, kvHeads, kvHead int, scratch []float32) {
	ok := s.ctx > 0 && s.blockSize > 0 && s.headDim > 0 && kvHeads > 0 && heads%kvHeads == 0 &&
		kvHead >= 0 && kvHead < kvHeads && len(dst) == heads*s.headDim && len(q) == len(dst) &&
		len(k)*s.blockSize >= s.ctx && len(v)*s.blockSize >= s.ctx && len(scratch) >= s.ctx*(heads/kvHeads)
	if !ok {
		panic(fmt.Sprintf("attend: token: dst %d, q %d, %d and %d blocks of %d, context %d, heads %d of %d/%d, dim %d, scratch %d",
			len(dst), len(q), len(k), len(v), s.blockSize, s.ctx, kvHead, heads, kvHeads, s.headDim, len(scratch)))
	}
}

// tokens returns how many tokens of block b are used.
func (s shape) tokens(b int) int { return min(s.blockSize, s.ctx-b*s.blockSize) }

// blocks returns how many blocks are used.
func (s shape) blocks() int { return (s.ctx + s.blockSize - 1) / s.blockSize }

// scores sets dst, [group, ctx], to the dot products of the query heads in q,
// [group, headDim], with the keys at column at.
func (s shape) scores(dst, q []float32, k [][]float32, at int) {
	group := len(q) / s.headDim
	for b := range s.blocks() {
		keys := k[b][:s.blockSize*s.stride]
		lanes.Dots(dst[b*s.blockSize:], s.ctx, keys[at:], s.stride, s.tokens(b), q, s.headDim, group, s.headDim)
	}
}

// values sets dst, [group, headDim], to the weighted values at column at;
// weights is [group, ctx]. Blocks are the outer loop: a block stays in the
// cache for all heads.
func (s shape) values(dst, weights []float32, v [][]float32, at int) {
	clear(dst)
	for b := range s.blocks() {
		values := v[b][:s.blockSize*s.stride]
		for h := range len(dst) / s.headDim {
			w := weights[h*s.ctx+b*s.blockSize:][:s.tokens(b)]
			lanes.AddRows(dst[h*s.headDim:][:s.headDim], w, values[at:], s.stride)
		}
	}
}

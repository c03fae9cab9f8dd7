package attend

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/kernels/kerneltest"
)

// scene is one query token and its cache.
type scene struct {
	ctx, blockSize, heads, kvHeads, headDim int

	q    []float32
	k, v [][]float32
}

// newScene fills a cache with random values. What lies behind ctx in the last
// block is NaN: it must not be read into a result.
func newScene(r *rand.Rand, ctx, blockSize, heads, kvHeads, headDim int, values func(*rand.Rand, int) []float32) scene {
	s := scene{ctx: ctx, blockSize: blockSize, heads: heads, kvHeads: kvHeads, headDim: headDim}
	s.q = values(r, heads*headDim)
	stride := kvHeads * headDim
	for at := 0; at < ctx; at += blockSize {
		k, v := values(r, blockSize*stride), values(r, blockSize*stride)
		for i := (ctx - at) * stride; i < len(k); i++ {
			k[i], v[i] = float32(math.NaN()), float32(math.NaN())
		}
		s.k, s.v = append(s.k, k), append(s.v, v)
	}
	return s
}

// attend computes all heads.
func (s scene) attend(t testing.TB, shift int) []float32 {
	dst, check := kerneltest.Guarded[float32](t, len(s.q), shift, -7)
	group := s.heads / s.kvHeads
	scratch, checkScratch := kerneltest.Guarded[float32](t, s.ctx*group, shift, -7)
	for kvHead := range s.kvHeads {
		Token(dst, s.q, s.k, s.v, s.ctx, s.blockSize, s.heads, s.kvHeads, s.headDim, kvHead, scratch)
	}
	check()
	checkScratch()
	return dst
}

func (s scene) row(blocks [][]float32, t, kvHead int) []float32 {
	return blocks[t/s.blockSize][(t%s.blockSize*s.kvHeads+kvHead)*s.headDim:][:s.headDim]
}

// reference computes attention in float64 from the definition.
func (s scene) reference() []float64 {
	out := make([]float64, len(s.q))
	for h := range s.heads {
		kvHead := h / (s.heads / s.kvHeads)
		q, dst := s.q[h*s.headDim:][:s.headDim], out[h*s.headDim:][:s.headDim]
		weights, sum := make([]float64, s.ctx), 0.0
		for t := range s.ctx {
			score := 0.0
			for i, v := range s.row(s.k, t, kvHead) {
				score += float64(q[i]) * float64(v)
			}
			weights[t] = math.Exp(score / math.Sqrt(float64(s.headDim)))
			sum += weights[t]
		}
		for t, w := range weights {
			for i, v := range s.row(s.v, t, kvHead) {
				dst[i] += w / sum * float64(v)
			}
		}
	}
	return out
}

func normal(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	return x
}

func TestTokenIsCloseToTheDefinition(t *testing.T) {
	s := newScene(kerneltest.Rand(1), 77, 16, 20, 5, 128, normal)
	want := s.reference()
	for i, got := range s.attend(t, 0) {
		// Scores of this size are exact to about 1e-6, and so are the weights.
		if math.Abs(float64(got)-want[i]) > 2e-5 {
			t.Fatalf("element %d = %v, want %v", i, got, want[i])
		}
	}
}

func TestOneTokenOfContextReturnsItsValue(t *testing.T) {
	s := newScene(kerneltest.Rand(2), 1, 16, 4, 2, 32, normal)
	kerneltest.EachLevel(t, func(t *testing.T) {
		got := s.attend(t, 0)
		for h := range s.heads {
			kerneltest.SameBits(t, got[h*32:][:32], s.row(s.v, 0, h/2))
		}
	})
}

func sameAttention(t *testing.T, s scene, shift int) {
	t.Helper()
	compute := func() []float32 { return s.attend(t, shift) }
	want := kerneltest.AtLevel(t, cpufeat.Generic, compute)
	for _, level := range cpufeat.Levels() {
		if msg := kerneltest.Differ(kerneltest.AtLevel(t, level, compute), want); msg != "" {
			t.Fatalf("impl=%s ctx=%d blockSize=%d heads=%d/%d headDim=%d: %s", level, s.ctx, s.blockSize, s.heads, s.kvHeads, s.headDim, msg)
		}
	}
}

func TestAttentionHasTheSameBitsAtEveryLevel(t *testing.T) {
	r := kerneltest.Rand(3)
	for _, headDim := range []int{2, 16, 24, 32, 64, 80, 96, 128, 160, 256} {
		for _, ctx := range []int{1, 2, 5, 16, 17, 40} {
			for _, group := range []int{1, 3, 4, 5} {
				kvHeads := 1 + r.IntN(3)
				sameAttention(t, newScene(r, ctx, 1+r.IntN(17), group*kvHeads, kvHeads, headDim, normal), r.IntN(16))
			}
		}
	}
}

func TestAttentionOfNastyValuesHasTheSameBits(t *testing.T) {
	r := kerneltest.Rand(4)
	for range 60 {
		special := r.IntN(2) == 0
		nasty := func(r *rand.Rand, n int) []float32 { return kerneltest.Nasty(r, n, special) }
		sameAttention(t, newScene(r, 1+r.IntN(40), 8, 6, 2, 16*(1+r.IntN(5)), nasty), r.IntN(16))
	}
}

// The block size is a matter of the cache, not of the result.
func TestBlockSizeDoesNotMatter(t *testing.T) {
	big := newScene(kerneltest.Rand(5), 30, 32, 4, 2, 64, normal)
	small := big
	small.blockSize, small.k, small.v = 8, nil, nil
	for at := 0; at < 32; at += 8 {
		small.k = append(small.k, big.k[0][at*128:][:8*128])
		small.v = append(small.v, big.v[0][at*128:][:8*128])
	}
	kerneltest.EachLevel(t, func(t *testing.T) {
		kerneltest.SameBits(t, small.attend(t, 0), big.attend(t, 0))
	})
}

func TestTokenPanicsOnWrongShapes(t *testing.T) {
	s := newScene(kerneltest.Rand(6), 9, 4, 4, 2, 8, normal)
	dst, scratch := make([]float32, 32), make([]float32, 18)
	for name, call := range map[string]func(){
		"no context":    func() { Token(dst, s.q, s.k, s.v, 0, 4, 4, 2, 8, 0, scratch) },
		"few blocks":    func() { Token(dst, s.q, s.k[1:], s.v, 9, 4, 4, 2, 8, 0, scratch) },
		"short scratch": func() { Token(dst, s.q, s.k, s.v, 9, 4, 4, 2, 8, 0, scratch[1:]) },
		"uneven heads":  func() { Token(dst, s.q, s.k, s.v, 9, 4, 4, 3, 8, 0, scratch) },
		"kv head":       func() { Token(dst, s.q, s.k, s.v, 9, 4, 4, 2, 8, 2, scratch) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			call()
		})
	}
}

func FuzzToken(f *testing.F) {
	f.Add(uint64(1), uint8(40), uint8(16), uint8(4), uint8(2), uint8(64))
	f.Fuzz(func(t *testing.T, seed uint64, ctx, blockSize, group, kvHeads, headDim uint8) {
		r, kv := kerneltest.Rand(seed), int(kvHeads%4)+1
		s := newScene(r, int(ctx%70)+1, int(blockSize%20)+1, kv*(int(group%6)+1), kv, int(headDim%140)+1,
			func(r *rand.Rand, n int) []float32 { return kerneltest.Nasty(r, n, seed%2 == 0) })
		sameAttention(t, s, int(seed%16))
	})
}

func BenchmarkToken(b *testing.B) {
	for _, ctx := range []int{128, 512, 4096} {
		s := newScene(kerneltest.Rand(7), ctx, 16, 20, 5, 128, normal)
		dst, scratch := make([]float32, len(s.q)), make([]float32, 4*ctx)
		kerneltest.BenchLevels(b, fmt.Sprintf("ctx=%d/heads=20/kvHeads=5/headDim=128", ctx), func(b *testing.B) {
			for b.Loop() {
				for kvHead := range 5 {
					Token(dst, s.q, s.k, s.v, ctx, 16, 20, 5, 128, kvHead, scratch)
				}
			}
			b.ReportMetric(float64(2*4*ctx*5*128)/(b.Elapsed().Seconds()/float64(b.N))/1e9, "GB/s")
		})
	}
}

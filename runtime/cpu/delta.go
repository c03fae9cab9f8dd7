package cpu

import (
	"github.com/r3mes/r3mes/kernels/dense"
	"github.com/r3mes/r3mes/kernels/threads"
	"github.com/r3mes/r3mes/runtime/lora"
)

// deltaBlock is how many outputs of a delta are summed at a time: the rows of a
// rank-16 adapter then fit into the L1 cache (32 kB) for all tokens of a piece.
const deltaBlock = 512

// deltaJob is one adapter's delta on one linear for one piece.
type deltaJob struct {
	*lora.Delta
	lo, hi int       // tokens
	shrunk []float32 // [hi-lo, Rank] A·x
	y      []float32 // [stepTokens, out]
}

// addDeltas adds the adapters' deltas to the results of linears that share the
// input x.
func (m *Model) addDeltas(linears []linear, layer int, x []float32) {
	out := m.planDeltas(linears, layer)
	jobs := m.acts.deltas
	if len(jobs) < m.pool.Size() {
		// Too few to share: the threads share each one's rows instead.
		for i := range jobs {
			jobs[i].shrink(m.pool, x)
		}
	} else {
		m.pool.For(len(jobs), 1, func(lo, hi int) {
			for i := lo; i < hi; i++ {
				jobs[i].shrink(nil, x)
			}
		})
	}
	blocks := (out + deltaBlock - 1) / deltaBlock
	m.pool.For(len(jobs)*blocks, 1, func(lo, hi int) {
		sum := <-m.acts.sums
		for i := lo; i < hi; i++ {
			jobs[i/blocks].expand(i%blocks*deltaBlock, sum)
		}
		m.acts.sums <- sum
	})
}

// planDeltas lists the jobs and returns the largest output among them.
func (m *Model) planDeltas(linears []linear, layer int) (out int) {
	m.acts.deltas = m.acts.deltas[:0]
	floats := 0
	for _, p := range m.plan.pieces {
		for i := range linears {
			if d := linears[i].delta(&p.adapter.Layers[layer]); d != nil {
				m.acts.deltas = append(m.acts.deltas, deltaJob{Delta: d, lo: p.lo, hi: p.hi, y: linears[i].y})
				out, floats = max(out, d.BT.Cols), floats+d.Rank*(p.hi-p.lo)
			}
		}
	}
	if cap(m.acts.shrunk) < floats {
		m.acts.shrunk = make([]float32, floats)
	}
	rest := m.acts.shrunk[:cap(m.acts.shrunk)]
	for i := range m.acts.deltas {
		j := &m.acts.deltas[i]
		n := j.Rank * (j.hi - j.lo)
		j.shrunk, rest = rest[:n], rest[n:]
	}
	return out
}

// shrink computes A·x for the job's tokens.
func (j *deltaJob) shrink(pool *threads.Pool, x []float32) {
	in := j.A.Cols
	dense.MatMul(pool, j.shrunk, j.A, x[j.lo*in:j.hi*in], j.hi-j.lo)
}

// expand adds Scale·B·(A·x) to a block of the results from column first on, if
// there are that many. The sum over the rank is made before it meets the
// result: PEFT rounds in this order, and small deltas do not drown one by one.
func (j *deltaJob) expand(first int, sum []float32) {
	out := j.BT.Cols
	if first >= out {
		return
	}
	last := min(first+deltaBlock, out)
	sum = sum[:last-first]
	for t := j.lo; t < j.hi; t++ {
		clear(sum)
		for r, u := range j.shrunk[(t-j.lo)*j.Rank:][:j.Rank] {
			dense.AXPY(sum, u, j.BT.F32[r*out+first:r*out+last])
		}
		dense.AXPY(j.y[t*out+first:t*out+last], j.Scale, sum)
	}
}

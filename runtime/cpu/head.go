package cpu

import (
	"github.com/r3mes/r3mes/kernels/dense"
	"github.com/r3mes/r3mes/kernels/norm"
	"github.com/r3mes/r3mes/kernels/quant"
	"github.com/r3mes/r3mes/kernels/threads"
	"github.com/r3mes/r3mes/runtime/checkpoint"
)

// head turns hidden states into logits.
type head struct {
	exact dense.Matrix // [vocab, hidden]; HeadBF16
	small dense.Int8   // [vocab, hidden]; HeadInt8

	last   []float32 // [rows, hidden] normed hidden states of the rows that want logits
	quant  quant.Rows
	logits []float32 // [rows, vocab]
}

// headRows is how many rows are quantised between two progress reports.
const headRows = 2048

// prepare builds the head in the form that the options ask for.
func (h *head) prepare(mem *memory, pool *threads.Pool, c *checkpoint.Model, o Options) (err error) {
	if o.Head == HeadBF16 {
		h.exact = c.Head
		return nil
	}
	rows, cols := c.Head.Rows, c.Head.Cols
	h.small = dense.Int8{Rows: rows, Cols: cols, Scale: make([]float32, rows)}
	if h.small.Q, err = mem.int8s(rows * cols); err != nil {
		return err
	}
	for done := 0; done < rows; done += headRows {
		n := min(headRows, rows-done)
		pool.For(n, 16, func(lo, hi int) {
			row := make([]float32, cols)
			for r := done + lo; r < done+hi; r++ {
				c.Head.Row(row, r)
				s, _ := quant.Row(h.small.Q[r*cols:(r+1)*cols], row)
				h.small.Scale[r] = 1 / s
			}
		})
		// The copy replaces the original: without this both would be resident.
		c.Evict()
		if o.Progress != nil {
			o.Progress(done+n, rows)
		}
	}
	return nil
}

// logits computes the logits of the rows that want them.
func (m *Model) logits() {
	n := len(m.plan.wanted)
	if n == 0 {
		return
	}
	cols, vocab := m.checkpoint.Config.HiddenSize, m.limits.Vocab
	h := &m.head
	h.last = grow(h.last, n*cols)
	h.logits = grow(h.logits, n*vocab)
	for i, t := range m.plan.wanted {
		norm.RMS(h.last[i*cols:(i+1)*cols], m.acts.hidden[t*cols:(t+1)*cols], m.checkpoint.FinalNorm, m.checkpoint.Config.RMSEps)
	}
	if h.small.Q != nil {
		h.quant.Quantize(m.pool, h.last, n, cols)
		dense.MatMulInt8(m.pool, h.logits, h.small, &h.quant)
	} else {
		dense.MatMul(m.pool, h.logits, h.exact, h.last, n)
	}
	next := 0
	for _, r := range m.plan.rows {
		if r.row.Want {
			r.row.Logits = h.logits[next*vocab : (next+1)*vocab]
			next++
		}
	}
}

// grow returns a slice of length n, s itself when it is long enough.
func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}

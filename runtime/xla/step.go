//go:build xla && cgo

package xla

import (
	"errors"
	"fmt"
	"maps"
	"sync"

	"github.com/gomlx/compute"

	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/kv"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/sample"
)

// Forward implements engine.Model. A step is cut into runs of programs: rows of a
// device that feed one token go together, a prompt's chunk goes alone. Devices
// compute side by side.
func (m *Model) Forward(b *engine.Batch) error {
	m.running.Lock()
	defer m.running.Unlock()
	if m.closed {
		return errors.New("xla: forward: the model is closed")
	}
	if err := m.limits.Check(b, m.geometry.Layers); err != nil {
		return fmt.Errorf("xla: forward: %w", err)
	}
	m.logits = grow(m.logits, len(b.Rows)*m.limits.Vocab)
	parts := make([][]int, len(m.replicas))
	for i := range b.Rows {
		n := m.region(b.Rows[i].Blocks[0])
		parts[n] = append(parts[n], i)
	}
	errs := make([]error, len(parts))
	steps := m.steps(b)
	var working sync.WaitGroup
	for n, rows := range parts {
		if len(rows) > 0 {
			working.Go(func() { errs[n] = m.replicas[n].forward(b, rows, steps) })
		}
	}
	working.Wait()
	return errors.Join(errs...)
}

// steps is how many tokens may be chosen for each row of a batch in one program, 0
// when that is less than such programs choose: then all rows feed one token and
// leave it to the model what follows.
func (m *Model) steps(b *engine.Batch) int {
	for i := range b.Rows {
		if row := &b.Rows[i]; len(row.Tokens) > 1 || !row.Want || len(row.Draws) < m.limits.Ahead {
			return 0
		}
	}
	if m.limits.Ahead < 2 || m.tap != nil {
		return 0
	}
	return m.limits.Ahead
}

// region is the replica that a block belongs to.
func (m *Model) region(block int32) int { return int(block) / m.geometry.blocks }

// forward computes some rows of a batch.
func (r *replica) forward(b *engine.Batch, rows []int, steps int) error {
	if r.lost != nil {
		if r.lost = r.makeCaches(); r.lost != nil {
			return fmt.Errorf("xla: forward: a new KV cache: %w", r.lost)
		}
	}
	for _, i := range rows {
		if err := r.check(&b.Rows[i]); err != nil {
			return fmt.Errorf("xla: forward: row %d: %w", i, err)
		}
	}
	for _, run := range r.cut(b, rows) {
		if err := r.run(b, run, steps); err != nil {
			return err
		}
	}
	return nil
}

// check refuses a row whose blocks are of another device, or were lost.
func (r *replica) check(row *engine.Row) error {
	m := r.model
	for i, id := range row.Blocks {
		switch {
		case m.replicas[m.region(id)] != r:
			return fmt.Errorf("block %d is of another device than block %d", id, row.Blocks[0])
		case i*m.limits.BlockTokens < row.Pos && r.written[r.local(id)] != r.epoch:
			return errors.New("its keys and values were lost in a step that failed")
		}
	}
	return nil
}

// local is a block's number on its device.
func (r *replica) local(id int32) int32 { return id % int32(r.model.geometry.blocks) }

// cut returns the rows of each run, as indices into the batch: no more adapters in
// one than have slots.
func (r *replica) cut(b *engine.Batch, rows []int) (runs [][]int) {
	shape := r.adapters.shape
	for _, i := range rows {
		shape = shape.with(shapeOf(b.Rows[i].Adapter))
	}
	most := r.model.geometry.slots(shape) - 1
	var decode []int
	seen := map[*lora.Adapter]bool{}
	flush := func() {
		if len(decode) > 0 {
			runs = append(runs, decode)
		}
		decode, seen = nil, map[*lora.Adapter]bool{}
	}
	for _, i := range rows {
		row := &b.Rows[i]
		if len(row.Tokens) > 1 {
			runs = append(runs, []int{i})
			continue
		}
		if row.Adapter != nil && !seen[row.Adapter] && len(seen) == most {
			flush()
		}
		if row.Adapter != nil {
			seen[row.Adapter] = true
		}
		decode = append(decode, i)
	}
	flush()
	return runs
}

// bucketOf is the smallest bucket that holds a run's rows.
func (m *Model) bucketOf(b *engine.Batch, run []int, steps int) bucket {
	k := bucket{rows: rowBucket(len(run)), chunk: 1, steps: steps, draws: steps > 0 && drawn(drawsOf(b, run)), tap: m.tap != nil}
	for _, i := range run {
		r := &b.Rows[i]
		k.chunk = max(k.chunk, chunkBucket(len(r.Tokens)))
		k.span = max(k.span, m.geometry.spanBucket(k.end(r)))
		k.lora = k.lora.with(shapeOf(r.Adapter))
	}
	return k
}

// end is how many positions of a row are in the cache after the program.
func (k bucket) end(r *engine.Row) int { return r.Pos + len(r.Tokens) + max(k.steps-1, 0) }

// drawsOf are the draws of a run's rows.
func drawsOf(b *engine.Batch, run []int) [][]sample.Draw {
	draws := make([][]sample.Draw, len(run))
	for i, index := range run {
		draws[i] = b.Rows[index].Draws
	}
	return draws
}

// rowBucket is what a number of sequences is padded to.
func rowBucket(rows int) int {
	bucket := 1
	for bucket < rows {
		bucket *= 4
	}
	return bucket
}

// chunkBucket is what a number of tokens of one sequence is padded to.
func chunkBucket(tokens int) int {
	if tokens == 1 {
		return 1
	}
	bucket := 16
	for bucket < tokens {
		bucket *= 4
	}
	return bucket
}

// minSpan is the smallest context that a program is made for, in blocks.
const minSpan = 8

// spanBucket is what the blocks of a number of positions are padded to.
func (g geometry) spanBucket(positions int) int {
	bucket := min(minSpan, kv.BlocksFor(g.context, g.blockTokens))
	for bucket < kv.BlocksFor(positions, g.blockTokens) {
		bucket *= 2
	}
	return bucket
}

// run computes some rows of a batch, and chooses so many tokens for each, or none.
func (r *replica) run(b *engine.Batch, run []int, steps int) error {
	m := r.model
	k := m.bucketOf(b, run, steps)
	resident := r.resident
	var slots []int32
	if k.lora.rank > 0 {
		list := make([]*lora.Adapter, len(run))
		for i, row := range run {
			list[i] = b.Rows[row].Adapter
		}
		var err error
		if slots, err = r.adapters.place(list); err != nil {
			return err
		}
		k.lora = r.adapters.shape
		resident = nil
		for d := range r.devices {
			all := maps.Clone(r.resident[d])
			maps.Copy(all, r.adapters.stacks[d])
			resident = append(resident, all)
		}
	}
	k, p, err := m.program(k)
	if err != nil {
		return err
	}
	call, err := r.inputs(b, run, k, slots)
	if err != nil {
		return err
	}
	out, err := p.runTogether(r.devices, resident, call, r.caches)
	if err != nil {
		r.lose(err)
		return err
	}
	first, end := 1, 1+m.geometry.Layers // the caches among the results
	for d := range r.devices {
		for l := range m.geometry.Layers {
			r.caches[d][cacheName(l)] = out[d][first+l]
		}
		defer free(out[d][0])
		defer free(out[d][end:]...)
	}
	for _, i := range run {
		r.wrote(&b.Rows[i], k)
	}
	if k.steps > 0 {
		return m.chosen(b, run, k, out[0][0])
	}
	if err := m.report(b, run, k, out[0][end:]); err != nil {
		return err
	}
	if done, err := r.choose(b, run, k, out[0][0]); done || err != nil {
		return err
	}
	return m.deliver(b, run, k, out[0][0])
}

// program is that of a bucket, or of one that does as well. One that chooses tokens
// is not waited for: until it is there, one that gives logits serves.
func (m *Model) program(k bucket) (bucket, *program, error) {
	if k.steps > 0 {
		if have, p := m.programs.ask(k); p != nil {
			return have, p, nil
		}
		k.steps, k.draws = 0, false
	}
	return m.programs.get(k)
}

// lose gives up the caches: after a failed run nothing is known of them.
func (r *replica) lose(err error) {
	r.lost = err
	freeAll(r.caches)
	for _, on := range r.caches {
		clear(on)
	}
}

// wrote notes the blocks that a row wrote to.
func (r *replica) wrote(row *engine.Row, k bucket) {
	bt := r.model.geometry.blockTokens
	for i := row.Pos / bt; i*bt < k.end(row); i++ {
		r.written[r.local(row.Blocks[i])] = r.epoch
	}
}

// inputs lays out what a run feeds, on each device.
func (r *replica) inputs(b *engine.Batch, run []int, k bucket, slots []int32) ([]placed, error) {
	told := r.tell(b, run, k)
	copy(told.parts["adapters"], slots)
	if k.draws {
		told.draw(drawsOf(b, run), k.rows)
	}
	call := make([]placed, len(r.devices))
	for d := range r.devices {
		buffer, err := told.upload(r.devices[d])
		if err != nil {
			freeAll(call)
			return nil, err
		}
		call[d] = placed{"step": buffer}
	}
	return call, nil
}

// tell fills in the fields that say what is fed, and where it goes.
func (r *replica) tell(b *engine.Batch, run []int, k bucket) numbers {
	g, n := r.model.geometry, k.rows*k.chunk
	told := newNumbers(k.fields())
	tokens, positions, last := told.parts["tokens"], told.parts["positions"], told.parts["last"]
	at, table := told.parts["slots"], told.parts["table"]
	for i := range len(at) / 2 {
		at[2*i], at[2*i+1] = g.spareSlot(i % n)
	}
	for i := range table {
		table[i] = g.zeroBlock()
	}
	for i, index := range run {
		row := &b.Rows[index]
		for j, id := range row.Tokens {
			tokens[i*k.chunk+j], positions[i*k.chunk+j] = int32(id), int32(row.Pos+j)
		}
		for pos := row.Pos; pos < k.end(row); pos++ {
			// Further tokens of a program that chooses stand behind all rows' first ones.
			t, step := pos-row.Pos, 0
			if k.steps > 0 {
				t, step = 0, t
			}
			slot := 2 * (step*n + i*k.chunk + t)
			at[slot], at[slot+1] = r.local(row.Blocks[pos/g.blockTokens]), int32(pos%g.blockTokens)
		}
		if k.chunk > 1 {
			last[i] = int32(i*k.chunk + len(row.Tokens) - 1)
		}
		for j, id := range row.Blocks[:kv.BlocksFor(k.end(row), g.blockTokens)] {
			table[i*k.span+j] = r.local(id)
		}
	}
	return told
}

// chosen hands out the tokens that a program chose, up to one that is none.
func (m *Model) chosen(b *engine.Batch, run []int, k bucket, tokens compute.Buffer) error {
	all := make([]int32, k.steps*k.rows)
	if err := download(all, tokens); err != nil {
		return err
	}
	for i, index := range run {
		row := &b.Rows[index]
		for step := range k.steps {
			token := all[step*k.rows+i]
			if row.Chosen = append(row.Chosen, int(token)); token < 0 {
				break
			}
		}
	}
	return nil
}

// choose chooses the tokens of a run whose rows all leave that to the model, and
// reports whether it did.
func (r *replica) choose(b *engine.Batch, run []int, k bucket, logits compute.Buffer) (done bool, err error) {
	draws := drawsOf(b, run)
	want := false
	for _, index := range run {
		row := &b.Rows[index]
		if want = want || row.Want; row.Want && len(row.Draws) == 0 {
			return false, nil
		}
	}
	if !want {
		return true, nil
	}
	tokens, err := r.model.chooser.choose(r.devices[0], k.rows, draws, logits)
	if err != nil {
		return false, err
	}
	for i, index := range run {
		if row := &b.Rows[index]; row.Want {
			row.Chosen = append(row.Chosen, int(tokens[i]))
		}
	}
	return true, nil
}

// deliver hands the logits to the rows that want them.
func (m *Model) deliver(b *engine.Batch, run []int, k bucket, logits compute.Buffer) error {
	vocab := m.limits.Vocab
	all := make([]float32, k.rows*vocab)
	if err := download(all, logits); err != nil {
		return err
	}
	for i, index := range run {
		if b.Rows[index].Want {
			b.Rows[index].Logits = m.logits[index*vocab : (index+1)*vocab]
			copy(b.Rows[index].Logits, all[i*vocab:])
		}
	}
	return nil
}

// report shows what o and down gave to the tap.
func (m *Model) report(b *engine.Batch, run []int, k bucket, taps []compute.Buffer) error {
	hidden := m.geometry.HiddenSize
	all := make([]float32, k.rows*k.chunk*hidden)
	for t, buffer := range taps {
		if err := download(all, buffer); err != nil {
			return err
		}
		linear := [2]string{"o_proj", "down_proj"}[t%2]
		for i, index := range run {
			for j := range b.Rows[index].Tokens {
				at := (i*k.chunk + j) * hidden
				m.tap(t/2, linear, index, b.Rows[index].Pos+j, all[at:at+hidden])
			}
		}
	}
	return nil
}

// grow returns a slice of length n, s itself when it is long enough.
func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}

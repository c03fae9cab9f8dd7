//go:build xla && cgo

package xla

import (
	"errors"
	"fmt"
	"maps"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"

	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/kv"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/sample"
	"github.com/r3mes/r3mes/runtime/xla/pjrtbackend"
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
	var working sync.WaitGroup
	for n, rows := range parts {
		if len(rows) > 0 {
			working.Go(func() { errs[n] = m.replicas[n].forward(b, rows) })
		}
	}
	working.Wait()
	return errors.Join(errs...)
}

// region is the replica that a block belongs to.
func (m *Model) region(block int32) int { return int(block) / m.geometry.blocks }

// forward computes some rows of a batch.
func (r *replica) forward(b *engine.Batch, rows []int) error {
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
		if err := r.run(b, run); err != nil {
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
	rank := r.adapters.rank
	for _, i := range rows {
		rank = max(rank, rankOf(b.Rows[i].Adapter))
	}
	most := r.model.geometry.slots(rank) - 1
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
func (m *Model) bucketOf(b *engine.Batch, run []int) bucket {
	k := bucket{rows: rowBucket(len(run)), chunk: 1, tap: m.tap != nil}
	for _, i := range run {
		r := &b.Rows[i]
		k.chunk = max(k.chunk, chunkBucket(len(r.Tokens)))
		k.span = max(k.span, m.geometry.spanBucket(r.Pos+len(r.Tokens)))
		if r.Adapter != nil {
			k.rank = -1
		}
	}
	return k
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

// run computes some rows of a batch.
func (r *replica) run(b *engine.Batch, run []int) error {
	m := r.model
	k := m.bucketOf(b, run)
	resident := r.resident
	var slots []int32
	if k.rank != 0 {
		list := make([]*lora.Adapter, len(run))
		for i, row := range run {
			list[i] = b.Rows[row].Adapter
		}
		var err error
		if slots, err = r.adapters.place(list); err != nil {
			return err
		}
		k.rank = r.adapters.rank
		resident = nil
		for d := range r.devices {
			all := maps.Clone(r.resident[d])
			maps.Copy(all, r.adapters.stacks[d])
			resident = append(resident, all)
		}
	}
	k, p, err := m.programs.get(k)
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
		r.wrote(&b.Rows[i])
	}
	if err := m.report(b, run, k, out[0][end:]); err != nil {
		return err
	}
	if done, err := r.choose(b, run, k, out[0][0]); done || err != nil {
		return err
	}
	return m.deliver(b, run, k, out[0][0])
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
func (r *replica) wrote(row *engine.Row) {
	bt := r.model.geometry.blockTokens
	for i := row.Pos / bt; i*bt < row.Pos+len(row.Tokens); i++ {
		r.written[r.local(row.Blocks[i])] = r.epoch
	}
}

func cacheName(l int) string { return pjrtbackend.AliasName(1+l, fmt.Sprint("cache_", l)) }

// inputs lays out what a run feeds.
func (r *replica) inputs(b *engine.Batch, run []int, k bucket, slots []int32) ([]placed, error) {
	g, n := r.model.geometry, k.rows*k.chunk
	tokens, positions, last := make([]int32, n), make([]int32, n), make([]int32, k.rows)
	at, table := make([]int32, 2*n), make([]int32, k.rows*k.span)
	for i := range n {
		at[2*i], at[2*i+1] = g.spareSlot(i)
	}
	for i := range table {
		table[i] = g.zeroBlock()
	}
	for i, index := range run {
		row := &b.Rows[index]
		for j, id := range row.Tokens {
			t, pos := i*k.chunk+j, row.Pos+j
			tokens[t], positions[t] = int32(id), int32(pos)
			at[2*t], at[2*t+1] = r.local(row.Blocks[pos/g.blockTokens]), int32(pos%g.blockTokens)
		}
		last[i] = int32(i*k.chunk + len(row.Tokens) - 1)
		for j, id := range row.Blocks[:kv.BlocksFor(row.Pos+len(row.Tokens), g.blockTokens)] {
			table[i*k.span+j] = r.local(id)
		}
	}
	call := make([]placed, len(r.devices))
	for d := range r.devices {
		call[d] = placed{}
		for _, input := range []struct {
			name string
			data []int32
			dims []int
		}{
			{"tokens", tokens, []int{n, 1}}, {"positions", positions, []int{n, 1}}, {"last", last, []int{k.rows, 1}},
			{"slots", at, []int{n, 2}}, {"table", table, []int{k.rows, k.span, 1}}, {"adapters", pad(slots, k.rows), []int{k.rows, 1}},
		} {
			if input.name == "adapters" && k.rank == 0 {
				continue
			}
			buffer, err := upload(r.devices[d], dtypes.Int32, input.data, input.dims...)
			if err != nil {
				freeAll(call)
				return nil, err
			}
			call[d][input.name] = buffer
		}
	}
	return call, nil
}

func pad(s []int32, n int) []int32 { return append(s, make([]int32, n-len(s))...) }

// choose chooses the tokens of a run whose rows all leave that to the model, and
// reports whether it did: where a row has no token, its logits say why.
func (r *replica) choose(b *engine.Batch, run []int, k bucket, logits compute.Buffer) (done bool, err error) {
	draws := make([]*sample.Draw, len(run))
	want := false
	for i, index := range run {
		row := &b.Rows[index]
		if want = want || row.Want; row.Want && row.Draw == nil {
			return false, nil
		}
		draws[i] = row.Draw
	}
	if !want {
		return true, nil
	}
	tokens, err := r.model.chooser.choose(r.devices[0], k.rows, draws, logits)
	if err != nil {
		return false, err
	}
	for i, index := range run {
		if b.Rows[index].Want && tokens[i] < 0 {
			return false, nil
		}
	}
	for i, index := range run {
		if row := &b.Rows[index]; row.Want {
			row.Chosen, row.Token = true, int(tokens[i])
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

//go:build xla && cgo

package xla

import (
	"errors"
	"fmt"
	"math"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/dtypes/bfloat16"

	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/xla/pjrtbackend"
)

// adapters are the LoRA weights on the device: stacks with a slot for each, of
// one rank, to which smaller ones are padded with zeros, in bfloat16 until one comes
// that is not. Slot 0 is no adapter.
type adapters struct {
	replica *replica
	shape   loraShape
	stacks  []placed // on each device
	install *program

	slots map[string]int // by the adapter's digest
	used  map[int]int64  // slot → the clock when it was last used
	clock int64
}

// rankBucket is what a rank is padded to.
func rankBucket(rank int) int {
	bucket := 8
	for bucket < rank {
		bucket *= 2
	}
	return bucket
}

// shapeOf is what an adapter needs to lie in: bfloat16, if that loses nothing.
func shapeOf(one *lora.Adapter) loraShape {
	if one == nil {
		return loraShape{}
	}
	return loraShape{rank: rankBucket(one.MaxRank), wide: !one.BF16}
}

// place returns the slots of a run's adapters, nil being 0, after it has brought
// to the device those that are not there. There are fewer different ones than
// slots.
func (a *adapters) place(list []*lora.Adapter) ([]int32, error) {
	shape := a.shape
	for _, one := range list {
		shape = shape.with(shapeOf(one))
	}
	if shape != a.shape {
		if err := a.make(shape); err != nil {
			return nil, err
		}
	}
	a.clock++
	for _, one := range list { // those that are there must not make room
		if one != nil {
			if slot, ok := a.slots[one.Digest]; ok {
				a.used[slot] = a.clock
			}
		}
	}
	slots := make([]int32, len(list))
	for i, one := range list {
		if one == nil {
			continue
		}
		slot, ok := a.slots[one.Digest]
		if !ok {
			slot = a.oldest()
			if err := a.put(slot, one); err != nil {
				return nil, err
			}
		}
		a.used[slot] = a.clock
		slots[i] = int32(slot)
	}
	return slots, nil
}

// Upload brings an adapter to the devices, where there is room for it beside those
// that are there: then its first request does not wait for that. Others come when
// they are used.
func (m *Model) Upload(one *lora.Adapter) error {
	m.running.Lock()
	defer m.running.Unlock()
	if m.closed {
		return errors.New("xla: upload: the model is closed")
	}
	if len(one.Layers) != m.geometry.Layers {
		return fmt.Errorf("xla: upload: adapter %q has %d layers, the model has %d", one.Name, len(one.Layers), m.geometry.Layers)
	}
	for _, r := range m.replicas {
		a := &r.adapters
		shape := a.shape.with(shapeOf(one))
		if shape == a.shape && len(a.slots) == m.geometry.slots(shape)-1 {
			continue // all slots are taken
		}
		if _, err := a.place([]*lora.Adapter{one}); err != nil {
			return err
		}
	}
	return nil
}

// make makes empty stacks of a shape. Adapters come again as they are used.
func (a *adapters) make(shape loraShape) error {
	a.free()
	g := a.replica.model.geometry
	install, err := a.replica.model.programs.install(a.replica.model.backend, g, shape)
	if err != nil {
		return err
	}
	a.install, a.slots, a.used = install, map[string]int{}, map[int]int64{}
	for _, d := range a.replica.devices {
		on := placed{}
		a.stacks = append(a.stacks, on)
		for _, s := range g.stacks(shape) {
			if on[s.name], err = zeros(d, s); err != nil {
				delete(on, s.name)
				a.free()
				return fmt.Errorf("xla: room for %d adapters of rank %d: %w", g.slots(shape)-1, shape.rank, err)
			}
		}
	}
	a.shape = shape
	return nil
}

// free gives the device's memory back.
func (a *adapters) free() {
	freeAll(a.stacks)
	a.shape, a.stacks, a.install, a.slots = loraShape{}, nil, nil, nil
}

// oldest is a free slot, or the one that was used longest ago.
func (a *adapters) oldest() int {
	best := 1
	for slot := 1; slot < a.replica.model.geometry.slots(a.shape); slot++ {
		if a.used[slot] < a.used[best] {
			best = slot
		}
	}
	for digest, slot := range a.slots {
		if slot == best {
			delete(a.slots, digest)
		}
	}
	return best
}

// put brings an adapter to the devices.
func (a *adapters) put(slot int, one *lora.Adapter) error {
	tensors := a.replica.model.geometry.tensorsOf(one, a.shape.rank)
	for i, d := range a.replica.devices {
		if err := a.putOn(d, a.stacks[i], slot, tensors); err != nil {
			a.free() // the stacks went with it, or hold half of it
			return fmt.Errorf("xla: adapter %q: %w", one.Name, err)
		}
	}
	a.slots[one.Digest] = slot
	return nil
}

func (a *adapters) putOn(d device, stacks placed, slot int, tensors map[string][]float32) (err error) {
	call, donated := placed{}, placed{}
	list := a.replica.model.geometry.stacks(a.shape)
	call["slot"], err = upload(d, dtypes.Int32, []int32{int32(slot)})
	for i, s := range list {
		if err != nil {
			freeAll([]placed{call})
			return err
		}
		call["new_"+s.name], err = uploadFloats(d, s.kind, tensors[s.name], append([]int{1}, s.dims[1:]...)...)
		donated[pjrtbackend.AliasName(i, s.name)] = stacks[s.name]
	}
	if err != nil {
		freeAll([]placed{call})
		return err
	}
	out, err := a.install.run(d, nil, call, donated)
	if err != nil {
		return err
	}
	for i, s := range list {
		stacks[s.name] = out[i]
	}
	return nil
}

// uploadFloats copies floats to the device, as bfloat16 when that is how they are to
// be held: then they are such to the bit.
func uploadFloats(d device, kind dtypes.DType, data []float32, dims ...int) (compute.Buffer, error) {
	if kind == dtypes.Float32 {
		return upload(d, kind, data, dims...)
	}
	short := make([]bfloat16.BFloat16, len(data))
	for i, v := range data {
		short[i] = bfloat16.BFloat16(math.Float32bits(v) >> 16)
	}
	return upload(d, kind, short, dims...)
}

// tensorsOf are an adapter's tensors as the stacks have them, padded with zeros.
func (g geometry) tensorsOf(one *lora.Adapter, rank int) map[string][]float32 {
	all := map[string][]float32{"lora_scales": make([]float32, g.Layers*linears)}
	for _, p := range groups {
		for i, m := range p.members {
			in, out := p.in(g), m.out(g)
			a, bt := make([]float32, g.Layers*rank*in), make([]float32, g.Layers*rank*out)
			for l := range one.Layers {
				d := deltas(&one.Layers[l])[p.first()+i]
				if d == nil {
					continue
				}
				copy(a[l*rank*in:], d.A.F32)
				copy(bt[l*rank*out:], d.BT.F32)
				all["lora_scales"][l*linears+p.first()+i] = d.Scale
			}
			all["lora_a_"+m.name], all["lora_b_"+m.name] = a, bt
		}
	}
	return all
}

// deltas are those of a layer's linears in the order of groups.
func deltas(l *lora.Layer) [linears]*lora.Delta {
	return [linears]*lora.Delta{l.Q, l.K, l.V, l.O, l.Gate, l.Up, l.Down}
}

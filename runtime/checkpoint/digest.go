package checkpoint

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/r3mes/r3mes/runtime/checkpoint/safetensors"
)

// pieceBytes is how tensors are cut for hashing and checking in parallel. It
// is part of the digest's definition.
const pieceBytes = 8 << 20

// digester hashes tensors piece by piece and looks for NaN on the way.
type digester struct {
	model   *Model
	tensors []safetensors.Tensor
	sums    [][][sha256.Size]byte // [tensor][piece]
}

func newDigester(m *Model, tensors []safetensors.Tensor) *digester {
	d := &digester{model: m, tensors: tensors}
	slices.SortFunc(d.tensors, func(a, b safetensors.Tensor) int { return cmp.Compare(a.Name, b.Name) })
	for _, t := range d.tensors {
		d.sums = append(d.sums, make([][sha256.Size]byte, (len(t.Data)+pieceBytes-1)/pieceBytes))
	}
	return d
}

// jobs returns one job a piece.
func (d *digester) jobs() []func() error {
	var jobs []func() error
	for i, t := range d.tensors {
		for p := range d.sums[i] {
			jobs = append(jobs, func() error {
				begin := p * pieceBytes
				piece := t.Data[begin:min(begin+pieceBytes, len(t.Data))]
				defer d.model.evict(piece)
				d.sums[i][p] = sha256.Sum256(piece)
				if err := safetensors.CheckFinite(t.DType, piece, begin/t.DType.Size()); err != nil {
					return fmt.Errorf("%s: tensor %q: %w", t.File, t.Name, err)
				}
				return nil
			})
		}
	}
	return jobs
}

// sum combines the pieces after all jobs have run.
func (d *digester) sum() string {
	h := sha256.New()
	fmt.Fprintf(h, "r3mes checkpoint 1\n%+v\n", d.model.Config)
	for i, t := range d.tensors {
		fmt.Fprintf(h, "%q %s %v\n", t.Name, t.DType, t.Shape)
		for _, s := range d.sums[i] {
			h.Write(s[:])
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

package lora

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"regexp"
	"slices"

	"github.com/r3mes/r3mes/kernels/dense"
	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/checkpoint/safetensors"
	"github.com/r3mes/r3mes/runtime/checkpoint/strictjson"
)

// Names of the files of an adapter. CardFile may be missing.
const (
	ConfigFile = "adapter_config.json"
	TensorFile = "adapter_model.safetensors"
	CardFile   = "r3mes.json"
)

// Limits of an adapter's files.
const (
	maxJSON        = 1 << 20
	maxTensorBytes = 4 << 30
	maxExamples    = 1000
)

// FileLimit is the most bytes that a file of an adapter may have; false when
// name is none of its files.
func FileLimit(name string) (int64, bool) {
	switch name {
	case ConfigFile, CardFile:
		return maxJSON, true
	case TensorFile:
		return maxTensorBytes, true
	}
	return 0, false
}

const (
	tensorPrefix = "base_model.model."
	layerPrefix  = "model.layers."
)

var validName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// Load reads the adapter in fsys for a base model of the given configuration:
// adapter_config.json, adapter_model.safetensors and, if there, r3mes.json
// with description, examples and metadata.
//
// Every targeted module must have its two tensors in the shapes that the base
// and the module's rank give, all numbers finite, and no tensor may be left
// over.
func Load(fsys fs.FS, name string, base checkpoint.Config) (*Adapter, error) {
	a, err := load(fsys, name, base)
	if err != nil {
		return nil, fmt.Errorf("lora: load %q: %w", name, err)
	}
	return a, nil
}

func load(fsys fs.FS, name string, base checkpoint.Config) (*Adapter, error) {
	if !validName.MatchString(name) {
		return nil, fmt.Errorf("name must match %s", validName)
	}
	data, err := readFile(fsys, ConfigFile, maxJSON)
	if err != nil {
		return nil, err
	}
	c, err := parseConfig(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", ConfigFile, err)
	}
	a := &Adapter{Name: name, BaseModel: c.baseModel, Layers: make([]Layer, base.Layers)}
	if err := a.readCard(fsys); err != nil {
		return nil, err
	}
	if data, err = readFile(fsys, TensorFile, maxTensorBytes); err != nil {
		return nil, err
	}
	file, err := safetensors.Parse(TensorFile, data)
	if err != nil {
		return nil, err
	}
	if err := a.assemble(c, file.Tensors, base); err != nil {
		return nil, err
	}
	a.Digest = a.digest()
	return a, nil
}

func readFile(fsys fs.FS, name string, limit int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) && name == TensorFile {
		return nil, fmt.Errorf("no %s (adapter_model.bin is not read: convert it)", TensorFile)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > limit {
		return nil, fmt.Errorf("%s: %d bytes (limit %d)", name, info.Size(), limit)
	}
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("%s: more than %d bytes", name, limit)
	}
	return data, err
}

// readCard reads r3mes.json, which may be missing.
func (a *Adapter) readCard(fsys fs.FS) error {
	data, err := readFile(fsys, CardFile, maxJSON)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	o, err := strictjson.Parse(data)
	if err != nil {
		return fmt.Errorf("%s: %w", CardFile, err)
	}
	r := &reader{Object: o}
	r.problems = append(r.problems, o.Only("description", "examples", "metadata"))
	a.Description = get(r, "description", "")
	a.Examples = get(r, "examples", []string(nil))
	a.Metadata = get(r, "metadata", map[string]string(nil))
	if len(a.Examples) > maxExamples {
		r.fail("%d examples (limit %d)", len(a.Examples), maxExamples)
	}
	if err := errors.Join(r.problems...); err != nil {
		return fmt.Errorf("%s: %w", CardFile, err)
	}
	return nil
}

// assemble builds the deltas of all targeted modules from the tensors, which
// it consumes.
func (a *Adapter) assemble(c config, tensors map[string]safetensors.Tensor, base checkpoint.Config) error {
	for _, module := range []string{"lm_head", "model.embed_tokens"} {
		if c.targets.targets(module) {
			return fmt.Errorf("%s: target_modules include %s: LoRA on embeddings and output head is not supported", ConfigFile, module)
		}
	}
	linears := base.Linears()
	targeted := 0
	a.BF16 = true
	for i := range a.Layers {
		for _, name := range slices.Sorted(maps.Keys(linears)) {
			module := fmt.Sprintf("%s%d.%s", layerPrefix, i, name)
			if !c.targets.targets(module) {
				continue
			}
			d, err := newDelta(c, module, linears[name], tensors)
			if err != nil {
				return err
			}
			*a.Layers[i].slot(name) = d
			a.MaxRank = max(a.MaxRank, d.Rank)
			a.BF16 = a.BF16 && isBF16(d.A.F32) && isBF16(d.BT.F32)
			a.Bytes += int64(4 * (len(d.A.F32) + len(d.BT.F32)))
			targeted++
		}
	}
	if targeted == 0 {
		return fmt.Errorf("%s: target_modules match no linear layer of the base model", ConfigFile)
	}
	if len(tensors) > 0 {
		left := slices.Sorted(maps.Keys(tensors))
		return fmt.Errorf("%s: tensor %q belongs to no targeted linear layer of the base model (and %d others)", TensorFile, left[0], len(left)-1)
	}
	return nil
}

// isBF16 tells whether values are bfloat16 ones to the bit.
func isBF16(values []float32) bool {
	return !slices.ContainsFunc(values, func(v float32) bool { return math.Float32bits(v)<<16 != 0 })
}

// slot returns the field of a linear's module name.
func (l *Layer) slot(module string) **Delta {
	switch module {
	case "self_attn.q_proj":
		return &l.Q
	case "self_attn.k_proj":
		return &l.K
	case "self_attn.v_proj":
		return &l.V
	case "self_attn.o_proj":
		return &l.O
	case "mlp.gate_proj":
		return &l.Gate
	case "mlp.up_proj":
		return &l.Up
	case "mlp.down_proj":
		return &l.Down
	}
	panic("lora: no linear layer " + module)
}

// newDelta takes the two tensors of a module; shape is [out, in].
func newDelta(c config, module string, shape [2]int, tensors map[string]safetensors.Tensor) (*Delta, error) {
	rank, err := c.rankOf(module)
	if err != nil {
		return nil, fmt.Errorf("%s: module %s: %w", ConfigFile, module, err)
	}
	scale, err := c.scaleOf(module, rank)
	if err != nil {
		return nil, fmt.Errorf("%s: module %s: %w", ConfigFile, module, err)
	}
	factorA, err := take(tensors, tensorPrefix+module+".lora_A.weight", rank, shape[1])
	if err != nil {
		return nil, err
	}
	factorB, err := take(tensors, tensorPrefix+module+".lora_B.weight", shape[0], rank)
	if err != nil {
		return nil, err
	}
	return &Delta{Rank: rank, Scale: scale, A: factorA, BT: transposed(factorB)}, nil
}

// transposed returns m with rows and columns exchanged.
func transposed(m dense.Matrix) dense.Matrix {
	t := dense.Matrix{Rows: m.Cols, Cols: m.Rows, F32: make([]float32, len(m.F32))}
	for r := range m.Rows {
		for c, v := range m.F32[r*m.Cols : (r+1)*m.Cols] {
			t.F32[c*m.Rows+r] = v
		}
	}
	return t
}

func take(tensors map[string]safetensors.Tensor, name string, rows, cols int) (dense.Matrix, error) {
	t, ok := tensors[name]
	if !ok {
		return dense.Matrix{}, fmt.Errorf("%s: tensor %q: missing", TensorFile, name)
	}
	delete(tensors, name)
	if !slices.Equal(t.Shape, []int{rows, cols}) {
		return dense.Matrix{}, fmt.Errorf("%s: tensor %q: shape %v, want [%d %d]", TensorFile, name, t.Shape, rows, cols)
	}
	values, err := t.Float32()
	if err != nil {
		return dense.Matrix{}, fmt.Errorf("%s: tensor %q: %w", TensorFile, name, err)
	}
	return dense.Matrix{Rows: rows, Cols: cols, F32: values}, nil
}

// linearNames lists the slots in a fixed order.
var linearNames = []string{
	"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj",
	"mlp.gate_proj", "mlp.up_proj", "mlp.down_proj",
}

// digest hashes what the adapter computes, so two adapters with the same
// digest give the same tokens.
func (a *Adapter) digest() string {
	h := sha256.New()
	var buffer []byte
	for i := range a.Layers {
		for _, name := range linearNames {
			d := *a.Layers[i].slot(name)
			if d == nil {
				continue
			}
			fmt.Fprintf(h, "%d.%s %d %08x\n", i, name, d.Rank, math.Float32bits(d.Scale))
			for _, values := range [][]float32{d.A.F32, d.BT.F32} {
				buffer = buffer[:0]
				for _, v := range values {
					buffer = binary.LittleEndian.AppendUint32(buffer, math.Float32bits(v))
				}
				h.Write(buffer)
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

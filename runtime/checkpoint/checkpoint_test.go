package checkpoint_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/r3mes/r3mes/kernels/ternary"
	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/checkpoint/checkpointtest"
	"github.com/r3mes/r3mes/runtime/checkpoint/safetensors"
)

// shape is Small in a scheme.
func shape(scheme checkpoint.Scheme, floats safetensors.DType, tied bool) checkpointtest.Shape {
	s := checkpointtest.Small()
	s.Scheme, s.Floats, s.Tied = scheme, floats, tied
	return s
}

// files returns the files of a small checkpoint as a file system.
func files(t *testing.T, s checkpointtest.Shape) fstest.MapFS {
	t.Helper()
	content, err := checkpointtest.Files(s, 1)
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for name, data := range content {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	return fsys
}

// tensors is the content of model.safetensors in a form that tests can change.
type tensors map[string]*tensor

type tensor struct {
	dtype safetensors.DType
	shape []int
	data  []byte
}

func readTensors(t *testing.T, fsys fstest.MapFS) tensors {
	t.Helper()
	f, err := safetensors.Parse("model.safetensors", fsys["model.safetensors"].Data)
	if err != nil {
		t.Fatal(err)
	}
	ts := tensors{}
	for name, x := range f.Tensors {
		ts[name] = &tensor{x.DType, x.Shape, bytes.Clone(x.Data)}
	}
	return ts
}

func (ts tensors) file(t *testing.T) []byte {
	t.Helper()
	var entries []safetensors.Entry
	for _, name := range slices.Sorted(maps.Keys(ts)) {
		entries = append(entries, safetensors.Bytes(name, ts[name].dtype, ts[name].shape, ts[name].data))
	}
	var b bytes.Buffer
	if err := safetensors.Write(&b, nil, entries); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// element returns element i of a float tensor.
func (x *tensor) element(i int) float32 {
	out := make([]float32, i+1)
	safetensors.Widen(out, x.dtype, x.data)
	return out[i]
}

func open(t *testing.T, fsys fs.FS) *checkpoint.Model {
	t.Helper()
	m, err := checkpoint.OpenFS(fsys)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m
}

func TestPackedLinearsAreTheFilesBytesWithTheDirectScale(t *testing.T) {
	for _, scheme := range []checkpoint.Scheme{checkpoint.PackedDirect, checkpoint.PackedInverse} {
		for _, floats := range safetensors.FloatTypes {
			fsys := files(t, shape(scheme, floats, true))
			want := readTensors(t, fsys)
			m := open(t, fsys)
			if m.Config.Scheme != scheme {
				t.Errorf("Scheme = %q, want %q", m.Config.Scheme, scheme)
			}
			for i, l := range m.Layers {
				for module, got := range linears(l) {
					name := fmt.Sprintf("model.layers.%d.%s", i, module)
					scale := want[name+".weight_scale"].element(0)
					if scheme == checkpoint.PackedInverse {
						scale = 1 / scale
					}
					if !bytes.Equal(got.Packed, want[name+".weight"].data) || got.Scale != scale {
						t.Errorf("%s, %s: %s: wrong bytes, or scale %v instead of %v", scheme, floats, name, got.Scale, scale)
					}
				}
			}
		}
	}
}

// linears returns the linears of a layer by module name.
func linears(l checkpoint.Layer) map[string]ternary.Matrix {
	return map[string]ternary.Matrix{
		"self_attn.q_proj": l.Q, "self_attn.k_proj": l.K, "self_attn.v_proj": l.V, "self_attn.o_proj": l.O,
		"mlp.gate_proj": l.Gate, "mlp.up_proj": l.Up, "mlp.down_proj": l.Down,
	}
}

func TestMastersAreQuantisedByTheirMean(t *testing.T) {
	for _, floats := range safetensors.FloatTypes {
		fsys := files(t, shape(checkpoint.Master, floats, true))
		want := readTensors(t, fsys)
		for i, l := range open(t, fsys).Layers {
			for module, got := range linears(l) {
				x := want[fmt.Sprintf("model.layers.%d.%s.weight", i, module)]
				checkQuantised(t, got, x)
			}
		}
	}
}

// checkQuantised repeats the definition with plain loops.
func checkQuantised(t *testing.T, got ternary.Matrix, x *tensor) {
	t.Helper()
	values := make([]float32, got.Rows*got.Cols)
	safetensors.Widen(values, x.dtype, x.data)
	sum := 0.0
	for _, w := range values {
		sum += math.Abs(float64(w))
	}
	mean := float32(sum / float64(len(values)))
	if got.Scale != mean {
		t.Fatalf("scale %v, want mean |W| %v", got.Scale, mean)
	}
	reciprocal := 1 / mean
	for i, w := range values {
		want := max(-1, min(1, math.RoundToEven(float64(w*reciprocal))))
		if v := got.At(i/got.Cols, i%got.Cols); float64(v) != want {
			t.Fatalf("weight %d = %v becomes %d, want %v", i, w, v, want)
		}
	}
}

func TestMasterTiesGoToZero(t *testing.T) {
	fsys := files(t, shape(checkpoint.Master, safetensors.F32, true))
	ts := readTensors(t, fsys)
	x := ts["model.layers.0.self_attn.q_proj.weight"]
	// Half are 0.5 and half 1.5: the mean is 1, and 0.5 is a tie.
	for i := range len(x.data) / 4 {
		v := float32(0.5)
		if i%2 == 1 {
			v = -1.5
		}
		binary.LittleEndian.PutUint32(x.data[4*i:], math.Float32bits(v))
	}
	fsys["model.safetensors"].Data = ts.file(t)
	q := open(t, fsys).Layers[0].Q
	if q.Scale != 1 || q.At(0, 0) != 0 || q.At(0, 1) != -1 {
		t.Errorf("scale %v, weights %d and %d; want 1, 0 and -1", q.Scale, q.At(0, 0), q.At(0, 1))
	}
}

func TestEmbeddingsAndNormsAreExact(t *testing.T) {
	for _, floats := range safetensors.FloatTypes {
		fsys := files(t, shape(checkpoint.PackedDirect, floats, false))
		want := readTensors(t, fsys)
		m := open(t, fsys)
		row := make([]float32, m.Config.HiddenSize)
		m.Embedding.Row(row, 7)
		for c, v := range row {
			if w := want["model.embed_tokens.weight"].element(7*len(row) + c); v != w {
				t.Fatalf("%s: embedding [7, %d] = %v, want %v", floats, c, v, w)
			}
		}
		m.Head.Row(row, 9)
		if w := want["lm_head.weight"].element(9 * len(row)); row[0] != w {
			t.Errorf("%s: head [9, 0] = %v, want %v", floats, row[0], w)
		}
		if (floats == safetensors.BF16) != (m.Embedding.BF16 != nil) {
			t.Errorf("%s: embedding is held in another type", floats)
		}
		for name, got := range map[string][]float32{
			"model.norm.weight":                              m.FinalNorm,
			"model.layers.1.input_layernorm.weight":          m.Layers[1].InputNorm,
			"model.layers.1.post_attention_layernorm.weight": m.Layers[1].PostAttnNorm,
			"model.layers.1.self_attn.attn_sub_norm.weight":  m.Layers[1].AttnSubNorm,
			"model.layers.1.mlp.ffn_sub_norm.weight":         m.Layers[1].FFNSubNorm,
		} {
			if len(got) != want[name].shape[0] || got[3] != want[name].element(3) {
				t.Errorf("%s: %s is wrong", floats, name)
			}
		}
	}
}

func TestTiedHeadIsTheEmbedding(t *testing.T) {
	m := open(t, files(t, shape(checkpoint.PackedDirect, safetensors.BF16, true)))
	if &m.Head.BF16[0] != &m.Embedding.BF16[0] {
		t.Error("the head is a copy")
	}
	untied := open(t, files(t, shape(checkpoint.PackedDirect, safetensors.BF16, false)))
	if extra := untied.Bytes() - m.Bytes(); extra != 2*320*64 {
		t.Errorf("an untied head takes %d bytes more, want %d", extra, 2*320*64)
	}
}

func TestDirectoryAndShardsGiveTheSameModel(t *testing.T) {
	whole := shape(checkpoint.PackedDirect, safetensors.BF16, true)
	parts := whole
	parts.Shards = 3
	digests := map[string]bool{open(t, files(t, whole)).Digest: true, open(t, files(t, parts)).Digest: true}
	for _, s := range []checkpointtest.Shape{whole, parts} {
		dir := filepath.Join(t.TempDir(), "model")
		if err := checkpointtest.WriteRandom(dir, s, 1); err != nil {
			t.Fatal(err)
		}
		m, err := checkpoint.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		digests[m.Digest] = true
		before := m.Layers[1].Down.At(5, 6)
		m.Evict()
		if after := m.Layers[1].Down.At(5, 6); after != before {
			t.Errorf("Evict changed a weight from %d to %d", before, after)
		}
		if err := errorsOf(m.Close(), m.Close()); err != nil {
			t.Error(err)
		}
	}
	if len(digests) != 1 {
		t.Errorf("%d digests for one content: %v", len(digests), digests)
	}
	other, err := checkpointtest.Files(whole, 2)
	if err != nil {
		t.Fatal(err)
	}
	fsys := files(t, whole)
	fsys["model.safetensors"].Data = other["model.safetensors"]
	if digests[open(t, fsys).Digest] {
		t.Error("other weights have the same digest")
	}
}

func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestHuggingFaceCacheOfLinksOpens(t *testing.T) {
	blobs, snapshot := t.TempDir(), t.TempDir()
	if err := checkpointtest.WriteRandom(blobs, checkpointtest.Small(), 1); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"config.json", "generation_config.json", "model.safetensors"} {
		if err := os.Symlink(filepath.Join(blobs, name), filepath.Join(snapshot, name)); err != nil {
			t.Skip(err)
		}
	}
	m, err := checkpoint.Open(snapshot)
	if err != nil {
		t.Fatal(err)
	}
	m.Close()
}

// refused opens a changed checkpoint and wants an error with all the words.
func refused(t *testing.T, fsys fs.FS, words ...string) {
	t.Helper()
	m, err := checkpoint.OpenFS(fsys)
	if err == nil {
		m.Close()
		t.Errorf("the checkpoint opens; want an error with %q", words)
		return
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q does not say %q", err, w)
		}
	}
}

func TestDamagedTensorsAreRefused(t *testing.T) {
	const q, gate, norm = "model.layers.1.self_attn.q_proj.weight", "model.layers.0.mlp.gate_proj.weight", "model.norm.weight"
	fill := func(x *tensor, b byte) {
		for i := range x.data {
			x.data[i] = b
		}
	}
	for name, c := range map[string]struct {
		scheme checkpoint.Scheme
		change func(ts tensors)
		want   []string
	}{
		"all weights zero":          {checkpoint.PackedDirect, func(ts tensors) { fill(ts[gate], 0x55) }, []string{gate, "every weight is 0"}},
		"all weights one":           {checkpoint.PackedInverse, func(ts tensors) { fill(ts[gate], 0xaa) }, []string{gate, "every weight is 1"}},
		"all weights minus one":     {checkpoint.PackedDirect, func(ts tensors) { fill(ts[gate], 0) }, []string{gate, "every weight is -1"}},
		"code 3":                    {checkpoint.PackedDirect, func(ts tensors) { ts[q].data[65] |= 0x30 }, []string{q, "code 3", "row 33, column 1"}},
		"masters all zero":          {checkpoint.Master, func(ts tensors) { fill(ts[gate], 0) }, []string{gate, "every weight is 0"}},
		"masters all equal":         {checkpoint.Master, func(ts tensors) { fill(ts[gate], 0x3d) }, []string{gate, "every weight is 1"}},
		"a NaN in a master":         {checkpoint.Master, func(ts tensors) { ts[gate].data[7] = 0x7f; ts[gate].data[6] = 0xff }, []string{gate, "element 3 is NaN"}},
		"a NaN in the embedding":    {checkpoint.PackedDirect, func(ts tensors) { copy(ts["model.embed_tokens.weight"].data[200:], "\xff\xff") }, []string{"model.embed_tokens.weight", "element 100 is NaN"}},
		"an infinity in a norm":     {checkpoint.PackedDirect, func(ts tensors) { copy(ts[norm].data[4:], "\x80\x7f") }, []string{norm, "element 2 is +Inf"}},
		"a NaN scale":               {checkpoint.PackedDirect, func(ts tensors) { copy(ts[q+"_scale"].data, "\xff\x7f") }, []string{q + "_scale", "NaN is not positive and finite"}},
		"an infinite scale":         {checkpoint.PackedInverse, func(ts tensors) { copy(ts[q+"_scale"].data, "\x80\x7f") }, []string{q + "_scale", "+Inf"}},
		"a zero scale":              {checkpoint.PackedInverse, func(ts tensors) { copy(ts[q+"_scale"].data, "\x00\x00") }, []string{q + "_scale", "scale 0 is not positive"}},
		"a negative scale":          {checkpoint.PackedDirect, func(ts tensors) { ts[q+"_scale"].data[1] |= 0x80 }, []string{q + "_scale", "not positive"}},
		"a scale without inverse":   {checkpoint.PackedInverse, func(ts tensors) { copy(ts[q+"_scale"].data, "\x01\x00") }, []string{q + "_scale", "inverse"}},
		"two scales":                {checkpoint.PackedDirect, func(ts tensors) { ts[q+"_scale"] = &tensor{safetensors.BF16, []int{2}, []byte{0, 63, 0, 63}} }, []string{q + "_scale", "shape [2], want [1]"}},
		"a missing tensor":          {checkpoint.PackedDirect, func(ts tensors) { delete(ts, norm) }, []string{norm, "missing"}},
		"a missing scale":           {checkpoint.PackedDirect, func(ts tensors) { delete(ts, q+"_scale") }, []string{q + "_scale", "missing"}},
		"a scale beside a master":   {checkpoint.Master, func(ts tensors) { ts[q+"_scale"] = &tensor{safetensors.BF16, []int{1}, []byte{0, 63}} }, []string{q + "_scale", "unexpected"}},
		"a bias":                    {checkpoint.PackedDirect, func(ts tensors) { ts["model.layers.0.mlp.gate_proj.bias"] = ts[norm] }, []string{"gate_proj.bias", "unexpected"}},
		"a third layer":             {checkpoint.PackedDirect, func(ts tensors) { ts["model.layers.2.input_layernorm.weight"] = ts[norm] }, []string{"model.layers.2.input_layernorm", "unexpected"}},
		"a head beside a tied one":  {checkpoint.PackedDirect, func(ts tensors) { ts["lm_head.weight"] = ts["model.embed_tokens.weight"] }, []string{"lm_head.weight", "tie_word_embeddings"}},
		"an unpacked linear":        {checkpoint.PackedDirect, func(ts tensors) { ts[q] = &tensor{safetensors.BF16, []int{64, 64}, make([]byte, 8192)} }, []string{q, "dtype BF16, want [U8]"}},
		"a transposed linear":       {checkpoint.PackedDirect, func(ts tensors) { ts[gate].shape = []int{64, 40} }, []string{gate, "shape [64 40], want [40 64]"}},
		"an embedding too short":    {checkpoint.PackedDirect, func(ts tensors) { x := ts["model.embed_tokens.weight"]; x.shape, x.data = []int{319, 64}, x.data[128:] }, []string{"embed_tokens", "shape [319 64], want [320 64]"}},
		"norms of double precision": {checkpoint.PackedDirect, func(ts tensors) { ts[norm] = &tensor{safetensors.F64, []int{64}, make([]byte, 512)} }, []string{norm, "dtype F64"}},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := files(t, shape(c.scheme, safetensors.BF16, true))
			ts := readTensors(t, fsys)
			c.change(ts)
			fsys["model.safetensors"].Data = ts.file(t)
			refused(t, fsys, append(c.want, "model.safetensors")...)
		})
	}
}

func TestManyProblemsAreCountedNotListed(t *testing.T) {
	fsys := files(t, checkpointtest.Small())
	fsys["model.safetensors"].Data = tensors{}.file(t)
	refused(t, fsys, "model.embed_tokens.weight", "more problems")
}

func TestTruncatedFilesAreRefused(t *testing.T) {
	data := files(t, checkpointtest.Small())["model.safetensors"].Data
	for _, n := range []int{0, 7, 8, 1000, len(data) / 2, len(data) - 1} {
		fsys := files(t, checkpointtest.Small())
		fsys["model.safetensors"].Data = data[:n]
		refused(t, fsys, "model.safetensors", "truncated")
	}
	dir := t.TempDir()
	if err := checkpointtest.WriteRandom(dir, checkpointtest.Small(), 1); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int64{int64(len(data)) - 1, 0} {
		if err := os.Truncate(filepath.Join(dir, "model.safetensors"), n); err != nil {
			t.Fatal(err)
		}
		if m, err := checkpoint.Open(dir); err == nil || !strings.Contains(err.Error(), "truncated") {
			t.Errorf("Open of a file cut to %d bytes = %v, %v", n, m, err)
		}
	}
}

func TestIndexMustMatchItsFiles(t *testing.T) {
	s := checkpointtest.Small()
	s.Shards = 2
	const index, first, second = "model.safetensors.index.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"
	replace := func(old, new string) func(fstest.MapFS) {
		return func(fsys fstest.MapFS) {
			fsys[index].Data = bytes.ReplaceAll(fsys[index].Data, []byte(old), []byte(new))
		}
	}
	for name, c := range map[string]struct {
		change func(fstest.MapFS)
		want   []string
	}{
		"a file that is missing":           {func(f fstest.MapFS) { delete(f, second) }, []string{second}},
		"a file outside the directory":     {replace(first, "../"+first), []string{"../" + first, "same directory"}},
		"an absolute path":                 {replace(first, "/etc/x.safetensors"), []string{"/etc/x.safetensors", "same directory"}},
		"a path with a backslash":          {replace(first, `..\\`+first), []string{"same directory"}},
		"a file of another kind":           {replace(first, "config.json"), []string{"config.json", ".safetensors file"}},
		"a tensor in the other file":       {replace(`"model.norm.weight": "`+second, `"model.norm.weight": "`+first), []string{first, "model.norm.weight"}},
		"a tensor that is not in the file": {replace(`"model.norm.weight"`, `"model.norm.w"`), []string{second, "model.norm.w"}},
		"no weight_map":                    {replace("weight_map", "weights"), []string{index, "weight_map"}},
		"text that is not JSON":            {replace("{", "["), []string{index}},
		"neither file nor index":           {func(f fstest.MapFS) { delete(f, index) }, []string{"model.safetensors", index}},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := files(t, s)
			c.change(fsys)
			refused(t, fsys, c.want...)
		})
	}
}

// withConfig returns config.json of the small shape with changes; a nil value
// removes the key.
func withConfig(t *testing.T, changes map[string]any) []byte {
	t.Helper()
	config := checkpointtest.Small().Config()
	for key, value := range changes {
		if config[key] = value; value == nil {
			delete(config, key)
		}
	}
	data, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestConfigReadsBothGenerationsOfKeys(t *testing.T) {
	for name, c := range map[string]struct {
		changes map[string]any
		want    float64
	}{
		"rope_theta at the top":        {nil, 10000},
		"rope_theta in its object":     {map[string]any{"rope_theta": nil, "rope_parameters": map[string]any{"rope_theta": 7.5, "rope_type": "default"}}, 7.5},
		"rope_theta in both":           {map[string]any{"rope_parameters": map[string]any{"rope_theta": 10000.0}}, 10000},
		"no rope_theta":                {map[string]any{"rope_theta": nil}, 500000},
		"rope_scaling that is default": {map[string]any{"rope_scaling": map[string]any{"type": "default"}}, 10000},
	} {
		got, err := checkpoint.ParseConfig(withConfig(t, c.changes), nil)
		if err != nil || got.RopeTheta != c.want {
			t.Errorf("%s: RopeTheta = %v, %v; want %v", name, got.RopeTheta, err, c.want)
		}
	}
}

func TestConfigMergesEndIDs(t *testing.T) {
	generation := []byte(`{"bos_token_id": 3, "eos_token_id": [1, 9, 9]}`)
	c, err := checkpoint.ParseConfig(withConfig(t, map[string]any{"eos_token_id": []int{4, 1}, "bos_token_id": nil}), generation)
	if err != nil || !slices.Equal(c.EOS, []int{4, 1, 9}) || c.BOS != 3 {
		t.Errorf("EOS = %v, BOS = %d, %v; want [4 1 9], 3", c.EOS, c.BOS, err)
	}
	c, err = checkpoint.ParseConfig(withConfig(t, map[string]any{"eos_token_id": nil, "bos_token_id": nil}), nil)
	if err != nil || len(c.EOS) != 0 || c.BOS != -1 {
		t.Errorf("without ids: EOS = %v, BOS = %d, %v; want none, -1", c.EOS, c.BOS, err)
	}
}

func TestPublishedConfigIsRead(t *testing.T) {
	data, err := json.Marshal(checkpointtest.Shape2B4T().Config())
	if err != nil {
		t.Fatal(err)
	}
	got, err := checkpoint.ParseConfig(data, []byte(`{"eos_token_id": [128001, 128009]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := checkpoint.Config{
		HiddenSize: 2560, IntermediateSize: 6912, Layers: 30, Heads: 20, KVHeads: 5, HeadDim: 128, VocabSize: 128256,
		MaxPositions: 4096, RMSEps: 1e-5, RopeTheta: 500000, TieEmbeddings: true, Activation: "relu2",
		BOS: 128000, EOS: []int{128001, 128009}, Scheme: checkpoint.PackedDirect,
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("ParseConfig = %+v, want %+v", got, want)
	}
}

func TestUnsupportedConfigsAreRefused(t *testing.T) {
	quantization := func(changes map[string]any) map[string]any {
		q := map[string]any{"quant_method": "bitnet", "linear_class": "autobitlinear", "quantization_mode": "offline"}
		maps.Copy(q, changes)
		return map[string]any{"quantization_config": q}
	}
	for name, c := range map[string]struct {
		changes map[string]any
		want    string
	}{
		"another architecture":      {map[string]any{"architectures": []string{"LlamaForCausalLM"}}, "LlamaForCausalLM"},
		"two architectures":         {map[string]any{"architectures": []string{"BitNetForCausalLM", "X"}}, "only BitNetForCausalLM"},
		"no architecture":           {map[string]any{"architectures": nil}, "only BitNetForCausalLM"},
		"another model type":        {map[string]any{"model_type": "llama"}, "llama"},
		"another activation":        {map[string]any{"hidden_act": "silu"}, `hidden_act "silu"`},
		"no hidden size":            {map[string]any{"hidden_size": nil}, "no hidden_size"},
		"a hidden size in quotes":   {map[string]any{"hidden_size": "64"}, "hidden_size"},
		"a negative size":           {map[string]any{"intermediate_size": -4}, "intermediate_size -4"},
		"an absurd size":            {map[string]any{"hidden_size": 1 << 40}, "hidden_size"},
		"an absurd vocabulary":      {map[string]any{"vocab_size": 1 << 40}, "vocab_size"},
		"an absurd depth":           {map[string]any{"num_hidden_layers": 1 << 30}, "num_hidden_layers"},
		"no layers":                 {map[string]any{"num_hidden_layers": 0}, "num_hidden_layers 0"},
		"no heads":                  {map[string]any{"num_attention_heads": 0}, "num_attention_heads 0"},
		"heads that do not divide":  {map[string]any{"num_attention_heads": 5}, "5 heads"},
		"an odd head":               {map[string]any{"num_attention_heads": 64, "num_key_value_heads": 64}, "odd"},
		"queries that do not group": {map[string]any{"num_key_value_heads": 3}, "multiple of num_key_value_heads 3"},
		"rows that do not pack":     {map[string]any{"intermediate_size": 158}, "gate_proj has 158 outputs"},
		"another head_dim":          {map[string]any{"head_dim": 32}, "head_dim 32"},
		"a zero epsilon":            {map[string]any{"rms_norm_eps": 0.0}, "rms_norm_eps"},
		"a zero theta":              {map[string]any{"rope_theta": 0.0}, "rope_theta"},
		"two thetas":                {map[string]any{"rope_parameters": map[string]any{"rope_theta": 5.0}}, "rope_theta is 10000"},
		"scaled rope":               {map[string]any{"rope_scaling": map[string]any{"rope_type": "yarn", "factor": 4.0}}, `"yarn"`},
		"partial rope":              {map[string]any{"rope_parameters": map[string]any{"partial_rotary_factor": 0.5}}, "partial_rotary_factor"},
		"biased attention":          {map[string]any{"attention_bias": true}, "attention_bias"},
		"an end id out of range":    {map[string]any{"eos_token_id": 320}, "token id 320"},
		"no quantisation":           {map[string]any{"quantization_config": nil}, "no quantization_config"},
		"another quantisation":      {quantization(map[string]any{"quant_method": "gptq"}), `"gptq"`},
		"norms inside linears":      {quantization(map[string]any{"use_rms_norm": true}), "use_rms_norm"},
		"an unknown class":          {quantization(map[string]any{"linear_class": "x"}), `linear_class "x"`},
		"online without auto":       {quantization(map[string]any{"linear_class": "bitlinear", "quantization_mode": "online"}), "is not supported"},
		"a linear left out":         {quantization(map[string]any{"modules_to_not_convert": []string{"lm_head", "mlp.gate_proj"}}), "modules_to_not_convert"},
		"a quantised head":          {quantization(map[string]any{"modules_to_not_convert": []string{}}), "modules_to_not_convert"},
	} {
		if _, err := checkpoint.ParseConfig(withConfig(t, c.changes), nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
	}
}

func TestConfigReportsEveryProblem(t *testing.T) {
	_, err := checkpoint.ParseConfig(withConfig(t, map[string]any{"hidden_act": 3, "vocab_size": nil, "attention_bias": true}), nil)
	for _, want := range []string{"config.json", "hidden_act", "vocab_size", "attention_bias"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not say %q", err, want)
		}
	}
}

func TestAMissingOrHugeConfigIsRefused(t *testing.T) {
	fsys := files(t, checkpointtest.Small())
	delete(fsys, "config.json")
	refused(t, fsys, "config.json")
	fsys = files(t, checkpointtest.Small())
	fsys["config.json"].Data = bytes.Repeat([]byte(" "), 17<<20)
	refused(t, fsys, "config.json", "more than")
	fsys = files(t, checkpointtest.Small())
	fsys["generation_config.json"].Data = []byte(`{"eos_token_id": "x"}`)
	refused(t, fsys, "generation_config.json", "eos_token_id")
}

func FuzzParseConfig(f *testing.F) {
	for _, s := range []checkpointtest.Shape{checkpointtest.Small(), checkpointtest.Shape2B4T()} {
		data, err := json.Marshal(s.Config())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, []byte(`{"eos_token_id": [1, 2]}`))
	}
	f.Add([]byte(`{"architectures": ["BitNetForCausalLM"], "rope_parameters": {"rope_theta": 1e308}}`), []byte(`{}`))
	f.Add([]byte(`{"hidden_size": 9223372036854775807, "num_attention_heads": -1}`), []byte(`[]`))
	f.Fuzz(func(t *testing.T, config, generation []byte) {
		c, err := checkpoint.ParseConfig(config, generation)
		if err != nil {
			return
		}
		for module, shape := range c.Linears() {
			if shape[0] <= 0 || shape[1] <= 0 || shape[0]%4 != 0 || shape[1] > 1<<17 {
				t.Fatalf("accepted %s of shape %v", module, shape)
			}
		}
		if c.KVHeads < 1 || c.Heads%c.KVHeads != 0 || c.HeadDim%2 != 0 || c.Heads*c.HeadDim != c.HiddenSize || c.RopeTheta < 1 || c.RMSEps <= 0 {
			t.Fatalf("accepted %+v", c)
		}
	})
}

// FuzzOpen changes bytes of the tensor file; whatever opens must be valid.
func FuzzOpen(f *testing.F) {
	s := checkpointtest.Small()
	s.Layers, s.Hidden, s.Intermediate, s.Vocab, s.Heads, s.KVHeads, s.EOS = 1, 8, 8, 8, 2, 1, []int{1}
	content, err := checkpointtest.Files(s, 1)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content["model.safetensors"])
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := checkpoint.OpenFS(fstest.MapFS{
			"config.json":       {Data: content["config.json"]},
			"model.safetensors": {Data: data},
		})
		if err != nil {
			return
		}
		for _, w := range linears(m.Layers[0]) {
			if err := w.Validate(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// What a configuration says of the memory is what its model takes, but for
// norms, scales and tables.
func TestWeightBytesAreTheModels(t *testing.T) {
	for _, tied := range []bool{true, false} {
		dir := filepath.Join(t.TempDir(), "model")
		if err := os.CopyFS(dir, files(t, shape(checkpoint.PackedDirect, safetensors.BF16, tied))); err != nil {
			t.Fatal(err)
		}
		m, err := checkpoint.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		c, err := checkpoint.ReadConfig(dir)
		if err != nil {
			t.Fatal(err)
		}
		if got, whole := c.WeightBytes(), m.Bytes(); got > whole || float64(got) < 0.9*float64(whole) {
			t.Errorf("tied %v: WeightBytes %d, the model has %d", tied, got, whole)
		}
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := checkpoint.ReadConfig(t.TempDir()); err == nil {
		t.Error("the configuration of an empty folder is read")
	}
}

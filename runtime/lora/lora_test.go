package lora_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/checkpoint/safetensors"
	"github.com/r3mes/r3mes/runtime/lora"
)

// base is a model of two layers.
var base = checkpoint.Config{HiddenSize: 8, IntermediateSize: 12, Layers: 2, Heads: 2, KVHeads: 1, HeadDim: 4, VocabSize: 16}

// settings is adapter_config.json as peft writes it, with changes.
func settings(changes map[string]any) map[string]any {
	s := map[string]any{
		"alora_invocation_tokens": nil, "alpha_pattern": map[string]any{}, "arrow_config": nil, "auto_mapping": nil,
		"base_model_name_or_path": "some/base", "bias": "none", "corda_config": nil, "ensure_weight_tying": false,
		"eva_config": nil, "exclude_modules": nil, "fan_in_fan_out": false, "inference_mode": true,
		"init_lora_weights": true, "layer_replication": nil, "layers_pattern": nil, "layers_to_transform": nil,
		"loftq_config": map[string]any{}, "lora_alpha": 4, "lora_bias": false, "lora_dropout": 0.05,
		"megatron_config": nil, "megatron_core": "megatron.core", "modules_to_save": nil, "peft_type": "LORA",
		"peft_version": "0.21.2", "qalora_group_size": 16, "r": 2, "rank_pattern": map[string]any{}, "revision": nil,
		"target_modules": []string{"q_proj", "down_proj"}, "target_parameters": nil, "task_type": "CAUSAL_LM",
		"trainable_token_indices": nil, "use_bdlora": nil, "use_dora": false, "use_qalora": false, "use_rslora": false,
	}
	maps.Copy(s, changes)
	return s
}

// factors makes the tensors of modules, all of one rank unless ranks says
// otherwise.
func factors(rank int, ranks map[string]int, modules ...string) map[string]safetensors.Entry {
	tensors := map[string]safetensors.Entry{}
	for _, module := range modules {
		r, ok := ranks[module]
		if !ok {
			r = rank
		}
		_, name, _ := strings.Cut(strings.TrimPrefix(module, "model.layers."), ".")
		shape := base.Linears()[name]
		prefix := "base_model.model." + module
		add(tensors, prefix+".lora_A.weight", r, shape[1])
		add(tensors, prefix+".lora_B.weight", shape[0], r)
	}
	return tensors
}

// add puts a float32 tensor of which element i is i/8.
func add(tensors map[string]safetensors.Entry, name string, rows, cols int) {
	var data []byte
	for i := range rows * cols {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(float32(i)/8))
	}
	tensors[name] = safetensors.Bytes(name, safetensors.F32, []int{rows, cols}, data)
}

// everywhere names a linear in each layer.
func everywhere(names ...string) (modules []string) {
	for i := range base.Layers {
		for _, name := range names {
			modules = append(modules, fmt.Sprintf("model.layers.%d.%s", i, name))
		}
	}
	return modules
}

func folder(t testing.TB, settings map[string]any, tensors map[string]safetensors.Entry) fstest.MapFS {
	t.Helper()
	config, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	var list []safetensors.Entry
	for _, name := range slices.Sorted(maps.Keys(tensors)) {
		list = append(list, tensors[name])
	}
	var b bytes.Buffer
	if err := safetensors.Write(&b, nil, list); err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{"adapter_config.json": {Data: config}, "adapter_model.safetensors": {Data: b.Bytes()}}
}

// usual is a folder that loads.
func usual(t testing.TB) fstest.MapFS {
	return folder(t, settings(nil), factors(2, nil, everywhere("self_attn.q_proj", "mlp.down_proj")...))
}

func TestLoadReadsFactorsAndCard(t *testing.T) {
	fsys := usual(t)
	fsys["r3mes.json"] = &fstest.MapFile{Data: []byte(`{"description": "Law.", "examples": ["Is it legal?"], "metadata": {"license": "MIT"}}`)}
	a, err := lora.Load(fsys, "law", base)
	if err != nil {
		t.Fatal(err)
	}
	if a.Name != "law" || a.BaseModel != "some/base" || a.Description != "Law." || a.Examples[0] != "Is it legal?" || a.Metadata["license"] != "MIT" {
		t.Errorf("card = %+v", a)
	}
	d := a.Layers[1].Down
	if d.Rank != 2 || d.Scale != 2 || d.A.Rows != 2 || d.A.Cols != 12 || d.BT.Rows != 2 || d.BT.Cols != 8 || d.BT.F32[9] != 3.0/8 {
		t.Errorf("down_proj = %+v", d)
	}
	if a.Layers[0].Q == nil || a.Layers[0].K != nil || a.Layers[0].Gate != nil {
		t.Errorf("other modules than q_proj and down_proj: %+v", a.Layers[0])
	}
	if want := int64(4 * 2 * (2*8 + 8*2 + 2*12 + 8*2)); a.Bytes != want || a.MaxRank != 2 {
		t.Errorf("Bytes = %d, MaxRank = %d; want %d, 2", a.Bytes, a.MaxRank, want)
	}
}

func TestHalfPrecisionFactorsAreWidened(t *testing.T) {
	tensors := factors(2, nil, everywhere("self_attn.q_proj", "mlp.down_proj")...)
	const a, b = "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight", "base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight"
	tensors[a] = safetensors.Bytes(a, safetensors.BF16, []int{2, 8}, bytes.Repeat([]byte{0xc0, 0x3f}, 16)) // 1.5
	tensors[b] = safetensors.Bytes(b, safetensors.F16, []int{8, 2}, bytes.Repeat([]byte{0x00, 0xc2}, 16))  // -3
	adapter, err := lora.Load(folder(t, settings(nil), tensors), "x", base)
	if err != nil {
		t.Fatal(err)
	}
	if q := adapter.Layers[0].Q; q.A.F32[15] != 1.5 || q.BT.F32[15] != -3 {
		t.Errorf("A = %v, B = %v", q.A.F32[15], q.BT.F32[15])
	}
}

// ranksAndScales lists the loaded modules as "layer.linear rank scale".
func ranksAndScales(a *lora.Adapter) (list []string) {
	for i, l := range a.Layers {
		for name, d := range map[string]*lora.Delta{"q": l.Q, "k": l.K, "v": l.V, "o": l.O, "gate": l.Gate, "up": l.Up, "down": l.Down} {
			if d != nil {
				list = append(list, fmt.Sprintf("%d.%s %d %.4g", i, name, d.Rank, d.Scale))
			}
		}
	}
	slices.Sort(list)
	return list
}

func TestTargetsRanksAndScalesFollowPEFT(t *testing.T) {
	q0, q1, down0, down1 := "model.layers.0.self_attn.q_proj", "model.layers.1.self_attn.q_proj", "model.layers.0.mlp.down_proj", "model.layers.1.mlp.down_proj"
	for name, c := range map[string]struct {
		changes map[string]any
		ranks   map[string]int // ranks in the file, 2 elsewhere
		modules []string
		want    []string
	}{
		"names": {nil, nil, []string{q0, q1, down0, down1},
			[]string{"0.down 2 2", "0.q 2 2", "1.down 2 2", "1.q 2 2"}},
		"rank stabilised": {map[string]any{"use_rslora": true}, nil, []string{q0, q1, down0, down1},
			[]string{"0.down 2 2.828", "0.q 2 2.828", "1.down 2 2.828", "1.q 2 2.828"}},
		"full names, and names that match nothing": {map[string]any{"target_modules": []string{q1, "proj", "query_key_value"}}, nil, []string{q1},
			[]string{"1.q 2 2"}},
		"a regular expression for the whole name": {map[string]any{"target_modules": `.*\.0\..*(q|down)_proj`}, nil, []string{q0, down0},
			[]string{"0.down 2 2", "0.q 2 2"}},
		"all-linear": {map[string]any{"target_modules": "all-linear"}, nil, everywhere(slices.Sorted(maps.Keys(base.Linears()))...),
			[]string{"0.down 2 2", "0.gate 2 2", "0.k 2 2", "0.o 2 2", "0.q 2 2", "0.up 2 2", "0.v 2 2",
				"1.down 2 2", "1.gate 2 2", "1.k 2 2", "1.o 2 2", "1.q 2 2", "1.up 2 2", "1.v 2 2"}},
		"a rank for one module": {map[string]any{"rank_pattern": map[string]any{"down_proj": 3}}, map[string]int{down0: 3, down1: 3}, []string{q0, q1, down0, down1},
			[]string{"0.down 3 1.333", "0.q 2 2", "1.down 3 1.333", "1.q 2 2"}},
		"a pattern of a whole path": {map[string]any{"rank_pattern": map[string]any{`^model\.layers\.0\..*`: 3}}, map[string]int{q0: 3, down0: 3}, []string{q0, q1, down0, down1},
			[]string{"0.down 3 1.333", "0.q 3 1.333", "1.down 2 2", "1.q 2 2"}},
		"an alpha for one layer": {map[string]any{"alpha_pattern": map[string]any{`layers\.1\..*`: 10}}, nil, []string{q0, q1, down0, down1},
			[]string{"0.down 2 2", "0.q 2 2", "1.down 2 5", "1.q 2 5"}},
		"a pattern must reach the end of the name": {map[string]any{"rank_pattern": map[string]any{"self_attn": 7, "q": 7, "proj": 7}}, nil, []string{q0, q1, down0, down1},
			[]string{"0.down 2 2", "0.q 2 2", "1.down 2 2", "1.q 2 2"}},
		"layers_to_transform": {map[string]any{"layers_to_transform": []int{1}}, nil, []string{q1, down1},
			[]string{"1.down 2 2", "1.q 2 2"}},
		"one layer to transform, under its list's name": {map[string]any{"layers_to_transform": 0, "layers_pattern": "layers"}, nil, []string{q0, down0},
			[]string{"0.down 2 2", "0.q 2 2"}},
		"no layers to transform means all": {map[string]any{"layers_to_transform": []int{}}, nil, []string{q0, q1, down0, down1},
			[]string{"0.down 2 2", "0.q 2 2", "1.down 2 2", "1.q 2 2"}},
		"excluded names": {map[string]any{"exclude_modules": []string{"down_proj", q0}}, nil, []string{q1},
			[]string{"1.q 2 2"}},
		"an excluding expression": {map[string]any{"exclude_modules": `.*\.1\..*`}, nil, []string{q0, down0},
			[]string{"0.down 2 2", "0.q 2 2"}},
		"a fractional alpha": {map[string]any{"lora_alpha": 0.5}, nil, []string{q0, q1, down0, down1},
			[]string{"0.down 2 0.25", "0.q 2 0.25", "1.down 2 0.25", "1.q 2 0.25"}},
		"initialisations that keep the base": {map[string]any{"init_lora_weights": "gaussian"}, nil, []string{q0, q1, down0, down1},
			[]string{"0.down 2 2", "0.q 2 2", "1.down 2 2", "1.q 2 2"}},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := lora.Load(folder(t, settings(c.changes), factors(2, c.ranks, c.modules...)), "x", base)
			if err != nil {
				t.Fatal(err)
			}
			if got := ranksAndScales(a); !slices.Equal(got, c.want) {
				t.Errorf("modules = %q, want %q", got, c.want)
			}
		})
	}
}

func TestTheFirstMatchingPatternWins(t *testing.T) {
	modules := everywhere("self_attn.q_proj", "mlp.down_proj")
	for text, rank := range map[string]int{
		`{"q_proj": 3, ".*": 2}`:                   3,
		`{"layers.0.*": 2, ".*": 2, "q_proj": 3}`:  2,
		`{"k_proj": 1, "self_attn\\.q_proj": 3}`:   3,
		`{"(q|k)_proj": 3, "down_proj|q_proj": 2}`: 3,
	} {
		fsys := folder(t, settings(map[string]any{"rank_pattern": json.RawMessage(text)}),
			factors(2, map[string]int{modules[0]: rank, modules[2]: rank}, modules...))
		a, err := lora.Load(fsys, "x", base)
		if err != nil || a.Layers[0].Q.Rank != rank {
			t.Errorf("rank_pattern %s: %v", text, err)
		}
	}
}

func TestDigestIsThatOfTheComputation(t *testing.T) {
	load := func(fsys fstest.MapFS, name string) string {
		t.Helper()
		a, err := lora.Load(fsys, name, base)
		if err != nil {
			t.Fatal(err)
		}
		return a.Digest
	}
	modules := everywhere("self_attn.q_proj", "mlp.down_proj")
	same := load(usual(t), "a")
	byPattern := folder(t, settings(map[string]any{"target_modules": ".*(q|down)_proj", "r": 8, "lora_alpha": 16,
		"rank_pattern": map[string]any{".*": 2}, "alpha_pattern": map[string]any{".*": 4}}), factors(2, nil, modules...))
	if load(byPattern, "b") != same {
		t.Error("another name or way to say it changes the digest")
	}
	scaled := folder(t, settings(map[string]any{"lora_alpha": 5}), factors(2, nil, modules...))
	fewer := folder(t, settings(map[string]any{"layers_to_transform": 1}), factors(2, nil, modules[2:]...))
	first := folder(t, settings(map[string]any{"layers_to_transform": 0}), factors(2, nil, modules[:2]...))
	seen := map[string]bool{same: true}
	for name, fsys := range map[string]fstest.MapFS{"another alpha": scaled, "the second layer alone": fewer, "the first layer alone": first} {
		if d := load(fsys, "c"); seen[d] {
			t.Errorf("%s does not change the digest", name)
		} else {
			seen[d] = true
		}
	}
}

// refused loads a folder and wants an error with all the words.
func refused(t *testing.T, fsys fstest.MapFS, words ...string) {
	t.Helper()
	_, err := lora.Load(fsys, "bad", base)
	if err == nil {
		t.Errorf("the adapter loads; want an error with %q", words)
		return
	}
	for _, w := range append(words, `lora: load "bad"`) {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q does not say %q", err, w)
		}
	}
}

func TestWhatIsNotDoneIsRefusedByName(t *testing.T) {
	for key, c := range map[string]struct {
		value any
		want  string
	}{
		"use_dora":                {true, "DoRA"},
		"modules_to_save":         {[]string{"lm_head"}, "modules trained in full"},
		"fan_in_fan_out":          {true, "transposed"},
		"bias":                    {"all", "only none"},
		"lora_bias":               {true, "bias"},
		"target_parameters":       {[]string{"w"}, "bare parameters"},
		"trainable_token_indices": {[]int{1}, "token embeddings"},
		"layer_replication":       {[][2]int{{0, 2}}, "replicated"},
		"alora_invocation_tokens": {[]int{5}, "aLoRA"},
		"use_qalora":              {true, "QALoRA"},
		"use_bdlora":              {map[string]any{"nblocks": 2}, "block-diagonal"},
		"megatron_config":         {map[string]any{"x": 1}, "Megatron"},
		"loftq_config":            {map[string]any{"loftq_bits": 4}, "LoftQ"},
		"corda_config":            {map[string]any{"x": 1}, "CorDA"},
		"lora_ga_config":          {map[string]any{"x": 1}, "LoRA-GA"},
		"arrow_config":            {map[string]any{"x": 1}, "Arrow"},
		"kasa_config":             {map[string]any{"x": 1}, "KaSA"},
		"velora_config":           {map[string]any{"x": 1}, "VeLoRA"},
		"monteclora_config":       {map[string]any{"x": 1}, "MonteCLoRA"},
		"ensure_weight_tying":     {true, "tied"},
		"use_something_new":       {true, "unknown option"},
		"a_new_number":            {0, "unknown option"},
		"init_lora_weights":       {"pissa", "changed base model"},
		"peft_type":               {"LOHA", `"LOHA": only LORA`},
	} {
		fsys := folder(t, settings(map[string]any{key: c.value}), factors(2, nil, everywhere("self_attn.q_proj", "mlp.down_proj")...))
		refused(t, fsys, "adapter_config.json", key, c.want)
	}
	// Options that are off are fine, known or not.
	fsys := folder(t, settings(map[string]any{"use_something_new": false, "new_config": nil, "new_list": []int{}}),
		factors(2, nil, everywhere("self_attn.q_proj", "mlp.down_proj")...))
	if _, err := lora.Load(fsys, "good", base); err != nil {
		t.Error(err)
	}
}

func TestWrongConfigsAreRefused(t *testing.T) {
	modules := everywhere("self_attn.q_proj", "mlp.down_proj")
	for name, c := range map[string]struct {
		changes map[string]any
		want    string
	}{
		"a rank of zero":              {map[string]any{"r": 0}, "r 0"},
		"an absurd rank":              {map[string]any{"r": 1 << 30}, "outside 1 … 1024"},
		"a fractional rank":           {map[string]any{"r": 1.5}, "r: 1.5"},
		"a fractional pattern rank":   {map[string]any{"rank_pattern": map[string]any{"q_proj": 1.5}}, "rank 1.5"},
		"a pattern rank in quotes":    {map[string]any{"rank_pattern": map[string]any{"q_proj": "3"}}, "rank_pattern"},
		"an alpha in quotes":          {map[string]any{"lora_alpha": "4"}, "lora_alpha"},
		"no targets":                  {map[string]any{"target_modules": nil}, "no target_modules"},
		"targets that match nothing":  {map[string]any{"target_modules": []string{"query"}}, "match no linear layer"},
		"the output head":             {map[string]any{"target_modules": []string{"lm_head", "q_proj"}}, "lm_head"},
		"the embedding":               {map[string]any{"target_modules": ".*embed_tokens|.*q_proj"}, "model.embed_tokens"},
		"a pattern beyond RE2":        {map[string]any{"target_modules": `(?!x).*q_proj`}, "target_modules"},
		"a rank pattern beyond RE2":   {map[string]any{"rank_pattern": map[string]any{`(?<=a)b`: 2}}, "rank_pattern"},
		"a layer pattern beyond RE2":  {map[string]any{"layers_to_transform": 1, "layers_pattern": `(?=a)`}, "layers_pattern"},
		"layers beside an expression": {map[string]any{"target_modules": ".*q_proj", "layers_to_transform": 1}, "list of target_modules"},
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, folder(t, settings(c.changes), factors(2, nil, modules...)), "adapter_config.json", c.want)
		})
	}
}

func TestWrongTensorsAreRefused(t *testing.T) {
	modules := everywhere("self_attn.q_proj", "mlp.down_proj")
	const a = "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight"
	for name, c := range map[string]struct {
		change func(map[string]safetensors.Entry)
		want   string
	}{
		"a missing factor": {func(ts map[string]safetensors.Entry) { delete(ts, a) }, "missing"},
		"another rank":     {func(ts map[string]safetensors.Entry) { add(ts, a, 3, 8) }, "shape [3 8], want [2 8]"},
		"another base":     {func(ts map[string]safetensors.Entry) { add(ts, a, 2, 16) }, "shape [2 16], want [2 8]"},
		"integers": {func(ts map[string]safetensors.Entry) {
			ts[a] = safetensors.Bytes(a, safetensors.U8, []int{2, 8}, make([]byte, 16))
		}, "dtype U8"},
		"a NaN": {func(ts map[string]safetensors.Entry) {
			ts[a] = safetensors.Bytes(a, safetensors.BF16, []int{2, 8}, bytes.Repeat([]byte{255}, 32))
		}, "element 0 is NaN"},
		"a module not targeted": {func(ts map[string]safetensors.Entry) {
			maps.Copy(ts, factors(2, nil, "model.layers.0.self_attn.v_proj"))
		}, "v_proj.lora_A.weight\" belongs to no targeted linear"},
		"a layer not there": {func(ts map[string]safetensors.Entry) {
			add(ts, "base_model.model.model.layers.2.self_attn.q_proj.lora_A.weight", 2, 8)
		}, "layers.2"},
		"an embedding": {func(ts map[string]safetensors.Entry) {
			add(ts, "base_model.model.model.embed_tokens.lora_embedding_A", 2, 8)
		}, "lora_embedding_A"},
		"a magnitude of DoRA": {func(ts map[string]safetensors.Entry) {
			add(ts, "base_model.model.model.layers.0.self_attn.q_proj.lora_magnitude_vector.weight", 1, 8)
		}, "lora_magnitude_vector"},
	} {
		t.Run(name, func(t *testing.T) {
			tensors := factors(2, nil, modules...)
			c.change(tensors)
			refused(t, folder(t, settings(nil), tensors), "adapter_model.safetensors", c.want)
		})
	}
}

func TestDamagedFilesAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(fstest.MapFS)
		want   []string
	}{
		"no config":             {func(f fstest.MapFS) { delete(f, "adapter_config.json") }, []string{"adapter_config.json"}},
		"a config cut off":      {func(f fstest.MapFS) { f["adapter_config.json"].Data = f["adapter_config.json"].Data[:30] }, []string{"adapter_config.json", "unexpected EOF"}},
		"a huge config":         {func(f fstest.MapFS) { f["adapter_config.json"].Data = make([]byte, 2<<20) }, []string{"limit"}},
		"no tensors":            {func(f fstest.MapFS) { delete(f, "adapter_model.safetensors") }, []string{"adapter_model.safetensors", "adapter_model.bin is not read"}},
		"tensors cut off":       {func(f fstest.MapFS) { d := f["adapter_model.safetensors"]; d.Data = d.Data[:len(d.Data)-1] }, []string{"adapter_model.safetensors", "truncated"}},
		"a card with a typo":    {func(f fstest.MapFS) { f["r3mes.json"] = &fstest.MapFile{Data: []byte(`{"example": []}`)} }, []string{"r3mes.json", `unknown key "example"`}},
		"a card of other types": {func(f fstest.MapFS) { f["r3mes.json"] = &fstest.MapFile{Data: []byte(`{"examples": "x"}`)} }, []string{"r3mes.json", "examples"}},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := usual(t)
			c.change(fsys)
			refused(t, fsys, c.want...)
		})
	}
	for _, name := range []string{"", ".hidden", "a/b", "a b", strings.Repeat("x", 65), "ü"} {
		if _, err := lora.Load(usual(t), name, base); err == nil || !strings.Contains(err.Error(), "name must match") {
			t.Errorf("name %q: %v", name, err)
		}
	}
}

func FuzzLoad(f *testing.F) {
	for _, changes := range []map[string]any{nil, {"rank_pattern": map[string]any{"q_proj": 2}}, {"target_modules": "all-linear"}, {"target_modules": ".*", "layers_to_transform": []int{0}}} {
		fsys := folder(f, settings(changes), factors(2, nil, everywhere("self_attn.q_proj", "mlp.down_proj")...))
		f.Add(fsys["adapter_config.json"].Data, fsys["adapter_model.safetensors"].Data)
	}
	f.Fuzz(func(t *testing.T, config, tensors []byte) {
		a, err := lora.Load(fstest.MapFS{"adapter_config.json": {Data: config}, "adapter_model.safetensors": {Data: tensors}}, "x", base)
		if err != nil {
			return
		}
		if len(a.Layers) != base.Layers || a.MaxRank < 1 || a.Bytes <= 0 {
			t.Fatalf("accepted %+v", a)
		}
	})
}

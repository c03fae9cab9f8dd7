//go:build xla && cgo

package xla

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/xla/pjrtbackend"
)

// compiled is what the CUDA plugin's compiler made of a program.
type compiled struct {
	Alias   int64 `json:"alias"` // bytes of results that lie in parameters
	Scratch int64 `json:"scratch"`

	launches []string // the kernels and copies of a step, by name, in order
}

// launch is a line of a dumped sequence of thunks that starts something on the
// device.
var launch = regexp.MustCompile(`(?m)^\s*\d+: k(CustomKernel|Kernel|Gemm|CublasLt\w*|Copy|DeviceToDeviceCopy|Memset\w*|Memzero)\s+\[[^\]]*\] (\S+)`)

// onCUDA compiles a program for an H200, which need not be there.
func onCUDA(t *testing.T, g geometry, k bucket) (c compiled) {
	t.Helper()
	compiler, plugin, data := os.Getenv("R3MES_CUDAC"), os.Getenv("R3MES_CUDA_PLUGIN"), os.Getenv("R3MES_CUDA_DATA")
	if compiler == "" || plugin == "" || data == "" {
		t.Fatal("R3MES_CUDAC, R3MES_CUDA_PLUGIN and R3MES_CUDA_DATA name no compiler: make test-xla")
	}
	p, err := compileForward(pjrtbackend.NewTextOnly("cuda", 1), g, k)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "program.mlir")
	if err := os.WriteFile(program, []byte(p.executable.(*pjrtbackend.Executable).Text()), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(compiler, plugin, filepath.Join("cudac", "h200.txt"), program)
	command.Env = append(os.Environ(), "TF_CPP_MIN_LOG_LEVEL=3", "XLA_FLAGS=--xla_gpu_cuda_data_dir="+data+" --xla_dump_to="+dir)
	var problems strings.Builder
	command.Stderr = &problems
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%+v: %v: %s", k, err, problems.String())
	}
	if err := json.Unmarshal(out, &c); err != nil {
		t.Fatal(err)
	}
	dumps, err := filepath.Glob(filepath.Join(dir, "*.thunk_sequence_after_thunk_passes.txt"))
	if err != nil || len(dumps) != 1 {
		t.Fatalf("%d sequences of thunks were left, %v", len(dumps), err)
	}
	text, err := os.ReadFile(dumps[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range launch.FindAllStringSubmatch(string(text), -1) {
		c.launches = append(c.launches, found[2])
	}
	return c
}

// The programs of a model of the 2B-4T shape are compiled by the CUDA plugin,
// kernels of our own among them, and write their caches in place. What a layer
// launches is counted: without a GPU that is what can be known of its speed.
func TestCUDAPrograms(t *testing.T) {
	shape := checkpoint.Config{
		HiddenSize: 2560, IntermediateSize: 6912, Heads: 20, KVHeads: 5, HeadDim: 128, VocabSize: 128256,
		MaxPositions: 4096, RMSEps: 1e-5, RopeTheta: 500000, TieEmbeddings: true, Activation: "relu2", BOS: -1,
	}
	for name, c := range map[string]struct {
		bucket
		kv         string
		form       int
		xla        bool // without kernels of our own
		layer, all int  // launches of a layer, and of a model of one layer
	}{
		"decode of 1, as XLA makes it":  {bucket: bucket{rows: 1, chunk: 1, span: 8}, xla: true, layer: 23, all: 31},
		"decode of 16, as XLA makes it": {bucket: bucket{rows: 16, chunk: 1, span: 8}, xla: true, layer: 27, all: 32},
		"decode of 1":                   {bucket: bucket{rows: 1, chunk: 1, span: 8}, form: kernelForm(), layer: 10, all: 17},
		"decode of 1, 4096 positions":   {bucket: bucket{rows: 1, chunk: 1, span: 256}, kv: KVBFloat16, form: kernelForm(), layer: 10, all: 17},
		"decode of 16":                  {bucket: bucket{rows: 16, chunk: 1, span: 8}, form: kernelForm(), layer: 10, all: 16},
		"decode of 16 adapters":         {bucket: bucket{rows: 16, chunk: 1, span: 8, lora: loraShape{rank: 16}}, form: kernelForm(), layer: 18, all: 25},
		"four tokens":                   {bucket: bucket{rows: 1, chunk: 1, span: 8, steps: 4}, form: kernelForm(), layer: 10, all: 25},
		"four drawn tokens of 16":       {bucket: bucket{rows: 16, chunk: 1, span: 8, steps: 4, draws: true}, form: kernelForm(), layer: 10, all: 28},
		"decode of 64, bfloat16 dot":    {bucket: bucket{rows: 64, chunk: 1, span: 8}, form: 1, layer: 22, all: 28},
		"prefill of 256":                {bucket: bucket{rows: 1, chunk: 256, span: 16}, form: 1, layer: 26, all: 34},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			count := func(layers int) (compiled, int) {
				s := shape
				s.Layers = layers
				o, err := Options{Plugin: "/none", Head: HeadInt8, KVTokens: 1 << 16, StepRows: 64, KV: c.kv}.fill(s)
				if err != nil {
					t.Fatal(err)
				}
				g, err := o.geometry(&checkpoint.Model{Config: s})
				if err != nil {
					t.Fatal(err)
				}
				g = g.withForm(c.form)
				g.kernels = !c.xla
				made := onCUDA(t, g, c.bucket)
				if want := bytesOf(g.caches()); made.Alias != want {
					t.Errorf("%d bytes lie in parameters, want the caches' %d", made.Alias, want)
				}
				return made, len(made.launches)
			}
			one, all := count(1)
			_, two := count(2)
			if two-all != c.layer || all != c.all {
				t.Errorf("a layer launches %d, a model of one %d, want %d and %d:\n%s", two-all, all, c.layer, c.all, strings.Join(one.launches, "\n"))
			}
			t.Logf("%d launches a layer, %d beside; %d KB of scratch", two-all, 2*all-two, one.Scratch>>10)
		})
	}
}

//go:build xla && cgo

package xla

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/xla/pjrtbackend"
)

var update = flag.Bool("update", false, "rewrite the golden programs")

// kernelText is a kernel in a program.
var kernelText = regexp.MustCompile(`kernel_data = \\".*?[^\\]\\"`)

// The programs that plugins are sent, as text, made without any: whoever changes
// the graph sees in review what changes on a GPU.
func TestPrograms(t *testing.T) {
	g := geometry{
		Config:  checkpoint.Config{HiddenSize: 32, IntermediateSize: 48, Layers: 1, Heads: 4, KVHeads: 2, HeadDim: 16, VocabSize: 64, RMSEps: 1e-5},
		context: 64, blockTokens: 8, blocks: 16, spare: 4, adapters: 2, shards: 1,
	}
	kernels := g.withForm(kernelForm())
	kernels.kernels, kernels.headInt8 = true, true
	for name, c := range map[string]struct {
		platform string
		geometry
		bucket
	}{
		"forward_cpu":  {"cpu", g, bucket{rows: 4, chunk: 1, span: 4, lora: loraShape{rank: 8, wide: true}}},
		"forward_cuda": {"cuda", g, bucket{rows: 4, chunk: 1, span: 4, lora: loraShape{rank: 8, wide: true}}},
		"kernels_cuda": {"cuda", kernels, bucket{rows: 4, chunk: 1, span: 4, lora: loraShape{rank: 8, wide: true}}},
		"ahead_cuda":   {"cuda", g, bucket{rows: 4, chunk: 1, span: 4, steps: 4, draws: true}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := compileForward(pjrtbackend.NewTextOnly(c.platform, 1), c.geometry, c.bucket)
			if err != nil {
				t.Fatal(err)
			}
			got := p.executable.(*pjrtbackend.Executable).Text()
			got = kernelText.ReplaceAllString(got, "kernel_data = (see package ptx)")
			path := filepath.Join("testdata", name+".mlir")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s: %s; go test -tags xla -run TestPrograms ./runtime/xla -args -update", path, firstDifference(got, string(want)))
			}
			if n := strings.Count(got, "tf.aliasing_output"); n != g.Layers {
				t.Errorf("%s: %d parameters alias a result, want the %d caches", path, n, g.Layers)
			}
		})
	}
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "got " + a[i] + ", want " + b[i]
		}
	}
	return "one has more lines"
}

//go:build xla && cgo

package xla

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/xla/pjrtbackend"
)

var update = flag.Bool("update", false, "rewrite the golden programs")

// The programs that plugins are sent, as text, made without any: whoever changes
// the graph sees in review what changes on a GPU.
func TestPrograms(t *testing.T) {
	g := geometry{
		Config:  checkpoint.Config{HiddenSize: 32, IntermediateSize: 48, Layers: 1, Heads: 4, KVHeads: 2, HeadDim: 8, VocabSize: 64, RMSEps: 1e-5},
		context: 64, blockTokens: 8, blocks: 16, spare: 4, adapters: 2, shards: 1,
	}
	for _, platform := range []string{"cpu", "cuda"} {
		t.Run(platform, func(t *testing.T) {
			p, err := compileForward(pjrtbackend.NewTextOnly(platform, 1), g, bucket{rows: 4, chunk: 1, span: 4, rank: 8})
			if err != nil {
				t.Fatal(err)
			}
			got := p.executable.(*pjrtbackend.Executable).Text()
			path := filepath.Join("testdata", "forward_"+platform+".mlir")
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

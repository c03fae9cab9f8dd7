//go:build xla && cgo

package xla

import (
	"fmt"
	"os"
	"testing"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/cpu"
	"github.com/r3mes/r3mes/runtime/demo"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/enginetest"
)

// BenchmarkDecode is the demo model, 64 tokens behind a prompt of 12, on a plugin
// and on runtime/cpu. On a processor the plugin is a proof, not a product.
func BenchmarkDecode(b *testing.B) {
	c, err := checkpoint.OpenFS(demo.Model())
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	own, err := cpu.New(c, cpu.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer own.Close()
	plugin, err := New(c, Options{Plugin: os.Getenv("R3MES_PJRT_PLUGIN"), Context: 128})
	if err != nil {
		b.Fatal(err)
	}
	defer plugin.Close()
	for _, rows := range []int{1, 16} {
		for _, side := range []struct {
			name  string
			model engine.Model
		}{{"cpu", own}, {"xla", plugin}, {"xla", plugin}, {"cpu", own}} {
			b.Run(fmt.Sprintf("engine=%s/rows=%d", side.name, rows), func(b *testing.B) {
				var jobs []enginetest.Job
				for i := range rows {
					jobs = append(jobs, enginetest.Job{Prompt: []int{1 + i, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, Answer: 64})
				}
				if _, err := enginetest.Drive(side.model, 64, jobs...); err != nil { // programs are compiled
					b.Fatal(err)
				}
				plugin.programs.working.Wait()
				tokens := 0
				for b.Loop() {
					if _, err := enginetest.Drive(side.model, 64, jobs...); err != nil {
						b.Fatal(err)
					}
					tokens += 64 * rows
				}
				b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tok/s")
			})
		}
	}
}

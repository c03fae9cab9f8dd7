//go:build xla && cgo

package xla

import (
	"sync/atomic"
	"testing"

	"github.com/gomlx/compute"
)

// executable is a program that nobody runs.
type executable struct{ compute.Executable }

func (executable) Finalize() {}

// A larger program serves while that of a bucket is compiled; and whoever closes
// waits for the one that is being compiled, not for those that wait their turn.
func TestProgramsCompileInTheBackground(t *testing.T) {
	var compiled atomic.Int32
	begun, goOn := make(chan bucket, 10), make(chan struct{})
	p := &programs{ready: map[bucket]*program{}, compiling: map[bucket]bool{}, compile: func(k bucket) (*program, error) {
		if compiled.Add(1) > 1 {
			begun <- k
			<-goOn
		}
		return &program{executable: executable{}}, nil
	}}
	large := bucket{rows: 16, chunk: 1, span: 64}
	if err := p.warm([]bucket{large}, nil); err != nil {
		t.Fatal(err)
	}
	for _, k := range []bucket{{rows: 1, chunk: 1, span: 8}, {rows: 4, chunk: 1, span: 8}, {rows: 1, chunk: 1, span: 16}, {rows: 1, chunk: 1, span: 8}} {
		if have, _, err := p.get(k); have != large || err != nil {
			t.Fatalf("%+v is served by %+v, %v, want the large one", k, have, err)
		}
	}
	small := <-begun
	closed := make(chan struct{})
	go func() { p.close(); close(closed) }()
	for !p.ended() {
	}
	goOn <- struct{}{}
	<-closed
	if n := compiled.Load(); n != 2 {
		t.Errorf("%d programs were compiled, want the large one and %+v", n, small)
	}
}

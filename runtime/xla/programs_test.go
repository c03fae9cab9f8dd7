//go:build xla && cgo

package xla

import (
	"errors"
	"strings"
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

// A program that cannot be compiled in the background is told, once; what served
// before goes on.
func TestAProgramThatCannotBeCompiled(t *testing.T) {
	var told []error
	p := &programs{ready: map[bucket]*program{}, compiling: map[bucket]bool{}, warn: func(err error) { told = append(told, err) }, compile: func(k bucket) (*program, error) {
		if k.steps > 0 {
			return nil, errors.New("too large")
		}
		return &program{executable: executable{}}, nil
	}}
	defer p.close()
	one, four := bucket{rows: 1, chunk: 1, span: 8}, bucket{rows: 1, chunk: 1, span: 8, steps: 4}
	for range 3 {
		if _, made := p.ask(four); made != nil {
			t.Fatal("a program came that cannot be compiled")
		}
		if have, made, err := p.get(one); have != one || made == nil || err != nil {
			t.Fatalf("%+v serves, %v", have, err)
		}
		p.working.Wait()
	}
	if len(told) != 1 || !strings.Contains(told[0].Error(), "too large: what served till now goes on") {
		t.Errorf("told %v", told)
	}
}

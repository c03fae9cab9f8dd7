package cpu

import (
	"errors"
	"fmt"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/kv"
)

// Forms of the output head.
const (
	HeadBF16 = "bf16" // as it is in the file: exact
	HeadInt8 = "int8" // one int8 scale a row, int8 activations: half the memory traffic of a decode step's largest matrix
)

// Options tune a Model. The zero value means the defaults.
type Options struct {
	Threads int    // goroutines a forward pass uses; default GOMAXPROCS
	Head    string // HeadBF16 (default) or HeadInt8

	Context     int   // positions of one sequence; default and at most the checkpoint's
	KVTokens    int   // positions in the KV cache over all sequences; default what KVBytes pays for
	KVBytes     int64 // bytes the KV cache may grow to; default 1 GiB, or what StepRows whole contexts need if that is less
	BlockTokens int   // positions of a KV block; default 16
	StepTokens  int   // tokens of one step; default 256. Activations take about 40 bytes × (hidden + intermediate size) each
	StepRows    int   // sequences of one step; default 64

	// Progress is called while New prepares the int8 head: done of total rows.
	Progress func(done, total int)
}

// fill returns o with defaults for a checkpoint, or every problem at once.
func (o Options) fill(c checkpoint.Config) (Options, error) {
	var errs []error
	pick := func(name string, v *int, def, limit int) {
		switch {
		case *v < 0 || *v > limit:
			errs = append(errs, fmt.Errorf("cpu: options: %s is %d, must be between 0 and %d", name, *v, limit))
		case *v == 0:
			*v = def
		}
	}
	pick("threads", &o.Threads, 0, 1<<12)
	pick("context", &o.Context, c.MaxPositions, c.MaxPositions)
	pick("block tokens", &o.BlockTokens, 16, 1<<12)
	pick("step tokens", &o.StepTokens, 256, 1<<16)
	pick("step rows", &o.StepRows, 64, 1<<12)
	pick("kv tokens", &o.KVTokens, 0, 1<<31)
	if o.Head == "" {
		o.Head = HeadBF16
	}
	if o.Head != HeadBF16 && o.Head != HeadInt8 {
		errs = append(errs, fmt.Errorf("cpu: options: head is %q, must be %q or %q", o.Head, HeadBF16, HeadInt8))
	}
	if o.KVBytes < 0 {
		errs = append(errs, fmt.Errorf("cpu: options: kv bytes is %d, must not be negative", o.KVBytes))
	}
	return o, errors.Join(errs...)
}

// blocks returns how many KV blocks of blockBytes there may be. o is filled.
func (o Options) blocks(blockBytes int64) (int, error) {
	if o.KVTokens > 0 {
		return kv.BlocksFor(o.KVTokens, o.BlockTokens), nil
	}
	budget := o.KVBytes
	if budget == 0 {
		budget = 1 << 30
	}
	n := min(kv.BlocksWithin(budget, blockBytes), o.StepRows*kv.BlocksFor(o.Context, o.BlockTokens))
	if n < 1 {
		return 0, fmt.Errorf("cpu: options: kv bytes %d do not pay for one block of %d bytes", budget, blockBytes)
	}
	return n, nil
}

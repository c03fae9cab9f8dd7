//go:build xla && cgo

package xla

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/kv"
)

// Forms of the output head, as in runtime/cpu.
const (
	HeadBF16 = "bf16"
	HeadInt8 = "int8"
)

// Forms of the KV cache.
const (
	KVFloat32  = "float32"
	KVBFloat16 = "bfloat16"
)

// Options tune a Model. The zero value of all but Plugin means the default.
type Options struct {
	Plugin  string         // absolute path of the PJRT plugin
	Create  map[string]any // options of the plugin's client, such as memory_fraction; string, bool, int64, []int64 or float32
	Cache   string         // folder in which XLA keeps what it compiled for CUDA, from one start to the next; empty: nowhere
	Head    string         // HeadBF16 (default) or HeadInt8
	Context int            // positions of one sequence; default and at most the checkpoint's

	KVTokens     int    // positions in the KV cache over all sequences; default what KVBytes pays for
	KVBytes      int64  // memory of a device's KV cache; default 1 GiB, or what StepRows whole contexts need if that is less
	BlockTokens  int    // positions of a KV block; default 16
	StepTokens   int    // tokens of one step; default 256
	StepRows     int    // sequences of one step; default 16
	KV           string // KVFloat32 (default) or KVBFloat16: half the memory and traffic, and not the processor's numbers
	Ahead        int    // tokens that one program chooses for each row, where nothing but its logits decides; default 4, 1: such programs are not made
	Adapters     int    // adapters on a device at once; default 16
	AdapterBytes int64  // memory of a device for adapters; default what so many take
	Shards       int    // devices that hold the model together, each a part; default 1
	Devices      int    // devices to compute on, each with the whole model and a share of the cache; default 1

	// WarmUp makes New compile the programs for a whole context, for rows without
	// adapters and, if WarmRank is above 0, for such of that rank, float32 ones if
	// WarmWide, else bfloat16: then no request waits for a compiler. Programs for
	// shorter contexts come in the background.
	WarmUp   bool
	WarmRank int
	WarmWide bool
	Progress func(done, total int) // told of that; nil: nobody

	// Warn is told what does not work and is done without: kernels that are wrong on
	// this device, a program that cannot be compiled while another serves. Nil: nobody
	// is. It may be called by several goroutines.
	Warn func(error)
}

// fill returns o with defaults for a checkpoint, or every problem at once.
func (o Options) fill(c checkpoint.Config) (Options, error) {
	var errs []error
	pick := func(name string, v *int, def, limit int) {
		switch {
		case *v < 0 || *v > limit:
			errs = append(errs, fmt.Errorf("xla: options: %s is %d, must be between 0 and %d", name, *v, limit))
		case *v == 0:
			*v = def
		}
	}
	pick("context", &o.Context, c.MaxPositions, c.MaxPositions)
	pick("block tokens", &o.BlockTokens, 16, 1<<12)
	pick("step tokens", &o.StepTokens, 256, 1<<16)
	pick("step rows", &o.StepRows, 16, 1<<12)
	pick("kv tokens", &o.KVTokens, 0, 1<<31-1)
	pick("ahead", &o.Ahead, 4, 4)
	pick("adapters", &o.Adapters, 16, 1<<12)
	pick("devices", &o.Devices, 1, 1<<8)
	pick("shards", &o.Shards, 1, 1<<8)
	if o.Shards > 1 && o.Devices > 1 {
		errs = append(errs, fmt.Errorf("xla: options: shards is %d and devices %d: a model that is split over devices is served once", o.Shards, o.Devices))
	}
	if o.Warn == nil {
		o.Warn = func(error) {}
	}
	if o.Head == "" {
		o.Head = HeadBF16
	}
	if o.Head != HeadBF16 && o.Head != HeadInt8 {
		errs = append(errs, fmt.Errorf("xla: options: head is %q, must be %q or %q", o.Head, HeadBF16, HeadInt8))
	}
	if o.KV == "" {
		o.KV = KVFloat32
	}
	if o.KV != KVFloat32 && o.KV != KVBFloat16 {
		errs = append(errs, fmt.Errorf("xla: options: kv is %q, must be %q or %q", o.KV, KVFloat32, KVBFloat16))
	}
	if o.KVBytes < 0 || o.AdapterBytes < 0 {
		errs = append(errs, fmt.Errorf("xla: options: kv bytes is %d and adapter bytes %d, they must not be negative", o.KVBytes, o.AdapterBytes))
	}
	if !filepath.IsAbs(o.Plugin) {
		errs = append(errs, fmt.Errorf("xla: options: plugin is %q, must be the absolute path of a PJRT plugin: nothing is searched or downloaded", o.Plugin))
	}
	if c.Activation != "relu2" {
		errs = append(errs, fmt.Errorf("xla: new: activation %q is not supported, only relu2 is", c.Activation))
	}
	return o, errors.Join(errs...)
}

// warmShape is that of the adapters that are expected.
func (o Options) warmShape() loraShape {
	if o.WarmRank == 0 {
		return loraShape{}
	}
	return loraShape{rank: rankBucket(o.WarmRank), wide: o.WarmWide}
}

// geometry is what the options make of a checkpoint. o is filled.
func (o Options) geometry(c *checkpoint.Model) (geometry, error) {
	g := geometry{
		Config: c.Config, context: o.Context, blockTokens: o.BlockTokens, adapters: o.Adapters, adapterRoom: o.AdapterBytes, shards: o.Shards,
		spare: kv.BlocksFor(max(rowBucket(o.StepRows), chunkBucket(o.StepTokens)), o.BlockTokens), headInt8: o.Head == HeadInt8, cacheBF16: o.KV == KVBFloat16, embeddingF32: c.Embedding.F32 != nil, headF32: c.Head.F32 != nil,
	}
	if o.KVTokens > 0 {
		g.blocks = kv.BlocksFor(kv.BlocksFor(o.KVTokens, o.BlockTokens), o.Devices) // on each
		return g, nil
	}
	budget := o.KVBytes
	if budget == 0 {
		budget = 1 << 30
	}
	g.blocks = min(kv.BlocksWithin(budget, g.blockBytes()), o.StepRows*kv.BlocksFor(o.Context, o.BlockTokens))
	if g.blocks < 1 {
		return g, fmt.Errorf("xla: options: kv bytes %d do not pay for one block of %d bytes", budget, g.blockBytes())
	}
	return g, nil
}

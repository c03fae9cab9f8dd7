//go:build xla && cgo

package xla

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute/shapes"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/enginetest"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/xla/pjrtbackend"
)

func onPlugin(t testing.TB, c *checkpoint.Model, o Options) *Model {
	t.Helper()
	if o.Plugin = os.Getenv("R3MES_PJRT_PLUGIN"); o.Plugin == "" {
		t.Fatal("R3MES_PJRT_PLUGIN names no plugin: make test-xla")
	}
	m, err := New(c, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	return m
}

func aliases(p *program) int64 { return p.executable.(*pjrtbackend.Executable).Aliases() }

// Every program writes the KV cache in place: the results lie where the
// parameters lay, and the compiler says so for all bytes of the caches.
func TestTheCacheIsWrittenInPlace(t *testing.T) {
	c := enginetest.Random(t, 21)
	m := onPlugin(t, c, Options{})
	r := m.replicas[0]
	before := r.cacheAt()
	adapter := enginetest.RandomAdapter(c.Config, 4, "qd", 1)
	prompt := []int{1, 2, 3, 4, 5, 6, 7}
	if _, err := enginetest.Drive(m, 64, enginetest.Job{Prompt: prompt, Answer: 4}, enginetest.Job{Prompt: prompt, Answer: 4, Adapter: adapter}); err != nil {
		t.Fatal(err)
	}
	if after := r.cacheAt(); len(after) != m.geometry.Layers || fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("the caches lie at %x, before at %x", after, before)
	}
	if n, took := m.Compiled(); n != len(m.programs.ready) || took <= 0 {
		t.Errorf("Compiled() = %d, %v", n, took)
	}
	want := bytesOf(m.geometry.caches())
	m.programs.working.Wait()
	if len(m.programs.ready) < 3 {
		t.Fatalf("%d programs, want those of a prompt and of an answer, with adapters and without", len(m.programs.ready))
	}
	for k, p := range m.programs.ready {
		if got := aliases(p); got != want {
			t.Errorf("%+v: %d bytes alias, want %d", k, got, want)
		}
		t.Logf("%+v: %d bytes alias, compiled in %v", k, aliases(p), p.took)
	}
	// An adapter comes into its slot in place as well.
	stacks := bytesOf(m.geometry.stacks(r.adapters.shape))
	if got := aliases(r.adapters.install); got != stacks {
		t.Errorf("the adapters' program: %d bytes alias, want %d", got, stacks)
	}
}

// Two programs of the same model agree within logitBound, the largest bound that
// the golden cases derive for their logits. Rarely an activation lies so close to
// the border of two integers that another order of sums takes it across: then a
// position, and those behind it, are off by up to flipBound. Another adapter, or
// another sequence's cache, moves logits by more than mixUp.
const (
	logitBound = 4e-3
	flipBound  = 0.5
	mixUp      = 2
)

// probes are prompts with adapters of several ranks and targets, the first without
// one. Nothing is chosen behind them: a choice between two that are nearly equal
// would make other sequences of them.
func probes(c *checkpoint.Model, n int) (jobs []enginetest.Job) {
	for i := range n {
		job := enginetest.Job{Answer: 1}
		for j := range 4 + 2*i {
			job.Prompt = append(job.Prompt, (7+13*j+i)%c.Config.VocabSize)
		}
		if i > 0 {
			job.Adapter = enginetest.RandomAdapter(c.Config, []int{3, 16, 8, 1, 4, 20, 2}[i-1], []string{"qkvogud", "qd", "kvgu", "qkvo", "god", "qkvogud", "gu"}[i-1], uint64(i))
		}
		jobs = append(jobs, job)
	}
	return jobs
}

// logitsOf are those of the jobs' chunks.
func logitsOf(t *testing.T, m engine.Model, chunk int, jobs []enginetest.Job) [][][]float32 {
	t.Helper()
	all := make([][][]float32, len(jobs))
	for i := range jobs {
		jobs[i].Logits = func(_ int, logits []float32) { all[i] = append(all[i], slices.Clone(logits)) }
	}
	if _, err := enginetest.Drive(m, chunk, jobs...); err != nil {
		t.Fatal(err)
	}
	return all
}

// agree holds logits to those of another program.
func agree(t *testing.T, what string, got, want [][][]float32) {
	t.Helper()
	close, all := 0, 0
	for i := range want {
		for pos := range want[i] {
			d := distance(got[i][pos], want[i][pos])
			if all++; d <= logitBound {
				close++
			}
			if !(d <= flipBound) {
				t.Errorf("%s: row %d, logits %d are off by %g", what, i, pos, d)
			}
		}
	}
	if close < all*3/4 {
		t.Errorf("%s: %d of %d logits are within %g", what, close, all, logitBound)
	}
	t.Logf("%s: %d of %d logits are within %g", what, close, all, logitBound)
}

// Eight rows with eight adapters of several ranks get what each row gets alone,
// also when not all of them fit on the device at once.
func TestEightAdaptersInABatch(t *testing.T) {
	c := enginetest.Random(t, 22)
	alone := onPlugin(t, c, Options{})
	var want [][][]float32
	for i := range 8 {
		want = append(want, logitsOf(t, alone, 1, probes(c, 8)[i:i+1])...)
	}
	g := alone.geometry
	weights, caches, stacks := alone.DeviceBytes()
	if caches != g.blockBytes()*int64(g.cacheBlocks()) || stacks < 16*g.adapterBytes(loraShape{32, true}) || stacks > 18*g.adapterBytes(loraShape{32, true}) || weights < c.Bytes()/2 {
		t.Errorf("on the device: weights %d, caches %d, adapters %d", weights, caches, stacks)
	}
	for i := 1; i < 8; i++ {
		plain := probes(c, 8)[i : i+1]
		plain[0].Adapter = nil
		last := len(want[i]) - 1
		if d := distance(logitsOf(t, alone, 1, plain)[0][last], want[i][last]); d < mixUp {
			t.Fatalf("adapter %d moves logits by %g: a mix-up could not be seen", i, d)
		}
	}
	for slots, o := range map[int]Options{16: {}, 3: {Adapters: 3}, 1: {Adapters: 1}, 2: {AdapterBytes: 3*g.adapterBytes(loraShape{32, true}) - 1}} {
		m := onPlugin(t, c, o)
		agree(t, fmt.Sprint(slots, " slots"), logitsOf(t, m, 1, probes(c, 8)), want)
		if len(m.replicas[0].adapters.slots) != min(slots, 7) {
			t.Errorf("%d adapters are on the device, want %d", len(m.replicas[0].adapters.slots), min(slots, 7))
		}
	}
}

// Adapters in bfloat16 lie so on the device, at half the memory, and give what they
// give in float32; the first that is not makes all float32.
func TestAdaptersInBFloat16(t *testing.T) {
	c := enginetest.Random(t, 28)
	short := func() []enginetest.Job {
		jobs := probes(c, 4)
		for i := range jobs {
			if jobs[i].Adapter != nil {
				jobs[i].Adapter = rounded(jobs[i].Adapter)
			}
		}
		return jobs
	}
	wide := short()
	for i := range wide {
		if a := wide[i].Adapter; a != nil {
			a.BF16 = false
		}
	}
	m := onPlugin(t, c, Options{})
	agree(t, "bfloat16", logitsOf(t, m, 1, short()), logitsOf(t, onPlugin(t, c, Options{}), 1, wide))
	if shape := m.replicas[0].adapters.shape; shape.wide {
		t.Errorf("bfloat16 adapters lie in %+v", shape)
	}
	mixed := short()
	mixed[2].Adapter = probes(c, 4)[2].Adapter
	want := logitsOf(t, onPlugin(t, c, Options{}), 1, mixed)
	agree(t, "a float32 one among them", logitsOf(t, m, 1, mixed), want)
	if shape := m.replicas[0].adapters.shape; !shape.wide || m.geometry.adapterBytes(loraShape{rank: shape.rank})*2 > m.geometry.adapterBytes(shape)+4*int64(m.geometry.Layers)*linears {
		t.Errorf("mixed adapters lie in %+v", shape)
	}
}

// Adapters that are brought to a device before they are used are there, as long as
// there are slots, and take none from others.
func TestUpload(t *testing.T) {
	c := enginetest.Random(t, 30)
	m := onPlugin(t, c, Options{Adapters: 2})
	jobs := probes(c, 5)
	for i, job := range jobs[1:] {
		if err := m.Upload(job.Adapter); err != nil {
			t.Fatal(err)
		}
		slots := m.replicas[0].adapters.slots
		// The second has a larger rank than the first, for which all stacks are made anew.
		if _, there := slots[job.Adapter.Digest]; there != (i < 3) || len(slots) > 2 {
			t.Errorf("adapter %d is there: %v, among %d", i, there, len(slots))
		}
	}
	agree(t, "after uploads", logitsOf(t, m, 1, probes(c, 5)), logitsOf(t, onPlugin(t, c, Options{}), 1, probes(c, 5)))
	if err := m.Upload(&lora.Adapter{Name: "short"}); err == nil || !strings.Contains(err.Error(), `adapter "short" has 0 layers`) {
		t.Errorf("an adapter of another model: %v", err)
	}
	m.Close()
	if err := m.Upload(jobs[1].Adapter); err == nil {
		t.Error("a closed model takes an adapter")
	}
}

// rounded is an adapter of the same weights as bfloat16.
func rounded(a *lora.Adapter) *lora.Adapter {
	a.BF16 = true
	a.Digest += "-rounded"
	for i := range a.Layers {
		for _, d := range deltas(&a.Layers[i]) {
			if d == nil {
				continue
			}
			for _, values := range [][]float32{d.A.F32, d.BT.F32} {
				for j, v := range values {
					values[j] = math.Float32frombits(math.Float32bits(v) &^ 0xffff)
				}
			}
		}
	}
	return a
}

func distance(a, b []float32) (d float64) {
	for i := range a {
		d = math.Max(d, math.Abs(float64(a[i]-b[i])))
	}
	return d
}

// A block may hold anything when it comes to another sequence.
func TestWhatABlockHeldBeforeDoesNotMatter(t *testing.T) {
	c := enginetest.Random(t, 23)
	m := onPlugin(t, c, Options{BlockTokens: 8})
	want := logitsOf(t, m, 1, probes(c, 2))
	r := m.replicas[0]
	for _, cache := range m.geometry.caches() {
		nan := make([]int32, cache.shape().Size())
		for i := range m.geometry.blocks * m.geometry.blockTokens * 2 * m.geometry.kvDim() {
			nan[i] = int32(math.Float32bits(float32(math.NaN())))
		}
		old := r.caches[0][cache.name]
		var err error
		if r.caches[0][cache.name], err = upload(r.devices[0], cache.kind, nan, cache.dims...); err != nil {
			t.Fatal(err)
		}
		free(old)
	}
	agree(t, "after NaN in every block", logitsOf(t, m, 1, probes(c, 2)), want)
}

// The int8 head is exact but for one rounding: the logits are runtime/cpu's.
func TestTheInt8Head(t *testing.T) {
	c := enginetest.Random(t, 24)
	exact, small := onPlugin(t, c, Options{}), onPlugin(t, c, Options{Head: HeadInt8})
	last := func(m engine.Model) (logits []float32) {
		_, err := enginetest.Drive(m, 64, enginetest.Job{Prompt: []int{1, 2, 3}, Answer: 1, Logits: func(_ int, l []float32) { logits = append(logits[:0], l...) }})
		if err != nil {
			t.Fatal(err)
		}
		return logits
	}
	if d := distance(last(exact), last(small)); d == 0 || d > 0.2 {
		t.Errorf("the int8 head's logits are off the exact ones by %g", d)
	}
}

// Four devices, each with the whole model and a part of the sequences, give what
// one gives; and a batch that mixes their blocks is refused.
func TestFourDevices(t *testing.T) {
	c := enginetest.Random(t, 25)
	m := onPlugin(t, c, Options{Devices: 4, KVTokens: 1024})
	agree(t, "four devices", logitsOf(t, m, 1, probes(c, 8)), logitsOf(t, onPlugin(t, c, Options{}), 1, probes(c, 8)))
	for n, r := range m.replicas {
		if number, err := r.caches[0][cacheName(0)].DeviceNum(); err != nil || int(number) != n || len(r.adapters.slots) == 0 {
			t.Errorf("replica %d: its cache lies on device %d, %v; %d adapters", n, number, err, len(r.adapters.slots))
		}
	}
	mixed := &engine.Batch{Rows: []engine.Row{{Tokens: make([]int, 20), Blocks: []int32{0, int32(m.geometry.blocks)}}}}
	if err := m.Forward(mixed); err == nil || !strings.Contains(err.Error(), "of another device") {
		t.Errorf("blocks of two devices in one row: %v", err)
	}
	if _, err := New(c, Options{Plugin: os.Getenv("R3MES_PJRT_PLUGIN"), Devices: 200}); err == nil || !strings.Contains(err.Error(), "devices is 200 and shards 1, the plugin") {
		t.Errorf("200 devices: %v", err)
	}
}

// A model that four devices hold together, each a part of its matrices, gives
// what one gives that holds it whole; and no device holds all of it.
func TestAModelSplitOverFourDevices(t *testing.T) {
	c := enginetest.Random(t, 26)
	for _, head := range []string{HeadBF16, HeadInt8} {
		m := onPlugin(t, c, Options{Head: head, Shards: 4})
		agree(t, head, logitsOf(t, m, 1, probes(c, 5)), logitsOf(t, onPlugin(t, c, Options{Head: head}), 1, probes(c, 5)))
		for name, whole := range map[string][]int{"w_down_0": {c.Config.HiddenSize / 4, c.Config.IntermediateSize}, cacheName(1): m.geometry.caches()[1].dims} {
			for d := range 4 {
				buffer := m.replicas[0].resident[d][name]
				if buffer == nil {
					buffer = m.replicas[0].caches[d][name]
				}
				shape, err := buffer.Shape()
				if err != nil || shape.Size() != shapes.Make(shape.DType, whole...).Size()/4 {
					t.Errorf("%s on device %d is %s, %v, want a quarter of %v", name, d, shape, err, whole)
				}
			}
		}
	}
	if _, err := New(c, Options{Plugin: os.Getenv("R3MES_PJRT_PLUGIN"), Devices: 2, Shards: 2}); err == nil || !strings.Contains(err.Error(), "served once") {
		t.Errorf("two halves twice: %v", err)
	}
}

// Whatever form the ternary product has, the model gives the same; and the
// fastest is found.
func TestForms(t *testing.T) {
	c := enginetest.Random(t, 27)
	want := logitsOf(t, onPlugin(t, c, Options{}), 1, probes(c, 3))
	for i, f := range forms {
		if f.dense || f.kernel { // a processor has no CUDA kernels
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			o, err := Options{Plugin: os.Getenv("R3MES_PJRT_PLUGIN")}.fill(c.Config)
			if err != nil {
				t.Fatal(err)
			}
			g, err := o.geometry(c)
			if err != nil {
				t.Fatal(err)
			}
			backend, err := openBackend(o.Plugin, nil, "")
			if err != nil {
				t.Fatal(err)
			}
			for size := range g.chosen {
				g.chosen[size] = i
			}
			m, err := newModel(backend, "test", c, g, o)
			if err != nil {
				t.Fatal(err)
			}
			defer m.Close()
			if !strings.HasSuffix(m.Describe(), ", "+f.name) {
				t.Errorf("%q does not end with %q", m.Describe(), f.name)
			}
			agree(t, f.name, logitsOf(t, m, 1, probes(c, 3)), want)
		})
	}
	backend, err := openBackend(os.Getenv("R3MES_PJRT_PLUGIN"), nil, "")
	if err != nil {
		t.Fatal(err)
	}
	defer backend.Finalize()
	trial, err := newFormTrial(device{backend: backend}, 64, 48, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer trial.free()
	for _, tokens := range formSizes {
		if fastest, err := trial.fastest(tokens, false); err != nil || forms[fastest].dense || forms[fastest].kernel {
			t.Errorf("the fastest form of %d tokens is %d, %v", tokens, fastest, err)
		}
	}
	if names := (geometry{chosen: [len(formSizes)]int{4, 4, 1, 1}}).formNames(); names != "dp4a kernel, bfloat16 dot of unpacked codes above 16 tokens" {
		t.Errorf("forms are called %q", names)
	}
}

// A KV cache of bfloat16 takes half the memory, is written in place as well, and
// moves logits by less than a mix-up would: what is rounded otherwise takes
// activations across the borders of their integers.
func TestTheBFloat16Cache(t *testing.T) {
	c := enginetest.Random(t, 29)
	exact, short := onPlugin(t, c, Options{KVTokens: 1024}), onPlugin(t, c, Options{KVTokens: 1024, KV: KVBFloat16})
	if a, b := exact.limits.BlockBytes, short.limits.BlockBytes; a != 2*b {
		t.Errorf("a block takes %d bytes in bfloat16, %d in float32", b, a)
	}
	before := short.replicas[0].cacheAt()
	want, got := logitsOf(t, exact, 1, probes(c, 3)), logitsOf(t, short, 1, probes(c, 3))
	furthest := 0.0
	for i := range want {
		for pos := range want[i] {
			furthest = max(furthest, distance(got[i][pos], want[i][pos]))
		}
	}
	if furthest == 0 || furthest > mixUp/2.0 {
		t.Errorf("logits are off by up to %g", furthest)
	}
	if after := short.replicas[0].cacheAt(); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("the caches lie at %x, before at %x", after, before)
	}
}

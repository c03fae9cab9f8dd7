//go:build xla && cgo

package xla

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"

	"github.com/r3mes/r3mes/kernels/dense"
	"github.com/r3mes/r3mes/kernels/ternary"
	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/kv"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/sample"
	"github.com/r3mes/r3mes/runtime/xla/pjrtbackend"
)

// CheckOptions say what Check measures.
type CheckOptions struct {
	Plugin string         // absolute path
	Create map[string]any // options of the plugin's client
	Cache  string         // folder for what XLA compiled; empty: nowhere
	Small  bool           // a tiny model and little memory: whether all of it runs, not how fast
	Limit  time.Duration  // parts that would begin later are left out; 0: none is
	Log    io.Writer      // told what is being done; nil: nobody
}

// CheckReport is what a device does. Times are the best of several runs.
type CheckReport struct {
	Plugin    string  `json:"plugin"`
	API       string  `json:"pjrt_api"`
	Device    string  `json:"device"`
	Platform  string  `json:"platform"`
	Bandwidth float64 `json:"read_gb_per_s"` // summing an array

	AliasBytes int64 `json:"alias_bytes"` // of a decode program
	CacheBytes int64 `json:"cache_bytes"` // what they have to be
	InPlace    bool  `json:"in_place"`    // the caches lay where they lay after a step

	Forms    string     `json:"forms"` // of the ternary product that are chosen here
	GEMV     []GEMV     `json:"gemv"`
	Overhead []Overhead `json:"overhead"`
	Steps    []Step     `json:"steps"`

	LeftOut []string `json:"left_out"` // with the reason
	Seconds float64  `json:"seconds"`
}

// GEMV is one form of the ternary product of a 2B-4T matrix, many different ones
// in a program, so that no cache holds them.
type GEMV struct {
	Form  string  `json:"form"`
	Rows  int     `json:"rows"`
	Micro float64 `json:"us"`       // for one matrix
	Rate  float64 `json:"gb_per_s"` // of weights as they are held
	Exact bool    `json:"exact"`    // the largest results are those of the float32 form
}

// Overhead is what a program costs that computes next to nothing.
type Overhead struct {
	Inputs int     `json:"inputs"`
	Micro  float64 `json:"us"`
}

// Step is a step of the whole model.
type Step struct {
	Kind     string  `json:"kind"` // decode or prefill
	Rows     int     `json:"rows"`
	Context  int     `json:"context"`  // positions behind each row
	Adapters int     `json:"adapters"` // different ones
	Chosen   int     `json:"chosen"`   // tokens that the device chooses for each row; 0: the host gets logits
	Compile  float64 `json:"compile_s"`
	Milli    float64 `json:"ms"`
	Tokens   float64 `json:"tokens_per_s"`
}

// Check measures a plugin's device: one part after the other, each error kept as
// a part that was left out.
func Check(o CheckOptions) (CheckReport, error) {
	begin := time.Now()
	backend, err := openBackend(o.Plugin, o.Create, o.Cache)
	if err != nil {
		return CheckReport{}, err
	}
	major, minor := backend.Version()
	c := &check{CheckOptions: o, device: device{backend: backend}, begin: begin}
	c.report = CheckReport{
		Plugin: o.Plugin, API: fmt.Sprintf("%d.%d", major, minor), Platform: backend.Platform(), Device: backend.DeviceDescription(0),
		GEMV: []GEMV{}, Overhead: []Overhead{}, Steps: []Step{}, LeftOut: []string{},
	}
	defer backend.Finalize()
	c.part("self-test", func() error { return selfTest(c.device, forms[0]) })
	c.part("kernels", c.kernels)
	c.part("bandwidth", c.bandwidth)
	c.part("overhead", c.overhead)
	c.part("forms of the ternary product", c.forms)
	c.part("the whole model", c.steps)
	c.report.Seconds = time.Since(begin).Seconds()
	return c.report, nil
}

type check struct {
	CheckOptions
	device device
	begin  time.Time
	report CheckReport
}

// part runs one part; what goes wrong in it ends it alone.
func (c *check) part(name string, do func() error) {
	err := func() (err error) {
		defer recovered(&err, name)
		if c.late() {
			return errors.New("no time was left")
		}
		if c.Log != nil {
			fmt.Fprintf(c.Log, "%6.1f s  %s\n", time.Since(c.begin).Seconds(), name)
		}
		return do()
	}()
	if err != nil {
		c.report.LeftOut = append(c.report.LeftOut, name+": "+err.Error())
	}
}

func (c *check) late() bool { return c.Limit > 0 && time.Since(c.begin) > c.Limit }

// best is the shortest of some runs, after one that is not counted.
func best(runs int, do func() error) (time.Duration, error) {
	var times []time.Duration
	for range runs + 1 {
		begin := time.Now()
		if err := do(); err != nil {
			return 0, err
		}
		times = append(times, time.Since(begin))
	}
	return slices.Min(times[1:]), nil
}

// pick is the size of a thing, or that of its small form.
func (c *check) pick(size, small int) int {
	if c.Small {
		return small
	}
	return size
}

// bandwidth sums an array of 4 GB.
func (c *check) bandwidth() error {
	n := c.pick(1<<30, 1<<20)
	g := graph.NewGraph(c.device.backend, "bandwidth")
	x := graph.Parameter(g, "x", shapes.Make(dtypes.Int32, 1024, n/1024))
	p, err := compile(g, []string{"x"}, []*graph.Node{graph.ReduceAllSum(x)})
	if err != nil {
		return err
	}
	defer p.executable.Finalize()
	buffer, err := c.made("numbers", func(g *graph.Graph) *graph.Node {
		count := graph.Iota(g, shapes.Make(dtypes.Int32, 1024, n/1024), 1)
		return graph.Mul(count, graph.OnePlus(graph.Iota(g, count.Shape(), 0)))
	})
	if err != nil {
		return err
	}
	defer free(buffer)
	took, err := best(5, func() error { return c.execute(p, map[string]compute.Buffer{"x": buffer}) })
	c.report.Bandwidth = float64(4*n) / took.Seconds() / 1e9
	return err
}

// made is a buffer that a program without inputs makes.
func (c *check) made(name string, of func(*graph.Graph) *graph.Node) (compute.Buffer, error) {
	g := graph.NewGraph(c.device.backend, name)
	p, err := compile(g, nil, []*graph.Node{of(g)})
	if err != nil {
		return nil, err
	}
	defer p.executable.Finalize()
	out, err := p.run(c.device, nil, nil, nil)
	if err != nil {
		return nil, err
	}
	return out[0], nil
}

// execute runs a program and drops its results.
func (c *check) execute(p *program, resident map[string]compute.Buffer) error {
	out, err := p.run(c.device, resident, nil, nil)
	free(out...)
	return err
}

// overhead runs programs of many inputs that add up one number of each.
func (c *check) overhead() error {
	for _, inputs := range []int{130, 420, 1026} {
		g := graph.NewGraph(c.device.backend, "overhead")
		resident := map[string]compute.Buffer{}
		var names []string
		var sum *graph.Node
		for i := range inputs {
			name := fmt.Sprint("x", i)
			x := graph.Parameter(g, name, shapes.Make(dtypes.Float32, 1))
			if names = append(names, name); sum == nil {
				sum = x
			} else if i < 8 {
				sum = graph.Add(sum, x)
			}
			b, err := zeros(c.device, tensor{name, dtypes.Float32, []int{1}})
			if err != nil {
				return err
			}
			resident[name] = b
		}
		p, err := compile(g, names, []*graph.Node{sum})
		if err != nil {
			return err
		}
		took, err := best(200, func() error { return c.execute(p, resident) })
		for _, b := range resident {
			free(b)
		}
		p.executable.Finalize()
		if err != nil {
			return err
		}
		c.report.Overhead = append(c.report.Overhead, Overhead{inputs, micros(took)})
	}
	return nil
}

// kernels compares the CUDA kernels with XLA's own.
func (c *check) kernels() error {
	if !c.device.backend.(*pjrtbackend.Backend).IsCUDA() {
		return nil
	}
	return compareKernels(c.device)
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e3 }

// forms times each form on many matrices of the shape [6912, 2560].
func (c *check) forms() error {
	t, err := newFormTrial(c.device, c.pick(6912, 64), c.pick(2560, 128), c.pick(64, 2))
	if err != nil {
		return err
	}
	defer t.free()
	backend := c.device.backend.(*pjrtbackend.Backend)
	dense, err := c.widen(t)
	if err != nil {
		return err
	}
	defer free(dense...)
	for _, rows := range []int{1, 8, 32, 128, 512} {
		var exact []float32
		for i, f := range forms {
			if !f.tried(rows, backend.IsCUDA()) || c.late() {
				continue
			}
			weights, bytes := t.packed, t.out/4*t.in
			if f.dense {
				weights, bytes = dense, 2*t.out*t.in
			}
			each, sums, err := t.time(f, rows, weights)
			if err != nil {
				c.report.LeftOut = append(c.report.LeftOut, fmt.Sprintf("%s at %d rows: %v", f.name, rows, err))
				continue
			}
			if i == 0 {
				exact = sums
			}
			c.report.GEMV = append(c.report.GEMV, GEMV{f.name, rows, micros(each), float64(bytes) / each.Seconds() / 1e9, slices.Equal(sums, exact)})
		}
	}
	return nil
}

// widen makes bfloat16 matrices of a trial's packed ones, on the device.
func (c *check) widen(t *formTrial) (dense []compute.Buffer, err error) {
	b := &builder{geometry: geometry{shards: 1}, graph: graph.NewGraph(c.device.backend, "widen")}
	b.declare(tensor{"packed", dtypes.Uint8, []int{t.out / 4, t.in}})
	all := b.unpack(b.input("packed"))
	p, err := compile(b.graph, b.inputs, []*graph.Node{graph.Reshape(graph.ConvertDType(all, dtypes.BFloat16), t.out, t.in)})
	if err != nil {
		return nil, err
	}
	defer p.executable.Finalize()
	for _, w := range t.packed {
		out, err := p.run(c.device, placed{"packed": w}, nil, nil)
		if err != nil {
			free(dense...)
			return nil, err
		}
		dense = append(dense, out[0])
	}
	return dense, nil
}

// steps times the whole model of the 2B-4T shape.
func (c *check) steps() error {
	shape := checkpoint.Config{
		HiddenSize: c.pick(2560, 64), IntermediateSize: c.pick(6912, 96), Layers: c.pick(30, 2), Heads: c.pick(20, 4), KVHeads: c.pick(5, 2), HeadDim: c.pick(128, 16),
		VocabSize: c.pick(128256, 256), MaxPositions: c.pick(4096, 256), RMSEps: 1e-5, RopeTheta: 500000, TieEmbeddings: true, Activation: "relu2", BOS: -1,
	}
	model := randomModel(shape)
	long, deep := shape.MaxPositions-8, max(0, shape.MaxPositions-512)
	o, err := Options{Plugin: c.Plugin, Head: HeadInt8, KV: KVBFloat16, KVTokens: 64 * shape.MaxPositions, StepRows: 64, Adapters: 16}.fill(shape)
	if err != nil {
		return err
	}
	g, err := o.geometry(model)
	if err != nil {
		return err
	}
	backend, err := openBackend(c.Plugin, c.Create, c.Cache) // it ends with the model
	if err != nil {
		return err
	}
	m, err := newModel(backend, "check", model, g, o)
	if err != nil {
		return err
	}
	defer m.Close()
	c.report.Forms = m.geometry.formNames()
	var adapters []*lora.Adapter
	one := randomAdapter(shape, 16)
	for i := range 16 {
		copied := *one
		copied.Digest = fmt.Sprint("check-", i)
		adapters = append(adapters, &copied)
	}
	for _, s := range []Step{
		{Kind: "decode", Rows: 1, Context: 128}, {Kind: "decode", Rows: 1, Context: 128, Chosen: 4}, {Kind: "decode", Rows: 1, Context: 128, Adapters: 1},
		{Kind: "decode", Rows: 16, Context: 128}, {Kind: "decode", Rows: 16, Context: 128, Chosen: 4}, {Kind: "decode", Rows: 16, Context: 128, Adapters: 1}, {Kind: "decode", Rows: 16, Context: 128, Adapters: 16},
		{Kind: "prefill", Rows: 1, Context: 0}, {Kind: "prefill", Rows: 1, Context: 0, Adapters: 1},
		{Kind: "decode", Rows: 64, Context: 128}, {Kind: "decode", Rows: 64, Context: 128, Adapters: 1}, {Kind: "decode", Rows: 64, Context: 128, Adapters: 16},
		{Kind: "decode", Rows: 1, Context: long}, {Kind: "decode", Rows: 1, Context: long, Adapters: 1},
		{Kind: "decode", Rows: 16, Context: long}, {Kind: "decode", Rows: 16, Context: long, Adapters: 1}, {Kind: "decode", Rows: 16, Context: long, Adapters: 16},
		{Kind: "decode", Rows: 64, Context: long}, {Kind: "decode", Rows: 64, Context: long, Adapters: 16},
		{Kind: "prefill", Rows: 1, Context: deep}, {Kind: "prefill", Rows: 1, Context: deep, Adapters: 1},
	} {
		c.part(fmt.Sprintf("%s of %d rows behind %d positions, %d adapters, %d tokens chosen", s.Kind, s.Rows, s.Context, s.Adapters, s.Chosen), func() error {
			return c.step(m, s, adapters)
		})
	}
	return nil
}

func (c *check) step(m *Model, s Step, adapters []*lora.Adapter) error {
	b := stepBatch(m.limits, s, adapters)
	r := m.replicas[0]
	for i := range r.written { // the cache is empty, and large enough
		r.written[i] = r.epoch
	}
	forward := func() error {
		for i := range b.Rows {
			b.Rows[i].Chosen = nil
		}
		return m.Forward(&b)
	}
	begin := time.Now()
	before := r.cacheAt()
	if err := forward(); err != nil {
		return err
	}
	m.programs.working.Wait() // that of the very bucket, if another one served
	s.Compile = time.Since(begin).Seconds()
	took, err := best(10, forward)
	if err != nil {
		return err
	}
	if got := len(b.Rows[0].Chosen); got != s.Chosen {
		return fmt.Errorf("%d tokens were chosen, want %d", got, s.Chosen)
	}
	s.Milli, s.Tokens = took.Seconds()*1e3, float64(s.Rows*max(s.Chosen, len(b.Rows[0].Tokens)))/took.Seconds()
	c.report.Steps = append(c.report.Steps, s)
	c.prove(m, before)
	return nil
}

// stepBatch is what a step feeds.
func stepBatch(l engine.Limits, s Step, adapters []*lora.Adapter) (b engine.Batch) {
	tokens := 1
	if s.Kind == "prefill" {
		tokens = l.StepTokens
	}
	each := l.Blocks / s.Rows
	for i := range s.Rows {
		row := engine.Row{Tokens: make([]int, tokens), Pos: s.Context, Want: true, Draws: make([]sample.Draw, s.Chosen)}
		for j := range row.Tokens {
			row.Tokens[j] = (7*i + 13*j) % l.Vocab
		}
		for block := range kv.BlocksFor(s.Context+tokens+s.Chosen, l.BlockTokens) {
			row.Blocks = append(row.Blocks, int32(i*each+block%each))
		}
		if s.Adapters > 0 {
			row.Adapter = adapters[i%s.Adapters]
		}
		b.Rows = append(b.Rows, row)
	}
	return b
}

// cacheAt is where the caches lie.
func (r *replica) cacheAt() (list []uintptr) {
	for l := range r.model.geometry.Layers {
		p, err := r.caches[0][cacheName(l)].(*pjrtbackend.Buffer).Pointer()
		if err != nil {
			return nil
		}
		list = append(list, p)
	}
	return list
}

// prove notes whether the caches are written in place.
func (c *check) prove(m *Model, before []uintptr) {
	g := m.geometry
	c.report.CacheBytes = bytesOf(g.caches())
	for _, p := range m.programs.ready {
		c.report.AliasBytes = p.executable.(*pjrtbackend.Executable).Aliases()
	}
	c.report.InPlace = before != nil && slices.Equal(before, m.replicas[0].cacheAt())
}

// randomCodes are packed ternary weights: bytes without the code 3.
func randomCodes(seed uint64, n int) []byte {
	var valid []byte
	for b := range 256 {
		if v := byte(b); v&(v>>1)&0x55 == 0 {
			valid = append(valid, v)
		}
	}
	rng := rand.New(rand.NewPCG(seed, 1))
	codes := make([]byte, n)
	for i := range codes {
		codes[i] = valid[rng.IntN(len(valid))]
	}
	return codes
}

// randomModel is a checkpoint of random weights in memory.
func randomModel(c checkpoint.Config) *checkpoint.Model {
	ones := func(n int) []float32 { return slices.Repeat([]float32{1}, n) }
	m := &checkpoint.Model{Config: c, FinalNorm: ones(c.HiddenSize), Layers: make([]checkpoint.Layer, c.Layers)}
	rng := rand.New(rand.NewPCG(2, 2))
	embedding := make([]uint16, c.VocabSize*c.HiddenSize)
	for i := range embedding {
		embedding[i] = uint16(0x3c00 | rng.Uint32()&0x80ff) // about ±0.01
	}
	m.Embedding = dense.Matrix{Rows: c.VocabSize, Cols: c.HiddenSize, BF16: embedding}
	m.Head = m.Embedding
	codes := randomCodes(3, c.IntermediateSize*c.HiddenSize/4+c.Layers*7)
	next := 0
	matrix := func(rows, cols int) ternary.Matrix {
		next++ // other weights in each, without making as many
		return ternary.Matrix{Rows: rows, Cols: cols, Packed: codes[next : next+rows/4*cols], Scale: 0.02}
	}
	h, kv, f := c.HiddenSize, c.KVHeads*c.HeadDim, c.IntermediateSize
	for i := range m.Layers {
		m.Layers[i] = checkpoint.Layer{
			InputNorm: ones(h), PostAttnNorm: ones(h), AttnSubNorm: ones(h), FFNSubNorm: ones(f),
			Q: matrix(h, h), K: matrix(kv, h), V: matrix(kv, h), O: matrix(h, h), Gate: matrix(f, h), Up: matrix(f, h), Down: matrix(h, f),
		}
	}
	runtime.GC()
	return m
}

// randomAdapter is an adapter of all linears, the same weights in each layer.
func randomAdapter(c checkpoint.Config, rank int) *lora.Adapter {
	rng := rand.New(rand.NewPCG(4, 4))
	matrix := func(cols int) dense.Matrix {
		w := make([]float32, rank*cols)
		for i := range w {
			w[i] = rng.Float32()/16 - 1.0/32
		}
		return dense.Matrix{Rows: rank, Cols: cols, F32: w}
	}
	delta := func(in, out int) *lora.Delta {
		return &lora.Delta{Rank: rank, Scale: 0.5, A: matrix(in), BT: matrix(out)}
	}
	h, kv, f := c.HiddenSize, c.KVHeads*c.HeadDim, c.IntermediateSize
	layer := lora.Layer{Q: delta(h, h), K: delta(h, kv), V: delta(h, kv), O: delta(h, h), Gate: delta(h, f), Up: delta(h, f), Down: delta(f, h)}
	return &lora.Adapter{Name: "check", MaxRank: rank, Layers: slices.Repeat([]lora.Layer{layer}, c.Layers)}
}

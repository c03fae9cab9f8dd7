//go:build xla && cgo

package xla

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/distributed"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"

	"github.com/r3mes/r3mes/runtime/xla/pjrtbackend"
)

// program is a compiled graph.
type program struct {
	executable compute.Executable
	inputs     []string
	took       time.Duration // to compile
}

// programs are the compiled forward passes. Safe for concurrent use.
type programs struct {
	compile func(bucket) (*program, error)
	warn    func(error)

	mu        sync.Mutex
	ready     map[bucket]*program
	installs  map[loraShape]*program
	compiling map[bucket]bool
	closed    bool
	working   sync.WaitGroup
	turn      sync.Mutex // held by who compiles in the background
}

// get returns the program of a bucket. Where it is new, one of a larger bucket
// serves, and that of the bucket is compiled meanwhile; where nothing is large
// enough, the caller waits.
func (p *programs) get(k bucket) (bucket, *program, error) {
	if have, one := p.ask(k); one != nil {
		return have, one, nil
	}
	return p.make(k)
}

// ask returns the program of a bucket or, while that is compiled, of a larger one:
// nil where there is none yet.
func (p *programs) ask(k bucket) (bucket, *program) {
	p.mu.Lock()
	defer p.mu.Unlock()
	found, have := p.smallest(k)
	if have != k && (found || k.steps > 0) && !p.compiling[k] && !p.closed {
		p.compiling[k] = true
		p.working.Go(func() {
			p.turn.Lock()
			defer p.turn.Unlock()
			if !p.ended() {
				if _, _, err := p.make(k); err != nil && !p.ended() {
					p.warn(fmt.Errorf("%w: what served till now goes on", err))
				}
			}
		})
	}
	return have, p.ready[have]
}

func (p *programs) ended() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.closed
}

// smallest is the smallest ready bucket that holds k.
func (p *programs) smallest(k bucket) (found bool, best bucket) {
	for have := range p.ready {
		if have.lora != k.lora || have.tap != k.tap || have.steps != k.steps || have.draws != k.draws || have.rows < k.rows || have.chunk < k.chunk || have.span < k.span {
			continue
		}
		if !found || have.work() < best.work() {
			found, best = true, have
		}
	}
	return found, best
}

// work orders buckets by what they compute.
func (k bucket) work() int { return k.rows * k.chunk * (1<<20 + k.span) }

func (p *programs) make(k bucket) (bucket, *program, error) {
	made, err := p.compile(k)
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case err != nil:
		return k, nil, err
	case p.closed:
		made.executable.Finalize()
		return k, nil, errors.New("xla: compile: the model is closed")
	}
	p.ready[k] = made
	return k, made, nil
}

// warm compiles buckets side by side.
func (p *programs) warm(list []bucket, progress func(done, total int)) error {
	var mu sync.Mutex
	var errs []error
	done := 0
	next := make(chan bucket, len(list))
	for _, k := range list {
		next <- k
	}
	close(next)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for k := range next {
				_, _, err := p.make(k)
				mu.Lock()
				done++
				errs = append(errs, err)
				if progress != nil {
					progress(done, len(list))
				}
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	return errors.Join(errs...)
}

// compiled is how many programs there are, and how long the compiler took for all.
func (p *programs) compiled() (n int, took time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, one := range p.ready {
		n, took = n+1, took+one.took
	}
	return n, took
}

// close frees the programs, after one that is being compiled: that cannot be
// stopped.
func (p *programs) close() {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	p.working.Wait()
	for _, one := range p.ready {
		one.executable.Finalize()
	}
	for _, one := range p.installs {
		one.executable.Finalize()
	}
}

// install is the program that brings adapters of a shape to their slots.
func (p *programs) install(backend compute.Backend, g geometry, shape loraShape) (*program, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if one := p.installs[shape]; one != nil {
		return one, nil
	}
	one, err := compileInstall(backend, g, shape)
	if err == nil {
		if p.installs == nil {
			p.installs = map[loraShape]*program{}
		}
		p.installs[shape] = one
	}
	return one, err
}

// recovered turns what the graph library panics with into an error.
func recovered(err *error, doing string) {
	if r := recover(); r != nil {
		if cause, ok := r.(error); ok {
			*err = fmt.Errorf("xla: %s: %w", doing, cause)
			return
		}
		*err = fmt.Errorf("xla: %s: %v", doing, r)
	}
}

// forwardGraph builds the forward pass for one bucket on any backend.
func forwardGraph(backend compute.Backend, g geometry, k bucket) (b *builder, outputs []*graph.Node, err error) {
	doing := fmt.Sprintf("build the program for %+v", k)
	defer recovered(&err, doing)
	b = &builder{geometry: g, bucket: k, graph: graph.NewGraph(backend, "forward")}
	if g.shards > 1 {
		if b.mesh, err = distributed.NewDeviceMesh([]int{g.shards}, []string{meshAxis}); err != nil {
			return nil, nil, err
		}
		if err = b.graph.SetAutoSharding(b.mesh); err != nil {
			return nil, nil, err
		}
	}
	return b, b.forward(), nil
}

// compileForward compiles the forward pass for one bucket.
func compileForward(backend compute.Backend, g geometry, k bucket) (*program, error) {
	b, outputs, err := forwardGraph(backend, g, k)
	if err != nil {
		return nil, err
	}
	var shardings []*distributed.ShardingSpec
	if g.shards > 1 { // logits, caches, taps
		shardings = make([]*distributed.ShardingSpec, len(outputs))
		for l := range g.Layers {
			shardings[1+l] = b.sharding(cacheName(l), b.input(cacheName(l)).Shape().Dimensions)
		}
		for i, out := range outputs {
			if shardings[i] == nil {
				shardings[i] = b.sharding("", out.Shape().Dimensions)
			}
		}
	}
	return compileSharded(b.graph, b.inputs, outputs, shardings)
}

func compile(g *graph.Graph, inputs []string, outputs []*graph.Node) (*program, error) {
	return compileSharded(g, inputs, outputs, nil)
}

func compileSharded(g *graph.Graph, inputs []string, outputs []*graph.Node, shardings []*distributed.ShardingSpec) (p *program, err error) {
	defer recovered(&err, "compile")
	begin := time.Now()
	if err := g.CompileWithSharding(outputs, shardings); err != nil {
		return nil, fmt.Errorf("xla: compile: %w", err)
	}
	return &program{executable: g.Executable(), inputs: inputs, took: time.Since(begin)}, nil
}

// compileInstall compiles the program that writes one adapter into the stacks of
// a shape: for each stack, donated, and each tensor of the adapter, in the order
// of stacks.
func compileInstall(backend compute.Backend, g geometry, shape loraShape) (p *program, err error) {
	defer recovered(&err, "build the adapters' program")
	b := &builder{geometry: g, graph: graph.NewGraph(backend, "install")}
	var outputs []*graph.Node
	b.declare(tensor{"slot", dtypes.Int32, nil})
	zero := graph.ScalarZero(b.graph, dtypes.Int32)
	for i, s := range g.stacks(shape) {
		stack, one := tensor{pjrtbackend.AliasName(i, s.name), s.kind, s.dims}, tensor{"new_" + s.name, s.kind, append([]int{1}, s.dims[1:]...)}
		b.declare(stack, one)
		at := []*graph.Node{b.input("slot")}
		for range s.dims[1:] {
			at = append(at, zero)
		}
		outputs = append(outputs, graph.DynamicUpdateSlice(b.input(stack.name), b.input(one.name), at))
	}
	return compile(b.graph, b.inputs, outputs)
}

// placed is what lies on one device, by the name of the input.
type placed = map[string]compute.Buffer

// run executes the program on one device; see runTogether.
func (p *program) run(d device, resident, call, donated placed) ([]compute.Buffer, error) {
	out, err := p.runTogether([]device{d}, []placed{resident}, []placed{call}, []placed{donated})
	if err != nil {
		return nil, err
	}
	return out[0], nil
}

// runTogether executes the program on devices that hold its inputs together: on
// resident buffers and those of the call, which it frees. Buffers in donated go to
// the program, whatever happens. It returns each device's results.
func (p *program) runTogether(devices []device, resident, call, donated []placed) ([][]compute.Buffer, error) {
	defer freeAll(call)
	var buffers []compute.Buffer
	var donate []bool
	for d := range devices {
		for _, name := range p.inputs {
			var buffer compute.Buffer
			for _, from := range []placed{call[d], donated[d], resident[d]} {
				if b, ok := from[name]; ok {
					buffer = b
					break
				}
			}
			if buffer == nil {
				return nil, fmt.Errorf("xla: run: nothing is given for input %q", name)
			}
			_, given := donated[d][name]
			buffers, donate = append(buffers, buffer), append(donate, given)
		}
	}
	out, err := p.executable.Execute(buffers, donate, devices[0].number)
	if err != nil {
		return nil, fmt.Errorf("xla: run: %w", err)
	}
	each := len(out) / len(devices)
	results := make([][]compute.Buffer, len(devices))
	for d := range devices {
		results[d] = out[d*each : (d+1)*each]
	}
	return results, nil
}

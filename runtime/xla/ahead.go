//go:build xla && cgo

package xla

import (
	"fmt"
	"slices"

	"github.com/gomlx/gomlx/core/graph"
)

// ahead chooses a token for each row, feeds it and goes on so, steps times: the
// tokens, [steps, rows]. It is a loop whose state are the number of the step, the
// tokens of the last one, all tokens, the caches, and what it only reads: GoMLX's
// backends do not let a body use values from outside in every operation. Constants
// are such values too, so that none is made out here that the graph keeps.
func (b *builder) ahead(kept []string) *graph.Node {
	g := b.graph
	state := append([]*graph.Node{
		graph.Const(g, int32(0)), b.parts["tokens"], graph.Const(g, noTokens(b.steps, b.rows)),
	}, b.caches...)
	for _, name := range kept {
		state = append(state, b.input(name))
	}
	parameters := func() (list []*graph.Node) {
		for i, one := range state {
			list = append(list, graph.Parameter(g, fmt.Sprint("state_", i), one.Shape()))
		}
		return list
	}
	again := graph.NewClosure(g, func(g *graph.Graph) []*graph.Node {
		return []*graph.Node{graph.LessThan(parameters()[0], graph.Const(g, int32(b.steps)))}
	})
	body := graph.NewClosure(g, func(*graph.Graph) []*graph.Node {
		now := parameters()
		b.caches = slices.Clone(now[3 : 3+b.Layers])
		read := now[3+b.Layers:]
		for i, name := range kept {
			b.params[name] = read[i]
		}
		step, fed, all := b.next(now[0], now[1], now[2])
		return append(append([]*graph.Node{step, fed, all}, b.caches...), read...)
	})
	end := graph.While(again, body, state...)
	b.caches = end[3 : 3+b.Layers]
	return end[2]
}

// noTokens is [steps, rows] of zeros.
func noTokens(steps, rows int) [][]int32 {
	all := make([][]int32, steps)
	for i := range all {
		all[i] = make([]int32, rows)
	}
	return all
}

// next is one turn of ahead: it feeds tokens, chooses the next ones and puts them to
// all.
func (b *builder) next(step, tokens, all *graph.Node) (after, fed, chosen *graph.Node) {
	b.told(b.fields())
	of := func(name string) *graph.Node { return graph.Gather(b.parts[name], graph.Reshape(step, 1)) }
	positions := graph.Add(b.parts["positions"], graph.BroadcastToDims(step, b.rows, 1))
	logits := b.pass(tokens, positions, of("slots"))
	var uniform *graph.Node
	if b.draws {
		uniform = of("uniform")
	}
	next := b.choose(logits, uniform)
	here := graph.Equal(graph.Iota(b.graph, all.Shape(), 0), graph.BroadcastToShape(step, all.Shape()))
	all = graph.Where(here, graph.BroadcastToDims(graph.Reshape(next, 1, b.rows), b.steps, b.rows), all)
	fed = graph.Reshape(graph.Max(next, graph.ZerosLike(next)), b.rows, 1) // -1 is no token
	return graph.OnePlus(step), fed, all
}

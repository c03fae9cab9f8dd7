package engine

import (
	"maps"
	"slices"

	"github.com/r3mes/r3mes/runtime/lora"
)

// Load says how many requests of one adapter are inside.
type Load struct {
	Adapter string // empty: the base model
	Queued  int
	Running int
}

// loads are the adapters that have requests inside, by name. The engine's lock
// guards it.
type loads map[string]Load

// add counts requests of an adapter in and out of the queue and the batch.
func (l loads) add(a *lora.Adapter, queued, running int) {
	var name string
	if a != nil {
		name = a.Name
	}
	n := l[name]
	n.Adapter, n.Queued, n.Running = name, n.Queued+queued, n.Running+running
	if l[name] = n; n.Queued == 0 && n.Running == 0 {
		delete(l, name)
	}
}

// list returns them by name.
func (l loads) list() []Load {
	var list []Load
	for _, name := range slices.Sorted(maps.Keys(l)) {
		list = append(list, l[name])
	}
	return list
}

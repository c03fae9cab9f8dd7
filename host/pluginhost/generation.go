package pluginhost

import (
	"sync/atomic"
)

// Generation is an immutable list of plugin versions. A request pins one with
// Host.Pin, asks all its hooks of it, and releases it: no swap of a plugin can
// happen in the middle of a request.
//
// Safe for concurrent use. A Generation must not be used after its Release.
type Generation struct {
	number   int64
	host     *Host
	versions []*version // in no order that matters; chains hold the order
	chains   map[string][]*version
	refs     atomic.Int64 // the host's own reference and one per pin
}

// Number tells generations apart; it grows with every publication.
func (g *Generation) Number() int64 { return g.number }

func newGeneration(h *Host, number int64, versions []*version) *Generation {
	g := &Generation{number: number, host: h, versions: versions, chains: chainsOf(versions)}
	g.refs.Store(1)
	for _, v := range versions {
		v.retain()
	}
	return g
}

// retain adds a reference unless the last one is already gone.
func (g *Generation) retain() bool {
	for {
		n := g.refs.Load()
		if n == 0 {
			return false
		}
		if g.refs.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// Release gives up a pin. The last release of a replaced generation closes the
// plugin versions that no other generation shares.
func (g *Generation) Release() {
	if g.refs.Add(-1) > 0 {
		return
	}
	for _, v := range g.versions {
		v.release()
	}
}

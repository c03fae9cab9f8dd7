package pluginhost

import (
	"maps"
	"slices"
	"sync/atomic"
)

// Generation is an immutable list of plugin versions, as the requests of one
// wallet see it. A request pins one with Host.Pin, asks all its hooks of it, and
// releases it: no swap of a plugin can happen in the middle of a request.
//
// Safe for concurrent use. A Generation must not be used after its Release.
type Generation struct {
	*published
	versions []*version            // that serve the wallet, in no order that matters
	chains   map[string][]*version // the same by hook, in order

	questions *questions // to put to shadows after the answer; nil: there are none
}

// published is what one publication made current: every plugin's lineup.
// Generations are views of it.
type published struct {
	number  int64
	host    *Host
	lineups map[string]*lineup // by plugin name
	active  *Generation        // as it is for wallets that no canary serves
	trial   bool               // some plugin has a canary
	shadow  bool               // some plugin has a shadow
	refs    atomic.Int64       // the host's own reference and one per pin
}

// Number tells generations apart; it grows with every publication.
func (p *published) Number() int64 { return p.number }

// newPublished takes a reference of its own to every version of lineups.
func newPublished(h *Host, number int64, lineups map[string]*lineup) *published {
	p := &published{number: number, host: h, lineups: lineups}
	var active []*version
	for _, name := range slices.Sorted(maps.Keys(lineups)) {
		l := lineups[name]
		active = append(active, l.active)
		p.trial = p.trial || l.canary != nil
		p.shadow = p.shadow || l.shadow != nil
		for v := range l.versions() {
			v.retain()
		}
	}
	p.active = &Generation{published: p, versions: active, chains: chainsOf(active)}
	p.refs.Store(1)
	return p
}

// view is the generation as the wallet's requests see it.
func (p *published) view(walletHash string) *Generation {
	g := p.active
	if p.trial && walletHash != "" {
		g = p.chosen(walletHash)
	}
	if p.shadow {
		return &Generation{published: p, versions: g.versions, chains: g.chains, questions: &questions{}}
	}
	return g
}

// chosen is the generation with the canaries that serve the wallet.
func (p *published) chosen(walletHash string) *Generation {
	versions, same := make([]*version, 0, len(p.lineups)), true
	for _, l := range p.lineups {
		v := l.serving(walletHash)
		same = same && v == l.active
		versions = append(versions, v)
	}
	if same {
		return p.active
	}
	return &Generation{published: p, versions: versions, chains: chainsOf(versions)}
}

// retain adds a reference unless the last one is already gone.
func (p *published) retain() bool {
	for {
		n := p.refs.Load()
		if n == 0 {
			return false
		}
		if p.refs.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// Release gives up a pin: the answer is out. The last release of a replaced
// generation closes the plugin versions that no other generation shares. Shadows
// are asked from now on what the request asked.
func (g *Generation) Release() {
	if g.questions != nil {
		g.askShadows()
	}
	g.release()
}

func (p *published) release() {
	if p.refs.Add(-1) > 0 {
		return
	}
	p.rest()
	releaseAll(p.lineups)
}

// rest leaves the versions that were active here, and are no more, one warm
// instance each: no request of this generation asks them again.
func (p *published) rest() {
	now := p.host.current.Load().lineups
	for name, l := range p.lineups {
		if now[name] == nil || now[name].active != l.active {
			l.active.pool.trim()
		}
	}
}

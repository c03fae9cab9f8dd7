package pluginhost

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"
)

// keptVersions is how many versions before the active one are kept warm.
const keptVersions = 2

// lineup is one plugin's place in a generation: the version that serves, those
// on trial, and those to fall back to. It is immutable; each operator act makes
// another. Versions that a lineup holds are kept open by its generation.
type lineup struct {
	active   *version
	previous []*version // that served before, the last first; at most keptVersions
	canary   *version   // serves percent of the wallets; nil: none
	percent  int
	shadow   *version // is asked what active is, and decides nothing; nil: none
}

// versions yields every version of the lineup once.
func (l *lineup) versions() iter.Seq[*version] {
	return func(yield func(*version) bool) {
		for _, v := range append([]*version{l.active, l.canary, l.shadow}, l.previous...) {
			if v != nil && !yield(v) {
				return
			}
		}
	}
}

// serving is the version that decides for a wallet, the same for all its
// requests.
func (l *lineup) serving(walletHash string) *version {
	if l.canary != nil && bucket(walletHash, l.active.manifest.Name) < l.percent {
		return l.canary
	}
	return l.active
}

// bucket puts a wallet into one of a hundred, anew for every plugin, so that the
// same wallets do not try out everything.
func bucket(walletHash, plugin string) int {
	sum := sha256.Sum256([]byte(plugin + "\x00" + walletHash))
	return int(binary.BigEndian.Uint64(sum[:8]) % 100)
}

// activated puts v in front. What served before comes first among the previous
// versions; one that v equals is not kept twice.
func (l *lineup) activated(v *version) *lineup {
	if l == nil {
		return &lineup{active: v}
	}
	next := *l
	next.active = v
	next.previous = append([]*version{l.active}, l.previous...)
	next.previous = slices.DeleteFunc(next.previous, func(p *version) bool { return p.id == v.id })
	next.previous = next.previous[:min(len(next.previous), keptVersions)]
	return &next
}

// replaced is activated, for a version that the one before replaces again when
// its first calls fail.
func (l *lineup) replaced(v *version) *lineup {
	next := l.activated(v)
	if len(next.previous) > 0 {
		v.onProbation()
	}
	return next
}

// rolledBack makes the version that served so many steps ago active again. Those
// after it are given up: a second step back must not lead to what the first one
// fled from.
func (l *lineup) rolledBack(steps int) (*lineup, error) {
	if steps < 1 || steps > keptVersions {
		return nil, fmt.Errorf("%d steps back: must be 1 to %d", steps, keptVersions)
	}
	if steps > len(l.previous) {
		return nil, fmt.Errorf("%d steps back: %d previous versions are kept", steps, len(l.previous))
	}
	next := *l
	next.active, next.previous = l.previous[steps-1], l.previous[steps:]
	return &next, nil
}

// back is rolledBack, for the version that is gone back to to stay.
func (l *lineup) back(steps int) (*lineup, error) {
	next, err := l.rolledBack(steps)
	if err == nil {
		next.active.trusted()
	}
	return next, err
}

// tried makes v the canary for percent of the wallets.
func (l *lineup) tried(v *version, percent int) *lineup {
	next := *l
	next.canary, next.percent = v, percent
	return &next
}

// shadowed makes v the shadow.
func (l *lineup) shadowed(v *version) *lineup {
	next := *l
	next.shadow = v
	return &next
}

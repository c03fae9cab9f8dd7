package cache

import "time"

// A Kind of answer has a life of its own.
type Kind int

// The kinds. The zero Kind is not kept.
const (
	UserInfo Kind = iota + 1
	NetworkStats
	BlockList
	MinerStats
	Histories // a number a day
)

// Lives are how long each kind of answer, and a key that was found, is kept; 0:
// not at all.
type Lives struct{ UserInfo, NetworkStats, Blocks, MinerStats, Histories, Keys time.Duration }

func (l Lives) of(k Kind) time.Duration {
	switch k {
	case UserInfo:
		return l.UserInfo
	case NetworkStats:
		return l.NetworkStats
	case BlockList:
		return l.Blocks
	case MinerStats:
		return l.MinerStats
	case Histories:
		return l.Histories
	}
	return 0
}

// Set changes the lives of what is made from now on.
func (c *Cache) Set(l Lives) { c.lives.Store(&l) }

// Lives are the current ones.
func (c *Cache) Lives() Lives { return *c.lives.Load() }

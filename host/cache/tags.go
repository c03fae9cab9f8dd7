package cache

import (
	"slices"

	"github.com/r3mes/r3mes/store"
)

// Tags of what answers are made from.
const (
	Totals = "totals" // sums over all wallets
	Blocks = "blocks" // the chain's blocks
	Miners = "miners" // what miners report
)

// Wallet is the tag of one wallet's balance and entries.
func Wallet(wallet string) string { return "wallet:" + wallet }

// Miner is the tag of what one miner reported.
func Miner(wallet string) string { return "miner:" + wallet }

// Key is the tag of one API key.
func Key(id string) string { return "key:" + id }

// Changed are the tags of what entries of the ledger make old.
func Changed(entries []store.Entry) []string {
	var tags []string
	for _, e := range entries {
		tags = append(tags, Wallet(e.Wallet))
		switch e.Kind {
		case store.KindHold, store.KindRelease:
			continue // move credit within a wallet that exists
		case store.KindKey:
			tags = append(tags, Key(e.OpID))
		case store.KindBlock, store.KindFork:
			tags = append(tags, Blocks)
		}
		tags = append(tags, Totals)
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

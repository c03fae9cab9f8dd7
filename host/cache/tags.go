package cache

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

// Package badger keeps the ledger of package store in a folder, on Badger.
//
// [Open] checks everything before it answers: the journal's numbers, hashes
// and rules, and that every balance, open hold, index and key is what the
// journal says. Operations go through one writer goroutine, which commits as
// soon as it is idle and puts into one commit what arrived meanwhile; an
// operation that returned nil is on disk.
//
//	s, err := badger.Open(dir, badger.Default())
//	…
//	released, err := s.ResolveOpenHolds(ctx, "restart")
//	balance, err := s.TopUp(ctx, store.TopUp{OpID: "invoice-7", Wallet: "w1", Amount: 5 * store.Credit})
//
// The folder holds db (Badger's files), head (the journal's newest hash, kept
// apart so that a lost tail shows), lock, and pepper unless Options says
// another place.
//
// # Caveats
//
// One process at a time: the second gets store.ErrLocked. After a failed
// commit the store refuses everything, see Ready; only opening it again, which
// checks it, helps. Copy the folder before you repair anything in it: Badger
// itself cuts damaged ends off its log files when it opens.
package badger

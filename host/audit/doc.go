// Package audit keeps the log of operator acts: who did what to what, when,
// from where, and whether it worked.
//
//	l, err := audit.Open(filepath.Join(data, "audit"), audit.Options{})
//	err = l.Do(audit.Entry{Actor: audit.Actor{Name: keyID, From: address}, Act: "wallet.topup", Target: wallet}, func(*audit.Entry) error { … })
//	entries, err := l.List(0, 100) // newest first
//
// An entry is on the disk when Do returns, so an act that was acknowledged is in
// the log; one that failed is there with its error. Entries are only appended:
// lines of JSON with a checksum, in segments of bounded size, of which the
// oldest goes when there are too many.
//
// # Caveats
//
// The caller keeps secrets, key texts and prompts out of Detail; what is there
// is shown to every operator. One process writes a log at a time: whoever opens
// the one of a data folder holds its ledger's lock.
package audit

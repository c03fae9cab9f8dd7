// Package store holds the words and rules of the credit ledger: amounts,
// accounts, operations, journal entries, receipts and API keys. It is pure: no
// disk, no clock, no goroutine. A backend (store/badger) keeps these values
// durably; store/storetest is the suite that every backend passes.
//
// # Money
//
// An amount is a [MicroCredits], an integer; a credit is a million of them.
// Every wallet has two accounts, available and held. The system has four:
// issued (the source, never positive), revenue, promo and writeoff. An [Entry]
// moves amounts between accounts by [Posting]s that add up to zero, so the sum
// over all accounts is zero for ever: what was issued is available, held, or
// earned.
//
//	top-up   issued -n            available +n
//	hold     available -n         held +n
//	settle   held -n              revenue +charge   available +(n-charge)
//	release  held -n              available +n
//
// # The journal
//
// Every change is one [Entry], numbered without gaps and chained by hash
// ([Entry.Prev] is the hash of the entry before). Everything else a backend
// stores is an index that [Books], the fold of the journal, can rebuild; a
// backend compares both when it opens.
//
// # Exactly once
//
// The caller names each operation. The same name with the same content answers
// what the first call answered and changes nothing; with other content it is
// [ErrConflict]. A hold ends once, by settle or by release; whoever comes
// second gets [ErrResolved], which says how it ended.
//
// # Pairs
//
// Beside the ledger, plugins have key-value pairs, each in the namespace of its
// name with a [KVQuota]. They are as durable as money and no part of the
// journal; see CheckKV for their bounds and Count for counters.
//
// # Caveats
//
// An error that is [ErrOutcomeUnknown] means that the operation may or may not
// have happened: repeat it, with the same name, after the store was reopened.
// Times are records, never reasons: no rule here compares a clock to decide
// about money. A [Secret] prints as "[redacted]" everywhere; only Reveal gives
// the text.
package store

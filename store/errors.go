package store

import (
	"errors"
	"fmt"
)

// The errors that callers decide on. Each is matched with errors.Is; the text
// around it says which wallet, operation or key.
var (
	// ErrInvalid: a name, id, scope or text that no backend accepts.
	ErrInvalid = errors.New("invalid argument")
	// ErrInvalidAmount: negative, zero where money must move, above the hold,
	// or beyond int64.
	ErrInvalidAmount = errors.New("invalid amount")
	// ErrInsufficientCredit: the wallet has less available than the hold asks.
	ErrInsufficientCredit = errors.New("insufficient credit")
	// ErrUnknownWallet: nothing was ever recorded for that wallet.
	ErrUnknownWallet = errors.New("unknown wallet")
	// ErrUnknownOperation: no top-up or hold has that operation id.
	ErrUnknownOperation = errors.New("unknown operation")
	// ErrUnknownHold: no hold has that operation id.
	ErrUnknownHold = errors.New("unknown hold")
	// ErrUnknownReceipt: no receipt has that id.
	ErrUnknownReceipt = errors.New("unknown receipt")
	// ErrUnknownBlock: no block of that height was credited.
	ErrUnknownBlock = errors.New("unknown block")
	// ErrResolved: the hold was already settled or released; a *ResolvedError
	// says how.
	ErrResolved = errors.New("hold already resolved")
	// ErrConflict: the operation id is taken by an operation of other content.
	ErrConflict = errors.New("operation id already used for something else")

	// ErrUnknownKey: no such key, or another wallet's, or a wrong secret: a
	// caller cannot tell which.
	ErrUnknownKey = errors.New("unknown API key")
	// ErrExpiredKey: the secret is right and the key's time is over.
	ErrExpiredKey = errors.New("expired API key")
	// ErrRevokedKey: the secret is right and the key was revoked or deleted.
	ErrRevokedKey = errors.New("revoked API key")

	// ErrPoisoned: an earlier commit failed, so the store refuses everything
	// until it is opened again.
	ErrPoisoned = errors.New("store is poisoned by a failed commit")
	// ErrOutcomeUnknown: the commit of this very operation failed; it may or
	// may not be durable. Such an error is also ErrPoisoned.
	ErrOutcomeUnknown = errors.New("outcome unknown")
	// ErrNoSpace: the disk is too full to begin anything; nothing was written,
	// and it works again when there is space.
	ErrNoSpace = errors.New("too little disk space")
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("store is closed")
	// ErrReadOnly: the store was opened for reading.
	ErrReadOnly = errors.New("store is read-only")
	// ErrLocked: another process has the store open.
	ErrLocked = errors.New("store is open in another process")
	// ErrCorrupt: what is stored contradicts itself; nothing may be written.
	ErrCorrupt = errors.New("ledger does not verify")
)

// How a hold ended, in ResolvedError and Operation.
const (
	Open     = "open"
	Settled  = "settled"
	Released = "released"
)

// A ResolvedError is the ErrResolved of one hold.
type ResolvedError struct {
	OpID   string
	How    string // Settled or Released
	Reason string // of a release
	Charge MicroCredits
	Seq    uint64 // of the entry that ended it
}

func (e *ResolvedError) Error() string {
	text := fmt.Sprintf("store: hold %q: already %s by entry %d", e.OpID, e.How, e.Seq)
	if e.How == Settled {
		return fmt.Sprintf("%s for %d micro-credits", text, int64(e.Charge))
	}
	return fmt.Sprintf("%s (%s)", text, e.Reason)
}

// Is makes errors.Is(err, ErrResolved) true.
func (e *ResolvedError) Is(target error) bool { return target == ErrResolved }

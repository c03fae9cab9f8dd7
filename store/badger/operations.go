package badger

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/r3mes/r3mes/store"
)

// TopUp gives credit to a wallet, once, and returns the balance right after
// that; a repetition returns the same balance.
func (s *Store) TopUp(ctx context.Context, t store.TopUp) (store.Balance, error) {
	if err := t.Validate(); err != nil {
		return store.Balance{}, err
	}
	var answer store.Balance
	err := s.submit(ctx, needToBegin, func(c *change) (err error) {
		answer, err = c.topUp(t)
		return err
	})
	if err != nil {
		return store.Balance{}, err
	}
	return answer, nil
}

func (c *change) topUp(t store.TopUp) (store.Balance, error) {
	if o, known, err := c.op(t.OpID); err != nil || known {
		if err == nil {
			err = c.same(t.OpID, o, store.KindTopUp, t.Fingerprint())
		}
		return store.Balance{Wallet: t.Wallet, Available: o.after.Available, Held: o.after.Held}, err
	}
	e, wallet, err := c.append(store.Entry{
		Kind: store.KindTopUp, OpID: t.OpID, Wallet: t.Wallet, Reason: t.Reason,
		Postings: store.TopUpPostings(t.Wallet, t.Amount), Fingerprint: t.Fingerprint(),
	})
	if err != nil {
		return store.Balance{}, err
	}
	c.putOp(t.OpID, opRecord{kind: store.KindTopUp, seq: e.Seq, after: wallet.Balance})
	return wallet.Balance, nil
}

// same checks that a known operation is the one that is asked for again.
func (c *change) same(id string, o opRecord, kind store.Kind, fingerprint store.Hash) error {
	e, err := c.entry(o.seq)
	if err != nil {
		return err
	}
	if e.Kind != kind || e.Fingerprint != fingerprint {
		return fmt.Errorf("badger: %s %q: %w: entry %d is a %s of other content", kind, id, store.ErrConflict, e.Seq, e.Kind)
	}
	return nil
}

// Hold sets credit aside. Repeated while the hold is open it returns nil;
// after its end store.ErrResolved, since no work may start on it any more.
func (s *Store) Hold(ctx context.Context, h store.Hold) error {
	if err := h.Validate(); err != nil {
		return err
	}
	return s.submit(ctx, needToBegin, func(c *change) error { return c.open(h) })
}

func (c *change) open(h store.Hold) error {
	if o, known, err := c.op(h.OpID); err != nil || known {
		if err == nil {
			err = c.same(h.OpID, o, store.KindHold, h.Fingerprint())
		}
		if err == nil && o.end != 0 {
			err = c.resolved(h.OpID, o)
		}
		return err
	}
	if err := c.knownWallet(h.Wallet); err != nil {
		return err
	}
	e, _, err := c.append(store.Entry{
		Kind: store.KindHold, OpID: h.OpID, Wallet: h.Wallet, RequestID: h.RequestID, PriceHash: h.Price.Hash,
		Postings: store.HoldPostings(h.Wallet, h.Amount), Fingerprint: h.Fingerprint(), Doc: document(h),
	})
	if err != nil {
		return err
	}
	c.putOp(h.OpID, opRecord{kind: store.KindHold, seq: e.Seq})
	c.state.totals.OpenHolds++
	c.holds = append(c.holds, holdChange{id: h.OpID, seq: e.Seq})
	return nil
}

// resolved describes how the hold of an ended operation ended.
func (c *change) resolved(id string, o opRecord) error {
	e, err := c.entry(o.end)
	if err != nil {
		return err
	}
	if e.Kind == store.KindSettle {
		return &store.ResolvedError{OpID: id, How: store.Settled, Charge: e.Amount(), Seq: e.Seq}
	}
	return &store.ResolvedError{OpID: id, How: store.Released, Reason: e.Reason, Seq: e.Seq}
}

// Settle ends a hold with a charge, returns the rest to the wallet and stores
// the receipt, all in one commit. Repeated with the same content it returns
// the stored receipt; anything else on an ended hold is store.ErrResolved.
func (s *Store) Settle(ctx context.Context, settle store.Settle) (store.Receipt, error) {
	if err := settle.Validate(); err != nil {
		return store.Receipt{}, err
	}
	var answer store.Receipt
	err := s.submit(ctx, needToEnd, func(c *change) (err error) {
		answer, err = c.settle(settle)
		return err
	})
	if err != nil {
		return store.Receipt{}, err
	}
	return answer, nil
}

func (c *change) settle(settle store.Settle) (store.Receipt, error) {
	o, err := c.heldOp(settle.OpID)
	if err != nil {
		return store.Receipt{}, err
	}
	if o.end != 0 {
		return c.repeated(settle.OpID, o, store.KindSettle, settle.Fingerprint())
	}
	hold, err := c.hold(o)
	if err != nil {
		return store.Receipt{}, err
	}
	if settle.Charge > hold.Amount {
		return store.Receipt{}, fmt.Errorf("badger: settle %q: %w: charge %d exceeds the hold of %d", settle.OpID, store.ErrInvalidAmount, int64(settle.Charge), int64(hold.Amount))
	}
	receipt := settle.Receipt.Complete(hold, settle.Charge, c.now)
	wallet, err := c.end(o, receipt, store.Entry{
		Kind: store.KindSettle, PriceHash: cmp.Or(receipt.Settle.Hash, hold.Price.Hash), Fingerprint: settle.Fingerprint(),
		Postings: store.SettlePostings(hold.Wallet, hold.Amount, settle.Charge),
	}, hold)
	if err != nil {
		return store.Receipt{}, err
	}
	wallet.count(receipt.Usage.PromptTokens+receipt.Usage.CompletionTokens, c.now)
	c.putWallet(wallet)
	return receipt, nil
}

// Release ends a hold without a charge and stores a receipt that says why.
// Repeated with the same reason it returns nil; anything else on an ended hold
// is store.ErrResolved.
func (s *Store) Release(ctx context.Context, opID, reason string) error {
	release := store.Release{OpID: opID, Reason: reason}
	if err := release.Validate(); err != nil {
		return err
	}
	return s.submit(ctx, needToEnd, func(c *change) error {
		_, err := c.release(release)
		return err
	})
}

func (c *change) release(release store.Release) (store.Receipt, error) {
	o, err := c.heldOp(release.OpID)
	if err != nil {
		return store.Receipt{}, err
	}
	if o.end != 0 {
		return c.repeated(release.OpID, o, store.KindRelease, release.Fingerprint())
	}
	hold, err := c.hold(o)
	if err != nil {
		return store.Receipt{}, err
	}
	receipt := release.Receipt(hold, c.now)
	_, err = c.end(o, receipt, store.Entry{
		Kind: store.KindRelease, Reason: release.Reason, PriceHash: hold.Price.Hash, Fingerprint: release.Fingerprint(),
		Postings: store.ReleasePostings(hold.Wallet, hold.Amount),
	}, hold)
	return receipt, err
}

// end writes the entry and the receipt that end a hold.
func (c *change) end(o opRecord, receipt store.Receipt, e store.Entry, hold store.OpenHold) (walletRecord, error) {
	key := named(receiptPrefix, receipt.ID)
	if _, taken, err := c.get(key); err != nil || taken {
		if err == nil {
			err = fmt.Errorf("badger: receipt %q: %w", receipt.ID, store.ErrConflict)
		}
		return walletRecord{}, err
	}
	e.OpID, e.Ref, e.Wallet, e.RequestID, e.Doc = hold.OpID, hold.Seq, hold.Wallet, receipt.RequestID, document(receipt)
	e, wallet, err := c.append(e)
	if err != nil {
		return walletRecord{}, err
	}
	o.end = e.Seq
	c.putOp(hold.OpID, o)
	c.put(key, encodeSeq(e.Seq))
	c.state.totals.OpenHolds--
	c.holds = append(c.holds, holdChange{id: hold.OpID, ended: true})
	return wallet, nil
}

// heldOp returns the record of a hold's operation id.
func (c *change) heldOp(id string) (opRecord, error) {
	o, known, err := c.op(id)
	if err == nil && (!known || o.kind != store.KindHold) {
		err = fmt.Errorf("badger: hold %q: %w", id, store.ErrUnknownHold)
	}
	return o, err
}

// repeated answers a second end of a hold: the stored receipt when it is the
// same end again.
func (c *change) repeated(id string, o opRecord, kind store.Kind, fingerprint store.Hash) (store.Receipt, error) {
	e, err := c.entry(o.end)
	if err != nil {
		return store.Receipt{}, err
	}
	if e.Kind != kind || e.Fingerprint != fingerprint {
		return store.Receipt{}, c.resolved(id, o)
	}
	return readReceipt(c.get, o.end)
}

// ResolveOpenHolds releases the holds that were open when the store was opened
// and still are: requests of a process that is gone. It returns their
// receipts. Holds made since then are left alone, so it may run while requests
// are served.
func (s *Store) ResolveOpenHolds(ctx context.Context, reason string) ([]store.Receipt, error) {
	var receipts []store.Receipt
	for ids := range slices.Chunk(s.orphans, resolveChunk) {
		var ended []store.Receipt
		err := s.submit(ctx, needToEnd, func(c *change) (err error) {
			ended, err = c.releaseOpen(ids, reason)
			return err
		})
		if err != nil {
			return receipts, fmt.Errorf("badger: resolve open holds: %w", err)
		}
		receipts = append(receipts, ended...)
	}
	return receipts, nil
}

// resolveChunk bounds how many holds one commit releases at a restart.
const resolveChunk = 64

// releaseOpen releases those of the holds that are open.
func (c *change) releaseOpen(ids []string, reason string) ([]store.Receipt, error) {
	var receipts []store.Receipt
	for _, id := range ids {
		o, err := c.heldOp(id)
		if err != nil {
			return nil, err
		}
		if o.end != 0 {
			continue
		}
		receipt, err := c.release(store.Release{OpID: id, Reason: reason})
		if err != nil {
			return nil, err
		}
		receipts = append(receipts, receipt)
	}
	return receipts, nil
}

// SetTier gives a wallet the tier that pricing plugins see. Giving it the one
// it has writes nothing.
func (s *Store) SetTier(ctx context.Context, wallet, tier string) error {
	if err := store.Name("tier", tier); err != nil {
		return err
	}
	return s.submit(ctx, needToBegin, func(c *change) error {
		if err := c.knownWallet(wallet); err != nil {
			return err
		}
		w, _, err := c.wallet(wallet)
		if err != nil || w.Tier == tier {
			return err
		}
		_, w, err = c.append(store.Entry{Kind: store.KindTier, OpID: wallet, Wallet: wallet, Doc: []byte(tier)})
		w.Tier = tier
		c.putWallet(w)
		return err
	})
}

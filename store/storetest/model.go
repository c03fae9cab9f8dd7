package storetest

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/r3mes/r3mes/store"
)

// testModel draws sequences of operations, with names and amounts from small
// sets so that they meet, and compares every answer with a ledger of three
// maps. Each sequence has its own wallets in the one store.
func testModel(t *testing.T, f *fixture) {
	sequence := 0
	rapid.Check(t, func(rt *rapid.T) {
		sequence++
		m := &model{f: f, prefix: fmt.Sprintf("s%d-", sequence), wallets: map[string]*store.Balance{}, ops: map[string]*modelOp{}}
		rt.Repeat(map[string]func(*rapid.T){
			"top up":  m.topUp,
			"hold":    m.hold,
			"settle":  m.settle,
			"release": m.release,
			"":        m.compare,
		})
	})
}

// A model is what the ledger should be.
type model struct {
	f       *fixture
	prefix  string
	wallets map[string]*store.Balance
	ops     map[string]*modelOp
}

type modelOp struct {
	wallet string
	amount store.MicroCredits
	hold   bool
	after  store.Balance // of a top-up
	how    string        // of a hold's end
	charge store.MicroCredits
	reason string
}

func (m *model) draw(rt *rapid.T) (op, wallet string, n store.MicroCredits) {
	op = m.prefix + rapid.StringMatching(`op[0-9]`).Draw(rt, "op")
	wallet = m.prefix + rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "wallet")
	return op, wallet, store.MicroCredits(rapid.IntRange(-1, 6).Draw(rt, "amount"))
}

func (m *model) topUp(rt *rapid.T) {
	op, wallet, n := m.draw(rt)
	got, err := m.f.TopUp(rt.Context(), store.TopUp{OpID: op, Wallet: wallet, Amount: n})
	known := m.ops[op]
	switch {
	case n <= 0:
		m.want(rt, err, store.ErrInvalidAmount)
	case known != nil && (known.hold || known.wallet != wallet || known.amount != n):
		m.want(rt, err, store.ErrConflict)
	default:
		m.want(rt, err, nil)
		if known == nil {
			if m.wallets[wallet] == nil {
				m.wallets[wallet] = &store.Balance{Wallet: wallet}
			}
			m.wallets[wallet].Available += n
			known = &modelOp{wallet: wallet, amount: n, after: *m.wallets[wallet]}
			m.ops[op] = known
		}
		if got != known.after {
			rt.Fatalf("TopUp %s = %+v, want %+v", op, got, known.after)
		}
	}
}

func (m *model) hold(rt *rapid.T) {
	op, wallet, n := m.draw(rt)
	err := m.f.Hold(rt.Context(), store.Hold{OpID: op, Wallet: wallet, Amount: n})
	known, balance := m.ops[op], m.wallets[wallet]
	switch {
	case n < 0:
		m.want(rt, err, store.ErrInvalidAmount)
	case known != nil && (!known.hold || known.wallet != wallet || known.amount != n):
		m.want(rt, err, store.ErrConflict)
	case known != nil && known.how != "":
		m.want(rt, err, store.ErrResolved)
	case known != nil:
		m.want(rt, err, nil)
	case balance == nil:
		m.want(rt, err, store.ErrUnknownWallet)
	case balance.Available < n:
		m.want(rt, err, store.ErrInsufficientCredit)
	default:
		m.want(rt, err, nil)
		balance.Available, balance.Held = balance.Available-n, balance.Held+n
		m.ops[op] = &modelOp{wallet: wallet, amount: n, hold: true}
	}
}

func (m *model) settle(rt *rapid.T) {
	op, _, n := m.draw(rt)
	got, err := m.f.Settle(rt.Context(), settleFor(op, n))
	known := m.ops[op]
	switch {
	case n < 0:
		m.want(rt, err, store.ErrInvalidAmount)
	case known == nil || !known.hold:
		m.want(rt, err, store.ErrUnknownHold)
	case known.how == store.Released, known.how == store.Settled && known.charge != n:
		m.want(rt, err, store.ErrResolved)
	case known.how == "" && n > known.amount:
		m.want(rt, err, store.ErrInvalidAmount)
	default:
		m.want(rt, err, nil)
		m.end(known, store.Settled, n, "")
		if got.Charge != n || got.Hold != known.amount || got.Wallet != known.wallet {
			rt.Fatalf("Settle %s = %+v, want %d of %d", op, got, n, known.amount)
		}
	}
}

func (m *model) release(rt *rapid.T) {
	op, _, _ := m.draw(rt)
	reason := rapid.SampledFrom([]string{"error", "cancelled"}).Draw(rt, "reason")
	err := m.f.Release(rt.Context(), op, reason)
	known := m.ops[op]
	switch {
	case known == nil || !known.hold:
		m.want(rt, err, store.ErrUnknownHold)
	case known.how == store.Settled, known.how == store.Released && known.reason != reason:
		m.want(rt, err, store.ErrResolved)
	default:
		m.want(rt, err, nil)
		m.end(known, store.Released, 0, reason)
	}
}

// end is the model's settle and release; a repetition changes nothing.
func (m *model) end(op *modelOp, how string, charge store.MicroCredits, reason string) {
	if op.how != "" {
		return
	}
	op.how, op.charge, op.reason = how, charge, reason
	balance := m.wallets[op.wallet]
	balance.Held -= op.amount
	balance.Available += op.amount - charge
}

func (m *model) compare(rt *rapid.T) {
	for wallet, want := range m.wallets {
		if got, err := m.f.Balance(rt.Context(), wallet); err != nil || got != *want {
			rt.Fatalf("Balance = %+v, %v, want %+v", got, err, *want)
		}
	}
}

func (m *model) want(rt *rapid.T, err, want error) {
	rt.Helper()
	if (want == nil && err != nil) || !errors.Is(err, want) {
		rt.Fatalf("error = %v, want %v", err, want)
	}
}

package chain

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/chain/chaintest"
	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/badger"
)

// Every block is credited once to its proposer: those from before the start,
// more of them than a batch has, and those that come while it runs.
func TestEveryBlockIsCreditedOnce(t *testing.T) {
	node, url := newNode(t, 3*store.MaxBlocks+1)
	l := newLedger(t)
	_, stop := running(t, Options{RPCURL: url, Ledger: l, Credit: true})
	creditsTo(t, l, 3*store.MaxBlocks+1)
	for range 5 {
		node.Grow(1)
	}
	blocks := node.Blocks()
	creditsTo(t, l, int64(len(blocks)))
	stop()
	if n := issued(t, l); n != int64(len(blocks)) || forks(t, l) != 0 {
		t.Errorf("%d of %d blocks are credited, %d forks recorded", n, len(blocks), forks(t, l))
	}
	for _, b := range blocks {
		got, err := l.Block(t.Context(), b.Height)
		want := store.BlockCredit{Height: b.Height, Hash: b.Hash, Miner: b.Proposer, Amount: Reward, Time: b.Time}
		if err != nil || got.BlockCredit != want {
			t.Fatalf("block %d is credited as %+v, %v, want %+v", b.Height, got.BlockCredit, err, want)
		}
	}
	for _, m := range chaintest.Miners {
		w, err := l.Wallet(t.Context(), m)
		if err != nil || w.Blocks < uint64(len(blocks)/len(chaintest.Miners)) || w.Available != Reward*store.MicroCredits(w.Blocks) || !w.IsMiner(time.Now()) {
			t.Errorf("miner %s: %+v, %v", m, w, err)
		}
	}
}

// The same by the REST API alone: hashes and proposers are those of the RPC.
func TestBlocksComeFromRESTWithoutAnRPC(t *testing.T) {
	node, url := newNode(t, 10)
	l := newLedger(t)
	_, stop := running(t, Options{RESTURL: url, Ledger: l, Credit: true})
	creditsTo(t, l, 10)
	stop()
	_, stop = running(t, Options{RPCURL: url, Ledger: l, Credit: true})
	node.Grow(1)
	creditsTo(t, l, 11)
	stop()
	if n := issued(t, l); n != 11 || forks(t, l) != 0 {
		t.Errorf("%d blocks are credited and %d forks recorded, want 11 and none", n, forks(t, l))
	}
}

// A process that stops and starts goes on where it was, without asking for what
// it has.
func TestARestartGoesOnAtTheCursor(t *testing.T) {
	node, url := newNode(t, 20)
	dir := filepath.Join(t.TempDir(), "ledger")
	for range 3 {
		l := openLedger(t, dir)
		_, stop := running(t, Options{RPCURL: url, Ledger: l, Credit: true})
		creditsTo(t, l, int64(len(node.Blocks())))
		stop()
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		node.Grow(7)
	}
	l := openLedger(t, dir)
	defer l.Close()
	c := &creditor{name: "rpc", source: mustRPC(t, url), from: 1, ledger: l, log: (&logged{}).logger(), stats: &counters{}}
	asked := node.Asked("block")
	if err := c.step(t.Context()); err != nil {
		t.Fatal(err)
	}
	// One question to see that the chain is still the same one, seven for what is new.
	if n := node.Asked("block") - asked; n != 8 {
		t.Errorf("a restart asked for %d blocks, want 8", n)
	}
	if n := issued(t, l); n != int64(len(node.Blocks())) {
		t.Errorf("%d of %d blocks are credited", n, len(node.Blocks()))
	}
}

func mustRPC(t *testing.T, url string) *RPC {
	t.Helper()
	to, err := newCaller(url, quick(Options{}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(to.close)
	return &RPC{to}
}

// Two servers' creditors on one ledger, and a file beside them, credit a height
// once between them.
func TestSourcesDoNotCreditTwice(t *testing.T) {
	node, url := newNode(t, 100)
	l := newLedger(t)
	path := filepath.Join(t.TempDir(), "chain.json")
	var file strings.Builder
	for i, b := range node.Blocks() {
		hash := ""
		if i%2 == 0 {
			hash = strings.ToLower(b.Hash)
		}
		fmt.Fprintf(&file, `,{"height": %d, "hash": %q, "miner": "file-miner"}`, b.Height, hash)
	}
	writeFile(t, path, `{"blocks": [`+strings.TrimPrefix(file.String(), ",")+`]}`)
	for range 2 {
		running(t, Options{RPCURL: url, JSONPath: path, Ledger: l, Credit: true})
	}
	for _, source := range []string{"rpc", "file"} {
		eventually(t, "the cursor of "+source, func() bool {
			n, err := l.BlockCursor(t.Context(), source)
			return err == nil && n == 100
		})
	}
	if n := issued(t, l); n != 100 || forks(t, l) != 0 {
		t.Errorf("%d blocks are credited and %d forks recorded, want 100 and none", n, forks(t, l))
	}
}

// After a reorganisation the blocks of the other history are recorded, none is
// credited at a height that has its credit, and the heights after go on.
func TestAReorganisationIsRecordedAndNotCredited(t *testing.T) {
	node, url := newNode(t, 20)
	l := newLedger(t)
	var log logged
	c, stop := running(t, Options{RPCURL: url, Ledger: l, Credit: true, Log: log.logger()})
	creditsTo(t, l, 20)
	before := node.Blocks()
	node.Reorganise(14)
	node.Grow(3)
	creditsTo(t, l, 23)
	eventually(t, "six recorded forks", func() bool { return forks(t, l) == 6 })
	stop()
	if n := issued(t, l); n != 23 {
		t.Errorf("%d blocks are credited, want 23", n)
	}
	for _, b := range before {
		if got, err := l.Block(t.Context(), b.Height); err != nil || got.Hash != b.Hash {
			t.Errorf("block %d is credited as %q, %v, want the first report %q", b.Height, got.Hash, err, b.Hash)
		}
	}
	if s := c.Stats(); s.Forks != 6 || s.Credited != 23 {
		t.Errorf("Stats = %+v, want 6 forks and 23 credited", s)
	}
	if n := strings.Count(log.String(), "another block of a credited height"); n != 6 {
		t.Errorf("the log tells of %d forks, want 6:\n%s", n, log.String())
	}
	// Nobody tells of the same again.
	_, stop = running(t, Options{RPCURL: url, Ledger: l, Credit: true})
	node.Grow(1)
	creditsTo(t, l, 24)
	stop()
	if forks(t, l) != 6 {
		t.Errorf("%d forks after a restart, want 6", forks(t, l))
	}
}

// A node that goes back is waited for; what it then says of old heights changes
// nothing.
func TestANodeThatGoesBackIsWaitedFor(t *testing.T) {
	node, url := newNode(t, 30)
	l := newLedger(t)
	c, stop := running(t, Options{RPCURL: url, Ledger: l, Credit: true})
	creditsTo(t, l, 30)
	node.Rollback(12)
	eventually(t, "the height of the node", func() bool { h, ok := c.Height(); return ok && h == 12 })
	node.Grow(25)
	creditsTo(t, l, 37)
	stop()
	if n := issued(t, l); n != 37 || forks(t, l) != 0 {
		t.Errorf("%d blocks are credited and %d forks recorded, want 37 and none", n, forks(t, l))
	}
}

// A pruned node is begun where it begins; what it lost is told.
func TestAPrunedNodeLosesNothingSilently(t *testing.T) {
	node, url := newNode(t, 40)
	node.Prune(31)
	l := newLedger(t)
	var log logged
	_, stop := running(t, Options{RPCURL: url, Ledger: l, Credit: true, Log: log.logger()})
	creditsTo(t, l, 40)
	stop()
	node.Grow(20)
	node.Prune(55)
	_, stop = running(t, Options{RPCURL: url, Ledger: l, Credit: true, Log: log.logger()})
	creditsTo(t, l, 60)
	stop()
	if n := issued(t, l); n != 16 {
		t.Errorf("%d blocks are credited, want the 16 that there were", n)
	}
	if !strings.Contains(log.String(), "first=41 last=54") {
		t.Errorf("the log does not tell which blocks were lost:\n%s", log.String())
	}
}

// Credits begin at the configured height.
func TestCreditsBeginWhereTheyAreTold(t *testing.T) {
	_, url := newNode(t, 20)
	l := newLedger(t)
	_, stop := running(t, Options{RPCURL: url, Ledger: l, Credit: true, From: 15})
	creditsTo(t, l, 20)
	stop()
	if n := issued(t, l); n != 6 {
		t.Errorf("%d blocks are credited, want 6", n)
	}
}

// A chain that fails in the middle of a batch loses nothing of it.
func TestABatchThatBreaksOffGoesOn(t *testing.T) {
	node, url := newNode(t, 100)
	l := newLedger(t)
	var n atomic.Int64
	node.Fail(func(_ *http.Request, endpoint string) int {
		if endpoint == "block" && n.Add(1)%9 == 0 {
			return 502
		}
		return 0
	})
	_, stop := running(t, Options{RPCURL: url, Ledger: l, Credit: true, breakFor: time.Millisecond})
	creditsTo(t, l, 100)
	stop()
	if n := issued(t, l); n != 100 {
		t.Errorf("%d blocks are credited, want 100", n)
	}
}

// A ledger that refuses stops the credits, and they go on when it takes them.
func TestARefusingLedgerStopsTheCursor(t *testing.T) {
	_, url := newNode(t, 10)
	l := &refusing{Store: newLedger(t)}
	l.refuse.Store(true)
	c, stop := running(t, Options{RPCURL: url, Ledger: l, Credit: true})
	eventually(t, "a refused batch", func() bool { return l.refused.Load() > 2 })
	if s := c.Stats(); s.Errors == 0 || s.Credited != 0 || s.Lag == nil || *s.Lag != 10 {
		t.Errorf("Stats = %+v, want errors, nothing credited and a lag of 10", s)
	}
	l.refuse.Store(false)
	creditsTo(t, l.Store, 10)
	eventually(t, "a lag of nothing", func() bool { s := c.Stats(); return *s.Lag == 0 })
	stop()
	if n := issued(t, l.Store); n != 10 {
		t.Errorf("%d blocks are credited, want 10", n)
	}
}

type refusing struct {
	*badger.Store
	refuse  atomic.Bool
	refused atomic.Int64
}

func (l *refusing) CreditBlocks(ctx context.Context, b store.BlockBatch) ([]store.BlockResult, error) {
	if l.refuse.Load() {
		l.refused.Add(1)
		return nil, store.ErrNoSpace
	}
	return l.Store.CreditBlocks(ctx, b)
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	// As a program that cares does it: never half a file.
	if err := errors.Join(os.WriteFile(path+".new", []byte(text), 0o600), os.Rename(path+".new", path)); err != nil {
		t.Fatal(err)
	}
}

// A file is read again when it changes, blocks below the highest one are not
// missed, and what no ledger accepts is passed over.
func TestAFileOfBlocks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "chain.json")
	l := newLedger(t)
	c, stop := running(t, Options{JSONPath: path, Ledger: l, Credit: true})
	eventually(t, "a failure without the file", func() bool { return c.Stats().Errors > 0 })
	writeFile(t, path, `{"name": "x", "blocks": [
		{"height": "0", "miner": "genesis"}, {"height": 9000000, "miner": "w", "timestamp": 1767323045, "hash": "beef"},
		{"height": 2, "miner": ""}, {"height": 3, "miner": "a b"}, {"height": "1", "miner": "v", "transactions": [1, {}], "extra": true}]}`)
	creditsTo(t, l, 9000000)
	writeFile(t, path, `{"blocks": [`)
	eventually(t, "a failure over half a file", func() bool { return c.Stats().Err != nil })
	writeFile(t, path, `{"blocks": [
		{"height": 9000000, "miner": "w", "hash": "BEEF"}, {"height": 1, "miner": "v"}, {"height": 5, "miner": "late"}, {"height": 5, "miner": "other", "hash": "C"},
		{"height": 9000001, "miner": "v", "time": "2026-01-02T03:04:05Z", "tx_count": "7", "proposer": "p", "validator_set_hash": "s"}]}`)
	creditsTo(t, l, 9000001)
	creditsTo(t, l, 5)
	eventually(t, "the new file's blocks", func() bool { list, _, _ := c.Blocks(1); return len(list) == 1 && list[0].Height == 9000001 })
	stop()
	if n := issued(t, l); n != 4 {
		t.Errorf("%d blocks are credited, want 4", n)
	}
	if _, err := l.Balance(t.Context(), "other"); !errors.Is(err, store.ErrUnknownWallet) {
		t.Errorf("the second block of a height has a wallet: %v", err)
	}
	list, total, err := c.Blocks(10)
	want := Block{Height: 9000001, Miner: "v", Proposer: "p", Time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Txs: 7, ValidatorsHash: "s"}
	if err != nil || total != 5 || !slices.Contains(list, want) {
		t.Errorf("Blocks = %+v of %d, %v, want %+v among them", list, total, err, want)
	}
	first, err := l.Block(t.Context(), 9000000)
	if err != nil || first.Hash != "BEEF" || !first.Time.Equal(time.Unix(1767323045, 0)) {
		t.Errorf("Block = %+v, %v", first, err)
	}
}

func FuzzFile(f *testing.F) {
	f.Add([]byte(`{"blocks": [{"height": "7", "hash": "ab", "miner": "m", "timestamp": 1767323045123, "transactions": []}]}`))
	f.Add([]byte(`{"blocks": [{"height": 7, "time": "2026-01-02T03:04:05Z"}, {"height": 7}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		list, err := parseFile(body)
		if err != nil {
			return
		}
		for i, b := range list {
			if b.Height < 1 || (i > 0 && list[i-1].Height > b.Height) {
				t.Errorf("blocks %+v", list)
			}
			credit := b.credit()
			if credit.Miner != "" && credit.Validate() == nil {
				if e := credit.Entry(); e.Amount() != Reward {
					t.Errorf("entry %+v", e)
				}
			}
		}
	})
}

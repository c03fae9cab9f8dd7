package badger

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	badgerdb "github.com/dgraph-io/badger/v4"

	"github.com/r3mes/r3mes/store"
)

// filled makes a closed ledger with every kind of record in it: 12 entries,
// of which 12 is a hold left open.
func filled(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s := opened(t, dir, Options{})
	fill(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func fill(t *testing.T, s *Store) {
	t.Helper()
	ctx := t.Context()
	errs := []error{}
	for _, w := range []string{"a", "b"} {
		_, err := s.TopUp(ctx, store.TopUp{OpID: "top-" + w, Wallet: w, Amount: 1000, Reason: "test"})
		errs = append(errs, err)
	}
	for n := range 3 {
		id := fmt.Sprintf("h%d", n)
		errs = append(errs, s.Hold(ctx, store.Hold{OpID: id, Wallet: "a", Amount: 50, RequestID: "req", Price: store.PriceRule{Hash: "p"}}))
	}
	_, settled := s.Settle(ctx, store.Settle{OpID: "h0", Charge: 20, Receipt: store.Receipt{Outcome: store.OutcomeComplete}})
	_, k, created := s.CreateKey(ctx, store.NewKey{Wallet: "a", Name: "one"})
	_, _, second := s.CreateKey(ctx, store.NewKey{Wallet: "b", Name: "two"})
	errs = append(errs, settled, created, second,
		s.RevokeKey(ctx, "a", k.ID), s.Release(ctx, "h1", "error"), s.SetTier(ctx, "b", "gold"),
		s.Hold(ctx, store.Hold{OpID: "open", Wallet: "b", Amount: 7}))
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// tamper changes a closed ledger behind the store's back.
func tamper(t *testing.T, dir string, change func(*badgerdb.Txn) error) {
	t.Helper()
	db, err := badgerdb.Open((&Store{dir: dir, options: Default()}).quietOptions())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(change), db.Close()); err != nil {
		t.Fatal(err)
	}
}

func (s *Store) quietOptions() badgerdb.Options { return s.dbOptions().WithLogger(nil) }

// refused opens a ledger that must not open, and says which words its error
// must have. Read-only it opens, and says the same.
func refused(t *testing.T, dir string, words ...string) {
	t.Helper()
	s, err := Open(dir, Options{})
	if err == nil {
		_ = s.Close()
	}
	if !errors.Is(err, store.ErrCorrupt) {
		t.Fatalf("Open = %v, want ErrCorrupt", err)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("Open = %v, want it to say %q", err, word)
		}
	}
}

func TestADamagedLedgerIsRefused(t *testing.T) {
	set := func(key string, value []byte) func(*badgerdb.Txn) error {
		return func(txn *badgerdb.Txn) error { return txn.Set([]byte(key), value) }
	}
	remove := func(key string) func(*badgerdb.Txn) error {
		return func(txn *badgerdb.Txn) error { return txn.Delete([]byte(key)) }
	}
	rich := newWallet("a", time.Unix(1, 0).UTC())
	rich.Available = 1 << 40
	for name, c := range map[string]struct {
		change func(*badgerdb.Txn) error
		says   string
	}{
		"an entry is missing":               {remove(journalKey(5)), "entry 6: ledger does not verify: follows entry 4"},
		"the first entry is missing":        {remove(journalKey(1)), "follows entry 0"},
		"the last entry is missing":         {remove(journalKey(12)), "the end was lost"},
		"an entry is not one":               {set(journalKey(5), []byte("entry")), "entry after 4"},
		"an entry has another's place":      {set(journalKey(13), mustEntry(13).Encode()), "previous hash"},
		"a balance is larger":               {set("wa", rich.encode()), `wallet "a"`},
		"a wallet is missing":               {remove("wb"), `wallet "b"`},
		"a wallet is nobody's":              {set("wz", rich.encode()), `wallet "z"`},
		"a wallet's record is cut":          {set("wa", rich.encode()[:5]), "ends too early"},
		"an operation is missing":           {remove("otop-a"), "operations and open holds"},
		"a settled hold is open again":      {set("oh0", opRecord{kind: store.KindHold, seq: 3}.encode()), "operations and open holds"},
		"an open hold is gone":              {set("oopen", opRecord{kind: store.KindHold, seq: 12, end: 12}.encode()), "operations and open holds"},
		"a receipt is missing":              {remove("rrcpt_h0"), "receipts"},
		"a receipt is made up":              {set("rrcpt_x", encodeSeq(9)), "receipts"},
		"an entry is not in its index":      {remove(indexKey("a", 3)), "wallets' entries"},
		"the totals are wrong":              {set(stateKey, stateRecord{}.encode()), "totals"},
		"a plugin's pair is not one":        {set("pplugin\x00k", []byte{recordVersion}), `"pplugin\x00k": ledger does not verify: ends too early`},
		"a plugin's pair is nobody's":       {set("pplugin", pair{value: []byte("v")}.encode()), "not one that can be written"},
		"the database is another program's": {set(formatKey, []byte("else")), "the database says"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filled(t)
			tamper(t, dir, c.change)
			refused(t, dir, c.says)
			s := opened(t, dir, Options{ReadOnly: true})
			if err := s.Ready(); !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("read-only: Ready = %v, want %q", err, c.says)
			}
			if _, err := s.TopUp(t.Context(), store.TopUp{OpID: "x", Wallet: "a", Amount: 1}); !errors.Is(err, store.ErrReadOnly) {
				t.Errorf("read-only: TopUp = %v, want ErrReadOnly", err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func mustEntry(seq uint64) store.Entry {
	return store.Entry{Seq: seq, Kind: store.KindTopUp, OpID: "forged", Wallet: "a", Time: time.Unix(1, 0), Postings: store.TopUpPostings("a", 5)}
}

// TestAnyFlippedByteOfTheJournalIsFound flips each byte of each entry in turn,
// in memory: one byte of a verified journal is part of some hash or is one.
func TestAnyFlippedByteOfTheJournalIsFound(t *testing.T) {
	s := opened(t, filled(t), Options{})
	defer s.Close()
	var journal [][]byte
	err := s.view(t.Context(), func(v view) error {
		return v.each("j", false, func(_ string, value []byte) (bool, error) {
			journal = append(journal, value)
			return true, nil
		})
	})
	if err != nil || len(journal) != 12 {
		t.Fatalf("journal has %d entries, %v, want 12", len(journal), err)
	}
	head, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for n := range journal {
		for i := range journal[n] {
			for _, bit := range []byte{0x01, 0x80} {
				journal[n][i] ^= bit
				if foldsTo(journal, head) {
					t.Errorf("entry %d with byte %d flipped by %#x passes", n+1, i, bit)
				}
				journal[n][i] ^= bit
			}
		}
	}
	if !foldsTo(journal, head) {
		t.Error("the untouched journal does not pass")
	}
}

func foldsTo(journal [][]byte, head store.Head) bool {
	v := newVerifier(head)
	for i, value := range journal {
		if v.entry(journalKey(uint64(i+1)), value) != nil {
			return false
		}
	}
	return v.books.Head == head
}

func TestAFlippedByteInTheDatabaseIsRefused(t *testing.T) {
	for _, seq := range []uint64{1, 7, 12} {
		dir := filled(t)
		tamper(t, dir, func(txn *badgerdb.Txn) error {
			value, _, err := get(txn, journalKey(seq))
			if err != nil {
				return err
			}
			value[rand.IntN(len(value))] ^= 0x10
			return txn.Set([]byte(journalKey(seq)), value)
		})
		refused(t, dir)
	}
}

func TestARevokedKeyThatCameBackIsRefused(t *testing.T) {
	dir := filled(t)
	tamper(t, dir, func(txn *badgerdb.Txn) error {
		it := txn.NewIterator(badgerdb.DefaultIteratorOptions)
		defer it.Close()
		for it.Seek([]byte("k")); it.ValidForPrefix([]byte("k")); it.Next() {
			key := string(it.Item().Key())
			value, _, err := get(txn, key)
			if err != nil {
				return err
			}
			k, err := decodeKey(key, value)
			if err != nil || k.RevokedAt.IsZero() {
				continue
			}
			k.RevokedAt = time.Time{}
			return txn.Set([]byte(key), k.encode())
		}
		return errors.New("no revoked key found")
	})
	refused(t, dir, "its record is not the one in the journal")
}

// crashed copies a ledger while it is open: what a killed process leaves.
func crashed(t *testing.T) (dir string) {
	t.Helper()
	running := t.TempDir()
	s := opened(t, running, Options{})
	defer s.Close()
	fill(t, s)
	dir = filepath.Join(t.TempDir(), "copy")
	err := errors.Join(os.CopyFS(dir, os.DirFS(running)), os.Chmod(filepath.Join(dir, "pepper"), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestACrashedLedgerOpens(t *testing.T) {
	s := opened(t, crashed(t), Options{})
	holds, err := s.OpenHolds(t.Context())
	if err != nil || len(holds) != 2 {
		t.Errorf("OpenHolds = %+v, %v, want h2 and open", holds, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestDamagedFilesAreRefused takes files away or cuts them, of a ledger that
// was closed (tables) and of one whose process was killed (log files).
func TestDamagedFilesAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		make   func(*testing.T) string
		damage func(t *testing.T, dir string)
		says   string
	}{
		"the head file is missing":          {filled, without("head"), "head file"},
		"the head file is empty":            {filled, cut("head", 0), "missing or damaged"},
		"the head file is cut":              {filled, cut("head", 30), "missing or damaged"},
		"the manifest is missing":           {filled, without("db/MANIFEST"), "no MANIFEST"},
		"the database is missing":           {filled, without("db/*"), "is empty, the head file has seen entry 12"},
		"the manifest is cut":               {filled, cut("db/MANIFEST", 20), "the end was lost"},
		"the manifest is empty":             {filled, cut("db/MANIFEST", 0), "manifest"},
		"a byte of the manifest flipped":    {filled, flip("db/MANIFEST", 20), "manifest"},
		"the key registry is damaged":       {filled, flip("db/KEYREGISTRY", 20), "badger: open"},
		"a log cannot be opened":            {filled, folder("db/00009.mem"), "00009.mem"},
		"a table is missing":                {filled, without("db/*.sst"), "000001.sst"},
		"a table is empty":                  {filled, cut("db/*.sst", 0), "000001.sst"},
		"a table is cut":                    {filled, cut("db/*.sst", 100), "000001.sst"},
		"a byte of a table flipped":         {filled, flip("db/*.sst", 40), "000001.sst"},
		"a byte of a table's end flipped":   {filled, flip("db/*.sst", -3), "000001.sst"},
		"a byte of a table's index flipped": {filled, flip("db/*.sst", -60), "000001.sst"},
		"the newest log file is missing":    {crashed, without("db/*.mem"), "the end was lost"},
		"the log file is cut":               {crashed, cut("db/*.mem", 500), "the end was lost"},
		"a byte of the log file flipped":    {crashed, flip("db/*.mem", 700), "the end was lost"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := c.make(t)
			c.damage(t, dir)
			s, err := Open(dir, Options{})
			if err == nil {
				_ = s.Close()
			}
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("Open = %v, want an error with %q", err, c.says)
			}
		})
	}
}

func files(t *testing.T, dir, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
	if err != nil || len(found) == 0 {
		t.Fatalf("no file %s, %v", pattern, err)
	}
	return found
}

func without(pattern string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		for _, f := range files(t, dir, pattern) {
			if err := os.Remove(f); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func folder(name string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
}

func cut(pattern string, size int64) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		for _, f := range files(t, dir, pattern) {
			if err := os.Truncate(f, size); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func flip(pattern string, offset int) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		for _, f := range files(t, dir, pattern) {
			body, err := os.ReadFile(f)
			if err == nil {
				body[(offset+len(body))%len(body)] ^= 0x20
				err = os.WriteFile(f, body, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestAKillWhileOpeningLeavesNothingInTheWay makes the files that a kill can
// leave behind, each empty, in a new ledger and in one that was at work.
func TestAKillWhileOpeningLeavesNothingInTheWay(t *testing.T) {
	for _, dir := range []string{t.TempDir(), crashed(t)} {
		artefacts := []string{"db/00007.mem", "db/000009.vlog", ".pepper-1"}
		if err := os.MkdirAll(filepath.Join(dir, "db"), 0o700); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(dir, "head")); err != nil {
			artefacts = append(artefacts, "head")
		}
		for _, name := range artefacts {
			if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := opened(t, dir, Options{}).Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestAnOperatorMayAcceptALostEnd(t *testing.T) {
	dir := crashed(t)
	cut("db/*.mem", 500)(t, dir)
	refused(t, dir, "the end was lost")
	s := opened(t, dir, Options{AcceptHead: true})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = opened(t, dir, Options{})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestATornHeadFileFallsBack damages the newest head: the one before is enough.
func TestATornHeadFileFallsBack(t *testing.T) {
	for _, place := range []int{20, headSector + 20} {
		dir := filled(t)
		flip("head", place)(t, dir)
		s := opened(t, dir, Options{})
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAnotherHistoryIsRefused puts the head file of one ledger to another one
// of the same length.
func TestAnotherHistoryIsRefused(t *testing.T) {
	dir, other := filled(t), filled(t)
	body, err := os.ReadFile(filepath.Join(other, "head"))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "head"), body, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	refused(t, dir, "history was replaced")
}

func TestPepper(t *testing.T) {
	dir := filled(t)
	info, err := os.Stat(filepath.Join(dir, "pepper"))
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() != store.PepperSize {
		t.Fatalf("pepper file = %v, %v, want 32 bytes of mode 0600", info, err)
	}
	fails := func(o Options, says string) {
		t.Helper()
		if s, err := Open(dir, o); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("Open = %v, %v, want an error with %q", s, err, says)
		}
	}
	fails(Options{PepperFile: filepath.Join(dir, "db", "pepper")}, "inside the database folder")
	fails(Options{PepperFile: filepath.Join(dir, "other")}, "is missing")
	if _, err := createPepper(filepath.Join(dir, "wrong")); err != nil {
		t.Fatal(err)
	}
	fails(Options{PepperFile: filepath.Join(dir, "wrong")}, "is not the pepper")
	if err := os.Chmod(filepath.Join(dir, "pepper"), 0o640); err != nil {
		t.Fatal(err)
	}
	fails(Options{}, "others could read it")
	if err := os.WriteFile(filepath.Join(dir, "short"), []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	fails(Options{PepperFile: filepath.Join(dir, "short")}, "5 bytes, want 32")
}

func TestTheSecondProcessIsToldWhoHasTheStore(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir, Options{})
	for _, o := range []Options{{}, {ReadOnly: true}} {
		_, err := Open(dir, o)
		if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprintf("process %d, probably a running server", os.Getpid())) {
			t.Errorf("second Open = %v, want ErrLocked with the process", err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := opened(t, dir, Options{}).Close(); err != nil {
		t.Fatal(err)
	}
}

func TestReadOnlyNeedsALedger(t *testing.T) {
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "none")} {
		if _, err := Open(dir, Options{ReadOnly: true}); err == nil {
			t.Errorf("Open(%s) = nil, want an error", dir)
		}
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, _ error) error {
			if d != nil && d.Name() == dbFolder {
				t.Errorf("a read-only Open made %s", path)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestOptionsAreChecked(t *testing.T) {
	err := Options{MemTableBytes: 1, BlockCacheBytes: 1, IndexCacheBytes: -1}.Validate()
	for _, field := range []string{"MemTableBytes", "BlockCacheBytes", "IndexCacheBytes"} {
		if err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("Validate = %v, want it to name %s", err, field)
		}
	}
	if err := Default().Validate(); err != nil {
		t.Error(err)
	}
}

// TestARevokedKeyStaysRevoked writes until Badger has flushed and compacted
// many tables, with the maintenance calls in between.
func TestARevokedKeyStaysRevoked(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s := opened(t, dir, Options{MemTableBytes: 8 << 20})
	plain, k, err := s.CreateKey(ctx, store.NewKey{Wallet: "w"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.TopUp(ctx, store.TopUp{OpID: "t", Wallet: "w", Amount: 1 << 40})
	if err := errors.Join(err, s.RevokeKey(ctx, "w", k.ID)); err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		churn(t, s, round)
		if err := errors.Join(s.db.Flatten(2), s.collect()); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = opened(t, dir, Options{MemTableBytes: 8 << 20})
		if _, err := s.FindKey(ctx, plain.Reveal()); !errors.Is(err, store.ErrRevokedKey) {
			t.Fatalf("FindKey after round %d = %v, want ErrRevokedKey", round, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// churn writes a few megabytes of holds that end.
func churn(t *testing.T, s *Store, round int) {
	t.Helper()
	long := strings.Repeat("m", store.MaxRule)
	done := make(chan error, 64)
	for caller := range cap(done) {
		go func() {
			var err error
			for n := range 20 {
				id := fmt.Sprintf("c%d-%d-%d", round, caller, n)
				err = errors.Join(err,
					s.Hold(context.Background(), store.Hold{OpID: id, Wallet: "w", Amount: 5, Model: long, Adapter: long}),
					s.Release(context.Background(), id, "churn"))
			}
			done <- err
		}()
	}
	for range cap(done) {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
}

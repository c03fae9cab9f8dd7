package badger

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	badgerdb "github.com/dgraph-io/badger/v4"

	"github.com/r3mes/r3mes/store"
)

// BenchmarkChat is what one chat asks of the ledger: a hold and a settle. The
// commits per operation show how well company is used; the disk's sync decides
// the rest.
func BenchmarkChat(b *testing.B) {
	for _, callers := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			s := opened(b, b.TempDir(), Options{})
			defer s.Close()
			ctx := context.Background()
			if _, err := s.TopUp(ctx, store.TopUp{OpID: "t", Wallet: "w", Amount: 1 << 50}); err != nil {
				b.Fatal(err)
			}
			var commits, next atomic.Int64
			commit := s.commit
			s.commit = func(txn *badgerdb.Txn) error { commits.Add(1); return commit(txn) }
			b.ResetTimer()
			var wg sync.WaitGroup
			for range callers {
				wg.Go(func() {
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						chat(b, s, fmt.Sprint("h", n))
					}
				})
			}
			wg.Wait()
			b.ReportMetric(2*float64(b.N)/b.Elapsed().Seconds(), "ops/s")
			b.ReportMetric(2*float64(b.N)/float64(commits.Load()), "ops/commit")
		})
	}
}

func chat(b *testing.B, s *Store, id string) {
	ctx := context.Background()
	price := store.PriceRule{Plugin: "price-tokens", Version: "1.0.0", Hash: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", Rule: "tokens"}
	err := s.Hold(ctx, store.Hold{OpID: id, Wallet: "w", Amount: 1000, RequestID: "req-" + id, Price: price, Kind: "chat", Model: "r3mes-demo", Adapter: "law"})
	if err == nil {
		_, err = s.Settle(ctx, store.Settle{OpID: id, Charge: 300, Receipt: store.Receipt{Outcome: store.OutcomeComplete, Settle: price}})
	}
	if err != nil {
		b.Error(err)
	}
}

// BenchmarkFindKey is what every authenticated request asks of the store.
func BenchmarkFindKey(b *testing.B) {
	s := opened(b, b.TempDir(), Options{})
	defer s.Close()
	plain, _, err := s.CreateKey(context.Background(), store.NewKey{Wallet: "w"})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.FindKey(context.Background(), plain.Reveal()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkVerify reports what opening costs per journal entry.
func BenchmarkVerify(b *testing.B) {
	s := opened(b, b.TempDir(), Options{})
	defer s.Close()
	if _, err := s.TopUp(context.Background(), store.TopUp{OpID: "t", Wallet: "w", Amount: 1 << 50}); err != nil {
		b.Fatal(err)
	}
	var wg sync.WaitGroup
	for caller := range 64 {
		wg.Go(func() {
			for n := range 80 {
				chat(b, s, fmt.Sprint("h", caller, "-", n))
			}
		})
	}
	wg.Wait()
	var entries uint64
	for b.Loop() {
		report, err := s.Verify(context.Background())
		if err != nil || report.Err() != nil {
			b.Fatal(report.Err(), err)
		}
		entries += report.Head.Seq
	}
	b.ReportMetric(float64(entries)/b.Elapsed().Seconds(), "entries/s")
}

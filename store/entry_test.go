package store

import (
	"bytes"
	"encoding/hex"
	"flag"
	"fmt"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

// examples is one entry of each kind; their bytes are a promise.
func examples() []Entry {
	at := time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC)
	hold := Hold{OpID: "op-2", Wallet: "r3mes1abc", Amount: 700, RequestID: "req-9", Price: PriceRule{Plugin: "price-flat", Version: "1.0.0", Hash: "c0ffee", Rule: "flat"}}
	mined := BlockCredit{Height: 9, Hash: "C0FFEE", Miner: "w", Amount: 100 * Credit, Time: at}
	numbered := func(seq uint64, e Entry) Entry {
		e.Seq, e.Prev, e.Time = seq, Hash{8}, at
		return e
	}
	return []Entry{
		{Seq: 1, Kind: KindTopUp, Time: at, OpID: "op-1", Wallet: "r3mes1abc", Postings: TopUpPostings("r3mes1abc", 1000*Credit), Reason: "demo", Fingerprint: TopUp{OpID: "op-1", Wallet: "r3mes1abc", Amount: 1000 * Credit, Reason: "demo"}.Fingerprint()},
		{Seq: 2, Prev: Hash{1, 2, 3}, Kind: KindHold, Time: at, OpID: "op-2", Wallet: "r3mes1abc", Postings: HoldPostings("r3mes1abc", 700), RequestID: "req-9", PriceHash: "c0ffee", Fingerprint: hold.Fingerprint(), Doc: []byte(`{"op_id":"op-2"}`)},
		{Seq: 3, Prev: Hash{4}, Kind: KindSettle, Time: at, OpID: "op-2", Ref: 2, Wallet: "r3mes1abc", Postings: SettlePostings("r3mes1abc", 700, 300), RequestID: "req-9", PriceHash: "c0ffee", Fingerprint: Settle{OpID: "op-2", Charge: 300}.Fingerprint(), Doc: []byte(`{"id":"rcpt_op-2"}`)},
		{Seq: 4, Prev: Hash{5}, Kind: KindRelease, Time: at, OpID: "op-3", Ref: math.MaxUint64, Wallet: "w", Postings: ReleasePostings("w", math.MaxInt64), Reason: "restart", Fingerprint: Release{OpID: "op-3", Reason: "restart"}.Fingerprint()},
		numbered(5, mined.Entry()), numbered(6, BlockCredit{Height: 9, Hash: "CAFE", Miner: "v", Amount: 100 * Credit}.ForkEntry(mined, 5)),
		{Seq: 5, Prev: Hash{6}, Kind: KindKey, Time: at, OpID: "keyid", Wallet: "w", Reason: "revoke", Doc: bytes.Repeat([]byte{0xab}, 32)},
		{Seq: math.MaxUint64, Prev: Hash{7}, Kind: KindTier, Time: time.Unix(0, -1).UTC(), OpID: "w", Wallet: "w", Doc: []byte("gold")},
	}
}

// TestEntriesKeepTheirBytes: a journal written by any version must verify in
// every later one, so neither an encoding nor a hash may ever change.
func TestEntriesKeepTheirBytes(t *testing.T) {
	var got strings.Builder
	for _, e := range examples() {
		encoded := e.Encode()
		fmt.Fprintf(&got, "%s\n%s\n%s\n\n", e.Kind, hex.EncodeToString(encoded), HashEntry(encoded))
	}
	const path = "testdata/entries.golden"
	if *update {
		if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || got.String() != string(want) {
		t.Errorf("entries are written as\n%s\nwant, by %s, %v,\n%s", got.String(), path, err, want)
	}
}

func TestEntriesAreReadBack(t *testing.T) {
	for _, want := range examples() {
		if got, err := DecodeEntry(want.Encode()); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("DecodeEntry = %+v, %v, want %+v", got, err, want)
		}
	}
}

func TestMalformedEntriesAreRefused(t *testing.T) {
	good := examples()[2].Encode()
	change := func(i int, b byte) []byte {
		c := bytes.Clone(good)
		c[i] = b
		return c
	}
	for name, b := range map[string][]byte{
		"empty": {}, "another version": change(0, 2), "an unknown kind": change(1+8+32, 99),
		"one byte more": append(bytes.Clone(good), 0), "a posting of nothing": Entry{Kind: KindTopUp, Postings: []Posting{{}}}.Encode(),
		"an unknown book": Entry{Kind: KindTopUp, Postings: []Posting{{Account{Book: 9}, 1}}}.Encode(),
	} {
		if e, err := DecodeEntry(b); err == nil {
			t.Errorf("%s: DecodeEntry = %+v, want an error", name, e)
		}
	}
	for n := range good {
		if e, err := DecodeEntry(good[:n]); err == nil {
			t.Errorf("the first %d bytes: DecodeEntry = %+v, want an error", n, e)
		}
	}
}

func FuzzDecodeEntry(f *testing.F) {
	for _, e := range examples() {
		f.Add(e.Encode())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := DecodeEntry(b)
		if err == nil && !bytes.Equal(e.Encode(), b) {
			t.Errorf("%x is read and written as %x", b, e.Encode())
		}
		// Whatever it says, the fold takes it or leaves it; it does not break.
		books := NewBooks()
		if books.Apply(e, b) == nil {
			if err := books.Check(); err != nil {
				t.Errorf("entry %x: %v", b, err)
			}
		}
	})
}

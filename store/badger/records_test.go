package badger

import (
	"bytes"
	"testing"
	"time"

	"github.com/r3mes/r3mes/store"
)

// FuzzRecords: whatever a decoder accepts, it gives back bit for bit, so that
// a record has one form and damage cannot hide in another one.
func FuzzRecords(f *testing.F) {
	w := newWallet("w", time.Unix(1, 2).UTC())
	w.Available, w.Held, w.Entries = 5, 1<<40, 9
	w.count(77, time.Unix(1e9, 0))
	miner := w
	miner.NoteBlock(store.BlockCredit{Amount: 100}, time.Unix(7, 8))
	k := keyRecord{deleted: true}
	k.Key = store.Key{ID: "id", Wallet: "w", Name: "n", Scopes: store.DefaultScopes(), CreatedAt: time.Unix(3, 4).UTC()}
	for i, record := range [][]byte{
		opRecord{kind: store.KindHold, seq: 300, end: 5}.encode(), w.encode(),
		stateRecord{head: store.Head{Seq: 9}, totals: store.Totals{Issued: -5, Revenue: 5}}.encode(), k.encode(), encodeSeq(1 << 60),
		pair{value: []byte("v"), expires: time.Unix(5, 6).UTC()}.encode(), {},
	} {
		f.Add(byte(i), record)
	}
	f.Add(byte(1), miner.encode())
	f.Fuzz(func(t *testing.T, which byte, record []byte) {
		var again []byte
		var err error
		switch which % 6 {
		case 0:
			var o opRecord
			o, err = decodeOp("oid", record)
			again = o.encode()
		case 1:
			var w walletRecord
			w, err = decodeWallet("ww", record)
			again = w.encode()
		case 2:
			var s stateRecord
			s, err = decodeState(record)
			again = s.encode()
		case 3:
			var k keyRecord
			k, err = decodeKey("kid", record)
			again = k.encode()
		case 4:
			var n uint64
			n, err = decodeSeq("r", record)
			again = encodeSeq(n)
		case 5:
			var p pair
			p, err = decodePair("pp\x00k", record)
			again = p.encode()
		}
		if err == nil && !bytes.Equal(again, record) {
			t.Errorf("%x is read and written as %x", record, again)
		}
	})
}

// FuzzHead: a head is whole or it is not one.
func FuzzHead(f *testing.F) {
	f.Add(encodeHead(store.Head{Seq: 7, Hash: store.Hash{1}}))
	f.Add([]byte(headMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		if head, whole := decodeHead(b); whole && !bytes.Equal(encodeHead(head), b[:headSize]) {
			t.Errorf("%x is read as %+v", b, head)
		}
	})
}

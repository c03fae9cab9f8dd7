package badger

import (
	"bytes"
	"testing"
	"time"

	"github.com/r3mes/r3mes/store"
)

// FuzzMinerRecords is FuzzRecords for what miners report.
func FuzzMinerRecords(f *testing.F) {
	loss := 0.5
	f.Add(false, encodeMiner([]store.MinerReport{{Time: time.Unix(1, 2), Hashrate: 3, Uptime: &loss, Training: &store.Training{Loss: &loss}}, {Time: time.Unix(4, 5)}}))
	f.Add(true, minerDay{day: 20_000, reports: 3, hashrate: 1.5}.encode())
	f.Fuzz(func(t *testing.T, day bool, record []byte) {
		var again []byte
		var err error
		if day {
			var d minerDay
			d, err = decodeMinerDay("dw\x00\x00\x01", record)
			again = d.encode()
		} else {
			var reports []store.MinerReport
			reports, err = decodeMiner("nw", record)
			again = encodeMiner(reports)
		}
		if err == nil && !bytes.Equal(again, record) {
			t.Errorf("%x is read and written as %x", record, again)
		}
	})
}

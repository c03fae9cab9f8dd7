package badger

import (
	"context"
	"encoding/binary"
	"math"
	"slices"
	"time"

	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/internal/wire"
)

// What miners report is bounded by its form: the newest reports are one record,
// and a day's record lies in a slot that the same day of the next year takes
// over. So nothing need be deleted; see RATIONALE.md "Why are miners' days kept
// in slots?".

func minerDayKey(wallet string, day int64) string {
	slot := uint16(day % store.MinerDays)
	return string(binary.BigEndian.AppendUint16([]byte(named(minerDayPrefix, wallet)+"\x00"), slot))
}

// A minerDay is the sum of one day's reports.
type minerDay struct {
	day      int64 // since 1970, UTC
	reports  uint64
	hashrate float64 // sum
}

func (d minerDay) encode() []byte {
	b := binary.AppendVarint([]byte{recordVersion}, d.day)
	b = binary.AppendUvarint(b, d.reports)
	return appendFloat(b, d.hashrate)
}

func decodeMinerDay(key string, value []byte) (minerDay, error) {
	var d minerDay
	err := decodeRecord(key, value, func(r *wire.Reader) {
		d.day, d.reports, d.hashrate = r.Varint(), r.Uvarint(), readFloat(r)
	})
	return d, err
}

func appendFloat(b []byte, v float64) []byte {
	return binary.BigEndian.AppendUint64(b, math.Float64bits(v))
}

func readFloat(r *wire.Reader) float64 { return math.Float64frombits(r.Uint64()) }

// optional are a report's numbers that it may leave out, in the order of its
// record.
func optional(r *store.MinerReport) []**float64 {
	numbers := []**float64{&r.Temperature, &r.Uptime}
	if t := r.Training; t != nil {
		numbers = append(numbers, &t.Loss, &t.Epoch, &t.GradientNorm)
	}
	return numbers
}

func encodeMiner(reports []store.MinerReport) []byte {
	b := []byte{recordVersion}
	for _, r := range reports {
		b = binary.AppendVarint(b, nanos(r.Time))
		b = appendFloat(b, r.Hashrate)
		b = append(b, flag(r.Training != nil))
		for _, v := range optional(&r) {
			b = append(b, flag(*v != nil))
			if *v != nil {
				b = appendFloat(b, **v)
			}
		}
	}
	return b
}

func flag(yes bool) byte {
	if yes {
		return 1
	}
	return 0
}

func decodeMiner(key string, value []byte) ([]store.MinerReport, error) {
	var reports []store.MinerReport
	err := decodeRecord(key, value, func(r *wire.Reader) {
		for r.More() {
			report := store.MinerReport{Wallet: key[1:], Time: instant(r.Varint()), Hashrate: readFloat(r)}
			if r.Flag() {
				report.Training = &store.Training{}
			}
			for _, v := range optional(&report) {
				if r.Flag() {
					number := readFloat(r)
					*v = &number
				}
			}
			reports = append(reports, report)
		}
	})
	return reports, err
}

// ReportMiner records a report and returns it with its time.
func (s *Store) ReportMiner(ctx context.Context, r store.MinerReport) (store.MinerReport, error) {
	if err := r.Validate(); err != nil {
		return r, err
	}
	err := s.submit(ctx, needToBegin, func(c *change) error {
		r.Time = c.now
		if err := c.addToMinerDay(r); err != nil {
			return err
		}
		key := named(minerPrefix, r.Wallet)
		reports, err := readMiner(c.get, key)
		if err != nil {
			return err
		}
		reports = append([]store.MinerReport{r}, reports[:min(len(reports), store.MinerReports-1)]...)
		c.put(key, encodeMiner(reports))
		return nil
	})
	return r, err
}

func readMiner(get getter, key string) ([]store.MinerReport, error) {
	value, known, err := get(key)
	if err != nil || !known {
		return nil, err
	}
	return decodeMiner(key, value)
}

func (c *change) addToMinerDay(r store.MinerReport) error {
	sum := minerDay{day: dayOf(c.now)}
	key := minerDayKey(r.Wallet, sum.day)
	value, known, err := c.get(key)
	if err != nil {
		return err
	}
	if known {
		old, err := decodeMinerDay(key, value)
		if err != nil {
			return err
		}
		if old.day == sum.day { // else it is another year's
			sum = old
		}
	}
	sum.reports++
	sum.hashrate += r.Hashrate
	c.put(key, sum.encode())
	return nil
}

// MinerReports lists a miner's newest reports, newest first, limit and
// store.MinerReports at most; none for a wallet that never reported.
func (s *Store) MinerReports(ctx context.Context, wallet string, limit int) (reports []store.MinerReport, err error) {
	err = s.view(ctx, func(v view) error {
		reports, err = readMiner(v.get, named(minerPrefix, wallet))
		return err
	})
	return reports[:min(len(reports), limit)], err
}

// MinerDays lists the days from the one of since on on which a miner reported,
// oldest first.
func (s *Store) MinerDays(ctx context.Context, wallet string, since time.Time) ([]store.MinerDay, error) {
	var days []store.MinerDay
	err := s.view(ctx, func(v view) error {
		return v.each(named(minerDayPrefix, wallet)+"\x00", false, func(key string, value []byte) (bool, error) {
			d, err := decodeMinerDay(key, value)
			if err == nil && d.day >= dayOf(since) {
				days = append(days, store.MinerDay{Day: time.Unix(d.day*24*60*60, 0).UTC(), Reports: int64(d.reports), Hashrate: d.hashrate / float64(d.reports)})
			}
			return true, err
		})
	})
	slices.SortFunc(days, func(a, b store.MinerDay) int { return a.Day.Compare(b.Day) })
	return days, err
}

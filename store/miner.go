package store

import (
	"fmt"
	"time"
)

// Bounds of what a miner may report: beyond what any machine does, so that one
// absurd number cannot spoil a history.
const (
	MaxHashrate    = 1e18
	MinTemperature = -100 // °C
	MaxTemperature = 200  // °C
	MaxTraining    = 1e12 // of a loss, an epoch, a gradient's norm
)

// How much of a miner's reports is kept.
const (
	// MinerReports is how many of the newest are kept whole.
	MinerReports = 32
	// MinerDays is for how many days their daily means are kept.
	MinerDays = 366
)

// A MinerReport is what a miner says of itself. nil: it did not say.
type MinerReport struct {
	Wallet      string    `json:"wallet_address"`
	Time        time.Time `json:"timestamp"` // when it came; the store's
	Hashrate    float64   `json:"hashrate"`  // hashes a second
	Temperature *float64  `json:"gpu_temperature,omitempty"`
	Uptime      *float64  `json:"uptime_percentage,omitempty"` // 0 to 100
	Training    *Training `json:"training,omitempty"`
}

// Training is how a miner's training goes.
type Training struct {
	Loss         *float64 `json:"loss,omitempty"`
	Epoch        *float64 `json:"epoch,omitempty"`
	GradientNorm *float64 `json:"gradient_norm,omitempty"`
}

// A MinerDay sums up what a miner reported on one day.
type MinerDay struct {
	Day      time.Time `json:"day"` // its midnight, UTC
	Reports  int64     `json:"reports"`
	Hashrate float64   `json:"hashrate"` // mean, hashes a second
}

// A bounded is a number of a report with its range.
type bounded struct {
	name        string
	value       *float64
	least, most float64
}

// Validate reports the first thing no backend accepts.
func (r MinerReport) Validate() error {
	if err := Name("miner's wallet", r.Wallet); err != nil {
		return err
	}
	numbers := []bounded{
		{"hashrate", &r.Hashrate, 0, MaxHashrate},
		{"gpu_temperature", r.Temperature, MinTemperature, MaxTemperature},
		{"uptime_percentage", r.Uptime, 0, 100},
	}
	if t := r.Training; t != nil {
		numbers = append(numbers,
			bounded{"training.loss", t.Loss, -MaxTraining, MaxTraining},
			bounded{"training.epoch", t.Epoch, 0, MaxTraining},
			bounded{"training.gradient_norm", t.GradientNorm, 0, MaxTraining})
	}
	for _, n := range numbers {
		if n.value != nil && !(*n.value >= n.least && *n.value <= n.most) { // a NaN is in no range
			return &RangeError{Field: n.name, Value: *n.value, Least: n.least, Most: n.most}
		}
	}
	return nil
}

// A RangeError is the ErrInvalid of one number of a report.
type RangeError struct {
	Field              string // as in its JSON
	Value, Least, Most float64
}

func (e *RangeError) Error() string {
	return fmt.Sprintf("store: %s of %v: %v: want %v to %v", e.Field, e.Value, ErrInvalid, e.Least, e.Most)
}

// Is makes errors.Is(err, ErrInvalid) true.
func (e *RangeError) Is(target error) bool { return target == ErrInvalid }

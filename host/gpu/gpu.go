// Package gpu lists the NVIDIA GPUs of the machine with what they are doing,
// through the driver's management library (NVML).
//
//	lib, err := gpu.Open()
//	devices, err := lib.List()
//	defer lib.Close()
//
// The library is opened at run time, without cgo: the same program runs on
// machines that have it and on those that do not.
//
// # Caveats
//
// A call may take milliseconds, and one to a driver in trouble may not return.
package gpu

import "errors"

// ErrNone: the machine has no driver library, or this program cannot load one on
// its platform.
var ErrNone = errors.New("no NVIDIA management library")

// Device is one GPU. What the driver does not tell is 0.
type Device struct {
	Index       int
	Name        string
	Total       uint64  // memory, bytes
	Used        uint64  // of it, bytes, by every program
	Reserved    uint64  // of it, bytes, by the driver for itself
	Utilization float64 // percent of the last moments in which something ran
	Temperature float64 // °C
}

// UsedPercent is how much of the memory is used.
func (d Device) UsedPercent() float64 {
	if d.Total == 0 {
		return 0
	}
	return 100 * float64(d.Used) / float64(d.Total)
}

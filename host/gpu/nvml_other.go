//go:build !linux || !(amd64 || arm64) || nogpu

package gpu

// NVML is the management library, which is not loaded on this platform.
type NVML struct{}

// Open returns ErrNone.
func Open() (*NVML, error) { return nil, ErrNone }

// List lists nothing.
func (*NVML) List() ([]Device, error) { return nil, ErrNone }

// Close does nothing.
func (*NVML) Close() error { return nil }

//go:build linux && (amd64 || arm64) && !nogpu

package gpu

import (
	"encoding/json"
	"errors"
	"os"
	"testing"
)

// TestWithoutALibraryThereIsNone also looks at what is no library, and at a
// library that is another one.
func TestWithoutALibraryThereIsNone(t *testing.T) {
	text := t.TempDir() + "/libnvidia-ml.so.1"
	if err := os.WriteFile(text, []byte("no library"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"libnothing-of-this-name.so.1", text, "libc.so.6"} {
		if n, err := open(path); n != nil || !errors.Is(err, ErrNone) {
			t.Errorf("open(%s) = %v, %v, want ErrNone", path, n, err)
		}
	}
}

func TestUsedPercent(t *testing.T) {
	if got := (Device{Total: 8, Used: 2}).UsedPercent(); got != 25 {
		t.Errorf("%v, want 25", got)
	}
	if got := (Device{}).UsedPercent(); got != 0 {
		t.Errorf("of nothing: %v, want 0", got)
	}
}

// TestNVML lists the GPUs of the machine, many times, and shows them. It runs
// where the driver is installed; R3MES_GPU_TESTS makes its absence a failure.
func TestNVML(t *testing.T) {
	n, err := Open()
	if errors.Is(err, ErrNone) && os.Getenv("R3MES_GPU_TESTS") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	}()
	for range 100 {
		devices, err := n.List()
		if err != nil || len(devices) == 0 {
			t.Fatalf("List = %+v, %v, want a GPU", devices, err)
		}
		for i, d := range devices {
			if d.Index != i || d.Name == "" || d.Total < 1<<30 || d.Used+d.Reserved > d.Total || d.Utilization < 0 || d.Utilization > 100 || d.Temperature < 0 || d.Temperature > 130 {
				t.Fatalf("device %d = %+v", i, d)
			}
		}
	}
	devices, err := n.List()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(devices)
	t.Logf("%s %v", text, err)
}

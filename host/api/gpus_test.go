package api

import (
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/gpu"
	"github.com/r3mes/r3mes/host/machine"
)

func TestGPUsAreListedWhole(t *testing.T) {
	if w, _ := do(t, Parts{}, "GET", "/gpus", ""); w.Code != 200 || strings.TrimSpace(w.Body.String()) != "[]" {
		t.Errorf("without a GPU: %d %s, want []", w.Code, w.Body)
	}
	sample := machine.Numbers{GPUs: []gpu.Device{{Index: 1, Name: "NVIDIA H100", Total: 80 << 30, Used: 20 << 30, Reserved: 1 << 29, Utilization: 85, Temperature: 65}}}
	w, _ := do(t, Parts{Machine: func() machine.Numbers { return sample }}, "GET", "/api/gpus", "")
	const want = `[{"gpu_id":1,"device_name":"NVIDIA H100","memory_allocated_gb":20,"memory_reserved_gb":0.5,"memory_total_gb":80,` +
		`"memory_usage_percent":25,"utilization_percent":85,"temperature_celsius":65}]`
	if got := strings.TrimSpace(w.Body.String()); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

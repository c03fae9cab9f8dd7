package metrics

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/gpu"
	"github.com/r3mes/r3mes/host/machine"
)

func TestTheMachinesNumbersAreScraped(t *testing.T) {
	scraped := func(n machine.Numbers) string {
		w := httptest.NewRecorder()
		New(Sources{Machine: func() machine.Numbers { return n }}).Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		return w.Body.String()
	}
	cpu := 12.5
	text := scraped(machine.Numbers{MemoryTotal: 100, MemoryUsed: 40, CPU: &cpu, GPUs: []gpu.Device{{Used: 7, Utilization: 50, Temperature: 61}, {Index: 1}}})
	for _, want := range []string{
		"\nsystem_memory_usage_bytes 40\n", "\nr3mes_system_memory_bytes 100\n", "\nsystem_cpu_usage_percent 12.5\n",
		"\ngpu_utilization_percent{gpu=\"0\"} 50\n", "\ngpu_memory_usage_bytes{gpu=\"0\"} 7\n", "\ngpu_temperature_celsius{gpu=\"0\"} 61\n", "\ngpu_utilization_percent{gpu=\"1\"} 0\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("metrics lack %q", want)
		}
	}
	if text := scraped(machine.Numbers{}); strings.Contains(text, "system_") || strings.Contains(text, "gpu_") {
		t.Error("numbers that nobody knows are told")
	}
}

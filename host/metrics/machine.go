package metrics

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/r3mes/r3mes/host/machine"
)

// Labels of what is told of each GPU.
var (
	gpuUtilization = prometheus.NewDesc("gpu_utilization_percent", "How much of the time the GPU computed lately.", []string{"gpu"}, nil)
	gpuMemory      = prometheus.NewDesc("gpu_memory_usage_bytes", "Memory of the GPU in use by every program.", []string{"gpu"}, nil)
	gpuTemperature = prometheus.NewDesc("gpu_temperature_celsius", "Temperature of the GPU.", []string{"gpu"}, nil)
)

// collectMachine emits what is known of the machine.
func collectMachine(out chan<- prometheus.Metric, n machine.Numbers, gauge emit) {
	if n.MemoryTotal > 0 {
		gauge("system_memory_usage_bytes", "Memory of the machine in use.", float64(n.MemoryUsed))
		gauge("r3mes_system_memory_bytes", "Memory of the machine.", float64(n.MemoryTotal))
	}
	if n.CPU != nil {
		gauge("system_cpu_usage_percent", "How much of the machine's processors was used lately, all together.", *n.CPU)
	}
	for _, d := range n.GPUs {
		index := strconv.Itoa(d.Index)
		out <- prometheus.MustNewConstMetric(gpuUtilization, prometheus.GaugeValue, d.Utilization, index)
		out <- prometheus.MustNewConstMetric(gpuMemory, prometheus.GaugeValue, float64(d.Used), index)
		out <- prometheus.MustNewConstMetric(gpuTemperature, prometheus.GaugeValue, d.Temperature, index)
	}
}

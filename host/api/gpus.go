package api

import (
	"net/http"

	"github.com/r3mes/r3mes/host/gpu"
	"github.com/r3mes/r3mes/host/machine"
)

func (s *server) gpuRoutes() []route {
	return []route{{method: "GET", path: "/gpus", tag: "inference", say: "the machine's GPUs and what they do; none without a driver", answer: []gpuInfo{}, handle: s.gpus}}
}

// gpuInfo is one GPU. A gigabyte is 2^30 bytes here, as it was in the original.
type gpuInfo struct {
	ID          int     `json:"gpu_id"`
	Name        string  `json:"device_name"`
	Allocated   float64 `json:"memory_allocated_gb"` // by every program
	Reserved    float64 `json:"memory_reserved_gb"`  // by the driver for itself
	Total       float64 `json:"memory_total_gb"`
	Usage       float64 `json:"memory_usage_percent"`
	Utilization float64 `json:"utilization_percent"`
	Temperature float64 `json:"temperature_celsius"`
}

func (s *server) gpus(w http.ResponseWriter, _ *http.Request) error {
	list := []gpuInfo{}
	for _, d := range s.machine().GPUs {
		list = append(list, gpuInfoOf(d))
	}
	return writeJSON(w, http.StatusOK, list)
}

func gpuInfoOf(d gpu.Device) gpuInfo {
	return gpuInfo{
		ID: d.Index, Name: d.Name, Allocated: gigabytes(d.Used), Reserved: gigabytes(d.Reserved), Total: gigabytes(d.Total),
		Usage: d.UsedPercent(), Utilization: d.Utilization, Temperature: d.Temperature,
	}
}

func gigabytes(bytes uint64) float64 { return float64(bytes) / (1 << 30) }

// machine is the last sample of the machine, nothing when nobody samples.
func (s *server) machine() machine.Numbers {
	if s.Machine == nil {
		return machine.Numbers{}
	}
	return s.Machine()
}

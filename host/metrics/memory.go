package metrics

import (
	"errors"
	"os"
	"strconv"
	"strings"
)

// memory returns the machine's memory in bytes, from Linux's /proc/meminfo; an
// error elsewhere.
func memory() (total, used float64, err error) {
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0, 0, err
	}
	values := map[string]float64{}
	for line := range strings.Lines(string(text)) {
		name, rest, _ := strings.Cut(line, ":")
		if fields := strings.Fields(rest); len(fields) > 0 {
			if kb, err := strconv.ParseFloat(fields[0], 64); err == nil {
				values[name] = kb * 1024
			}
		}
	}
	total, free := values["MemTotal"], values["MemAvailable"]
	if total == 0 || free == 0 {
		return 0, 0, errors.New("metrics: /proc/meminfo has no MemTotal or MemAvailable")
	}
	return total, total - free, nil
}

package cpufeat

import (
	"runtime"

	"github.com/klauspost/cpuid/v2"
)

// CPU returns the processor's model name for reports, or the architecture
// where the processor does not tell.
func CPU() string {
	if name := cpuid.CPU.BrandName; name != "" {
		return name
	}
	return runtime.GOARCH
}

//go:build !purego

package cpufeat

import "github.com/klauspost/cpuid/v2"

// has reports whether processor and operating system support a level.
func has(level string) bool {
	switch level {
	case AVX512VNNI:
		return cpuid.CPU.Supports(cpuid.AVX2, cpuid.AVX512F, cpuid.AVX512BW, cpuid.AVX512DQ, cpuid.AVX512VL, cpuid.AVX512VNNI, cpuid.BMI2)
	case AVX2:
		return cpuid.CPU.Supports(cpuid.AVX2)
	}
	return false
}

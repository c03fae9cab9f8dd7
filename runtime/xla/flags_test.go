//go:build xla && cgo

package xla

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Flags are given that the plugin has, and none that the operator set: one that XLA
// does not know would end the process.
func TestFlags(t *testing.T) {
	packages := t.TempDir()
	plugin := filepath.Join(packages, "jax_plugins", "xla_cuda13", "xla_cuda_plugin.so")
	tools := filepath.Join(packages, "nvidia", "cu13")
	for _, dir := range []string{filepath.Dir(plugin), filepath.Join(tools, "nvvm", "libdevice")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	names := []string{"xla_gpu_cuda_data_dir", "xla_gpu_kernel_cache_file", "xla_gpu_enable_llvm_module_compilation_parallelism"}
	file := bytes.Repeat([]byte("x"), 4<<20)
	for i, name := range names { // across two pieces that are read
		copy(file[(i+1)<<20-len(name)/2:], "\x00"+name+"\x00")
	}
	copy(file, "xla_gpu_per_fusion_autotune_cache_dir\x18") // no flag, only mentioned
	if err := os.WriteFile(plugin, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for variable := range quiet {
		t.Setenv(variable, "")
	}
	t.Setenv(flagsVariable, "--xla_gpu_kernel_cache_file=/mine")
	cache := filepath.Join(packages, "cache")
	for range 2 { // a second model adds nothing
		if err := setFlags(plugin, cache); err != nil {
			t.Fatal(err)
		}
		got := strings.Fields(os.Getenv(flagsVariable))
		slices.Sort(got)
		want := []string{"--xla_gpu_cuda_data_dir=" + tools, "--xla_gpu_enable_llvm_module_compilation_parallelism=true", "--xla_gpu_kernel_cache_file=/mine"}
		if !slices.Equal(got, want) {
			t.Errorf("flags %q, want %q", got, want)
		}
	}
	if made, _ := filepath.Glob(filepath.Join(cache, "*")); len(made) != 1 {
		t.Errorf("folders for compiled programs: %q, want one", made)
	}
	if os.Getenv("GOPJRT_CUDA_CHECKS") != "0" {
		t.Error("go-xla still looks for CUDA where it is not")
	}
	if err := setFlags(plugin, filepath.Join(plugin, "no-folder")); err == nil || !strings.Contains(err.Error(), "a folder for compiled programs") {
		t.Errorf("a cache that cannot be made: %v", err)
	}
}

// CUDA's plugin has all flags; that of the processor mentions one that it has not,
// and must not be given: it would end this process.
func TestFlagsOfPlugins(t *testing.T) {
	names := map[string]string{"xla_gpu_cuda_data_dir": "", "xla_gpu_per_fusion_autotune_cache_dir": "", "xla_gpu_kernel_cache_file": "", "xla_gpu_enable_llvm_module_compilation_parallelism": ""}
	for variable, want := range map[string]int{"R3MES_PJRT_PLUGIN": 3, "R3MES_CUDA_PLUGIN": 4} {
		known, err := flagsOf(os.Getenv(variable), names)
		if err != nil || len(known) != want {
			t.Errorf("%s has %v, %v, want %d of them", variable, known, err, want)
		}
	}
	t.Setenv(flagsVariable, "")
	onPlugin(t, model(t), Options{Cache: t.TempDir()})
	if set := os.Getenv(flagsVariable); strings.Contains(set, "parallelism") || !strings.Contains(set, "kernel_cache_file=") {
		t.Errorf("flags %q", set)
	}
}

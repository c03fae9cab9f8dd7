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

// Flags are given that the plugin's file mentions, and none that the operator set:
// one that XLA does not know would end the process.
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
	for i, name := range names { // one of them across two pieces that are read
		copy(file[(i+1)<<20-len(name)/2:], name)
	}
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

// The plugins under test know all flags.
func TestPluginsKnowTheFlags(t *testing.T) {
	for _, variable := range []string{"R3MES_PJRT_PLUGIN", "R3MES_CUDA_PLUGIN"} {
		known, err := mentioned(os.Getenv(variable), map[string]string{"xla_gpu_cuda_data_dir": "", "xla_gpu_per_fusion_autotune_cache_dir": "", "xla_gpu_kernel_cache_file": "", "xla_gpu_enable_llvm_module_compilation_parallelism": ""})
		if err != nil || len(known) != 4 {
			t.Errorf("%s: %v, %v", variable, known, err)
		}
	}
}

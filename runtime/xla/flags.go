//go:build xla && cgo

package xla

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// flagsVariable is where XLA reads its flags, when a plugin is first used. A flag
// that it does not know ends the process.
const flagsVariable = "XLA_FLAGS"

// quiet is what XLA's plugins and go-xla read for how much they write to stderr, and
// what makes them write errors alone. go-xla looks for CUDA's libraries where a
// plugin in JAX's layout does not have them.
var quiet = map[string]string{"TF_CPP_MIN_LOG_LEVEL": "3", "GOPJRT_CUDA_CHECKS": "0"}

// setFlags tells XLA where a CUDA plugin's tools lie, in the layout of JAX's wheels,
// and where to keep what it compiled; cache is empty for nowhere. What the operator
// has set stays, and a flag that the plugin does not have is not given.
func setFlags(plugin, cache string) error {
	for name, value := range quiet {
		if os.Getenv(name) == "" {
			_ = os.Setenv(name, value) // a name without '=' cannot fail
		}
	}
	flags := map[string]string{}
	packages := filepath.Dir(filepath.Dir(filepath.Dir(plugin)))
	if found, _ := filepath.Glob(filepath.Join(packages, "nvidia", "cu1[0-9]", "nvvm", "libdevice")); len(found) > 0 {
		flags["xla_gpu_cuda_data_dir"] = filepath.Dir(filepath.Dir(found[len(found)-1]))
	}
	if cache != "" {
		dir, err := cacheOf(plugin, cache)
		if err != nil {
			return err
		}
		flags["xla_gpu_per_fusion_autotune_cache_dir"] = dir
		flags["xla_gpu_kernel_cache_file"] = filepath.Join(dir, "kernels")
		flags["xla_gpu_enable_llvm_module_compilation_parallelism"] = "true" // the file is not used without
	}
	return addFlags(plugin, flags)
}

// addFlags adds flags to the variable that are not in it and that the plugin knows.
func addFlags(plugin string, flags map[string]string) error {
	set := os.Getenv(flagsVariable)
	for name := range flags {
		if strings.Contains(set, name) {
			delete(flags, name)
		}
	}
	known, err := flagsOf(plugin, flags)
	if err != nil {
		return err
	}
	for name, value := range flags {
		if known[name] && !strings.ContainsAny(value, " \t\n") {
			set = strings.TrimSpace(fmt.Sprintf("%s --%s=%s", set, name, value))
		}
	}
	return os.Setenv(flagsVariable, set)
}

// cacheOf makes the folder for what one plugin, of one time, compiles.
func cacheOf(plugin, cache string) (string, error) {
	info, err := os.Stat(plugin)
	if err != nil {
		return "", fmt.Errorf("xla: plugin: %w", err)
	}
	sum := fnv.New64a()
	fmt.Fprint(sum, plugin, info.Size(), info.ModTime().UnixNano())
	dir := filepath.Join(cache, fmt.Sprintf("%016x", sum.Sum64()))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("xla: a folder for compiled programs: %w", err)
	}
	return dir, nil
}

// flagsOf tells which of the names a plugin has as flags: as strings of C, each by
// itself. Names of options that are no flags (any more) stand in a description of a
// message, without the zeros.
func flagsOf(path string, names map[string]string) (map[string]bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("xla: plugin: %w", err)
	}
	defer f.Close()
	found := map[string]bool{}
	const overlap = 128 // longer than a name and its zeros
	buffer, kept := make([]byte, 1<<20), 0
	for len(found) < len(names) {
		n, err := io.ReadFull(f, buffer[kept:])
		window := buffer[:kept+n]
		for name := range names {
			if bytes.Contains(window, []byte("\x00"+name+"\x00")) {
				found[name] = true
			}
		}
		if err != nil { // the end, or what dlopen will say better
			break
		}
		kept = copy(buffer, window[len(window)-overlap:])
	}
	return found, nil
}

package modelhost

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/r3mes/r3mes/runtime/checkpoint"
)

// needed is about the memory that a model takes beside the one that serves: its
// weights, and the keys and values of one whole context. What requests take on
// top grows with them, as it does for the model that serves.
func needed(c checkpoint.Config, context int) int64 {
	if context == 0 {
		context = c.MaxPositions
	}
	return c.WeightBytes() + c.KVBytes(min(context, c.MaxPositions))
}

// roomFor refuses a model that the machine has not the memory for. Where the
// system does not say how much is left, it refuses nothing.
func (h *Host) roomFor(path string) error {
	c, err := checkpoint.ReadConfig(path)
	if err != nil {
		return fmt.Errorf("modelhost: %w: %w", ErrRefused, err)
	}
	free, ok := h.options.Free()
	if need := needed(c, h.options.Engine.Context); ok && need > free {
		return fmt.Errorf("modelhost: %w: %s needs about %d MB beside the model that serves, %d MB are free: unload that one first, or take a smaller context",
			ErrMemory, path, need>>20, free>>20)
	}
	return nil
}

// freeMemory is what the machine, and the control group of this process, has
// left; false where the system does not say.
func freeMemory() (bytes int64, ok bool) {
	bytes, ok = number("/proc/meminfo", "MemAvailable:")
	bytes <<= 10
	limit, limited := number("/sys/fs/cgroup/memory.max", "")
	used, known := number("/sys/fs/cgroup/memory.current", "")
	if limited && known {
		// Cached files count as used, and are given back when they are in the way.
		inactive, _ := number("/sys/fs/cgroup/memory.stat", "inactive_file ")
		if left := limit - used + inactive; !ok || left < bytes {
			return left, true
		}
	}
	return bytes, ok
}

// number reads the number, of bytes or of kB, that follows key at the beginning of
// a line of a file; false for none, or "max".
func number(path, key string) (int64, bool) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(text)) {
		if rest, found := strings.CutPrefix(line, key); found {
			n, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return n, err == nil
		}
	}
	return 0, false
}

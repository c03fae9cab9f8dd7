package cpufeat

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync/atomic"
)

// The levels, fastest first.
const (
	AVX512VNNI = "avx512vnni" // AVX-512 F, BW, DQ, VL and VNNI
	AVX2       = "avx2"       // AVX2, no FMA needed
	Generic    = "generic"    // plain Go on any machine
)

// Env is the environment variable that forces a level.
const Env = "R3MES_KERNEL"

// all holds every level that any machine has, fastest first.
var all = [...]string{AVX512VNNI, AVX2, Generic}

// current is an index into all.
var current atomic.Int32

var (
	supported = supportedLevels()
	errForced = force(os.Getenv(Env))
)

// force picks the level at start.
func force(name string) error {
	best := supported[0]
	current.Store(int32(slices.Index(all[:], best)))
	if name == "" {
		return nil
	}
	if err := SetLevel(name); err != nil {
		return fmt.Errorf("%w; set by %s, using %s", err, Env, best)
	}
	return nil
}

// Level returns the name of the current level.
func Level() string { return all[current.Load()] }

// Levels returns every level that this machine and this build support,
// fastest first. The last one is always Generic.
func Levels() []string { return slices.Clone(supported) }

// SetLevel switches all kernels to a level. It is meant for tests, benchmarks
// and start-up; kernels that run meanwhile may use either level.
//
// An unknown name, or a level that this machine or build does not support, is
// an error and changes nothing.
func SetLevel(name string) error {
	if !slices.Contains(supported, name) {
		return fmt.Errorf("cpufeat: set level %q: this machine and build have %s", name, strings.Join(supported, ", "))
	}
	current.Store(int32(slices.Index(all[:], name)))
	return nil
}

// Err tells why the level named by R3MES_KERNEL could not be used; nil when
// it could, or when none was named.
func Err() error { return errForced }

// supportedLevels asks has about each level.
func supportedLevels() []string {
	var names []string
	for _, name := range all {
		if name == Generic || has(name) {
			names = append(names, name)
		}
	}
	return names
}

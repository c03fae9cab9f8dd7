package pluginhost

import (
	"math"
	"regexp"
	"slices"

	"github.com/tetratelabs/wazero/api"

	"github.com/r3mes/r3mes/sdk"
)

// Bounds of the metrics that a manifest declares: whoever scrapes the host
// keeps a series for each.
const maxMetrics = 32

var metricName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

// validateMetrics checks the declared names.
func (m *Manifest) validateMetrics(bad func(format string, args ...any)) {
	if len(m.Metrics) > maxMetrics {
		bad("%d metrics (limit %d)", len(m.Metrics), maxMetrics)
	}
	for i, name := range m.Metrics {
		if !metricName.MatchString(name) || slices.Contains(m.Metrics[:i], name) {
			bad("metric %q must be lower-case words joined by \"_\" (limit 64 bytes), and stand once", name)
		}
	}
}

var metricFuncs = []hostFunc{
	{"r3mes_metric_add", []api.ValueType{i64, api.ValueTypeF64}, none, metricAdd},
}

// metricAdd adds to one of the counters that the manifest declares. A name
// that it does not declare ends the call: names must be fixed, or a guest
// could write prompts into them.
func metricAdd(s *callState, _ api.Module, stack []uint64) {
	s.need(CapMetrics)
	name, delta := string(s.memory.bytes(stack[0])), api.DecodeF64(stack[1])
	switch {
	case !slices.Contains(s.version.manifest.Metrics, name):
		stop(sdk.ErrorTrap, "metric %q is not one that the manifest declares", printable(truncate(name, 64)))
	case !(delta >= 0) || math.IsInf(delta, 0):
		stop(sdk.ErrorTrap, "metric %s: %v cannot be added: counters only grow", name, delta)
	}
	if observe := s.version.host.options.Metric; observe != nil && !s.shadow {
		observe(s.version.manifest.Name, name, delta)
	}
}

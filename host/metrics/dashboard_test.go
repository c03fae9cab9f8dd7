package metrics

import (
	"context"
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/r3mes/r3mes/host/gpu"
	"github.com/r3mes/r3mes/host/machine"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/store"
)

var descName = regexp.MustCompile(`fqName: "([^"]+)"`)

// names are all metrics that a server can show, whether anything was counted or
// not.
func names(t *testing.T) map[string]bool {
	t.Helper()
	m := New(Sources{
		Engine: func() engine.Stats { return engine.Stats{} }, Adapters: func() []lora.Info { return []lora.Info{{}} },
		Totals: func(context.Context) (store.Totals, error) { return store.Totals{}, nil }, Ready: func() error { return nil },
		Machine: func() machine.Numbers {
			return machine.Numbers{MemoryTotal: 2, MemoryUsed: 1, CPU: new(float64), GPUs: []gpu.Device{{Total: 1}}}
		},
	})
	all := map[string]bool{}
	add := func(d *prometheus.Desc) { all[descName.FindStringSubmatch(d.String())[1]] = true }
	for i := range reflect.ValueOf(m).Elem().NumField() {
		field := reflect.ValueOf(m).Elem().Field(i)
		collector, ok := reflect.NewAt(field.Type(), field.Addr().UnsafePointer()).Elem().Interface().(prometheus.Collector)
		if !ok || field.Type() == reflect.TypeFor[*prometheus.Registry]() {
			continue
		}
		descs := make(chan *prometheus.Desc, 16)
		go func() { collector.Describe(descs); close(descs) }()
		for d := range descs {
			add(d)
		}
	}
	for _, d := range []*prometheus.Desc{pluginInfo, pluginMemory, pluginInstances, socketsOpen} { // these need plugins and sockets
		add(d)
	}
	families, err := m.registry.Gather() // the Go runtime's, the process's, and what is asked at a scrape
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		all[f.GetName()] = true
	}
	return all
}

// used finds the names of metrics in a PromQL expression: words that are neither
// functions nor labels.
func used(expr string) (list []string) {
	expr = regexp.MustCompile(`\{[^}]*\}|\[[^\]]*\]|\b(by|without)\s*\([^)]*\)`).ReplaceAllString(expr, " ")
	for _, m := range regexp.MustCompile(`\b([a-z_][a-z0-9_]*)\b(\s*\()?`).FindAllStringSubmatch(expr, -1) {
		if m[2] == "" && strings.Contains(m[1], "_") {
			list = append(list, m[1])
		}
	}
	return list
}

// exists tells whether a name is shown; a histogram has three more.
func exists(all map[string]bool, name string) bool {
	for _, suffix := range []string{"", "_bucket", "_sum", "_count"} {
		if base, ok := strings.CutSuffix(name, suffix); ok && all[base] {
			return true
		}
	}
	return false
}

func TestTheDashboardUsesMetricsThatExist(t *testing.T) {
	text, err := os.ReadFile("grafana.json")
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Panels []struct {
			Title   string
			Type    string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	all, asked := names(t), 0
	for _, p := range d.Panels {
		if p.Type != "row" && len(p.Targets) == 0 {
			t.Errorf("the panel %q shows nothing", p.Title)
		}
		for _, target := range p.Targets {
			found := used(target.Expr)
			if len(found) == 0 {
				t.Errorf("the panel %q asks %q, in which no metric is named", p.Title, target.Expr)
			}
			for _, name := range found {
				asked++
				if !exists(all, name) {
					t.Errorf("the panel %q asks for %s, which no server shows", p.Title, name)
				}
			}
		}
	}
	if asked < 40 {
		t.Errorf("only %d names were found: the test does not read the dashboard any more", asked)
	}
}

// What dashboards of the original service and operators' comparisons ask for.
func TestThePromisedNamesExist(t *testing.T) {
	all := names(t)
	promised := []string{
		"api_requests_total", "api_request_duration_seconds", "cache_hits_total", "cache_misses_total",
		"database_connections_active", "database_query_duration_seconds", "model_inference_duration_seconds", "model_inference_requests_total",
		"system_memory_usage_bytes", "system_cpu_usage_percent", "gpu_utilization_percent", "gpu_memory_usage_bytes", "gpu_temperature_celsius",
		"r3mes_time_to_first_token_seconds", "r3mes_time_per_output_token_seconds", "r3mes_inter_token_seconds", "r3mes_queue_seconds", "r3mes_queue_depth",
		"r3mes_batch_size", "r3mes_kv_blocks_used", "r3mes_tokens_total", "r3mes_adapter_loads_total", "r3mes_adapter_evictions_total",
		"r3mes_plugin_calls_total", "r3mes_plugin_fuel_total", "r3mes_plugin_call_duration_seconds", "r3mes_holds_open", "r3mes_ledger_commit_seconds",
	}
	for _, name := range promised {
		if !all[name] {
			t.Errorf("no server shows %s", name)
		}
	}
}

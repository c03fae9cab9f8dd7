package metrics

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/pluginhost"
)

// What a plugin was denied, asked of the network and counted itself can be
// scraped, each under its own label.
func TestPluginReach(t *testing.T) {
	m := New(Sources{})
	m.Plugin(pluginhost.Call{
		Plugin: "p", Hook: "route",
		Denied: map[string]int{pluginhost.CapKV: 2, pluginhost.CapHTTP: 1}, HTTP: map[string]int{"2xx": 3, "refused": 1},
	})
	m.Plugin(pluginhost.Call{Plugin: "p", Hook: "route", Denied: map[string]int{pluginhost.CapKV: 1}})
	m.PluginMetric("p", "masked_total", 1.5)
	m.PluginMetric("p", "masked_total", 2)
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for _, line := range []string{
		`r3mes_plugin_denied_total{capability="kv",plugin="p"} 3`,
		`r3mes_plugin_denied_total{capability="http",plugin="p"} 1`,
		`r3mes_plugin_http_requests_total{outcome="2xx",plugin="p"} 3`,
		`r3mes_plugin_http_requests_total{outcome="refused",plugin="p"} 1`,
		`r3mes_plugin_metric_total{name="masked_total",plugin="p"} 3.5`,
	} {
		if !strings.Contains(w.Body.String(), "\n"+line+"\n") {
			t.Errorf("the scrape has no line %q", line)
		}
	}
}

// A plugin whose every version declares other metrics does not grow the scrape
// without end.
func TestPluginMetricNamesAreBounded(t *testing.T) {
	m := New(Sources{})
	for i := range 3 * maxPluginNames {
		m.PluginMetric("p", fmt.Sprintf("n%d_total", i), 1)
	}
	m.PluginMetric("p", "n0_total", 1)
	m.PluginMetric("q", "q_total", 1)
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if got := strings.Count(w.Body.String(), "\nr3mes_plugin_metric_total{"); got != maxPluginNames+2 {
		t.Errorf("%d series, want %d, one of others and one of another plugin", got, maxPluginNames)
	}
	for _, line := range []string{
		`r3mes_plugin_metric_total{name="other",plugin="p"} 128`, `r3mes_plugin_metric_total{name="n0_total",plugin="p"} 2`,
		`r3mes_plugin_metric_total{name="q_total",plugin="q"} 1`,
	} {
		if !strings.Contains(w.Body.String(), "\n"+line+"\n") {
			t.Errorf("the scrape has no line %q", line)
		}
	}
}

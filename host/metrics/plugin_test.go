package metrics

import (
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

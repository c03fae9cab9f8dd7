package hosttest_test

import (
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/hosttest"
)

func TestMetricsCountWhatHappened(t *testing.T) {
	s := tiny(t, hosttest.Options{})
	call(t, "POST", s.URL+"/api/chat", object{"message": "x", "wallet_address": s.Wallet})
	call(t, "POST", s.URL+"/chat", object{"message": "x", "wallet_address": "nobody"})
	call(t, "GET", s.URL+"/no/such/"+strings.Repeat("x", 50), nil)
	text := call(t, "GET", s.URL+"/metrics", nil).body
	for _, want := range []string{
		`api_requests_total{endpoint="/api/chat",method="POST",status="200"} 1`,
		`api_requests_total{endpoint="/chat",method="POST",status="402"} 1`,
		`api_requests_total{endpoint="unmatched",method="GET",status="404"} 1`,
		`api_request_duration_seconds_count{endpoint="/api/chat",method="POST"} 1`,
		`model_inference_requests_total{adapter="default",status="complete"} 1`,
		`model_inference_requests_total{adapter="default",status="error"} 1`,
		`model_inference_duration_seconds_count{adapter="default"} 1`,
		`database_query_duration_seconds_count{operation="hold"} 2`,
		`database_query_duration_seconds_count{operation="settle"} 1`,
		`database_connections_active 1`,
		`r3mes_time_to_first_token_seconds_count 1`,
		`r3mes_holds_open 0`,
		`r3mes_kv_blocks_used 0`,
		`r3mes_adapters 3`,
		`r3mes_plugin_calls_total{error="",hook="quote",plugin="price-tokens"} `,
		`r3mes_plugin_fuel_total{hook="quote",plugin="price-tokens"} `,
		`r3mes_plugin_generation 1`,
		`r3mes_plugin_memory_high_water_bytes{plugin="price-tokens"} `,
		`r3mes_plugin_instances{plugin="price-tokens"} 1`,
		`r3mes_plugin_info{hash="`,
		`r3mes_queue_depth 0`,
		`process_resident_memory_bytes`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("metrics lack %s\n%s", want, matching(text, strings.SplitN(want, "{", 2)[0]))
		}
	}
	if strings.Contains(text, "/no/such") || strings.Contains(text, s.Wallet) {
		t.Error("a metric's label holds a path or a wallet")
	}
}

// matching returns the lines of text that begin with name.
func matching(text, name string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, name) {
			out.WriteString(line)
		}
	}
	return out.String()
}

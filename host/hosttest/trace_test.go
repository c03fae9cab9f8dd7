package hosttest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
)

// spanCollector is an OpenTelemetry collector that keeps what it is sent.
type spanCollector struct {
	*httptest.Server
	mu    sync.Mutex
	raw   strings.Builder
	spans []string // name, trace id, name of the parent or its id
}

func collectSpans(t *testing.T) *spanCollector {
	c := &spanCollector{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var got collector.ExportTraceServiceRequest
		if err != nil || r.URL.Path != "/v1/traces" || proto.Unmarshal(body, &got) != nil {
			t.Errorf("the collector was sent %s %q, %v", r.URL.Path, body, err)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.raw.Write(body)
		names := map[string]string{}
		for _, resource := range got.ResourceSpans {
			for _, scope := range resource.ScopeSpans {
				for _, s := range scope.Spans {
					names[string(s.SpanId)] = s.Name
				}
				for _, s := range scope.Spans {
					parent, ok := names[string(s.ParentSpanId)]
					if !ok {
						parent = fmt.Sprintf("%x", s.ParentSpanId)
					}
					c.spans = append(c.spans, fmt.Sprintf("%s of %x under %s", s.Name, s.TraceId, parent))
				}
			}
		}
	}))
	t.Cleanup(c.Close)
	return c
}

// A chat is one trace at the collector: the request's span under the caller's,
// the plugins' under the request's. Nothing of the chat is in it.
func TestTraces(t *testing.T) {
	c := collectSpans(t)
	s := tiny(t, hosttest.Options{Config: func(cfg *config.Config) { cfg.Telemetry.OTLPEndpoint = c.URL }})
	const traceID, spanID = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
	resp := call(t, "POST", s.URL+"/chat", object{"message": "my s3cret", "wallet_address": s.Wallet}, "traceparent", "00-"+traceID+"-"+spanID+"-01")
	if resp.status != http.StatusOK {
		t.Fatalf("status %d: %s", resp.status, resp.body)
	}
	s.Stop() // sends what is left
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, want := range []string{
		"chat of " + traceID + " under " + spanID, "plugin route of " + traceID + " under chat",
		"plugin quote of " + traceID + " under chat", "plugin settle of " + traceID + " under chat",
	} {
		if !slices.Contains(c.spans, want) {
			t.Errorf("no span %q among %q", want, c.spans)
		}
	}
	if raw := c.raw.String(); strings.Contains(raw, "s3cret") || strings.Contains(raw, s.Wallet) || !strings.Contains(raw, "price-tokens") {
		t.Errorf("the trace holds the chat or the wallet, or not the plugin: %q", raw)
	}
}

// A collector that is not there costs spans, not requests, and is told of in
// the log.
func TestTracesWithoutACollector(t *testing.T) {
	c := collectSpans(t)
	c.Close()
	s := tiny(t, hosttest.Options{NoPlugins: true, Config: func(cfg *config.Config) { cfg.Telemetry.OTLPEndpoint = c.URL }})
	if resp := call(t, "POST", s.URL+"/chat", object{"message": "x", "wallet_address": s.Wallet}); resp.status != http.StatusOK {
		t.Errorf("status %d: %s", resp.status, resp.body)
	}
	s.Stop()
	if !strings.Contains(s.Log(), "traces were not sent") {
		t.Errorf("the log says nothing:\n%s", s.Log())
	}
}

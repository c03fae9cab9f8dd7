package pluginhost

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/r3mes/r3mes/sdk"
)

// tracing returns a tracer and what it ended so far.
func tracing(t *testing.T) (*sdktrace.TracerProvider, *tracetest.InMemoryExporter) {
	spans := tracetest.NewInMemoryExporter()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))
	t.Cleanup(func() { provider.Shutdown(context.Background()) })
	return provider, spans
}

// attributes of a span as text.
func attributes(s tracetest.SpanStub) map[string]string {
	out := map[string]string{}
	for _, a := range s.Attributes {
		out[string(a.Key)] = a.Value.String()
	}
	return out
}

// Every plugin that a hook asks has a span under the request's, which says who
// was asked and how it went.
func TestSpanForEachHook(t *testing.T) {
	provider, spans := tracing(t)
	tracer := provider.Tracer("test")
	_, g := serve(t, Options{Tracer: tracer},
		routePlugin("a", says(`{"abstain":true}`)), routePlugin("b", says(`{"adapter":"law"}`)), routePlugin("c", says(`{"adapter":"law"}`)),
		pricePlugin("price", `{"ceiling_microcredits":5}`, `{`))
	if n := len(spans.GetSpans()); n != 0 {
		t.Errorf("loading made %d spans", n)
	}
	ctx, request := tracer.Start(t.Context(), "chat")
	g.Route(ctx, routeRequest("law"))
	q := quoteRequest()
	settle := settleRequest()
	settle.RequestID = "r1"
	g.Settle(ctx, g.Quote(ctx, q), settle)
	var got []string
	for _, s := range spans.GetSpans() {
		a := attributes(s)
		got = append(got, fmt.Sprint(s.Name, " ", a["r3mes.plugin.name"], " ", a["r3mes.plugin.outcome"]))
		if s.Parent.SpanID() != request.SpanContext().SpanID() || s.SpanContext.TraceID() != request.SpanContext().TraceID() {
			t.Errorf("%s is not under the request's span", s.Name)
		}
		if a["r3mes.plugin.version"] != "1.0.0" || len(a["r3mes.plugin.hash"]) != 64 || a["r3mes.plugin.calls"] != "1" || a["r3mes.request_id"] != "r1" || s.Name != "plugin "+a["r3mes.plugin.hook"] {
			t.Errorf("%s has the attributes %v", s.Name, a)
		}
		if (s.Status.Code == codes.Error) != (a["r3mes.plugin.outcome"] != "ok") {
			t.Errorf("%s has the status %v with the outcome %s", s.Name, s.Status, a["r3mes.plugin.outcome"])
		}
	}
	want := "plugin route a ok, plugin route b ok, plugin quote price ok, plugin settle price bad_answer"
	if strings.Join(got, ", ") != want {
		t.Errorf("spans %q, want %s", got, want)
	}
}

// The calls of a post plugin for one answer are one span, ended by the answer's
// end, a stop, a failure, or by Close when the client left; nothing of the chat
// stands in any span.
func TestSpansOfPost(t *testing.T) {
	for name, c := range map[string]struct {
		config values
		pieces []string // the last one ends the answer, unless it is "…"
		want   string   // outcome and calls
	}{
		"to the end":   {values{}, []string{"s3cret", " more", ""}, "ok 3"},
		"a stop":       {values{"stop_at": "more"}, []string{"s3cret", " more ", ""}, "ok 2"},
		"a failure":    {values{"fail_at": "more"}, []string{"s3cret", " more", "and", ""}, "guest 2"},
		"left by half": {values{}, []string{"s3cret", " more", "…"}, "cancelled 2"},
		"never asked":  {values{}, []string{"…"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			provider, spans := tracing(t)
			g := serveScriptsWith(t, Options{Tracer: provider.Tracer("test")}, script{"a", FailOpen, "", c.config})
			p := g.Post(sdk.Envelope{RequestID: "r1"}, sdk.BoundAdapter{}, 0)
			for i, piece := range c.pieces {
				if piece == "…" {
					break
				}
				if _, stop, err := p.Push(t.Context(), piece, i == len(c.pieces)-1); err != nil || stop {
					break
				}
			}
			p.Close()
			var got []string
			for _, s := range spans.GetSpans() {
				a := attributes(s)
				got = append(got, a["r3mes.plugin.outcome"]+" "+a["r3mes.plugin.calls"])
				if strings.Contains(fmt.Sprint(s), "s3cret") {
					t.Errorf("the span quotes the answer: %+v", s)
				}
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("spans %q, want %q", got, c.want)
			}
		})
	}
}

// Package telemetry sends trace spans to an OpenTelemetry collector.
//
//	traces, err := telemetry.Open(ctx, "http://127.0.0.1:4318", "1.2.3", log)
//	defer traces.Close()
//	span := traces.Tracer()…
//
// Spans go out in batches by OTLP over HTTP. What the standard's environment
// variables say holds as well, such as OTEL_EXPORTER_OTLP_HEADERS for a
// collector that wants a key and OTEL_TRACES_SAMPLER for a share of all traces.
//
// # Caveats
//
// A collector that does not answer costs spans and a warning in the log, never
// a request.
package telemetry

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// closing is how long the last batch may take.
const closing = 5 * time.Second

// Traces makes spans and sends them.
type Traces struct{ provider *sdktrace.TracerProvider }

// Open prepares sending to the collector at endpoint, a URL such as
// http://127.0.0.1:4318; without a path it gets the standard's, /v1/traces. It
// does not wait for the collector. version is the server's.
func Open(ctx context.Context, endpoint, version string, log *slog.Logger) (*Traces, error) {
	u, err := url.Parse(endpoint)
	if err != nil {
		return nil, fmt.Errorf("telemetry: %w", err)
	}
	if u.Path == "" || u.Path == "/" {
		u.Path = "/v1/traces"
	}
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(u.String()))
	if err != nil {
		return nil, fmt.Errorf("telemetry: %w", err)
	}
	return open(ctx, told{exporter, log}, version)
}

func open(ctx context.Context, exporter sdktrace.SpanExporter, version string) (*Traces, error) {
	about, err := resource.New(ctx, resource.WithFromEnv(), resource.WithTelemetrySDK(),
		resource.WithAttributes(attribute.String("service.name", "r3mes"), attribute.String("service.version", version)))
	if err != nil {
		return nil, fmt.Errorf("telemetry: OTEL_RESOURCE_ATTRIBUTES: %w", err)
	}
	return &Traces{sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(about))}, nil
}

// Tracer makes the server's spans.
func (t *Traces) Tracer() trace.Tracer { return t.provider.Tracer("github.com/r3mes/r3mes/host") }

// Close sends what is left, for at most five seconds.
func (t *Traces) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closing)
	defer cancel()
	return t.provider.Shutdown(ctx)
}

// told logs what the exporter fails at. Left to itself, the library tells a
// logger of the whole process.
type told struct {
	sdktrace.SpanExporter
	log *slog.Logger
}

// ExportSpans implements sdktrace.SpanExporter.
func (t told) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	if err := t.SpanExporter.ExportSpans(ctx, spans); err != nil {
		t.log.Warn("traces were not sent (telemetry.otlp_endpoint)", "spans", len(spans), "error", err)
	}
	return nil
}

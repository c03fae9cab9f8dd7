package pluginhost

import (
	"cmp"
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/r3mes/r3mes/sdk"
)

// spanOK is the outcome of a span whose guest answered.
const spanOK = "ok"

// hookSpan is the trace span of one plugin at one hook of a request: of one
// call, or, for post, of all calls of one answer. It says who was asked and how
// it went, and nothing of what was said. A nil one traces nothing. For one
// goroutine.
type hookSpan struct {
	span  trace.Span
	whole bool // of several calls: one of them does not end it
	calls int64
	total Call // times summed up
}

type spanKey struct{}

// startSpan begins the span of a call under that of ctx, unless ctx carries
// one for all calls of an answer, nobody traces, or it is a self-test.
func (v *version) startSpan(ctx context.Context, hook, requestID string) (context.Context, *hookSpan) {
	tracer := v.host.options.Tracer
	if tracer == nil || requestID == selfTestID {
		return ctx, nil
	}
	if s, ok := ctx.Value(spanKey{}).(*hookSpan); ok {
		return ctx, s
	}
	ctx, span := tracer.Start(ctx, "plugin "+hook, trace.WithAttributes(
		attribute.String("r3mes.plugin.name", v.manifest.Name),
		attribute.String("r3mes.plugin.version", v.manifest.Version),
		attribute.String("r3mes.plugin.hash", v.hash),
		attribute.String("r3mes.plugin.hook", hook),
		attribute.String("r3mes.request_id", requestID),
	))
	return ctx, &hookSpan{span: span}
}

// count adds a finished call, and ends a span that is of this call alone.
func (s *hookSpan) count(c Call) {
	if s == nil {
		return
	}
	s.calls++
	s.total.Duration += c.Duration
	s.total.HostTime += c.HostTime
	s.total.PoolWait += c.PoolWait
	s.total.Fuel += c.Fuel
	if !s.whole {
		s.end(cmp.Or(c.ErrorKind, spanOK))
	}
}

// end ends the span with spanOK or one of sdk's Error… constants, once.
func (s *hookSpan) end(outcome string) {
	if s == nil || s.span == nil {
		return
	}
	s.span.SetAttributes(
		attribute.String("r3mes.plugin.outcome", outcome),
		attribute.Int64("r3mes.plugin.calls", s.calls),
		attribute.Int64("r3mes.plugin.fuel", s.total.Fuel),
		attribute.Int64("r3mes.plugin.guest_us", (s.total.Duration-s.total.HostTime).Microseconds()),
		attribute.Int64("r3mes.plugin.host_us", s.total.HostTime.Microseconds()),
		attribute.Int64("r3mes.plugin.pool_wait_us", s.total.PoolWait.Microseconds()),
	)
	if outcome != spanOK && outcome != sdk.ErrorCancelled {
		s.span.SetStatus(codes.Error, outcome)
	}
	s.span.End()
	s.span = nil
}

// traced carries the link's span, which the first call begins, to a call.
func (l *postLink) traced(ctx context.Context) context.Context {
	if l.version.host.options.Tracer == nil || l.mode == forShadow {
		return ctx
	}
	if l.span == nil {
		if _, l.span = l.version.startSpan(ctx, sdk.HookPost, l.request.RequestID); l.span == nil {
			return ctx
		}
		l.span.whole = true
	}
	return context.WithValue(ctx, spanKey{}, l.span)
}

package pipeline

import (
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// endSpan ends a request's span, under which the plugins have theirs. It says
// what was done and how much of it, and neither who asked nor what.
func endSpan(span trace.Span, req Request, out Outcome, err error) {
	defer span.End()
	if !span.IsRecording() {
		return
	}
	span.SetAttributes(
		attribute.String("r3mes.request_id", req.ID),
		attribute.String("r3mes.adapter", out.Adapter),
		attribute.String("r3mes.finish", out.Finish),
		attribute.Int("r3mes.prompt_tokens", out.Usage.PromptTokens),
		attribute.Int("r3mes.completion_tokens", out.Usage.CompletionTokens),
		attribute.Int64("r3mes.queued_us", out.Timing.Admitted.Microseconds()),
		attribute.Int64("r3mes.first_token_us", out.Timing.FirstToken.Microseconds()),
	)
	if err != nil {
		span.SetStatus(codes.Error, "no answer") // the request's log line says why
	}
}

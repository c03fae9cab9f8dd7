package server

import (
	"context"
	"fmt"

	"github.com/r3mes/r3mes/host/analytics"
	"github.com/r3mes/r3mes/host/api"
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

// openAnalytics goes on with what the ledger's folder has of today.
func (s *Server) openAnalytics(ctx context.Context, _ Options) (err error) {
	s.usage, err = analytics.Open(ctx, analytics.Options{Store: s.ledger, WalletHash: s.operator.Host().WalletHash, Network: s.network, Log: s.log})
	if err != nil {
		return fmt.Errorf("server: %w", err)
	}
	return nil
}

// observe counts a run of the pipeline.
func (s *Server) observe(out pipeline.Outcome, err error) {
	s.metrics.Answer(out, err)
	s.usage.Answer(out, err)
	s.models.Observe(out)
}

// inference is the model's side as the routes below /inference see it.
func (s *Server) inference() api.Inference {
	return api.Inference{Engine: s.models.Stats, Uses: s.models.AdapterUses, Preload: s.preload, Warm: s.warm}
}

// preload brings an adapter's weights into memory.
func (s *Server) preload(adapter string) error {
	m, release, err := s.models.Borrow()
	if err != nil {
		return err
	}
	defer release()
	_, giveBack, err := m.Adapters.Acquire(adapter)
	if err == nil {
		giveBack()
	}
	return err
}

// warm computes one token of an answer, past the pipeline: nobody pays for it
// and nobody sees it.
func (s *Server) warm(ctx context.Context) error {
	m, release, err := s.models.Borrow()
	if err != nil {
		return err
	}
	defer release()
	prompt, err := m.Tokenizer.EncodeChat([]tokenizer.Message{{Role: "user", Content: "Hello"}}, true)
	if err != nil {
		return fmt.Errorf("server: warm: %w", err)
	}
	stream, err := m.Generator.Submit(ctx, engine.Request{ID: "warm-up", Prompt: prompt, MaxTokens: 1})
	if err != nil {
		return err
	}
	return stream.Result().Err
}

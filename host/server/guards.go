package server

import (
	"context"
	"fmt"

	"github.com/r3mes/r3mes/host/ratelimit"
)

// openGuards makes what stands before the routes.
func (s *Server) openGuards(context.Context, Options) error {
	rates, err := s.config.Limits.Rates()
	if err != nil {
		return fmt.Errorf("server: %w", err)
	}
	s.limits = ratelimit.New(rates, nil)
	return nil
}

package config

import (
	"errors"
	"fmt"

	"github.com/r3mes/r3mes/host/ratelimit"
)

// Rates reads the limits. The error tells every one that cannot be read.
func (l Limits) Rates() (ratelimit.Rates, error) {
	var r ratelimit.Rates
	var errs []error
	for _, c := range []struct {
		key, text string
		rate      *ratelimit.Rate
	}{{"chat", l.Chat, &r.Chat}, {"get", l.Get, &r.Get}, {"post", l.Post, &r.Post}} {
		var err error
		if *c.rate, err = ratelimit.Parse(c.text); err != nil {
			errs = append(errs, fmt.Errorf("config: limits.%s: %w", c.key, err))
		}
	}
	return r, errors.Join(errs...)
}

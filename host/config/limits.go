package config

import (
	"errors"
	"fmt"

	"github.com/r3mes/r3mes/host/cache"
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

// Lives are how long each kind of answer is kept.
func (c Cache) Lives() cache.Lives {
	return cache.Lives{
		UserInfo: c.UserInfo, NetworkStats: c.NetworkStats, Blocks: c.Blocks,
		MinerStats: c.MinerStats, Histories: c.Histories, Keys: c.Keys,
	}
}

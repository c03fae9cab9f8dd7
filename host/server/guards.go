package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"github.com/r3mes/r3mes/host/cache"
	"github.com/r3mes/r3mes/host/ratelimit"
	"github.com/r3mes/r3mes/host/redis"
	"github.com/r3mes/r3mes/store"
)

// openGuards makes what stands before the routes: limits and kept answers, in
// this process or in Redis.
func (s *Server) openGuards(context.Context, Options) error {
	rates, err := s.config.Limits.Rates()
	if err != nil {
		return fmt.Errorf("server: %w", err)
	}
	kept := cache.Options{Lives: s.config.Cache.Lives(), MaxBytes: s.config.Cache.MaxBytes, Observe: func(hit bool) { s.metrics.Cache(hit) }}
	if s.config.Redis.URL == "" {
		s.limits, s.cache = ratelimit.New(rates, nil), cache.New(kept)
		return nil
	}
	if err := s.openRedis(); err != nil {
		return err
	}
	kept.Shared = s.redis
	s.limits, s.cache = ratelimit.New(rates, s.redis), cache.New(kept)
	return nil
}

// openRedis begins to look for Redis. Answers are made from this data folder's
// ledger, so a host with another one does not see them.
func (s *Server) openRedis() error {
	dir := s.config.Data.Dir
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("server: data folder (data.dir): %w", err)
	}
	key, err := walletKey(filepath.Join(dir, "wallet.key"))
	if err != nil {
		return err
	}
	ledger := sha256.Sum256(append([]byte("r3mes ledger\x00"), key...))
	s.redis, err = redis.Open(redis.Options{
		URL: s.config.Redis.URL, Prefix: s.config.Redis.Prefix, Ledger: hex.EncodeToString(ledger[:8]), Log: s.log,
	})
	if err != nil {
		return fmt.Errorf("server: redis.url: %w", err)
	}
	s.later(s.redis.Close)
	return nil
}

// changed drops the answers that entries of the ledger make old.
func (s *Server) changed(ctx context.Context, entries []store.Entry) {
	s.cache.Touch(ctx, cache.Changed(entries)...)
}

// redisReady is nil without Redis, else whether it answers.
func (s *Server) redisReady() func(context.Context) error {
	if s.redis == nil {
		return nil
	}
	return s.redis.Ready
}

// redisState is what metrics tell of Redis; nil without it.
func (s *Server) redisState() func() (up bool, lost uint64) {
	if s.redis == nil {
		return nil
	}
	return func() (bool, uint64) { return s.redis.Up(), s.redis.Lost() }
}

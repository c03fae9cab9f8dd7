package badger

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	badgerdb "github.com/dgraph-io/badger/v4"
)

const (
	syncHeadEvery  = time.Second
	flushUsesEvery = time.Minute
	sweepEvery     = 10 * time.Minute
	collectEvery   = time.Hour
)

// maintain does what must not wait for an operation nor delay one.
func (s *Store) maintain() {
	head, uses := time.NewTicker(syncHeadEvery), time.NewTicker(flushUsesEvery)
	pairs, garbage := time.NewTicker(sweepEvery), time.NewTicker(collectEvery)
	defer head.Stop()
	defer uses.Stop()
	defer pairs.Stop()
	defer garbage.Stop()
	for {
		select {
		case <-head.C:
			s.syncHead()
		case <-uses.C:
			s.warn("note key uses", s.flushUses(context.Background()))
		case <-pairs.C:
			s.warn("sweep expired pairs", s.sweepPairs(context.Background()))
			s.warn("sweep expired tokens", s.sweepTokens(context.Background()))
		case <-garbage.C:
			s.warn("collect garbage", s.collect())
		case <-s.stop:
			return
		}
	}
}

// syncHead makes the head file durable. A disk that cannot do it is not
// trusted with more.
func (s *Store) syncHead() {
	if !s.headDirty.Swap(false) {
		return
	}
	if err := s.head.sync(); err != nil {
		s.poison(err)
	}
}

// collect frees value log files that are mostly obsolete.
func (s *Store) collect() error {
	for {
		err := s.db.RunValueLogGC(0.5)
		if errors.Is(err, badgerdb.ErrNoRewrite) || errors.Is(err, badgerdb.ErrRejected) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (s *Store) warn(act string, err error) {
	if err != nil && s.failure() == nil {
		s.options.Logger.Warn("ledger: "+act, "error", err)
	}
}

// badgerLog passes Badger's complaints on; its everyday news are debug.
type badgerLog struct{ *slog.Logger }

func (l badgerLog) Errorf(f string, args ...any)   { l.Error(line(f, args)) }
func (l badgerLog) Warningf(f string, args ...any) { l.Warn(line(f, args)) }
func (l badgerLog) Infof(f string, args ...any)    { l.Logger.Debug(line(f, args)) }
func (l badgerLog) Debugf(f string, args ...any)   { l.Logger.Debug(line(f, args)) }

func line(f string, args []any) string {
	return "badger: " + strings.TrimSpace(fmt.Sprintf(f, args...))
}

package badger

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/internal/wire"
)

// A pair is one value of a plugin's namespace.
type pair struct {
	expires time.Time // zero: never
	value   []byte
}

func kvPrefixOf(namespace string) string { return named(kvPrefix, namespace) + "\x00" }

func kvKey(namespace string, key []byte) string { return kvPrefixOf(namespace) + string(key) }

func (p pair) encode() []byte {
	b := binary.AppendVarint([]byte{recordVersion}, nanos(p.expires))
	return wire.AppendString(b, p.value)
}

func decodePair(key string, value []byte) (pair, error) {
	var p pair
	err := decodeRecord(key, value, func(r *wire.Reader) {
		p.expires = instant(r.Varint())
		p.value = r.Block()
	})
	return p, err
}

func (p pair) expired(now time.Time) bool { return !p.expires.IsZero() && !now.Before(p.expires) }

// A kvUse is what a namespace holds, counted when the store opens and kept by
// the writer from then on: were it on disk, a pair that Badger brought back
// from an older file would make the ledger look damaged.
type kvUse struct {
	store.KVUsage
	due time.Time // no pair expires earlier; zero: none does
}

func (u *kvUse) add(keyBytes int, p pair) {
	u.Keys++
	u.Bytes += int64(keyBytes + len(p.value))
	u.expect(p)
}

// expect notes when p expires.
func (u *kvUse) expect(p pair) {
	if !p.expires.IsZero() && (u.due.IsZero() || p.expires.Before(u.due)) {
		u.due = p.expires
	}
}

func (u *kvUse) remove(keyBytes int, p pair) {
	u.Keys--
	u.Bytes -= int64(keyBytes + len(p.value))
}

// KVGet returns the value under key in a plugin's namespace; false when there
// is none or its time is over.
func (s *Store) KVGet(ctx context.Context, namespace string, key []byte) (value []byte, found bool, err error) {
	if err := store.CheckKV(namespace, key, nil, 0); err != nil {
		return nil, false, err
	}
	err = s.view(ctx, func(v view) error {
		p, known, err := readPair(v.get, kvKey(namespace, key))
		if known && !p.expired(s.now()) {
			value, found = p.value, true
		}
		return err
	})
	return value, found, err
}

func readPair(get getter, key string) (p pair, known bool, err error) {
	value, known, err := get(key)
	if err != nil || !known {
		return pair{}, false, err
	}
	p, err = decodePair(key, value)
	return p, err == nil, err
}

// KVSet stores a pair, for ttl when that is not 0. A nil value removes the
// key. Every write is durable when KVSet returns. store.ErrKVQuota when the
// namespace would hold more than q; the old value stays then.
func (s *Store) KVSet(ctx context.Context, namespace string, key, value []byte, ttl time.Duration, q store.KVQuota) error {
	if err := store.CheckKV(namespace, key, value, ttl); err != nil {
		return err
	}
	return s.submit(ctx, needToBegin, func(c *change) error {
		if value == nil {
			return c.removePair(namespace, key)
		}
		p := pair{value: value}
		if ttl > 0 {
			p.expires = c.now.Add(ttl)
		}
		return c.putPair(namespace, key, p, q)
	})
}

// KVAdd adds delta to the counter under key and returns the sum. Adding is
// atomic: of n callers that add 1 each sees another sum. An absent counter
// starts at 0 and does not expire; a present one keeps its time. The value is
// decimal text to KVGet. store.ErrNotCounter, store.ErrCounterOverflow and
// store.ErrKVQuota leave everything as it was.
func (s *Store) KVAdd(ctx context.Context, namespace string, key []byte, delta int64, q store.KVQuota) (sum int64, err error) {
	if err := store.CheckKV(namespace, key, nil, 0); err != nil {
		return 0, err
	}
	err = s.submit(ctx, needToBegin, func(c *change) error {
		p, known, err := readPair(c.get, kvKey(namespace, key))
		if err != nil {
			return err
		}
		if !known || p.expired(c.now) {
			p = pair{}
		}
		if sum, err = store.Count(p.value, delta); err != nil {
			return err
		}
		p.value = strconv.AppendInt(nil, sum, 10)
		return c.putPair(namespace, key, p, q)
	})
	if err != nil {
		return 0, err
	}
	return sum, nil
}

// KVUsage returns what a namespace holds.
func (s *Store) KVUsage(ctx context.Context, namespace string) (store.KVUsage, error) {
	var u kvUse
	err := s.view(ctx, func(v view) error {
		return v.each(kvPrefixOf(namespace), false, func(key string, value []byte) (bool, error) {
			p, err := decodePair(key, value)
			u.add(len(key)-len(kvPrefixOf(namespace)), p)
			return true, err
		})
	})
	return u.KVUsage, err
}

// KVClear removes every pair of a namespace.
func (s *Store) KVClear(ctx context.Context, namespace string) error {
	if err := store.Name("key-value namespace", namespace); err != nil {
		return err
	}
	for {
		more := false
		err := s.submit(ctx, needToEnd, func(c *change) (err error) {
			more, err = c.dropPairs(namespace, func(pair) bool { return true })
			return err
		})
		if err != nil || !more {
			return err
		}
	}
}

// use returns the namespace's usage as this change sees it.
func (c *change) use(namespace string) kvUse {
	if u, ok := c.uses[namespace]; ok {
		return u
	}
	if u, ok := c.batch.uses[namespace]; ok {
		return u
	}
	return c.batch.store.uses[namespace]
}

func (c *change) setUse(namespace string, u kvUse) {
	if c.uses == nil {
		c.uses = map[string]kvUse{}
	}
	c.uses[namespace] = u
}

// putPair writes a pair within the quota, for which it sweeps expired ones
// when that can help.
func (c *change) putPair(namespace string, key []byte, p pair, q store.KVQuota) error {
	full := kvKey(namespace, key)
	old, known, err := readPair(c.get, full)
	if err != nil {
		return err
	}
	for swept := false; ; swept = true {
		u := c.use(namespace)
		if known {
			u.remove(len(key), old)
		}
		u.add(len(key), p)
		err := u.Within(q)
		if err == nil {
			c.put(full, p.encode())
			c.setUse(namespace, u)
			return nil
		}
		if due := c.use(namespace).due; swept || due.IsZero() || c.now.Before(due) {
			return fmt.Errorf("badger: namespace %q: %w", namespace, err)
		}
		if _, err := c.dropPairs(namespace, func(p pair) bool { return p.expired(c.now) }); err != nil {
			return err
		}
		if old, known, err = readPair(c.get, full); err != nil {
			return err
		}
	}
}

func (c *change) removePair(namespace string, key []byte) error {
	full := kvKey(namespace, key)
	old, known, err := readPair(c.get, full)
	if err != nil || !known {
		return err
	}
	u := c.use(namespace)
	u.remove(len(key), old)
	c.setUse(namespace, u)
	c.drop(full)
	return nil
}

// maxDrop bounds how many pairs one commit removes.
const maxDrop = 512

// dropPairs removes the namespace's pairs that unwanted names, maxDrop at most;
// more tells that some are left.
func (c *change) dropPairs(namespace string, unwanted func(pair) bool) (more bool, err error) {
	keys, err := c.pairKeys(namespace)
	if err != nil {
		return false, err
	}
	u, dropped := c.use(namespace), 0
	u.due = time.Time{}
	for _, key := range keys {
		p, known, err := readPair(c.get, key)
		if err != nil {
			return false, err
		}
		switch {
		case !known:
		case unwanted(p) && dropped < maxDrop:
			c.drop(key)
			u.remove(len(key)-len(kvPrefixOf(namespace)), p)
			dropped++
		default:
			more = more || unwanted(p)
			u.expect(p)
		}
	}
	c.setUse(namespace, u)
	return more, nil
}

// pairKeys lists the namespace's keys as this change sees them, some perhaps
// dropped.
func (c *change) pairKeys(namespace string) ([]string, error) {
	prefix, found := kvPrefixOf(namespace), map[string]bool{}
	for _, puts := range []map[string][]byte{c.batch.puts, c.puts} {
		for key := range puts {
			if strings.HasPrefix(key, prefix) {
				found[key] = true
			}
		}
	}
	err := view{c.batch.txn}.each(prefix, false, func(key string, _ []byte) (bool, error) {
		found[key] = true
		return true, nil
	})
	return slices.Collect(maps.Keys(found)), err
}

// sweepPairs removes expired pairs of every namespace that has some.
func (s *Store) sweepPairs(ctx context.Context) error {
	var namespaces []string
	err := s.submit(ctx, needToEnd, func(c *change) error {
		for namespace, u := range s.uses { // the writer's own
			if !u.due.IsZero() && !c.now.Before(u.due) {
				namespaces = append(namespaces, namespace)
			}
		}
		return nil
	})
	errs := []error{err}
	for _, namespace := range namespaces {
		for more := true; more; {
			err := s.submit(ctx, needToEnd, func(c *change) (err error) {
				more, err = c.dropPairs(namespace, func(p pair) bool { return p.expired(c.now) })
				return err
			})
			if err != nil {
				errs, more = append(errs, err), false
			}
		}
	}
	return errors.Join(errs...)
}

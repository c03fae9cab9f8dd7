package badger

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	badgerdb "github.com/dgraph-io/badger/v4"

	"github.com/r3mes/r3mes/store"
)

// CreateKey makes an API key. plain is its text, which is nowhere stored: this
// is the only time it can be shown.
func (s *Store) CreateKey(ctx context.Context, n store.NewKey) (plain store.Secret, k store.Key, err error) {
	if err := n.Validate(); err != nil {
		return store.Secret{}, store.Key{}, err
	}
	scopes := slices.Clone(n.Scopes)
	if len(scopes) == 0 {
		scopes = store.DefaultScopes()
	}
	id, plain := store.GenerateKey()
	record := keyRecord{mac: s.pepper.MAC(plain.Reveal())}
	record.Key = store.Key{ID: id, Wallet: n.Wallet, Name: n.Name, Scopes: scopes}
	if !n.ExpiresAt.IsZero() {
		record.ExpiresAt = n.ExpiresAt.UTC().Round(0)
	}
	err = s.submit(ctx, needToBegin, func(c *change) error {
		if _, taken, err := c.key(id); err != nil || taken {
			return cmp.Or(err, fmt.Errorf("badger: key %q: %w", id, store.ErrConflict))
		}
		record.CreatedAt = c.now
		c.put(keyIndexKey(n.Wallet, id), []byte{recordVersion})
		return c.putKey(record, "create")
	})
	if err != nil {
		return store.Secret{}, store.Key{}, err
	}
	return plain, record.Key, nil
}

func (c *change) key(id string) (k keyRecord, known bool, err error) {
	return readKey(c.get, keyPrefix, id)
}

// readKey reads a key, or a token, by the prefix.
func readKey(get getter, prefix byte, id string) (k keyRecord, known bool, err error) {
	key := named(prefix, id)
	value, known, err := get(key)
	if err != nil || !known {
		return keyRecord{}, false, err
	}
	k, err = decodeKey(key, value)
	return k, err == nil, err
}

// putKey writes a key's new state, and an entry that carries its digest: a
// state that got lost or came back then differs from the journal.
func (c *change) putKey(k keyRecord, act string) error {
	value := k.encode()
	digest := sha256.Sum256(value)
	c.put(named(keyPrefix, k.ID), value)
	_, _, err := c.append(store.Entry{Kind: store.KindKey, OpID: k.ID, Wallet: k.Wallet, Reason: act, Doc: digest[:]})
	return err
}

// RevokeKey ends a key of that wallet for good. Revoking again changes nothing.
// store.ErrUnknownKey when the wallet has no such key.
func (s *Store) RevokeKey(ctx context.Context, wallet, id string) error {
	return s.endKey(ctx, wallet, id, "revoke", func(k *keyRecord) bool { return !k.RevokedAt.IsZero() })
}

// DeleteKey revokes a key and takes it off the wallet's list. Its record stays
// as a mark that it is gone.
func (s *Store) DeleteKey(ctx context.Context, wallet, id string) error {
	return s.endKey(ctx, wallet, id, "delete", func(k *keyRecord) bool {
		k.deleted = true
		return false
	})
}

func (s *Store) endKey(ctx context.Context, wallet, id, act string, done func(*keyRecord) bool) error {
	return s.submit(ctx, needToEnd, func(c *change) error {
		k, known, err := c.key(id)
		if err != nil {
			return err
		}
		if !known || k.Wallet != wallet || k.deleted {
			return fmt.Errorf("badger: %s key %.40q: %w", act, id, store.ErrUnknownKey)
		}
		if done(&k) {
			return nil
		}
		if k.RevokedAt.IsZero() {
			k.RevokedAt = c.now
		}
		return c.putKey(k, act)
	})
}

// FindKey returns the key whose text a caller presents, and notes its use; of
// an access token it returns what a key like it would be. A text that is
// neither, an unknown one and a wrong secret are all store.ErrUnknownKey;
// store.ErrRevokedKey and store.ErrExpiredKey need the right secret. No error
// repeats the text.
func (s *Store) FindKey(ctx context.Context, plain string) (store.Key, error) {
	if strings.HasPrefix(plain, store.TokenPrefix) {
		id, err := store.ParseToken(plain)
		if err != nil {
			return store.Key{}, err
		}
		return s.find(ctx, tokenPrefix, id, plain)
	}
	id, err := store.ParseKey(plain)
	if err != nil {
		return store.Key{}, err
	}
	key, err := s.find(ctx, keyPrefix, id, plain)
	if err == nil {
		s.used.note(id, s.now())
	}
	return key, err
}

// find returns the key with that id if plain opens it.
func (s *Store) find(ctx context.Context, prefix byte, id, plain string) (store.Key, error) {
	var record keyRecord
	err := s.view(ctx, func(v view) (err error) {
		record, _, err = readKey(v.get, prefix, id)
		return err
	})
	if err != nil {
		return store.Key{}, err
	}
	// An unknown id is compared too, with a MAC of zeros that nothing has.
	right := store.EqualMAC(s.pepper.MAC(plain), record.mac)
	switch now := s.now(); {
	case !right:
		return store.Key{}, fmt.Errorf("badger: find key: %w", store.ErrUnknownKey)
	case !record.RevokedAt.IsZero():
		return store.Key{}, fmt.Errorf("badger: key %q: %w", id, store.ErrRevokedKey)
	case record.Expired(now):
		return store.Key{}, fmt.Errorf("badger: key %q: %w", id, store.ErrExpiredKey)
	default:
		return record.Key, nil
	}
}

// UseKey notes a use of a key that FindKey returned before and the caller
// remembers.
func (s *Store) UseKey(id string) { s.used.note(id, s.now()) }

// ListKeys lists a wallet's keys, oldest first, without the deleted ones; with
// an empty wallet, everybody's.
func (s *Store) ListKeys(ctx context.Context, wallet string) ([]store.Key, error) {
	prefix := string(rune(keyIndexPrefix))
	if wallet != "" {
		prefix = keyIndexKey(wallet, "")
	}
	var keys []store.Key
	err := s.view(ctx, func(v view) error {
		return v.each(prefix, false, func(key string, _ []byte) (bool, error) {
			k, err := s.listedKey(v, key[len(key)-store.KeyIDSize:])
			if err == nil && !k.deleted {
				keys = append(keys, k.Key)
			}
			return true, err
		})
	})
	slices.SortFunc(keys, func(a, b store.Key) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return keys, err
}

func (s *Store) listedKey(v view, id string) (keyRecord, error) {
	k, known, err := readKey(v.get, keyPrefix, id)
	if err == nil && !known {
		err = fmt.Errorf("badger: key %q: %w: listed and not there", id, store.ErrCorrupt)
	}
	if err != nil {
		return k, err
	}
	k.LastUsed, err = s.lastUsed(v, id)
	return k, err
}

func (s *Store) lastUsed(v view, id string) (time.Time, error) {
	if t, ok := s.used.get(id); ok {
		return t, nil
	}
	key := named(usedPrefix, id)
	value, ok, err := v.get(key)
	if err != nil || !ok {
		return time.Time{}, err
	}
	n, err := decodeSeq(key, value)
	return instant(int64(n)), err
}

// keyUses remembers when keys were used until the next flush: authenticating
// must not wait for a disk.
type keyUses struct {
	mu    sync.Mutex
	times map[string]time.Time
}

func (u *keyUses) note(id string, t time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.times == nil {
		u.times = map[string]time.Time{}
	}
	u.times[id] = t
}

func (u *keyUses) get(id string) (time.Time, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	t, ok := u.times[id]
	return t, ok
}

// flushUses writes the last uses. They are no part of the journal: losing some
// costs nobody anything.
func (s *Store) flushUses(ctx context.Context) error {
	s.used.mu.Lock()
	times := maps.Clone(s.used.times)
	s.used.mu.Unlock()
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(times)), maxBatch) {
		err := s.submit(ctx, needToEnd, func(c *change) error {
			for _, id := range ids {
				c.put(named(usedPrefix, id), encodeSeq(uint64(times[id].UnixNano())))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	s.used.forget(times)
	return nil
}

// forget drops the uses that are on disk, unless a newer one came meanwhile.
func (u *keyUses) forget(written map[string]time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for id, t := range written {
		if u.times[id].Equal(t) {
			delete(u.times, id)
		}
	}
}

// A view reads one snapshot of the database.
type view struct{ txn *badgerdb.Txn }

func (v view) get(key string) ([]byte, bool, error) { return get(v.txn, key) }

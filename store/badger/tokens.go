package badger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/r3mes/r3mes/store"
)

// CreateToken makes an access token. plain is its text, which is nowhere
// stored. A token is no part of the journal and makes no wallet: it is gone when
// its time is over.
func (s *Store) CreateToken(ctx context.Context, n store.NewToken) (plain store.Secret, k store.Key, err error) {
	if err := n.Validate(); err != nil {
		return store.Secret{}, store.Key{}, err
	}
	id, plain := store.GenerateToken()
	record := keyRecord{mac: s.pepper.MAC(plain.Reveal())}
	record.Key = store.Key{ID: id, Wallet: n.Wallet, Scopes: slices.Clone(n.Scopes), ExpiresAt: n.ExpiresAt.UTC().Round(0)}
	err = s.submit(ctx, needToBegin, func(c *change) error {
		if _, taken, err := readKey(c.get, tokenPrefix, id); err != nil || taken {
			return errors.Join(err, fmt.Errorf("badger: token %q: %w", id, store.ErrConflict))
		}
		record.CreatedAt = c.now
		c.put(named(tokenPrefix, id), record.encode())
		return nil
	})
	if err != nil {
		return store.Secret{}, store.Key{}, err
	}
	return plain, record.Key, nil
}

// RevokeToken ends the token whose text is given. Revoking again changes
// nothing. Errors are those of FindKey.
func (s *Store) RevokeToken(ctx context.Context, plain string) error {
	id, err := store.ParseToken(plain)
	if err != nil {
		return err
	}
	return s.submit(ctx, needToEnd, func(c *change) error {
		k, _, err := readKey(c.get, tokenPrefix, id)
		switch {
		case err != nil:
			return err
		case !store.EqualMAC(s.pepper.MAC(plain), k.mac):
			return fmt.Errorf("badger: revoke token: %w", store.ErrUnknownKey)
		case !k.RevokedAt.IsZero():
			return nil
		}
		k.RevokedAt = c.now
		c.put(named(tokenPrefix, id), k.encode())
		return nil
	})
}

// tokenAfterlife is how long an expired token's record stays, so that who
// presents it hears that it expired. A record that Badger brought back later
// would be as expired.
const tokenAfterlife = 24 * time.Hour

// sweepTokens removes the records of tokens that expired long ago.
func (s *Store) sweepTokens(ctx context.Context) error {
	for more := true; more; {
		var dead []string
		err := s.view(ctx, func(v view) error {
			return v.each(string(rune(tokenPrefix)), false, func(key string, value []byte) (bool, error) {
				k, err := decodeKey(key, value)
				if err == nil && k.Expired(s.now().Add(-tokenAfterlife)) {
					dead = append(dead, key)
				}
				return len(dead) < maxDrop, err
			})
		})
		if err != nil || len(dead) == 0 {
			return err
		}
		err = s.submit(ctx, needToEnd, func(c *change) error {
			for _, key := range dead {
				c.drop(key)
			}
			return nil
		})
		if err != nil {
			return err
		}
		more = len(dead) == maxDrop
	}
	return nil
}

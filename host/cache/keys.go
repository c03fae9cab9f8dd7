package cache

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/r3mes/r3mes/store"
)

// maxKeys is how many keys are remembered.
const maxKeys = 1 << 14

// keys are API keys that were found, by the digest of their text.
type keys struct {
	mu    sync.Mutex
	found *simplelru.LRU[[sha256.Size]byte, foundKey]
}

type foundKey struct {
	key     store.Key
	version string
	until   time.Time
}

func newKeys() *keys {
	found, err := simplelru.NewLRU[[sha256.Size]byte, foundKey](maxKeys, nil)
	if err != nil {
		panic(err) // only a size below 1 fails
	}
	return &keys{found: found}
}

// FindKey is find, remembered: known says that find was not asked. A key that
// was touched or has expired is asked for again, and only what was found is
// remembered. With Shared, another host may have revoked it, so it is remembered
// for a second at most.
func (c *Cache) FindKey(ctx context.Context, plain string, find func(ctx context.Context, plain string) (store.Key, error)) (key store.Key, known bool, err error) {
	life := c.Lives().Keys
	if c.options.Shared != nil {
		life = min(life, alone)
	}
	id, err := store.ParseKey(plain)
	if err != nil || life <= 0 {
		key, err := find(ctx, plain)
		return key, false, err
	}
	digest, version, now := sha256.Sum256([]byte(plain)), c.versions.of([]string{Key(id)}), c.options.Now()
	if key, known := c.keys.get(digest, version, now); known {
		return key, true, nil
	}
	if key, err = find(ctx, plain); err == nil {
		c.keys.put(digest, foundKey{key, version, now.Add(life)})
	}
	return key, false, err
}

func (k *keys) get(digest [sha256.Size]byte, version string, now time.Time) (store.Key, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	f, ok := k.found.Get(digest)
	if !ok || f.version != version || !now.Before(f.until) || !f.key.Active(now) {
		return store.Key{}, false
	}
	return f.key, true
}

func (k *keys) put(digest [sha256.Size]byte, f foundKey) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.found.Add(digest, f)
}

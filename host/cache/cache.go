package cache

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash/maphash"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"
)

// Shared keeps versions, and public answers, for several hosts. *redis.Client is
// one.
type Shared interface {
	// Lookup returns the version that the tags make now, never one that they
	// made before a Touch, and the body that is kept as name under it; nil when
	// there is none, or when name is "".
	Lookup(ctx context.Context, name string, tags []string) (version string, body []byte, err error)
	// Keep keeps a body as name for that long, for who looks it up under version.
	Keep(ctx context.Context, name, version string, body []byte, life time.Duration) error
	// Touch gives the tags new versions.
	Touch(ctx context.Context, tags []string) error
}

// alone is the longest that an answer is kept while other hosts' writes are not
// heard of.
const alone = time.Second

// Options of New.
type Options struct {
	Lives    Lives
	MaxBytes int64            // of the answers in this process; 0: none are kept
	Shared   Shared           // nil: this process alone
	Observe  func(hit bool)   // told of every Get; nil: nobody is
	Now      func() time.Time // nil: time.Now
}

// Cache keeps answers. Safe for concurrent use.
type Cache struct {
	options  Options
	versions versions
	kept     *kept
	keys     *keys
	flights  singleflight.Group
	lives    atomic.Pointer[Lives]
}

// New makes an empty cache.
func New(o Options) *Cache {
	if o.Observe == nil {
		o.Observe = func(bool) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	c := &Cache{options: o, kept: newKept(o.MaxBytes), keys: newKeys()}
	c.versions.seed = maphash.MakeSeed()
	c.Set(o.Lives)
	return c
}

// Question is what an answer answers.
type Question struct {
	Name    string   // tells it from all others; for a private one, with who asks
	Tags    []string // of what the answer is made from
	Kind    Kind     // says how long it is kept
	Private bool     // the answer stays in this process
}

// Get returns the kept answer to q, or else what fill makes, which is kept when
// fill says so. Who asks the same meanwhile waits for the one fill and gets its
// answer or error; hit is false for them too. The body must not be changed.
func (c *Cache) Get(ctx context.Context, q Question, fill func(context.Context) (body []byte, keep bool, err error)) (body []byte, hit bool, err error) {
	life := c.Lives().of(q.Kind)
	if life <= 0 || c.options.MaxBytes <= 0 {
		body, _, err := fill(ctx)
		return body, false, err
	}
	version, body, shared := c.lookup(ctx, q)
	if !shared && c.options.Shared != nil {
		life = min(life, alone)
	}
	if body == nil {
		body = c.kept.get(q.Name, version, c.options.Now())
	}
	c.options.Observe(body != nil)
	if body != nil {
		return body, true, nil
	}
	// One flight a version: who asks after a write must not get what somebody
	// began to make before it.
	made, err, _ := c.flights.Do(q.Name+"\x00"+version, func() (any, error) {
		// The first to ask may leave; the others still wait.
		body, keep, err := fill(context.WithoutCancel(ctx))
		switch {
		case err != nil || !keep:
		case shared && !q.Private:
			_ = c.options.Shared.Keep(ctx, q.shared(), version, body, life) // it says itself that it is down
		default:
			c.kept.put(q.Name, version, body, c.options.Now().Add(life))
		}
		return body, err
	})
	body, _ = made.([]byte)
	return body, false, err
}

// lookup finds the version that an answer must have, whether that is every
// host's, and the answer if it is every host's too.
func (c *Cache) lookup(ctx context.Context, q Question) (version string, body []byte, shared bool) {
	if c.options.Shared != nil {
		version, body, err := c.options.Shared.Lookup(ctx, q.shared(), q.Tags)
		if err == nil {
			return version, body, true
		}
	}
	return c.versions.of(q.Tags), nil, false
}

// shared is the question's name for other hosts, which says nothing to who reads
// the names; "" when its answer is not for them.
func (q Question) shared() string {
	if q.Private {
		return ""
	}
	digest := sha256.Sum256([]byte(q.Name))
	return hex.EncodeToString(digest[:])
}

// Touch drops the answers that have one of the tags. It is for after a write,
// before the write's caller hears of it.
func (c *Cache) Touch(ctx context.Context, tags ...string) {
	c.versions.touch(tags)
	if c.options.Shared != nil {
		_ = c.options.Shared.Touch(ctx, tags) // it says itself that it is down, and drops all when it is back
	}
}

package redis

import (
	"context"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// everything is the tag that every answer has.
const everything = "everything"

// tagLife is how long a version stays without use: longer than any answer that
// was made under it.
const tagLife = 24 * time.Hour

// lookup gives every tag that has no version a new one, so that a version that
// the server forgot never comes back, and returns the versions of all and the
// answer.
//
// KEYS: tags, then the answer when there may be one. ARGV: how many tags, a new
// version, life of a tag in seconds.
var lookup = goredis.NewScript(`
local tags, versions = tonumber(ARGV[1]), {}
for i = 1, tags do
  local version = redis.call('GET', KEYS[i])
  if not version then
    version = ARGV[2]
    redis.call('SET', KEYS[i], version, 'EX', ARGV[3])
  end
  versions[i] = version
end
local version = table.concat(versions, ' ')
if KEYS[tags + 1] then
  local kept = redis.call('HMGET', KEYS[tags + 1], 'version', 'body')
  if kept[1] == version then return {version, kept[2]} end
end
return {version}`)

// keep writes an answer under the version that it was made under.
//
// ARGV: version, body, life in milliseconds.
var keep = goredis.NewScript(`
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'body', ARGV[2])
return redis.call('PEXPIRE', KEYS[1], ARGV[3])`)

func (c *Client) tag(name string) string { return c.options.Prefix + c.options.Ledger + ":tag:" + name }
func (c *Client) answer(name string) string {
	return c.options.Prefix + c.options.Ledger + ":answer:" + name
}

// Lookup returns the version that the tags make now, and what is kept as name
// under it; nil when nothing is, or when name is "".
func (c *Client) Lookup(ctx context.Context, name string, tags []string) (version string, body []byte, err error) {
	keys := []string{c.tag(everything)}
	for _, tag := range tags {
		keys = append(keys, c.tag(tag))
	}
	n := len(keys)
	if name != "" {
		keys = append(keys, c.answer(name))
	}
	err = c.call(ctx, up, func(ctx context.Context) error {
		answer, err := lookup.Run(ctx, c.redis, keys, n, token(), int(tagLife.Seconds())).StringSlice()
		if err != nil {
			return err
		}
		version = answer[0]
		if len(answer) > 1 {
			body = []byte(answer[1])
		}
		return nil
	})
	return version, body, err
}

// Keep keeps a body as name for that long, for who looks it up under version.
func (c *Client) Keep(ctx context.Context, name, version string, body []byte, life time.Duration) error {
	return c.call(ctx, up, func(ctx context.Context) error {
		return keep.Run(ctx, c.redis, []string{c.answer(name)}, version, body, life.Milliseconds()).Err()
	})
}

// Touch gives the tags new versions: what was kept under the old ones is gone
// for every host.
func (c *Client) Touch(ctx context.Context, tags []string) error {
	return c.call(ctx, sending, func(ctx context.Context) error { return c.touch(ctx, tags) })
}

func (c *Client) touch(ctx context.Context, tags []string) error {
	all := c.redis.Pipeline()
	for _, tag := range tags {
		all.Set(ctx, c.tag(tag), token(), tagLife)
	}
	_, err := all.Exec(ctx)
	return err
}

package redis

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"github.com/r3mes/r3mes/host/ratelimit"
)

var _ ratelimit.Shared = (*Client)(nil)

// take counts a request for all names or for none, by the server's clock. A name
// is a hash of slots.
//
// ARGV: most requests, length of a slot in microseconds, slots of a window.
// Answer: number of the current slot, then for each name its slots before this
// request, as number and requests in turn.
var take = goredis.NewScript(`
local most, length, window = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = math.floor((time[1] * 1000000 + time[2]) / length)
local answer, free = {now}, true
for i, name in ipairs(KEYS) do
  local all, kept, used = redis.call('HGETALL', name), {}, 0
  for j = 1, #all, 2 do
    local at = tonumber(all[j])
    if at <= now - window or at > now then
      redis.call('HDEL', name, all[j])
    else
      kept[#kept + 1] = at
      kept[#kept + 1] = tonumber(all[j + 1])
      used = used + tonumber(all[j + 1])
    end
  end
  answer[i + 1] = kept
  if used >= most then free = false end
end
if free then
  for _, name in ipairs(KEYS) do
    redis.call('HINCRBY', name, string.format('%.0f', now), 1)
    redis.call('PEXPIRE', name, math.ceil((window + 1) * length / 1000))
  end
end
return answer`)

// Take implements ratelimit.Shared.
func (c *Client) Take(ctx context.Context, names []string, count int, window time.Duration) (now int64, slots [][]ratelimit.Slot, err error) {
	keys := make([]string, len(names))
	for i, name := range names {
		// Another window has slots of another length.
		keys[i] = fmt.Sprintf("%slimit:%s:%d", c.options.Prefix, name, int(window.Seconds()))
	}
	err = c.call(ctx, up, func(ctx context.Context) error {
		answer, err := take.Run(ctx, c.redis, keys, count, (window / ratelimit.Slots).Microseconds(), ratelimit.Slots).Slice()
		if err == nil {
			now, slots, err = taken(answer, len(names))
		}
		return err
	})
	return now, slots, err
}

// taken reads the script's answer.
func taken(answer []any, names int) (now int64, slots [][]ratelimit.Slot, err error) {
	now, ok := answer[0].(int64)
	if !ok || len(answer) != 1+names {
		return 0, nil, fmt.Errorf("redis: limits: %d values in the answer about %d names", len(answer), names)
	}
	for _, one := range answer[1:] {
		pairs, _ := one.([]any)
		list := make([]ratelimit.Slot, 0, len(pairs)/2)
		for i := 0; i+1 < len(pairs); i += 2 {
			at, _ := pairs[i].(int64)
			n, _ := pairs[i+1].(int64)
			list = append(list, ratelimit.Slot{At: at, N: int(n)})
		}
		slices.SortFunc(list, func(a, b ratelimit.Slot) int { return cmp.Compare(a.At, b.At) })
		slots = append(slots, list)
	}
	return now, slots, nil
}

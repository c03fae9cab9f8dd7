package cache

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// overhead is what an answer costs beside its name and body, about.
const overhead = 200

// kept are the answers in this process. The one that nobody asked for longest
// goes when they are too many bytes.
type kept struct {
	most int64

	mu      sync.Mutex
	bytes   int64
	answers *simplelru.LRU[string, answer]
}

type answer struct {
	version string
	until   time.Time
	body    []byte
}

func size(name string, a answer) int64 { return int64(len(name)+len(a.version)+len(a.body)) + overhead }

func newKept(most int64) *kept {
	k := &kept{most: most}
	var err error
	// Bytes bound it, and every answer has some.
	k.answers, err = simplelru.NewLRU(int(max(1, most/overhead)), func(name string, a answer) { k.bytes -= size(name, a) })
	if err != nil {
		panic(err) // only a size below 1 fails
	}
	return k
}

// get returns the answer that has that version and time left; nil when there is
// none.
func (k *kept) get(name, version string, now time.Time) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	a, ok := k.answers.Get(name)
	switch {
	case !ok:
		return nil
	case a.version != version || !now.Before(a.until):
		k.answers.Remove(name)
		return nil
	}
	return a.body
}

func (k *kept) put(name, version string, body []byte, until time.Time) {
	a := answer{version: version, until: until, body: body}
	n := size(name, a)
	if n > k.most/8 {
		return // it would push out too many others
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.answers.Remove(name) // Add would not tell of the bytes that it replaces
	k.answers.Add(name, a)
	for k.bytes += n; k.bytes > k.most; {
		k.answers.RemoveOldest()
	}
}

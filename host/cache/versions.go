package cache

import (
	"encoding/binary"
	"hash/maphash"
	"sync/atomic"
)

// versions counts the touches of tags. Tags whose hashes fall together are
// touched together, which costs a hit and never serves what is old; so their
// number needs no bound.
type versions struct {
	seed  maphash.Seed
	count [1 << 14]atomic.Uint64
}

func (v *versions) at(tag string) *atomic.Uint64 {
	return &v.count[maphash.String(v.seed, tag)%uint64(len(v.count))]
}

// of is the version of all the tags together.
func (v *versions) of(tags []string) string {
	version := make([]byte, 0, 1+8*len(tags))
	version = append(version, ':') // no version of Shared begins like this
	for _, tag := range tags {
		version = binary.BigEndian.AppendUint64(version, v.at(tag).Load())
	}
	return string(version)
}

func (v *versions) touch(tags []string) {
	for _, tag := range tags {
		v.at(tag).Add(1)
	}
}

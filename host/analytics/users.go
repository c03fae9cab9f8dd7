package analytics

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
)

// maxUsers is how many users a day remembers. Fewer are counted exactly; of
// more the count is an estimate whose standard error is 1/√maxUsers, 2 %.
const maxUsers = 2048

// users counts distinct users in bounded memory: a sketch of the k smallest
// hashes. It holds every hash below a limit, which sinks as users become more,
// so the share of the range that the limit leaves says how many there are. The
// sketches of several days merge into that of all users.
//
// Source: Beyer et al., "On synopses for distinct-value estimation under
// multiset operations", SIGMOD 2007, whose threshold form this is.
type users struct {
	hashes map[uint64]struct{}
	limit  uint64 // hashes at or above are not kept; 0: all are
}

// userOf spreads a wallet's hash over all 64-bit numbers.
func userOf(walletHash string) uint64 {
	sum := sha256.Sum256([]byte(walletHash))
	return binary.BigEndian.Uint64(sum[:])
}

func (u *users) add(h uint64) {
	if u.limit != 0 && h >= u.limit {
		return
	}
	if u.hashes == nil {
		u.hashes = map[uint64]struct{}{}
	}
	u.hashes[h] = struct{}{}
	if len(u.hashes) >= 2*maxUsers { // so that pruning, which sorts, is rare
		u.prune()
	}
}

// prune lowers the limit until maxUsers are left.
func (u *users) prune() {
	if len(u.hashes) <= maxUsers {
		return
	}
	sorted := slices.Sorted(maps.Keys(u.hashes))
	u.limit = sorted[maxUsers]
	for _, h := range sorted[maxUsers:] {
		delete(u.hashes, h)
	}
}

func (u *users) merge(o *users) {
	if o.limit != 0 && (u.limit == 0 || o.limit < u.limit) {
		u.limit = o.limit
		maps.DeleteFunc(u.hashes, func(h uint64, _ struct{}) bool { return h >= u.limit })
	}
	for h := range o.hashes {
		u.add(h)
	}
}

// count is how many distinct users were added.
func (u *users) count() int64 {
	if u.limit == 0 {
		return int64(len(u.hashes))
	}
	return int64(math.Round(float64(len(u.hashes)) * (math.Exp2(64) / float64(u.limit))))
}

// sketch is the stored form: the limit and the hashes, eight bytes each.
type sketch struct {
	Limit  uint64 `json:"limit,string"`
	Hashes string `json:"hashes"` // base64
}

// MarshalJSON writes what UnmarshalJSON reads.
func (u users) MarshalJSON() ([]byte, error) {
	raw := make([]byte, 0, 8*len(u.hashes))
	for _, h := range slices.Sorted(maps.Keys(u.hashes)) {
		raw = binary.BigEndian.AppendUint64(raw, h)
	}
	return json.Marshal(sketch{u.limit, base64.StdEncoding.EncodeToString(raw)})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (u *users) UnmarshalJSON(text []byte) error {
	var s sketch
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	raw, err := base64.StdEncoding.DecodeString(s.Hashes)
	if err != nil {
		return err
	}
	if len(raw)%8 != 0 {
		return fmt.Errorf("analytics: users: %d bytes are no list of hashes", len(raw))
	}
	*u = users{limit: s.Limit}
	for ; len(raw) > 0; raw = raw[8:] {
		u.add(binary.BigEndian.Uint64(raw))
	}
	return nil
}

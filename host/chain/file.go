package chain

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxFile is the largest file of blocks, bytes.
const maxFile = 64 << 20

// A file reports the blocks of a JSON file, {"blocks": [{"height", "miner", …}]},
// which it reads again when it has changed. Blocks without a height from 1 on
// are left out. Safe for concurrent use.
type file struct {
	path string

	mu      sync.Mutex
	size    int64
	changed time.Time
	list    []Block // ascending by height; of one height in the file's order

	digested struct { // the last digest, of the list that begins at list
		height int64
		list   *Block
		sum    uint64
	}
}

// Heights implements source.
func (f *file) Heights(context.Context) (lowest, highest int64, err error) {
	list, err := f.read()
	if err != nil || len(list) == 0 {
		return 0, 0, err
	}
	return list[0].Height, list[len(list)-1].Height, nil
}

// blocks implements source.
func (f *file) blocks(_ context.Context, from, to int64) (found []Block, done int64, err error) {
	list, err := f.read()
	if err != nil {
		return nil, from - 1, err
	}
	next := rank(list, to+1)
	done = to
	if next < len(list) {
		done = max(to, list[next].Height-1) // nothing is between
	}
	return list[rank(list, from):next], done, nil
}

// count returns how many blocks the file has.
func (f *file) count() (int, error) {
	list, err := f.read()
	return len(list), err
}

// digest tells the blocks up to a height from any others.
func (f *file) digest(height int64) (uint64, error) {
	list, err := f.read()
	if err != nil {
		return 0, err
	}
	if len(list) == 0 {
		return 0, nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.digested.height != height || f.digested.list != &list[0] {
		f.digested.height, f.digested.list, f.digested.sum = height, &list[0], digestOf(list[:rank(list, height+1)])
	}
	return f.digested.sum, nil
}

var seed = maphash.MakeSeed()

func digestOf(list []Block) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, b := range list {
		maphash.WriteComparable(&h, b.Height)
		maphash.WriteComparable(&h, b.Hash)
		maphash.WriteComparable(&h, b.Miner)
	}
	return h.Sum64()
}

// rank is how many blocks of an ascending list are below a height.
func rank(list []Block, height int64) int {
	i, _ := slices.BinarySearchFunc(list, height, func(b Block, h int64) int { return cmp.Compare(b.Height, h) })
	return i
}

// read returns the file's blocks, which nobody may change.
func (f *file) read() ([]Block, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := os.Stat(f.path)
	if err != nil {
		return nil, fmt.Errorf("chain: file of blocks: %w", err)
	}
	if info.Size() == f.size && info.ModTime().Equal(f.changed) && f.list != nil {
		return f.list, nil
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("chain: file of blocks: %w: %d bytes (limit %d)", ErrMalformed, info.Size(), maxFile)
	}
	body, err := readAll(f.path)
	if err != nil {
		return nil, fmt.Errorf("chain: file of blocks: %w", err)
	}
	list, err := parseFile(body)
	if err != nil {
		return nil, fmt.Errorf("chain: file of blocks: %w: %w", ErrMalformed, err)
	}
	f.list, f.size, f.changed = list, info.Size(), info.ModTime()
	return list, nil
}

func readAll(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxFile))
}

// fileBlock is one block of the file.
type fileBlock struct {
	Height     Int             `json:"height"`
	Hash       string          `json:"hash"`
	Miner      string          `json:"miner"`
	Proposer   string          `json:"proposer"`
	Timestamp  moment          `json:"timestamp"`
	Time       moment          `json:"time"`
	TxCount    Int             `json:"tx_count"`
	Txs        json.RawMessage `json:"transactions"`
	Validators string          `json:"validator_set_hash"`
}

func parseFile(body []byte) ([]Block, error) {
	var content struct {
		Blocks *[]fileBlock `json:"blocks"`
	}
	if err := json.Unmarshal(body, &content); err != nil {
		return nil, err
	}
	if content.Blocks == nil {
		return nil, errors.New(`it has no "blocks"`)
	}
	list := make([]Block, 0, len(*content.Blocks))
	for _, b := range *content.Blocks {
		if b.Height > 0 {
			list = append(list, b.block())
		}
	}
	slices.SortStableFunc(list, func(a, b Block) int { return cmp.Compare(a.Height, b.Height) })
	return list, nil
}

func (b fileBlock) block() Block {
	var txs []discard
	if bytes.HasPrefix(b.Txs, []byte("[")) && json.Unmarshal(b.Txs, &txs) == nil && b.TxCount == 0 {
		b.TxCount = Int(len(txs))
	}
	return Block{
		Height: int64(b.Height), Hash: upperHex(b.Hash), Miner: b.Miner, Proposer: cmp.Or(b.Proposer, b.Miner),
		Time: cmp.Or(time.Time(b.Timestamp), time.Time(b.Time)), Txs: int(max(b.TxCount, 0)), ValidatorsHash: b.Validators,
	}
}

// upperHex writes a hash as nodes do, so that a file and a node agree about it.
// What is not hexadecimal stays as it is.
func upperHex(hash string) string {
	if _, err := hex.DecodeString(hash); err != nil {
		return hash
	}
	return strings.ToUpper(hash)
}

// moment is a time as files write it: RFC 3339, or seconds or milliseconds
// since 1970.
type moment time.Time

// UnmarshalJSON implements json.Unmarshaler.
func (m *moment) UnmarshalJSON(body []byte) error {
	text, err := scalar(body)
	if err != nil || text == "" {
		return err
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		*m = moment(at.UTC())
		return nil
	}
	whole, _, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return fmt.Errorf("%q is no time", text)
	}
	if n > 1e11 { // seconds would be of the year 5138
		*m = moment(time.UnixMilli(n).UTC())
		return nil
	}
	*m = moment(time.Unix(n, 0).UTC())
	return nil
}

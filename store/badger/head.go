package badger

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"

	"github.com/r3mes/r3mes/store"
)

// The head file holds the newest head twice, written in turn, each in its own
// disk sector: a write that power loss tears leaves the other one whole.
const (
	headMagic  = "r3meshd1"
	headSize   = len(headMagic) + 8 + len(store.Hash{}) + 4
	headSector = 4096
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A headFile is the journal's newest head outside the database. It is written
// after each commit and synced now and then, so it may be behind the journal,
// never ahead of it.
type headFile struct {
	file *os.File
	turn int64
}

// readHead returns the newest head in the file; ok is false when there is no
// file, or no whole head in it, as a kill while it is first written leaves it.
func readHead(path string) (head store.Head, ok bool, err error) {
	body, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return store.Head{}, false, nil
	}
	if err != nil {
		return store.Head{}, false, fmt.Errorf("badger: read head: %w", err)
	}
	for _, offset := range []int{0, headSector} {
		if h, whole := decodeHead(body[min(offset, len(body)):]); whole && (!ok || h.Seq > head.Seq) {
			head, ok = h, true
		}
	}
	return head, ok, nil
}

// createHead opens the file with head in both places, on disk.
func createHead(path string, head store.Head) (*headFile, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("badger: open head: %w", err)
	}
	h := &headFile{file: file}
	// One place after the other, so that the second still holds the old head
	// when power fails in the first.
	for range 2 {
		if err := cmp.Or(h.write(head), h.sync()); err != nil {
			_ = file.Close()
			return nil, err
		}
	}
	return h, nil
}

func (h *headFile) write(head store.Head) error {
	if _, err := h.file.WriteAt(encodeHead(head), h.turn%2*headSector); err != nil {
		return fmt.Errorf("badger: write head: %w", err)
	}
	h.turn++
	return nil
}

func (h *headFile) sync() error {
	if err := h.file.Sync(); err != nil {
		return fmt.Errorf("badger: sync head: %w", err)
	}
	return nil
}

func encodeHead(head store.Head) []byte {
	b := []byte(headMagic)
	b = binary.BigEndian.AppendUint64(b, head.Seq)
	b = append(b, head.Hash[:]...)
	return binary.BigEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

func decodeHead(b []byte) (head store.Head, whole bool) {
	if len(b) < headSize || string(b[:len(headMagic)]) != headMagic {
		return store.Head{}, false
	}
	body, sum := b[:headSize-4], binary.BigEndian.Uint32(b[headSize-4:])
	head.Seq = binary.BigEndian.Uint64(body[len(headMagic):])
	copy(head.Hash[:], body[len(headMagic)+8:])
	return head, crc32.Checksum(body, castagnoli) == sum
}

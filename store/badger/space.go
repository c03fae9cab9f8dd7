package badger

import (
	"fmt"

	"github.com/r3mes/r3mes/store"
)

// A need says how much of the disk must be free for an operation. Badger maps
// its files into memory: where the disk is full, a write there is a bus error
// that ends the process, so we stop before. What ends a hold may go on longer
// than what begins one, so that running requests can still be charged.
type need int64

const (
	needToBegin need = 1
	needToEnd   need = 2
)

// space returns store.ErrNoSpace when the disk is too full for that.
func (s *Store) space(n need) error {
	least := s.options.MinFreeBytes / int64(n)
	free, err := s.free(s.dir)
	if err != nil {
		return fmt.Errorf("badger: free space of %s: %w", s.dir, err)
	}
	if free < least {
		return fmt.Errorf("badger: %s: %w: %d MiB free, want %d", s.dir, store.ErrNoSpace, free>>20, least>>20)
	}
	return nil
}

package badger

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	badgerdb "github.com/dgraph-io/badger/v4"
	dboptions "github.com/dgraph-io/badger/v4/options"

	"github.com/r3mes/r3mes/store"
)

// dbFolder is where Badger's files are, below the store's folder.
const dbFolder = "db"

// A Store is an open ledger. It is safe for concurrent use.
type Store struct {
	dir     string
	options Options
	lock    *os.File
	db      *badgerdb.DB
	head    *headFile
	pepper  store.Pepper
	used    keyUses
	holds   openHolds
	miners  recentMiners
	orphans []string // open holds of the process before

	door     sync.RWMutex // held to read while using db or requests, to write while closing
	closed   bool
	requests chan *request
	written  chan struct{} // closed when the writer has ended
	stop     chan struct{}
	stopped  sync.Once
	upkeep   sync.WaitGroup

	state     stateRecord      // the writer's own
	uses      map[string]kvUse // by namespace; the writer's own
	headDirty atomic.Bool
	poisoned  atomic.Pointer[error]
	unsound   error // why a read-only store does not verify

	commit func(*badgerdb.Txn) error       // a seam: tests make it fail
	free   func(dir string) (int64, error) // and the disk full
}

// Open opens the ledger in dir, which it creates when it is missing, and
// verifies all of it. A ledger that does not verify is refused with
// store.ErrCorrupt, one that another process has open with store.ErrLocked.
func Open(dir string, o Options) (*Store, error) { return open(dir, o, freeBytes) }

func open(dir string, o Options, free func(dir string) (int64, error)) (*Store, error) {
	o, err := o.withDefaults(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{
		dir: dir, options: o,
		requests: make(chan *request, maxBatch), written: make(chan struct{}), stop: make(chan struct{}),
		commit: (*badgerdb.Txn).Commit, free: free,
	}
	if err := s.open(); err != nil {
		return nil, errors.Join(err, s.closeFiles())
	}
	s.start()
	return s, nil
}

func (s *Store) open() (err error) {
	if !s.options.ReadOnly {
		if err := os.MkdirAll(filepath.Join(s.dir, dbFolder), 0o700); err != nil {
			return fmt.Errorf("badger: open %s: %w", s.dir, err)
		}
	}
	if s.lock, err = lockFolder(s.dir); err != nil {
		return err
	}
	if err := s.space(needToEnd); err != nil {
		return err
	}
	head, seen, err := readHead(s.headPath())
	if err != nil {
		return err
	}
	if err := s.checkFiles(head); err != nil {
		return err
	}
	db, err := badgerdb.Open(s.dbOptions())
	if err != nil {
		return fmt.Errorf("badger: open %s: %w", s.dir, err) // db may not be nil then, and not whole
	}
	s.db = db
	if err := s.verifyAll(head, seen); err != nil {
		if !s.options.ReadOnly {
			return err
		}
		s.unsound = err
	}
	if err := s.openPepper(); err != nil || s.options.ReadOnly {
		return err
	}
	s.head, err = createHead(s.headPath(), s.state.head)
	return err
}

func (s *Store) headPath() string { return filepath.Join(s.dir, "head") }

// dbOptions are the settings under which Badger keeps what it acknowledged;
// each is explained in RATIONALE.md.
func (s *Store) dbOptions() badgerdb.Options {
	o := s.options
	return badgerdb.DefaultOptions(filepath.Join(s.dir, dbFolder)).
		WithSyncWrites(true).
		WithDetectConflicts(true).
		WithVerifyValueChecksum(true).
		WithChecksumVerificationMode(dboptions.OnBlockRead). // whole tables: checkTables
		WithMemTableSize(o.MemTableBytes).
		WithNumMemtables(2).
		WithNumCompactors(2).
		WithValueLogFileSize(64 << 20).
		WithBlockCacheSize(o.BlockCacheBytes).
		WithIndexCacheSize(o.IndexCacheBytes).
		WithMetricsEnabled(false).
		WithLogger(badgerLog{o.Logger})
}

// checkFiles looks before Badger does: without its manifest Badger starts an
// empty database and deletes the tables it does not know.
func (s *Store) checkFiles(head store.Head) error {
	dir := filepath.Join(s.dir, dbFolder)
	files, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("badger: open %s: %w", s.dir, err)
	}
	manifest, data := false, ""
	for _, f := range files {
		removed, err := removeEmptyLog(filepath.Join(dir, f.Name()))
		if err != nil {
			return fmt.Errorf("badger: open %s: %w", s.dir, err)
		}
		if removed {
			continue
		}
		switch name := f.Name(); {
		case name == badgerdb.ManifestFilename:
			manifest = true
		case strings.HasSuffix(name, ".sst") || strings.HasSuffix(name, ".mem") || strings.HasSuffix(name, ".vlog"):
			data = name
		}
	}
	switch {
	case manifest:
		if err := checkTables(dir, s.dbOptions()); err != nil {
			return fmt.Errorf("badger: open %s: %w: %w", s.dir, store.ErrCorrupt, err)
		}
		return nil
	case data != "":
		return fmt.Errorf("badger: open %s: %w: %s has %s and no %s", s.dir, store.ErrCorrupt, dir, data, badgerdb.ManifestFilename)
	case head.Seq > 0:
		return fmt.Errorf("badger: open %s: %w: %s is empty, the head file has seen entry %d", s.dir, store.ErrCorrupt, dir, head.Seq)
	case s.options.ReadOnly:
		return fmt.Errorf("badger: open %s: no ledger there", s.dir)
	}
	return nil
}

// removeEmptyLog removes a log file without a byte in it: a kill between
// making the file and writing its first byte leaves one, and Badger 4.9.6
// refuses to open with it. A log that lost its content is not missed by this:
// then the journal is shorter than the head file.
func removeEmptyLog(path string) (removed bool, err error) {
	if ext := filepath.Ext(path); ext != ".mem" && ext != ".vlog" {
		return false, nil
	}
	info, err := os.Stat(path)
	if err != nil || info.Size() > 0 {
		return false, err
	}
	return true, os.Remove(path)
}

// verifyAll verifies format, journal and indexes, and takes over what the fold
// of the journal gives.
func (s *Store) verifyAll(head store.Head, seen bool) error {
	if err := s.checkFormat(); err != nil {
		return err
	}
	if s.options.AcceptHead {
		head = store.Head{}
	}
	var v *verifier
	err := s.db.View(func(txn *badgerdb.Txn) error {
		v = newVerifier(head).run(context.Background(), view{txn})
		return nil
	})
	if err != nil {
		return fmt.Errorf("badger: open %s: %w", s.dir, err)
	}
	if !seen && v.books.Head.Seq > 0 && !s.options.AcceptHead {
		v.problem(fmt.Errorf("badger: head file %s: %w: missing or damaged, the journal has %d entries", s.headPath(), store.ErrCorrupt, v.books.Head.Seq))
	}
	s.state = stateRecord{head: v.books.Head, totals: v.books.Totals}
	s.uses = v.uses
	s.holds.seq = make(map[string]uint64, len(v.books.Holds))
	for id, h := range v.books.Holds {
		s.holds.seq[id] = h.Seq
	}
	s.orphans = s.holds.ids()
	s.miners.last = v.miners
	if err := v.report().Err(); err != nil {
		return fmt.Errorf("badger: open %s: %w", s.dir, err)
	}
	return nil
}

// checkFormat marks a new database as ours and refuses another one.
func (s *Store) checkFormat() error {
	return s.setOnce(formatKey, []byte(format), func(found []byte) error {
		return fmt.Errorf("badger: open %s: %w: the database says %.40q, want %q", s.dir, store.ErrCorrupt, found, format)
	})
}

// setOnce writes a value that never changes; other is the error when another
// one is there.
func (s *Store) setOnce(key string, value []byte, other func(found []byte) error) error {
	write := func(txn *badgerdb.Txn) error {
		found, ok, err := get(txn, key)
		switch {
		case err != nil:
			return err
		case ok && string(found) != string(value):
			return other(found)
		case ok || s.options.ReadOnly:
			return nil
		}
		return txn.Set([]byte(key), value)
	}
	if s.options.ReadOnly {
		return s.db.View(write)
	}
	return s.db.Update(write)
}

// openPepper reads the pepper, or makes one for a ledger that has none yet.
func (s *Store) openPepper() error {
	pepper, err := readPepper(s.options.PepperFile)
	if s.options.ReadOnly && errors.Is(err, os.ErrNotExist) {
		return nil // keys cannot be checked then; verifying does not need them
	}
	if errors.Is(err, os.ErrNotExist) {
		if known, err := s.has(pepperKey); err != nil || known {
			return cmp.Or(err, fmt.Errorf("badger: open %s: the pepper file %s is missing, and without it no API key of this ledger works: put it back", s.dir, s.options.PepperFile))
		}
		pepper, err = createPepper(s.options.PepperFile)
	}
	if err != nil {
		return err
	}
	s.pepper = pepper
	check := pepper.Check()
	return s.setOnce(pepperKey, check[:], func([]byte) error {
		return fmt.Errorf("badger: open %s: %s is not the pepper that this ledger's API keys were made with", s.dir, s.options.PepperFile)
	})
}

func (s *Store) has(key string) (ok bool, err error) {
	err = s.db.View(func(txn *badgerdb.Txn) error {
		_, ok, err = get(txn, key)
		return err
	})
	return ok, err
}

func (s *Store) start() {
	if s.options.ReadOnly {
		close(s.written)
		return
	}
	go s.write()
	s.upkeep.Go(s.maintain)
}

// Ready returns nil while the store can do its work: otherwise why not.
func (s *Store) Ready() error {
	s.door.RLock()
	defer s.door.RUnlock()
	if s.closed {
		return store.ErrClosed
	}
	return cmp.Or(s.failure(), s.unsound, s.space(needToBegin))
}

// Close carries out what was submitted, writes the head file and closes all
// files. Closing again returns store.ErrClosed.
func (s *Store) Close() error {
	s.stopped.Do(func() { close(s.stop) })
	s.upkeep.Wait()
	uses := s.flushUses(context.Background())
	if s.failure() != nil || s.options.ReadOnly || errors.Is(uses, store.ErrClosed) {
		uses = nil // said elsewhere
	}
	if !s.shut() {
		return store.ErrClosed
	}
	<-s.written
	return errors.Join(uses, s.closeFiles())
}

// shut ends the intake; false when it was shut before.
func (s *Store) shut() bool {
	s.door.Lock()
	defer s.door.Unlock()
	if s.closed {
		return false
	}
	s.closed = true
	close(s.requests)
	return true
}

func (s *Store) closeFiles() error {
	var errs []error
	if s.head != nil {
		errs = append(errs, s.head.sync(), s.head.file.Close())
	}
	if s.db != nil {
		errs = append(errs, s.db.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	return errors.Join(errs...)
}

func (s *Store) now() time.Time { return s.options.Now().UTC().Round(0) }

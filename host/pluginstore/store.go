package pluginstore

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/r3mes/r3mes/host/durable"
)

// Errors that callers decide on.
var (
	// ErrUnknownPlugin: there is no record of that plugin.
	ErrUnknownPlugin = errors.New("unknown plugin")
	// ErrDamaged: a file of the store is not what was written. The error names it.
	ErrDamaged = durable.ErrDamaged
)

// Store is the plugins of one data folder. Safe for concurrent use.
type Store struct {
	blobs, records *durable.Folder

	mu sync.Mutex // held while blobs and record belong together
}

// Open opens the store in the folder dir, which it makes when it is missing.
// It reads no record: a damaged one is found by List.
func Open(dir string) (*Store, error) {
	if _, err := durable.Open(dir); err != nil { // so that nobody else can put folders into it
		return nil, fmt.Errorf("pluginstore: %w", err)
	}
	blobs, err := durable.Open(filepath.Join(dir, "blobs"))
	if err != nil {
		return nil, fmt.Errorf("pluginstore: %w", err)
	}
	records, err := durable.Open(filepath.Join(dir, "records"))
	if err != nil {
		return nil, fmt.Errorf("pluginstore: %w", err)
	}
	return &Store{blobs: blobs, records: records}, nil
}

// Inject makes fault the Fault of the store's folders, for tests of crashes and
// full disks; see durable.Folder.
func (s *Store) Inject(fault func(step durable.Step, name string) error) {
	s.blobs.Fault, s.records.Fault = fault, fault
}

// recordSuffix ends the name of a record's file.
const recordSuffix = ".record"

// Save makes r the record of its plugin. blobs are those of the record that may
// not be stored yet; all of them are on the disk before the record names them.
// An error leaves the record as it was.
func (s *Store) Save(r Record, blobs ...[]byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := r.check(); err != nil {
		return fmt.Errorf("pluginstore: save %s: %w", r.Plugin, err)
	}
	for _, blob := range blobs {
		if err := s.put(blob); err != nil {
			return fmt.Errorf("pluginstore: save %s: %w", r.Plugin, err)
		}
	}
	if err := s.records.WriteJSON(r.Plugin+recordSuffix, r); err != nil {
		return fmt.Errorf("pluginstore: save %s: %w", r.Plugin, err)
	}
	return nil
}

// put stores a blob unless it is there and whole.
func (s *Store) put(blob []byte) error {
	d := DigestOf(blob)
	if _, err := s.blob(d); err == nil {
		return nil
	}
	return s.blobs.Write(string(d), blob)
}

// Blob returns a blob after comparing it with its digest. ErrDamaged when it
// differs or is missing.
func (s *Store) Blob(d Digest) ([]byte, error) {
	blob, err := s.blob(d)
	if err != nil {
		return nil, fmt.Errorf("pluginstore: %w", err)
	}
	return blob, nil
}

func (s *Store) blob(d Digest) ([]byte, error) {
	if !digestPattern.MatchString(string(d)) {
		return nil, fmt.Errorf("%w: %q is not a digest", ErrDamaged, d)
	}
	blob, err := s.blobs.Read(string(d))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: blob %s is missing: load the plugin again", ErrDamaged, s.blobs.Path(string(d)))
	} else if err != nil {
		return nil, err
	}
	if DigestOf(blob) != d {
		return nil, fmt.Errorf("%w: blob %s does not have the digest that is its name: load the plugin again", ErrDamaged, s.blobs.Path(string(d)))
	}
	return blob, nil
}

// Get returns a plugin's record: ErrUnknownPlugin, or ErrDamaged.
func (s *Store) Get(plugin string) (Record, error) {
	if !pluginName.MatchString(plugin) {
		return Record{}, fmt.Errorf("pluginstore: %w %q", ErrUnknownPlugin, plugin)
	}
	var r Record
	err := s.records.ReadJSON(plugin+recordSuffix, &r)
	if errors.Is(err, fs.ErrNotExist) {
		return Record{}, fmt.Errorf("pluginstore: %w %q", ErrUnknownPlugin, plugin)
	}
	if err == nil {
		if bad := r.checkIs(plugin); bad != nil {
			err = fmt.Errorf("%s: %w: %w", s.records.Path(plugin+recordSuffix), ErrDamaged, bad)
		}
	}
	if err != nil {
		return Record{}, fmt.Errorf("pluginstore: record of %s: %w; remove the plugin, then load it again", plugin, err)
	}
	return r, nil
}

// List returns the records, sorted by plugin, and an error for each plugin
// whose record is damaged. err: the folder itself cannot be read.
func (s *Store) List() (records []Record, damaged map[string]error, err error) {
	names, err := s.records.Names()
	if err != nil {
		return nil, nil, fmt.Errorf("pluginstore: %w", err)
	}
	damaged = map[string]error{}
	for _, name := range names {
		plugin, ok := strings.CutSuffix(name, recordSuffix)
		if !ok || !pluginName.MatchString(plugin) {
			continue // nobody's record: an editor's copy, for instance
		}
		r, err := s.Get(plugin)
		switch {
		case errors.Is(err, ErrUnknownPlugin): // removed since
		case err != nil:
			damaged[plugin] = err
		default:
			records = append(records, r)
		}
	}
	return records, damaged, nil
}

// Remove forgets a plugin, damaged or not. Its blobs go with the next Collect.
func (s *Store) Remove(plugin string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !pluginName.MatchString(plugin) {
		return fmt.Errorf("pluginstore: %w %q", ErrUnknownPlugin, plugin)
	}
	if err := s.records.Remove(plugin + recordSuffix); err != nil {
		return fmt.Errorf("pluginstore: remove %s: %w", plugin, err)
	}
	return nil
}

// Collect removes the blobs that no record needs and returns how many. When a
// record is damaged it removes none.
func (s *Store) Collect() (removed int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	records, damaged, err := s.List()
	if err != nil || len(damaged) > 0 {
		return 0, err
	}
	var needed []string
	for _, r := range records {
		for _, d := range r.blobs() {
			needed = append(needed, string(d))
		}
	}
	slices.Sort(needed)
	names, err := s.blobs.Names()
	if err != nil {
		return 0, fmt.Errorf("pluginstore: collect: %w", err)
	}
	for _, name := range names {
		if _, found := slices.BinarySearch(needed, name); found || !digestPattern.MatchString(name) {
			continue
		}
		if err := s.blobs.Remove(name); err != nil {
			return removed, fmt.Errorf("pluginstore: collect: %w", err)
		}
		removed++
	}
	return removed, nil
}

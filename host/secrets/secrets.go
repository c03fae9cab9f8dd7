// Package secrets keeps what plugins may send and never see, such as the keys
// of services that they call: one file for each in a folder that only the
// owner can read.
//
//	s, err := secrets.Open(filepath.Join(data, "secrets"))
//	info, err := s.Set("api-key", store.NewSecret(value))
//	secret, err := s.Get("api-key") // for the host
//
// Values go in and never come out but through Get: List tells names and dates.
//
// # Caveats
//
// A value is not encrypted: whoever can read the data folder can read the
// ledger's key beside it, so encryption would only hide where the key is. Keep
// the folder out of backups that others can read.
package secrets

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/r3mes/r3mes/host/durable"
	"github.com/r3mes/r3mes/store"
)

// Errors that callers decide on. None holds a value.
var (
	// ErrUnknown: there is no secret of that name.
	ErrUnknown = errors.New("unknown secret")
	// ErrInvalid: the name or the value is not allowed.
	ErrInvalid = errors.New("invalid secret")
)

// MaxBytes is the longest value: it has to fit into a header.
const MaxBytes = 8 << 10

// Info is what may be shown of a secret.
type Info struct {
	Name    string    `json:"name"`
	Created time.Time `json:"created"`
	Updated time.Time `json:"updated"`           // when its value was set
	Damaged string    `json:"damaged,omitempty"` // why it cannot be read; empty: it can
}

// kept is a secret's file.
type kept struct {
	Created time.Time `json:"created"`
	Updated time.Time `json:"updated"`
	Value   string    `json:"value"`
}

// Store holds the secrets of one data folder. Safe for concurrent use.
type Store struct {
	folder *durable.Folder

	mu      sync.RWMutex
	secrets map[string]kept
	damaged map[string]error
}

var namePattern = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,63}$`)

// suffix ends the name of a secret's file.
const suffix = ".secret"

// Open reads the secrets in the folder dir, which it makes when it is missing.
// One that is damaged is told of by List and Get, and can be set anew.
func Open(dir string) (*Store, error) {
	folder, err := durable.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("secrets: %w", err)
	}
	names, err := folder.Names()
	if err != nil {
		return nil, fmt.Errorf("secrets: %w", err)
	}
	s := &Store{folder: folder, secrets: map[string]kept{}, damaged: map[string]error{}}
	for _, file := range names {
		name, ok := strings.CutSuffix(file, suffix)
		if !ok || !namePattern.MatchString(name) {
			continue
		}
		var k kept
		if err := folder.ReadJSON(file, &k); err != nil {
			s.damaged[name] = fmt.Errorf("%w: %s; set it anew", durable.ErrDamaged, folder.Path(file)) // a decoder's error may quote the value
			continue
		}
		s.secrets[name] = k
	}
	return s, nil
}

// Set stores a secret under name, in the place of an older one.
func (s *Store) Set(name string, value store.Secret) (Info, error) {
	if !namePattern.MatchString(name) {
		// The name is not shown: it may be the value, in the wrong place.
		return Info{}, fmt.Errorf("secrets: %w: the name is not of the form %s", ErrInvalid, namePattern)
	}
	text := value.Reveal()
	if text == "" || len(text) > MaxBytes || strings.ContainsAny(text, "\r\n\x00") {
		return Info{}, fmt.Errorf("secrets: %w: the value of %s must be one line of 1 to %d bytes", ErrInvalid, name, MaxBytes)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now().UTC()
	k := kept{Created: now, Updated: now, Value: text}
	if old, ok := s.secrets[name]; ok {
		k.Created = old.Created
	}
	if err := s.folder.WriteJSON(name+suffix, k); err != nil {
		return Info{}, fmt.Errorf("secrets: %w", err)
	}
	delete(s.damaged, name)
	s.secrets[name] = k
	return k.info(name), nil
}

func (k kept) info(name string) Info { return Info{Name: name, Created: k.Created, Updated: k.Updated} }

// Get returns a secret: ErrUnknown when there is none, durable.ErrDamaged when
// it cannot be read.
func (s *Store) Get(name string) (store.Secret, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := s.damaged[name]; err != nil {
		return store.Secret{}, fmt.Errorf("secrets: %q: %w", name, err)
	}
	k, ok := s.secrets[name]
	if !ok {
		return store.Secret{}, fmt.Errorf("secrets: %w %q", ErrUnknown, name)
	}
	return store.NewSecret(k.Value), nil
}

// List returns what may be shown of all secrets, sorted by name.
func (s *Store) List() []Info {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var list []Info
	for name, k := range s.secrets {
		list = append(list, k.info(name))
	}
	for _, name := range slices.Sorted(maps.Keys(s.damaged)) {
		list = append(list, Info{Name: name, Damaged: s.damaged[name].Error()})
	}
	slices.SortFunc(list, func(a, b Info) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// Delete removes a secret. A plugin that names it gets an error from its next
// call on.
func (s *Store) Delete(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, known := s.secrets[name]
	if !known && s.damaged[name] == nil {
		return fmt.Errorf("secrets: %w; list the names", ErrUnknown)
	}
	if err := s.folder.Remove(name + suffix); err != nil {
		return fmt.Errorf("secrets: %w", err)
	}
	delete(s.secrets, name)
	delete(s.damaged, name)
	return nil
}

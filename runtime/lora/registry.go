package lora

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/r3mes/r3mes/runtime/checkpoint"
)

// Registry holds the adapters that requests may use. Its methods are safe for
// concurrent use, and only reading files blocks: never while others wait.
//
// An adapter is resident when its weights are in memory. The weights of all
// resident adapters together stay within the budget: to make room, the least
// recently used ones that are idle and not pinned are evicted. An evicted
// adapter is still listed, and is read again from its files when someone
// acquires it.
type Registry struct {
	base   checkpoint.Config
	budget int64 // 0: no limit

	mu       sync.Mutex
	entries  map[string]*entry
	resident int64  // bytes held or reserved, those of unloaded adapters in use too
	clock    uint64 // counts uses, to order them
	uses     Uses
}

// Uses counts how adapters were lent since the registry was made.
type Uses struct {
	Hits   int64 // the weights were in memory
	Misses int64 // they were read first
}

// entry is one adapter of a registry. The registry's lock guards it.
type entry struct {
	fsys    fs.FS
	info    Info // List fills in what changes
	adapter *Adapter
	users   int
	pinned  bool
	used    uint64        // clock at the last use
	loading chan struct{} // closed when the load in progress ends; nil: none
	removed bool          // unloaded or replaced; weights go when users is 0
	loads   int64         // times that the weights were read
	evicted int64         // times that they had to make room
}

// Info describes an adapter for listings and routing. Slices and maps are
// shared and must not be changed. The counters are of the adapter's time in the
// registry.
type Info struct {
	Name        string
	Digest      string
	BaseModel   string
	Description string
	Examples    []string
	Metadata    map[string]string
	MaxRank     int
	BF16        bool // all weights are bfloat16 values to the bit
	Bytes       int64
	Resident    bool // weights are in memory
	Pinned      bool
	Users       int   // requests that hold it now
	Loads       int64 // times that its weights were read from its files
	Evictions   int64 // times that its weights made room for others
}

// NewRegistry makes an empty registry for a base model. budget is in bytes of
// adapter weights; 0 or less means no limit.
func NewRegistry(base checkpoint.Config, budget int64) *Registry {
	return &Registry{base: base, budget: max(budget, 0), entries: map[string]*entry{}}
}

// LoadDir loads every folder of dir that holds an adapter_config.json, under
// the folder's name. Folders that fail do not keep out the others: the error
// joins one error a failed folder.
func (r *Registry) LoadDir(dir string) error {
	names, err := Folders(dir)
	problems := []error{err}
	for _, name := range names {
		problems = append(problems, r.Load(name, os.DirFS(filepath.Join(dir, name))))
	}
	return errors.Join(problems...)
}

// Folders names the folders of dir that hold an adapter_config.json, sorted. An
// error, of dir or of a folder that cannot be looked into, keeps out none of the
// others.
func Folders(dir string) (names []string, err error) {
	folders, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("lora: scan: %w", err)
	}
	var problems []error
	for _, f := range folders {
		_, err := os.Stat(filepath.Join(dir, f.Name(), ConfigFile)) // follows links, as f.IsDir would not
		switch {
		case err == nil:
			names = append(names, f.Name())
		case f.IsDir() && !errors.Is(err, fs.ErrNotExist):
			problems = append(problems, fmt.Errorf("lora: scan: %w", err))
		}
	}
	return names, errors.Join(problems...)
}

// Load reads and checks an adapter and adds it under a name. The registry
// keeps fsys to read it again after an eviction. ErrExists if the name is
// taken. When everything else in memory is in use, the new adapter is added
// without staying resident; one that is larger than the whole budget is
// refused.
func (r *Registry) Load(name string, fsys fs.FS) error {
	if r.has(name) {
		return fmt.Errorf("lora: load %q: %w", name, ErrExists)
	}
	a, err := r.Prepare(name, fsys) // outside the lock: reads files
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.entries[name] != nil {
		return fmt.Errorf("lora: load %q: %w", name, ErrExists)
	}
	r.put(a, fsys)
	return nil
}

// Prepare reads and checks an adapter as Load does, for Put. It changes
// nothing.
func (r *Registry) Prepare(name string, fsys fs.FS) (*Adapter, error) {
	a, err := Load(fsys, name, r.base)
	if err != nil {
		return nil, err
	}
	if r.budget > 0 && a.Bytes > r.budget {
		return nil, fmt.Errorf("lora: load %q: needs %d bytes, the budget for all adapters is %d", name, a.Bytes, r.budget)
	}
	return a, nil
}

// Put adds what Prepare read from fsys, in the place of the adapter that has its
// name, if one has. Requests that hold that one keep it, and its memory goes
// with the last of them; the new one is pinned if the old one was. When
// everything else in memory is in use, the new one is added without staying
// resident.
func (r *Registry) Put(a *Adapter, fsys fs.FS) {
	r.mu.Lock()
	defer r.mu.Unlock()
	old := r.entries[a.Name]
	pinned := old != nil && old.pinned
	if old != nil {
		r.remove(old)
	}
	r.put(a, fsys).pinned = pinned
}

// put adds an adapter under a name that is free.
func (r *Registry) put(a *Adapter, fsys fs.FS) *entry {
	e := &entry{fsys: fsys, info: describe(a), loads: 1}
	r.entries[a.Name] = e
	if r.reserve(a.Bytes) {
		e.adapter = a
		r.touch(e)
	}
	return e
}

func (r *Registry) has(name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.entries[name] != nil
}

func describe(a *Adapter) Info {
	return Info{
		Name: a.Name, Digest: a.Digest, BaseModel: a.BaseModel, Description: a.Description,
		Examples: a.Examples, Metadata: a.Metadata, MaxRank: a.MaxRank, BF16: a.BF16, Bytes: a.Bytes,
	}
}

// Unload removes a name at once: later calls of Acquire fail. Requests that
// hold the adapter keep it, and its memory goes with the last of them. The
// name is free for another Load. ErrUnknown if there is no such adapter.
func (r *Registry) Unload(name string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.entries[name]
	if e == nil {
		return fmt.Errorf("lora: unload %q: %w", name, ErrUnknown)
	}
	r.remove(e)
	return nil
}

// remove takes an entry out of the list; whoever holds it keeps it.
func (r *Registry) remove(e *entry) {
	delete(r.entries, e.info.Name)
	e.removed, e.pinned = true, false
	if e.users == 0 {
		r.drop(e)
	}
}

// Pin brings an adapter into memory and keeps it there, used or not, until
// Unpin or Unload. Errors are those of Acquire.
func (r *Registry) Pin(name string) error {
	e, _, err := r.hold(name)
	if err != nil {
		return fmt.Errorf("lora: pin %q: %w", name, err)
	}
	r.mu.Lock()
	e.pinned = !e.removed
	r.mu.Unlock()
	r.release(e)
	return nil
}

// Unpin lets an adapter be evicted again. ErrUnknown if there is none.
func (r *Registry) Unpin(name string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.entries[name]
	if e == nil {
		return fmt.Errorf("lora: unpin %q: %w", name, ErrUnknown)
	}
	e.pinned = false
	return nil
}

// List returns all adapters by name.
func (r *Registry) List() []Info {
	r.mu.Lock()
	defer r.mu.Unlock()
	var list []Info
	for _, name := range slices.Sorted(maps.Keys(r.entries)) {
		e := r.entries[name]
		info := e.info
		info.Resident, info.Pinned, info.Users = e.adapter != nil, e.pinned, e.users
		info.Loads, info.Evictions = e.loads, e.evicted
		list = append(list, info)
	}
	return list
}

// Resident returns the bytes of adapter weights in memory, those of unloaded
// adapters that are still in use included.
func (r *Registry) Resident() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.resident
}

// Uses returns what was counted so far.
func (r *Registry) Uses() Uses {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.uses
}

// Acquire lends the adapter of a name until release is called; further calls
// of release do nothing. It reads the files again if the adapter was evicted.
//
// Errors: ErrUnknown; ErrBudget when it does not fit beside the adapters in
// use, which a later try may; ErrChanged; or what Load returns.
func (r *Registry) Acquire(name string) (a *Adapter, release func(), err error) {
	e, a, err := r.hold(name)
	if err != nil {
		return nil, nil, fmt.Errorf("lora: acquire %q: %w", name, err)
	}
	var once sync.Once
	return a, func() { once.Do(func() { r.release(e) }) }, nil
}

// hold returns a resident entry with one more user.
func (r *Registry) hold(name string) (*entry, *Adapter, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	count := &r.uses.Hits
	for {
		e := r.entries[name]
		switch {
		case e == nil:
			return nil, nil, ErrUnknown
		case e.adapter != nil:
			e.users++
			*count++
			r.touch(e)
			return e, e.adapter, nil
		case e.loading != nil:
			count = &r.uses.Misses
			r.wait(e.loading)
		default:
			count = &r.uses.Misses
			if err := r.reload(e); err != nil {
				return nil, nil, err
			}
		}
	}
}

// wait waits for a load by another goroutine, without the lock.
func (r *Registry) wait(done <-chan struct{}) {
	r.mu.Unlock()
	<-done
	r.mu.Lock()
}

// reload reads an evicted adapter, without the lock. Its memory is reserved
// before, so that concurrent loads cannot exceed the budget together.
func (r *Registry) reload(e *entry) error {
	if !r.reserve(e.info.Bytes) {
		return ErrBudget
	}
	done := make(chan struct{})
	e.loading = done
	r.mu.Unlock()
	a, err := Load(e.fsys, e.info.Name, r.base)
	if err == nil && a.Digest != e.info.Digest {
		err = ErrChanged
	}
	r.mu.Lock()
	e.loading = nil
	close(done)
	if e.removed {
		r.resident -= e.info.Bytes
		return nil // its files may be gone too: hold looks the name up again
	}
	if err != nil {
		r.resident -= e.info.Bytes
		return err
	}
	e.adapter = a
	e.loads++
	return nil
}

// reserve counts bytes as resident, after evicting what it must and may. It
// evicts nothing when that would not be enough.
func (r *Registry) reserve(bytes int64) bool {
	if r.budget == 0 || r.resident+bytes <= r.budget {
		r.resident += bytes
		return true
	}
	var idle []*entry
	free := r.budget - r.resident
	for _, e := range r.entries {
		if e.adapter != nil && e.users == 0 && !e.pinned {
			idle = append(idle, e)
			free += e.info.Bytes
		}
	}
	if free < bytes {
		return false
	}
	slices.SortFunc(idle, func(a, b *entry) int { return int(a.used) - int(b.used) })
	for _, e := range idle {
		if r.resident+bytes <= r.budget {
			break
		}
		r.drop(e)
		e.evicted++
	}
	r.resident += bytes
	return true
}

// drop lets go of an entry's weights.
func (r *Registry) drop(e *entry) {
	if e.adapter != nil {
		e.adapter = nil
		r.resident -= e.info.Bytes
	}
}

func (r *Registry) touch(e *entry) {
	r.clock++
	e.used = r.clock
}

func (r *Registry) release(e *entry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e.users--
	if e.users == 0 && e.removed {
		r.drop(e)
	}
}

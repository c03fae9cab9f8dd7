package modelhost

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/durable"
)

// Act says who did something, and when.
type Act struct {
	By   string    `json:"by"`
	From string    `json:"from,omitempty"`
	At   time.Time `json:"at"`
}

func actOf(by audit.Actor) Act { return Act{By: by.Name, From: by.From, At: time.Now().UTC()} }

// Files of the data folder's part that is ours. Each folder below adapters holds
// the files of one adapter.
const (
	adaptersFile = "adapters.json"
	modelFile    = "model.json"
	adaptersDir  = "adapters"
	stagePrefix  = ".stage-" // of folders that are being filled
)

// adapterRecord is what an operator did to one adapter.
type adapterRecord struct {
	// Folder holds its files; empty: those that the configuration names serve.
	Folder string `json:"folder,omitempty"`
	Pinned bool   `json:"pinned,omitempty"`
	// Unloaded keeps out an adapter that the configuration names.
	Unloaded bool `json:"unloaded,omitempty"`
	Last     Act  `json:"last"`
}

// modelRecord is the base model that an operator chose.
type modelRecord struct {
	Path string `json:"path"`
	Name string `json:"name"`
	// Configured is what the configuration named then: when it names another
	// model now, the configuration is the later word.
	Configured named `json:"configured"`
	Last       Act   `json:"last"`
}

// named is a model as the configuration names it.
type named struct {
	Path string `json:"path"`
	Name string `json:"name"`
}

// records keeps what operators did, so that it survives a restart.
// Its methods that change are called one at a time.
type records struct {
	folder *durable.Folder

	mu    sync.Mutex
	saved map[string]adapterRecord // of adapters; replaced whole, never changed
}

// openRecords opens the folder dir, which it makes when it is missing, and
// removes what acts that a crash ended left behind.
func openRecords(dir string) (*records, error) {
	folder, err := durable.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("modelhost: %w", err)
	}
	if _, err := durable.Open(filepath.Join(dir, adaptersDir)); err != nil {
		return nil, fmt.Errorf("modelhost: %w", err)
	}
	r := &records{folder: folder, saved: map[string]adapterRecord{}}
	if err := folder.ReadJSON(adaptersFile, &r.saved); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("modelhost: %w", err)
	}
	return r, r.sweep()
}

// sweep removes folders that no record names.
func (r *records) sweep() error {
	used := map[string]bool{}
	for _, a := range r.saved {
		used[a.Folder] = true
	}
	root := r.folder.Path(adaptersDir)
	folders, err := os.ReadDir(root)
	if err != nil {
		return fmt.Errorf("modelhost: %w", err)
	}
	for _, f := range folders {
		if used[f.Name()] {
			continue
		}
		if err := os.RemoveAll(filepath.Join(root, f.Name())); err != nil {
			return fmt.Errorf("modelhost: %w", err)
		}
	}
	return nil
}

// path is where an adapter's files are.
func (r *records) path(folder string) string {
	return r.folder.Path(filepath.Join(adaptersDir, folder))
}

// adapters is what operators did to adapters, by name. It must not be changed.
func (r *records) adapters() map[string]adapterRecord {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.saved
}

// put saves what is recorded of one adapter; nil forgets it. An error leaves the
// record as it was.
func (r *records) put(name string, a *adapterRecord) error {
	before := r.adapters()
	next := maps.Clone(before)
	if a == nil {
		delete(next, name)
	} else {
		next[name] = *a
	}
	if err := r.folder.WriteJSON(adaptersFile, next); err != nil {
		return fmt.Errorf("modelhost: %w", err)
	}
	r.mu.Lock()
	r.saved = next
	r.mu.Unlock()
	if old := before[name].Folder; old != "" && old != next[name].Folder {
		_ = os.RemoveAll(r.path(old)) // the next start removes what is left
	}
	return nil
}

// model is the model that an operator chose; false when none did.
func (r *records) model() (m modelRecord, ok bool, err error) {
	err = r.folder.ReadJSON(modelFile, &m)
	if errors.Is(err, fs.ErrNotExist) {
		return m, false, nil
	}
	if err != nil {
		return m, false, fmt.Errorf("modelhost: %w", err)
	}
	return m, true, nil
}

// setModel saves the choice of a model; nil forgets it.
func (r *records) setModel(m *modelRecord) (err error) {
	if m == nil {
		err = r.folder.Remove(modelFile)
	} else {
		err = r.folder.WriteJSON(modelFile, m)
	}
	if err != nil {
		return fmt.Errorf("modelhost: %w", err)
	}
	return nil
}

// unstaged is a folder's name without what marks it as being filled.
func unstaged(dir string) string { return strings.TrimPrefix(filepath.Base(dir), stagePrefix) }

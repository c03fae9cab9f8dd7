package modelhost

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/runtime/lora"
)

// Where an adapter comes from.
const (
	FromModel  = "model"  // the model's own
	FromFolder = "folder" // adapters.dir
	FromLoad   = "load"   // an operator loaded it
)

// origin is where an adapter's files are.
type origin struct {
	from   string
	folder string // of the record, or the path; of the model's own, empty
	files  fs.FS
}

func (o origin) same(other origin) bool { return o.from == other.from && o.folder == other.folder }

// Adapter describes an adapter to operators.
type Adapter struct {
	lora.Info        // of one that does not fit, the name alone
	From      string // FromModel, FromFolder or FromLoad
	Unfit     string // why the model that serves is not served with it; empty: it is
	Last      *Act   // that an operator did to it; nil: none
	Count
}

// wanted are the adapters that belong to a model by the configuration and by
// what operators did. unread joins what could not be looked at.
func (h *Host) wanted(src Source, stored map[string]adapterRecord) (want map[string]origin, unread error) {
	want = map[string]origin{}
	if src.Adapters != nil {
		folders, err := fs.ReadDir(src.Adapters, ".")
		unread = errors.Join(unread, err)
		for _, f := range folders {
			if files, err := fs.Sub(src.Adapters, f.Name()); err == nil && f.IsDir() {
				want[f.Name()] = origin{from: FromModel, files: files}
			}
		}
	}
	if dir := h.options.AdapterDir; dir != "" {
		folders, err := lora.Folders(dir)
		unread = errors.Join(unread, err)
		for _, name := range folders {
			path := filepath.Join(dir, name)
			want[name] = origin{from: FromFolder, folder: path, files: os.DirFS(path)}
		}
	}
	for name, a := range stored {
		switch {
		case a.Folder != "":
			want[name] = origin{from: FromLoad, folder: a.Folder, files: os.DirFS(h.records.path(a.Folder))}
		case a.Unloaded:
			delete(want, name)
		}
	}
	return want, unread
}

// settle makes the adapters of s what is wanted. Those that do not fit are kept
// out with the reason; the error joins the reasons of those that are not
// FromLoad. The caller holds acting, or is the only one who knows s.
func (h *Host) settle(s *served) error {
	stored := h.records.adapters()
	want, broken := h.wanted(s.source, stored)
	for name := range s.have {
		if _, ok := want[name]; !ok {
			_ = s.registry.Unload(name) // it is there
			delete(s.have, name)
		}
	}
	unfit := map[string]unfitAdapter{}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		o := want[name]
		if have, ok := s.have[name]; ok && have.same(o) {
			continue
		}
		a, err := s.prepare(name, o.files)
		if err != nil {
			unfit[name] = unfitAdapter{o.from, err}
			if o.from != FromLoad {
				broken = errors.Join(broken, err)
			}
			continue
		}
		s.registry.Put(a, o.files)
		h.upload(s, a)
		s.have[name] = o
	}
	for name := range s.have {
		if stored[name].Pinned {
			if err := s.registry.Pin(name); err != nil {
				h.log.Warn("an adapter could not be pinned", "adapter", name, "error", err)
			}
		}
	}
	h.mu.Lock()
	s.unfit = unfit
	h.mu.Unlock()
	return broken
}

// unfitAdapter is one that a model cannot be served with.
type unfitAdapter struct {
	from string
	err  error
}

// prepare reads and checks an adapter for s.
func (s *served) prepare(name string, files fs.FS) (*lora.Adapter, error) {
	if name == s.model.BaseModel || name == pipeline.Auto {
		return nil, fmt.Errorf("modelhost: %w: an adapter cannot be called %q: the base model, or routing, has that name", ErrRefused, name)
	}
	a, err := s.registry.Prepare(name, files)
	if err != nil {
		return nil, fmt.Errorf("modelhost: %w: %w", ErrRefused, err)
	}
	return a, nil
}

// ListAdapters lists the adapters by name: those that requests may use, and
// those that do not fit the model that serves.
func (h *Host) ListAdapters() []Adapter {
	h.mu.Lock()
	defer h.mu.Unlock()
	stored := h.records.adapters()
	var list []Adapter
	add := func(info lora.Info, from, unfit string) {
		a := Adapter{Info: info, From: from, Unfit: unfit, Count: h.counts[info.Name]}
		if r, ok := stored[info.Name]; ok {
			a.Last = &r.Last
		}
		list = append(list, a)
	}
	if s := h.current; s != nil {
		for _, info := range s.registry.List() {
			add(info, s.have[info.Name].from, "")
		}
		for name, u := range s.unfit {
			add(lora.Info{Name: name}, u.from, u.err.Error())
		}
	} else {
		for name, r := range stored {
			if r.Folder != "" {
				add(lora.Info{Name: name}, FromLoad, pipeline.ErrNoModel.Error())
			}
		}
	}
	slices.SortFunc(list, func(a, b Adapter) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// adapter describes one adapter of ListAdapters.
func (h *Host) adapter(name string) (Adapter, error) {
	for _, a := range h.ListAdapters() {
		if a.Name == name {
			return a, nil
		}
	}
	return Adapter{}, fmt.Errorf("modelhost: %w: %.64q", lora.ErrUnknown, name)
}

// Acts on adapters, in the audit log.
const (
	actLoadAdapter   = "adapter.load"
	actPinAdapter    = "adapter.pin"
	actUnpinAdapter  = "adapter.unpin"
	actUnloadAdapter = "adapter.unload"
)

// act carries out do, one act at a time, and writes it to the audit log.
func (h *Host) act(by audit.Actor, name, target string, do func(e *audit.Entry) error) error {
	entry := audit.Entry{Actor: by, Act: name, Target: target, Detail: map[string]string{}}
	return h.options.Audit.Do(entry, func(e *audit.Entry) error {
		h.acting.Lock()
		defer h.acting.Unlock()
		return do(e)
	})
}

// LoadAdapter serves the adapter whose files st holds under name, in the place
// of one that has it, and keeps them for the next start. Requests that run end
// with the weights that they began with. st is used up.
func (h *Host) LoadAdapter(by audit.Actor, name string, st *Stage) (Adapter, error) {
	defer st.Discard()
	err := h.act(by, actLoadAdapter, name, func(e *audit.Entry) error {
		s := h.serving()
		if s == nil {
			return fmt.Errorf("modelhost: adapter %.64q: %w", name, pipeline.ErrNoModel)
		}
		a, err := s.prepare(name, st.files())
		if err != nil {
			return err
		}
		e.Detail["digest"] = a.Digest
		folder, err := st.keep()
		if err != nil {
			return err
		}
		o := origin{from: FromLoad, folder: folder, files: os.DirFS(h.records.path(folder))}
		record := adapterRecord{Folder: folder, Pinned: h.records.adapters()[name].Pinned, Last: actOf(by)}
		if err := h.records.put(name, &record); err != nil {
			return errors.Join(err, os.RemoveAll(h.records.path(folder)))
		}
		s.registry.Put(a, o.files)
		h.mu.Lock()
		defer h.mu.Unlock()
		s.have[name] = o
		delete(s.unfit, name)
		return nil
	})
	if err != nil {
		return Adapter{}, err
	}
	h.options.Changed()
	return h.adapter(name)
}

// PinAdapter brings an adapter into memory and keeps it there, used or not, now
// and after a restart.
func (h *Host) PinAdapter(by audit.Actor, name string) (Adapter, error) {
	return h.setPinned(by, actPinAdapter, name, true)
}

// UnpinAdapter lets an adapter make room for others again.
func (h *Host) UnpinAdapter(by audit.Actor, name string) (Adapter, error) {
	return h.setPinned(by, actUnpinAdapter, name, false)
}

func (h *Host) setPinned(by audit.Actor, act, name string, pinned bool) (Adapter, error) {
	err := h.act(by, act, name, func(*audit.Entry) error {
		s := h.serving()
		if s == nil {
			return fmt.Errorf("modelhost: adapter %.64q: %w", name, pipeline.ErrNoModel)
		}
		set, undo := s.registry.Pin, s.registry.Unpin
		if !pinned {
			set, undo = undo, set
		}
		if err := set(name); err != nil {
			return err
		}
		record := h.records.adapters()[name]
		record.Pinned, record.Last = pinned, actOf(by)
		if err := h.records.put(name, &record); err != nil {
			return errors.Join(err, undo(name))
		}
		return nil
	})
	if err != nil {
		return Adapter{}, err
	}
	return h.adapter(name)
}

// UnloadAdapter takes an adapter out: the next request does not know it, those
// that run end with it, and then its memory is free. What an operator loaded is
// forgotten; what the configuration names is kept out until an operator loads it
// again. It returns what was unloaded.
func (h *Host) UnloadAdapter(by audit.Actor, name string) (Adapter, error) {
	was, err := h.adapter(name)
	if err != nil {
		return was, err
	}
	err = h.act(by, actUnloadAdapter, name, func(*audit.Entry) error {
		if _, err := h.adapter(name); err != nil { // another act was faster
			return err
		}
		s := h.serving()
		var src Source
		if s != nil {
			src = s.source
		}
		var record *adapterRecord
		if h.configured(src, name) {
			record = &adapterRecord{Unloaded: true, Last: actOf(by)}
		}
		if err := h.records.put(name, record); err != nil {
			return err
		}
		if s == nil {
			return nil
		}
		err := s.registry.Unload(name)
		if errors.Is(err, lora.ErrUnknown) {
			err = nil // it was unfit
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(s.have, name)
		delete(s.unfit, name)
		delete(h.counts, name)
		return err
	})
	if err != nil {
		return Adapter{}, err
	}
	h.options.Changed()
	return was, nil
}

// configured tells whether a model has an adapter of that name without any act.
func (h *Host) configured(src Source, name string) bool {
	want, _ := h.wanted(src, nil)
	_, ok := want[name]
	return ok
}

package modelhost_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/host/modelhost"
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

var operator = audit.Actor{Name: "op", From: "test"}

// open opens a host of a tiny model, and closes it with the test.
func open(t *testing.T, change func(*modelhost.Options)) *modelhost.Host {
	t.Helper()
	log, err := audit.Open(t.TempDir(), audit.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tiny := hosttest.Tiny()
	o := modelhost.Options{
		Dir: filepath.Join(t.TempDir(), "models"), Audit: log,
		Configured: modelhost.Source{Name: tiny.Name, Files: tiny.Model, Adapters: tiny.Adapters},
	}
	if change != nil {
		change(&o)
	}
	h, err := modelhost.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(h.Close(), log.Close()); err != nil {
			t.Error(err)
		}
	})
	return h
}

// onDisk writes a tiny model to a folder.
func onDisk(t *testing.T, seed uint64) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "model")
	if err := os.CopyFS(dir, hosttest.TinyLike(seed, 64).Model); err != nil {
		t.Fatal(err)
	}
	return dir
}

// load loads a model and waits for it.
func load(t *testing.T, h *modelhost.Host, path string) (modelhost.Model, error) {
	t.Helper()
	wait, err := h.LoadModel(operator, path, "")
	if err != nil {
		return modelhost.Model{}, err
	}
	return wait(t.Context())
}

// ask has a borrowed model answer by some tokens.
func ask(m *pipeline.Model, adapter string) error {
	prompt, err := m.Tokenizer.EncodeChat([]tokenizer.Message{{Role: "user", Content: "hi"}}, true)
	if err != nil {
		return err
	}
	req := engine.Request{ID: "r", Prompt: prompt, MaxTokens: 4, IgnoreEOS: true}
	if adapter != "" {
		a, release, err := m.Adapters.Acquire(adapter)
		if err != nil {
			return err
		}
		defer release()
		req.Adapter = a
	}
	stream, err := m.Generator.Submit(context.Background(), req)
	if err != nil {
		return err
	}
	return stream.Result().Err
}

// A model that was swapped out answers whoever borrowed it before, and is closed
// when the last of them has given it back.
func TestASwappedModelEndsItsRequests(t *testing.T) {
	h := open(t, nil)
	m, release, err := h.Borrow()
	if err != nil {
		t.Fatal(err)
	}
	next, err := load(t, h, onDisk(t, 2))
	if err != nil {
		t.Fatal(err)
	}
	if next.Digest == m.Digest || h.BaseModel() != "model" {
		t.Errorf("%s serves (%s), want the loaded one", h.BaseModel(), next.Digest)
	}
	if list := h.ListModels(); len(list) != 2 || list[1].State != modelhost.StateDraining || list[1].Users != 1 {
		t.Errorf("models %+v, want the old one draining with one user", list)
	}
	if err := ask(m, "law"); err != nil {
		t.Errorf("the model before: %v", err)
	}
	release()
	release() // does nothing
	eventually(t, func() bool { return len(h.ListModels()) == 1 })
	if err := ask(m, ""); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("a model that was given back and closed: %v, want ErrClosed", err)
	}
}

func eventually(t *testing.T, ok func() bool) {
	t.Helper()
	for range 3000 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("it did not happen in 30 s")
}

// A model that the machine has not the memory for is refused before it is read.
func TestAModelNeedsMemory(t *testing.T) {
	free := int64(1 << 30)
	h := open(t, func(o *modelhost.Options) { o.Free = func() (int64, bool) { return free, true } })
	path := onDisk(t, 2)
	free = 1000
	if _, err := load(t, h, path); !errors.Is(err, modelhost.ErrMemory) || !strings.Contains(err.Error(), "0 MB are free") {
		t.Errorf("error %v, want ErrMemory with the numbers", err)
	}
	if h.BaseModel() != hosttest.TinyName {
		t.Errorf("%q serves", h.BaseModel())
	}
	free = 1 << 30
	if _, err := load(t, h, path); err != nil {
		t.Error(err)
	}
}

// One model is loaded at a time.
func TestASecondLoadIsRefused(t *testing.T) {
	begun, goOn := make(chan struct{}), make(chan struct{})
	var once sync.Once
	h := open(t, func(o *modelhost.Options) {
		o.Free = func() (int64, bool) {
			once.Do(func() { close(begun); <-goOn })
			return 0, false
		}
	})
	path := onDisk(t, 2)
	wait, err := h.LoadModel(operator, path, "")
	if err != nil {
		t.Fatal(err)
	}
	<-begun
	if _, err := load(t, h, path); !errors.Is(err, modelhost.ErrBusy) {
		t.Errorf("a second load: %v, want ErrBusy", err)
	}
	close(goOn)
	if _, err := wait(t.Context()); err != nil {
		t.Error(err)
	}
}

// A choice that cannot be loaded any more does not keep a server from starting,
// and one that the configuration has overtaken is forgotten.
func TestAChosenModelThatIsGone(t *testing.T) {
	var options modelhost.Options
	h := open(t, func(o *modelhost.Options) { options = *o })
	path := onDisk(t, 2)
	if _, err := load(t, h, path); err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
	h = open(t, func(o *modelhost.Options) { o.Dir = options.Dir })
	list := h.ListModels()
	if len(list) != 2 || list[0].Name != hosttest.TinyName || list[1].State != modelhost.StateFailed {
		t.Errorf("models %+v, want the configured one and what failed", list)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(path, hosttest.TinyLike(2, 64).Model); err != nil {
		t.Fatal(err)
	}
	renamed := func(o *modelhost.Options) { o.Dir, o.Configured.Name = options.Dir, "renamed" }
	if h = open(t, renamed); h.BaseModel() != "renamed" {
		t.Errorf("%q serves, want the one that the configuration names now", h.BaseModel())
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	if h = open(t, func(o *modelhost.Options) { o.Dir = options.Dir }); h.BaseModel() != hosttest.TinyName {
		t.Errorf("%q serves, want the choice forgotten", h.BaseModel())
	}
}

// stage fills a stage with the files of an adapter of the tiny model.
func stage(t *testing.T, h *modelhost.Host) *modelhost.Stage {
	t.Helper()
	files, err := fs.Sub(hosttest.Tiny().Adapters, "law")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "law")
	if err := os.CopyFS(dir, files); err != nil {
		t.Fatal(err)
	}
	st, err := h.Stage()
	if err == nil {
		err = st.Copy(dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// find is an adapter of the list, nil when it is not there.
func find(h *modelhost.Host, name string) *modelhost.Adapter {
	for _, a := range h.ListAdapters() {
		if a.Name == name {
			return &a
		}
	}
	return nil
}

// obstruct makes a file of dir impossible to replace, until the result is called.
func obstruct(t *testing.T, dir, name string) (clear func()) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Join(path, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
	}
}

// An act that cannot be kept is not done: what serves afterwards is what served
// before, and is what serves after a restart.
func TestWhatCannotBeKeptIsNotDone(t *testing.T) {
	var dir string
	h := open(t, func(o *modelhost.Options) { dir = o.Dir })
	clear := obstruct(t, dir, "adapters.json")
	if _, err := h.LoadAdapter(operator, "poet", stage(t, h)); err == nil || find(h, "poet") != nil {
		t.Errorf("loaded %v, error %v, want neither kept nor served", find(h, "poet"), err)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "adapters")); err != nil || len(left) != 0 {
		t.Errorf("the adapter's files are left: %v, %v", left, err)
	}
	if _, err := h.PinAdapter(operator, "law"); err == nil || find(h, "law").Pinned {
		t.Errorf("pinned %v, error %v, want an error and no pin", find(h, "law").Pinned, err)
	}
	if _, err := h.UnloadAdapter(operator, "law"); err == nil || find(h, "law") == nil {
		t.Errorf("error %v, want one, and the adapter to serve on", err)
	}
	clear()
	clear = obstruct(t, dir, "model.json")
	if _, err := load(t, h, onDisk(t, 2)); err == nil || h.BaseModel() != hosttest.TinyName {
		t.Errorf("%q serves, error %v, want the model before", h.BaseModel(), err)
	}
	m, release, err := h.Borrow()
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if err := ask(m, "law"); err != nil {
		t.Errorf("the model before: %v", err)
	}
	clear()
	if _, err := h.LoadAdapter(operator, "poet", stage(t, h)); err != nil {
		t.Fatal(err)
	}
	if _, err := h.PinAdapter(operator, "poet"); err != nil {
		t.Fatal(err)
	}
	release()
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	h = open(t, func(o *modelhost.Options) { o.Dir = dir })
	if a := find(h, "poet"); a == nil || !a.Pinned || find(h, "law").Pinned {
		t.Errorf("after a restart: %+v, want poet pinned and law not", a)
	}
}

// Damaged records are told before anything is lost.
func TestDamagedRecordsAreTold(t *testing.T) {
	var dir string
	h := open(t, func(o *modelhost.Options) { dir = o.Dir })
	if _, err := h.LoadAdapter(operator, "poet", stage(t, h)); err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "adapters.json")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, damage := range map[string][]byte{"empty": nil, "cut": whole[:len(whole)/2], "a bit flipped": append([]byte{whole[0] ^ 1}, whole[1:]...)} {
		if err := os.WriteFile(path, damage, 0o600); err != nil {
			t.Fatal(err)
		}
		tiny := hosttest.Tiny()
		_, err := modelhost.Open(modelhost.Options{Dir: dir, Configured: modelhost.Source{Name: tiny.Name, Files: tiny.Model, Adapters: tiny.Adapters}})
		if err == nil || !strings.Contains(err.Error(), "adapters.json") {
			t.Errorf("%s: error %v, want one that names the file", name, err)
		}
		if left, err := os.ReadDir(filepath.Join(dir, "adapters")); err != nil || len(left) != 1 {
			t.Errorf("%s: the adapter's files are gone: %v, %v", name, left, err)
		}
	}
}

// Many requests borrow, models are swapped and adapters come and go at the same
// time: what was borrowed always answers, and at the end one model is left.
func TestHammer(t *testing.T) {
	h := open(t, nil)
	paths := []string{onDisk(t, 2), "", onDisk(t, 3)}
	law, err := fs.Sub(hosttest.Tiny().Adapters, "law")
	if err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				m, release, err := h.Borrow()
				if err != nil {
					t.Error(err)
					return
				}
				if err := ask(m, ""); err != nil {
					t.Error(err)
				}
				h.Observe(pipeline.Outcome{Accepted: pipeline.Accepted{Model: m.BaseModel, ModelDigest: m.Digest}})
				release()
				_, _, _ = h.ListAdapters(), h.ListModels(), h.Stats()
			}
		})
	}
	for i := range 6 {
		if _, err := load(t, h, paths[i%len(paths)]); err != nil {
			t.Error(err)
		}
		st, err := h.Stage()
		for _, name := range []string{"adapter_config.json", "adapter_model.safetensors"} {
			f, openErr := law.Open(name)
			if openErr != nil {
				t.Fatal(openErr)
			}
			err = errors.Join(err, st.Write(name, f, 1<<20), f.Close())
		}
		if err == nil {
			_, err = h.LoadAdapter(operator, "extra", st)
		}
		if err != nil {
			t.Error(err)
		}
		if i%2 == 1 {
			if _, err := h.UnloadAdapter(operator, "extra"); err != nil {
				t.Error(err)
			}
		}
	}
	eventually(t, func() bool { return h.ListModels()[0].Requests > 0 }) // the last one has served too
	close(stop)
	wg.Wait()
	eventually(t, func() bool { return len(h.ListModels()) == 1 })
	if m := h.ListModels()[0]; m.Requests == 0 || m.Users != 0 {
		t.Errorf("%+v, want requests counted and no users", m)
	}
}

package lora_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/r3mes/r3mes/runtime/lora"
)

// sized is a folder of an adapter whose alpha tells it from others; all have
// the same size.
func sized(t testing.TB, alpha int) fstest.MapFS {
	return folder(t, settings(map[string]any{"lora_alpha": alpha}), factors(2, nil, everywhere("self_attn.q_proj", "mlp.down_proj")...))
}

// size is the memory of each of them.
func size(t testing.TB) int64 {
	t.Helper()
	a, err := lora.Load(sized(t, 1), "x", base)
	if err != nil {
		t.Fatal(err)
	}
	return a.Bytes
}

// filled is a registry with room for `room` adapters that has loaded names.
func filled(t testing.TB, room int, names ...string) *lora.Registry {
	t.Helper()
	r := lora.NewRegistry(base, int64(room)*size(t))
	for i, name := range names {
		if err := r.Load(name, sized(t, i+1)); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// resident names the adapters in memory.
func resident(r *lora.Registry) string {
	var names []string
	for _, info := range r.List() {
		if info.Resident {
			names = append(names, info.Name)
		}
	}
	return strings.Join(names, " ")
}

func acquire(t testing.TB, r *lora.Registry, name string) (*lora.Adapter, func()) {
	t.Helper()
	a, release, err := r.Acquire(name)
	if err != nil {
		t.Fatal(err)
	}
	return a, release
}

func TestTheLeastRecentlyUsedIdleAdapterIsEvictedAndComesBack(t *testing.T) {
	r := filled(t, 2, "a", "b")
	_, release := acquire(t, r, "a")
	release()
	if err := r.Load("c", sized(t, 3)); err != nil {
		t.Fatal(err)
	}
	if got := resident(r); got != "a c" {
		t.Errorf("resident: %q, want a and c", got)
	}
	b, release := acquire(t, r, "b") // evicts a, used before c was loaded
	if b.Layers[0].Q.Scale != 1 || resident(r) != "b c" {
		t.Errorf("scale %v, resident %q; want 1, b and c", b.Layers[0].Q.Scale, resident(r))
	}
	release()
	if got, want := r.Uses(), (lora.Uses{Hits: 1, Misses: 1}); got != want {
		t.Errorf("uses %+v, want %+v", got, want)
	}
	if len(r.List()) != 3 || r.Resident() != 2*size(t) {
		t.Errorf("%d adapters, %d bytes", len(r.List()), r.Resident())
	}
}

func TestAdaptersInUseAndPinnedStay(t *testing.T) {
	r := filled(t, 2, "a", "b", "c") // a was evicted
	if err := r.Pin("b"); err != nil {
		t.Fatal(err)
	}
	_, release := acquire(t, r, "c")
	if _, _, err := r.Acquire("a"); !errors.Is(err, lora.ErrBudget) {
		t.Errorf("Acquire beside a pinned and a used adapter = %v, want ErrBudget", err)
	}
	if err := r.Pin("a"); !errors.Is(err, lora.ErrBudget) {
		t.Errorf("Pin beside them = %v, want ErrBudget", err)
	}
	release()
	_, release = acquire(t, r, "a")
	if got := resident(r); got != "a b" {
		t.Errorf("resident: %q, want a and the pinned b", got)
	}
	release()
	if err := r.Unpin("b"); err != nil {
		t.Fatal(err)
	}
	_, release = acquire(t, r, "c")
	release()
	if got := resident(r); got != "a c" {
		t.Errorf("resident after Unpin: %q, want a and c", got)
	}
}

func TestUnloadedAdaptersServeTheirRequestsToTheEnd(t *testing.T) {
	r := filled(t, 1, "a")
	a, release := acquire(t, r, "a")
	if err := r.Unload("a"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Acquire("a"); !errors.Is(err, lora.ErrUnknown) {
		t.Errorf("Acquire after Unload = %v, want ErrUnknown", err)
	}
	if r.Resident() != a.Bytes || len(r.List()) != 0 {
		t.Errorf("%d bytes, %d listed; want the weights still counted and nothing listed", r.Resident(), len(r.List()))
	}
	// The name is free, but the memory is not.
	if err := r.Load("a", sized(t, 7)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Acquire("a"); !errors.Is(err, lora.ErrBudget) {
		t.Errorf("Acquire of the new one = %v, want ErrBudget", err)
	}
	release()
	release() // does nothing
	next, release := acquire(t, r, "a")
	if next == a || next.Layers[0].Q.Scale != 3.5 || r.Resident() != a.Bytes {
		t.Errorf("scale %v, %d bytes; want the new adapter alone", next.Layers[0].Q.Scale, r.Resident())
	}
	release()
}

// A replaced adapter ends the requests that hold it, and the next ones get the
// new one.
func TestPutReplacesAnAdapterInUse(t *testing.T) {
	r := filled(t, 2, "a")
	if err := r.Pin("a"); err != nil {
		t.Fatal(err)
	}
	old, release := acquire(t, r, "a")
	next, err := r.Prepare("a", sized(t, 7))
	if err != nil {
		t.Fatal(err)
	}
	if list := r.List(); len(list) != 1 || list[0].Digest != old.Digest {
		t.Errorf("Prepare changed the list: %+v", list)
	}
	r.Put(next, sized(t, 7))
	got, releaseNext := acquire(t, r, "a")
	defer releaseNext()
	if got.Digest != next.Digest || got.Digest == old.Digest || r.Resident() != 2*size(t) {
		t.Errorf("digest %.8s, %d bytes; want the new adapter %.8s beside the old one", got.Digest, r.Resident(), next.Digest)
	}
	release()
	if r.Resident() != size(t) {
		t.Errorf("%d bytes after the last request of the old one, want %d", r.Resident(), size(t))
	}
	if list := r.List(); len(list) != 1 || !list[0].Pinned || list[0].Users != 1 {
		t.Errorf("list %+v, want one, pinned as before, with one user", list)
	}
}

func TestLoadsAndEvictionsAreCounted(t *testing.T) {
	r := filled(t, 1, "a", "b") // b evicted a
	for range 2 {
		for _, name := range []string{"a", "b"} {
			_, release := acquire(t, r, name)
			release()
		}
	}
	for _, info := range r.List() {
		want := map[string][2]int64{"a": {3, 3}, "b": {3, 2}}[info.Name]
		if got := [2]int64{info.Loads, info.Evictions}; got != want {
			t.Errorf("%s: loads and evictions %v, want %v", info.Name, got, want)
		}
	}
}

func TestErrorsOfNamesAndSizes(t *testing.T) {
	r := filled(t, 1, "a")
	if err := r.Load("a", sized(t, 1)); !errors.Is(err, lora.ErrExists) {
		t.Errorf("Load of a taken name = %v", err)
	}
	for act, err := range map[string]error{"Unload": r.Unload("x"), "Pin": r.Pin("x"), "Unpin": r.Unpin("x")} {
		if !errors.Is(err, lora.ErrUnknown) || !strings.Contains(err.Error(), `"x"`) {
			t.Errorf("%s of an unknown name = %v", act, err)
		}
	}
	small := lora.NewRegistry(base, size(t)-1)
	if err := small.Load("a", sized(t, 1)); err == nil || !strings.Contains(err.Error(), "budget") || len(small.List()) != 0 {
		t.Errorf("Load of more than the budget = %v", err)
	}
	free := lora.NewRegistry(base, 0)
	for i := range 5 {
		if err := free.Load(fmt.Sprint("n", i), sized(t, i)); err != nil {
			t.Fatal(err)
		}
	}
	if free.Resident() != 5*size(t) {
		t.Error("a registry without budget evicts")
	}
}

// writeFolder writes an adapter to a directory.
func writeFolder(t testing.TB, dir string, fsys fstest.MapFS) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, f := range fsys {
		if err := os.WriteFile(filepath.Join(dir, name), f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLoadDirKeepsTheGoodAndNamesTheBad(t *testing.T) {
	dir := t.TempDir()
	writeFolder(t, filepath.Join(dir, "law"), sized(t, 1))
	writeFolder(t, filepath.Join(dir, "coder"), sized(t, 2))
	broken := sized(t, 3)
	broken["adapter_model.safetensors"].Data = broken["adapter_model.safetensors"].Data[:50]
	writeFolder(t, filepath.Join(dir, "broken"), broken)
	writeFolder(t, filepath.Join(dir, "strange name"), sized(t, 4))
	writeFolder(t, filepath.Join(dir, "notes"), fstest.MapFS{"README.md": {Data: []byte("no adapter")}})
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	r := lora.NewRegistry(base, 0)
	err := r.LoadDir(dir)
	for _, want := range []string{`"broken"`, "truncated", `"strange name"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("LoadDir = %v, want %q", err, want)
		}
	}
	if strings.Contains(err.Error(), "notes") {
		t.Errorf("LoadDir complains of a folder without an adapter: %v", err)
	}
	if got := resident(r); got != "coder law" {
		t.Errorf("loaded: %q, want coder and law", got)
	}
	if err := r.LoadDir(filepath.Join(dir, "missing")); err == nil {
		t.Error("LoadDir accepts a directory that is not there")
	}
}

func TestAnEvictedAdapterThatChangedOnDiskIsNotServed(t *testing.T) {
	dir := t.TempDir()
	writeFolder(t, filepath.Join(dir, "a"), sized(t, 1))
	r := lora.NewRegistry(base, size(t))
	if err := r.LoadDir(dir); err != nil {
		t.Fatal(err)
	}
	if err := r.Load("b", sized(t, 2)); err != nil { // evicts a
		t.Fatal(err)
	}
	writeFolder(t, filepath.Join(dir, "a"), sized(t, 9))
	if _, _, err := r.Acquire("a"); !errors.Is(err, lora.ErrChanged) {
		t.Errorf("Acquire = %v, want ErrChanged", err)
	}
	if r.Resident() != 0 {
		t.Errorf("%d bytes stay reserved after a failed load", r.Resident())
	}
	writeFolder(t, filepath.Join(dir, "a"), sized(t, 1))
	_, release := acquire(t, r, "a")
	release()
}

// TestHammer lets many goroutines load, unload, pin and use adapters of a
// registry that has room for few. Invariants: what is acquired under a name
// is one of the adapters that were loaded under it, whole; memory never
// exceeds the budget; when all is released nothing is in use.
func TestHammer(t *testing.T) {
	const names, room, workers = 6, 3, 8
	r := lora.NewRegistry(base, room*size(t))
	folders := make([]fstest.MapFS, names)
	for i := range folders {
		folders[i] = sized(t, i+1)
		if err := r.Load(fmt.Sprint("n", i), folders[i]); err != nil {
			t.Fatal(err)
		}
	}
	stop := time.Now().Add(500 * time.Millisecond)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(w)))
			for time.Now().Before(stop) {
				i := random.IntN(names)
				name := fmt.Sprint("n", i)
				var err error
				switch random.IntN(10) {
				case 0:
					err = r.Unload(name)
				case 1, 2:
					err = r.Load(name, folders[i])
				case 3:
					if err = r.Pin(name); err == nil {
						err = r.Unpin(name)
					}
				case 4:
					a, failed := r.Prepare(name, folders[i])
					if failed != nil {
						t.Error(failed)
						return
					}
					r.Put(a, folders[i])
				case 5:
					if used := r.Resident(); used > room*size(t) {
						t.Errorf("%d bytes resident of %d", used, room*size(t))
					}
				default:
					err = use(t, r, name, float32(i+1)/2)
				}
				if err != nil && !slices.ContainsFunc([]error{lora.ErrUnknown, lora.ErrExists, lora.ErrBudget}, func(known error) bool { return errors.Is(err, known) }) {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for _, info := range r.List() {
		if info.Users != 0 || info.Pinned {
			t.Errorf("%s: %d users, pinned %t after the end", info.Name, info.Users, info.Pinned)
		}
		if err := r.Unload(info.Name); err != nil {
			t.Error(err)
		}
	}
	if r.Resident() != 0 {
		t.Errorf("%d bytes leaked", r.Resident())
	}
}

// use acquires an adapter, checks that it is the right one, and releases it.
func use(t *testing.T, r *lora.Registry, name string, scale float32) error {
	a, release, err := r.Acquire(name)
	if err != nil {
		return err
	}
	defer release()
	for _, l := range a.Layers {
		if l.Q.Scale != scale || l.Q.A.F32[3] != 3.0/8 {
			t.Errorf("%s: scale %v, want %v", name, l.Q.Scale, scale)
		}
	}
	return nil
}

package pluginstore

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/durable"
	"github.com/r3mes/r3mes/host/durable/durabletest"
)

func open(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// loaded is a record of one active version and its module.
func loaded(plugin, module string) (Record, []byte) {
	d := DigestOf([]byte(module))
	v, err := Version{Version: "1.0.0", Module: d, Settings: Settings{Config: []byte(`{"a":1}`), Grants: []string{"log"}}}.Identified()
	if err != nil {
		panic(err)
	}
	return Record{Plugin: plugin}.Load(v).Activate(v.ID), []byte(module)
}

func save(t testing.TB, s *Store, plugin, module string) Record {
	t.Helper()
	r, blob := loaded(plugin, module)
	if err := s.Save(r, blob); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWhatIsSavedIsThereAfterOpeningAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "plugins")
	want := save(t, open(t, dir), "p", "module")
	s := open(t, dir)
	got, err := s.Get("p")
	if err != nil || got.Active != want.Active || string(compact(got.Versions[0].Settings.Config)) != `{"a":1}` {
		t.Fatalf("%+v, %v; want %+v", got, err, want)
	}
	blob, err := s.Blob(got.Versions[0].Module)
	if err != nil || string(blob) != "module" {
		t.Errorf("blob %q, %v", blob, err)
	}
	records, damaged, err := s.List()
	if err != nil || len(records) != 1 || len(damaged) != 0 {
		t.Errorf("List = %v, %v, %v", records, damaged, err)
	}
	if _, err := s.Get("other"); !errors.Is(err, ErrUnknownPlugin) {
		t.Errorf("an unknown plugin: %v", err)
	}
	for _, name := range []string{"", "..", "a/b", "A", "../records/p"} {
		if _, err := s.Get(name); !errors.Is(err, ErrUnknownPlugin) {
			t.Errorf("Get(%q): %v", name, err)
		}
		if err := s.Save(Record{Plugin: name}); err == nil {
			t.Errorf("Save of a plugin named %q succeeded", name)
		}
	}
	if _, err := s.Blob("../records/p.record"); !errors.Is(err, ErrDamaged) {
		t.Errorf("a digest that is a path: %v", err)
	}
}

// crash stands for the end of the process: nothing after it runs.
type crash struct{}

func crashes(do func()) (crashed bool) {
	defer func() {
		if r := recover(); r != nil {
			if r != any(crash{}) {
				panic(r)
			}
			crashed = true
		}
	}()
	do()
	return false
}

// TestACrashAtEveryStepLeavesOneOfBothStates ends a Save that brings a new
// module at each of its steps. The store then opens, the record is the old or
// the new one, all that it names is whole, the other plugin is untouched, and
// the act can be repeated.
func TestACrashAtEveryStepLeavesOneOfBothStates(t *testing.T) {
	for n := 0; ; n++ {
		dir := t.TempDir()
		s := open(t, dir)
		old, other := save(t, s, "p", "old"), save(t, s, "other", "its module")
		next, blob := loaded("p", "new")
		steps := 0
		fault := func(durable.Step, string) error {
			if steps++; steps > n {
				panic(crash{})
			}
			return nil
		}
		s.Inject(fault)
		if !crashes(func() { s.Save(next, blob) }) {
			if n != 10 {
				t.Errorf("a Save has %d steps, want 10: five for the module, five for the record", n)
			}
			return
		}
		s = open(t, dir)
		got, err := s.Get("p")
		if err != nil || (got.Active != old.Active && got.Active != next.Active) || (got.Active == next.Active) != (n == 9) {
			t.Fatalf("crash before step %d: active %q, %v; want %q, or %q when only the last step is missing", n, got.Active, err, old.Active, next.Active)
		}
		whole(t, s, got)
		if o, err := s.Get("other"); err != nil || o.Active != other.Active {
			t.Fatalf("crash before step %d: the other plugin: %+v, %v", n, o, err)
		}
		if err := s.Save(next, blob); err != nil {
			t.Fatalf("crash before step %d: again: %v", n, err)
		}
		whole(t, s, next)
	}
}

// whole fails the test unless every blob of r is there.
func whole(t testing.TB, s *Store, r Record) {
	t.Helper()
	for _, d := range r.blobs() {
		if _, err := s.Blob(d); err != nil {
			t.Error(err)
		}
	}
}

func TestAFullDiskLosesNothing(t *testing.T) {
	for n := range 10 {
		s := open(t, t.TempDir())
		old := save(t, s, "p", "old")
		next, blob := loaded("p", "new")
		steps := 0
		fault := func(step durable.Step, _ string) error {
			if steps++; steps > n && step != durable.StepSyncFolder {
				return syscall.ENOSPC
			}
			return nil
		}
		s.Inject(fault)
		err := s.Save(next, blob)
		if n == 9 { // only the folder's sync is left, which needs no space
			if err != nil {
				t.Error(err)
			}
			continue
		}
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "save p") {
			t.Fatalf("full from step %d: error %v, want one that names the plugin and the full disk", n, err)
		}
		s.Inject(nil)
		if got, err := s.Get("p"); err != nil || got.Active != old.Active {
			t.Fatalf("full from step %d: %+v, %v", n, got, err)
		}
		whole(t, s, old)
	}
}

func TestDamageStaysWithItsPlugin(t *testing.T) {
	record := func(s *Store) string { return s.records.Path("p.record") }
	for name, damage := range map[string]func(path string) error{
		"empty":     func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"cut":       func(path string) error { return os.Truncate(path, 100) },
		"noise":     func(path string) error { return os.WriteFile(path, bytes.Repeat([]byte{0xff, 0}, 1000), 0o600) },
		"another's": func(path string) error { return os.Rename(filepath.Join(filepath.Dir(path), "q.record"), path) },
	} {
		t.Run("record "+name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			save(t, s, "p", "a")
			save(t, s, "q", "b")
			other := save(t, s, "other", "c")
			if err := damage(record(s)); err != nil {
				t.Fatal(err)
			}
			s = open(t, dir)
			records, damaged, err := s.List()
			if err != nil || !slices.ContainsFunc(records, func(r Record) bool { return r.Active == other.Active }) {
				t.Fatalf("List = %+v, %v, %v; want the other plugin", records, damaged, err)
			}
			if !errors.Is(damaged["p"], ErrDamaged) || !strings.Contains(damaged["p"].Error(), record(s)) || !strings.Contains(damaged["p"].Error(), "remove the plugin") {
				t.Errorf("error %v, want one that names the file and how to mend it", damaged["p"])
			}
			if n, err := s.Collect(); n != 0 || err != nil {
				t.Errorf("Collect = %d, %v; with a damaged record nothing may go", n, err)
			}
			if err := s.Remove("p"); err != nil {
				t.Fatal(err)
			}
			whole(t, s, save(t, s, "p", "a"))
		})
	}
}

func TestADamagedBlobIsToldAndHealedByLoadingAgain(t *testing.T) {
	for name, damage := range map[string]func(path string) error{
		"gone":    os.Remove,
		"cut":     func(path string) error { return os.Truncate(path, 3) },
		"changed": func(path string) error { return os.WriteFile(path, []byte("modul3"), 0o600) },
	} {
		s := open(t, t.TempDir())
		r := save(t, s, "p", "module")
		d := r.Versions[0].Module
		if err := damage(s.blobs.Path(string(d))); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Blob(d); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), string(d)) || !strings.Contains(err.Error(), "load the plugin again") {
			t.Errorf("%s: error %v, want one that names the blob and how to mend it", name, err)
		}
		save(t, s, "p", "module")
		whole(t, s, r)
	}
}

func TestCollectRemovesWhatNobodyNeeds(t *testing.T) {
	s := open(t, t.TempDir())
	save(t, s, "p", "first")
	r := save(t, s, "p", "second") // a new record: the first is forgotten
	other := save(t, s, "other", "second")
	if n, err := s.Collect(); n != 1 || err != nil {
		t.Errorf("Collect = %d, %v; want 1", n, err)
	}
	if err := s.Remove("p"); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Collect(); n != 0 || err != nil {
		t.Errorf("Collect = %d, %v; the other plugin has the same module", n, err)
	}
	whole(t, s, other)
	if err := s.Remove("other"); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Collect(); n != 1 || err != nil {
		t.Errorf("Collect = %d, %v; want 1", n, err)
	}
	if _, err := s.Blob(r.Versions[0].Module); !errors.Is(err, ErrDamaged) {
		t.Error("the blob is still there")
	}
}

func TestSaveRefusesARecordThatContradictsItself(t *testing.T) {
	good, blob := loaded("p", "m")
	for name, change := range map[string]func(*Record){
		"active is not stored":   func(r *Record) { r.Active = "x" },
		"previous is not stored": func(r *Record) { r.Previous = []string{"x"} },
		"a canary of 101":        func(r *Record) { r.Canary = &Canary{ID: r.Active, Percent: 101} },
		"a version twice":        func(r *Record) { r.Versions = append(r.Versions, r.Versions[0]) },
		"a digest that is none":  func(r *Record) { r.Versions[0].Manifest = "../x" },
		"removed with versions":  func(r *Record) { r.Removed = true },
	} {
		r := good.clone()
		change(&r)
		if err := open(t, t.TempDir()).Save(r, blob); err == nil {
			t.Errorf("%s: saved", name)
		}
	}
}

func TestSavesSideBySide(t *testing.T) {
	s := open(t, t.TempDir())
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Go(func() {
			for n := range 20 {
				r, blob := loaded(fmt.Sprintf("p%d", n%3), fmt.Sprint("module ", worker, n))
				if err := s.Save(r, blob); err != nil {
					t.Error(err)
				}
				if _, err := s.Collect(); err != nil {
					t.Error(err)
				}
				if _, damaged, err := s.List(); err != nil || len(damaged) > 0 {
					t.Error(damaged, err)
				}
			}
		})
	}
	wg.Wait()
	records, _, err := s.List()
	if err != nil || len(records) != 3 {
		t.Fatalf("%v, %v; want 3 records", records, err)
	}
	for _, r := range records {
		whole(t, s, r)
	}
}

// storeToKill names the folder of a store for the process that is killed.
const storeToKill = "PLUGINSTORE_TEST_KILL"

func TestMain(m *testing.M) {
	if dir := os.Getenv(storeToKill); dir != "" {
		saveUntilKilled(dir)
	}
	os.Exit(m.Run())
}

// saveUntilKilled saves version after version and tells of each that is
// acknowledged.
func saveUntilKilled(dir string) {
	s, err := Open(dir)
	for n := 0; err == nil; n++ {
		module := strconv.FormatInt(time.Now().UnixNano(), 10) + strings.Repeat("x", n%7*10_000)
		r, blob := loaded(fmt.Sprintf("p%d", n%2), module)
		if err = s.Save(r, blob); err == nil {
			_, err = s.Collect()
		}
		fmt.Println(r.Plugin, r.Active)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// killed saves in another process, kills it some time after its first save, and
// returns what it said.
func killed(t *testing.T, dir string, after time.Duration) string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), storeToKill+"="+dir)
	return durabletest.Kill(t, cmd, func(printed string) bool { return printed != "" }, after)
}

func TestKilledWhileSaving(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no signals")
	}
	dir, acknowledged := t.TempDir(), map[string][]string{}
	for round := range 5 {
		out := killed(t, dir, time.Duration(50+round*37)*time.Millisecond)
		for line := range strings.Lines(out) {
			if plugin, active, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " "); ok && strings.HasSuffix(line, "\n") {
				acknowledged[plugin] = append(acknowledged[plugin], active)
			}
		}
		s := open(t, dir)
		records, damaged, err := s.List()
		if err != nil || len(damaged) > 0 || len(records) != len(acknowledged) && len(records) != len(acknowledged)+1 {
			t.Fatalf("after kill %d: %d records, %v, %v; acknowledged of %v", round, len(records), damaged, err, slices.Sorted(maps.Keys(acknowledged)))
		}
		for _, r := range records {
			whole(t, s, r)
			// The last acknowledged one, or one that was saved and not told yet.
			if told := acknowledged[r.Plugin]; slices.Contains(told[:max(len(told)-1, 0)], r.Active) {
				t.Errorf("after kill %d: %s is at %s, which a later acknowledged one replaced", round, r.Plugin, r.Active)
			}
		}
	}
	t.Logf("%d and %d acknowledged", len(acknowledged["p0"]), len(acknowledged["p1"]))
	if len(acknowledged["p0"]) == 0 {
		t.Error("nothing was saved before the kills")
	}
}

func compact(text []byte) []byte {
	return bytes.Join(bytes.Fields(text), nil)
}

package durable

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

func open(t *testing.T, path string) *Folder {
	t.Helper()
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// crash is what a Fault panics with: nothing after it runs, as nothing runs
// after a kill.
type crash struct{}

func crashes(do func()) (crashed bool) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(crash); !ok {
				panic(r)
			}
			crashed = true
		}
	}()
	do()
	return false
}

var writeSteps = []Step{StepCreate, StepWrite, StepSync, StepRename, StepSyncFolder}

func TestACrashAtAnyStepLeavesTheOldOrTheNewContent(t *testing.T) {
	for _, step := range writeSteps {
		t.Run(string(step), func(t *testing.T) {
			dir := t.TempDir()
			f := open(t, dir)
			if err := f.Write("a", []byte("old content")); err != nil {
				t.Fatal(err)
			}
			f.Fault = func(s Step, _ string) error {
				if s == step {
					panic(crash{})
				}
				return nil
			}
			if !crashes(func() { f.Write("a", []byte("new content")) }) {
				t.Fatal("the step was not reached")
			}
			f = open(t, dir)
			want := "old content"
			if step == StepSyncFolder {
				want = "new content"
			}
			if got, err := f.Read("a"); err != nil || string(got) != want {
				t.Errorf("after a crash before %s: %q, %v; want %q", step, got, err, want)
			}
			entries, err := os.ReadDir(dir)
			if err != nil || len(entries) != 1 {
				t.Errorf("the folder holds %v, %v; want the file alone", entries, err)
			}
		})
	}
}

func TestAFullDiskKeepsTheOldContentAndSaysSo(t *testing.T) {
	for _, step := range []Step{StepCreate, StepWrite, StepSync, StepRename} {
		dir := t.TempDir()
		f := open(t, dir)
		if err := f.Write("a", []byte("old")); err != nil {
			t.Fatal(err)
		}
		f.Fault = func(s Step, _ string) error {
			if s == step {
				return syscall.ENOSPC
			}
			return nil
		}
		err := f.Write("a", bytes.Repeat([]byte("new"), 1000))
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), filepath.Join(dir, "a")) {
			t.Errorf("%s: error %v, want one that names the file and the full disk", step, err)
		}
		f.Fault = nil
		if got, err := f.Read("a"); err != nil || string(got) != "old" {
			t.Errorf("%s: %q, %v; want the old content", step, got, err)
		}
		if entries, _ := os.ReadDir(dir); len(entries) != 1 {
			t.Errorf("%s: %v is left", step, entries)
		}
	}
}

func TestDamageIsTold(t *testing.T) {
	type value struct{ A, B string }
	written := func(t *testing.T) (*Folder, []byte) {
		f := open(t, t.TempDir())
		if err := f.WriteJSON("v", value{"one", "two"}); err != nil {
			t.Fatal(err)
		}
		content, err := f.Read("v")
		if err != nil {
			t.Fatal(err)
		}
		return f, content
	}
	f, content := written(t)
	var got value
	if err := f.ReadJSON("v", &got); err != nil || got != (value{"one", "two"}) {
		t.Fatalf("%+v, %v", got, err)
	}
	for i := range content {
		for name, damaged := range map[string][]byte{
			"cut":     content[:i],
			"flipped": append(append(bytes.Clone(content[:i]), content[i]^1), content[i+1:]...),
		} {
			if err := os.WriteFile(f.Path("v"), damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := f.ReadJSON("v", &got); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), f.Path("v")) {
				t.Fatalf("%s at byte %d: error %v, want ErrDamaged that names the file", name, i, err)
			}
		}
	}
	if err := f.ReadJSON("none", &got); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	var other struct{ A string }
	if f, _ := written(t); !errors.Is(f.ReadJSON("v", &other), ErrDamaged) {
		t.Error("a file with a key that the reader does not know was accepted")
	}
}

func TestOnlyTheOwnerReadsAndWrites(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("access rights are inherited there")
	}
	dir := filepath.Join(t.TempDir(), "below", "here")
	f := open(t, dir)
	if err := f.Write("a", nil); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]fs.FileMode{dir: 0o700, f.Path("a"): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v; want %v", path, info.Mode(), err, want)
		}
	}
	if err := os.Chmod(dir, 0o770); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), "chmod 700") {
		t.Errorf("a folder that others may write: error %v, want one that says chmod 700", err)
	}
}

func TestRemoveAndNames(t *testing.T) {
	f := open(t, t.TempDir())
	for _, name := range []string{"b", "a"} {
		if err := f.Write(name, nil); err != nil {
			t.Fatal(err)
		}
	}
	if names, err := f.Names(); err != nil || strings.Join(names, " ") != "a b" {
		t.Errorf("names %v, %v", names, err)
	}
	for range 2 { // the second time there is nothing to remove
		if err := f.Remove("a"); err != nil {
			t.Error(err)
		}
	}
	if names, err := f.Names(); err != nil || strings.Join(names, " ") != "b" {
		t.Errorf("names %v, %v", names, err)
	}
}

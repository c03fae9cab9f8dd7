package secrets

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/r3mes/r3mes/host/durable"
	"github.com/r3mes/r3mes/store"
)

func open(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func set(t testing.TB, s *Store, name, value string) Info {
	t.Helper()
	info, err := s.Set(name, store.NewSecret(value))
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func TestSecretsOutliveTheProcess(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "secrets")
	s := open(t, dir)
	first := set(t, s, "api-key", "canary-one")
	again := set(t, s, "api-key", "canary-two")
	set(t, s, "other", "canary-three")
	if again.Created != first.Created || again.Updated.Before(first.Updated) {
		t.Errorf("dates %+v, then %+v", first, again)
	}
	for range 2 {
		if v, err := s.Get("api-key"); err != nil || v.Reveal() != "canary-two" {
			t.Errorf("%v, want the newer value", err)
		}
		list := s.List()
		if len(list) != 2 || list[0].Name != "api-key" || !list[0].Created.Equal(first.Created) || list[1].Name != "other" {
			t.Errorf("List = %+v", list)
		}
		if strings.Contains(fmt.Sprintf("%+v %#v", list, list), "canary") {
			t.Error("List shows a value")
		}
		s = open(t, dir)
	}
	if err := s.Delete("api-key"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := s.Get("api-key"); !errors.Is(err, ErrUnknown) {
			t.Errorf("a deleted secret: %v", err)
		}
		if err := s.Delete("api-key"); !errors.Is(err, ErrUnknown) {
			t.Errorf("deleted twice: %v", err)
		}
		s = open(t, dir)
	}
}

func TestSetRefuses(t *testing.T) {
	s := open(t, t.TempDir())
	for name, value := range map[string]string{
		"": "canary", "canary.as-name": "value", "A": "canary", "../x": "canary", "a.b": "canary", strings.Repeat("a", 65): "canary",
		"empty": "", "two": "canary\nline", "zero": "canary\x00", "long": strings.Repeat("canary", MaxBytes/6+1),
	} {
		if _, err := s.Set(name, store.NewSecret(value)); !errors.Is(err, ErrInvalid) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%.10q: error %v, want ErrInvalid without the value", name, err)
		}
	}
	if len(s.List()) != 0 {
		t.Errorf("%+v was stored", s.List())
	}
}

func TestADamagedSecretIsToldAndCanBeSetAnew(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	set(t, s, "broken", "canary")
	set(t, s, "gone", "canary")
	set(t, s, "whole", "value")
	for _, name := range []string{"broken", "gone"} {
		path := s.folder.Path(name + suffix)
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(content, " canary"...), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s = open(t, dir)
	_, err := s.Get("broken")
	if !errors.Is(err, durable.ErrDamaged) || !strings.Contains(err.Error(), "set it anew") || strings.Contains(err.Error(), "canary") {
		t.Errorf("error %v, want one that says how to mend it without the value", err)
	}
	if list := s.List(); len(list) != 3 || list[0].Damaged == "" || list[2].Damaged != "" {
		t.Errorf("List = %+v", list)
	}
	if v, err := s.Get("whole"); err != nil || v.Reveal() != "value" {
		t.Errorf("the secret beside it: %v", err)
	}
	set(t, s, "broken", "new")
	if v, err := s.Get("broken"); err != nil || v.Reveal() != "new" {
		t.Errorf("set anew: %v", err)
	}
	if err := s.Delete("gone"); err != nil {
		t.Error(err)
	}
}

func TestAFullDiskKeepsTheOldValue(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	set(t, s, "a", "old")
	s.folder.Fault = func(step durable.Step, _ string) error {
		if step == durable.StepWrite {
			return syscall.ENOSPC
		}
		return nil
	}
	if _, err := s.Set("a", store.NewSecret("new")); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("error %v, want the full disk", err)
	}
	for range 2 {
		if v, err := s.Get("a"); err != nil || v.Reveal() != "old" {
			t.Errorf("%v, want the old value", err)
		}
		s = open(t, dir)
	}
}

func TestSetAndGetSideBySide(t *testing.T) {
	s := open(t, t.TempDir())
	set(t, s, "a", "value")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20 {
				set(t, s, "a", "value")
				if v, err := s.Get("a"); err != nil || v.Reveal() != "value" {
					t.Error(err)
				}
				s.List()
			}
		})
	}
	wg.Wait()
}

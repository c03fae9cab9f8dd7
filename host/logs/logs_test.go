package logs

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func open(t *testing.T, o Options) *Logs {
	t.Helper()
	l, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(text)
}

func TestLinesGoWhereTheyBelong(t *testing.T) {
	var console bytes.Buffer
	dir := filepath.Join(t.TempDir(), "logs")
	l := open(t, Options{Level: slog.LevelInfo, Format: "text", Console: &console, Dir: dir})
	l.Server().Info("started")
	l.Server().Debug("detail")
	l.Access().Info("request", "status", 200)
	l.Access().Error("request", "status", 500)
	for _, c := range []struct{ file, has, lacks string }{
		{"server.log", "started", "request"}, {"server.log", "started", "detail"},
		{"access.log", `"status":200`, "started"}, {"access.log", `"status":500`, "started"},
		{"error.log", `"status":500`, `"status":200`},
	} {
		if text := read(t, dir, c.file); !strings.Contains(text, c.has) || strings.Contains(text, c.lacks) {
			t.Errorf("%s: %q, want %q and not %q", c.file, text, c.has, c.lacks)
		}
	}
	for _, want := range []string{"started", "status=200", "status=500"} {
		if !strings.Contains(console.String(), want) {
			t.Errorf("console %q lacks %q", console.String(), want)
		}
	}
	l.Level().Set(slog.LevelDebug)
	l.Server().Debug("detail")
	if text := read(t, dir, "server.log"); !strings.Contains(text, "detail") {
		t.Errorf("after the level was lowered: %q", text)
	}
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder: %v, %v; want its owner only", info.Mode(), err)
	}
}

func TestNothingIsLostWhenFilesAreRotated(t *testing.T) {
	dir := t.TempDir()
	l := open(t, Options{Console: new(bytes.Buffer), Dir: dir})
	var writers sync.WaitGroup
	const each = 500
	for range 4 {
		writers.Go(func() {
			for range each {
				l.Access().Info("request")
			}
		})
	}
	for range 10 {
		if err := l.Rotate(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Millisecond) // rotated files are named by the millisecond
	}
	writers.Wait()
	lines := 0
	files, err := filepath.Glob(filepath.Join(dir, "access*.log"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			lines++
			if !json.Valid([]byte(line)) {
				t.Fatalf("%s has the torn line %q", f, line)
			}
		}
	}
	if lines != 4*each || len(files) < 2 {
		t.Errorf("%d lines in %d files, %d were written", lines, len(files), 4*each)
	}
}

func TestAFolderThatCannotBeWrittenIsToldAtStart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(Options{Console: new(bytes.Buffer), Dir: filepath.Join(file, "logs")}); err == nil || !strings.Contains(err.Error(), "logs: folder") {
		t.Errorf("error %v", err)
	}
}

package pluginhost

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// A cache that is too large loses the files that were written first, wherever
// they lie, down to half; one that is not stays whole.
func TestTrimCache(t *testing.T) {
	dir := t.TempDir()
	var paths []string
	for i, name := range []string{"newest", "oldest", "v1/older", "v1/newer"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, make([]byte, 100), 0o600); err != nil {
			t.Fatal(err)
		}
		age := time.Duration([]int{0, 4, 3, 1}[i]) * time.Hour
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(-age)); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	left := func() (names []string) {
		for _, path := range paths {
			if _, err := os.Stat(path); err == nil {
				names = append(names, filepath.Base(path))
			}
		}
		return names
	}
	if err := trimCache(dir, 400); err != nil || len(left()) != 4 {
		t.Errorf("a cache of the limit's size: %v left, %v", left(), err)
	}
	if err := trimCache(dir, 399); err != nil || !slices.Equal(left(), []string{"newest"}) {
		t.Errorf("one byte over: %v left, %v; want the newest, since two would be 200 of 199", left(), err)
	}
}

package pluginhost

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/tetratelabs/wazero"

	"github.com/r3mes/r3mes/host/durable"
)

// compileCache keeps compiled code on disk between starts. It stays open as
// long as any version uses it: closing it under a live instance would unmap
// the code that runs. A nil *compileCache caches nothing.
type compileCache struct {
	cache wazero.CompilationCache
	refs  atomic.Int64

	mu   sync.Mutex
	busy map[string]*compiling // by module hash
}

// compiling is a module that somebody compiles or waits to compile.
type compiling struct {
	one  sync.Mutex
	many int // those who hold or want one
}

// alone waits until nobody else compiles the module hash, and returns the
// unlock. wazero's cache hands one of two concurrent compilations of the same
// module code that is not finished; different modules may compile side by side.
func (c *compileCache) alone(hash string) (unlock func()) {
	if c == nil {
		return func() {}
	}
	c.mu.Lock()
	m := c.busy[hash]
	if m == nil {
		m = &compiling{}
		c.busy[hash] = m
	}
	m.many++
	c.mu.Unlock()
	m.one.Lock()
	return func() {
		m.one.Unlock()
		c.mu.Lock()
		defer c.mu.Unlock()
		if m.many--; m.many == 0 {
			delete(c.busy, hash)
		}
	}
}

// openCache opens dir, making it if need be. It refuses a directory that
// somebody else could write: the files in it are executed.
func openCache(dir string) (*compileCache, error) {
	if dir == "" {
		return nil, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("pluginhost: compile cache: %w", err)
	}
	if err := durable.OwnerOnly(dir); err != nil {
		return nil, fmt.Errorf("pluginhost: compile cache %s: %w", dir, err)
	}
	if err := trimCache(dir, maxCacheBytes); err != nil {
		return nil, fmt.Errorf("pluginhost: compile cache: %w", err)
	}
	cache, err := wazero.NewCompilationCacheWithDir(dir)
	if err != nil {
		return nil, fmt.Errorf("pluginhost: compile cache: %w", err)
	}
	c := &compileCache{cache: cache, busy: map[string]*compiling{}}
	c.refs.Store(1)
	return c, nil
}

// maxCacheBytes is the size at which the compile cache is trimmed to half: the
// code of some 80 Go guests.
const maxCacheBytes = 1 << 30

// trimCache removes the files of dir that were written first when all take more
// than limit bytes. Every module that an operator ever loaded has one.
func trimCache(dir string, limit int64) error {
	type file struct {
		path string
		info fs.FileInfo
	}
	var files []file
	var total int64
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // another process trims
		} else if err != nil {
			return err
		}
		files = append(files, file{path, info})
		total += info.Size()
		return nil
	})
	if err != nil || total <= limit {
		return err
	}
	slices.SortFunc(files, func(a, b file) int { return a.info.ModTime().Compare(b.info.ModTime()) })
	for _, f := range files {
		if total <= limit/2 {
			break
		}
		if err := os.Remove(f.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		total -= f.info.Size()
	}
	return nil
}

func (c *compileCache) retain() *compileCache {
	if c != nil {
		c.refs.Add(1)
	}
	return c
}

func (c *compileCache) release() {
	if c != nil && c.refs.Add(-1) == 0 {
		c.cache.Close(context.Background())
	}
}

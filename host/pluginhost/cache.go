package pluginhost

import (
	"context"
	"fmt"
	"os"
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
	cache, err := wazero.NewCompilationCacheWithDir(dir)
	if err != nil {
		return nil, fmt.Errorf("pluginhost: compile cache: %w", err)
	}
	c := &compileCache{cache: cache, busy: map[string]*compiling{}}
	c.refs.Store(1)
	return c, nil
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

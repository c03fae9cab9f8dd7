package pluginhost

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"

	"github.com/tetratelabs/wazero"
)

// compileCache keeps compiled code on disk between starts. It stays open as
// long as any version uses it: closing it under a live instance would unmap
// the code that runs. A nil *compileCache caches nothing.
type compileCache struct {
	cache wazero.CompilationCache
	refs  atomic.Int64
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
	if err := ownedByUs(dir); err != nil {
		return nil, fmt.Errorf("pluginhost: compile cache %s: %w", dir, err)
	}
	cache, err := wazero.NewCompilationCacheWithDir(dir)
	if err != nil {
		return nil, fmt.Errorf("pluginhost: compile cache: %w", err)
	}
	c := &compileCache{cache: cache}
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

package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginkit"
	"github.com/r3mes/r3mes/sdk/golden"
)

// openSandbox loads the plugin at path as a host would, with the configuration
// and grants of plugins.config and plugins.grants when they name it.
func (c *common) openSandbox(cmd *cobra.Command, path string) (*pluginkit.Sandbox, error) {
	cfg, _, err := c.load(nil)
	if err != nil {
		return nil, err
	}
	folder := pluginkit.Folder(path)
	if newer := newerSource(folder); newer != "" {
		fmt.Fprintf(cmd.ErrOrStderr(), "warning: %s is newer than plugin.wasm; run r3mes plugin build %s\n", newer, folder)
	}
	m, err := pluginhost.ReadManifest(folder)
	if err != nil {
		return nil, err
	}
	return pluginkit.OpenSandbox(cmd.Context(), path, pluginkit.SandboxOptions{
		Config: cfg.Plugins.Config[m.Name], Grants: cfg.Plugins.Grants[m.Name],
	})
}

// openCases reads the golden cases of the plugin at path, from cases if that is
// not empty, and opens the plugin.
func (c *common) openCases(cmd *cobra.Command, path, cases string) ([]golden.Case, *pluginkit.Sandbox, error) {
	all, err := loadCases(path, cases)
	if err != nil {
		return nil, nil, err
	}
	box, err := c.openSandbox(cmd, path)
	return all, box, err
}

// newerSource is a file that was changed after the module was built, if any.
func newerSource(folder string) string {
	module, err := os.Stat(filepath.Join(folder, "plugin.wasm"))
	if err != nil {
		return ""
	}
	newer := ""
	filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if e.IsDir() && (e.Name() == "testdata" || e.Name() == "target" || e.Name() == "node_modules") {
			return fs.SkipDir
		}
		switch filepath.Ext(path) {
		case ".go", ".rs", ".ts", ".zig", ".c", ".h":
			if info, err := e.Info(); err == nil && info.ModTime().After(module.ModTime()) {
				newer = path
				return fs.SkipAll
			}
		}
		return nil
	})
	return newer
}

// loadCases reads the golden cases of the plugin at path.
func loadCases(path, folder string) ([]golden.Case, error) {
	return golden.Load(cmp.Or(folder, pluginkit.TestData(path)))
}

// describeBytes is a size for people.
func describeBytes(n int64) string {
	switch {
	case n >= 10<<20:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 10<<10:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d B", n)
}

package hosttest_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
)

// A plugin that is written into the folder of a watching server is served, and
// kept like one that an operator loaded.
func TestAWatchedFolderIsServed(t *testing.T) {
	folder := t.TempDir()
	s := tiny(t, hosttest.Options{Config: func(c *config.Config) { c.Plugins.Dir, c.Plugins.Watch = folder, true }})
	plugintest.Folder(t, filepath.Join(folder, "mine"), plugintest.Answer("route", `{"adapter":null}`), plugintest.Manifest("mine", []string{"route"}))
	for range 3000 {
		if r := call(t, "GET", s.URL+"/admin/plugins/mine", nil); r.status == 200 {
			if p := show(t, s, "mine"); p.Active == nil || !p.Stored {
				t.Errorf("%+v, want it active and stored", p)
			}
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("not served after 30 s")
}

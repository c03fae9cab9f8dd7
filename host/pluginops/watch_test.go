package pluginops

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
)

// soon waits for what a watch brings about.
func soon(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 3000 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("waited 30 s for %s", what)
}

// watching runs a watch of r's folder until the test ends.
func watching(r *rig) {
	r.t.Helper()
	w, err := r.Watch()
	if err != nil {
		r.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(r.t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.Run(ctx)
	}()
	r.t.Cleanup(func() {
		stop()
		<-ended
		if err := w.Close(); err != nil {
			r.t.Error(err)
		}
	})
}

// put writes a plugin's folder.
func (r *rig) put(folder string, u Upload) {
	r.t.Helper()
	plugintest.Folder(r.t, filepath.Join(r.folder, folder), u.Module, string(u.Manifest))
}

// What is written into the watched folder is served, what does not load is
// reported and changes nothing, and what goes away is removed.
func TestWatch(t *testing.T) {
	r := start(t, nil)
	r.put("mine", router("mine", "one"))
	r.put("other", router("other", "one"))
	r.restart()
	watching(r)

	r.put("mine", router("mine", "two"))
	soon(t, "the changed module", func() bool { return r.answers("mine") == "two" })
	r.put("new", router("new", "three"))
	soon(t, "the new folder", func() bool { return r.answers("new") == "three" })

	broken := router("mine", "four")
	broken.Module = broken.Module[:len(broken.Module)-3]
	r.put("mine", broken)
	soon(t, "the log", func() bool { return strings.Contains(r.log.String(), "does not load; what served before serves on") })
	if got := r.answers("mine"); got != "two" {
		t.Errorf("after a broken module %q answers, want two", got)
	}
	r.put("mine", router("mine", "five"))
	soon(t, "the mended module", func() bool { return r.answers("mine") == "five" })

	if err := os.Remove(filepath.Join(r.folder, "new", "plugin.wasm")); err != nil {
		t.Fatal(err)
	}
	soon(t, "the log", func() bool { return strings.Contains(r.log.String(), "plugin.wasm: file does not exist") })
	if got := r.answers("new"); got != "three" {
		t.Errorf("without its module %q answers, want three: a build may be under way", got)
	}
	if err := os.RemoveAll(filepath.Join(r.folder, "new")); err != nil {
		t.Fatal(err)
	}
	soon(t, "the removed folder", func() bool { return r.answers("new") == "" })

	r.put("mine", router("renamed", "six"))
	soon(t, "the new name", func() bool { return r.answers("renamed") == "six" && r.answers("mine") == "" })
	// An act is in the log a little after its effect, and there are more than these
	// when a folder was looked at between two writes.
	for _, want := range []string{"plugin.remove mine", "plugin.load renamed", "plugin.remove new", "plugin.load mine", "plugin.load mine!", "plugin.load new"} {
		soon(t, want, func() bool { return slices.Contains(r.acts(100), want) })
	}
	acts := r.acts(100)
	if strings.Contains(strings.Join(acts, "\n"), "other") {
		t.Errorf("acts %q, want none on a plugin whose folder did not change", acts)
	}
}

// A watch does not serve what an operator's settings keep out.
func TestWatchLeavesOutWhatIsNotServed(t *testing.T) {
	r := start(t, func(o *Options) { o.Host.Disabled = []string{"off"} })
	r.put("taken", router("taken", "one"))
	r.restart()
	if err := r.Remove(t.Context(), somebody, "taken"); err != nil {
		t.Fatal(err)
	}
	watching(r)
	r.put("spare", router("spare", "one", "optional = true"))
	r.put("off", router("off", "one"))
	r.put("taken", router("taken", "two"))
	soon(t, "the log", func() bool {
		log := r.log.String()
		return strings.Contains(log, "not served\" plugin=spare") && strings.Contains(log, "not served\" plugin=off") && strings.Contains(log, "removed by an operator")
	})
	for _, name := range []string{"spare", "off", "taken"} {
		if got := r.answers(name); got != "" {
			t.Errorf("%s answers %q", name, got)
		}
	}
}

func TestWatchNeedsAFolder(t *testing.T) {
	r := start(t, func(o *Options) { o.Host.Dir = filepath.Join(o.Dir, "nowhere") })
	if _, err := r.Watch(); err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("a watch of no folder: %v", err)
	}
}

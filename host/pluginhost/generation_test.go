package pluginhost

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
)

// loadOne loads another version of a plugin into h, as a later load pipeline
// will, and returns it with its first reference.
func loadOne(t *testing.T, h *Host, p plugin) *version {
	t.Helper()
	dir := filepath.Join(t.TempDir(), p.name)
	plugintest.Folder(t, dir, p.wasm, p.manifest)
	s, err := h.readFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	v, err := h.load(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func closed(v *version) bool { return v.refs.Load() == 0 && v.pool.made.Load() == 0 }

// A request keeps the plugins it pinned, however often others are published,
// and the last release closes what nobody shares.
func TestPinnedGenerationOutlivesPublication(t *testing.T) {
	h, old := serve(t, Options{},
		routePlugin("swapped", says(`{"adapter":"one"}`)), pricePlugin("kept", `{"ceiling_microcredits":5}`, `{"charge_microcredits":5}`))
	swapped, kept := old.chains["route"][0], old.chains["quote"][0]

	kept.retain() // publish takes over one reference to each version
	h.publish([]*version{loadOne(t, h, routePlugin("swapped", says(`{"adapter":"two"}`))), kept})

	now := h.Pin()
	if now.Number() <= old.Number() {
		t.Errorf("generation %d follows %d", now.Number(), old.Number())
	}
	for g, want := range map[*Generation]string{old: "one", now: "two"} {
		if d := g.Route(t.Context(), routeRequest("one", "two")); d.Adapter != want {
			t.Errorf("generation %d chose %q, want %q", g.Number(), d.Adapter, want)
		}
	}
	if closed(swapped) {
		t.Error("the replaced version was closed under a pin")
	}
	if !old.retain() { // for serve's cleanup, so that this test may release its own
		t.Fatal("a pinned generation cannot be retained")
	}
	now.Release()
	h.Close()
	if closed(kept) {
		t.Error("a version of a pinned generation was closed with the host")
	}
	old.Release()
}

func TestLastReleaseClosesReplacedVersions(t *testing.T) {
	h, err := Open(t.Context(), Options{Dir: writePlugins(t, routePlugin("a", says(`{"adapter":null}`))), Limits: generous(Limits{})})
	if err != nil {
		t.Fatal(err)
	}
	g := h.Pin()
	v := g.versions[0]
	h.Close()
	if closed(v) {
		t.Fatal("closed under a pin")
	}
	if d := g.Route(t.Context(), routeRequest()); d.Fallback {
		t.Errorf("a pinned plugin no longer answers: %v", d.Err)
	}
	g.Release()
	if !closed(v) {
		t.Error("not closed after the last release")
	}
	after := h.Pin()
	defer after.Release()
	if d := after.Route(t.Context(), routeRequest()); !d.Fallback {
		t.Error("a closed host still asks plugins")
	}
}

// While versions are swapped under load, every request is answered, and by one
// version throughout.
func TestSwapsUnderLoadLoseNothing(t *testing.T) {
	const swaps = 20
	answer := func(i int) plugin {
		return pricePlugin("price", fmt.Sprintf(`{"ceiling_microcredits":%d}`, i), fmt.Sprintf(`{"charge_microcredits":%d}`, i))
	}
	h, err := Open(t.Context(), Options{Dir: writePlugins(t, answer(1)), Limits: generous(Limits{})})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				g := h.Pin()
				q := g.Quote(context.Background(), quoteRequest())
				s := g.Settle(context.Background(), q, settleRequest())
				if q.Plugin != "price" || s.Plugin != "price" || s.Charge != q.Ceiling || s.Clamped {
					t.Errorf("quote %+v settled as %+v", q, s)
				}
				g.Release()
			}
		})
	}
	var replaced []*version
	for i := 2; i < 2+swaps; i++ {
		g := h.Pin()
		replaced = append(replaced, g.versions...)
		g.Release()
		h.publish([]*version{loadOne(t, h, answer(i))})
	}
	close(stop)
	wg.Wait()
	for _, v := range replaced {
		if !closed(v) {
			t.Fatal("a replaced version is still open after its last request")
		}
	}
}

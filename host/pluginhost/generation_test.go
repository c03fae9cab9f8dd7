package pluginhost

import "testing"

// sourceOf is p as an operator hands it in.
func sourceOf(p plugin) Source { return Source{Wasm: p.wasm, Manifest: []byte(p.manifest)} }

// prepare makes p a candidate, which is closed at the end of the test.
func prepare(t testing.TB, h *Host, p plugin) *Candidate {
	t.Helper()
	c, err := h.Prepare(t.Context(), sourceOf(p), Settings{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// activate makes p serve, and returns its version.
func activate(t testing.TB, h *Host, p plugin) *version {
	t.Helper()
	c := prepare(t, h, p)
	if _, err := h.Activate(c); err != nil {
		t.Fatal(err)
	}
	c.Close()
	return c.version
}

func closed(v *version) bool { return v.refs.Load() == 0 && v.pool.made.Load() == 0 }

// A request keeps the plugins it pinned, however often others are published,
// and the last release closes what nobody shares.
func TestPinnedGenerationOutlivesPublication(t *testing.T) {
	h, old := serve(t, Options{},
		routePlugin("swapped", says(`{"adapter":"one"}`)), pricePlugin("kept", `{"ceiling_microcredits":5}`, `{"charge_microcredits":5}`))
	swapped, kept := old.chains["route"][0], old.chains["quote"][0]

	activate(t, h, routePlugin("swapped", says(`{"adapter":"two"}`)))

	now := h.Pin("")
	if now.Number() <= old.Number() {
		t.Errorf("generation %d follows %d", now.Number(), old.Number())
	}
	for g, want := range map[*Generation]string{old: "one", now: "two"} {
		if d := g.Route(t.Context(), routeRequest("one", "two")); d.Adapter != want {
			t.Errorf("generation %d chose %q, want %q", g.Number(), d.Adapter, want)
		}
	}
	if _, err := h.Remove("swapped"); err != nil { // else it would stay warm
		t.Fatal(err)
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
	g := h.Pin("")
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
	after := h.Pin("")
	defer after.Release()
	if d := after.Route(t.Context(), routeRequest()); !d.Fallback {
		t.Error("a closed host still asks plugins")
	}
}

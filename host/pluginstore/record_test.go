package pluginstore

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// version makes a version named by one letter.
func version(letter string) Version {
	return Version{ID: strings.Repeat(letter, idSize), Version: "1.0." + fmt.Sprint(letter[0]-'a'), Module: DigestOf([]byte(letter))}
}

func id(letter string) string { return version(letter).ID }

// served is a record in one line: active < previous, canary%, shadow | stored.
func served(r Record) string {
	short := func(id string) string { return id[:min(len(id), 1)] }
	text := short(r.Active) + " <"
	for _, p := range r.Previous {
		text += " " + short(p)
	}
	if r.Canary != nil {
		text += fmt.Sprintf(", %s %d%%", short(r.Canary.ID), r.Canary.Percent)
	}
	if r.Shadow != "" {
		text += ", shadow " + short(r.Shadow)
	}
	text += " |"
	for _, v := range r.Versions {
		text += " " + short(v.ID)
	}
	return text
}

func TestActs(t *testing.T) {
	load := func(letters string) func(Record) Record {
		return func(r Record) Record {
			for _, l := range strings.Split(letters, "") {
				r = r.Load(version(l))
			}
			return r
		}
	}
	activate := func(letters string) func(Record) Record {
		return func(r Record) Record {
			for _, l := range strings.Split(letters, "") {
				r = r.Activate(id(l))
			}
			return r
		}
	}
	rollback := func(steps int) func(Record) Record {
		return func(r Record) Record {
			next, err := r.Rollback(steps)
			if err != nil {
				t.Fatal(err)
			}
			return next
		}
	}
	promote := func(r Record) Record {
		next, err := r.Promote()
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
	canary := func(l string, percent int) func(Record) Record {
		return func(r Record) Record { return r.WithCanary(id(l), percent) }
	}
	shadow := func(l string) func(Record) Record { return func(r Record) Record { return r.WithShadow(id(l)) } }
	acts := func(list ...func(Record) Record) []func(Record) Record { return list }

	for name, c := range map[string]struct {
		acts []func(Record) Record
		want string
	}{
		"loading serves nothing":                          {acts(load("a")), " < | a"},
		"the first activation":                            {acts(load("a"), activate("a")), "a < | a"},
		"the one before is kept":                          {acts(load("ab"), activate("ab")), "b < a | b a"},
		"two are kept":                                    {acts(load("abcd"), activate("abcd")), "d < c b | d c b a"},
		"activating the active changes nothing":           {acts(load("ab"), activate("abb")), "b < a | b a"},
		"a version that comes back is not its own before": {acts(load("ab"), activate("aba")), "a < b | b a"},
		"one step back":                                   {acts(load("abc"), activate("abc"), rollback(1)), "b < a | c b a"},
		"two steps back":                                  {acts(load("abc"), activate("abc"), rollback(2)), "a < | c b a"},
		"a canary":                                        {acts(load("ab"), activate("a"), canary("b", 5)), "a <, b 5% | b a"},
		"a promoted canary is none":                       {acts(load("ab"), activate("a"), canary("b", 5), promote), "b < a | b a"},
		"a canary is promoted before a shadow":            {acts(load("abc"), activate("a"), canary("b", 5), shadow("c"), promote), "b < a, shadow c | c b a"},
		"a canary outlives another activation":            {acts(load("abc"), activate("a"), canary("b", 5), activate("c")), "c < a, b 5% | c b a"},
		"a shadow":                                        {acts(load("ab"), activate("a"), shadow("b")), "a <, shadow b | b a"},
		"a promoted shadow is none":                       {acts(load("ab"), activate("a"), shadow("b"), promote), "b < a | b a"},
		"a rollback leaves the canary":                    {acts(load("abc"), activate("ab"), canary("c", 5), rollback(1)), "a <, c 5% | c b a"},
		"loading again moves to the front":                {acts(load("aba")), " < | a b"},
		"the oldest inactive ones go":                     {acts(load("abcdef")), " < | f e d c"},
		"none that is served goes":                        {acts(load("abc"), activate("ab"), canary("c", 1), load("defghi")), "b < a, c 1% | i h g f c b a"},
	} {
		t.Run(name, func(t *testing.T) {
			r := Record{Plugin: "p"}
			for _, act := range c.acts {
				before := served(r)
				next := act(r)
				if served(r) != before {
					t.Fatalf("an act changed the record that it was given: %q, was %q", served(r), before)
				}
				if err := next.check(); err != nil {
					t.Fatal(err)
				}
				r = next
			}
			if got := served(r); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestRollbackHasALimit(t *testing.T) {
	r := Record{Plugin: "p"}.Load(version("a")).Load(version("b")).Activate(id("a")).Activate(id("b"))
	for _, steps := range []int{-1, 0, 2, 3} {
		if _, err := r.Rollback(steps); !errors.Is(err, ErrState) {
			t.Errorf("%d steps: error %v, want ErrState", steps, err)
		}
	}
	if _, err := r.Promote(); !errors.Is(err, ErrState) {
		t.Errorf("nothing to promote: error %v, want ErrState", err)
	}
}

func TestTheNameBelongsToTheFirstSigner(t *testing.T) {
	a, b := version("a"), version("b")
	a.Signer, b.Signer = "A", "B"
	r := Record{Plugin: "p"}.Load(version("c")).Load(a).Load(b)
	if r.Signer != "A" {
		t.Errorf("signer %q, want the first one's", r.Signer)
	}
}

func TestFind(t *testing.T) {
	a, b, c := version("a"), version("b"), version("c")
	c.Version, b.Module = a.Version, a.Module
	r := Record{Plugin: "p"}.Load(a).Load(b).Load(c)
	for name, want := range map[string]string{
		a.ID: a.ID, b.Version: b.ID, a.Version: c.ID, b.ID[:8]: b.ID, string(c.Module[:12]): c.ID,
		b.ID[:7]: "", string(a.Module[:12]): "", "9.9.9": "", "": "",
	} {
		v, err := r.Find(name)
		if v.ID != want || (want == "") != errors.Is(err, ErrUnknownVersion) {
			t.Errorf("Find(%q) = %q, %v; want %q", name, v.ID, err, want)
		}
		if want == "" && !strings.Contains(err.Error(), "1.0.1 "+b.ID) {
			t.Errorf("Find(%q): error %q does not say what there is", name, err)
		}
	}
}

func TestEqualVersionsHaveOneID(t *testing.T) {
	base := Version{Version: "1.0.0", Module: DigestOf([]byte("m")), Settings: Settings{Grants: []string{"log"}}}
	first, err := base.Identified()
	if err != nil {
		t.Fatal(err)
	}
	again := base
	again.Signer, again.Loaded.By = "A", "somebody else"
	if other, _ := again.Identified(); other.ID != first.ID || len(first.ID) != idSize {
		t.Errorf("ids %q and %q of one version", first.ID, other.ID)
	}
	seen := []string{first.ID}
	for _, change := range []func(*Version){
		func(v *Version) { v.Module = DigestOf(nil) },
		func(v *Version) { v.Manifest = DigestOf(nil) },
		func(v *Version) { v.Settings.Grants = nil },
		func(v *Version) { v.Settings.Config = []byte(`{"a":1}`) },
		func(v *Version) { v.Settings.Bound = true },
		func(v *Version) { v.Settings.Adapters = []string{"x"} },
	} {
		v := base
		change(&v)
		other, err := v.Identified()
		if err != nil || slices.Contains(seen, other.ID) {
			t.Errorf("%+v has the id of another version, or %v", v, err)
		}
		seen = append(seen, other.ID)
	}
}

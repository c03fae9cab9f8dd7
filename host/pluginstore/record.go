package pluginstore

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// KeptVersions is how many versions before the active one a record keeps ready
// for a rollback.
const KeptVersions = 2

// Inactive is how many versions a record keeps beside those that are served or
// ready for a rollback; the oldest goes first.
const Inactive = 4

// Digest is a SHA-256 in lower-case hex, the name of a blob; empty: no blob.
type Digest string

// DigestOf names a blob.
func DigestOf(blob []byte) Digest {
	sum := sha256.Sum256(blob)
	return Digest(hex.EncodeToString(sum[:]))
}

// Settings are an operator's part of a version.
type Settings struct {
	Config   json.RawMessage `json:"config,omitempty"` // laid over the manifest's defaults; empty: nothing
	Grants   []string        `json:"grants,omitempty"`
	Adapters []string        `json:"adapters,omitempty"`
	Bound    bool            `json:"bound,omitempty"` // Adapters replace what the manifest says
}

// Act says who did something, and when.
type Act struct {
	ID   string    `json:"id"` // of the act's entry in the audit log
	Name string    `json:"act"`
	By   string    `json:"by"`
	From string    `json:"from,omitempty"`
	At   time.Time `json:"at"`
}

// Version is one module with its manifest and settings. It never changes.
type Version struct {
	ID        string   `json:"id"`      // see Identified
	Version   string   `json:"version"` // of the manifest
	Module    Digest   `json:"module"`
	Manifest  Digest   `json:"manifest,omitempty"`  // empty: the module carries it
	Signature Digest   `json:"signature,omitempty"` // empty: unsigned
	Signer    string   `json:"signer,omitempty"`    // key id; empty: nobody who is trusted
	Settings  Settings `json:"settings"`
	Loaded    Act      `json:"loaded"`
}

// idSize is the hex digits of a version's id.
const idSize = 16

// Identified returns v with its ID, which is the same for equal modules,
// manifests and settings whoever loads them.
func (v Version) Identified() (Version, error) {
	text, err := json.Marshal(struct {
		Module, Manifest Digest
		Settings         Settings
	}{v.Module, v.Manifest, v.Settings})
	if err != nil {
		return v, fmt.Errorf("pluginstore: settings: %w", err)
	}
	v.ID = string(DigestOf(text))[:idSize]
	return v, nil
}

// Canary is a version that a share of the wallets is served by.
type Canary struct {
	ID      string `json:"id"`
	Percent int    `json:"percent"` // 0 to 100
}

// Record is all that is known of one plugin.
type Record struct {
	Plugin   string    `json:"plugin"`
	Versions []Version `json:"versions"` // newest first
	Active   string    `json:"active,omitempty"`
	Previous []string  `json:"previous,omitempty"` // served before, newest first; KeptVersions at most
	Canary   *Canary   `json:"canary,omitempty"`
	Shadow   string    `json:"shadow,omitempty"`
	// Signer is who signed the first version that was signed, and so whose name
	// this is; empty: none was.
	Signer string `json:"signer,omitempty"`
	// Removed keeps a plugin of the plugins folder from being served; there are
	// no versions then.
	Removed bool `json:"removed,omitempty"`
	// Last is the act that led to this state.
	Last Act `json:"last"`
}

// Errors of the acts.
var (
	// ErrUnknownVersion: the record has no version of that name.
	ErrUnknownVersion = errors.New("unknown version")
	// ErrState: the act makes no sense in the plugin's state.
	ErrState = errors.New("not possible now")
)

// Find returns the version that name means: an id, the beginning of one, a
// version of the manifest, or the beginning of the module's hash, of eight
// digits at least. Of several with one manifest version, the newest.
func (r Record) Find(name string) (Version, error) {
	for _, v := range r.Versions {
		if name == v.ID || name == v.Version {
			return v, nil
		}
	}
	var found []Version
	for _, v := range r.Versions {
		if len(name) >= 8 && (strings.HasPrefix(v.ID, name) || strings.HasPrefix(string(v.Module), name)) {
			found = append(found, v)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return Version{}, fmt.Errorf("pluginstore: plugin %s: %w %q (stored: %s)", r.Plugin, ErrUnknownVersion, name, r.names())
	}
	return Version{}, fmt.Errorf("pluginstore: plugin %s: %w: %q is the beginning of %d versions: name more of it (stored: %s)", r.Plugin, ErrUnknownVersion, name, len(found), r.names())
}

func (r Record) names() string {
	if len(r.Versions) == 0 {
		return "none"
	}
	var names []string
	for _, v := range r.Versions {
		names = append(names, v.Version+" "+v.ID)
	}
	return strings.Join(names, ", ")
}

// clone makes a record whose slices the acts may change.
func (r Record) clone() Record {
	r.Versions, r.Previous = slices.Clone(r.Versions), slices.Clone(r.Previous)
	if r.Canary != nil {
		c := *r.Canary
		r.Canary = &c
	}
	return r
}

// Load adds a version that is not served; one with the same id becomes the
// newest and keeps its place in what is served. The first version that is signed
// says whose name the plugin's is.
func (r Record) Load(v Version) Record {
	r = r.clone()
	if r.Signer == "" {
		r.Signer = v.Signer
	}
	r.Removed = false
	r.Versions = slices.DeleteFunc(r.Versions, func(o Version) bool { return o.ID == v.ID })
	r.Versions = slices.Insert(r.Versions, 0, v)
	return r.prune()
}

// Activate serves the version id; the one before it is kept for a rollback.
// Canary and shadow go on beside the new one.
func (r Record) Activate(id string) Record {
	r = r.clone()
	if r.Active != id {
		r.Previous = slices.DeleteFunc(r.Previous, func(p string) bool { return p == id })
		if r.Active != "" {
			r.Previous = slices.Insert(r.Previous, 0, r.Active)
		}
		r.Previous = r.Previous[:min(len(r.Previous), KeptVersions)]
		r.Active = id
	}
	return r.prune()
}

// Rollback serves the version that was active steps activations ago. What was
// served since stays stored, inactive.
func (r Record) Rollback(steps int) (Record, error) {
	if steps < 1 || steps > len(r.Previous) {
		return r, fmt.Errorf("pluginstore: plugin %s: roll back %d: %w: %d versions before the active one are kept", r.Plugin, steps, ErrState, len(r.Previous))
	}
	r = r.clone()
	r.Active, r.Previous = r.Previous[steps-1], r.Previous[steps:]
	return r.prune(), nil
}

// WithCanary serves percent of the wallets by the version id; "" ends a canary.
func (r Record) WithCanary(id string, percent int) Record {
	r = r.clone()
	r.Canary = nil
	if id != "" {
		r.Canary = &Canary{ID: id, Percent: percent}
	}
	return r.prune()
}

// WithShadow asks the version id after every answer; "" ends a shadow.
func (r Record) WithShadow(id string) Record {
	r = r.clone()
	r.Shadow = id
	return r.prune()
}

// Promote serves the canary, or the shadow when there is none.
func (r Record) Promote() (Record, error) {
	switch {
	case r.Canary != nil:
		return r.WithCanary("", 0).Activate(r.Canary.ID), nil
	case r.Shadow != "":
		return r.WithShadow("").Activate(r.Shadow), nil
	}
	return r, fmt.Errorf("pluginstore: plugin %s: promote: %w: there is neither a canary nor a shadow", r.Plugin, ErrState)
}

// serves says that a version is served in any way or kept for a rollback.
func (r Record) serves(id string) bool {
	return id == r.Active || id == r.Shadow || slices.Contains(r.Previous, id) || (r.Canary != nil && r.Canary.ID == id)
}

// prune drops the oldest of the versions that are neither served nor kept. It
// changes r.Versions in place: r is the caller's own.
func (r Record) prune() Record {
	inactive := 0
	r.Versions = slices.DeleteFunc(r.Versions, func(v Version) bool {
		if r.serves(v.ID) {
			return false
		}
		inactive++
		return inactive > Inactive
	})
	return r
}

// blobs are the digests that the record needs.
func (r Record) blobs() []Digest {
	var list []Digest
	for _, v := range r.Versions {
		for _, d := range []Digest{v.Module, v.Manifest, v.Signature} {
			if d != "" {
				list = append(list, d)
			}
		}
	}
	return list
}

// The forms of what becomes a file's name.
var (
	pluginName    = regexp.MustCompile(`^[a-z][a-z0-9-]{0,63}$`)
	digestPattern = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// check refuses a record that contradicts itself.
func (r Record) check() error {
	if !pluginName.MatchString(r.Plugin) {
		return fmt.Errorf("name %q is not of the form %s", r.Plugin, pluginName)
	}
	ids := map[string]bool{}
	for _, v := range r.Versions {
		if v.ID == "" || v.Module == "" || ids[v.ID] {
			return fmt.Errorf("version %q has no module or stands twice", v.ID)
		}
		ids[v.ID] = true
	}
	for _, d := range r.blobs() {
		if !digestPattern.MatchString(string(d)) {
			return fmt.Errorf("%q is not a digest", d)
		}
	}
	served := append(slices.Clone(r.Previous), r.Active, r.Shadow)
	if r.Canary != nil {
		served = append(served, r.Canary.ID)
		if r.Canary.Percent < 0 || r.Canary.Percent > 100 {
			return fmt.Errorf("a canary of %d percent, want 0 to 100", r.Canary.Percent)
		}
	}
	for _, id := range served {
		if id != "" && !ids[id] {
			return fmt.Errorf("version %q is served but not stored", id)
		}
	}
	if len(r.Previous) > KeptVersions || slices.Contains(r.Previous, "") || (r.Removed && len(r.Versions) > 0) {
		return errors.New("contradicts itself")
	}
	return nil
}

// checkIs is check of what was read as the record of plugin.
func (r Record) checkIs(plugin string) error {
	if r.Plugin != plugin {
		return fmt.Errorf("it is the record of %q", r.Plugin)
	}
	return r.check()
}

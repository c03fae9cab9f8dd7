package plugintrust

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"aead.dev/minisign"

	"github.com/r3mes/r3mes/host/durable"
)

// Policy says what becomes of plugins that nobody who is trusted signed.
type Policy string

// The policies, see the package comment.
const (
	Off     Policy = "off"
	Warn    Policy = "warn"
	Require Policy = "require"
)

// Policies are all of them.
func Policies() []Policy { return []Policy{Off, Warn, Require} }

// Errors that callers decide on.
var (
	// ErrUnsigned: the policy requires a signature and there is none.
	ErrUnsigned = errors.New("not signed")
	// ErrUntrusted: the policy requires a trusted key and the signature is by
	// another.
	ErrUntrusted = errors.New("signed by a key that is not trusted")
	// ErrSignature: the signature is none, is not of this module, or speaks of
	// another plugin, version or manifest.
	ErrSignature = errors.New("bad signature")
	// ErrKey: the text is no public key, or its id is taken.
	ErrKey = errors.New("bad public key")
	// ErrUnknownKey: no such key is trusted.
	ErrUnknownKey = errors.New("unknown key")
)

// Key is a public key that is trusted.
type Key struct {
	ID      string    `json:"id"`  // 16 hex digits; whoever makes a key can choose them
	Key     string    `json:"key"` // as minisign prints it: what identifies the signer
	Comment string    `json:"comment,omitempty"`
	Added   time.Time `json:"added"`
}

// Trust is the list of trusted keys and the policy. Safe for concurrent use.
type Trust struct {
	policy Policy
	folder *durable.Folder

	mu   sync.Mutex
	keys []Key // sorted by id
}

// listFile is the file of the list.
const listFile = "keys"

// maxComment is the longest comment of a key, in bytes.
const maxComment = 200

// Open reads the list in the folder dir, which it makes when it is missing. A
// damaged list is an error: without it nobody knows whom to trust.
func Open(dir string, policy Policy) (*Trust, error) {
	if !slices.Contains(Policies(), policy) {
		return nil, fmt.Errorf("plugintrust: policy %q is not one of %q", policy, Policies())
	}
	folder, err := durable.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("plugintrust: %w", err)
	}
	t := &Trust{policy: policy, folder: folder}
	if err := folder.ReadJSON(listFile, &t.keys); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("plugintrust: %w; remove the file, then trust the keys anew", err)
	}
	return t, nil
}

// Policy returns the policy.
func (t *Trust) Policy() Policy { return t.policy }

// List returns the trusted keys, sorted by id.
func (t *Trust) List() []Key {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.keys)
}

// Add trusts a public key, in either form that minisign writes: the file or the
// line. A key that is trusted already gets the new comment.
func (t *Trust) Add(text, comment string) (Key, error) {
	key, err := parseKey(text)
	if err != nil {
		return Key{}, err
	}
	if len(comment) > maxComment || strings.ContainsFunc(comment, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return Key{}, fmt.Errorf("plugintrust: %w: a comment has one line of at most %d bytes", ErrKey, maxComment)
	}
	key.Comment, key.Added = comment, time.Now().UTC()
	t.mu.Lock()
	defer t.mu.Unlock()
	keys := slices.Clone(t.keys)
	i, found := find(keys, key.ID)
	switch {
	case !found:
		keys = slices.Insert(keys, i, key)
	case keys[i].Key != key.Key:
		return Key{}, fmt.Errorf("plugintrust: %w: another key with the id %s is trusted already; remove that one first if this one is to take its place", ErrKey, key.ID)
	default:
		key.Added = keys[i].Added
		keys[i] = key
	}
	return key, t.save(keys)
}

// Remove ends the trust in a key. Plugins that it signed are served on until
// they are loaded again, at the next start for instance.
func (t *Trust) Remove(id string) (Key, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	i, found := find(t.keys, strings.ToUpper(id))
	if !found {
		return Key{}, fmt.Errorf("plugintrust: %w %q", ErrUnknownKey, id)
	}
	key := t.keys[i]
	return key, t.save(slices.Delete(slices.Clone(t.keys), i, i+1))
}

func (t *Trust) save(keys []Key) error {
	if err := t.folder.WriteJSON(listFile, keys); err != nil {
		return fmt.Errorf("plugintrust: %w", err)
	}
	t.keys = keys
	return nil
}

func find(keys []Key, id string) (int, bool) {
	return slices.BinarySearchFunc(keys, id, func(k Key, id string) int { return cmp.Compare(k.ID, id) })
}

func parseKey(text string) (Key, error) {
	var public minisign.PublicKey
	if err := public.UnmarshalText([]byte(strings.TrimSpace(text))); err != nil {
		return Key{}, fmt.Errorf("plugintrust: %w: %w; give what is in the .pub file, or its second line", ErrKey, err)
	}
	return Key{ID: keyID(public.ID()), Key: public.String()}, nil
}

func keyID(id uint64) string { return fmt.Sprintf("%016X", id) }

// Subject is what a signature is of.
type Subject struct {
	Name, Version string
	Module        []byte
	Manifest      []byte // the file beside the module; nil: the module carries it
}

// Comment is the signed comment of a subject.
func (s Subject) Comment() string {
	comment := fmt.Sprintf("r3mes plugin %s %s", s.Name, s.Version)
	if s.Manifest != nil {
		sum := sha256.Sum256(s.Manifest)
		comment += " manifest sha256:" + hex.EncodeToString(sum[:])
	}
	return comment
}

// Verdict is what a signature that is accepted says.
type Verdict struct {
	Signer  string // Key of a trusted key; empty: nobody who is trusted
	Warning string // what the operator should know; empty: nothing
}

// Verify judges a plugin by the policy. signature is the text of its .minisig
// file, empty when there is none. The error says how to mend it.
func (t *Trust) Verify(s Subject, signature []byte) (Verdict, error) {
	if t.policy == Off {
		return Verdict{}, nil
	}
	if len(signature) == 0 {
		return t.unless(ErrUnsigned, "sign it with r3mes plugin sign")
	}
	var parsed minisign.Signature
	if err := parsed.UnmarshalText(signature); err != nil {
		return Verdict{}, fmt.Errorf("plugintrust: %w: %w; give the text of the .minisig file", ErrSignature, err)
	}
	t.mu.Lock()
	i, found := find(t.keys, keyID(parsed.KeyID))
	var key Key
	if found {
		key = t.keys[i]
	}
	t.mu.Unlock()
	if !found {
		return t.unless(ErrUntrusted, fmt.Sprintf("the signature names the key %s; if you trust its owner, add the public key with r3mes trust add", keyID(parsed.KeyID)))
	}
	var public minisign.PublicKey
	if err := public.UnmarshalText([]byte(key.Key)); err != nil {
		return Verdict{}, fmt.Errorf("plugintrust: trusted key %s: %w", key.ID, err)
	}
	if !minisign.Verify(public, s.Module, signature) {
		return Verdict{}, fmt.Errorf("plugintrust: %w: key %s did not sign this module; sign what you load, after the last build", ErrSignature, key.ID)
	}
	if want := s.Comment(); parsed.TrustedComment != want {
		return Verdict{}, fmt.Errorf("plugintrust: %w: it is of %.300q, this is %q; sign this version with this manifest", ErrSignature, parsed.TrustedComment, want)
	}
	return Verdict{Signer: key.Key}, nil
}

// unless is err under Require, a warning else.
func (t *Trust) unless(err error, mend string) (Verdict, error) {
	if t.policy == Require {
		return Verdict{}, fmt.Errorf("plugintrust: %w, which the policy %q refuses: %s", err, t.policy, mend)
	}
	return Verdict{Warning: err.Error() + ": " + mend}, nil
}

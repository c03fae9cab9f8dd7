package plugintrust

import (
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"aead.dev/minisign"

	"github.com/r3mes/r3mes/host/durable"
)

type signer struct {
	private minisign.PrivateKey
	public  minisign.PublicKey
}

func newSigner(t testing.TB) signer {
	t.Helper()
	public, private, err := minisign.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return signer{private, public}
}

func (s signer) sign(of Subject) []byte {
	return minisign.SignWithComments(s.private, of.Module, of.Comment(), "nobody reads this")
}

func open(t testing.TB, dir string, p Policy) *Trust {
	t.Helper()
	trust, err := Open(dir, p)
	if err != nil {
		t.Fatal(err)
	}
	return trust
}

func subject() Subject {
	return Subject{Name: "route-mine", Version: "1.2.0", Module: []byte("module"), Manifest: []byte("manifest")}
}

func TestVerifyByPolicy(t *testing.T) {
	trusted, stranger := newSigner(t), newSigner(t)
	signed := trusted.sign(subject())
	with := func(change func(*Subject)) Subject { s := subject(); change(&s); return s }
	own := with(func(s *Subject) { s.Manifest = nil })
	hashed := minisign.NewReader(strings.NewReader("module"))
	if _, err := io.Copy(io.Discard, hashed); err != nil {
		t.Fatal(err)
	}

	type verdict struct {
		err     error
		warning string
		signer  bool
	}
	good, bad := verdict{signer: true}, verdict{err: ErrSignature}
	for name, c := range map[string]struct {
		subject       Subject
		signature     []byte
		warn, require verdict
	}{
		"signed by a trusted key":               {subject(), signed, good, good},
		"the module carries its manifest":       {own, trusted.sign(own), good, good},
		"hashed first, as minisign does":        {subject(), hashed.SignWithComments(trusted.private, subject().Comment(), ""), good, good},
		"not signed":                            {subject(), nil, verdict{warning: "not signed"}, verdict{err: ErrUnsigned}},
		"signed by a stranger":                  {subject(), stranger.sign(subject()), verdict{warning: "r3mes trust add"}, verdict{err: ErrUntrusted}},
		"no signature at all":                   {subject(), []byte("hello"), bad, bad},
		"cut":                                   {subject(), signed[:len(signed)-30], bad, bad},
		"another module":                        {with(func(s *Subject) { s.Module = []byte("modul3") }), signed, bad, bad},
		"another version":                       {with(func(s *Subject) { s.Version = "1.2.1" }), signed, bad, bad},
		"another name":                          {with(func(s *Subject) { s.Name = "route-yours" }), signed, bad, bad},
		"another manifest":                      {with(func(s *Subject) { s.Manifest = []byte("more") }), signed, bad, bad},
		"the signed manifest is not there":      {own, signed, bad, bad},
		"a manifest that nobody signed":         {subject(), trusted.sign(own), bad, bad},
		"an empty manifest is not none":         {with(func(s *Subject) { s.Manifest = []byte{} }), trusted.sign(own), bad, bad},
		"a comment changed after it was signed": {with(func(s *Subject) { s.Version = "1.2.1" }), []byte(strings.Replace(string(signed), "1.2.0", "1.2.1", 1)), bad, bad},
		"a stranger with the trusted key's id":  {subject(), renamed(t, stranger, trusted), bad, bad},
	} {
		t.Run(name, func(t *testing.T) {
			for policy, want := range map[Policy]verdict{Off: {}, Warn: c.warn, Require: c.require} {
				trust := open(t, t.TempDir(), policy)
				if _, err := trust.Add(trusted.public.String(), ""); err != nil {
					t.Fatal(err)
				}
				got, err := trust.Verify(c.subject, c.signature)
				if !errors.Is(err, want.err) || (want.err == nil && err != nil) {
					t.Errorf("%s: error %v, want %v", policy, err, want.err)
				}
				if (got.Signer == trusted.public.String()) != want.signer || (!want.signer && got.Signer != "") {
					t.Errorf("%s: signer %q, want one: %v", policy, got.Signer, want.signer)
				}
				if !strings.Contains(got.Warning, want.warning) || (want.warning == "" && got.Warning != "") {
					t.Errorf("%s: warning %q, want %q", policy, got.Warning, want.warning)
				}
			}
		})
	}
}

// renamed is a stranger's signature that claims a trusted key's id.
func renamed(t *testing.T, stranger, trusted signer) []byte {
	t.Helper()
	var s minisign.Signature
	if err := s.UnmarshalText(stranger.sign(subject())); err != nil {
		t.Fatal(err)
	}
	s.KeyID = trusted.public.ID()
	text, err := s.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestRefusalsSayHowToMendThem(t *testing.T) {
	trust, stranger := open(t, t.TempDir(), Require), newSigner(t)
	for want, signature := range map[string][]byte{
		"r3mes plugin sign": nil,
		"r3mes trust add":   stranger.sign(subject()),
		".minisig":          []byte("x"),
	} {
		if _, err := trust.Verify(subject(), signature); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func TestTheListOutlivesTheProcess(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "trust")
	trust, a, b := open(t, dir, Warn), newSigner(t), newSigner(t)
	file, err := a.public.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	added, err := trust.Add(string(file)+"\n", "the router team")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := trust.Add(b.public.String(), ""); err != nil {
		t.Fatal(err)
	}
	if again, err := trust.Add(a.public.String(), "renamed"); err != nil || again.Comment != "renamed" || again.Added != added.Added {
		t.Errorf("again: %+v, %v", again, err)
	}
	trust = open(t, dir, Warn)
	list := trust.List()
	if len(list) != 2 || list[0].ID >= list[1].ID {
		t.Fatalf("%+v, want both keys by id", list)
	}
	if v, err := trust.Verify(subject(), a.sign(subject())); err != nil || v.Signer != added.Key {
		t.Errorf("%+v, %v", v, err)
	}
	if _, err := trust.Remove(strings.ToLower(added.ID)); err != nil {
		t.Fatal(err)
	}
	if _, err := trust.Remove(added.ID); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("removed twice: %v", err)
	}
	trust = open(t, dir, Require)
	if _, err := trust.Verify(subject(), a.sign(subject())); !errors.Is(err, ErrUntrusted) {
		t.Errorf("after the key is removed: %v", err)
	}
}

func TestAddRefuses(t *testing.T) {
	trust, a := open(t, t.TempDir(), Warn), newSigner(t)
	if _, err := trust.Add(a.public.String(), ""); err != nil {
		t.Fatal(err)
	}
	private, err := a.private.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	taken := a.public.String()[:20] + newSigner(t).public.String()[20:] // the id is in the first 14 digits
	for name, text := range map[string]string{"nothing": "", "noise": "hello", "a private key": string(private), "an id that is taken": taken} {
		if _, err := trust.Add(text, ""); !errors.Is(err, ErrKey) {
			t.Errorf("%s: %v", name, err)
		} else if strings.Contains(err.Error(), string(private[len(private)-20:])) {
			t.Errorf("%s: the error shows the key", name)
		}
	}
	if _, err := trust.Add(a.public.String(), "two\nlines"); !errors.Is(err, ErrKey) {
		t.Errorf("a comment of two lines: %v", err)
	}
	if len(trust.List()) != 1 {
		t.Errorf("%+v, want the first key alone", trust.List())
	}
}

func TestOpenRefuses(t *testing.T) {
	if _, err := Open(t.TempDir(), "maybe"); err == nil || !strings.Contains(err.Error(), "require") {
		t.Errorf("an unknown policy: %v", err)
	}
	dir := t.TempDir()
	trust := open(t, dir, Warn)
	if _, err := trust.Add(newSigner(t).public.String(), ""); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(dir, listFile), 90); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Warn); !errors.Is(err, durable.ErrDamaged) {
		t.Errorf("a damaged list: %v", err)
	}
}

func TestAddAndVerifySideBySide(t *testing.T) {
	trust, a := open(t, t.TempDir(), Warn), newSigner(t)
	signature := a.sign(subject())
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 10 {
				key, err := trust.Add(a.public.String(), "")
				if err != nil {
					t.Error(err)
				}
				if _, err := trust.Verify(subject(), signature); err != nil {
					t.Error(err)
				}
				trust.List()
				if _, err := trust.Remove(key.ID); err != nil && !errors.Is(err, ErrUnknownKey) {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func FuzzVerify(f *testing.F) {
	trust, a := open(f, f.TempDir(), Require), newSigner(f)
	if _, err := trust.Add(a.public.String(), ""); err != nil {
		f.Fatal(err)
	}
	good := a.sign(subject())
	f.Add(good)
	f.Add([]byte("untrusted comment: \n\ntrusted comment: \n"))
	f.Fuzz(func(t *testing.T, signature []byte) {
		if _, err := trust.Verify(subject(), signature); err == nil {
			var s, g minisign.Signature
			if s.UnmarshalText(signature) != nil || g.UnmarshalText(good) != nil || !s.Equal(g) {
				t.Errorf("accepted %q", signature)
			}
		}
	})
}

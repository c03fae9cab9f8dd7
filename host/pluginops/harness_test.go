package pluginops

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"aead.dev/minisign"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/host/plugintrust"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store/badger"
)

// somebody is the operator of the tests.
var somebody = audit.Actor{Name: "key1", From: "127.0.0.1"}

// rig is an operator on a data folder, with the ledger that holds the pairs.
type rig struct {
	*Operator
	t      testing.TB
	data   string
	folder string // of the plugins
	change func(*Options)
	ledger *badger.Store
	audit  *audit.Log
	log    *lines
}

// lines is a log that can be read while it is written.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// start opens an operator on new folders; change may change its options each
// time it is opened.
func start(t testing.TB, change func(*Options)) *rig {
	t.Helper()
	r := &rig{t: t, data: t.TempDir(), folder: t.TempDir(), change: change, log: &lines{}}
	r.open()
	t.Cleanup(func() { r.close() })
	return r
}

func (r *rig) open() {
	r.t.Helper()
	if err := r.tryOpen(); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) tryOpen() (err error) {
	r.t.Helper()
	if r.ledger, err = badger.Open(filepath.Join(r.data, "ledger"), badger.Default()); err != nil {
		r.t.Fatal(err)
	}
	if r.audit, err = audit.Open(filepath.Join(r.data, "audit"), audit.Options{}); err != nil {
		r.t.Fatal(err)
	}
	o := Options{
		Dir: r.data, Audit: r.audit, Policy: plugintrust.Warn, ClearKV: r.ledger.KVClear,
		Log:  slog.New(slog.NewTextHandler(r.log, nil)),
		Host: pluginhost.Options{Dir: r.folder, KV: r.ledger, CacheDir: plugintest.CacheDir(r.t), Limits: patient()},
	}
	if r.change != nil {
		r.change(&o)
	}
	if r.Operator, err = Open(r.t.Context(), o); err != nil {
		r.Operator = nil
	}
	return err
}

// patient are deadlines that a busy machine does not run into.
func patient() pluginhost.Limits {
	const long = 30 * time.Second
	return pluginhost.Limits{
		RouteDeadline: long, QuoteDeadline: long, SettleDeadline: long, PreDeadline: long, PostDeadline: long,
		MaxDeadline: long, StartDeadline: long, PoolWait: long,
	}
}

func (r *rig) close() {
	r.t.Helper()
	if r.Operator != nil {
		if err := r.Operator.Close(); err != nil {
			r.t.Error(err)
		}
		r.Operator = nil
	}
	if r.ledger == nil {
		return
	}
	for _, c := range []interface{ Close() error }{r.audit, r.ledger} {
		if err := c.Close(); err != nil {
			r.t.Error(err)
		}
	}
	r.ledger = nil
}

// restart is a stop and a start.
func (r *rig) restart() {
	r.t.Helper()
	r.close()
	r.open()
}

// router is a plugin that always chooses one adapter.
func router(name, adapter string, more ...string) Upload {
	return Upload{Module: plugintest.Answer("route", fmt.Sprintf(`{"adapter":%q}`, adapter)), Manifest: []byte(plugintest.Manifest(name, []string{"route"}, more...))}
}

// configurable lines of a manifest: one number from 0 to 9.
const configurable = `config = { schema = { type = "object", properties = { a = { type = "integer", maximum = 9 } }, additionalProperties = false }, defaults = { a = 1 } }`

func (r *rig) load(u Upload) Result {
	r.t.Helper()
	result, err := r.Load(r.t.Context(), somebody, u)
	if err != nil {
		r.t.Fatal(err)
	}
	return result
}

// answers is what a plugin says to a wallet whom no canary serves, "" when it is
// not served.
func (r *rig) answers(plugin string) string { return r.answersTo(plugin, "") }

func (r *rig) answersTo(plugin, wallet string) string {
	r.t.Helper()
	g := r.Host().Pin(wallet)
	defer g.Release()
	b, err := g.Call(context.Background(), plugin, sdk.HookRoute, []byte(`{"request_id":"r1"}`))
	if err != nil {
		return ""
	}
	_, rest, _ := strings.Cut(string(b), `"adapter":"`)
	name, _, _ := strings.Cut(rest, `"`)
	return name
}

func (r *rig) show(plugin string) Plugin {
	r.t.Helper()
	p, err := r.Show(plugin)
	if err != nil {
		r.t.Fatal(err)
	}
	return p
}

// acts is the audit log, newest first: "act target", failed ones with "!".
func (r *rig) acts(limit int) []string {
	r.t.Helper()
	entries, err := r.audit.List(0, limit)
	if err != nil {
		r.t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		text := strings.TrimSpace(e.Act + " " + e.Target)
		if e.Error != "" {
			text += "!"
		}
		list = append(list, text)
	}
	return list
}

// roles is which versions the host has in which role, by their ids in the
// store.
func (r *rig) roles(plugin string) string {
	r.t.Helper()
	s, err := r.Host().State(plugin)
	if err != nil {
		return "none"
	}
	text := s.Active.Ref + " <"
	for _, p := range s.Previous {
		text += " " + p.Ref
	}
	if s.Canary != nil {
		text += fmt.Sprintf(", %s %d%%", s.Canary.Ref, s.Percent)
	}
	if s.Shadow != nil {
		text += ", shadow " + s.Shadow.Ref
	}
	return text
}

// kept is the same of the record.
func (r *rig) kept(plugin string) string {
	r.t.Helper()
	record, err := r.store.Get(plugin)
	if err != nil || record.Active == "" {
		return "none"
	}
	text := record.Active + " <"
	for _, p := range record.Previous {
		text += " " + p
	}
	if record.Canary != nil {
		text += fmt.Sprintf(", %s %d%%", record.Canary.ID, record.Canary.Percent)
	}
	if record.Shadow != "" {
		text += ", shadow " + record.Shadow
	}
	return text
}

type signer struct {
	private minisign.PrivateKey
	public  string
}

func newSigner(t testing.TB) signer {
	t.Helper()
	public, private, err := minisign.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return signer{private, public.String()}
}

// sign completes an upload of version 1.0.0.
func (s signer) sign(name string, u Upload) Upload {
	comment := plugintrust.Subject{Name: name, Version: "1.0.0", Manifest: u.Manifest}.Comment()
	u.Signature = minisign.SignWithComments(s.private, u.Module, comment, "")
	return u
}

func routeRequest() sdk.RouteRequest {
	return sdk.RouteRequest{Envelope: sdk.Envelope{RequestID: "r1", Kind: sdk.KindChat}}
}

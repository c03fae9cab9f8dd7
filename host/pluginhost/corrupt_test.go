package pluginhost

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginbuild"
	"github.com/r3mes/r3mes/host/pluginhost/guesttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk"
)

// A corruption is a module with one byte changed, and what became of it.
type corruption struct {
	host     *Host
	wasm     []byte
	manifest []byte
	input    []byte
	refused, panicked, failed,
	answered int
}

// corrupt takes so many copies of a guest, each with another byte changed at
// random, through the load pipeline of a besieged host, and asks those that
// load. Each is refused, fails or answers, and the host is as it was.
func corrupt(t *testing.T, wasm []byte, manifest string, copies int) {
	t.Helper()
	input, err := json.Marshal(referenceRoute())
	if err != nil {
		t.Fatal(err)
	}
	h, _ := serve(t, Options{Limits: Limits{StartDeadline: 100 * time.Millisecond, RouteDeadline: 100 * time.Millisecond}}, bystander())
	c := &corruption{host: h, wasm: wasm, manifest: []byte(manifest), input: input}
	s := besiege(t, h, nil)
	for seed := range uint64(copies) {
		r := rand.New(rand.NewPCG(seed, uint64(len(wasm))))
		at, change := r.IntN(len(wasm)), byte(1+r.IntN(255))
		wasm[at] ^= change
		if err := c.try(t.Context()); err != nil {
			t.Errorf("byte %d changed by %#x: %v", at, change, err)
		}
		wasm[at] ^= change
	}
	s.lift()
	t.Logf("of %d copies %d were refused, %d of them by a panic of the compiler, %d failed, %d answered", copies, c.refused, c.panicked, c.failed, c.answered)
	if c.refused == 0 || c.answered == 0 {
		t.Errorf("%d copies were refused and %d answered: the corruption misses what it is meant for", c.refused, c.answered)
	}
}

// try loads the module as it is now and asks it once. The error is what no
// module may bring about: a refusal or a failure that does not say whose.
func (c *corruption) try(ctx context.Context) error {
	candidate, err := c.host.Prepare(ctx, Source{Wasm: c.wasm, Manifest: c.manifest}, Settings{})
	if err != nil {
		c.refused++
		if strings.Contains(err.Error(), "the compiler panicked") {
			c.panicked++
		}
		if !strings.HasPrefix(err.Error(), "pluginhost: load hostile: ") {
			return err
		}
		return nil
	}
	defer candidate.Close()
	err = candidate.version.call(ctx, guestCall{
		hook: sdk.HookRoute, seed: "r1", input: c.input, limit: candidate.version.deadline(sdk.HookRoute),
		accept: func(answer []byte) error { return json.Unmarshal(answer, &sdk.RouteResponse{}) },
	})
	var failure *sdk.PluginError
	switch {
	case err == nil:
		c.answered++
	case !errors.As(err, &failure) || failure.Plugin != "hostile" || failure.Hook != sdk.HookRoute || failure.Kind == "":
		return err
	default:
		c.failed++
	}
	return nil
}

// Guests of three compilers; the seeds are the same in every run.
func TestSlowCorruptedModules(t *testing.T) {
	guesttest.Need(t)
	for _, lang := range []pluginbuild.Language{pluginbuild.C, pluginbuild.Zig, pluginbuild.AssemblyScript} {
		t.Run(string(lang), func(t *testing.T) {
			wasm, manifest := guesttest.Reference(t, lang, sdk.HookRoute)
			corrupt(t, wasm, strings.Replace(manifest, `"reference-route"`, `"hostile"`, 1), 3000)
		})
	}
}

// A few of a small module, for every day.
func TestCorruptedModules(t *testing.T) {
	corrupt(t, smallGuest(), plugintest.Manifest("hostile", []string{"route"}), 300)
}

// smallGuest uses a memory, a branch and host calls, and answers.
func smallGuest() []byte {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	m.Memory(1, 2)
	m.Export("r3mes_route", m.Func(nil,
		plugintest.Const32(8), plugintest.Load64(), plugintest.Eqz64(), plugintest.If(
			plugintest.Const32(8), plugintest.Const64(1), plugintest.Store64(), plugintest.Const32(1), plugintest.GrowMemory(), plugintest.Drop()),
		env.Output(`{"adapter":null,"priority":0,"reason":"corrupted"}`)))
	return m.Bytes()
}

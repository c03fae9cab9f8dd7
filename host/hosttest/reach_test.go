package hosttest_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"path/filepath"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/store/badger"
)

// countingGuest is a route guest that counts its calls in its pairs and in a
// metric, and abstains.
func countingGuest() []byte {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	add := m.Import("extism:host/user", "r3mes_kv_add", []byte{plugintest.I64, plugintest.I64}, []byte{plugintest.I64})
	const f64 = 0x7c
	metric := m.Import("extism:host/user", "r3mes_metric_add", []byte{plugintest.I64, f64}, nil)
	one := []byte{0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f} // f64.const 1
	name := func(text string) []byte {                // a block of exactly eight bytes
		return bytes.Join([][]byte{
			plugintest.Const64(8), plugintest.Call(env.Alloc), plugintest.Set(0), plugintest.Get(0), plugintest.Const64(word(text)), plugintest.Call(env.StoreU64), plugintest.Get(0),
		}, nil)
	}
	m.Export("r3mes_route", m.Func(nil,
		name("requests"), plugintest.Const64(1), plugintest.Call(add), plugintest.Drop(),
		name("asked_up"), one, plugintest.Call(metric),
		env.Output(`{"abstain":true}`)))
	return m.Bytes()
}

func word(text string) uint64 { return binary.LittleEndian.Uint64([]byte(text)) }

// A plugin's pairs are in the ledger's folder and outlive the server; its
// metric stands with the server's own.
func TestAPluginCountsAcrossRestarts(t *testing.T) {
	data, plugins := t.TempDir(), t.TempDir()
	plugintest.Folder(t, filepath.Join(plugins, "counter"), countingGuest(),
		plugintest.Manifest("counter", []string{"route"}, `capabilities = ["kv", "metrics"]`, `metrics = ["asked_up"]`, "[limits]\ndeadline_ms = 250"))
	start := func() *hosttest.Server {
		return tiny(t, hosttest.Options{Data: data, Config: func(c *config.Config) {
			c.Plugins.Dir = plugins
			c.Plugins.Grants = map[string][]string{"counter": {"kv:keys=5 bytes=100", "metrics"}}
		}})
	}
	for _, chats := range []int{2, 1} {
		s := start()
		for range chats {
			if r := call(t, "POST", s.URL+"/api/chat", object{"message": "x", "wallet_address": s.Wallet}); r.status != 200 {
				t.Fatalf("chat: %d %s", r.status, r.body)
			}
		}
		metrics := call(t, "GET", s.URL+"/metrics", nil).body
		if want := map[int]string{2: " 2", 1: " 1"}[chats]; !strings.Contains(metrics, `r3mes_plugin_metric_total{name="asked_up",plugin="counter"}`+want) {
			t.Errorf("the scrape lacks the plugin's metric%s:\n%s", want, matching(metrics, "r3mes_plugin_metric_total"))
		}
		s.Stop()
		if chats == 1 {
			s.WithLedger(func(ctx context.Context, l *badger.Store) error {
				value, _, err := l.KVGet(ctx, "counter", []byte("requests"))
				if string(value) != "3" {
					t.Errorf("three chats over a restart counted to %q", value)
				}
				return err
			})
		}
	}
}

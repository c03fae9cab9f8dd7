package pluginhost

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk"
)

// TestSwapsUnderLoad swaps a plugin many times while it is asked without pause:
// no request fails or sees two versions, and nothing of the replaced versions
// stays, neither on the heap nor as mapped code.
func TestSwapsUnderLoad(t *testing.T) { swapUnderLoad(t, 60, 20) }

// TestSlowSwapsUnderLoad is the same for a thousand modules.
func TestSlowSwapsUnderLoad(t *testing.T) {
	if os.Getenv("R3MES_SLOW_TESTS") == "" {
		t.Skip("slow: run by make test-slow")
	}
	swapUnderLoad(t, 1000, 100)
}

// numbered is version n of a plugin that says n at every hook, in a module that
// no other version has.
func numbered(n int) plugin {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	m.Memory(1, 2)
	for hook, answer := range map[string]string{
		"route": `{"adapter":"one","priority":%d}`, "quote": `{"ceiling_microcredits":%d}`, "settle": `{"charge_microcredits":%d}`,
		"pre": `{"messages":[{"role":"user","content":"%d"}]}`, "post": `{"text":"%d"}`,
	} {
		m.Export("r3mes_"+hook, m.Func(nil, env.Output(fmt.Sprintf(answer, n))))
	}
	m.Custom("number", binary.BigEndian.AppendUint64(nil, uint64(n)))
	return plugin{"numbered", m.Bytes(), plugintest.Manifest("numbered", []string{"route", "quote", "settle"},
		"[hooks.pre]\nfail = \"closed\"\nadapters = [\"*\"]", "[hooks.post]\nfail = \"closed\"\nadapters = [\"*\"]")}
}

// versionSeen asks every hook once, as a chat does, and returns the number that
// all of them said.
func versionSeen(h *Host, wallet string) (string, error) {
	ctx := context.Background()
	g := h.Pin(wallet)
	defer g.Release()
	e := sdk.Envelope{RequestID: "r1", Kind: sdk.KindChat, WalletHash: wallet}
	d := g.Route(ctx, routeRequest("one"))
	p, preErr := g.Pre(ctx, sdk.PreRequest{Envelope: e, Messages: []sdk.Message{{Role: "user", Content: "hello"}}})
	q := g.Quote(ctx, quoteRequest())
	post := g.Post(e, sdk.BoundAdapter{}, 0)
	text, _, postErr := post.Push(ctx, "piece", true)
	post.Close()
	s := g.Settle(ctx, q, settleRequest())
	if err := errors.Join(d.Err, preErr, q.Err, postErr, s.Err); err != nil {
		return "", err
	}
	if d.Hash != q.Hash || q.Hash != s.Hash {
		return "", fmt.Errorf("one request saw the modules %s, %s and %s", d.Hash, q.Hash, s.Hash)
	}
	seen := []string{p.Messages[0].Content, fmt.Sprint(q.Ceiling), text, fmt.Sprint(s.Charge)}
	if slices.ContainsFunc(seen, func(s string) bool { return s != seen[0] }) {
		return "", fmt.Errorf("one request saw the versions %v", seen)
	}
	return seen[0], nil
}

// swapUnderLoad makes so many swaps and compares what the process holds over two
// windows of them: those from window to 2×window, and the last.
func swapUnderLoad(t *testing.T, swaps, window int) {
	goroutines := runtime.NumGoroutine()
	h, err := Open(t.Context(), Options{Dir: writePlugins(t, numbered(0)), CacheDir: t.TempDir(), Limits: generous(Limits{Instances: 2})})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	stop := make(chan struct{})
	var wg sync.WaitGroup
	var answered atomic.Int64
	var pause sync.RWMutex // of the load while it is measured: what it allocates during a collection passes for live
	for worker := range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				pause.RLock()
				if _, err := versionSeen(h, fmt.Sprint("wallet", worker)); err != nil {
					t.Error(err)
				}
				pause.RUnlock()
				answered.Add(1)
			}
		})
	}
	halt := sync.OnceFunc(func() {
		close(stop)
		wg.Wait()
	})
	defer halt()

	measure := func() uint64 {
		pause.Lock()
		defer pause.Unlock()
		return held(t)
	}
	var recent []*version // no more: what a test holds is held
	var early, late []uint64
	for n := 1; n <= swaps; n++ {
		recent = append(recent, swap(t, h, n))
		if len(recent) > 1+keptVersions {
			replaced := recent[0]
			eventually(t, func() bool { return closed(replaced) }) // by the last request that pinned it
			recent = slices.Delete(recent, 0, 1)
		}
		switch {
		case n > window && n <= 2*window:
			early = append(early, measure())
		case n > swaps-window:
			late = append(late, measure())
		}
	}
	if seen, err := versionSeen(h, "wallet"); err != nil || seen != fmt.Sprint(swaps) {
		t.Errorf("after the last swap %q serves, %v", seen, err)
	}
	halt()
	before, after := median(early), median(late)
	t.Logf("%d swaps, %d requests; heap and code %d KiB over swaps %d to %d, %d KiB over the last %d (%+.1f %%)", swaps, answered.Load(),
		before>>10, window, 2*window, after>>10, window, 100*(float64(after)/float64(before)-1))
	if after > before+before/20 {
		t.Errorf("%d bytes are held over the last %d swaps, %d over an early %d: more than 5 %% more", after, window, before, window)
	}
	for _, v := range recent {
		if closed(v) {
			t.Error("the active version, or one of those before, is closed")
		}
	}
	h.Close()
	for _, v := range recent {
		if !closed(v) {
			t.Error("a version is open after the host was closed")
		}
	}
	eventually(t, func() bool { return runtime.NumGoroutine() <= goroutines && h.memory.Load() == 0 })
}

// swap makes version n the active one, every fourth by way of a canary.
func swap(t *testing.T, h *Host, n int) *version {
	t.Helper()
	c, err := h.Prepare(t.Context(), sourceOf(numbered(n)), Settings{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if n%4 != 0 {
		_, err = h.Activate(c)
	} else if _, err = h.Canary(c, 50); err == nil {
		_, err = h.Promote("numbered")
	}
	if err != nil {
		t.Fatal(err)
	}
	return c.version
}

func median(values []uint64) uint64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// held is the live heap and the code that is mapped beside it, in bytes.
func held(t *testing.T) uint64 {
	t.Helper()
	runtime.GC()
	runtime.GC() // what finalisers let go in the first
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + mappedCode(t)
}

// mappedCode is the size of the executable mappings of no file; 0 where the
// system does not list them.
func mappedCode(t *testing.T) (size uint64) {
	t.Helper()
	maps, err := os.ReadFile("/proc/self/maps")
	if errors.Is(err, fs.ErrNotExist) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(maps)); lines.Scan(); {
		fields := strings.Fields(lines.Text()) // from-to mode offset device inode [name]
		if len(fields) != 5 || !strings.Contains(fields[1], "x") {
			continue
		}
		var from, to uint64
		if _, err := fmt.Sscanf(fields[0], "%x-%x", &from, &to); err != nil {
			t.Fatal(err)
		}
		size += to - from
	}
	return size
}

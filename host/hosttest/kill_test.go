package hosttest_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/api"
	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/host/pluginstore"
	"github.com/r3mes/r3mes/host/server"
	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/badger"
)

// TestKillTheServerUnderLoad kills the real binary with SIGKILL at random
// moments while it answers, tops up and settles, and while a plugin is loaded
// and rolled back, again and again on one data folder. What a client was told
// must be true afterwards: no top-up, no receipt and no state of the plugin is
// lost, the books equal the folded journal, the audit log has every act that was
// acknowledged, and no hold of the dead process stays open.
//
// R3MES_SERVER_KILLS says how often; without it a few times.
func TestKillTheServerUnderLoad(t *testing.T) {
	kills := 3
	if text := os.Getenv("R3MES_SERVER_KILLS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		kills = n
	}
	k := newKillRig(t)
	for i := range kills {
		k.round(i)
		k.check(i)
	}
	k.last()
	t.Logf("%d kills, seed %d: %d top-ups, %d answers and %d acts on a plugin were acknowledged, %d holds released at restart, %d requests broke off",
		kills, k.seed, len(k.topups), len(k.receipts), k.acted, k.released, k.broken)
	if len(k.topups) == 0 || len(k.receipts) == 0 || k.acted == 0 {
		t.Error("the load did nothing")
	}
}

type killRig struct {
	t      *testing.T
	binary string
	model  string
	data   string
	seed   uint64 // of the moments
	random *rand.Rand

	mu       sync.Mutex
	topups   map[string]store.MicroCredits // acknowledged, by operation id
	receipts map[string]bool               // ids of answers that came to their end
	acted    int                           // acts on the plugin that were acknowledged
	active   string                        // version of the plugin after the last of them; "": another act was under way
	released int
	broken   int
}

func newKillRig(t *testing.T) *killRig {
	t.Helper()
	k := &killRig{
		t: t, binary: filepath.Join(t.TempDir(), "r3mes"), model: filepath.Join(t.TempDir(), "tiny"), data: t.TempDir(),
		seed: uint64(time.Now().UnixNano()), topups: map[string]store.MicroCredits{}, receipts: map[string]bool{},
	}
	k.random = rand.New(rand.NewPCG(k.seed, 0))
	build := exec.Command("go", "build", "-o", k.binary, "github.com/r3mes/r3mes/host/cmd/r3mes")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	if err := os.CopyFS(k.model, hosttest.Tiny().Model); err != nil {
		t.Fatal(err)
	}
	return k
}

// start runs the binary and waits until it serves.
func (k *killRig) start() (*exec.Cmd, string) {
	k.t.Helper()
	cmd := exec.Command(k.binary, "serve", "--data", k.data, "--model", k.model, "--listen", "127.0.0.1:0", "--plugins", plugintest.Guests(k.t),
		"--set", "engine.threads=1", "--set", "engine.queue=64", "--log-level", "error")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	// A server that hangs says where, instead of running into the suite's limit.
	watchdog := time.AfterFunc(3*time.Minute, func() { cmd.Process.Signal(syscall.SIGQUIT) })
	k.t.Cleanup(func() {
		if watchdog.Stop(); k.t.Failed() {
			k.t.Logf("the server said: %s", stderr.String())
		}
	})
	url, lines := "", bufio.NewScanner(stdout)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		switch {
		case len(fields) > 1 && fields[0] == "URL":
			url = fields[1]
		case len(fields) > 1 && fields[0] == "holds":
			n, err := strconv.Atoi(fields[1])
			if err != nil {
				k.t.Error(err)
			}
			k.released += n
		case lines.Text() == "Try it:":
			go io.Copy(io.Discard, stdout)
			return cmd, url
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	k.t.Fatalf("the server did not start: %s", stderr.String())
	return nil, ""
}

// round loads a server and kills it in the middle.
func (k *killRig) round(i int) {
	k.t.Helper()
	cmd, url := k.start()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 32}}
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() { k.load(ctx, client, url, fmt.Sprintf("%d-%d", i, worker)) })
	}
	wg.Go(func() { k.swap(ctx, client, url, i) })
	time.Sleep(time.Duration(k.random.IntN(400)) * time.Millisecond)
	if err := cmd.Process.Kill(); err != nil {
		k.t.Error(err)
	}
	cmd.Wait()
	cancel()
	wg.Wait()
	client.CloseIdleConnections()
}

// swapped is the plugin that is loaded and rolled back. It chooses nothing, so
// that the chats beside it go on.
const swapped = "route-swapped"

// swap loads version after version, and rolls every second one back, until the
// server is gone.
func (k *killRig) swap(ctx context.Context, client *http.Client, url string, round int) {
	for n := 0; ; n++ {
		k.setActive("", 0)
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		for name, content := range map[string]string{
			"module":   string(plugintest.Answer("route", fmt.Sprintf(`{"abstain":true,"reason":"%d-%d"}`, round, n))),
			"manifest": plugintest.Manifest(swapped, []string{"route"}),
		} {
			w, err := form.CreateFormFile(name, name)
			if err == nil {
				_, err = io.WriteString(w, content)
			}
			if err != nil {
				k.t.Error(err)
			}
		}
		form.Close()
		if !k.act(ctx, client, url+"/admin/plugins", form.FormDataContentType(), &body) {
			return
		}
		if n%2 == 0 {
			continue
		}
		k.setActive("", 0)
		if !k.act(ctx, client, url+"/admin/plugins/"+swapped+"/rollback", "application/json", strings.NewReader("{}")) {
			return
		}
	}
}

// act notes which version an act on the plugin made active; false when the
// server was gone before it said so.
func (k *killRig) act(ctx context.Context, client *http.Client, url, contentType string, body io.Reader) bool {
	_, text := k.send(ctx, client, url, contentType, body)
	if text == nil {
		return false
	}
	var result api.PluginResult
	if err := json.Unmarshal(text, &result); err != nil || result.ID == "" {
		k.t.Errorf("%s: %s, %v", url, text, err)
	}
	k.setActive(result.ID, 1)
	return true
}

func (k *killRig) setActive(id string, acts int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.active, k.acted = id, k.acted+acts
}

// load asks and tops up until the server is gone, and notes what it was told.
func (k *killRig) load(ctx context.Context, client *http.Client, url, name string) {
	for n := 0; ; n++ {
		op := fmt.Sprintf("top-%s-%d", name, n)
		amount := store.MicroCredits(1_000_000 + n)
		body := fmt.Sprintf(`{"op_id":%q,"amount_microcredits":%d}`, op, amount)
		if k.post(ctx, client, url+"/admin/wallets/rich/topup", body) == nil {
			return
		}
		k.mu.Lock()
		k.topups[op] = amount
		k.mu.Unlock()
		answer := k.post(ctx, client, url+"/v1/chat/completions", `{"messages":[{"role":"user","content":"x"}],"max_tokens":40,"ignore_eos":true,"wallet_address":"rich"}`)
		if answer == nil {
			return
		}
		k.mu.Lock()
		k.receipts[answer.Get("X-R3MES-Receipt")] = true
		k.mu.Unlock()
	}
}

// post returns the headers of an answer that came whole, nil when the server
// was gone before.
func (k *killRig) post(ctx context.Context, client *http.Client, url, body string) http.Header {
	header, _ := k.send(ctx, client, url, "application/json", strings.NewReader(body))
	return header
}

// send returns headers and body of an answer that came whole, nil when the
// server was gone before.
func (k *killRig) send(ctx context.Context, client *http.Client, url, contentType string, body io.Reader) (http.Header, []byte) {
	req, err := http.NewRequestWithContext(ctx, "POST", url, body)
	if err != nil {
		k.t.Error(err)
		return nil, nil
	}
	req.Header.Set("Content-Type", contentType)
	var text []byte
	resp, err := client.Do(req)
	if err == nil {
		defer resp.Body.Close()
		text, err = io.ReadAll(resp.Body)
		if err == nil && resp.StatusCode != 200 {
			k.t.Errorf("%s: %d %s", url, resp.StatusCode, text)
			return nil, nil
		}
	}
	if err != nil {
		k.mu.Lock()
		k.broken++
		k.mu.Unlock()
		return nil, nil
	}
	return resp.Header, text
}

// check opens what the dead process left: the store itself refuses to open a
// ledger whose balances are not the journal's fold.
func (k *killRig) check(i int) {
	k.t.Helper()
	l, err := badger.Open(server.LedgerDir(k.data), badger.Default())
	if err != nil {
		k.t.Fatalf("after kill %d (seed %d): %v", i, k.seed, err)
	}
	defer l.Close()
	ctx := context.Background()
	for op := range k.topups {
		if _, err := l.Operation(ctx, op); err != nil {
			k.t.Errorf("after kill %d: acknowledged top-up %s: %v", i, op, err)
		}
	}
	var charged store.MicroCredits
	for id := range k.receipts {
		r, err := l.Receipt(ctx, id)
		if err != nil || r.Outcome != store.OutcomeComplete || r.Usage.CompletionTokens != 40 {
			k.t.Errorf("after kill %d: acknowledged receipt %s: %+v, %v", i, id, r, err)
		}
		charged += r.Charge
	}
	report, err := l.Verify(ctx)
	if err != nil || report.Err() != nil {
		k.t.Errorf("after kill %d: %v %v", i, err, report.Err())
	}
	if report.Totals.Revenue < charged {
		k.t.Errorf("after kill %d: revenue %d is less than the charges that clients saw, %d", i, report.Totals.Revenue, charged)
	}
	k.checkActs(i)
}

// checkActs reads the audit log and the plugin's record.
func (k *killRig) checkActs(i int) {
	k.t.Helper()
	l, err := audit.Open(server.AuditDir(k.data), audit.Options{})
	if err != nil {
		k.t.Fatalf("after kill %d (seed %d): %v", i, k.seed, err)
	}
	defer l.Close()
	entries, err := l.List(0, 1<<20)
	if err != nil {
		k.t.Fatal(err)
	}
	recorded, acts := map[string]bool{}, 0
	for _, e := range entries {
		if e.Error != "" || e.Act == audit.ActDamaged {
			k.t.Errorf("after kill %d: %+v", i, e)
		}
		recorded[e.Detail["op_id"]] = true
		if e.Target == swapped {
			acts++
		}
	}
	for op := range k.topups {
		if !recorded[op] {
			k.t.Errorf("after kill %d: acknowledged top-up %s is not in the audit log", i, op)
		}
	}
	if acts < k.acted {
		k.t.Errorf("after kill %d: the audit log has %d acts on the plugin, %d were acknowledged", i, acts, k.acted)
	}
	plugins, err := pluginstore.Open(filepath.Join(k.data, "plugins"))
	if err != nil {
		k.t.Fatal(err)
	}
	r, err := plugins.Get(swapped)
	if k.active != "" && (err != nil || r.Active != k.active) {
		k.t.Errorf("after kill %d: the plugin is at %q, %v; acknowledged was %s", i, r.Active, err, k.active)
	}
	if errors.Is(err, pluginstore.ErrDamaged) {
		k.t.Errorf("after kill %d: %v", i, err)
	}
}

// last starts the server once more, stops it in order, and looks at how the
// holds of its dead predecessors ended.
func (k *killRig) last() {
	k.t.Helper()
	cmd, _ := k.start()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		k.t.Error(err)
	}
	if err := cmd.Wait(); err != nil {
		k.t.Errorf("after SIGTERM: %v", err)
	}
	l, err := badger.Open(server.LedgerDir(k.data), badger.Default())
	if err != nil {
		k.t.Fatal(err)
	}
	defer l.Close()
	ctx := context.Background()
	if totals, err := l.Totals(ctx); err != nil || totals.OpenHolds != 0 || totals.Held != 0 {
		k.t.Errorf("%+v, %v; want no open hold", totals, err)
	}
	entries, err := l.Journal(ctx, 0, 1<<20)
	if err != nil {
		k.t.Fatal(err)
	}
	released := 0
	for _, e := range entries {
		if e.Kind == store.KindRelease && e.Reason == "restart" {
			released++
		}
	}
	if released != k.released {
		k.t.Errorf("the journal has %d releases by restart, the servers told of %d", released, k.released)
	}
}

package hosttest_test

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
)

// folderOf writes a file system to a folder.
func folderOf(t *testing.T, fsys fs.FS) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "files")
	if err := os.CopyFS(dir, fsys); err != nil {
		t.Fatal(err)
	}
	return dir
}

// adapterOf is one adapter of a model like Tiny.
func adapterOf(t *testing.T, name string, hidden int) fs.FS {
	t.Helper()
	files, err := fs.Sub(hosttest.TinyLike(1, hidden).Adapters, name)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// uploadAdapter sends an adapter as multipart/form-data, in parts in the order
// of the names; a name beginning with = is the value of the part name.
func uploadAdapter(t *testing.T, s *hosttest.Server, name string, files fs.FS, parts ...string) reply {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if name != "" {
		if err := w.WriteField("name", name); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range parts {
		content, err := fs.ReadFile(files, file)
		if err != nil {
			t.Fatal(err)
		}
		part, err := w.CreateFormFile(file, file)
		if err == nil {
			_, err = part.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest("POST", s.URL+"/admin/adapters", &body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	return answered(t, req)
}

var adapterFiles = []string{"adapter_config.json", "adapter_model.safetensors", "r3mes.json"}

// must fails the test unless the answer is 200.
func must(t *testing.T, r reply) object {
	t.Helper()
	if r.status != http.StatusOK {
		t.Fatalf("%d %s", r.status, r.body)
	}
	return r.json(t)
}

// namedOf finds an object by its name in a list of an answer.
func namedOf(t *testing.T, r reply, list, name string) object {
	t.Helper()
	for _, v := range must(t, r)[list].([]any) {
		if o := v.(object); o["name"] == name {
			return o
		}
	}
	return nil
}

// pressure asks in many ways, again and again, until stopped.
type pressure struct {
	wg       sync.WaitGroup
	stop     chan struct{}
	answered atomic.Int64
	mu       sync.Mutex
	failures []string
}

func startPressure(s *hosttest.Server, workers int) *pressure {
	l := &pressure{stop: make(chan struct{})}
	question := `"messages":[{"role":"user","content":"what is a contract?"}],"wallet_address":"` + s.Wallet + `","ignore_eos":true,"max_tokens":`
	asks := []struct{ path, body, whole string }{
		{"/chat", `{"message":"hello there","wallet_address":"` + s.Wallet + `"}`, "\n"},
		{"/v1/chat/completions", `{"model":"auto",` + question + `8}`, `"finish_reason":"length"`},
		{"/v1/chat/completions", `{"model":"law","stream":true,` + question + `24}`, "data: [DONE]\n\n"},
		{"/api/chat", `{"message":"go on","adapter":"coder","wallet_address":"` + s.Wallet + `"}`, "\n"},
	}
	for i := range workers {
		l.wg.Go(func() {
			for n := i; ; n++ {
				select {
				case <-l.stop:
					return
				default:
				}
				ask := asks[n%len(asks)]
				l.one(s.URL+ask.path, ask.body, ask.whole)
			}
		})
	}
	return l
}

func (l *pressure) one(url, body, whole string) {
	resp, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		l.fail("%s: %v", url, err)
		return
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(text), whole) {
		l.fail("%s: %d, %v: %s", url, resp.StatusCode, err, text)
		return
	}
	l.answered.Add(1)
}

func (l *pressure) fail(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.failures = append(l.failures, fmt.Sprintf(format, args...))
}

// more waits until n more requests were answered.
func (l *pressure) more(t *testing.T, n int64) {
	t.Helper()
	want := l.answered.Load() + n
	for range 6000 {
		if l.answered.Load() >= want {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the load did not go on in 60 s")
}

// end stops the load, and every one of its requests must have been answered.
func (l *pressure) end(t *testing.T) {
	t.Helper()
	close(l.stop)
	l.wg.Wait()
	if len(l.failures) > 0 {
		t.Errorf("%d of %d requests failed, the first: %s", len(l.failures), l.answered.Load()+int64(len(l.failures)), l.failures[0])
	}
}

// swapping starts a server on the tiny model whose adapters lie in a folder, so that
// every model has them.
func swapping(t *testing.T, data string) *hosttest.Server {
	t.Helper()
	bundle := hosttest.Tiny()
	dir := folderOf(t, bundle.Adapters)
	bundle.Adapters = nil
	return hosttest.Start(t, hosttest.Options{Model: bundle, NoPlugins: true, Data: data, Config: func(c *config.Config) {
		c.Adapters.Dir, c.Pricing.Builtin.PerRequest, c.Chat.MaxTokens = dir, 1, 16
	}})
}

// Under load an adapter comes, is replaced and goes, and the base model is
// swapped there and back. No request fails, the ledger verifies (hosttest does
// that), and what was replaced is closed.
func TestAdaptersAndModelsChangeUnderLoad(t *testing.T) {
	s := swapping(t, "")
	other := folderOf(t, hosttest.TinyLike(2, 64).Model)
	l := startPressure(s, 6)
	l.more(t, 10)
	ask := object{"message": "hi", "wallet_address": s.Wallet, "adapter": "extra"}
	for round := range 3 {
		for _, name := range []string{"law", "coder"} { // the second replaces the first
			a := must(t, uploadAdapter(t, s, "extra", adapterOf(t, name, 64), adapterFiles...))
			if a["from"] != "load" || a["resident"] != true {
				t.Errorf("loaded: %v", a)
			}
			if got := call(t, "POST", s.URL+"/chat", ask); got.status != 200 || got.header.Get("X-R3MES-Adapter") != "extra" {
				t.Errorf("chat with the adapter: %d %s", got.status, got.body)
			}
		}
		must(t, call(t, "POST", s.URL+"/admin/adapters/extra/pin", nil))
		before := must(t, call(t, "GET", s.URL+"/admin/models", nil))["models"].([]any)[0].(object)
		body := object{"path": other, "name": fmt.Sprint("other-", round)}
		if round == 2 {
			body = object{} // back to the configured one
		}
		m := must(t, call(t, "POST", s.URL+"/admin/models", body))
		if m["state"] != "serving" || m["digest"] == before["digest"] && round != 1 {
			t.Errorf("loaded %v after %v", m, before)
		}
		if got := call(t, "POST", s.URL+"/chat", ask); got.status != 200 || got.header.Get("X-R3MES-Adapter") != "extra" {
			t.Errorf("chat with the adapter on the next model: %d %s", got.status, got.body)
		}
		if a := namedOf(t, call(t, "GET", s.URL+"/admin/adapters", nil), "adapters", "extra"); a["pinned"] != true || a["requests"].(float64) < 3 {
			t.Errorf("the adapter on the next model: %v", a)
		}
		must(t, call(t, "DELETE", s.URL+"/admin/adapters/extra", nil))
		if got := call(t, "POST", s.URL+"/chat", ask); got.status != http.StatusNotFound {
			t.Errorf("chat with an adapter that is gone: %d %s", got.status, got.body)
		}
		if got := call(t, "GET", s.URL+"/ready", nil); got.status != 200 {
			t.Errorf("ready: %d %s", got.status, got.body)
		}
		l.more(t, 10)
	}
	l.end(t)
	// The models before are closed when their last request has left.
	for range 3000 {
		if len(must(t, call(t, "GET", s.URL+"/admin/models", nil))["models"].([]any)) == 1 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("models that do not serve are still there: %s", call(t, "GET", s.URL+"/admin/models", nil).body)
}

// What operators did survives a restart: adapters loaded, pinned and kept out,
// and the model that serves.
func TestOperatorsActsSurviveARestart(t *testing.T) {
	data := t.TempDir()
	other := folderOf(t, hosttest.TinyLike(2, 64).Model)
	s := swapping(t, data)
	must(t, call(t, "POST", s.URL+"/admin/adapters", object{"path": folderOf(t, adapterOf(t, "law", 64)), "name": "extra"}))
	must(t, call(t, "POST", s.URL+"/admin/adapters/extra/pin", object{}))
	must(t, call(t, "DELETE", s.URL+"/admin/adapters/coder", nil))
	digest := must(t, call(t, "POST", s.URL+"/admin/models", object{"path": other, "name": "other"}))["digest"]
	s.Stop()

	s = swapping(t, data)
	a := namedOf(t, call(t, "GET", s.URL+"/admin/adapters", nil), "adapters", "extra")
	if a == nil || a["pinned"] != true || a["from"] != "load" {
		t.Errorf("the adapter after a restart: %v", a)
	}
	if a := namedOf(t, call(t, "GET", s.URL+"/admin/adapters", nil), "adapters", "coder"); a != nil {
		t.Errorf("an adapter that was unloaded is back: %v", a)
	}
	if m := namedOf(t, call(t, "GET", s.URL+"/admin/models", nil), "models", "other"); m == nil || m["digest"] != digest {
		t.Errorf("the model after a restart: %v", m)
	}
	must(t, call(t, "POST", s.URL+"/admin/models", object{})) // the configured one
	s.Stop()
	if s = swapping(t, data); s.Info.Model != hosttest.TinyName {
		t.Errorf("after going back, a restart serves %s", s.Info.Model)
	}
}

// A model that is refused changes nothing, and the refusal says why.
func TestARefusedModelLeavesTheOldOne(t *testing.T) {
	s := swapping(t, "")
	broken := folderOf(t, hosttest.TinyLike(2, 64).Model)
	weights := filepath.Join(broken, "model.safetensors")
	text, err := os.ReadFile(weights)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(weights, text[:len(text)-100], 0o600); err != nil {
		t.Fatal(err)
	}
	noTokenizer := folderOf(t, hosttest.TinyLike(2, 64).Model)
	if err := os.Remove(filepath.Join(noTokenizer, "tokenizer.json")); err != nil {
		t.Fatal(err)
	}
	for path, say := range map[string]string{
		"relative": "not absolute", broken: "safetensors", noTokenizer: "tokenizer", t.TempDir(): "config.json",
	} {
		got := call(t, "POST", s.URL+"/admin/models", object{"path": path})
		if got.status != http.StatusBadRequest || !strings.Contains(got.body, say) || !strings.Contains(got.body, `"model_refused"`) {
			t.Errorf("%s: %d %s, want 400 that says %q", path, got.status, got.body, say)
		}
	}
	if got := call(t, "POST", s.URL+"/chat", object{"message": "hi", "wallet_address": s.Wallet}); got.status != 200 {
		t.Errorf("chat afterwards: %d %s", got.status, got.body)
	}
	list := call(t, "GET", s.URL+"/admin/models", nil)
	if m := namedOf(t, list, "models", hosttest.TinyName); m["state"] != "serving" {
		t.Errorf("models: %s", list.body)
	}
	if strings.Count(list.body, `"failed"`) != 1 {
		t.Errorf("models: %s, want the last failure in the list", list.body)
	}
}

// Adapters that do not fit another model are listed as unfit, and serve again
// with the model that they fit.
func TestAdaptersThatDoNotFitAreSaidToBeUnfit(t *testing.T) {
	s := swapping(t, "")
	must(t, uploadAdapter(t, s, "extra", adapterOf(t, "law", 64), adapterFiles[:2]...))
	wide := folderOf(t, hosttest.TinyLike(3, 128).Model)
	must(t, call(t, "POST", s.URL+"/admin/models", object{"path": wide, "name": "wide"}))
	for _, name := range []string{"extra", "law"} {
		a := namedOf(t, call(t, "GET", s.URL+"/admin/adapters", nil), "adapters", name)
		if a == nil || !strings.Contains(a["unfit"].(string), "shape") {
			t.Errorf("%s: %v, want it unfit for its shape", name, a)
		}
	}
	if got := call(t, "GET", s.URL+"/v1/models", nil); strings.Contains(got.body, "law") {
		t.Errorf("an unfit adapter can be named: %s", got.body)
	}
	// One that fits takes the name of one that does not.
	must(t, uploadAdapter(t, s, "extra", adapterOf(t, "law", 128), adapterFiles...))
	if got := uploadAdapter(t, s, "extra", adapterOf(t, "law", 64), adapterFiles...); got.status != 400 || !strings.Contains(got.body, "shape") {
		t.Errorf("one that does not fit: %d %s", got.status, got.body)
	}
	must(t, call(t, "POST", s.URL+"/admin/models", object{}))
	list := call(t, "GET", s.URL+"/admin/adapters", nil)
	if a := namedOf(t, list, "adapters", "law"); a["unfit"] != "" {
		t.Errorf("law on its own model: %v", a)
	}
	if a := namedOf(t, list, "adapters", "extra"); a["unfit"] == "" {
		t.Errorf("extra, of the wide model: %v", a)
	}
	must(t, call(t, "DELETE", s.URL+"/admin/adapters/extra", nil))
}

// Without a base model the server lives: inference answers 503, everything else
// goes on, and a load brings it back.
func TestAnUnloadedModelLeavesTheRest(t *testing.T) {
	s := swapping(t, "")
	if got := call(t, "DELETE", s.URL+"/admin/models/nobody", nil); got.status != 404 {
		t.Errorf("unload of an unknown model: %d %s", got.status, got.body)
	}
	must(t, call(t, "DELETE", s.URL+"/admin/models/"+hosttest.TinyName, nil))
	for path, want := range map[string]int{
		"/ready": 503, "/health/live": 200, "/user/info/" + s.Wallet: 200, "/v1/models": 200, "/admin/adapters": 200, "/metrics": 200, "/network/stats": 200,
	} {
		if got := call(t, "GET", s.URL+path, nil); got.status != want {
			t.Errorf("GET %s: %d %s, want %d", path, got.status, got.body, want)
		}
	}
	ask := object{"message": "hi", "wallet_address": s.Wallet}
	if got := call(t, "POST", s.URL+"/chat", ask); got.status != 503 || !strings.Contains(got.body, "INFERENCE_DISABLED") {
		t.Errorf("chat: %d %s", got.status, got.body)
	}
	must(t, call(t, "POST", s.URL+"/admin/models", object{}))
	if got := call(t, "POST", s.URL+"/chat", ask); got.status != 200 {
		t.Errorf("chat after the load: %d %s", got.status, got.body)
	}
}

func TestBadUploadsOfAdaptersAreRefused(t *testing.T) {
	s := swapping(t, "")
	good := adapterOf(t, "law", 64)
	for name, c := range map[string]struct {
		got    reply
		status int
		say    string
	}{
		"no name":            {uploadAdapter(t, s, "", good, adapterFiles...), 400, "part name"},
		"no weights":         {uploadAdapter(t, s, "x", good, adapterFiles[0]), 400, "adapter_model.safetensors"},
		"a part twice":       {uploadAdapter(t, s, "x", good, adapterFiles[0], adapterFiles[0]), 400, "twice"},
		"a path for a name":  {uploadAdapter(t, s, "../x", good, adapterFiles...), 400, "name must match"},
		"the model's name":   {uploadAdapter(t, s, hosttest.TinyName, good, adapterFiles...), 400, "cannot be called"},
		"routing's name":     {uploadAdapter(t, s, "auto", good, adapterFiles...), 400, "cannot be called"},
		"a relative path":    {call(t, "POST", s.URL+"/admin/adapters", object{"path": "x"}), 400, "not absolute"},
		"a path with a dot":  {call(t, "POST", s.URL+"/admin/adapters", object{"path": "./x"}), 400, "not absolute"},
		"no such folder":     {call(t, "POST", s.URL+"/admin/adapters", object{"path": "/nowhere/at/all"}), 400, "no such file"},
		"an unknown field":   {call(t, "POST", s.URL+"/admin/adapters", object{"path": "/x", "folder": "y"}), 400, "unknown field"},
		"pin of nobody":      {call(t, "POST", s.URL+"/admin/adapters/nobody/pin", nil), 404, "nobody"},
		"unpin of nobody":    {call(t, "POST", s.URL+"/admin/adapters/nobody/unpin", nil), 404, "nobody"},
		"unload of nobody":   {call(t, "DELETE", s.URL+"/admin/adapters/nobody", nil), 404, "nobody"},
		"no body":            {call(t, "POST", s.URL+"/admin/adapters", nil), 400, ""},
		"a file of a system": {call(t, "POST", s.URL+"/admin/adapters", object{"path": "/etc/passwd"}), 400, "not a directory"},
	} {
		if c.got.status != c.status || !strings.Contains(c.got.body, c.say) {
			t.Errorf("%s: %d %s, want %d that says %q", name, c.got.status, c.got.body, c.status, c.say)
		}
	}
	left, err := os.ReadDir(filepath.Join(s.Data, "models", "adapters"))
	if err != nil || len(left) != 0 {
		t.Errorf("refused uploads left %v (%v)", left, err)
	}
	acts := must(t, call(t, "GET", s.URL+"/admin/audit", nil))["entries"].([]any)
	failed := slices.ContainsFunc(acts, func(e any) bool { return e.(object)["act"] == "adapter.pin" && e.(object)["error"] != nil })
	if !failed {
		t.Errorf("the audit log lacks a refused act: %v", acts)
	}
}

// The shapes of the operators' routes.
func TestOperatorShapes(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	shapes(t, s, "operators", []shape{
		{"GET", "/admin/adapters", nil},
		{"POST", "/admin/adapters/law/pin", nil},
		{"POST", "/admin/adapters/law/unpin", nil},
		{"DELETE", "/admin/adapters/coder", nil},
		{"DELETE", "/admin/adapters/coder", nil},
		{"POST", "/admin/adapters", object{"path": "law"}},
		{"GET", "/admin/models", nil},
		{"POST", "/admin/models", object{"path": "bitnet"}},
		{"POST", "/admin/models", object{}},
		{"DELETE", "/admin/models/" + hosttest.TinyName, nil},
		{"DELETE", "/admin/models/" + hosttest.TinyName, nil},
		{"POST", "/admin/adapters/law/pin", nil},
	})
}

package hosttest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/r3mes/r3mes/host/api"
	"github.com/r3mes/r3mes/host/cache"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/host/metrics"
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/runtime/benchreport"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/enginetest"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/badger"
)

// What BenchmarkHTTP offers.
const (
	chatsPerSecond = 200
	chatTime       = 15 * time.Second
	getTime        = 2 * time.Second
	getCallers     = 16
	answerTokens   = 16
)

// httpReport is the last line of the report. Times are milliseconds.
type httpReport struct {
	// ChatP50 and ChatP99 are the host's own part of a streamed chat: from the
	// request to engine.Submit, and from the last token's event to the end of the
	// answer, which is settling it; without waiting for the disk.
	ChatP50 float64 `json:"chat_p50_ms"`
	ChatP99 float64 `json:"chat_p99_ms"`
	// BareP50 is the same median of a host without plugins.
	BareP50 float64 `json:"bare_p50_ms"`
	// SyncWait is how long a chat waits for commits, its two and those before
	// them, at the median; Msync is what the disk takes for one page.
	SyncWait float64 `json:"sync_wait_ms"`
	Msync    float64 `json:"msync_ms"`
	// GetPerS is GET /network/stats; GetRatio is that over an empty handler's.
	GetPerS  float64 `json:"get_per_s"`
	GetRatio float64 `json:"get_ratio"`
	// FirstByte is from the first token to the first byte of its event, at the
	// 99th percentile.
	FirstByte float64 `json:"first_byte_ms"`
	Chats     int     `json:"chats"`
	CPU       string  `json:"cpu"`
	CPUs      int     `json:"cpus"`
}

// BenchmarkHTTP measures what the host adds to a chat at 200 a second, with an
// engine whose model answers at once, the plugins that ship, the static embedder
// and a real ledger on disk; and how many GETs it answers beside an empty
// handler. It runs once, whatever b.N.
func BenchmarkHTTP(b *testing.B) {
	report := benchreport.Open(b)
	w, bare := newBenchWorld(b, plugintest.Guests(b)), newBenchWorld(b, b.TempDir())
	r := httpReport{CPU: cpufeat.CPU(), CPUs: runtime.NumCPU()}
	w.chats(b, chatTime/10) // warm
	times := w.chats(b, chatTime)
	bare.chats(b, chatTime/10)
	r.BareP50 = quantile(bare.chats(b, chatTime/3), .5, host)
	r.Chats, r.Msync = len(times), milliseconds(msync(b))
	r.ChatP50, r.ChatP99 = quantile(times, .5, host), quantile(times, .99, host)
	r.SyncWait, r.FirstByte = quantile(times, .5, waited), quantile(times, .99, firstByte)
	fmt.Fprintf(report, "%d chats at %d/s: host p50 %.3f ms, p99 %.3f ms; first byte p50 %.3f ms, p99 %.3f ms; disk p50 %.2f ms, p99 %.2f ms\n",
		len(times), chatsPerSecond, r.ChatP50, r.ChatP99, quantile(times, .5, firstByte), r.FirstByte, r.SyncWait, quantile(times, .99, waited))
	for _, part := range []struct {
		name string
		of   func(chatTimes) time.Duration
	}{{"before submit", func(c chatTimes) time.Duration { return c.before }}, {"after the last token's event", func(c chatTimes) time.Duration { return c.after }},
		{"writing the events, not counted", func(c chatTimes) time.Duration { return c.events }},
		{"of both, in the ledger without the disk", func(c chatTimes) time.Duration { return c.ledger }}} {
		fmt.Fprintf(report, "  %s: p50 %.3f ms, p99 %.3f ms\n", part.name, quantile(times, .5, part.of), quantile(times, .99, part.of))
	}
	fmt.Fprintf(report, "without plugins: host p50 %.3f ms\n", r.BareP50)
	empty := serveBench(b, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	var ours, theirs float64
	for _, mine := range []bool{true, false, false, true} {
		if mine {
			ours += gets(b, w.url+"/network/stats") / 2
		} else {
			theirs += gets(b, empty+"/network/stats") / 2
		}
	}
	r.GetPerS, r.GetRatio = ours, ours/theirs
	fmt.Fprintf(report, "GET /network/stats: %.0f/s, an empty handler %.0f/s\n", ours, theirs)
	if err := json.NewEncoder(report).Encode(r); err != nil {
		b.Fatal(err)
	}
}

// chatTimes are the parts of one chat.
type chatTimes struct {
	before, after time.Duration // with the disk
	events        time.Duration // from the last token to its event: all 16 come at once
	disk          time.Duration
	ledger        time.Duration // in calls of the ledger, without the disk
	firstByte     time.Duration
}

func host(c chatTimes) time.Duration      { return c.before + c.after - c.disk }
func waited(c chatTimes) time.Duration    { return c.disk }
func firstByte(c chatTimes) time.Duration { return c.firstByte }

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func quantile(list []chatTimes, q float64, of func(chatTimes) time.Duration) float64 {
	values := make([]time.Duration, len(list))
	for i, c := range list {
		values[i] = of(c)
	}
	slices.Sort(values)
	return milliseconds(values[min(int(q*float64(len(values))), len(values)-1)])
}

// span is a stretch of time.
type span struct{ begin, end time.Time }

// overlap is how much of s lies in others, which do not overlap each other.
func (s span) overlap(others []span) (sum time.Duration) {
	for _, o := range others {
		begin, end := o.begin, o.end
		if begin.Before(s.begin) {
			begin = s.begin
		}
		if end.After(s.end) {
			end = s.end
		}
		sum += max(end.Sub(begin), 0)
	}
	return sum
}

// chatRecord is what was seen of one chat on its way.
type chatRecord struct {
	begin, submitted, end time.Time
	writes                []time.Time // of the answer, when each was done
	calls                 []span      // of the ledger
	first, total          time.Duration
}

// lastEvent is when the event of the last token was written: those of the end
// come when the chat is settled.
func (r *chatRecord) lastEvent() (last time.Time) {
	settle := r.calls[len(r.calls)-1].begin
	for _, w := range r.writes {
		if w.Before(settle) {
			last = w
		}
	}
	return last
}

// benchWorld is the host around an engine that costs nothing.
type benchWorld struct {
	url, key string
	client   *http.Client

	mu      sync.Mutex
	records map[string]*chatRecord
	commits []span
}

func (w *benchWorld) record(id string, f func(*chatRecord)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	r := w.records[id]
	if r == nil {
		r = &chatRecord{}
		w.records[id] = r
	}
	f(r)
}

// newBenchWorld makes a host that serves the plugins of the folder guests.
func newBenchWorld(b *testing.B, guests string) *benchWorld {
	w := &benchWorld{records: map[string]*chatRecord{}}
	numbers, usual := metrics.New(metrics.Sources{}), config.Default().Cache
	kept := cache.New(cache.Options{Lives: usual.Lives(), MaxBytes: usual.MaxBytes, Observe: numbers.Cache})
	ledger, err := badger.Open(b.TempDir(), badger.Options{
		Committed: func(begin time.Time, took time.Duration) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.commits = append(w.commits, span{begin, begin.Add(took)})
		},
		Changed: func(ctx context.Context, entries []store.Entry) { kept.Touch(ctx, cache.Changed(entries)...) },
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { check(b, ledger.Close()) })
	ctx := context.Background()
	if _, err := ledger.TopUp(ctx, store.TopUp{OpID: "bench", Wallet: "w", Amount: 1_000_000 * store.Credit}); err != nil {
		b.Fatal(err)
	}
	plain, _, err := ledger.CreateKey(ctx, store.NewKey{Wallet: "w"})
	if err != nil {
		b.Fatal(err)
	}
	w.key = plain.Reveal()
	p := w.pipeline(b, ledger, guests)
	handler := api.New(api.Parts{
		Ledger: ledger, Pipeline: p, Metrics: numbers, Cache: kept, BaseModel: func() string { return "bench" },
		Ready: func() error { return nil }, WriteTimeout: time.Minute, BodyTimeout: time.Minute,
	})
	w.url = serveBench(b, w.watch(handler))
	w.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	b.Cleanup(w.client.CloseIdleConnections)
	return w
}

func check(b *testing.B, err error) {
	if err != nil {
		b.Error(err)
	}
}

func (w *benchWorld) pipeline(b *testing.B, ledger *badger.Store, guests string) *pipeline.Pipeline {
	numbers := metrics.New(metrics.Sources{})
	plugins, err := pluginhost.Open(b.Context(), pluginhost.Options{
		Dir: guests, CacheDir: plugintest.CacheDir(b), WalletKey: bytes.Repeat([]byte{1}, 32), Observe: numbers.Plugin,
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { check(b, plugins.Close()) })
	tok := enginetest.Bytes()
	e, err := engine.New(enginetest.NewFake(4096), tok, engine.Options{})
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- e.Run(ctx) }()
	b.Cleanup(func() { stop(); check(b, <-ended) })
	p, err := pipeline.New(pipeline.Parts{
		Borrow: pipeline.Fixed(pipeline.Model{Generator: watchedEngine{e, w}, Tokenizer: tok, Adapters: noAdapters{}, BaseModel: "bench"}),
		Ledger: watchedLedger{numbers.Ledger(ledger), w}, WalletHash: plugins.WalletHash,
		Pin: func(hash string) pipeline.Generation { return plugins.Pin(hash) }, MaxTokens: answerTokens, Timeout: time.Minute,
		Embedder: hosttest.Embedder(),
		Observe: func(out pipeline.Outcome, err error) {
			numbers.Answer(out, err)
			w.record(out.RequestID, func(r *chatRecord) { r.first, r.total = out.Timing.FirstToken, out.Timing.Total })
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// watch sees when a request came, when its first text left, and when it ended.
func (w *benchWorld) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			next.ServeHTTP(rw, r)
			return
		}
		begin, seen := time.Now(), &watchedWriter{ResponseWriter: rw}
		next.ServeHTTP(seen, r)
		end := time.Now()
		w.record(rw.Header().Get("X-Request-ID"), func(c *chatRecord) { c.begin, c.end, c.writes = begin, end, seen.writes })
	})
}

// watchedWriter remembers when bytes were handed on.
type watchedWriter struct {
	http.ResponseWriter
	writes []time.Time
}

func (f *watchedWriter) Write(p []byte) (int, error) {
	n, err := f.ResponseWriter.Write(p)
	f.writes = append(f.writes, time.Now())
	return n, err
}

func (f *watchedWriter) Unwrap() http.ResponseWriter { return f.ResponseWriter }

type watchedEngine struct {
	*engine.Engine
	world *benchWorld
}

func (e watchedEngine) Submit(ctx context.Context, r engine.Request) (*engine.Stream, error) {
	e.world.record(r.ID, func(c *chatRecord) { c.submitted = time.Now() })
	return e.Engine.Submit(ctx, r)
}

type watchedLedger struct {
	pipeline.Ledger
	world *benchWorld
}

func (l watchedLedger) called(id string, begin time.Time) {
	end := time.Now()
	l.world.record(id, func(c *chatRecord) { c.calls = append(c.calls, span{begin, end}) })
}

func (l watchedLedger) Hold(ctx context.Context, h store.Hold) error {
	defer l.called(h.OpID, time.Now())
	return l.Ledger.Hold(ctx, h)
}

func (l watchedLedger) Settle(ctx context.Context, s store.Settle) (store.Receipt, error) {
	defer l.called(s.OpID, time.Now())
	return l.Ledger.Settle(ctx, s)
}

type noAdapters struct{}

func (noAdapters) List() []lora.Info { return nil }

func (noAdapters) Acquire(string) (*lora.Adapter, func(), error) { return nil, nil, lora.ErrUnknown }

// chats sends chats at a fixed rate, whether answers come or not, and returns
// the times of those that were sent in that time.
func (w *benchWorld) chats(b *testing.B, long time.Duration) []chatTimes {
	w.mu.Lock()
	w.records, w.commits = map[string]*chatRecord{}, nil
	w.mu.Unlock()
	var callers sync.WaitGroup
	ticker := time.NewTicker(time.Second / chatsPerSecond)
	defer ticker.Stop()
	for range int(long.Seconds() * chatsPerSecond) {
		<-ticker.C
		callers.Go(func() { w.chat(b) })
	}
	callers.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []chatTimes
	for _, r := range w.records {
		last := r.lastEvent()
		t := chatTimes{
			before: r.submitted.Sub(r.begin), after: r.end.Sub(last),
			events: last.Sub(r.submitted.Add(r.total)), firstByte: r.writes[0].Sub(r.submitted.Add(r.first)),
		}
		for _, call := range r.calls {
			disk := call.overlap(w.commits)
			t.disk, t.ledger = t.disk+disk, t.ledger+call.end.Sub(call.begin)-disk
		}
		list = append(list, t)
	}
	return list
}

func (w *benchWorld) chat(b *testing.B) {
	body := fmt.Sprintf(`{"messages":[{"role":"user","content":"how do I write a loop in Go?"}],"max_tokens":%d,"ignore_eos":true,"stream":true}`, answerTokens)
	req, err := http.NewRequest("POST", w.url+"/v1/chat/completions", strings.NewReader(body))
	if err != nil {
		b.Error(err)
		return
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-API-Key", w.key)
	resp, err := w.client.Do(req)
	if err != nil {
		b.Error(err)
		return
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || !bytes.HasSuffix(text, []byte("data: [DONE]\n\n")) {
		b.Errorf("chat: %d %.200s, %v", resp.StatusCode, text, err)
	}
}

// serveBench serves h on loopback and returns its URL.
func serveBench(b *testing.B, h http.Handler) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	s := &http.Server{Handler: h}
	go func() { _ = s.Serve(l) }() // ends by Close
	b.Cleanup(func() { check(b, s.Close()) })
	return "http://" + l.Addr().String()
}

// gets is how many GETs a second are answered.
func gets(b *testing.B, url string) float64 {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: getCallers}}
	defer client.CloseIdleConnections()
	var answered atomic.Int64
	var callers sync.WaitGroup
	begin := time.Now()
	for range getCallers {
		callers.Go(func() {
			for time.Since(begin) < getTime {
				resp, err := client.Get(url)
				if err != nil {
					b.Error(err)
					return
				}
				_, err = io.Copy(io.Discard, resp.Body)
				if err = errors.Join(err, resp.Body.Close()); err != nil || resp.StatusCode != http.StatusOK {
					b.Errorf("GET: %d, %v", resp.StatusCode, err)
					return
				}
				answered.Add(1)
			}
		})
	}
	callers.Wait()
	return float64(answered.Load()) / time.Since(begin).Seconds()
}

// msync is what the disk of temporary files takes to make one page durable, at
// the median.
func msync(b *testing.B) time.Duration {
	f, err := os.Create(filepath.Join(b.TempDir(), "page"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	check(b, f.Truncate(1<<20))
	page, err := unix.Mmap(int(f.Fd()), 0, 1<<20, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { check(b, unix.Munmap(page)) }()
	var list []time.Duration
	for i := range 200 {
		page[i*4096] = byte(i) + 1
		begin := time.Now()
		if err := unix.Msync(page, unix.MS_SYNC); err != nil {
			b.Fatal(err)
		}
		list = append(list, time.Since(begin))
	}
	slices.Sort(list)
	return list[len(list)/2]
}

//go:build !wasip1

package sdk

import (
	"errors"
	"math"
	"sync"
	"time"
)

// FakeHost stands for the host in native builds, so that logic which uses KV,
// embeddings, metrics or HTTP runs under plain go test. Package sdktest makes
// one per test. The zero value has no pairs, knows no metric and refuses HTTP.
//
// It grants everything and has no quota, and time does not pass for its pairs:
// what a real host refuses is tested by `r3mes plugin test`.
type FakeHost struct {
	mu      sync.Mutex
	KV      map[string][]byte
	TTL     map[string]time.Duration // as last set; 0: for ever
	Metrics map[string]float64
	// Vector is Embed; nil counts letters, so that equal texts are equal.
	Vector func(text string) []float32
	// Answer is HTTP; nil refuses every request.
	Answer func(HTTPRequest) (HTTPResponse, error)
}

var fake struct {
	sync.Mutex
	host *FakeHost
}

// SetFakeHost makes h the host of native builds and returns a function that
// takes it away again. It exists in native builds only.
func SetFakeHost(h *FakeHost) (restore func()) {
	fake.Lock()
	defer fake.Unlock()
	before := fake.host
	fake.host = h
	return func() {
		fake.Lock()
		defer fake.Unlock()
		fake.host = before
	}
}

// currentFake panics without a fake host: a test that forgot it should fail
// with the reason.
func currentFake() *FakeHost {
	fake.Lock()
	defer fake.Unlock()
	if fake.host == nil {
		panic("sdk: there is no host in a native build: call sdktest.Host(t) first")
	}
	return fake.host
}

func kvGet(key string) []byte {
	h := currentFake()
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]byte(nil), h.KV[key]...)
}

func kvSet(key string, value []byte, ttl time.Duration) bool {
	h := currentFake()
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(value) == 0 {
		delete(h.KV, key)
		delete(h.TTL, key)
		return true
	}
	h.put(key, value, ttl)
	return true
}

func (h *FakeHost) put(key string, value []byte, ttl time.Duration) {
	if h.KV == nil {
		h.KV = map[string][]byte{}
	}
	if h.TTL == nil {
		h.TTL = map[string]time.Duration{}
	}
	h.KV[key], h.TTL[key] = append([]byte(nil), value...), ttl
}

// kvAdd panics where a real host ends the call.
func kvAdd(key string, delta int64) int64 {
	h := currentFake()
	h.mu.Lock()
	defer h.mu.Unlock()
	sum, err := addCounter(h.KV[key], delta)
	if err != nil {
		panic(err)
	}
	h.put(key, counterText(sum), h.TTL[key])
	return sum
}

func embedText(text string) []float32 {
	if h := currentFake(); h.Vector != nil {
		return h.Vector(text)
	}
	vector := make([]float32, 26)
	for _, r := range text {
		if r >= 'a' && r <= 'z' {
			vector[r-'a']++
		}
	}
	return vector
}

func similarity(a, b string) float64 {
	x, y := embedText(a), embedText(b)
	var dot, xx, yy float64
	for i := range min(len(x), len(y)) {
		dot += float64(x[i]) * float64(y[i])
		xx += float64(x[i]) * float64(x[i])
		yy += float64(y[i]) * float64(y[i])
	}
	if xx == 0 || yy == 0 {
		return 0
	}
	return dot / math.Sqrt(xx*yy)
}

func metricAdd(name string, delta float64) {
	h := currentFake()
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.Metrics == nil {
		h.Metrics = map[string]float64{}
	}
	h.Metrics[name] += delta
}

func httpDo(r HTTPRequest) (HTTPResponse, error) {
	h := currentFake()
	if h.Answer == nil {
		return HTTPResponse{}, errors.New("sdk: the fake host has no Answer for HTTP requests")
	}
	return h.Answer(r)
}

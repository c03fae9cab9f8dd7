//go:build wasip1

package sdk

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"time"
)

// What a granted guest may reach. A function that a guest does not call is not
// linked, so it asks for no grant.

//go:wasmimport extism:host/user r3mes_kv_get
func hostKVGet(key uint64) uint64

//go:wasmimport extism:host/user r3mes_kv_set
func hostKVSet(key, value, seconds uint64) uint64

//go:wasmimport extism:host/user r3mes_kv_add
func hostKVAdd(key uint64, delta int64) int64

//go:wasmimport extism:host/user r3mes_embed
func hostEmbed(text uint64) uint64

//go:wasmimport extism:host/user r3mes_similarity
func hostSimilarity(a, b uint64) float64

//go:wasmimport extism:host/user r3mes_metric_add
func hostMetricAdd(name uint64, delta float64)

//go:wasmimport extism:host/env http_request
func hostHTTPRequest(request, body uint64) uint64

//go:wasmimport extism:host/env http_status_code
func hostHTTPStatusCode() uint32

//go:wasmimport extism:host/env http_headers
func hostHTTPHeaders() uint64

//go:wasmimport extism:host/env length
func hostLength(offset uint64) uint64

//go:wasmimport extism:host/env load_u8
func hostLoadU8(offset uint64) uint32

//go:wasmimport extism:host/env load_u64
func hostLoadU64(offset uint64) uint64

//go:wasmimport extism:host/env free
func hostFree(offset uint64)

// take copies a block of the host's memory and frees it; nil for 0.
func take(offset uint64) []byte {
	if offset == 0 {
		return nil
	}
	b := make([]byte, hostLength(offset))
	whole := len(b) &^ 7
	for i := 0; i < whole; i += 8 {
		binary.LittleEndian.PutUint64(b[i:], hostLoadU64(offset+uint64(i)))
	}
	for i := whole; i < len(b); i++ {
		b[i] = byte(hostLoadU8(offset + uint64(i)))
	}
	hostFree(offset)
	return b
}

// lend places b for one host call and frees it afterwards: a block that is
// kept would fill the memory of a call with many of them.
func lend(b []byte, call func(offset uint64)) {
	offset := place(b)
	call(offset)
	hostFree(offset)
}

func kvGet(key string) (value []byte) {
	lend([]byte(key), func(k uint64) { value = take(hostKVGet(k)) })
	return value
}

func kvSet(key string, value []byte, ttl time.Duration) (ok bool) {
	lend([]byte(key), func(k uint64) {
		lend(value, func(v uint64) { ok = hostKVSet(k, v, uint64(ttl/time.Second)) != 0 })
	})
	return ok
}

func kvAdd(key string, delta int64) (sum int64) {
	lend([]byte(key), func(k uint64) { sum = hostKVAdd(k, delta) })
	return sum
}

func embedText(text string) []float32 {
	var raw []byte
	lend([]byte(text), func(t uint64) { raw = take(hostEmbed(t)) })
	vector := make([]float32, len(raw)/4)
	for i := range vector {
		vector[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return vector
}

func similarity(a, b string) (cosine float64) {
	lend([]byte(a), func(x uint64) {
		lend([]byte(b), func(y uint64) { cosine = hostSimilarity(x, y) })
	})
	return cosine
}

func metricAdd(name string, delta float64) {
	lend([]byte(name), func(n uint64) { hostMetricAdd(n, delta) })
}

// wireRequest is an HTTPRequest as Extism writes it; the body travels apart.
type wireRequest struct {
	URL     string            `json:"url"`
	Method  string            `json:"method,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
}

func httpDo(r HTTPRequest) (HTTPResponse, error) {
	text, err := json.Marshal(wireRequest{URL: r.URL, Method: r.Method, Headers: r.Headers})
	if err != nil {
		return HTTPResponse{}, err
	}
	body := take(hostHTTPRequest(place(text), place(r.Body))) // the host frees both
	response := HTTPResponse{Status: int(hostHTTPStatusCode()), Body: body}
	if headers := take(hostHTTPHeaders()); headers != nil {
		err = json.Unmarshal(headers, &response.Headers)
	}
	return response, err
}

//go:build !wasip1

package sdk_test

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/sdk/sdktest"
)

func ExampleKVAdd() {
	defer sdk.SetFakeHost(&sdk.FakeHost{})() // a native build has no other host
	sdk.KVAdd("questions", 1)
	fmt.Println(sdk.KVAdd("questions", 1), string(sdk.KVGet("questions")))
	// Output: 2 2
}

func ExampleKVSet() {
	defer sdk.SetFakeHost(&sdk.FakeHost{})()
	if err := sdk.KVSet("last", []byte("law"), time.Hour); err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%s\n", sdk.KVGet("last"))
	// Output: law
}

func ExampleKVGet() {
	defer sdk.SetFakeHost(&sdk.FakeHost{})()
	fmt.Println(sdk.KVGet("never set") == nil)
	// Output: true
}

func ExampleEmbed() {
	defer sdk.SetFakeHost(&sdk.FakeHost{Vector: func(string) []float32 { return []float32{1, 0} }})()
	fmt.Println(sdk.Embed("a question"))
	// Output: [1 0]
}

func ExampleSimilarity() {
	defer sdk.SetFakeHost(&sdk.FakeHost{})()
	fmt.Println(sdk.Similarity("abc", "cab"), sdk.Similarity("abc", "xyz"))
	// Output: 1 0
}

func ExampleMetricAdd() {
	host := &sdk.FakeHost{}
	defer sdk.SetFakeHost(host)()
	sdk.MetricAdd("masked_total", 2)
	fmt.Println(host.Metrics["masked_total"])
	// Output: 2
}

func ExampleHTTP() {
	defer sdk.SetFakeHost(&sdk.FakeHost{Answer: func(r sdk.HTTPRequest) (sdk.HTTPResponse, error) {
		return sdk.HTTPResponse{Status: 200, Body: []byte("asked " + r.URL)}, nil
	}})()
	r, err := sdk.HTTP(sdk.HTTPRequest{URL: "https://api.example.com/", Headers: map[string]string{"Authorization": "Bearer {{secret:api-key}}"}})
	fmt.Println(r.Status, string(r.Body), err)
	// Output: 200 asked https://api.example.com/ <nil>
}

func TestFakeHostBehavesLikeOne(t *testing.T) {
	host := sdktest.Host(t)
	value := []byte("v")
	if err := sdk.KVSet("k", value, time.Millisecond); err != nil {
		t.Fatal(err)
	}
	value[0] = 'x'
	if got := sdk.KVGet("k"); string(got) != "v" {
		t.Errorf("the pair changed with the caller's slice: %q", got)
	}
	if host.TTL["k"] != time.Second {
		t.Errorf("a time to live below a second is %v, want one second", host.TTL["k"])
	}
	sdk.KVSet("k", nil, 0)
	if got := sdk.KVGet("k"); got != nil {
		t.Errorf("a removed key has %q", got)
	}
	sdk.KVSet("n", fmt.Append(nil, math.MaxInt64), 0)
	sdk.KVSet("text", []byte("seven"), 0)
	for _, key := range []string{"n", "text"} {
		before := string(sdk.KVGet(key))
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("KVAdd to %q did not end the call", before)
				}
			}()
			sdk.KVAdd(key, 1)
		}()
		if after := string(sdk.KVGet(key)); after != before {
			t.Errorf("a refused KVAdd changed %q to %q", before, after)
		}
	}
	if _, err := sdk.HTTP(sdk.HTTPRequest{URL: "https://x/"}); err == nil {
		t.Error("HTTP without an Answer = nil error")
	}
	host.Answer = func(sdk.HTTPRequest) (sdk.HTTPResponse, error) { return sdk.HTTPResponse{}, errors.New("down") }
	if _, err := sdk.HTTP(sdk.HTTPRequest{}); err == nil || err.Error() != "down" {
		t.Errorf("HTTP = %v, want the fake's error", err)
	}
}

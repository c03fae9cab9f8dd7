//go:build !wasip1

package sdk_test

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/r3mes/r3mes/sdk"
)

// A route guest that sends everything to the first adapter that is loaded.
func firstLoaded(r sdk.RouteRequest) (sdk.RouteResponse, error) {
	for _, a := range r.Adapters {
		if a.Loaded {
			return sdk.RouteResponse{Adapter: a.Name, Reason: "loaded"}, nil
		}
	}
	return sdk.RouteResponse{Abstain: true}, nil
}

func ExampleServeRoute() {
	export := func() int32 { return sdk.ServeRoute(firstLoaded) } // with //go:wasmexport r3mes_route
	answer, err := sdk.Emulate([]byte(`{"adapters":[{"name":"coder"},{"name":"law","loaded":true}]}`), export)
	fmt.Println(string(answer), err)
	// Output: {"adapter":"law","priority":0,"reason":"loaded"} <nil>
}

// perToken is a plugin's configuration.
type perToken struct {
	Price int64 `json:"price_microcredits"`
}

func quotePerToken(r sdk.QuoteRequest) (sdk.QuoteResponse, error) {
	c, err := sdk.Config[perToken](r.Envelope)
	if err != nil {
		return sdk.QuoteResponse{}, err
	}
	return sdk.QuoteResponse{CeilingMicrocredits: (r.PromptTokens + r.MaxTokens*r.N) * c.Price, Rule: "per token"}, nil
}

func ExampleServeQuote() {
	export := func() int32 { return sdk.ServeQuote(quotePerToken) } // with //go:wasmexport r3mes_quote
	answer, err := sdk.Emulate([]byte(`{"plugin_config":{"price_microcredits":3},"prompt_tokens":10,"max_tokens":20,"n":2}`), export)
	fmt.Println(string(answer), err)
	// Output: {"ceiling_microcredits":150,"rule":"per token"} <nil>
}

func ExampleServeSettle() {
	settle := func(r sdk.SettleRequest) (sdk.SettleResponse, error) {
		if r.Outcome == sdk.OutcomeCancelled {
			return sdk.SettleResponse{Rule: "cancelled is free"}, nil
		}
		return sdk.SettleResponse{ChargeMicrocredits: r.Quote.CeilingMicrocredits, Rule: "flat"}, nil
	}
	export := func() int32 { return sdk.ServeSettle(settle) } // with //go:wasmexport r3mes_settle
	answer, err := sdk.Emulate([]byte(`{"quote":{"ceiling_microcredits":7},"outcome":"complete"}`), export)
	fmt.Println(string(answer), err)
	// Output: {"charge_microcredits":7,"rule":"flat"} <nil>
}

func ExampleServePre() {
	polite := func(r sdk.PreRequest) (sdk.PreResponse, error) {
		persona, ok := r.Adapter.Metadata["persona"]
		if !ok {
			return sdk.PreResponse{Abstain: true}, nil
		}
		return sdk.PreResponse{Messages: append([]sdk.Message{{Role: "system", Content: persona}}, r.Messages...)}, nil
	}
	export := func() int32 { return sdk.ServePre(polite) } // with //go:wasmexport r3mes_pre
	answer, err := sdk.Emulate([]byte(`{"adapter":{"name":"law","metadata":{"persona":"Be brief."}},"messages":[{"role":"user","content":"Hi"}]}`), export)
	fmt.Println(string(answer), err)
	// Output: {"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]} <nil>
}

// byLine passes text on in whole lines: the part of a line is held back, in
// the state, until its end comes.
func byLine(r sdk.PostRequest) (sdk.PostResponse, error) {
	text := r.State + r.Piece
	if r.End {
		return sdk.PostResponse{Text: text}, nil
	}
	cut := strings.LastIndex(text, "\n") + 1
	return sdk.PostResponse{Text: text[:cut], State: text[cut:], Held: int64(len(text) - cut)}, nil
}

func ExampleServePost() {
	export := func() int32 { return sdk.ServePost(byLine) } // with //go:wasmexport r3mes_post
	for _, request := range []string{`{"index":0,"piece":"one\ntw","state":""}`, `{"index":1,"piece":"o","end":true,"state":"tw"}`} {
		answer, err := sdk.Emulate([]byte(request), export)
		fmt.Println(string(answer), err)
	}
	// Output:
	// {"text":"one\n","held":2,"state":"tw","stop":false} <nil>
	// {"text":"two","held":0,"state":"","stop":false} <nil>
}

func ExampleServeDescribe() {
	export := func() int32 { // with //go:wasmexport r3mes_describe
		return sdk.ServeDescribe(sdk.Description{Name: "route-loaded", Version: "1.0.0", Hooks: []string{sdk.HookRoute}, ContractMin: 1, ContractMax: 1})
	}
	answer, _ := sdk.Emulate(nil, export)
	fmt.Println(string(answer))
	// Output: {"name":"route-loaded","version":"1.0.0","hooks":["route"],"contract_min":1,"contract_max":1}
}

func ExampleHandle() {
	answer, err := sdk.Handle([]byte(`{"adapters":[]}`), firstLoaded)
	fmt.Println(string(answer), err)
	// Output: {"abstain":true} <nil>
}

func ExampleConfig() {
	e := sdk.Envelope{PluginConfig: []byte(`{"price_microcredits":3}`)}
	c, err := sdk.Config[perToken](e)
	fmt.Println(c.Price, err)
	// Output: 3 <nil>
}

func ExampleEmulate() {
	export := func() int32 {
		return sdk.ServeRoute(func(sdk.RouteRequest) (sdk.RouteResponse, error) {
			return sdk.RouteResponse{}, errors.New("out of ideas")
		})
	}
	_, err := sdk.Emulate([]byte(`{}`), export)
	fmt.Println(err)
	// Output: out of ideas
}

func ExampleTimeBucket() {
	sunday := time.Date(2026, 11, 29, 23, 30, 0, 0, time.UTC)
	fmt.Println(sdk.TimeBucket(sunday), sdk.TimeBucket(sunday.Add(time.Hour)))
	// Output: 167 0
}

func ExampleLog() {
	export := func() int32 {
		sdk.Log("seen by an operator who granted \"log\"")
		return sdk.ServeRoute(firstLoaded)
	}
	answer, _ := sdk.Emulate([]byte(`{}`), export)
	fmt.Println(string(answer))
	// Output: {"abstain":true}
}

func ExamplePluginError() {
	err := fmt.Errorf("route: %w", &sdk.PluginError{Plugin: "route-x", Hook: sdk.HookRoute, Kind: sdk.ErrorDeadline, Err: errors.New("time is up")})
	var p *sdk.PluginError
	fmt.Println(errors.As(err, &p), p.Kind)
	fmt.Println(err)
	// Output:
	// true deadline
	// route: plugin route-x: route: deadline: time is up
}

package pluginhost

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/sdk/golden"
)

// selfTestID is the request id of self-tests.
const selfTestID = "selftest"

// prove runs what a version must pass before it is served: its description
// agrees with the manifest, and its self-tests pass in the sandbox. It leaves a
// warm instance in the pool.
func (v *version) prove(ctx context.Context) error {
	if err := v.warm(ctx); err != nil {
		return err
	}
	if v.exports[describeExport] != "" {
		if err := v.checkDescription(ctx); err != nil {
			return err
		}
	}
	for _, test := range v.manifest.SelfTests {
		if err := v.selfTest(ctx, test); err != nil {
			return fmt.Errorf("selftest %q: %w", test.Name, err)
		}
	}
	return v.warm(ctx) // a self-test that wants an error cost the instance
}

// warm sees to it that one instance is idle.
func (v *version) warm(ctx context.Context) error {
	in, err := v.pool.take(ctx)
	if err != nil {
		return startFailure(err)
	}
	v.pool.give(in, false)
	return nil
}

func (v *version) checkDescription(ctx context.Context) error {
	var d sdk.Description
	err := v.call(ctx, guestCall{hook: describeExport, limit: v.host.limits.StartDeadline, accept: func(answer []byte) error {
		return json.Unmarshal(answer, &d)
	}})
	if err != nil {
		return err
	}
	m := v.manifest
	for _, c := range []struct{ what, says, manifest any }{
		{"name", d.Name, m.Name}, {"version", d.Version, m.Version},
		{"contract_min", d.ContractMin, m.Contract.Min}, {"contract_max", d.ContractMax, m.Contract.Max},
	} {
		if c.says != c.manifest {
			return fmt.Errorf("describe: %s is %v, the manifest says %v", c.what, c.says, c.manifest)
		}
	}
	for _, hook := range d.Hooks {
		if _, ok := m.Hooks[hook]; !ok || len(d.Hooks) != len(m.Hooks) {
			return fmt.Errorf("describe: hooks are %v, the manifest has others", d.Hooks)
		}
	}
	if len(d.ConfigSchema) > 0 && !sameJSON(d.ConfigSchema, m.Config.Schema) {
		return errors.New("describe: config_schema is not the manifest's")
	}
	return nil
}

// selfTest makes one call with the start's deadline: the first call of a fresh
// guest is its slowest, and nobody waits for it.
func (v *version) selfTest(ctx context.Context, test SelfTest) error {
	config, err := v.manifest.configure(test.Config)
	if err != nil {
		return err
	}
	input, err := selfTestInput(test, config)
	if err != nil {
		return err
	}
	var got []byte
	err = v.call(ctx, guestCall{
		hook: test.Hook, seed: seedOf(test.Hook, selfTestID), requestID: selfTestID, input: input, limit: v.host.limits.StartDeadline, shadow: true, blank: true,
		accept: func(answer []byte) error { got = slices.Clone(answer); return nil },
	})
	switch {
	case test.Error == "" && err != nil:
		return err
	case test.Error != "" && err == nil:
		return fmt.Errorf("answered %s, want an error with %q", truncate(string(got), maxErrorBytes), test.Error)
	case test.Error != "":
		var p *sdk.PluginError
		if !errors.As(err, &p) || p.Kind != sdk.ErrorGuest || !strings.Contains(p.Err.Error(), test.Error) {
			return fmt.Errorf("failed with %q, want an error of the guest with %q", err, test.Error)
		}
		return nil
	}
	return CheckAnswer(test.Hook, got, test.Want)
}

// CheckAnswer compares two answers to a hook as the contract reads them: key
// order does not count, unknown keys neither, and a missing one has its zero
// value. An answer that is not the contract's is an error too.
func CheckAnswer(hook string, got, want []byte) error {
	answer, err := decodeAnswer(hook, got)
	if err != nil {
		return fmt.Errorf("answered %s: %w", truncate(string(got), maxErrorBytes), err)
	}
	wanted, err := decodeAnswer(hook, want)
	if err != nil {
		return fmt.Errorf("want: %w", err)
	}
	if !reflect.DeepEqual(answer, wanted) {
		return fmt.Errorf("answered %s, want %s", truncate(string(got), maxErrorBytes), want)
	}
	return nil
}

func decodeAnswer(hook string, text []byte) (any, error) {
	switch hook {
	case sdk.HookRoute:
		return decode[sdk.RouteResponse](text)
	case sdk.HookQuote:
		return decode[sdk.QuoteResponse](text)
	case sdk.HookPre:
		return decode[sdk.PreResponse](text)
	case sdk.HookPost:
		return decode[sdk.PostResponse](text)
	default:
		return decode[sdk.SettleResponse](text)
	}
}

func decode[T any](text []byte) (T, error) {
	var value T
	err := json.Unmarshal(text, &value)
	return value, err
}

// selfTestInput lays the case's fields over the envelope and writes the
// request in the contract's key order.
func selfTestInput(test SelfTest, config json.RawMessage) ([]byte, error) {
	e := sdk.Envelope{
		Contract: sdk.ContractVersion, RequestID: selfTestID, Hook: test.Hook, Kind: sdk.KindChat,
		PluginConfig: config, WalletHash: strings.Repeat("0", 32),
	}
	switch test.Hook {
	case sdk.HookRoute:
		return merged(test.Input, &sdk.RouteRequest{Envelope: e, Adapters: []sdk.Adapter{}})
	case sdk.HookQuote:
		return merged(test.Input, &sdk.QuoteRequest{Envelope: e})
	case sdk.HookPre:
		return merged(test.Input, &sdk.PreRequest{Envelope: e, Adapter: boundAdapter(sdk.BoundAdapter{}), Messages: []sdk.Message{}})
	case sdk.HookPost:
		return merged(test.Input, &sdk.PostRequest{Envelope: e, Adapter: boundAdapter(sdk.BoundAdapter{})})
	default:
		return merged(test.Input, &sdk.SettleRequest{Envelope: e})
	}
}

// merged decodes fields into request, refusing keys it does not have, and
// encodes the whole.
func merged(fields json.RawMessage, request any) ([]byte, error) {
	if len(fields) > 0 {
		dec := json.NewDecoder(bytes.NewReader(fields))
		dec.DisallowUnknownFields()
		if err := dec.Decode(request); err != nil {
			return nil, fmt.Errorf("input: %w", err)
		}
	}
	return json.Marshal(request)
}

// sameJSON compares two JSON texts as values: key order and spaces do not
// count, every digit of a number does.
func sameJSON(a, b []byte) bool {
	x, errX := golden.Canonical(a)
	y, errY := golden.Canonical(b)
	return errX == nil && errY == nil && slices.Equal(x, y)
}

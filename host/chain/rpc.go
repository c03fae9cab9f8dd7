package chain

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
)

// fetchers is how many blocks are asked for at the same time.
const fetchers = 8

// An RPC is a client of Tendermint's JSON-RPC. Safe for concurrent use.
type RPC struct{ caller *caller }

// rpcAnswer is the frame of an answer.
type rpcAnswer struct {
	Result json.RawMessage `json:"result"`
	Error  *RPCError       `json:"error"`
}

func rpcError(body []byte) *RPCError {
	var a rpcAnswer
	if json.Unmarshal(body, &a) != nil {
		return nil
	}
	return a.Error
}

// call asks one method and decodes its result into v.
func (r *RPC) call(ctx context.Context, method string, params, v any) error {
	body, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
	if err != nil {
		return err
	}
	answer, err := r.caller.post(ctx, method, body)
	if err != nil {
		return err
	}
	var a rpcAnswer
	if err := json.Unmarshal(answer, &a); err != nil {
		return fmt.Errorf("chain: %s: %w: %w", method, ErrMalformed, err)
	}
	if a.Error != nil {
		return fmt.Errorf("chain: %s: %w", method, a.Error)
	}
	if err := json.Unmarshal(a.Result, v); err != nil {
		return fmt.Errorf("chain: %s: %w: its result: %w", method, ErrMalformed, err)
	}
	return nil
}

// Heights returns the lowest and the highest block that the node has. A node
// that does not say its lowest has all.
func (r *RPC) Heights(ctx context.Context) (lowest, highest int64, err error) {
	var status struct {
		SyncInfo struct {
			Latest   Int `json:"latest_block_height"`
			Earliest Int `json:"earliest_block_height"`
		} `json:"sync_info"`
	}
	if err := r.call(ctx, "status", struct{}{}, &status); err != nil {
		return 0, 0, err
	}
	return max(1, int64(status.SyncInfo.Earliest)), int64(status.SyncInfo.Latest), nil
}

// Block returns one block. Its miner is its proposer: the address of a
// validator's consensus key, in upper case hexadecimal.
func (r *RPC) Block(ctx context.Context, height int64) (Block, error) {
	var result nodeBlock[string]
	if err := r.call(ctx, "block", map[string]string{"height": strconv.FormatInt(height, 10)}, &result); err != nil {
		return Block{}, err
	}
	b := result.read()
	return b, b.check("block", height)
}

// discard reads any JSON value and keeps nothing of it.
type discard struct{}

func (*discard) UnmarshalJSON([]byte) error { return nil }

// Package chaintest is a chain for tests and for trying things out: one HTTP
// handler that answers as a Cosmos REST API, as Tendermint's JSON-RPC and as its
// WebSocket do, with fixed answers about miners and validators and with blocks
// that grow when they are told to.
//
//	node := chaintest.New(10)       // with ten blocks
//	server := httptest.NewServer(node)
//	node.Grow(1)                    // and one more, which subscribers hear of
//	node.Fail(chaintest.Down)       // from now on every answer is 503
//
// Blocks are computed: the same history has the same hashes, wherever it runs.
// It can fail in the ways that chains do: errors, silence, lost subscriptions, a
// node that goes back, another history.
package chaintest

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed answers
var answers embed.FS

// Miners are the addresses that propose blocks, in turns.
var Miners = []string{address("miner one"), address("miner two"), address("miner three")}

// address is what a consensus key's address looks like.
func address(seed string) string {
	sum := sha256.Sum256([]byte(seed))
	return strings.ToUpper(hex.EncodeToString(sum[:20]))
}

// A Block is one block of the chain.
type Block struct {
	Height   int64
	Hash     string // upper case hexadecimal
	Proposer string
	Time     time.Time
	Txs      int
}

// A Fault decides about a request: 0 answers it, another status fails it. It may
// block until the request's context ends.
type Fault func(r *http.Request, endpoint string) (status int)

// Down fails every request.
func Down(*http.Request, string) int { return http.StatusServiceUnavailable }

// Silent never answers.
func Silent(r *http.Request, _ string) int {
	<-r.Context().Done()
	return http.StatusServiceUnavailable
}

// A Node is a chain and the node that serves it. Safe for concurrent use.
type Node struct {
	start time.Time

	mu       sync.Mutex
	blocks   []Block // the chain, from height 1 on
	lowest   int64
	branch   int // of history; see Reorganise
	fault    Fault
	asked    map[string]int
	watchers map[chan Block]bool
}

// New makes a node whose chain has n blocks, a second apart, the newest one now.
func New(n int) *Node {
	c := &Node{
		start: time.Now().UTC().Truncate(time.Second).Add(-time.Duration(n) * time.Second), lowest: 1,
		asked: map[string]int{}, watchers: map[chan Block]bool{},
	}
	c.Grow(n)
	return c
}

// Grow adds n blocks and announces each.
func (c *Node) Grow(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for range n {
		b := c.next()
		c.blocks = append(c.blocks, b)
		for w := range c.watchers {
			select {
			case w <- b:
			default: // a subscriber that does not read loses events, as with a real node
			}
		}
	}
}

func (c *Node) next() Block {
	height := int64(len(c.blocks) + 1)
	sum := sha256.Sum256(fmt.Appendf(nil, "block %d of branch %d", height, c.branch))
	return Block{
		Height: height, Hash: strings.ToUpper(hex.EncodeToString(sum[:])), Proposer: Miners[(height+int64(c.branch))%int64(len(Miners))],
		Time: c.start.Add(time.Duration(height) * time.Second), Txs: int(height % 3),
	}
}

// Blocks returns the chain.
func (c *Node) Blocks() []Block {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Block(nil), c.blocks...)
}

// Rollback forgets the blocks above height.
func (c *Node) Rollback(height int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.blocks = c.blocks[:height]
}

// Reorganise replaces the blocks above height by as many of another history.
func (c *Node) Reorganise(height int64) {
	c.mu.Lock()
	n := len(c.blocks) - int(height)
	c.blocks = c.blocks[:height]
	c.branch++
	c.mu.Unlock()
	c.Grow(n)
}

// Prune forgets the blocks below height, as nodes with little disk do.
func (c *Node) Prune(height int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lowest = height
}

// Fail makes requests meet a fault; nil ends it.
func (c *Node) Fail(f Fault) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fault = f
}

// Drop ends all subscriptions.
func (c *Node) Drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for w := range c.watchers {
		close(w)
		delete(c.watchers, w)
	}
}

// Asked counts the requests for an endpoint: an RPC method, "websocket", or a
// REST path.
func (c *Node) Asked(endpoint string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.asked[endpoint]
}

// Subscribers counts the subscriptions.
func (c *Node) Subscribers() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.watchers)
}

// ServeHTTP answers as REST API, RPC and WebSocket.
func (c *Node) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method == http.MethodPost && r.URL.Path == "/":
		c.rpc(w, r)
	case r.URL.Path == "/websocket":
		if c.admit(w, r, "websocket") {
			c.subscribe(w, r)
		}
	case r.Method == http.MethodGet:
		if c.admit(w, r, r.URL.Path) {
			c.rest(w, r)
		}
	default:
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
	}
}

// admit counts a request and lets the fault decide.
func (c *Node) admit(w http.ResponseWriter, r *http.Request, endpoint string) bool {
	c.mu.Lock()
	c.asked[endpoint]++
	fault := c.fault
	c.mu.Unlock()
	if fault == nil {
		return true
	}
	status := fault(r, endpoint)
	if status != 0 {
		http.Error(w, http.StatusText(status), status)
	}
	return status == 0
}

// at returns a block that the node has, the newest one for height 0.
func (c *Node) at(height int64) (Block, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if height == 0 {
		height = int64(len(c.blocks))
	}
	if height < c.lowest || height > int64(len(c.blocks)) {
		return Block{}, false
	}
	return c.blocks[height-1], true
}

func (c *Node) heights() (lowest, highest int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lowest, int64(len(c.blocks))
}

type object = map[string]any

// encode writes a block with its hashes in the given form.
func (b Block) encode(bytes func(hexadecimal string) string) object {
	txs := make([]string, b.Txs)
	for i := range txs {
		txs[i] = base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "transaction %d", i))
	}
	return object{
		"block_id": object{"hash": bytes(b.Hash), "parts": object{"total": 1, "hash": bytes(b.Hash)}},
		"block": object{
			"header": object{
				"version": object{"block": "11"}, "chain_id": "remes-1", "height": text(b.Height), "time": b.Time.Format(time.RFC3339Nano),
				"validators_hash": bytes(strings.Repeat("AB", 32)), "proposer_address": bytes(b.Proposer),
			},
			"data": object{"txs": txs},
		},
	}
}

func text(n int64) string { return strconv.FormatInt(n, 10) }

func toBase64(hexadecimal string) string {
	raw, err := hex.DecodeString(hexadecimal)
	if err != nil {
		panic(err) // of our own making
	}
	return base64.StdEncoding.EncodeToString(raw)
}

func asIs(hexadecimal string) string { return hexadecimal }

// rest answers a path of the REST API: blocks from the chain, everything else as
// it is kept.
func (c *Node) rest(w http.ResponseWriter, r *http.Request) {
	if which, ok := strings.CutPrefix(r.URL.Path, "/cosmos/base/tendermint/v1beta1/blocks/"); ok {
		c.restBlock(w, which)
		return
	}
	name := "answers/" + strings.ReplaceAll(strings.Trim(r.URL.Path, "/"), "/", ".") + ".json"
	body, err := fs.ReadFile(answers, name)
	if err != nil {
		write(w, http.StatusNotFound, object{"code": 5, "message": "Not Found", "details": []any{}})
		return
	}
	if strings.HasSuffix(r.URL.Path, "/dashboard/miners") {
		body = page(body, r)
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
}

// page takes the asked part out of the kept list of miners.
func page(body []byte, r *http.Request) []byte {
	var list struct {
		Miners     []json.RawMessage `json:"miners"`
		Pagination object            `json:"pagination"`
	}
	if err := json.Unmarshal(body, &list); err != nil {
		panic(err) // of our own making
	}
	total := len(list.Miners)
	number := func(name string, otherwise int) int {
		if n, err := strconv.Atoi(r.URL.Query().Get(name)); err == nil && n >= 0 {
			return n
		}
		return otherwise
	}
	from := min(total, number("pagination.offset", 0))
	list.Miners = list.Miners[from:min(total, from+number("pagination.limit", total))]
	list.Pagination = object{"next_key": nil, "total": text(int64(total))}
	body, err := json.Marshal(list)
	if err != nil {
		panic(err)
	}
	return body
}

func (c *Node) restBlock(w http.ResponseWriter, which string) {
	height, err := strconv.ParseInt(which, 10, 64)
	if which == "latest" {
		height, err = 0, nil
	}
	b, ok := c.at(height)
	if err != nil || !ok {
		write(w, http.StatusBadRequest, object{"code": 3, "message": "requested block height is not available", "details": []any{}})
		return
	}
	write(w, http.StatusOK, b.encode(toBase64))
}

// rpc answers one JSON-RPC request.
func (c *Node) rpc(w http.ResponseWriter, r *http.Request) {
	var q struct {
		ID     json.RawMessage
		Method string
		Params struct{ Height string }
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&q); err != nil {
		write(w, http.StatusInternalServerError, failure(nil, -32700, "Parse error"))
		return
	}
	if !c.admit(w, r, q.Method) {
		return
	}
	switch q.Method {
	case "status":
		lowest, highest := c.heights()
		write(w, http.StatusOK, success(q.ID, object{"sync_info": object{
			"latest_block_height": text(highest), "earliest_block_height": text(lowest), "catching_up": false,
		}}))
	case "block":
		height, _ := strconv.ParseInt(q.Params.Height, 10, 64) // 0: the newest
		b, ok := c.at(height)
		if !ok {
			// CometBFT answers its internal errors with 500.
			write(w, http.StatusInternalServerError, failure(q.ID, -32603, "Internal error"))
			return
		}
		write(w, http.StatusOK, success(q.ID, b.encode(asIs)))
	default:
		write(w, http.StatusOK, failure(q.ID, -32601, "Method not found"))
	}
}

func success(id json.RawMessage, result any) object {
	return object{"jsonrpc": "2.0", "id": id, "result": result}
}

func failure(id json.RawMessage, code int, message string) object {
	return object{"jsonrpc": "2.0", "id": id, "error": object{"code": code, "message": message, "data": ""}}
}

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

package chain

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Options are what a chain is read from, and who is told. All endpoints are
// optional.
type Options struct {
	RESTURL  string // of the Cosmos REST API
	RPCURL   string // of Tendermint's JSON-RPC
	JSONPath string // of a file of blocks

	// Credit gives Reward for each block to its miner. It needs Ledger.
	Credit bool
	Ledger Ledger
	// From is the lowest height that is credited; 0: the lowest that a source has.
	From int64
	Poll time.Duration // between two looks when nothing is announced; 0: 5 s

	// The hooks are called one at a time and must return soon; nil: nobody is told.
	OnBlock  func(Block)   // each new block, lowest first
	OnStatus func(Network) // when it changed
	Log      *slog.Logger  // nil: discarded

	// Tests are faster.
	firstWait, tryTimeout, breakFor time.Duration
}

const defaultPoll = 5 * time.Second

// A Chain is what the host knows of its chain. A nil one is a host without: each
// method says so. Safe for concurrent use.
type Chain struct {
	options   Options
	log       *slog.Logger
	rest      *REST // nil: none
	rpc       *RPC  // nil: none
	callers   []*caller
	watcher   *watcher // nil: nothing reports blocks
	creditors []*creditor
	nudges    []chan struct{}
	stats     counters

	miners     memo[[]Miner]
	validators memo[[]Validator]
	pool       memo[Pool]
	params     memo[Params]

	mu      sync.Mutex
	network Network
}

// A Network is the network's numbers; nil is not known.
type Network struct {
	BlockHeight *int64
	Miners      *int64
	Validators  *int64
	Stake       *Amount // bonded tokens, in the smallest unit
}

// counters count since the start.
type counters struct {
	errors, credited, forks, malformed atomic.Int64
}

// Open makes a chain of what is configured, nil when nothing is. It asks nobody
// yet.
func Open(o Options) (*Chain, error) {
	if o.RESTURL == "" && o.RPCURL == "" && o.JSONPath == "" {
		return nil, nil
	}
	if o.Credit && o.Ledger == nil {
		return nil, errors.New("chain: crediting blocks needs a ledger")
	}
	c := &Chain{options: o, log: o.Log}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	c.options.Poll = orDefault(o.Poll, defaultPoll)
	if o.OnBlock == nil {
		c.options.OnBlock = func(Block) {}
	}
	if o.OnStatus == nil {
		c.options.OnStatus = func(Network) {}
	}
	if err := c.connect(); err != nil {
		return nil, err
	}
	return c, nil
}

// connect makes the clients, and what uses them: the node reports blocks, by RPC
// or else by REST; the file does too, and is what is shown without a node.
func (c *Chain) connect() error {
	for _, e := range []struct {
		url string
		use func(*caller)
	}{
		{c.options.RESTURL, func(to *caller) { c.rest = &REST{to} }},
		{c.options.RPCURL, func(to *caller) { c.rpc = &RPC{to} }},
	} {
		if e.url == "" {
			continue
		}
		to, err := newCaller(strings.TrimSpace(e.url), c.options)
		if err != nil {
			return err
		}
		c.callers = append(c.callers, to)
		e.use(to)
	}
	switch {
	case c.rpc != nil:
		c.report("rpc", c.rpc)
	case c.rest != nil:
		c.report("rest", c.rest)
	}
	if c.options.JSONPath != "" {
		c.report("file", &file{path: c.options.JSONPath})
	}
	return nil
}

// report adds a source of blocks. The first one is watched.
func (c *Chain) report(name string, s source) {
	if c.watcher == nil {
		c.watcher = &watcher{source: s, tell: c.options.OnBlock, err: errNotAsked}
	}
	if c.options.Credit {
		c.creditors = append(c.creditors, &creditor{
			name: name, source: s, from: max(c.options.From, 1), ledger: c.options.Ledger,
			log: c.log, stats: &c.stats,
		})
	}
}

// Run watches and credits until ctx ends.
func (c *Chain) Run(ctx context.Context) {
	if c == nil {
		return
	}
	var group sync.WaitGroup
	c.repeat(ctx, &group, "blocks", c.options.Poll, c.watcher.step)
	for _, cr := range c.creditors {
		c.repeat(ctx, &group, "credits from "+cr.name, c.options.Poll, cr.step)
	}
	c.repeat(ctx, &group, "network status", c.options.Poll, c.status)
	if c.rpc != nil {
		group.Go(func() { c.listen(ctx) })
	}
	group.Wait()
	for _, to := range c.callers {
		to.close()
	}
}

// repeat does a step now, then whenever it is nudged, and at the latest after
// every. It says when the step begins to fail and when it works again.
func (c *Chain) repeat(ctx context.Context, group *sync.WaitGroup, what string, every time.Duration, step func(context.Context) error) {
	nudge := make(chan struct{}, 1)
	c.nudges = append(c.nudges, nudge)
	group.Go(func() {
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		failing := false
		for {
			err := step(ctx)
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				c.stats.errors.Add(1)
			}
			c.tell(what, err, failing)
			failing = err != nil
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			case <-nudge:
			}
		}
	})
}

func (c *Chain) tell(what string, err error, failing bool) {
	switch {
	case err != nil && !failing:
		c.log.Warn("chain: "+what, "error", err)
	case err == nil && failing:
		c.log.Info("chain: " + what + " come again")
	}
}

// listen keeps a subscription to new blocks. Without one they come with the next
// poll.
func (c *Chain) listen(ctx context.Context) {
	failing := false
	for ctx.Err() == nil {
		err := c.rpc.subscribe(ctx, func() {
			c.tell("announcements of blocks", nil, failing)
			failing = false
			c.nudge()
		})
		if ctx.Err() != nil {
			return
		}
		c.stats.errors.Add(1)
		c.tell("announcements of blocks", err, failing)
		failing = true
		select {
		case <-ctx.Done():
		case <-time.After(c.options.Poll):
		}
	}
}

// nudge begins every step that is not running; one that runs is done once more.
func (c *Chain) nudge() {
	for _, n := range c.nudges {
		select {
		case n <- struct{}{}:
		default: // nudged already
		}
	}
}

// status asks for the numbers of the network and tells of a change.
func (c *Chain) status(ctx context.Context) error {
	var n Network
	if height, ok := c.Height(); ok {
		n.BlockHeight = &height
	}
	err := c.numbers(ctx, &n)
	c.mu.Lock()
	same := reflect.DeepEqual(c.network, n)
	c.network = n
	c.mu.Unlock()
	if !same {
		c.options.OnStatus(n)
	}
	return err
}

// numbers fills in what REST knows; what does not answer stays unknown.
func (c *Chain) numbers(ctx context.Context, n *Network) error {
	if c.rest == nil {
		return nil
	}
	miners, err1 := c.Miners(ctx)
	if err1 == nil {
		n.Miners = count(len(miners))
	}
	validators, err2 := c.Validators(ctx)
	if err2 == nil {
		n.Validators = count(len(validators))
	}
	pool, err3 := c.pool.get(ctx, c.rest.Pool)
	if err3 == nil {
		n.Stake = &pool.Bonded
	}
	return errors.Join(err1, err2, err3)
}

func count(n int) *int64 { v := int64(n); return &v }

// Network returns the network's numbers as they were last known.
func (c *Chain) Network() Network {
	if c == nil {
		return Network{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.network
}

// Height returns the newest height that was reported, false when none was. It
// asks nobody.
func (c *Chain) Height() (int64, bool) {
	if c == nil {
		return 0, false
	}
	return c.watcher.height()
}

// Ask asks the source of blocks for its newest height, whatever is known.
func (c *Chain) Ask(ctx context.Context) (height int64, err error) {
	if c == nil {
		return 0, ErrNotConfigured
	}
	_, height, err = c.watcher.source.Heights(ctx)
	return height, err
}

// Blocks returns the newest blocks, newest first, limit and Kept at most, and
// how many the chain has. It asks nobody; the error is of a chain that never
// answered.
func (c *Chain) Blocks(limit int) (list []Block, total int64, err error) {
	if c == nil {
		return nil, 0, nil
	}
	list, total = c.watcher.newest(limit)
	if len(list) == 0 {
		return nil, total, c.watcher.failure()
	}
	return list, total, nil
}

// Miners returns all miners by reputation, the best first; none without REST.
func (c *Chain) Miners(ctx context.Context) ([]Miner, error) {
	if c == nil || c.rest == nil {
		return nil, nil
	}
	return c.miners.get(ctx, func(ctx context.Context) ([]Miner, error) {
		list, err := c.rest.Miners(ctx)
		slices.SortStableFunc(list, func(a, b Miner) int {
			return cmp.Or(cmp.Compare(b.Reputation(), a.Reputation()), cmp.Compare(a.Address, b.Address))
		})
		return list, err
	})
}

// Validators returns all validators by stake, the largest first; none without
// REST.
func (c *Chain) Validators(ctx context.Context) ([]Validator, error) {
	if c == nil || c.rest == nil {
		return nil, nil
	}
	return c.validators.get(ctx, c.rest.Validators)
}

// Params returns the chain's parameters; ErrNotConfigured without REST.
func (c *Chain) Params(ctx context.Context) (Params, error) {
	if c == nil || c.rest == nil {
		return Params{}, ErrNotConfigured
	}
	return c.params.get(ctx, c.rest.Params)
}

// Stats is how the chain is followed.
type Stats struct {
	Configured bool // false: there is no chain, and nothing else is said

	Height   *int64 // newest height; nil: not known
	Lag      *int64 // blocks that are not looked at for credits yet; nil: not known, or none are credited
	Errors   int64  // failed looks, since the start
	Credited int64  // blocks, since the start
	Forks    int64  // other blocks of credited heights, since the start
	Passed   int64  // blocks that no ledger accepts, since the start
	Err      error  // of the last look for blocks; nil: it worked
}

// Stats asks nobody. A nil chain has none.
func (c *Chain) Stats() Stats {
	if c == nil {
		return Stats{}
	}
	s := Stats{
		Configured: true,
		Errors:     c.stats.errors.Load(), Credited: c.stats.credited.Load(), Forks: c.stats.forks.Load(), Passed: c.stats.malformed.Load(),
		Err: c.watcher.failure(),
	}
	height, ok := c.Height()
	if ok {
		s.Height = &height
	}
	for i, cr := range c.creditors {
		highest := cr.highest.Load()
		if i == 0 {
			highest = max(highest, height) // the watched source: this may be newer
		}
		if lag := max(0, highest-cr.done.Load()); highest > 0 && (s.Lag == nil || lag > *s.Lag) {
			s.Lag = &lag
		}
	}
	return s
}

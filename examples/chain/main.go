// Command chain is a node to try the server with: it answers as the Cosmos REST
// API and as Tendermint's RPC do, on the ports that they use, and makes a block
// every few seconds. Each block's proposer earns 100 credits.
//
//	go run ./examples/chain
//	BLOCKCHAIN_REST_URL=http://127.0.0.1:1317 BLOCKCHAIN_RPC_URL=http://127.0.0.1:26657 bin/r3mes serve
//	curl http://127.0.0.1:8000/blocks
//
// It can misbehave: see --fail.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"time"

	"github.com/r3mes/r3mes/host/chain/chaintest"
)

func main() {
	var o options
	flag.StringVar(&o.rest, "rest", "127.0.0.1:1317", "address of the REST API")
	flag.StringVar(&o.rpc, "rpc", "127.0.0.1:26657", "address of the RPC")
	flag.IntVar(&o.blocks, "blocks", 100, "blocks at the start")
	flag.DurationVar(&o.every, "every", 5*time.Second, "time between two blocks")
	flag.StringVar(&o.fail, "fail", "", "down: every answer is 503; silent: there is none; flaky: every third is 503; reorganise: every tenth block replaces the five before")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, o); err != nil {
		fmt.Fprintln(os.Stderr, "chain:", err)
		os.Exit(1)
	}
}

type options struct {
	rest, rpc string
	blocks    int
	every     time.Duration
	fail      string
}

// run serves until ctx ends.
func run(ctx context.Context, out io.Writer, o options) error {
	node := chaintest.New(o.blocks)
	switch o.fail {
	case "", "reorganise":
	case "down":
		node.Fail(chaintest.Down)
	case "silent":
		node.Fail(chaintest.Silent)
	case "flaky":
		node.Fail(flaky())
	default:
		return fmt.Errorf("--fail %q: want down, silent, flaky or reorganise", o.fail)
	}
	failed := make(chan error, 2)
	for _, e := range []struct{ name, address string }{{"REST", o.rest}, {"RPC", o.rpc}} {
		l, err := net.Listen("tcp", e.address)
		if err != nil {
			return err
		}
		server := &http.Server{Handler: node, ReadHeaderTimeout: 10 * time.Second}
		defer server.Close()
		go func() { failed <- server.Serve(l) }()
		fmt.Fprintf(out, "%s\thttp://%s\n", e.name, l.Addr())
	}
	defer node.Drop()
	ticker := time.NewTicker(o.every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			return errors.Join(errors.New("the server ended"), err)
		case <-ticker.C:
			grow(out, node, o.fail == "reorganise")
		}
	}
}

// grow makes a block, sometimes of another history.
func grow(out io.Writer, node *chaintest.Node, reorganise bool) {
	node.Grow(1)
	blocks := node.Blocks()
	if n := len(blocks); reorganise && n > 5 && n%10 == 0 {
		node.Reorganise(int64(n - 5))
		fmt.Fprintf(out, "blocks %d to %d are others now\n", n-4, n)
		return
	}
	b := blocks[len(blocks)-1]
	fmt.Fprintf(out, "block %d by %s\n", b.Height, b.Proposer)
}

// flaky fails every third request: what is repeated works, and nobody gives up.
func flaky() func(*http.Request, string) int {
	var requests atomic.Int64
	return func(*http.Request, string) int {
		if requests.Add(1)%3 == 0 {
			return http.StatusServiceUnavailable
		}
		return 0
	}
}

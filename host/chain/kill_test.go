package chain

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/r3mes/r3mes/store/badger"
)

const (
	killedDir  = "R3MES_CHAIN_KILLED_DIR"
	killedURL  = "R3MES_CHAIN_KILLED_URL"
	killRounds = "R3MES_LEDGER_KILLS" // 5 in make test, 100 in make test-ledger
)

// TestMain runs the tests, or, started by one of them, the process that is to
// be killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(killedDir); dir != "" {
		beKilled(dir, os.Getenv(killedURL))
	}
	os.Exit(m.Run())
}

// TestKillTheSync kills a process with SIGKILL, again and again, while it
// credits the blocks of a chain that grows and changes its history. At the end
// each height has one credit, and the ledger, which knows how many it issued,
// verifies.
func TestKillTheSync(t *testing.T) {
	rounds := 5
	if text := os.Getenv(killRounds); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("%s=%q: %v", killRounds, text, err)
		}
		rounds = n
	}
	node, url := newNode(t, 1)
	dir := filepath.Join(t.TempDir(), "ledger")
	seed := uint64(time.Now().UnixNano())
	rng := rand.New(rand.NewPCG(seed, 0))
	for round := range rounds {
		node.Grow(100 + rng.IntN(200))
		if round%3 == 2 {
			node.Reorganise(int64(len(node.Blocks()) - 10))
		}
		killed(t, dir, url, time.Duration(20+rng.IntN(200))*time.Millisecond)
	}
	l := openLedger(t, dir)
	defer l.Close()
	before := issued(t, l)
	_, stop := running(t, Options{RPCURL: url, Ledger: l, Credit: true})
	highest := int64(len(node.Blocks()))
	creditsTo(t, l, highest)
	stop()
	t.Logf("seed %d: %d of %d blocks were credited by %d killed processes", seed, before, highest, rounds)
	if n := issued(t, l); n != highest {
		t.Errorf("%d blocks are credited, want each of %d once", n, highest)
	}
	for h := int64(1); h <= highest; h++ {
		if _, err := l.Block(t.Context(), h); err != nil {
			t.Fatal(err)
		}
	}
	if report, err := l.Verify(t.Context()); err != nil || report.Err() != nil {
		t.Errorf("Verify = %v, %v", report.Err(), err)
	}
}

// killed lets a process credit blocks for a while.
func killed(t *testing.T, dir, url string, after time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killedDir+"="+dir, killedURL+"="+url)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	_ = cmd.Process.Kill()
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != -1 {
		t.Fatalf("the process ended by itself: %v", cmd.ProcessState)
	}
}

// beKilled credits blocks until it is killed.
func beKilled(dir, url string) {
	l, err := badger.Open(dir, badger.Default())
	if err == nil {
		var c *Chain
		if c, err = Open(quick(Options{RPCURL: url, Ledger: l, Credit: true})); err == nil {
			c.Run(context.Background())
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

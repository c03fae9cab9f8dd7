package badger

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/store"
)

const (
	killedDir   = "R3MES_STORE_KILLED_DIR"
	killedRound = "R3MES_STORE_KILLED_ROUND"
	killRounds  = "R3MES_LEDGER_KILLS" // 10 in make test, 100 in make test-ledger

	killCallers = 8
	killWallets = 5
)

// TestKillLosesNothingAcknowledged kills a process, again and again, while it
// works on one ledger. Each time the ledger opens, which verifies it, and every
// operation that the process had said was done is done, with its content. What
// it had not said may be done or not. Sometimes the next process, not the
// test, opens the ledger first.
//
// A killed process leaves its written pages with the kernel, so this does not
// show what a power loss would do: SyncWrites answers for that.
func TestKillLosesNothingAcknowledged(t *testing.T) {
	rounds := 10
	if text := os.Getenv(killRounds); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("%s=%q: %v", killRounds, text, err)
		}
		rounds = n
	}
	dir, rng := t.TempDir(), rand.New(rand.NewPCG(3, uint64(time.Now().UnixNano())))
	var all, unchecked []string
	for round := range rounds {
		delay := time.Duration(rng.IntN(250)) * time.Millisecond
		unchecked = append(unchecked, killOne(t, dir, round, delay)...)
		if rng.IntN(3) == 0 && round < rounds-1 {
			continue
		}
		checkAcknowledged(t, dir, unchecked)
		all, unchecked = append(all, unchecked...), nil
	}
	checkAcknowledged(t, dir, all)
	if len(all) == 0 {
		t.Error("no process acknowledged anything before its end")
	}
	t.Logf("%d kills, %d operations acknowledged, none lost", rounds, len(all))
}

// killOne lets a process work, kills it and returns what it acknowledged.
func killOne(t *testing.T, dir string, round int, delay time.Duration) (acknowledged []string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killedDir+"="+dir, killedRound+"="+strconv.Itoa(round))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	opening := round%4 == 3 // this one dies wherever it is, perhaps while opening
	kill := time.NewTimer(time.Hour)
	defer kill.Stop()
	if opening {
		kill.Reset(delay / 4)
	}
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		select {
		case <-kill.C:
			_ = cmd.Process.Kill()
		case <-ended:
		}
	}()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if line := lines.Text(); line != "open" {
			acknowledged = append(acknowledged, line)
		} else if !opening {
			kill.Reset(delay)
		}
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != -1 {
		t.Fatalf("the process ended by itself: %v", cmd.ProcessState)
	}
	return acknowledged
}

// checkAcknowledged opens the ledger, compares each acknowledged line with it,
// and resolves what was left open.
func checkAcknowledged(t *testing.T, dir string, lines []string) {
	t.Helper()
	s := opened(t, dir, Options{})
	for _, line := range lines {
		if err := s.compare(t.Context(), line); err != nil {
			t.Errorf("acknowledged %q: %v", line, err)
		}
	}
	if _, err := s.ResolveOpenHolds(t.Context(), "restart"); err != nil {
		t.Error(err)
	}
	totals, err := s.Totals(t.Context())
	if err != nil || totals.Held != 0 || totals.OpenHolds != 0 {
		t.Errorf("Totals = %+v, %v, want nothing held", totals, err)
	}
	report, err := s.Verify(t.Context())
	if err := errors.Join(err, report.Err(), s.Close()); err != nil {
		t.Fatal(err)
	}
}

// compare checks one acknowledged line: what, operation id, amount.
func (s *Store) compare(ctx context.Context, line string) error {
	var what, id string
	var amount int64
	if _, err := fmt.Sscan(line, &what, &id, &amount); err != nil {
		return err
	}
	if what == "count" {
		return s.compareCounter(ctx, id, amount)
	}
	if what == "block" {
		return s.compareBlock(ctx, id, amount)
	}
	op, err := s.Operation(ctx, id)
	if err != nil {
		return err
	}
	seq, state := op.Seq, op.State
	if what == "settle" || what == "release" {
		seq = op.EndSeq
	}
	entries, err := s.Journal(ctx, seq-1, 1)
	if err != nil {
		return err
	}
	if e := entries[0]; e.OpID != id || e.Kind.String() != what || int64(e.Amount()) != amount {
		return fmt.Errorf("the journal has %s %s of %d (%s)", e.Kind, e.OpID, e.Amount(), state)
	}
	return nil
}

// compareBlock checks a credited block: the height is still its own, and the
// cursor that moved in the same commit has not gone back.
func (s *Store) compareBlock(ctx context.Context, hash string, height int64) error {
	b, err := s.Block(ctx, height)
	if err != nil {
		return err
	}
	cursor, err := s.BlockCursor(ctx, "killed")
	if err != nil || b.Hash != hash || cursor < height {
		return fmt.Errorf("height %d is credited to %q, the cursor is %d, %v", height, b.Hash, cursor, err)
	}
	return nil
}

// compareCounter checks a plugin's counter: it is what was acknowledged, or more
// by what was not.
func (s *Store) compareCounter(ctx context.Context, key string, least int64) error {
	value, _, err := s.KVGet(ctx, "plugin", []byte(key))
	if err != nil {
		return err
	}
	if n, err := strconv.ParseInt(string(value), 10, 64); err != nil || n < least {
		return fmt.Errorf("the counter is %q", value)
	}
	return nil
}

// beKilled works on a ledger and says what was done, until it is killed.
func beKilled(dir string) {
	s, err := Open(dir, Options{})
	if err == nil {
		_, err = s.ResolveOpenHolds(context.Background(), "restart")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("open")
	for caller := range killCallers {
		go work(s, os.Getenv(killedRound)+"-"+strconv.Itoa(caller))
	}
	select {}
}

func work(s *Store, name string) {
	ctx, rng := context.Background(), rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	for n := 0; ; n++ {
		id, wallet := fmt.Sprintf("%s-%d", name, n), fmt.Sprint("w", rng.IntN(killWallets))
		amount := store.MicroCredits(1 + rng.Int64N(500))
		if n%5 == 0 {
			sum, err := s.KVAdd(ctx, "plugin", []byte(wallet), 1, store.KVQuota{Keys: killWallets, Bytes: 1 << 10})
			acknowledge(err, "count", wallet, store.MicroCredits(sum))
			continue
		}
		if n%7 == 0 {
			// All callers report the same heights, each with a block of its own.
			block := store.BlockCredit{Height: int64(1 + n/7), Hash: id, Miner: wallet, Amount: 100}
			results, err := s.CreditBlocks(ctx, store.BlockBatch{Source: "killed", Done: block.Height, Blocks: []store.BlockCredit{block}})
			if err == nil {
				block = results[0].Block
			}
			acknowledge(err, "block", block.Hash, store.MicroCredits(block.Height))
			continue
		}
		if n%4 == 0 {
			_, err := s.TopUp(ctx, store.TopUp{OpID: id, Wallet: wallet, Amount: amount})
			acknowledge(err, "topup", id, amount)
			continue
		}
		if !acknowledge(s.Hold(ctx, store.Hold{OpID: id, Wallet: wallet, Amount: amount}), "hold", id, amount) {
			continue
		}
		switch rng.IntN(4) {
		case 0: // left open
		case 1:
			acknowledge(s.Release(ctx, id, "error"), "release", id, amount)
		default:
			charge := store.MicroCredits(rng.Int64N(int64(amount) + 1))
			_, err := s.Settle(ctx, store.Settle{OpID: id, Charge: charge, Receipt: store.Receipt{Outcome: store.OutcomeComplete}})
			acknowledge(err, "settle", id, charge)
		}
	}
}

// acknowledge prints an operation that is done, in one write, so that a kill
// cannot tear the line; it ends the process by an error that must not be.
func acknowledge(err error, what, id string, amount store.MicroCredits) bool {
	switch {
	case err == nil:
		_, _ = os.Stdout.WriteString(strings.Join([]string{what, id, strconv.FormatInt(int64(amount), 10)}, " ") + "\n")
		return true
	case errors.Is(err, store.ErrInsufficientCredit), errors.Is(err, store.ErrUnknownWallet):
		return false
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
	return false
}

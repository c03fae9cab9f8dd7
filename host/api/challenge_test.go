package api

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestAChallengeOpensOnceAndForFiveMinutes(t *testing.T) {
	c, start := newChallenges(), time.Unix(1_000_000, 0)
	asked := c.issue("w", start)
	for _, other := range []string{c.issue("w2", start), newChallenges().issue("w", start)} {
		if other == asked {
			t.Error("two wallets, or two servers, have the same nonce")
		}
	}
	for after, open := range map[time.Duration]bool{0: true, challengeLife: true, challengeLife + 2*challengeStep: false, -2 * challengeStep: false} {
		if got := slices.Contains(c.open("w", start.Add(after)), asked); got != open {
			t.Errorf("after %v it is open: %v, want %v", after, got, open)
		}
	}
	if c.take("w2", asked, start) || c.take("w", "nonsense", start) {
		t.Error("a nonce opens another wallet, or was made up")
	}
	later := start.Add(challengeLife)
	if !c.take("w", asked, later) || c.take("w", asked, later) {
		t.Error("the nonce does not open once")
	}
	if again := c.issue("w", later); again == asked || !slices.Contains(c.open("w", later), again) {
		t.Error("after a login there is no new challenge")
	}
}

// TestAUsedChallengeStaysUsed follows a nonce until it is over by itself, also
// when the login that used it is forgotten meanwhile.
func TestAUsedChallengeStaysUsed(t *testing.T) {
	c, now := newChallenges(), time.Unix(1_000_000, 0)
	used := c.issue("w", now)
	if !c.take("w", used, now) {
		t.Fatal("not taken")
	}
	for after := time.Duration(0); after < 3*challengeLife; after += time.Second {
		at := now.Add(after)
		if l := c.logins["w"]; at.After(l.until) { // as remember does when it needs room
			delete(c.logins, "w")
		}
		if slices.Contains(c.open("w", at), used) {
			t.Fatalf("after %v it opens again", after)
		}
	}
}

func TestLoginsAreRememberedInBoundedMemory(t *testing.T) {
	c, now := newChallenges(), time.Unix(1_000_000, 0)
	for i := range maxLogins {
		c.logins[fmt.Sprint(i)] = logins{n: 1, until: now.Add(time.Second)}
	}
	if c.take("w", c.issue("w", now), now) {
		t.Error("a login beyond the bound is taken")
	}
	now = now.Add(2 * time.Second)
	if !c.take("w", c.issue("w", now), now) || len(c.logins) != 1 {
		t.Errorf("%d logins are remembered, want the new one alone", len(c.logins))
	}
}

// TestOneOfManyLoginsAtOnceIsTaken looks for races.
func TestOneOfManyLoginsAtOnceIsTaken(t *testing.T) {
	c, now := newChallenges(), time.Unix(1_000_000, 0)
	nonce := c.issue("w", now)
	var taken atomic.Int32
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if slices.Contains(c.open("w", now), nonce) && c.take("w", nonce, now) {
				taken.Add(1)
			}
		})
	}
	all.Wait()
	if taken.Load() != 1 {
		t.Errorf("%d logins with one nonce", taken.Load())
	}
}

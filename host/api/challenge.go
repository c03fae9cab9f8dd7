package api

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"sync"
	"time"
)

const (
	// challengeLife is for how long a challenge may be answered, at least.
	challengeLife = 5 * time.Minute
	// challengeStep is how often a wallet's nonce changes by itself.
	challengeStep = time.Minute
	// maxLogins bounds the wallets whose logins are remembered. Each has proved
	// itself by a signature.
	maxLogins = 100_000
)

// challenges makes the nonces that wallets sign to log in. Each opens once.
//
// A nonce is computed, not stored: a MAC over the wallet, the minute and how
// often the wallet logged in lately. Whoever asks for challenges therefore fills
// no memory and pushes out nobody else's, and a login makes every challenge of
// its wallet void. See RATIONALE.md "Why are login challenges not stored?".
type challenges struct {
	secret [32]byte

	mu     sync.Mutex
	logins map[string]logins // of wallets that logged in lately
}

type logins struct {
	n     uint64
	until time.Time // when every challenge from before the last login is over
}

func newChallenges() *challenges {
	c := &challenges{logins: map[string]logins{}}
	_, _ = rand.Read(c.secret[:]) // never fails: crypto/rand ends the program instead
	return c
}

// issue returns the nonce that the wallet is to sign now.
func (c *challenges) issue(wallet string, now time.Time) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.nonce(wallet, c.logins[wallet].n, now)
}

// open returns the nonces that a login of the wallet may have signed.
func (c *challenges) open(wallet string, now time.Time) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.logins[wallet].n
	var nonces []string
	for age := time.Duration(0); age <= challengeLife; age += challengeStep {
		nonces = append(nonces, c.nonce(wallet, n, now.Add(-age)))
	}
	return nonces
}

// take uses up a nonce that open returned; false when a login that came at the
// same time was first, or when too many remember theirs.
func (c *challenges) take(wallet, nonce string, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	last := c.logins[wallet]
	for age := time.Duration(0); age <= challengeLife; age += challengeStep {
		if c.nonce(wallet, last.n, now.Add(-age)) == nonce {
			return c.remember(wallet, last.n+1, now)
		}
	}
	return false
}

// remember notes a login. The caller holds mu.
func (c *challenges) remember(wallet string, n uint64, now time.Time) bool {
	if len(c.logins) >= maxLogins {
		for w, l := range c.logins {
			if now.After(l.until) {
				delete(c.logins, w)
			}
		}
		if len(c.logins) >= maxLogins {
			return false
		}
	}
	c.logins[wallet] = logins{n: n, until: now.Add(challengeLife + challengeStep)}
	return true
}

func (c *challenges) nonce(wallet string, n uint64, at time.Time) string {
	h := hmac.New(sha256.New, c.secret[:])
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(at.Unix()/int64(challengeStep/time.Second))))
	h.Write(binary.BigEndian.AppendUint64(nil, n))
	h.Write([]byte(wallet))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// challengeText is what a wallet shows its owner and signs.
func challengeText(wallet, nonce string) string {
	return fmt.Sprintf("Log in to R3MES.\nThis costs nothing and sends no transaction.\n\nWallet: %s\nNonce: %s", wallet, nonce)
}

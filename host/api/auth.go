package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/r3mes/r3mes/store"
)

// caller is who a request is from and what they may do.
type caller struct {
	wallet string     // who pays, or is asked about
	key    *store.Key // nil: no key was sent
	all    bool       // may act for every wallet: an operator, or anyone in open mode
}

type localKey struct{}

// Local marks the context of connections that only the operator can open, so
// that their requests need no key: http.Server.ConnContext of a listener on a
// socket file that only its owner may use.
func Local(ctx context.Context) context.Context { return context.WithValue(ctx, localKey{}, true) }

func isLocal(ctx context.Context) bool { return ctx.Value(localKey{}) != nil }

// credential returns the key that a request presents, "" when there is none.
func credential(r *http.Request) string {
	if key := r.Header.Get("X-API-Key"); key != "" {
		return key
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "bearer") {
		return strings.TrimSpace(token)
	}
	return ""
}

// identify says who calls, and refuses those who may not do what scope names.
// named is the wallet in path or body, "" when there is none.
func (s *server) identify(r *http.Request, scope store.Scope, named string) (caller, error) {
	if named != "" {
		if err := walletName(named); err != nil {
			return caller{}, err
		}
	}
	c, err := s.authenticate(r, named)
	if err != nil {
		return caller{}, err
	}
	if c.key != nil {
		if err := allows(*c.key, scope); err != nil {
			return caller{}, err
		}
	}
	noteWallet(r, c.wallet)
	return c, nil
}

func (s *server) authenticate(r *http.Request, named string) (caller, error) {
	if isLocal(r.Context()) {
		return caller{wallet: named, all: true}, nil
	}
	plain := credential(r)
	if plain == "" {
		if s.Open && named != "" {
			return caller{wallet: named, all: true}, nil
		}
		return caller{}, &apiError{kind: noCredentials, cause: errors.New("no credentials")}
	}
	key, err := s.provenKey(r.Context(), plain)
	if err != nil {
		return caller{}, err
	}
	c := caller{wallet: key.Wallet, key: &key, all: s.Open || key.Has(store.ScopeOperator)}
	if named != "" && key.Has(store.ScopeOperator) {
		c.wallet = named
	}
	return c, nil
}

// allows refuses a key that lacks a scope.
func allows(key store.Key, scope store.Scope) error {
	if !key.Has(scope) {
		return fail(noScope, "The API key lacks the scope %q", scope)
	}
	return nil
}

// provenKey finds the key that a caller presents, and refuses one that opens
// nothing.
func (s *server) provenKey(ctx context.Context, plain string) (store.Key, error) {
	key, err := s.findKey(ctx, plain)
	if errors.Is(err, store.ErrUnknownKey) || errors.Is(err, store.ErrExpiredKey) || errors.Is(err, store.ErrRevokedKey) {
		err = &apiError{kind: noCredentials, cause: err}
	}
	return key, err
}

// walletName refuses what cannot be a wallet.
func walletName(name string) error {
	if err := store.Name("wallet", name); err != nil {
		return &apiError{kind: invalid, param: "wallet_address", text: "wallet_address must be 1 to 128 printable ASCII characters without spaces", cause: err}
	}
	return nil
}

// findKey looks a key up, or remembers that it did. A use that is remembered is
// noted like one that is looked up.
func (s *server) findKey(ctx context.Context, plain string) (store.Key, error) {
	if s.Cache == nil {
		return s.Ledger.FindKey(ctx, plain)
	}
	key, known, err := s.Cache.FindKey(ctx, plain, s.Ledger.FindKey)
	if known {
		s.Ledger.UseKey(key.ID)
	}
	return key, err
}

// forWallet is identify for a route about one wallet: a key opens its own
// wallet only.
func (s *server) forWallet(r *http.Request, scope store.Scope, wallet string) (caller, error) {
	c, err := s.identify(r, scope, wallet)
	if err != nil {
		return c, err
	}
	if !c.all && c.wallet != wallet {
		return c, fail(noScope, "The API key belongs to another wallet")
	}
	c.wallet = wallet
	return c, nil
}

// operators lets only the operator through: by key, by the administration
// socket, or anyone in open mode. It says who, for the audit log; see actorOf.
func (s *server) operators(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		var c caller
		if !isLocal(r.Context()) && !(s.Open && credential(r) == "") {
			var err error
			if c, err = s.identify(r, store.ScopeOperator, ""); err != nil {
				return err
			}
		}
		actor, _ := s.operatorOf(r, c)
		return h(w, r.WithContext(context.WithValue(r.Context(), actorKey{}, actor)))
	}
}

package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
)

// walletKey reads the key under which plugins see wallets, and makes it at the
// first start. Losing it changes every wallet_hash, nothing else.
func walletKey(path string) ([]byte, error) {
	key, err := os.ReadFile(path)
	if err == nil && len(key) < 16 {
		err = fmt.Errorf("%d bytes, want at least 16", len(key))
	}
	if !errors.Is(err, fs.ErrNotExist) {
		if err != nil {
			return nil, fmt.Errorf("server: wallet key %s: %w", path, err)
		}
		return key, nil
	}
	key = make([]byte, 32)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
	if err := os.WriteFile(path, key, 0o600); err != nil {
		return nil, fmt.Errorf("server: wallet key: %w", err)
	}
	return key, nil
}

// openSocket listens where only the owner of the data folder can call. It is
// for commands on this machine, so not having it is no reason not to serve.
func (s *Server) openSocket(_ context.Context, _ Options) error {
	path := Socket(s.config.Data.Dir)
	l, err := listenPrivate(path)
	if err != nil {
		s.log.Warn("no administration socket: stop the server to use r3mes key, credit and ledger", "error", err)
		return nil
	}
	s.socket = l
	s.later(func() error { return ignoreClosed(l.Close()) }) // removes the file too
	return nil
}

func listenPrivate(path string) (net.Listener, error) {
	// The folder is what keeps others out: the socket is open to all between
	// its creation and its chmod.
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return nil, err
	}
	// Whoever holds the ledger's lock owns the socket, so one that is there was
	// left by a process that is gone.
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	return l, os.Chmod(path, 0o600)
}

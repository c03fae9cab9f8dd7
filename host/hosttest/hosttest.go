// Package hosttest runs the whole server inside a test: real ledger in a
// temporary folder, real plugins built from source, real engine, real HTTP on
// a loopback port.
//
//	s := hosttest.Start(t, hosttest.Options{})
//	resp, err := http.Post(s.URL+"/chat", "application/json", …)
//
// Every answer is held to the OpenAPI document; see contract.
// The wallet has 1,000 credits and the key belongs to it. When the test ends
// the server shuts down in order, and the ledger must verify with no hold left
// open: every test that uses this package also tests that.
package hosttest

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/live"
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/host/ratelimit"
	"github.com/r3mes/r3mes/host/server"
	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/badger"
)

// Options change what Start starts.
type Options struct {
	// Model is the embedded model; zero: Demo. Tests that do not read answers
	// take Tiny, which is faster.
	Model server.Bundle
	// Embedder is for routing; nil: the embedded one.
	Embedder pipeline.Embedder
	// Config changes the configuration, which is the default one on a free port,
	// without rate limits.
	Config func(*config.Config)
	// NoPlugins serves without plugins: the base model at the built-in price.
	NoPlugins bool
	// Data is the data folder; "": a temporary one.
	Data string
}

// Server is a running server.
type Server struct {
	URL    string
	Wallet string // has 1,000 credits when the server is new
	Key    string // of Wallet, scopes chat and read
	Data   string
	Info   server.Info

	t      testing.TB
	server *server.Server
	stop   context.CancelFunc
	ended  chan error
	once   sync.Once
	log    *buf
}

// buf is a log that can be read while it is written.
type buf struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *buf) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *buf) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// Start starts a server that ends with the test.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	s := &Server{t: t, Wallet: server.DemoWallet, Data: o.Data, ended: make(chan error, 1), log: &buf{}}
	if s.Data == "" {
		s.Data = t.TempDir()
	}
	cfg := config.Default()
	cfg.Server.Listen, cfg.Data.Dir = "127.0.0.1:0", s.Data
	cfg.Limits = config.Limits{Chat: ratelimit.Off, Get: ratelimit.Off, Post: ratelimit.Off} // tests that are about them set them
	if o.Config != nil {
		o.Config(&cfg)
	}
	if o.Model.Model == nil {
		o.Model = Demo()
	}
	if o.Embedder == nil {
		o.Embedder = Embedder()
	}
	options := server.Options{
		Demo: o.Model, Embedder: o.Embedder, Version: "test", Wrap: contract(t),
		Log: slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	if !o.NoPlugins {
		options.Plugins, options.PluginCache = plugintest.Guests(t), plugintest.CacheDir(t)
	}
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.prepare()
	var err error
	if s.server, err = server.Open(ctx, cfg, options); err != nil {
		stop()
		t.Fatal(err)
	}
	s.URL, s.Info = s.server.URL(), s.server.Info()
	go func() { s.ended <- s.server.Run(ctx) }()
	t.Cleanup(s.Stop)
	return s
}

// prepare makes the key, and gives the credit that open mode gives in key mode
// too.
func (s *Server) prepare() {
	s.t.Helper()
	s.WithLedger(func(ctx context.Context, l *badger.Store) error {
		if _, err := l.TopUp(ctx, server.DemoTopUp()); err != nil {
			return err
		}
		plain, _, err := l.CreateKey(ctx, store.NewKey{Wallet: s.Wallet, Name: "hosttest"})
		s.Key = plain.Reveal()
		return err
	})
}

// WithLedger opens the ledger for f while the server does not run.
func (s *Server) WithLedger(f func(ctx context.Context, l *badger.Store) error) {
	s.t.Helper()
	l, err := badger.Open(server.LedgerDir(s.Data), badger.Default())
	if err != nil {
		s.t.Fatal(err)
	}
	if err := f(context.Background(), l); err != nil {
		s.t.Error(err)
	}
	if err := l.Close(); err != nil {
		s.t.Error(err)
	}
}

// Operator is a transport to the administration socket, whatever the URL's
// host.
func (s *Server) Operator() http.RoundTripper {
	return &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", server.Socket(s.Data))
	}}
}

// Log is what the server logged so far.
func (s *Server) Log() string { return s.log.String() }

// Publish sends a frame to everyone who listens to its channel.
func (s *Server) Publish(d live.Data) { s.server.Live().Publish(d) }

// Sockets is how many WebSockets are open.
func (s *Server) Sockets() (open int) {
	for _, n := range s.server.Live().Stats() {
		open += n.Open
	}
	return open
}

// Shutdown begins an orderly shutdown; Hurry ends its grace time.
func (s *Server) Shutdown() { s.stop() }

// Hurry ends the grace time of a shutdown.
func (s *Server) Hurry() { s.server.Hurry() }

// Stop shuts the server down and checks the ledger that it leaves.
func (s *Server) Stop() {
	s.once.Do(func() {
		s.t.Helper()
		http.DefaultClient.CloseIdleConnections()
		s.stop()
		if err := <-s.ended; err != nil {
			s.t.Errorf("server: %v", err)
		}
		s.WithLedger(func(ctx context.Context, l *badger.Store) error {
			report, err := l.Verify(ctx)
			if err != nil {
				return err
			}
			if report.Totals.OpenHolds != 0 {
				s.t.Errorf("%d holds are open after shutdown", report.Totals.OpenHolds)
			}
			return report.Err()
		})
	})
}

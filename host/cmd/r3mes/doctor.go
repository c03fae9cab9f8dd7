package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/chain"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/server"
	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/store"
)

func newDoctor(c *common) *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Check this machine, the configuration and the data, and say what to mend",
		Long: `Doctor looks at everything that serve needs, changes nothing, and prints one line
for each: ok, or what is wrong and how to mend it. The exit status is 1 when
something is wrong.`,
		Example: "  r3mes doctor\n  r3mes doctor --config r3mes.toml",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return doctor(cmd.Context(), c, cmd.OutOrStdout())
		},
	}
}

// doctor runs the checks that do not depend on a failed one.
func doctor(ctx context.Context, c *common, out io.Writer) error {
	failed := 0
	check := func(name string, err error, format string, args ...any) {
		if err != nil {
			failed++
			fmt.Fprintf(out, "FAIL  %-13s  %v\n", name, err)
			return
		}
		fmt.Fprintf(out, "ok    %-13s  %s\n", name, fmt.Sprintf(format, args...))
	}
	check("kernels", cpufeat.Err(), "%s on %s, %d CPUs", cpufeat.Level(), cpufeat.CPU(), runtime.GOMAXPROCS(0))
	cfg, warnings, err := c.load(nil)
	check("configuration", err, "valid, auth %s", cfg.Auth.Mode)
	for _, w := range warnings {
		fmt.Fprintf(out, "note  %-13s  %s\n", "configuration", w)
	}
	if err != nil {
		return errReported
	}
	_, m, err := openModel([]string{cfg.Model.Path})
	if err == nil {
		check("model", nil, "%d layers of %d, %s, digest %.12s", m.Config.Layers, m.Config.HiddenSize, megabytes(m.Bytes()), m.Digest)
		err = m.Close()
	}
	if err != nil {
		check("model", err, "")
	}
	plugins, err := loadPlugins(ctx, cfg)
	check("plugins", err, "%d load and pass their self-tests", len(plugins))
	check("data folder", writable(cfg.Data.Dir), "%s can be written", cfg.Data.Dir)
	what, err := checkLedger(ctx, cfg.Data.Dir)
	check("ledger", err, "%s", what)
	what, err = checkAddress(cfg)
	check("address", err, "%s", what)
	if c := cfg.Chain; c.RPCURL != "" || c.RESTURL != "" || c.JSONPath != "" {
		what, err = checkChain(ctx, c)
		check("chain", err, "%s", what)
	}
	if failed > 0 {
		return fmt.Errorf("%d of the checks failed: %w", failed, errReported)
	}
	return nil
}

// writable tries the folder, or the nearest one above it that exists.
func writable(dir string) error {
	for {
		_, err := os.Stat(dir)
		if !errors.Is(err, fs.ErrNotExist) {
			break
		}
		dir = filepath.Dir(filepath.Clean(dir))
	}
	f, err := os.CreateTemp(dir, ".r3mes-doctor-*")
	if err != nil {
		return fmt.Errorf("%w; choose another with --data", err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

func checkLedger(ctx context.Context, data string) (string, error) {
	if _, err := os.Stat(server.LedgerDir(data)); errors.Is(err, fs.ErrNotExist) {
		return "none yet; serve makes it", nil
	}
	report, err := verify(ctx, data)
	if errors.Is(err, store.ErrLocked) {
		return "", err
	}
	if err := errors.Join(err, report.Err()); err != nil {
		return "", fmt.Errorf("%w; keep a copy of %s before anything else", err, server.LedgerDir(data))
	}
	return fmt.Sprintf("verifies, %d entries, %d wallets, %d open holds", report.Head.Seq, report.Totals.Wallets, report.Totals.OpenHolds), nil
}

// chainWait is how long the chain may take to answer.
const chainWait = 5 * time.Second

func checkChain(ctx context.Context, cfg config.Chain) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, chainWait)
	defer cancel()
	c, err := chain.Open(chain.Options{RPCURL: cfg.RPCURL, RESTURL: cfg.RESTURL, JSONPath: cfg.JSONPath})
	if err != nil {
		return "", err
	}
	height, err := c.Ask(ctx)
	if err != nil {
		return "", fmt.Errorf("%w; see chain.rpc_url, chain.rest_url and chain.json_path; a server runs without it", err)
	}
	return fmt.Sprintf("answers, its newest block is %d", height), nil
}

// checkAddress tells a free address from a server of ours and from others.
func checkAddress(cfg config.Config) (string, error) {
	address := cfg.Server.Listen
	l, err := net.Listen("tcp", address)
	if err == nil {
		return address + " is free", l.Close()
	}
	client := http.Client{Timeout: 2 * time.Second}
	resp, live := client.Get("http://" + address + "/health/live")
	if live != nil {
		return "", fmt.Errorf("%w; choose another with --set server.listen=…", err)
	}
	defer resp.Body.Close()
	return fmt.Sprintf("%s is served already (%s)", address, resp.Status), nil
}

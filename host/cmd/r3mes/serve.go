package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/logs"
	"github.com/r3mes/r3mes/host/server"
	"github.com/r3mes/r3mes/store"
)

func newServe(c *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the model over HTTP",
		Long: `Serve loads the model, its adapters and the plugins, and answers on server.listen.

Without any configuration it serves the embedded demo model on loopback in open
mode: every wallet that a request names is believed, and the wallet ` + server.DemoWallet + `
gets ` + server.DemoCredits.String() + ` credits once. Set auth.mode = "key" to serve others.

SIGINT or SIGTERM lets running answers finish for server.grace; a second one
ends them at once. Nothing is charged for an answer that the server cut off.

Configuration, each source over the one before: a TOML file (--config), the
environment, flags (--set KEY=VALUE, or the short ones below). Unknown keys are
errors.

` + keyTable(),
		Example: `  r3mes serve
  r3mes serve --model models/bitnet-b1.58-2B-4T --adapters my-adapters
  r3mes serve --engine xla --pjrt /opt/pjrt/xla_cuda_plugin.so
  r3mes serve --auth key --listen 0.0.0.0:8000 --data /var/lib/r3mes
  R3MES_ENGINE_THREADS=4 r3mes serve --set pricing.builtin.per_request_microcredits=500000`,
		Args: cobra.NoArgs,
	}
	short := map[string]string{
		"listen": "server.listen", "auth": "auth.mode", "model": "model.path", "adapters": "adapters.dir", "engine": "engine.kind", "pjrt": "engine.pjrt",
		"plugins": "plugins.dir", "log-level": "log.level", "log-format": "log.format",
	}
	for name, key := range short {
		cmd.Flags().String(name, "", "the same as --set "+key+"=…")
	}
	cmd.Flags().Bool("watch", false, "load what changes in the plugins folder; the same as --set plugins.watch=true")
	short["watch"] = "plugins.watch"
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		flags := map[string]string{}
		for name, key := range short {
			if f := cmd.Flags().Lookup(name); f.Changed {
				flags[key] = f.Value.String()
			}
		}
		cfg, warnings, err := c.load(flags)
		if err != nil {
			return err
		}
		reload := func() (config.Config, []string, error) { return c.load(flags) }
		return serve(cmd.Context(), cfg, warnings, reload, cmd.OutOrStdout(), cmd.ErrOrStderr())
	}
	return cmd
}

// keyTable lists every configuration key for the help.
func keyTable() string {
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	section := ""
	for _, k := range config.Keys() {
		first, rest, _ := strings.Cut(k.Name, ".")
		if first != section {
			section = first
			fmt.Fprintf(w, "[%s]\t\t\n", section)
		}
		value := k.Default
		if value == "" {
			value = "-"
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\n", rest, value, k.Help)
	}
	_ = w.Flush() // to memory
	return text.String()
}

// serve serves until ctx ends. reload reads the configuration's sources again.
func serve(ctx context.Context, cfg config.Config, warnings []string, reload func() (config.Config, []string, error), stdout, stderr io.Writer) error {
	begin := time.Now()
	written, err := openLogs(cfg, stderr)
	if err != nil {
		return err
	}
	defer func() { _ = written.Close() }() // its lines are written; the process ends
	log := written.Server()
	for _, w := range warnings {
		log.Warn(w)
	}
	log.Debug("configuration", "values", cfg.Redacted())
	// Signals are caught before anything is opened: a start can be stopped too.
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if cfg.Log.Files { // without files SIGHUP ends the process, as it does everywhere
		rotateOnHangup(ctx, written)
	}
	signals := make(chan os.Signal, 3)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	hurry := make(chan struct{})
	go func() {
		<-signals
		fmt.Fprintf(stdout, "\nstopping: running answers may finish for %s; once more to end them now\n", cfg.Server.Grace)
		stop()
		<-signals
		close(hurry)
		<-signals
		os.Exit(1)
	}()
	s, err := server.Open(ctx, cfg, server.Options{
		Demo: embeddedModel(), Embedder: embedder(), Plugins: pluginsBesideBinary(), Version: version, Level: written.Level(), Reload: reload, Log: log, Access: written.Access(),
		Progress: func(format string, args ...any) { fmt.Fprintf(stdout, "loading "+format+"\n", args...) },
	})
	if ctx.Err() != nil { // stopped while loading
		if err == nil {
			err = s.Close()
		} else {
			err = nil
		}
		fmt.Fprintln(stdout, "stopped")
		return err
	}
	if err != nil {
		return err
	}
	go func() {
		<-hurry
		s.Hurry()
	}()
	banner(stdout, s.Info(), time.Since(begin))
	if err := s.Run(ctx); err != nil {
		return err
	}
	fmt.Fprintln(stdout, "stopped")
	return nil
}

// openLogs opens what log.* asks for.
func openLogs(cfg config.Config, console io.Writer) (*logs.Logs, error) {
	level, err := config.ParseLevel(cfg.Log.Level)
	if err != nil {
		return nil, err
	}
	o := logs.Options{Level: level, Format: cfg.Log.Format, Console: console}
	if cfg.Log.Files {
		o.Dir, o.MaxMegabytes = server.LogDir(cfg.Data.Dir), cfg.Log.MaxMegabytes
		o.KeepFiles, o.KeepDays = cfg.Log.KeepFiles, cfg.Log.KeepDays
	}
	return logs.Open(o)
}

// rotateOnHangup begins new log files at every SIGHUP, until ctx ends.
func rotateOnHangup(ctx context.Context, l *logs.Logs) {
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		defer signal.Stop(hangups)
		for {
			select {
			case <-hangups:
				if err := l.Rotate(); err != nil {
					l.Server().Error("log files could not be rotated", "error", err)
				}
			case <-ctx.Done():
				return
			}
		}
	}()
}

// pluginsBesideBinary is where the Makefile puts the first-party guests.
func pluginsBesideBinary() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	return filepath.Join(filepath.Dir(path), "plugins")
}

// banner says what is served and how to try it.
func banner(out io.Writer, i server.Info, took time.Duration) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(name, format string, args ...any) {
		fmt.Fprintf(w, "  %s\t"+format+"\n", append([]any{name}, args...)...)
	}
	fmt.Fprintf(out, "\nR3MES %s, ready after %s\n\n", version, took.Round(time.Millisecond))
	row("URL", "%s (auth %s)", i.URL, i.Mode)
	row("model", "%s, %s, context of %d tokens", i.Model, megabytes(i.Bytes), i.Context)
	row("adapters", "%s", adapterNames(i))
	row("embedder", "%s", embedderName(i.Embedder))
	row("plugins", "%s", pluginNames(i))
	row("engine", "%s", i.Engine)
	if i.Released > 0 {
		row("holds", "%d of a process before were released", i.Released)
	}
	if i.Mode == config.ModeOpen {
		row("wallet", "%s, %s credits given once", server.DemoWallet, server.DemoCredits)
	}
	_ = w.Flush() // to a terminal or pipe: nothing to do when it is gone
	if i.Mode != config.ModeOpen {
		fmt.Fprintf(out, "\nMake a key and some credit:\n\n  r3mes key create --wallet WALLET\n  r3mes credit topup WALLET 10\n\n")
		return
	}
	fmt.Fprintf(out, `
Try it:

  curl -N %s/chat -H 'Content-Type: application/json' \
    -d '{"message": "What is R3MES?", "wallet_address": "%s"}'

`, i.URL, server.DemoWallet)
}

func adapterNames(i server.Info) string {
	names := make([]string, len(i.Adapters))
	for n, a := range i.Adapters {
		names[n] = a.Name
	}
	return orNone(names)
}

func embedderName(e server.EmbedderInfo) string {
	switch {
	case e.Name == "":
		return "none"
	case e.Static:
		return fmt.Sprintf("static embedder (%s), %d dims; embed.model takes a real one (make minilm)", e.Name, e.Dim)
	}
	return fmt.Sprintf("%s, %d dims", e.Name, e.Dim)
}

func pluginNames(i server.Info) string {
	names := make([]string, len(i.Plugins))
	for n, p := range i.Plugins {
		names[n] = p.Name + " " + p.Version
	}
	if len(names) == 0 {
		return "none: the base model answers at the built-in price (make plugins builds the first-party ones)"
	}
	return orNone(names)
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

// credits writes an amount for people.
func credits(m store.MicroCredits) string { return m.String() + " credits" }

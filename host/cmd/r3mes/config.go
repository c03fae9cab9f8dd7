package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/api"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/settings"
)

func newConfig(c *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Look at the configuration of a server, and change it while it runs",
		Long: `Show, set and validate work on the configuration of a server that runs.

` + howLive,
	}
	l := newLive(c, cmd)
	return group(cmd, newConfigShow(l), newConfigSet(l), newConfigValidate(l))
}

func newConfigShow(l *live) *cobra.Command {
	return &cobra.Command{
		Use:     "show",
		Short:   "Show the configuration in effect",
		Long:    "Show prints every key with its value, secrets redacted: which of them config set\nchanges while the server runs, and which an operator has changed.",
		Example: "  r3mes config show\n  r3mes config show --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var answer api.Configuration
			return l.ask(cmd, "GET", "/admin/config", nil, &answer, func(w io.Writer) { showConfig(w, answer) })
		},
	}
}

func showConfig(out io.Writer, c api.Configuration) {
	rows(out, "KEY|VALUE|LIVE|CHANGED BY", func(row func(...any)) {
		for _, key := range slices.Sorted(maps.Keys(c.Config)) {
			value, err := json.Marshal(c.Config[key])
			if err != nil {
				value = []byte(fmt.Sprint(c.Config[key]))
			}
			isLive, by := "", ""
			if slices.Contains(c.Live, key) {
				isLive = "yes"
			}
			if change, ok := c.Changes[key]; ok {
				by = change.By + " " + change.At.Format("2006-01-02 15:04")
			}
			row(key, string(value), isLive, by)
		}
	})
}

func newConfigSet(l *live) *cobra.Command {
	return &cobra.Command{
		Use:   "set KEY=VALUE…",
		Short: "Change live keys of a server that runs",
		Long: fmt.Sprintf(`Set changes the keys, all of them or none, for the next requests. A change
survives a restart until the configuration says something else of its key than it
says now. All other keys are read at a start. Live keys:

%s
A list is written with commas, a duration as in 30s.`, liveTable()),
		Example: "  r3mes config set log.level=debug\n  r3mes config set limits.chat=30/minute engine.queue=512",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			values, err := pairs(args)
			if err != nil {
				return err
			}
			var answer api.Configuration
			return l.ask(cmd, "PUT", "/admin/config", values, &answer, func(w io.Writer) {
				for _, key := range slices.Sorted(maps.Keys(values)) {
					value, err := json.Marshal(answer.Config[key])
					if err != nil || answer.Config[key] == nil {
						value = []byte("changed")
					}
					fmt.Fprintf(w, "%s = %s\n", key, value)
				}
			})
		},
	}
}

// liveTable lists the live keys for the help.
func liveTable() string {
	text := ""
	for _, key := range config.Live() {
		text += "  " + key + "\n"
	}
	return text
}

func newConfigValidate(l *live) *cobra.Command {
	return &cobra.Command{
		Use:   "validate [FILE]",
		Short: "Check the configuration as a start would read it",
		Long: `Validate has the server read its file and environment again, as a start would, and
says what is wrong and what a start would change. With a file it asks no server: it
reads that file, this environment and the flags.`,
		Example: "  r3mes config validate\n  r3mes config validate r3mes.toml",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				return l.validateFile(cmd.OutOrStdout(), args[0])
			}
			var report settings.Verdict
			if err := l.ask(cmd, "GET", "/admin/config/validate", nil, &report, func(w io.Writer) { showReport(w, report) }); err != nil {
				return err
			}
			if !report.Valid && !l.json {
				return errReported
			}
			return nil
		},
	}
}

func showReport(w io.Writer, r settings.Verdict) {
	for _, text := range r.Errors {
		fmt.Fprintln(w, "error: "+text)
	}
	for _, text := range r.Warnings {
		fmt.Fprintln(w, "warning: "+text)
	}
	if r.Valid {
		fmt.Fprintln(w, "valid")
	}
}

// validateFile reads a file as serve would.
func (c *common) validateFile(out io.Writer, path string) error {
	with := *c
	with.file = path
	_, warnings, err := with.load(nil)
	if err != nil {
		return err
	}
	showReport(out, settings.Verdict{Valid: true, Warnings: warnings})
	return nil
}

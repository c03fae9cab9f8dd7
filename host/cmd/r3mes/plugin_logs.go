package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/pluginhost"
)

// followEvery is how often a followed log is read.
const followEvery = 500 * time.Millisecond

func newPluginLogs(l *live) *cobra.Command {
	var level string
	var limit int
	var follow bool
	cmd := &cobra.Command{
		Use:   "logs NAME",
		Short: "Read what a plugin logged, and its failed calls",
		Long: `Logs prints the newest lines of a plugin's log, which is kept in memory over all
its versions: what it logged and printed under the grant "log", and each call that
failed. Of a plugin that sees the chat only that it wrote is kept, never what.

With --follow it goes on until you press Ctrl-C.`,
		Example: "  r3mes plugin logs my-router\n  r3mes plugin logs my-router --level warn --follow",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			query := url.Values{"limit": {strconv.Itoa(limit)}, "level": {level}}
			return l.with(func(o *operator) error { return l.readLogs(cmd, o, args[0], query, follow) })
		},
	}
	cmd.Flags().StringVar(&level, "level", "trace", "lowest level: trace, debug, info, warn or error")
	cmd.Flags().IntVar(&limit, "limit", 100, "most lines, 1 to 1000")
	cmd.Flags().BoolVarP(&follow, "follow", "f", false, "go on as lines are written")
	return cmd
}

// readLogs prints pages until there is nothing to follow.
func (l *live) readLogs(cmd *cobra.Command, o *operator, plugin string, query url.Values, follow bool) error {
	for {
		var raw json.RawMessage
		var page pluginhost.LogPage
		if err := o.ask(cmd.Context(), "GET", pluginPath(plugin, "logs")+"?"+query.Encode(), nil, &raw); err != nil {
			return err
		}
		if err := json.Unmarshal(raw, &page); err != nil {
			return fmt.Errorf("the server's answer: %w", err)
		}
		if err := l.printLogs(cmd, raw, page, follow); err != nil || !follow {
			return err
		}
		query.Set("after", strconv.FormatInt(page.Next, 10))
		select {
		case <-cmd.Context().Done():
			return nil
		case <-time.After(followEvery):
		}
	}
}

// printLogs prints a page; as JSON, a followed log is one line a JSON value.
func (l *live) printLogs(cmd *cobra.Command, raw json.RawMessage, page pluginhost.LogPage, follow bool) error {
	out := cmd.OutOrStdout()
	switch {
	case l.json && !follow:
		return printJSON(out, raw)
	case l.json:
		enc := json.NewEncoder(out)
		for _, line := range page.Lines {
			if err := enc.Encode(line); err != nil {
				return err
			}
		}
		return nil
	}
	if page.Missed > 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "%d lines came faster than they could be read\n", page.Missed)
	}
	for _, line := range page.Lines {
		printLogLine(out, line)
	}
	if page.Dropped > 0 && !follow {
		fmt.Fprintf(cmd.ErrOrStderr(), "%d lines were over the limits and are not kept\n", page.Dropped)
	}
	return nil
}

func printLogLine(w io.Writer, line pluginhost.LogLine) {
	from := "plugin"
	if line.Host {
		from = "host"
	}
	fmt.Fprintf(w, "%s %-5s %s %s %s %s: %s\n", line.Time.Format("2006-01-02T15:04:05.000Z"), line.Level, line.Version, line.Hook, cmp.Or(line.RequestID, "-"), from, line.Message)
}

func newPluginMetrics(l *live) *cobra.Command {
	return &cobra.Command{
		Use:   "metrics NAME",
		Short: "Show the numbers of a plugin, version by version",
		Long: `Metrics shows, for the active version and those beside it, calls, errors by kind,
time in the guest, the most fuel of one call, waiting for an instance and memory,
since each was loaded. The server's /metrics has the same numbers for Prometheus, without the versions.`,
		Example: "  r3mes plugin metrics my-router",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var answer struct {
				Generation int64
				Versions   []pluginhost.Stats
			}
			return l.ask(cmd, "GET", pluginPath(args[0], "metrics"), nil, &answer, func(w io.Writer) {
				rows(w, "ROLE|VERSION|HOOK|CALLS|ERRORS|P50|P99|MAX|FUEL|WAIT P99|MEMORY|DENIED", func(row func(...any)) {
					for _, v := range answer.Versions {
						versionRows(v, row)
					}
				})
			})
		},
	}
}

func versionRows(v pluginhost.Stats, row func(...any)) {
	if len(v.Hooks) == 0 {
		row(v.Role, v.Version, "", 0, "", "", "", "", "", "", megabytes(v.MemoryBytes), counts(v.Denied))
	}
	for _, h := range v.Hooks {
		row(v.Role, v.Version, h.Hook, h.Calls, counts(h.Errors), micros(h.Duration.P50), micros(h.Duration.P99), micros(h.Duration.Max), h.MaxFuel,
			micros(v.PoolWait.P99), megabytes(v.MemoryBytes), counts(v.Denied))
	}
}

func micros(d time.Duration) string { return d.Round(time.Microsecond).String() }

func newPluginDifferences(l *live) *cobra.Command {
	return &cobra.Command{
		Use:   "differences NAME",
		Short: "Show where a shadow would have decided otherwise",
		Long: `Differences counts, hook by hook, where the shadow of a plugin decided what the
active version decided, where not, and where it failed, and shows the newest
decisions that differ. What client and model wrote is not in them.`,
		Example: "  r3mes plugin shadow my-router 1.1.0\n  r3mes plugin differences my-router",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var d pluginhost.Differences
			return l.ask(cmd, "GET", pluginPath(args[0], "differences"), nil, &d, func(w io.Writer) { showDifferences(w, d) })
		},
	}
}

func showDifferences(w io.Writer, d pluginhost.Differences) {
	rows(w, "HOOK|SAME|DIFFERENT|ERRORS", func(row func(...any)) {
		for _, h := range d.Hooks {
			row(h.Hook, h.Same, h.Different, h.Errors)
		}
	})
	if d.Dropped > 0 {
		fmt.Fprintf(w, "%d questions were too many or too long to be asked\n", d.Dropped)
	}
	if len(d.Samples) == 0 {
		return
	}
	fmt.Fprintln(w)
	rows(w, "TIME|HOOK|ACTIVE|SHADOW", func(row func(...any)) {
		for _, s := range d.Samples {
			row(s.Time.Format(time.DateTime), s.Hook, s.Active, s.Shadow)
		}
	})
}

// counts writes counters for people: "deadline 2, trap 1".
func counts(m map[string]int64) string {
	words := make([]string, 0, len(m))
	for _, name := range slices.Sorted(maps.Keys(m)) {
		words = append(words, fmt.Sprintf("%s %d", name, m[name]))
	}
	return strings.Join(words, ", ")
}

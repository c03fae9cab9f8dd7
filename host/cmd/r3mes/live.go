package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
)

// live holds the flags of commands that ask the admin routes of a server that
// runs.
type live struct {
	*common
	url  string
	json bool
	wait time.Duration // for the server to be started
}

// newLive gives cmd, and what is added below it, the flags of live.
func newLive(c *common, cmd *cobra.Command) *live {
	l := &live{common: c}
	l.flags(cmd)
	return l
}

func (l *live) flags(cmd *cobra.Command) {
	f := cmd.PersistentFlags()
	f.StringVar(&l.url, "url", os.Getenv("R3MES_URL"), "server to ask with the operator key of R3MES_API_KEY (or R3MES_URL); empty: the one that runs on --data")
	f.BoolVar(&l.json, "json", false, "print the server's answer as JSON")
}

// howLive says in a group's help which server is asked.
const howLive = `They ask the server that runs on the data folder (--data) through its socket,
which needs no key, or another one with --url and the key of an operator in
R3MES_API_KEY. --json prints the server's answer whole, for scripts.`

func (l *live) open() (*operator, error) {
	if l.url != "" {
		return remoteOperator(l.url)
	}
	cfg, _, err := l.load(nil)
	if err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(l.wait); ; time.Sleep(100 * time.Millisecond) {
		o, err := socketOperator(cfg.Data.Dir)
		if err == nil || time.Now().After(deadline) {
			return o, notRunning(cfg.Data.Dir, err)
		}
	}
}

func notRunning(data string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("no server runs on the data folder %s: %w; start one with r3mes serve, or name another folder with --data, or a server with --url", data, err)
}

// with opens an operator for f.
func (l *live) with(f func(o *operator) error) error {
	o, err := l.open()
	if err != nil {
		return err
	}
	err = f(o)
	if closed := o.close(); err == nil {
		err = closed
	}
	return err
}

// ask sends a request and shows its answer: as JSON, or, decoded into v, by show.
func (l *live) ask(cmd *cobra.Command, method, path string, body, v any, show func(w io.Writer)) error {
	return l.with(func(o *operator) error {
		var raw json.RawMessage
		if err := o.ask(cmd.Context(), method, path, body, &raw); err != nil {
			return err
		}
		return l.show(cmd.OutOrStdout(), raw, v, show)
	})
}

func (l *live) show(out io.Writer, raw json.RawMessage, v any, show func(w io.Writer)) error {
	if l.json {
		return printJSON(out, raw)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("the server's answer: %w", err)
	}
	show(out)
	return nil
}

func printJSON(out io.Writer, raw json.RawMessage) error {
	var text bytes.Buffer
	if err := json.Indent(&text, raw, "", "  "); err != nil {
		return fmt.Errorf("the server's answer: %w", err)
	}
	_, err := fmt.Fprintln(out, strings.TrimSpace(text.String()))
	return err
}

// rows prints a table.
func rows(out io.Writer, head string, each func(row func(cells ...any))) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.ReplaceAll(head, "|", "\t"))
	each(func(cells ...any) {
		texts := make([]string, len(cells))
		for i, c := range cells {
			if texts[i] = fmt.Sprint(c); texts[i] == "" {
				texts[i] = "-"
			}
		}
		fmt.Fprintln(w, strings.Join(texts, "\t"))
	})
	_ = w.Flush() // out reports its own errors where they matter
}

// adminPath is the admin path of a thing of that kind, or of an act on it.
func adminPath(kind, name string, verb ...string) string {
	return "/admin/" + kind + "/" + url.PathEscape(name) + strings.Join(append([]string{""}, verb...), "/")
}

func pluginPath(name string, verb ...string) string { return adminPath("plugins", name, verb...) }

// short is the beginning of an id or hash that is enough to name it.
func short(id string) string { return id[:min(len(id), 12)] }

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/plugintrust"
	"github.com/r3mes/r3mes/host/secrets"
)

func newTrust(c *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "trust",
		Short: "Say whose plugins a server accepts",
		Long: `Trusted keys are those of minisign. plugins.trust decides what they mean: off,
warn (what nobody trusted signed is accepted with a warning), or require.

` + howLive,
	}
	l := newLive(c, cmd)
	var comment string
	add := &cobra.Command{
		Use:     "add FILE.pub|KEY",
		Short:   "Trust a public key",
		Example: "  r3mes trust add router-team.key.pub --comment \"the router team\"\n  r3mes trust add RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			text := args[0]
			if file, err := os.ReadFile(args[0]); err == nil {
				text = string(file)
			}
			var key plugintrust.Key
			return l.ask(cmd, "POST", "/admin/trust", map[string]any{"public_key": text, "comment": comment}, &key, func(w io.Writer) {
				fmt.Fprintf(w, "the key %s is trusted\n", key.ID)
			})
		},
	}
	add.Flags().StringVar(&comment, "comment", "", "whose it is")
	return group(cmd, &cobra.Command{
		Use:     "list",
		Short:   "List the trusted keys and the policy",
		Example: "  r3mes trust list",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var answer struct {
				Policy string
				Keys   []plugintrust.Key
			}
			return l.ask(cmd, "GET", "/admin/trust", nil, &answer, func(w io.Writer) {
				fmt.Fprintf(w, "policy %s (plugins.trust)\n", answer.Policy)
				rows(w, "ID|ADDED|COMMENT|KEY", func(row func(...any)) {
					for _, k := range answer.Keys {
						row(k.ID, day(k.Added), k.Comment, k.Key)
					}
				})
			})
		},
	}, add, &cobra.Command{
		Use:     "remove ID",
		Short:   "End the trust in a key",
		Long:    "Remove ends the trust in a key. What it signed is served until the next start, when\nthe policy decides anew.",
		Example: "  r3mes trust list\n  r3mes trust remove 53D89B2ED9F2E1A4",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var key plugintrust.Key
			return l.ask(cmd, "DELETE", "/admin/trust?id="+url.QueryEscape(args[0]), nil, &key, func(w io.Writer) {
				fmt.Fprintf(w, "the key %s is not trusted any more\n", key.ID)
			})
		},
	})
}

func newSecret(c *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "secret",
		Short: "Keep what plugins may send and never see",
		Long: `A secret is sent by a plugin that is granted secrets:NAME, as {{secret:NAME}} in
an HTTP header. Nobody can read a value back.

` + howLive,
	}
	l := newLive(c, cmd)
	return group(cmd, &cobra.Command{
		Use:     "list",
		Short:   "List the names of secrets, never their values",
		Example: "  r3mes secret list",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var answer struct{ Secrets []secrets.Info }
			return l.ask(cmd, "GET", "/admin/secrets", nil, &answer, func(w io.Writer) {
				rows(w, "NAME|CREATED|UPDATED|DAMAGED", func(row func(...any)) {
					for _, s := range answer.Secrets {
						row(s.Name, day(s.Created), day(s.Updated), s.Damaged)
					}
				})
			})
		},
	}, &cobra.Command{
		Use:   "set NAME",
		Short: "Store a secret, in the place of an older one",
		Long: `Set reads the value from standard input, or asks for it at a terminal, where it is
not shown. It is never an argument: others can see those.`,
		Example: "  r3mes secret set api-key\n  r3mes secret set api-key < key.txt",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			value, err := readSecret(cmd.InOrStdin(), cmd.ErrOrStderr(), args[0])
			if err != nil {
				return err
			}
			var info secrets.Info
			return l.ask(cmd, "POST", "/admin/secrets", map[string]any{"name": args[0], "value": value}, &info, func(w io.Writer) {
				fmt.Fprintf(w, "the secret %s is stored; grant it with secrets:%s\n", info.Name, info.Name)
			})
		},
	}, &cobra.Command{
		Use:     "remove NAME",
		Short:   "Remove a secret",
		Example: "  r3mes secret remove api-key",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return l.ask(cmd, "DELETE", "/admin/secrets?name="+url.QueryEscape(args[0]), nil, &struct{}{}, func(w io.Writer) {
				fmt.Fprintf(w, "the secret %s is removed\n", args[0])
			})
		},
	})
}

// readSecret asks at a terminal, unseen, and else reads all of stdin but the
// line's end.
func readSecret(stdin io.Reader, stderr io.Writer, name string) (string, error) {
	if f, ok := stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprintf(stderr, "value of %s (not shown): ", name)
		text, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(stderr)
		return string(text), err
	}
	text, err := io.ReadAll(io.LimitReader(stdin, secrets.MaxBytes+2))
	return strings.TrimRight(string(text), "\r\n"), err
}

func newAudit(c *common) *cobra.Command {
	var limit int
	var before int64
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Read the log of operators' acts",
		Long: `Audit prints who did what to what, when and from where, newest first, failed acts
with the reason. It works while a server runs on --data and while none does, and
with --url and the key of an operator in R3MES_API_KEY. --json prints all of it.`,
		Example: "  r3mes audit\n  r3mes audit --limit 20 --before 350\n  r3mes audit --json",
		Args:    cobra.NoArgs,
	}
	l := newLive(c, cmd)
	cmd.Flags().IntVar(&limit, "limit", 50, "most entries, 1 to 1000")
	cmd.Flags().Int64Var(&before, "before", 0, "only entries before this number; 0: the newest")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		query := url.Values{"limit": {strconv.Itoa(limit)}, "before": {strconv.FormatInt(before, 10)}}
		var answer struct{ Entries []audit.Entry }
		return c.readAudit(cmd, l, "/admin/audit?"+query.Encode(), &answer, func(w io.Writer) {
			rows(w, "NO|TIME|WHO|FROM|ACT|TARGET|DETAIL", func(row func(...any)) {
				for _, e := range answer.Entries {
					row(e.Seq, e.Time.Format(time.DateTime), e.Name, e.From, e.Act, e.Target, detailOf(e))
				}
			})
		})
	}
	return cmd
}

// readAudit asks the server that runs, or, when none does, reads the log itself.
func (c *common) readAudit(cmd *cobra.Command, l *live, path string, v any, show func(w io.Writer)) error {
	if l.url != "" {
		return l.ask(cmd, "GET", path, nil, v, show)
	}
	var raw json.RawMessage
	if err := c.ask(cmd, false, "GET", path, nil, &raw); err != nil {
		return err
	}
	return l.show(cmd.OutOrStdout(), raw, v, show)
}

// detailOf is an entry's detail on one line, the failure first.
func detailOf(e audit.Entry) string {
	var words []string
	if e.Error != "" {
		words = append(words, "FAILED: "+strings.ReplaceAll(e.Error, "\n", "; "))
	}
	for _, key := range slices.Sorted(maps.Keys(e.Detail)) {
		value := e.Detail[key]
		if key == "hash" || key == "key" || key == "signer" {
			value = short(value)
		}
		words = append(words, key+"="+value)
	}
	return strings.Join(words, " ")
}

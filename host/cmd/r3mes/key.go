package main

import (
	"fmt"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/store"
)

// keyInfo is a key as the admin routes show it.
type keyInfo struct {
	store.Key
	Active bool   `json:"active"`
	Plain  string `json:"api_key"`
}

func newKey(c *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "key",
		Short: "Make, list and revoke API keys",
		Long: `Keys prove a wallet. They are stored as HMACs: a key is shown once, when it is
made. The commands need the server's data folder (--data); they work while a
server runs and while none does.`,
	}
	return group(cmd, newKeyCreate(c), newKeyList(c), newKeyRevoke(c))
}

func newKeyCreate(c *common) *cobra.Command {
	var wallet, name string
	var scopes []string
	var days int
	cmd := &cobra.Command{
		Use:   "create --wallet WALLET",
		Short: "Make a key and show it once",
		Example: `  r3mes key create --wallet remes1demo
  r3mes key create --wallet remes1demo --name laptop --expires-days 30
  r3mes key create --wallet ops --scope operator       the key for /admin routes`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			body := map[string]any{"wallet": wallet, "name": name}
			if len(scopes) > 0 {
				body["scopes"] = scopes
			}
			if days > 0 {
				body["expires_days"] = days
			}
			var key keyInfo
			if err := c.ask(cmd, true, "POST", "/admin/keys", body, &key); err != nil {
				return err
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "key %s for wallet %s, scopes %s; it is shown only now:\n", key.ID, key.Wallet, scopeList(key.Scopes))
			fmt.Fprintln(cmd.OutOrStdout(), key.Plain)
			return nil
		},
	}
	cmd.Flags().StringVar(&wallet, "wallet", "", "wallet that the key spends")
	cmd.Flags().StringVar(&name, "name", "", "name to recognise it by")
	cmd.Flags().StringSliceVar(&scopes, "scope", nil, "chat, read, keys, report, operator (default chat,read)")
	cmd.Flags().IntVar(&days, "expires-days", 0, "days until it expires, 1 to 365; 0: never")
	_ = cmd.MarkFlagRequired("wallet") // the flag exists: it was defined above
	return cmd
}

func newKeyList(c *common) *cobra.Command {
	var wallet string
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List keys, never their text",
		Example: "  r3mes key list\n  r3mes key list --wallet remes1demo",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var answer struct{ Keys []keyInfo }
			if err := c.ask(cmd, false, "GET", "/admin/keys?wallet="+url.QueryEscape(wallet), nil, &answer); err != nil {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "ID\tWALLET\tNAME\tSCOPES\tACTIVE\tEXPIRES\tLAST USED")
			for _, k := range answer.Keys {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%v\t%s\t%s\n", k.ID, k.Wallet, k.Name, scopeList(k.Scopes), k.Active, day(k.ExpiresAt), day(k.LastUsed))
			}
			return w.Flush()
		},
	}
	cmd.Flags().StringVar(&wallet, "wallet", "", "only keys of this wallet")
	return cmd
}

func newKeyRevoke(c *common) *cobra.Command {
	var wallet string
	cmd := &cobra.Command{
		Use:     "revoke ID --wallet WALLET",
		Short:   "End a key for good",
		Example: "  r3mes key list\n  r3mes key revoke 4mZ0cQpW1aBc --wallet remes1demo",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var answer map[string]any
			if err := c.ask(cmd, false, "POST", "/admin/keys/"+url.PathEscape(args[0])+"/revoke", map[string]any{"wallet": wallet}, &answer); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "key %s is revoked\n", args[0])
			return nil
		},
	}
	cmd.Flags().StringVar(&wallet, "wallet", "", "wallet of the key")
	_ = cmd.MarkFlagRequired("wallet")
	return cmd
}

// ask opens an operator for one request.
func (c *common) ask(cmd *cobra.Command, create bool, method, path string, body, v any) error {
	cfg, _, err := c.load(nil)
	if err != nil {
		return err
	}
	o, err := openOperator(cfg.Data.Dir, create)
	if err != nil {
		return err
	}
	err = o.ask(cmd.Context(), method, path, body, v)
	if closed := o.close(); err == nil {
		err = closed
	}
	return err
}

func scopeList(scopes []store.Scope) string {
	names := make([]string, len(scopes))
	for i, s := range scopes {
		names[i] = string(s)
	}
	return strings.Join(names, ",")
}

func day(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format(time.DateOnly)
}

package main

import (
	"crypto/rand"
	"fmt"
	"net/url"
	"text/tabwriter"

	"github.com/oklog/ulid/v2"
	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/store"
)

func newCredit(c *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "credit",
		Short: "Show and give credit",
		Long: `One credit is 1,000,000 micro-credits; amounts are exact. The commands need the
server's data folder (--data); they work while a server runs and while none does.`,
	}
	return group(cmd, newCreditShow(c), newCreditTopUp(c))
}

func newCreditShow(c *common) *cobra.Command {
	return &cobra.Command{
		Use:     "show [WALLET]",
		Short:   "Show what a wallet owns, or all wallets",
		Example: "  r3mes credit show\n  r3mes credit show remes1demo",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var answer struct{ Wallets []store.Wallet }
			if len(args) == 1 {
				var wallet store.Wallet
				if err := c.ask(cmd, false, "GET", "/admin/wallets/"+url.PathEscape(args[0]), nil, &wallet); err != nil {
					return err
				}
				answer.Wallets = []store.Wallet{wallet}
			} else if err := c.ask(cmd, false, "GET", "/admin/wallets", nil, &answer); err != nil {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "WALLET\tAVAILABLE\tHELD\tTIER\tTOKENS IN 30 DAYS")
			for _, x := range answer.Wallets {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\n", x.Balance.Wallet, x.Available, x.Held, x.Tier, x.Volume30d)
			}
			return w.Flush()
		},
	}
}

func newCreditTopUp(c *common) *cobra.Command {
	var op, reason string
	cmd := &cobra.Command{
		Use:   "topup WALLET CREDITS",
		Short: "Give credit to a wallet",
		Long: `Topup gives credit once for each operation id: the same --op-id again changes
nothing and shows the same balance, so a command that was interrupted can be
repeated safely. Without --op-id each call is a new operation.`,
		Example: `  r3mes credit topup remes1demo 10
  r3mes credit topup remes1demo 0.5 --op-id invoice-2026-117 --reason "paid by card"`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			amount, err := store.ParseCredits(args[1])
			if err != nil {
				return err
			}
			if op == "" {
				op = "topup-" + ulid.MustNew(ulid.Now(), rand.Reader).String()
			}
			var balance store.Balance
			body := map[string]any{"op_id": op, "amount_microcredits": int64(amount), "reason": reason}
			if err := c.ask(cmd, true, "POST", "/admin/wallets/"+url.PathEscape(args[0])+"/topup", body, &balance); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s has %s (operation %s)\n", args[0], credits(balance.Available), op)
			return nil
		},
	}
	cmd.Flags().StringVar(&op, "op-id", "", "name of this operation, for repeating it safely")
	cmd.Flags().StringVar(&reason, "reason", "", "why, for the journal")
	return cmd
}

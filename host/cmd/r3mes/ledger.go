package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/server"
	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/badger"
)

func newLedger(c *common) *cobra.Command {
	cmd := &cobra.Command{Use: "ledger", Short: "Check the ledger"}
	return group(cmd, &cobra.Command{
		Use:   "verify",
		Short: "Check every entry, hash and balance of the ledger",
		Long: `Verify walks the whole journal: numbers without gaps, hashes that chain, amounts
that follow the rules, and every balance, hold and key equal to the journal's
fold. It changes nothing. The exit status is 1 when something is wrong. It works
while a server runs and while none does.`,
		Example: "  r3mes ledger verify\n  r3mes ledger verify --data /var/lib/r3mes",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, _, err := c.load(nil)
			if err != nil {
				return err
			}
			report, err := verify(cmd.Context(), cfg.Data.Dir)
			if err != nil {
				return err
			}
			t := report.Totals
			fmt.Fprintf(cmd.OutOrStdout(), "entries %d, head %s\nwallets %d, keys %d, open holds %d\nissued %s = available %s + held %s + revenue %s\n",
				report.Head.Seq, report.Head.Hash, t.Wallets, report.Keys, t.OpenHolds, -t.Issued, t.Available, t.Held, t.Revenue)
			if err := report.Err(); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), "the ledger verifies")
			return nil
		},
	})
}

// verify reads the ledger, also one so broken that no server would open it.
func verify(ctx context.Context, data string) (store.Report, error) {
	dir := server.LedgerDir(data)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return store.Report{}, fmt.Errorf("no ledger in %s; name the server's data folder with --data", data)
	}
	options := badger.Default()
	options.ReadOnly = true
	ledger, err := badger.Open(dir, options)
	if errors.Is(err, store.ErrLocked) {
		var report store.Report
		o, err := overSocket(data, err)
		if err != nil {
			return report, err
		}
		defer o.close()
		return report, o.ask(ctx, "GET", "/admin/ledger/verify", nil, &report)
	}
	if err != nil {
		return store.Report{}, err
	}
	report, err := ledger.Verify(ctx)
	return report, errors.Join(err, ledger.Close())
}

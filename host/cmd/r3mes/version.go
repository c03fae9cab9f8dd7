package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/kernels/cpufeat"
)

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version, the platform and the kernels in use",
		Example: "  r3mes version\n  R3MES_KERNEL=generic r3mes version    force the reference kernels",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cpufeat.Err(); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "r3mes %s %s %s/%s kernel %s\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH, cpufeat.Level())
			return nil
		},
	}
}

package main

import (
	"fmt"
	"io/fs"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/runtime/lora"
)

func newAdapter(c *common) *cobra.Command {
	cmd := &cobra.Command{Use: "adapter", Short: "Look at LoRA adapters"}
	var model string
	list := &cobra.Command{
		Use:   "list [FOLDER]",
		Short: "Check the adapters of a folder against a model, and list them",
		Long: `List loads every folder that holds an adapter_config.json as the server would,
with every check. Without a folder it takes adapters.dir, and with the demo model
the demo's own adapters.`,
		Example: "  r3mes adapter list\n  r3mes adapter list my-adapters --model models/bitnet-b1.58-2B-4T",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, _, err := c.load(nil)
			if err != nil {
				return err
			}
			if model != "" {
				cfg.Model.Path = model
			}
			if len(args) == 1 {
				cfg.Adapters.Dir = args[0]
			}
			_, base, err := openModel([]string{cfg.Model.Path})
			if err != nil {
				return err
			}
			defer base.Close()
			registry := lora.NewRegistry(base.Config, 0)
			if demo := embeddedModel().Adapters; cfg.Model.Path == "" && demo != nil {
				if err := loadAll(registry, demo); err != nil {
					return err
				}
			}
			var broken error
			if cfg.Adapters.Dir != "" {
				broken = registry.LoadDir(cfg.Adapters.Dir)
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "NAME\tRANK\tSIZE\tEXAMPLES\tDIGEST\tDESCRIPTION")
			for _, a := range registry.List() {
				fmt.Fprintf(w, "%s\t%d\t%s\t%d\t%.12s\t%s\n", a.Name, a.MaxRank, megabytes(a.Bytes), len(a.Examples), a.Digest, a.Description)
			}
			if err := w.Flush(); err != nil {
				return err
			}
			return broken
		},
	}
	list.Flags().StringVar(&model, "model", "", "folder of the base model (model.path)")
	return group(cmd, list)
}

// loadAll loads every folder of fsys.
func loadAll(registry *lora.Registry, fsys fs.FS) error {
	folders, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return err
	}
	for _, f := range folders {
		files, err := fs.Sub(fsys, f.Name())
		if err == nil && f.IsDir() {
			err = registry.Load(f.Name(), files)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/api"
	"github.com/r3mes/r3mes/runtime/lora"
)

func newAdapter(c *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "adapter",
		Short: "Check LoRA adapters, and operate those of a server",
		Long: `The verbs operate the adapters of a server that runs, without a restart; list with
a folder asks no server.

` + howLive,
	}
	l := newLive(c, cmd)
	return group(cmd, newAdapterList(l), newAdapterLoad(l), newAdapterPin(l), newAdapterUnpin(l), newAdapterUnload(l))
}

func newAdapterList(l *live) *cobra.Command {
	var model string
	cmd := &cobra.Command{
		Use:   "list [FOLDER]",
		Short: "List the adapters of a server, or check those of a folder",
		Long: `List shows what the server has: bytes, whether the weights are in memory, and how
often each was asked. With a folder, or --model, it asks no server: it loads every
folder there that holds an adapter_config.json as the server would, with every
check, against the model of --model, or of model.path, or the embedded one.`,
		Example: "  r3mes adapter list\n  r3mes adapter list my-adapters --model models/bitnet-b1.58-2B-4T",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 || model != "" {
				return l.checkAdapters(cmd.OutOrStdout(), args, model)
			}
			var answer struct{ Adapters []api.Adapter }
			return l.ask(cmd, "GET", "/admin/adapters", nil, &answer, func(w io.Writer) {
				rows(w, "NAME|FROM|RANK|SIZE|STATE|USERS|REQUESTS|TOKENS|LOADS|EVICTIONS", func(row func(...any)) {
					for _, a := range answer.Adapters {
						row(a.Name, a.From, a.Rank, megabytes(a.Bytes), adapterState(a), a.Users, a.Requests, a.PromptTokens+a.CompletionTokens, a.Loads, a.Evictions)
					}
				})
			})
		},
	}
	cmd.Flags().StringVar(&model, "model", "", "folder of the base model to check against (model.path)")
	return cmd
}

// adapterState is an adapter's state in a few words.
func adapterState(a api.Adapter) string {
	switch {
	case a.Unfit != "":
		return "unfit: " + a.Unfit
	case a.Pinned:
		return "pinned"
	case a.Resident:
		return "in memory"
	}
	return "on disk"
}

// checkAdapters loads the adapters of a folder without a server.
func (c *common) checkAdapters(out io.Writer, folder []string, model string) error {
	cfg, _, err := c.load(nil)
	if err != nil {
		return err
	}
	if model != "" {
		cfg.Model.Path = model
	}
	if len(folder) == 1 {
		cfg.Adapters.Dir = folder[0]
	}
	_, base, err := openModel([]string{cfg.Model.Path})
	if err != nil {
		return err
	}
	defer base.Close()
	registry := lora.NewRegistry(base.Config, 0)
	var broken error
	if cfg.Adapters.Dir != "" {
		broken = registry.LoadDir(cfg.Adapters.Dir)
	}
	rows(out, "NAME|RANK|SIZE|EXAMPLES|DIGEST|DESCRIPTION", func(row func(...any)) {
		for _, a := range registry.List() {
			row(a.Name, a.MaxRank, megabytes(a.Bytes), len(a.Examples), short(a.Digest), a.Description)
		}
	})
	return broken
}

func newAdapterLoad(l *live) *cobra.Command {
	var name string
	var onServer bool
	cmd := &cobra.Command{
		Use:   "load FOLDER",
		Short: "Load an adapter into a server that runs",
		Long: `Load sends adapter_config.json, adapter_model.safetensors and, if it is there,
r3mes.json. The server checks them against its base model, keeps them for the next
start and serves the adapter from the next request on. An adapter of the same name
is replaced; requests that run end with the weights that they began with.

With --on-server nothing is sent: FOLDER is an absolute path on the server.`,
		Example: `  r3mes adapter load my-adapters/law
  r3mes adapter load law-v2 --name law
  r3mes adapter load /srv/adapters/law --on-server --url https://r3mes.example.com`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if name == "" {
				path, err := filepath.Abs(args[0])
				if err != nil {
					return err
				}
				name = filepath.Base(path)
			}
			show := func(w io.Writer, a api.Adapter) {
				fmt.Fprintf(w, "%s serves (rank %d, %s, digest %s)\n", a.Name, a.Rank, megabytes(a.Bytes), short(a.Digest))
			}
			if onServer {
				var a api.Adapter
				return l.ask(cmd, "POST", "/admin/adapters", map[string]any{"path": args[0], "name": name}, &a, func(w io.Writer) { show(w, a) })
			}
			return l.sendAdapter(cmd, args[0], name, show)
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "under which requests name it; empty: the folder's")
	cmd.Flags().BoolVar(&onServer, "on-server", false, "FOLDER is a path on the server")
	return cmd
}

// sendAdapter uploads a folder, without holding it in memory.
func (l *live) sendAdapter(cmd *cobra.Command, folder, name string, show func(w io.Writer, a api.Adapter)) error {
	if _, err := os.Stat(filepath.Join(folder, lora.ConfigFile)); err != nil {
		return err
	}
	read, write := io.Pipe()
	form := multipart.NewWriter(write)
	go func() {
		write.CloseWithError(writeAdapter(form, folder, name))
	}()
	defer read.Close() // ends the goroutine when the server refused half of it
	return l.with(func(o *operator) error {
		fmt.Fprintf(cmd.ErrOrStderr(), "sending %s …\n", folder)
		var raw json.RawMessage
		if err := o.send(cmd.Context(), "POST", "/admin/adapters", form.FormDataContentType(), read, -1, &raw); err != nil {
			return err
		}
		var a api.Adapter
		return l.show(cmd.OutOrStdout(), raw, &a, func(w io.Writer) { show(w, a) })
	})
}

func writeAdapter(form *multipart.Writer, folder, name string) error {
	if err := form.WriteField("name", name); err != nil {
		return err
	}
	for _, file := range []string{lora.ConfigFile, lora.CardFile, lora.TensorFile} {
		f, err := os.Open(filepath.Join(folder, file))
		if file == lora.CardFile && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		part, err := form.CreateFormFile(file, file)
		if err == nil {
			_, err = io.Copy(part, f)
		}
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	return form.Close()
}

func newAdapterPin(l *live) *cobra.Command {
	return &cobra.Command{
		Use:     "pin NAME",
		Short:   "Keep an adapter's weights in memory",
		Long:    "Pin brings an adapter into memory and keeps it there, used or not, now and after a\nrestart. Without it, adapters that nobody uses make room for others when the memory\nof adapters.budget_bytes is full.",
		Example: "  r3mes adapter pin law",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return l.onAdapter(cmd, "POST", args[0], "is pinned", "pin")
		},
	}
}

func newAdapterUnpin(l *live) *cobra.Command {
	return &cobra.Command{
		Use:     "unpin NAME",
		Short:   "Let an adapter's weights make room for others",
		Example: "  r3mes adapter unpin law",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return l.onAdapter(cmd, "POST", args[0], "is not pinned any more", "unpin")
		},
	}
}

func newAdapterUnload(l *live) *cobra.Command {
	return &cobra.Command{
		Use:   "unload NAME",
		Short: "Take an adapter out of a server that runs",
		Long: `Unload takes an adapter out: the next request does not know it, those that run end
with it, and then its memory is free. What adapter load brought is forgotten; an
adapter that the configuration names stays out, over restarts too, until adapter
load brings it back.`,
		Example: "  r3mes adapter unload law",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return l.onAdapter(cmd, "DELETE", args[0], "is unloaded")
		},
	}
}

// onAdapter carries out an act on one adapter and says what became of it.
func (l *live) onAdapter(cmd *cobra.Command, method, name, say string, verb ...string) error {
	var a api.Adapter
	return l.ask(cmd, method, adminPath("adapters", name, verb...), nil, &a, func(w io.Writer) { fmt.Fprintf(w, "%s %s\n", a.Name, say) })
}

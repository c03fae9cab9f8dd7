package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/api"
	"github.com/r3mes/r3mes/host/modelhost"
)

// modelList is the answer of GET /admin/models.
type modelList struct{ Models []api.BaseModel }

func newModelList(l *live) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the base models of a server",
		Long: `List shows the base model that serves, those that end their last requests, and the
one that is being loaded or was refused.`,
		Example: "  r3mes model list\n  r3mes model list --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var answer modelList
			return l.ask(cmd, "GET", "/admin/models", nil, &answer, func(w io.Writer) { showModels(w, answer) })
		},
	}
}

func showModels(w io.Writer, list modelList) {
	rows(w, "NAME|STATE|SIZE|CONTEXT|USERS|REQUESTS|TOKENS|DIGEST|PATH", func(row func(...any)) {
		for _, m := range list.Models {
			state := m.State
			if more := cmp.Or(m.Error, m.Progress); more != "" {
				state += ": " + more
			}
			row(m.Name, state, megabytes(m.Bytes), m.Context, m.Users, m.Requests, m.PromptTokens+m.CompletionTokens, short(m.Digest), m.Path)
		}
	})
}

func newModelLoad(l *live) *cobra.Command {
	var name string
	cmd := &cobra.Command{
		Use:   "load [FOLDER]",
		Short: "Load another base model into a server that runs, and let it serve",
		Long: `Load has the server read the checkpoint in FOLDER, a path on the server, beside the
model that serves, check it and make a token with it. Then new requests go to it at
once; those that run end with the model before, which is closed after the last of
them. When anything is wrong, the message says what, and what served before serves
on. Adapters that fit the new model serve with it; adapter list names the others.

Clients that name the model before get 404 afterwards: give the new one its id with
--name if it is to take its place.

The choice holds over restarts until model.path or model.name is changed in the
configuration. Without FOLDER the model of the configuration comes back.`,
		Example: "  r3mes model load models/bitnet-b1.58-2B-4T\n  r3mes model load /srv/models/next --name bitnet\n  r3mes model load",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			path := ""
			if len(args) == 1 {
				path = args[0]
				if l.url == "" { // the server is here
					if path, err = filepath.Abs(path); err != nil {
						return err
					}
				}
			}
			return l.loadModel(cmd, map[string]any{"path": path, "name": name, "wait": false})
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "its id in /v1/models; empty: the folder's name")
	return cmd
}

// loadModel begins a load and says on standard error how far it is.
func (l *live) loadModel(cmd *cobra.Command, body map[string]any) error {
	return l.with(func(o *operator) error {
		var begun api.BaseModel
		if err := o.ask(cmd.Context(), "POST", "/admin/models", body, &begun); err != nil {
			return err
		}
		said := ""
		for {
			var raw json.RawMessage
			var list modelList
			if err := o.ask(cmd.Context(), "GET", "/admin/models", nil, &raw); err != nil {
				return err
			}
			if err := json.Unmarshal(raw, &list); err != nil {
				return fmt.Errorf("the server's answer: %w", err)
			}
			i := slices.IndexFunc(list.Models, func(m api.BaseModel) bool { return m.State == modelhost.StateLoading })
			if i < 0 {
				return l.showLoaded(cmd.OutOrStdout(), raw, list)
			}
			if say := list.Models[i].Progress; say != said {
				said = say
				fmt.Fprintln(cmd.ErrOrStderr(), "loading "+say)
			}
			select {
			case <-cmd.Context().Done():
				return cmd.Context().Err()
			case <-time.After(200 * time.Millisecond):
			}
		}
	})
}

// showLoaded says how a load ended.
func (l *live) showLoaded(out io.Writer, raw json.RawMessage, list modelList) error {
	for _, m := range list.Models {
		if m.State == modelhost.StateFailed {
			return errors.New(m.Error)
		}
	}
	if l.json {
		return printJSON(out, raw)
	}
	for _, m := range list.Models {
		if m.State == modelhost.StateServing {
			fmt.Fprintf(out, "%s serves (%s, context of %d tokens, digest %s)\n", m.Name, megabytes(m.Bytes), m.Context, short(m.Digest))
		}
	}
	return nil
}

func newModelUnload(l *live) *cobra.Command {
	return &cobra.Command{
		Use:   "unload NAME",
		Short: "Take the base model out of a server that runs",
		Long: `Unload takes the base model out: requests that run end with it, and then its memory
is free. Until model load brings one back, inference and /ready answer 503, and
everything else goes on. A restart loads it again.`,
		Example: "  r3mes model unload bitnet-b1.58-2B-4T",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var m api.BaseModel
			return l.ask(cmd, "DELETE", adminPath("models", args[0]), nil, &m, func(w io.Writer) {
				fmt.Fprintf(w, "%s is unloaded; %d requests end with it\n", m.Name, m.Users)
			})
		},
	}
}

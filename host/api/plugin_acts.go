package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginops"
)

// act is one operator's act on the plugin that the path names.
type act func(ctx context.Context, o *pluginops.Operator, by audit.Actor, plugin string) (pluginops.Result, error)

// carryOut carries out an act and answers what became of it.
func (s *server) carryOut(w http.ResponseWriter, r *http.Request, do act) error {
	o, err := s.plugins()
	if err != nil {
		return err
	}
	result, err := do(r.Context(), o, actorOf(r), param(r, "name"))
	if err != nil {
		return err
	}
	acted(r, result)
	return writeJSON(w, http.StatusOK, viewResult(result))
}

// versionRequest names a stored version: its id, the beginning of one, its
// manifest's version, or the beginning of its hash; empty: the newest.
type versionRequest struct {
	Version string `json:"version"`
}

type rollbackRequest struct {
	Steps int `json:"steps"`
}

type canaryRequest struct {
	versionRequest
	Percent *int `json:"percent"`
	Off     bool `json:"off"`
}

type shadowRequest struct {
	versionRequest
	Off bool `json:"off"`
}

type grantRequest struct {
	Grants *[]string `json:"grants"`
}

type configRequest struct {
	Config exactObject `json:"config"`
}

type bindRequest struct {
	Adapters *[]string `json:"adapters"`
	Manifest bool      `json:"manifest"`
}

type removedPlugin struct {
	Plugin  string `json:"plugin"`
	Message string `json:"message"`
}

// loadPlugin takes an upload; see readUpload.
func (s *server) loadPlugin(w http.ResponseWriter, r *http.Request) error {
	return s.carryOut(w, r, func(ctx context.Context, o *pluginops.Operator, by audit.Actor, _ string) (pluginops.Result, error) {
		u, err := s.readUpload(w, r, o)
		if err != nil {
			return pluginops.Result{}, err
		}
		result, err := o.Load(ctx, by, u)
		if err == nil && u.Settings != nil {
			warnUnwanted(&result, o, u.Settings.Grants)
		}
		return result, err
	})
}

// verifyPlugin checks a stored version, or an upload, as a load does, and
// changes nothing.
func (s *server) verifyPlugin(w http.ResponseWriter, r *http.Request) error {
	return s.carryOut(w, r, func(ctx context.Context, o *pluginops.Operator, by audit.Actor, plugin string) (pluginops.Result, error) {
		if !isUpload(r) {
			var req versionRequest
			if err := s.readAct(w, r, &req); err != nil {
				return pluginops.Result{}, err
			}
			return o.Verify(ctx, by, plugin, req.Version)
		}
		u, err := s.readUpload(w, r, o)
		if err != nil {
			return pluginops.Result{}, err
		}
		result, err := o.Check(ctx, by, u)
		if err == nil && result.Plugin != plugin {
			return result, field(invalid, "name", "The manifest names the plugin %s, the path %.64s", result.Plugin, plugin)
		}
		return result, err
	})
}

func (s *server) activatePlugin(w http.ResponseWriter, r *http.Request) error {
	var req versionRequest
	if err := s.readAct(w, r, &req); err != nil {
		return err
	}
	return s.carryOut(w, r, func(ctx context.Context, o *pluginops.Operator, by audit.Actor, plugin string) (pluginops.Result, error) {
		return o.Activate(ctx, by, plugin, req.Version)
	})
}

func (s *server) rollbackPlugin(w http.ResponseWriter, r *http.Request) error {
	req := rollbackRequest{1}
	if err := s.readAct(w, r, &req); err != nil {
		return err
	}
	if req.Steps < 1 || req.Steps > 2 {
		return field(invalid, "steps", "steps must be 1 or 2: two versions before the active one are kept")
	}
	return s.carryOut(w, r, func(ctx context.Context, o *pluginops.Operator, by audit.Actor, plugin string) (pluginops.Result, error) {
		return o.Rollback(ctx, by, plugin, req.Steps)
	})
}

func (s *server) canaryPlugin(w http.ResponseWriter, r *http.Request) error {
	var req canaryRequest
	if err := s.readAct(w, r, &req); err != nil {
		return err
	}
	if req.Off {
		return s.withdrawPlugin(w, r)
	}
	if req.Percent == nil || *req.Percent < 0 || *req.Percent > 100 {
		return field(invalid, "percent", "percent must be 0 to 100: the share of the wallets that the canary serves; off ends it")
	}
	return s.carryOut(w, r, func(ctx context.Context, o *pluginops.Operator, by audit.Actor, plugin string) (pluginops.Result, error) {
		return o.Canary(ctx, by, plugin, req.Version, *req.Percent)
	})
}

func (s *server) shadowPlugin(w http.ResponseWriter, r *http.Request) error {
	var req shadowRequest
	if err := s.readAct(w, r, &req); err != nil {
		return err
	}
	if req.Off {
		return s.withdrawPlugin(w, r)
	}
	return s.carryOut(w, r, func(ctx context.Context, o *pluginops.Operator, by audit.Actor, plugin string) (pluginops.Result, error) {
		return o.Shadow(ctx, by, plugin, req.Version)
	})
}

// withdrawPlugin ends canary and shadow: trying a version ends in Promote or
// here.
func (s *server) withdrawPlugin(w http.ResponseWriter, r *http.Request) error {
	return s.carryOut(w, r, func(ctx context.Context, o *pluginops.Operator, by audit.Actor, plugin string) (pluginops.Result, error) {
		return o.Withdraw(ctx, by, plugin)
	})
}

func (s *server) promotePlugin(w http.ResponseWriter, r *http.Request) error {
	if err := s.readAct(w, r, &struct{}{}); err != nil {
		return err
	}
	return s.carryOut(w, r, func(ctx context.Context, o *pluginops.Operator, by audit.Actor, plugin string) (pluginops.Result, error) {
		return o.Promote(ctx, by, plugin)
	})
}

func (s *server) grantPlugin(w http.ResponseWriter, r *http.Request) error {
	var req grantRequest
	if err := s.readAct(w, r, &req); err != nil {
		return err
	}
	if req.Grants == nil {
		return field(invalid, "grants", "grants is required: all that the plugin may reach from now on; [] is nothing")
	}
	return s.carryOut(w, r, func(ctx context.Context, o *pluginops.Operator, by audit.Actor, plugin string) (pluginops.Result, error) {
		result, err := o.Grant(ctx, by, plugin, *req.Grants)
		if err == nil {
			warnUnwanted(&result, o, *req.Grants)
		}
		return result, err
	})
}

// warnUnwanted adds to an act's warnings which grants have no effect, because
// the manifest does not ask for them.
func warnUnwanted(result *pluginops.Result, o *pluginops.Operator, grants []string) {
	wanted := result.Info.Wanted
	if state, err := o.Host().State(result.Plugin); err == nil && result.Unchanged {
		wanted = state.Active.Wanted // nothing was prepared
	}
	var unwanted []string
	for _, grant := range grants {
		if !slices.ContainsFunc(wanted, func(w string) bool { return pluginhost.CapabilityOf(w) == pluginhost.CapabilityOf(grant) }) {
			unwanted = append(unwanted, grant)
		}
	}
	if len(unwanted) > 0 {
		text := "its manifest does not ask for " + strings.Join(unwanted, ", ") + ": without effect"
		result.Warning = strings.TrimPrefix(result.Warning+"; "+text, "; ")
	}
}

func (s *server) configPlugin(w http.ResponseWriter, r *http.Request) error {
	var req configRequest
	if err := s.readAct(w, r, &req); err != nil {
		return err
	}
	if req.Config == nil {
		return field(invalid, "config", "config is required: all that is laid over the manifest's defaults from now on; {} is nothing")
	}
	return s.carryOut(w, r, func(ctx context.Context, o *pluginops.Operator, by audit.Actor, plugin string) (pluginops.Result, error) {
		return o.Config(ctx, by, plugin, req.Config)
	})
}

func (s *server) bindPlugin(w http.ResponseWriter, r *http.Request) error {
	var req bindRequest
	if err := s.readAct(w, r, &req); err != nil {
		return err
	}
	if (req.Adapters == nil) != req.Manifest {
		return field(invalid, "adapters", `adapters is required: whose requests the plugin serves; ["*"] is all, [] none; or manifest: true to leave it to the manifest`)
	}
	var adapters []string
	if !req.Manifest {
		adapters = orEmpty(*req.Adapters)
	}
	return s.carryOut(w, r, func(ctx context.Context, o *pluginops.Operator, by audit.Actor, plugin string) (pluginops.Result, error) {
		return o.Bind(ctx, by, plugin, adapters)
	})
}

func (s *server) removePlugin(w http.ResponseWriter, r *http.Request) error {
	o, err := s.plugins()
	if err != nil {
		return err
	}
	name := param(r, "name")
	if err := o.Remove(r.Context(), actorOf(r), name); err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, removedPlugin{name, "removed"})
}

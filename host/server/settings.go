package server

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginops"
	"github.com/r3mes/r3mes/host/settings"
)

// openSettings takes up what operators changed of the configuration. The steps
// after it read the configuration in effect; what was opened before takes the
// live keys here.
func (s *Server) openSettings(_ context.Context, o Options) (err error) {
	s.settings, err = settings.Open(settings.Options{
		Dir: filepath.Join(s.config.Data.Dir, "config"), Config: s.config, Reload: o.Reload, Log: s.log,
	})
	if err != nil {
		return fmt.Errorf("server: %w", err)
	}
	s.config = s.settings.Config()
	level := func(c config.Config) {
		if l, err := config.ParseLevel(c.Log.Level); err == nil && o.Level != nil {
			o.Level.Set(l)
		}
	}
	guards := func(c config.Config) {
		if rates, err := c.Limits.Rates(); err == nil { // Validate has read them
			s.limits.Set(rates)
		}
		s.cache.Set(c.Cache.Lives())
	}
	level(s.config)
	guards(s.config)
	s.settings.Applied(level)
	s.settings.Applied(guards)
	return nil
}

// wireSettings lets changes reach the model and the plugins.
func (s *Server) wireSettings() {
	s.settings.Wire(s.audit, router{s.operator})
	s.settings.Applied(func(c config.Config) { s.models.SetQueue(c.Engine.Queue) })
	s.settings.Applied(func(c config.Config) {
		host := s.operator.Host()
		host.SetFallback(c.Plugins.FallbackAdapter)
		if err := host.SetPricing(pricing(c.Pricing)); err != nil {
			s.log.Error("prices that Validate accepted are refused by the plugin host", "error", err)
		}
	})
}

// pricing is what the configuration says of prices, as the plugin host takes it.
func pricing(p config.Pricing) pluginhost.Pricing {
	return pluginhost.Pricing{
		PerRequest: p.Builtin.PerRequest, Per1kPrompt: p.Builtin.Per1kPrompt, Per1kCompletion: p.Builtin.Per1kCompletion,
		MinQuote: p.MinQuote, MaxQuote: p.MaxQuote,
	}
}

// router is the routing plugin's threshold, which is of its own configuration.
type router struct{ operator *pluginops.Operator }

// Threshold implements settings.Router.
func (r router) Threshold() (float64, bool) {
	state, err := r.operator.Host().State(config.RouterPlugin)
	if err != nil {
		return 0, false
	}
	var c struct{ Threshold *float64 }
	if json.Unmarshal([]byte(state.Active.Config), &c) != nil || c.Threshold == nil {
		return 0, false
	}
	return *c.Threshold, true
}

// SetThreshold implements settings.Router.
func (r router) SetThreshold(ctx context.Context, by audit.Actor, value float64) error {
	set, err := r.operator.Host().Settings(config.RouterPlugin)
	if err != nil {
		return err
	}
	values := maps.Clone(set.Config)
	if values == nil {
		values = map[string]any{}
	}
	values["threshold"] = value
	_, err = r.operator.Config(ctx, by, config.RouterPlugin, values)
	return err
}

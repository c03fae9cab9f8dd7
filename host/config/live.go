package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// RouterThreshold is the live key of the routing plugin's threshold.
const RouterThreshold = "plugins.config." + semanticRouter + ".threshold"

// RouterPlugin is the plugin that RouterThreshold configures.
const RouterPlugin = semanticRouter

// live are the keys that change while the server runs, and where each is.
var live = []struct {
	key   string
	field func(c *Config) any // a pointer; nil: see setThreshold
}{
	{"cache.blocks", func(c *Config) any { return &c.Cache.Blocks }},
	{"cache.histories", func(c *Config) any { return &c.Cache.Histories }},
	{"cache.keys", func(c *Config) any { return &c.Cache.Keys }},
	{"cache.miner_stats", func(c *Config) any { return &c.Cache.MinerStats }},
	{"cache.network_stats", func(c *Config) any { return &c.Cache.NetworkStats }},
	{"cache.user_info", func(c *Config) any { return &c.Cache.UserInfo }},
	{"engine.queue", func(c *Config) any { return &c.Engine.Queue }},
	{"limits.chat", func(c *Config) any { return &c.Limits.Chat }},
	{"limits.get", func(c *Config) any { return &c.Limits.Get }},
	{"limits.post", func(c *Config) any { return &c.Limits.Post }},
	{"log.level", func(c *Config) any { return &c.Log.Level }},
	{RouterThreshold, nil},
	{"plugins.fallback_adapter", func(c *Config) any { return &c.Plugins.FallbackAdapter }},
	{"pricing.max_quote_microcredits", func(c *Config) any { return &c.Pricing.MaxQuote }},
	{"pricing.min_quote_microcredits", func(c *Config) any { return &c.Pricing.MinQuote }},
	{"server.cors_origins", func(c *Config) any { return &c.Server.CORSOrigins }},
}

// Live names the keys that Change changes, sorted.
func Live() []string {
	keys := make([]string, len(live))
	for i, l := range live {
		keys[i] = l.key
	}
	slices.Sort(keys)
	return keys
}

// ErrLive is wrapped by every error of Change.
var ErrLive = errors.New("config: change")

// Value returns what c has for a live key, as Change takes it; nil when it has
// nothing, or for another key.
func (c Config) Value(key string) any {
	if key == RouterThreshold {
		return c.Plugins.Config[semanticRouter]["threshold"]
	}
	for _, l := range live {
		if l.key != key {
			continue
		}
		switch p := l.field(&c).(type) {
		case *string:
			return *p
		case *int:
			return int64(*p)
		case *int64:
			return *p
		case *time.Duration:
			return p.String()
		case *[]string:
			return slices.Clone(*p)
		}
	}
	return nil
}

// Change returns c with other values for live keys, by dotted name, and leaves c
// as it is. A value is what JSON has for it, a duration a text such as "30s"; a
// list may be a text with commas. The error tells of every key that only a start
// can change, and of everything that is wrong with the result.
func (c Config) Change(values map[string]any) (Config, error) {
	var errs []error
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if err := c.change(key, values[key]); err != nil {
			errs = append(errs, err)
		}
	}
	if len(errs) == 0 {
		errs = append(errs, c.Validate())
	}
	if err := errors.Join(errs...); err != nil {
		return Config{}, fmt.Errorf("%w: %w", ErrLive, err)
	}
	return c, nil
}

func (c *Config) change(key string, value any) error {
	i := slices.IndexFunc(live, func(l struct {
		key   string
		field func(c *Config) any
	}) bool {
		return l.key == key
	})
	if i < 0 {
		return notLive(key)
	}
	err := error(nil)
	if live[i].field == nil {
		err = c.setThreshold(value)
	} else {
		err = assign(live[i].field(c), value)
	}
	if err != nil {
		return fmt.Errorf("config: %s %w", key, err)
	}
	return nil
}

// notLive says why a key cannot be changed.
func notLive(key string) error {
	if _, ok := find(Keys(), key); ok {
		return fmt.Errorf("config: %s is read when the server starts: change it in the configuration and start again; live keys are %v", key, Live())
	}
	return unknown("change", key, append(names(Keys()), RouterThreshold))
}

// setThreshold sets the routing plugin's threshold, beside what else the plugin
// is configured with.
func (c *Config) setThreshold(value any) error {
	x, err := number(value)
	if err != nil || !(x >= -1 && x <= 1) {
		return wrong(false, value, "a number between -1 and 1: the similarity from which on an adapter is chosen")
	}
	plugins := maps.Clone(c.Plugins.Config)
	if plugins == nil {
		plugins = map[string]map[string]any{}
	}
	router := maps.Clone(plugins[semanticRouter])
	if router == nil {
		router = map[string]any{}
	}
	router["threshold"] = x
	plugins[semanticRouter] = router
	c.Plugins.Config = plugins
	return nil
}

// assign gives a field the value that JSON, or a command line, has for it.
func assign(field, value any) error {
	switch p := field.(type) {
	case *string:
		text, ok := value.(string)
		*p = text
		return wrong(ok, value, "a string")
	case *time.Duration:
		text, _ := value.(string)
		d, err := time.ParseDuration(text)
		*p = d
		return wrong(err == nil, value, `a duration such as "30s"`)
	case *int:
		n, err := whole(value)
		*p = int(n)
		return wrong(err == nil, value, "a whole number")
	case *int64:
		n, err := whole(value)
		*p = n
		return wrong(err == nil, value, "a whole number")
	case *[]string:
		items, ok := texts(value)
		*p = items
		return wrong(ok, value, "a list of strings")
	}
	panic("config: a live field of an unknown type")
}

// number reads a number of JSON, or its text.
func number(value any) (float64, error) {
	switch v := value.(type) {
	case float64:
		return v, nil
	case int64:
		return float64(v), nil
	case json.Number:
		return v.Float64()
	case string:
		return strconv.ParseFloat(v, 64)
	}
	return 0, errors.New("no number")
}

// whole reads a whole number of JSON, or its text.
func whole(value any) (int64, error) {
	switch v := value.(type) {
	case int64:
		return v, nil
	case float64:
		if n := int64(v); float64(n) == v {
			return n, nil
		}
	case json.Number:
		return v.Int64()
	case string:
		return strconv.ParseInt(v, 10, 64)
	}
	return 0, errors.New("no whole number")
}

// texts reads a list of strings, or a text with commas.
func texts(value any) ([]string, bool) {
	switch v := value.(type) {
	case []string:
		return slices.Clone(v), true
	case string:
		return list(v), true
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			text, ok := item.(string)
			if !ok {
				return nil, false
			}
			items[i] = text
		}
		return items, true
	}
	return nil, false
}

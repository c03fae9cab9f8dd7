package config

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Every live key changes, and reads back as it was given.
func TestLiveKeysChange(t *testing.T) {
	values := map[string]any{
		"cache.blocks": "1s", "cache.histories": "2s", "cache.keys": "3s", "cache.miner_stats": "4s", "cache.network_stats": "5s",
		"cache.user_info": "6s", "engine.queue": int64(7), "limits.chat": "8/minute", "limits.get": "off", "limits.post": "9/hour",
		"log.level": "debug", RouterThreshold: 0.5, "plugins.fallback_adapter": "", "pricing.max_quote_microcredits": int64(11),
		"pricing.min_quote_microcredits": int64(10), "server.cors_origins": []string{"https://example.com"},
	}
	if keys := slices.Sorted(maps.Keys(values)); !slices.Equal(keys, Live()) {
		t.Fatalf("live keys %v, the test has %v", Live(), keys)
	}
	before := Default()
	after, err := before.Change(values)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range values {
		if got := after.Value(key); !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %#v, want %#v", key, got, want)
		}
		if _, ok := find(Keys(), key); !ok {
			t.Errorf("%s is no key", key)
		}
	}
	if !reflect.DeepEqual(before, Default()) {
		t.Error("Change changed what it was called on")
	}
	if after.Redacted()["limits.chat"] != "8/minute" {
		t.Errorf("redacted: %v", after.Redacted())
	}
}

func TestChangesAreAllOrNothingAndSayWhy(t *testing.T) {
	for change, say := range map[string]string{
		`{"server.listen": "0.0.0.0:1"}`:        "is read when the server starts",
		`{"redis.url": "redis://x"}`:            "is read when the server starts",
		`{"plugins.config.other.threshold": 1}`: "is read when the server starts",
		`{"log.levle": "info"}`:                 "did you mean log.level?",
		`{"log.level": "loud"}`:                 "log.level",
		`{"log.level": 3}`:                      "want a string",
		`{"limits.chat": "ten"}`:                "limits.chat",
		`{"engine.queue": 1.5}`:                 "a whole number",
		`{"engine.queue": -1}`:                  "must not be negative",
		`{"cache.blocks": 30}`:                  `a duration such as "30s"`,
		`{"server.cors_origins": ["*"]}`:        "scheme://host",
		`{"server.cors_origins": [1]}`:          "a list of strings",
		`{"pricing.min_quote_microcredits": 9, "pricing.max_quote_microcredits": 8}`: "above pricing.max_quote",
		`{"` + RouterThreshold + `": 2}`:                                             "between -1 and 1",
		`{"log.level": null}`:                                                        "want a string",
	} {
		var values map[string]any
		dec := json.NewDecoder(strings.NewReader(change))
		dec.UseNumber()
		if err := dec.Decode(&values); err != nil {
			t.Fatal(err)
		}
		c, err := Default().Change(values)
		if !errors.Is(err, ErrLive) || !strings.Contains(err.Error(), say) || c.Log.Level != "" {
			t.Errorf("%s: %v, want an error that says %q", change, err, say)
		}
	}
	_, err := Default().Change(map[string]any{"server.listen": "x", "log.level": 1})
	if err == nil || !strings.Contains(err.Error(), "server.listen") || !strings.Contains(err.Error(), "log.level") {
		t.Errorf("%v, want both problems", err)
	}
}

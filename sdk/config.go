package sdk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync/atomic"
)

// decodedConfig is a configuration with what it was decoded into.
type decodedConfig struct {
	text  []byte
	value any
}

// lastConfig is the last one that was decoded: an instance meets the same in
// every call, and decoding it would be a good part of each.
var lastConfig atomic.Pointer[decodedConfig]

// Config decodes a request's plugin configuration into T. Keys that T does
// not have are an error: the manifest's schema and T have drifted apart.
//
// Later calls may be given the same slices, maps and pointers: do not change
// what they hold.
func Config[T any](e Envelope) (T, error) {
	var config T
	if len(e.PluginConfig) == 0 {
		return config, nil
	}
	if last := lastConfig.Load(); last != nil && bytes.Equal(last.text, e.PluginConfig) {
		if value, ok := last.value.(T); ok {
			return value, nil
		}
	}
	dec := json.NewDecoder(bytes.NewReader(e.PluginConfig))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&config); err != nil {
		return config, fmt.Errorf("sdk: decode plugin_config: %w", err)
	}
	lastConfig.Store(&decodedConfig{bytes.Clone(e.PluginConfig), config})
	return config, nil
}

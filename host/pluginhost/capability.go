package pluginhost

import (
	"fmt"
	"slices"
	"strings"
)

// Capabilities a plugin may be granted. A plugin starts with none.
const (
	CapPrompt = "prompt" // a route guest sees the messages
	CapLog    = "log"    // what the guest logs and prints is kept
	CapConfig = "config" // config_get answers; plugin_config is always sent
	CapClock  = "clock"  // the clock tells the time; never for quote and settle
	CapRandom = "random" // random numbers are random; never for quote and settle
)

// servedCapabilities can be granted; the others of allCapabilities are words
// of the contract that this host does not serve yet: a manifest may ask, a
// grant is refused.
var (
	servedCapabilities = []string{CapPrompt, CapLog, CapConfig, CapClock, CapRandom}
	allCapabilities    = append(slices.Clone(servedCapabilities), "kv", "metrics", "embed", "http", "secrets")
)

// userImports are the functions of extism:host/user and the capability each
// needs.
var userImports = map[string]string{
	"r3mes_kv_get": "kv", "r3mes_kv_set": "kv", "r3mes_kv_add": "kv",
	"r3mes_embed": "embed", "r3mes_similarity": "embed", "r3mes_metric_add": "metrics",
}

// effective is wanted ∩ granted ∩ ceiling, in the order of allCapabilities.
func effective(wanted, granted, ceiling []string) []string {
	var caps []string
	for _, c := range allCapabilities {
		if slices.Contains(wanted, c) && slices.Contains(granted, c) && slices.Contains(ceiling, c) {
			caps = append(caps, c)
		}
	}
	return caps
}

// checkGrant refuses a grant that no plugin could make use of.
func checkGrant(granted, ceiling []string) error {
	for _, c := range granted {
		switch {
		case !slices.Contains(allCapabilities, c):
			return fmt.Errorf("grant %q is not one of %s", c, strings.Join(allCapabilities, ", "))
		case !slices.Contains(servedCapabilities, c):
			return fmt.Errorf("grant %q is not served by this host; it serves %s", c, strings.Join(servedCapabilities, ", "))
		case !slices.Contains(ceiling, c):
			return fmt.Errorf("grant %q is wider than the host's ceiling (%s)", c, strings.Join(ceiling, ", "))
		}
	}
	return nil
}

// checkImports refuses every import the host does not provide, by name, and
// says which grant is missing where one would help.
func checkImports(m *module) error {
	for _, i := range m.imports {
		switch {
		case i.kind != kindFunction:
			return fmt.Errorf("import %s.%s is not a function; memories, tables and globals cannot be imported", i.module, i.name)
		case i.module == envModule && envNames[i.name], i.module == wasiModule && wasiNames[i.name]:
		case i.module == userModule && userImports[i.name] != "":
			return fmt.Errorf("import %s.%s needs the grant %q, which this host does not serve", i.module, i.name, userImports[i.name])
		default:
			return fmt.Errorf("import %s.%s is not one the host provides", i.module, i.name)
		}
	}
	return nil
}

package pluginhost

import (
	"fmt"
	"slices"

	"github.com/r3mes/r3mes/host/pluginhost/wasmbin"
	"github.com/r3mes/r3mes/sdk"
)

// Capabilities a plugin may be granted. A plugin starts with none. How a grant
// is written is told at parseGrant.
const (
	CapPrompt  = "prompt"  // a route guest sees the messages
	CapLog     = "log"     // what the guest logs and prints is kept
	CapConfig  = "config"  // config_get answers; plugin_config is always sent
	CapKV      = "kv"      // key-value pairs of its own, durable, within a quota
	CapMetrics = "metrics" // adds to the metrics that its manifest declares
	CapEmbed   = "embed"   // sentence embeddings and similarities
	CapHTTP    = "http"    // requests to the hosts, ports and methods granted
	CapClock   = "clock"   // the clock tells the time; never for quote and settle
	CapRandom  = "random"  // random numbers are random; never for quote and settle
	CapSecrets = "secrets" // header values may name a secret that the host fills in
)

// allCapabilities are the words of the contract, all served here.
var allCapabilities = []string{CapPrompt, CapLog, CapConfig, CapKV, CapMetrics, CapEmbed, CapHTTP, CapClock, CapRandom, CapSecrets}

// extismImports are those of Extism's own functions that make no sense without
// a capability.
var extismImports = map[string]string{"http_request": CapHTTP, "config_get": CapConfig}

// CapabilityImports returns the names of the functions through which a guest
// uses the capability of a grant; none for a capability that needs no import.
// Any form of grant will do.
func CapabilityImports(grant string) []string {
	kind := CapabilityOf(grant)
	var names []string
	for _, f := range slices.Concat(userFuncs, envFuncs) {
		if userImports[f.name] == kind || extismImports[f.name] == kind {
			names = append(names, f.name)
		}
	}
	return names
}

// checkImports refuses every import the host does not provide, by name, and
// says what to do where a grant would help. http_request and config_get of
// Extism's own functions link without their grants, since some development
// kits import them whether they are used or not; calling is refused.
func (v *version) checkImports(m *module) error {
	for _, i := range m.imports {
		need := ""
		if i.module == userModule {
			need = userImports[i.name]
		}
		switch {
		case i.kind != wasmbin.KindFunction:
			return fmt.Errorf("import %s.%s is not a function; memories, tables and globals cannot be imported", i.module, i.name)
		case i.module == envModule && envNames[i.name], i.module == wasiModule && wasiNames[i.name]:
		case need == "":
			return fmt.Errorf("import %s.%s is not one the host provides", i.module, i.name)
		case v.granted(need):
		case !slices.ContainsFunc(v.manifest.Capabilities, func(text string) bool { return CapabilityOf(text) == need }):
			return fmt.Errorf("import %s.%s needs the grant %q: ask for it in the manifest's capabilities, and let the operator grant it", i.module, i.name, need)
		default:
			return fmt.Errorf("import %s.%s needs the grant %q, which the operator has not given: load it with --grant, or add it to plugins.grants.%s", i.module, i.name, need, v.manifest.Name)
		}
	}
	return nil
}

// deny counts a host call that was refused for want of a grant.
func (s *callState) deny(capability string) {
	if s.denied == nil {
		s.denied = map[string]int{}
	}
	s.denied[capability]++
}

// need ends the guest's call unless it may use the capability: granted, inside
// a hook, and, for what reads or changes the world outside, not while a price
// is asked, which must follow from the request alone.
func (s *callState) need(capability string) {
	switch {
	case !s.version.granted(capability):
		s.deny(capability)
		stop(sdk.ErrorTrap, "this call needs the grant %q", capability)
	case s.hook == hookStart || s.hook == describeExport:
		s.deny(capability)
		stop(sdk.ErrorTrap, "%s is for hooks, not for %s", capability, s.hook)
	case s.fixed() && (capability == CapHTTP || capability == CapKV):
		s.deny(capability)
		stop(sdk.ErrorTrap, "%s is not for %s: a price must follow from the request alone", capability, s.hook)
	}
}

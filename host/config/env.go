package config

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const envPrefix = "R3MES_"

// Aliases maps variables of the original service, and the one that names a PJRT
// plugin to every program of ours, to today's keys. A variable with today's name
// wins over its alias.
func Aliases() map[string]string {
	return map[string]string{
		"DATABASE_PATH":             "data.dir",
		"LOG_LEVEL":                 "log.level",
		"ENABLE_FILE_LOGGING":       "log.files",
		"MAX_WORKERS":               "engine.threads",
		"RATE_LIMIT_CHAT":           "limits.chat",
		"RATE_LIMIT_GET":            "limits.get",
		"RATE_LIMIT_POST":           "limits.post",
		"REDIS_URL":                 "redis.url",
		"BLOCKCHAIN_REST_URL":       "chain.rest_url",
		"BLOCKCHAIN_RPC_URL":        "chain.rpc_url",
		"BLOCKCHAIN_GRPC_URL":       "chain.grpc_url",
		"CHAIN_JSON_PATH":           "chain.json_path",
		"R3MES_PJRT_PLUGIN":         "engine.pjrt",
		"SEMANTIC_ROUTER_THRESHOLD": RouterThreshold,
	}
}

// semanticRouter is the plugin that took the place of the original's router.
const (
	semanticRouter    = "route-semantic"
	useSemanticRouter = "USE_SEMANTIC_ROUTER"
)

// notServed are variables of the original service that nothing reads yet.
var notServed = []string{"BLOCKCHAIN_GRPC_URL"}

// reserved are R3MES_ variables that are not of the configuration: those of
// the kernels, of the command line as a client, and of test suites.
var reserved = []string{
	"R3MES_KERNEL", "R3MES_PJRT_PLUGIN", "R3MES_CONFIG", "R3MES_URL", "R3MES_API_KEY", "R3MES_WALLET",
	"R3MES_LEDGER_KILLS", "R3MES_SERVER_KILLS", "R3MES_CLIENT_TESTS", "R3MES_GPU_TESTS", "R3MES_HTTP_TESTS", "R3MES_XLA_TESTS",
}

// serviceLink matches what Kubernetes sets for a service whose name begins with
// r3mes. The value tells R3MES_PORT=tcp://… from a guess at a key.
var serviceLink = regexp.MustCompile(`_SERVICE_(HOST|PORT)(_[A-Z0-9_]+)?=|_PORT=[a-z]+://|_PORT_[0-9]+_(TCP|UDP)(_(PROTO|PORT|ADDR))?=`)

// fromEnv reads the variables that are ours and no others.
func fromEnv(keys []Key, environ []string) (layer, []string, error) {
	env := map[string]string{}
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		env[name] = value
	}
	l := layer{}
	errs := aliased(l, keys, env)
	variables := map[string]Key{}
	for _, k := range keys {
		if k.Env != "" {
			variables[k.Env] = k
		}
	}
	var warnings []string
	for _, name := range slices.Sorted(maps.Keys(env)) {
		k, known := variables[name]
		switch {
		case known:
			value, err := k.parse(k.Name, env[name])
			if err != nil {
				errs = append(errs, fmt.Errorf("config: environment: %s %w", name, err))
				continue
			}
			l.set(k.Name, value)
		case slices.Contains(notServed, name):
			warnings = append(warnings, name+" is set, but this version does not read it")
		case strings.HasPrefix(name, envPrefix) && !slices.Contains(reserved, name) && !serviceLink.MatchString(name+"="+env[name]):
			errs = append(errs, unknown("environment", name, slices.Collect(maps.Keys(variables))))
		}
	}
	return l, warnings, errors.Join(errs...)
}

// aliased reads the original service's variables into l.
func aliased(l layer, keys []Key, env map[string]string) []error {
	var errs []error
	aliases := Aliases()
	for _, name := range slices.Sorted(maps.Keys(aliases)) {
		text, ok := env[name]
		if !ok {
			continue
		}
		if name == "LOG_LEVEL" {
			text = logLevel(text)
		}
		k, _ := find(keys, aliases[name])
		value, err := k.parse(aliases[name], text)
		if err != nil {
			errs = append(errs, fmt.Errorf("config: environment: %s %w", name, err))
			continue
		}
		l.set(aliases[name], value)
	}
	if text, ok := env[useSemanticRouter]; ok {
		use, err := strconv.ParseBool(text)
		if err != nil {
			errs = append(errs, fmt.Errorf("config: environment: %s is %q, want true or false", useSemanticRouter, text))
		} else if !use {
			l.set("plugins.disabled", []string{semanticRouter})
		}
	}
	return errs
}

// logLevel maps Python's level names to ours.
func logLevel(text string) string {
	text = strings.ToLower(text)
	switch text {
	case "warning":
		return "warn"
	case "critical":
		return "error"
	}
	return text
}

package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "r3mes.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDefaultIsValid(t *testing.T) {
	if err := Default().Validate(); err != nil {
		t.Fatal(err)
	}
	cfg, _, err := Load(Sources{})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(cfg, Default()) {
		t.Errorf("Load of nothing = %+v, want %+v", cfg, Default())
	}
}

func TestFlagsBeatEnvironmentBeatsFileBeatsDefault(t *testing.T) {
	file := write(t, "[engine]\nthreads = 1\nqueue = 1\nmax_batch = 1\n[server]\ngrace = \"1s\"\n")
	cfg, _, err := Load(Sources{
		File:  file,
		Env:   []string{"R3MES_ENGINE_QUEUE=2", "R3MES_ENGINE_MAX_BATCH=2", "R3MES_SERVER_GRACE=2s"},
		Flags: map[string]string{"engine.max_batch": "3"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if e := cfg.Engine; e.Threads != 1 || e.Queue != 2 || e.MaxBatch != 3 || e.Head != "bf16" {
		t.Errorf("engine = %+v, want threads 1 from the file, queue 2 from the environment, max_batch 3 from flags, head bf16", e)
	}
	if cfg.Server.Grace != 2*time.Second {
		t.Errorf("grace = %s, want 2s", cfg.Server.Grace)
	}
}

func TestEveryKeyCanBeSetFromEachSource(t *testing.T) {
	values := map[string]string{
		"server.listen": "127.0.0.1:1", "server.cors_origins": "https://a.example,https://b.example",
		"auth.mode": "key", "engine.head": "int8", "engine.kind": "xla", "engine.kv_type": "bfloat16", "engine.pjrt": "/opt/pjrt/plugin.so", "log.level": "debug", "log.format": "json", "chat.temperature": "0.5",
		"clients.min_version": "1.2.0", "clients.update_url": "https://r3mes.example/",
		"plugins.trust": "require", "server.trusted_proxies": "10.0.0.0/8,::1", "limits.chat": "7/hour", "limits.get": "off", "limits.post": "7 per 2 minutes",
		"redis.url": "redis://user:secret@host:6379/1", "telemetry.otlp_endpoint": "http://127.0.0.1:4318",
		"chain.sync": "false", "chain.rest_url": "http://127.0.0.1:1317", "chain.rpc_url": "http://127.0.0.1:26657",
	}
	for _, k := range Keys() {
		if k.table() {
			continue
		}
		text, ok := values[k.Name]
		if !ok {
			switch k.kind {
			case reflect.TypeFor[time.Duration]():
				text = "7s"
			case reflect.TypeFor[bool]():
				text = "true"
			case reflect.TypeFor[string]():
				text = "x"
			case reflect.TypeFor[[]string]():
				text = "x,y"
			default:
				text = "7000"
			}
		}
		fromFlag, _, err := Load(Sources{Flags: map[string]string{k.Name: text}})
		if err != nil {
			t.Errorf("--set %s=%s: %v", k.Name, text, err)
			continue
		}
		fromEnv, _, err := Load(Sources{Env: []string{k.Env + "=" + text}})
		if err != nil {
			t.Errorf("%s=%s: %v", k.Env, text, err)
			continue
		}
		if !reflect.DeepEqual(fromFlag, fromEnv) || reflect.DeepEqual(fromFlag, Default()) {
			t.Errorf("%s: flag gives %v, environment %v; want equal and not the default", k.Name, fromFlag.Redacted()[k.Name], fromEnv.Redacted()[k.Name])
		}
		if k.Help == "" {
			t.Errorf("%s has no help text", k.Name)
		}
	}
}

func TestErrorsNameTheKeyAndWhatToDo(t *testing.T) {
	for name, c := range map[string]struct {
		file  string
		env   []string
		flags map[string]string
		want  []string
	}{
		"a misspelt key":          {file: "[server]\nlisen = \"x\"", want: []string{"unknown key server.lisen; did you mean server.listen?"}},
		"a misspelt section":      {file: "[sever]\nlisten = \"x\"", want: []string{"unknown key sever; did you mean server?"}},
		"a key like no other":     {file: "zzzzzzzz = 1", want: []string{"unknown key zzzzzzzz; `r3mes serve --help` lists all"}},
		"a guess at a port":       {env: []string{"R3MES_SERVER_PORT=80"}, want: []string{"unknown key R3MES_SERVER_PORT"}},
		"several at once":         {file: "a_b_c = 1\n[engine]\nthread = 1", env: []string{"R3MES_ENGINE_QEUE=1"}, want: []string{"a_b_c", "did you mean engine.threads?", "did you mean R3MES_ENGINE_QUEUE?"}},
		"a wrong type":            {file: "[engine]\nthreads = \"two\"", want: []string{`engine.threads is "two", want a whole number`}},
		"a wrong type of list":    {file: "[plugins]\ndisabled = \"x\"", want: []string{"want a list of strings"}},
		"a bad duration":          {file: "[server]\ngrace = \"soon\"", want: []string{`server.grace is "soon", want a duration such as "30s"`}},
		"a bad number in env":     {env: []string{"R3MES_ENGINE_THREADS=two"}, want: []string{`R3MES_ENGINE_THREADS is "two", want a whole number`}},
		"an unknown flag":         {flags: map[string]string{"engine.trheads": "1"}, want: []string{"did you mean engine.threads?"}},
		"a table as a value":      {flags: map[string]string{"plugins.config.price-flat": "1"}, want: []string{"plugins.config.<plugin>.<key>"}},
		"broken syntax":           {file: "[server\n", want: []string{"r3mes.toml:1:"}},
		"open beyond loopback":    {env: []string{"R3MES_SERVER_LISTEN=0.0.0.0:8000"}, want: []string{"auth.mode", "loopback", "0.0.0.0:8000"}},
		"open on every interface": {env: []string{"R3MES_SERVER_LISTEN=:8000"}, want: []string{"loopback"}},
		"values out of range": {file: "[engine]\nthreads = -1\nhead = \"fp4\"\n[chat]\nmax_tokens = 0\ntemperature = 3.5\n[embed]\nthreads = -1\n[log]\nlevel = \"loud\"",
			want: []string{"engine.threads", "engine.head", "chat.max_tokens", "chat.temperature", "embed.threads", "log.level"}},
		"bounds crossed":           {file: "[pricing]\nmin_quote_microcredits = 2\nmax_quote_microcredits = 1", want: []string{"above pricing.max_quote_microcredits 1"}},
		"a key in a URL":           {file: "[telemetry]\notlp_endpoint = \"https://user:s3cret@collector\"", want: []string{"telemetry.otlp_endpoint is not http://", "OTEL_EXPORTER_OTLP_HEADERS"}},
		"a socket without pings":   {file: "[live]\nping = \"0s\"\nchats = 0", want: []string{"live.ping is 0s", "live.chats is 0"}},
		"a proxy that is a name":   {file: "[server]\ntrusted_proxies = [\"10.0.0.0/8\", \"nginx\"]", want: []string{`server.trusted_proxies has "nginx", want an address or a CIDR`}},
		"a rate without a window":  {env: []string{"RATE_LIMIT_CHAT=10"}, want: []string{`limits.chat: ratelimit: "10": want a count and a window such as "10/minute"`}},
		"an answer kept for a day": {file: "[cache]\nkeys = \"24h\"\nblocks = \"-1s\"", want: []string{"cache.keys is 24h0m0s", "cache.blocks is -1s"}},
		"a Redis that is none":     {env: []string{"REDIS_URL=http://user:s3cret@host"}, want: []string{"redis.url is not redis://"}},
		"a bad client version":     {file: "[clients]\nmin_version = \"latest\"\nupdate_url = \"ftp://x\"", want: []string{`clients.min_version is "latest"`, `clients.update_url is "ftp://x"`}},
		"a bad origin":             {file: "[server]\ncors_origins = [\"*\"]", want: []string{`server.cors_origins has "*"`}},
		"a chain with a password": {env: []string{"BLOCKCHAIN_RPC_URL=http://user:s3cret@host"}, file: "[chain]\nfrom = -1\npoll = \"0s\"",
			want: []string{"chain.rpc_url is not http://", "chain.from", "chain.poll"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := Sources{Env: c.env, Flags: c.flags}
			if c.file != "" {
				s.File = write(t, c.file)
			}
			_, _, err := Load(s)
			if err == nil {
				t.Fatal("no error")
			}
			if strings.Contains(err.Error(), "s3cret") {
				t.Errorf("error %q tells a secret", err)
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not say %q", err, want)
				}
			}
		})
	}
}

func TestOldVariablesAreAliases(t *testing.T) {
	cfg, warnings, err := Load(Sources{Env: []string{
		"DATABASE_PATH=/srv/r3mes", "LOG_LEVEL=WARNING", "MAX_WORKERS=3", "USE_SEMANTIC_ROUTER=false",
		"SEMANTIC_ROUTER_THRESHOLD=0.7", "REDIS_URL=redis://user:secret@host", "RATE_LIMIT_CHAT=1/second", "RATE_LIMIT_GET=off", "BLOCKCHAIN_GRPC_URL=http://secret", "PATH=/bin",
	}})
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Data.Dir != "/srv/r3mes" || cfg.Log.Level != "warn" || cfg.Engine.Threads != 3 {
		t.Errorf("got %v", cfg.Redacted())
	}
	if got := cfg.Plugins.Config["route-semantic"]["threshold"]; got != 0.7 {
		t.Errorf("threshold = %v, want 0.7", got)
	}
	if got := cfg.Plugins.Disabled; !reflect.DeepEqual(got, []string{"route-semantic"}) {
		t.Errorf("disabled = %v", got)
	}
	if cfg.Limits != (Limits{Chat: "1/second", Get: "off", Post: "20/minute"}) || cfg.Redis.URL != "redis://user:secret@host" {
		t.Errorf("limits = %+v, redis.url = %q", cfg.Limits, cfg.Redis.URL)
	}
	if shown := cfg.Redacted()["redis.url"]; shown != "[redacted]" {
		t.Errorf("redis.url is shown as %q", shown)
	}
	if len(warnings) != 1 || !strings.Contains(warnings[0], "BLOCKCHAIN_GRPC_URL") || strings.Contains(warnings[0], "secret") {
		t.Errorf("warnings = %q, want one that names BLOCKCHAIN_GRPC_URL and not its value", warnings)
	}
	both, _, err := Load(Sources{Env: []string{"LOG_LEVEL=debug", "R3MES_LOG_LEVEL=error"}})
	if err != nil || both.Log.Level != "error" {
		t.Errorf("level = %q, %v; want today's name to win", both.Log.Level, err)
	}
}

func TestTheChainOfTheOriginalService(t *testing.T) {
	cfg, warnings, err := Load(Sources{Env: []string{
		"BLOCKCHAIN_REST_URL=http://localhost:1317", "BLOCKCHAIN_RPC_URL=http://localhost:26657", "BLOCKCHAIN_GRPC_URL=localhost:9090", "CHAIN_JSON_PATH=chain.json",
	}})
	want := Default().Chain
	want.RESTURL, want.RPCURL, want.GRPCURL, want.JSONPath = "http://localhost:1317", "http://localhost:26657", "localhost:9090", "chain.json"
	if err != nil || len(warnings) != 1 || cfg.Chain != want {
		t.Errorf("chain = %+v, %q, %v, want %+v", cfg.Chain, warnings, err, want)
	}
}

func TestVariablesOfOthersAreLeftAlone(t *testing.T) {
	_, _, err := Load(Sources{Env: []string{"R3MES_KERNEL=generic", "R3MES_API_KEY=x", "R3MES_SERVICE_HOST=10.0.0.1", "R3MES_PORT_8000_TCP_ADDR=10.0.0.1", "R3MES_PORT=tcp://10.0.0.1:8000"}})
	if err != nil {
		t.Error(err)
	}
}

func TestPluginConfigurationFromFileAndFlags(t *testing.T) {
	file := write(t, "[plugins.config.price-flat]\nprice = 5\nnested = {api_key = \"canary\"}\n[plugins.grants]\nroute-keyword = [\"prompt\"]\n")
	cfg, _, err := Load(Sources{File: file, Flags: map[string]string{"plugins.config.price-flat.rule": "x y", "plugins.config.price-flat.list": "[1, 2]", "plugins.grants.a": "log,prompt"}})
	if err != nil {
		t.Fatal(err)
	}
	got := cfg.Plugins.Config["price-flat"]
	if got["price"] != int64(5) || got["rule"] != "x y" || !reflect.DeepEqual(got["list"], []any{int64(1), int64(2)}) {
		t.Errorf("price-flat = %v", got)
	}
	want := map[string][]string{"route-keyword": {"prompt"}, "a": {"log", "prompt"}}
	if !reflect.DeepEqual(cfg.Plugins.Grants, want) {
		t.Errorf("grants = %v, want %v", cfg.Plugins.Grants, want)
	}
	shown := cfg.Redacted()["plugins.config.price-flat"].(map[string]any)
	if shown["nested"].(map[string]any)["api_key"] != "[redacted]" || shown["price"] != int64(5) {
		t.Errorf("redacted = %v", shown)
	}
	if cfg.Plugins.Config["price-flat"]["nested"].(map[string]any)["api_key"] != "canary" {
		t.Error("Redacted changed the configuration")
	}
}

func TestLoopback(t *testing.T) {
	for address, want := range map[string]bool{
		"127.0.0.1:8000": true, "127.8.9.1:1": true, "[::1]:8000": true, "localhost:1": true,
		"0.0.0.0:1": false, ":8000": false, "[::]:1": false, "10.0.0.1:1": false, "example.org:1": false, "localhost": false, "": false,
	} {
		if got := Loopback(address); got != want {
			t.Errorf("Loopback(%q) = %v, want %v", address, got, want)
		}
	}
}

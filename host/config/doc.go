// Package config holds the server's configuration: one struct, its defaults,
// how it is read and what it may say.
//
// Sources overlay each other in this order: Default, a TOML file, environment
// variables, flags. Every source is strict: a key that does not exist is an
// error that names the nearest one that does.
//
//	cfg, warnings, err := config.Load(config.Sources{
//		File:  "r3mes.toml",
//		Env:   os.Environ(),
//		Flags: map[string]string{"server.listen": "127.0.0.1:9000"},
//	})
//
// The variable of a key is its name in capitals after R3MES_, dots and dashes
// as underscores: engine.max_batch is R3MES_ENGINE_MAX_BATCH. The names that
// the original service read are aliases, see Aliases.
//
// # Caveats
//
// Load validates; a Config made by hand must call Validate itself. Validate
// reports every problem, so print all of its text.
package config

// Package pluginops carries out what an operator does to plugins on a server
// that serves: load, activate, roll back, try, grant, configure, bind, remove;
// and to the keys and secrets that belong to them.
//
//	o, err := pluginops.Open(ctx, pluginops.Options{Dir: data, Host: hostOptions, Policy: plugintrust.Warn, Audit: log})
//	loaded, err := o.Load(ctx, actor, pluginops.Upload{Module: wasm, Manifest: toml, Signature: minisig})
//	_, err = o.Rollback(ctx, actor, "route-mine", 1)
//
// It joins the parts that know nothing of each other: pluginhost serves,
// pluginstore remembers, plugintrust judges signatures, secrets keeps what
// plugins may send, audit writes down who did what.
//
// # An act
//
// In this order: the signature is judged and the version prepared in the
// sandbox, beside what serves; the new state is saved; it is published; the act
// is written to the audit log. A refusal before the save changes nothing. After
// a crash between save and publication the server starts with the new state,
// and writes the entry that is missing. An act returns when its entry is on the
// disk, and every act is recorded, failed ones with their error.
//
// # Folder and store
//
// Plugins of pluginhost.Options.Dir are served until an operator changes them:
// the first act on one stores it with its settings, and from then on the stored
// state is served, whatever the folder holds. Remove of such a plugin keeps it
// out; Activate brings it back.
//
// Watch is for the development of plugins: it loads what changes in the folder, as
// an upload is loaded, and removes what goes away.
//
// # Caveats
//
// One process uses a data folder at a time: the caller holds its ledger's lock.
package pluginops

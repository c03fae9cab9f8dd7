// Package pluginstore keeps an operator's plugins in the data folder: modules,
// manifests and signatures as blobs named by their SHA-256, and for each plugin
// one record of its versions and of which of them is served how.
//
//	s, err := pluginstore.Open(filepath.Join(data, "plugins"))
//	v := pluginstore.Version{ID: id, Version: "1.2.0", Module: pluginstore.DigestOf(wasm), …}
//	r := pluginstore.Record{Plugin: "route-mine"}
//	err = s.Save(r.Load(v), wasm, manifest) // on the disk when it returns
//	r, err = s.Get("route-mine")
//	wasm, err = s.Blob(r.Versions[0].Module) // verified
//
// A Record is a value: Load, Activate, Rollback, WithCanary, WithShadow and
// Promote return the record after the act, and Save makes it true in one step, so a
// crash leaves the state before the act or the one after it. The package knows
// nothing of WebAssembly, and serves nothing.
//
// # Caveats
//
// Damage stays with whom it hit: Get and Blob return ErrDamaged for one plugin,
// List tells of it beside the others. Collect removes nothing as long as any
// record is damaged, since that record may be what a blob is kept for.
package pluginstore

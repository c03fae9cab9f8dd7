// Package plugintrust decides whose plugins an operator accepts: it keeps the
// list of trusted minisign keys and checks signatures by a policy.
//
//	t, err := plugintrust.Open(filepath.Join(data, "trust"), plugintrust.Require)
//	key, err := t.Add(publicKeyText, "the router team")
//	verdict, err := t.Verify(plugintrust.Subject{Name: "route-mine", Version: "1.2.0", Module: wasm, Manifest: toml}, signature)
//
// A signature is that of `r3mes plugin sign`: of the module's bytes, with a
// signed comment (Comment) that names plugin, version and the manifest's
// digest. So a signature of version 1 is none of version 2, of another plugin,
// or of the same module under a manifest that asks for more.
//
// # Policies
//
//	off      signatures are not looked at
//	warn     a plugin without one, or by an unknown key, is accepted with a
//	         warning; a signature that is false is refused
//	require  only plugins signed by a trusted key are accepted
package plugintrust

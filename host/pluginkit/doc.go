// Package pluginkit is what plugin authors run: golden cases in the host's own
// sandbox, the conformance kit, and recorded calls replayed.
//
//	box, err := pluginkit.OpenSandbox("my-plugin", pluginkit.SandboxOptions{})
//	defer box.Close()
//	results := pluginkit.RunCases(ctx, box.Run, box.Question(), cases)
//	findings := pluginkit.Conform(ctx, box.Run, box.Question(), cases)
//
// Everything that asks a guest takes a Runner, so the same kit judges a guest
// in this host's sandbox and another host that is reached by a command
// (Command), which reads questions as JSON lines and answers each with a line.
package pluginkit

package sdk

import "fmt"

// Kinds of PluginError. They label metrics and never change their spelling.
const (
	ErrorGuest     = "guest"      // the guest answered with an error of its own
	ErrorTrap      = "trap"       // the guest trapped or exited
	ErrorFuel      = "fuel"       // the hook's fuel was used up: it did too much work
	ErrorDeadline  = "deadline"   // the hook's time was used up
	ErrorCancelled = "cancelled"  // the caller went away; not the plugin's fault
	ErrorInput     = "input"      // the request is larger than the input cap
	ErrorOutput    = "output"     // the answer is larger than its cap or lies outside memory
	ErrorAnswer    = "bad_answer" // the answer is not the contract's JSON, or names what is not there
	ErrorPool      = "pool"       // no instance became free in time
	ErrorStart     = "start"      // no instance could be made
	ErrorBreaker   = "breaker"    // the plugin was not asked: it failed too often in a row
	ErrorHost      = "host"       // a bug on the host's side, caught
)

// PluginError is the failure of one plugin at one hook. The host never lets it
// reach a client: the hook's fallback decides.
type PluginError struct {
	Plugin string
	Hook   string
	Kind   string // one of the Error… constants
	Err    error
}

func (e *PluginError) Error() string {
	return fmt.Sprintf("plugin %s: %s: %s: %v", e.Plugin, e.Hook, e.Kind, e.Err)
}

// Unwrap returns the cause.
func (e *PluginError) Unwrap() error { return e.Err }

package sdk

// Log hands a line to the host, which shows it to the operator when the plugin
// holds the grant "log" and drops it otherwise. The host limits length and
// rate.
//
// Call it while a hook is being served only.
func Log(message string) { writeLog(message) }

package sdk

// Log hands a line to the host, which shows it to the operator when the plugin
// holds the grant "log" and drops it otherwise. The host limits length and
// rate. Of a plugin that sees the chat (pre, post, or route with the grant
// "prompt") it keeps that a line was written, and not the line: count what you
// do by a metric.
//
// Call it while a hook is being served only.
func Log(message string) { writeLog(message) }

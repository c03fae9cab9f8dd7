package sdk

// MetricAdd adds delta, which must not be negative, to one of the counters that
// the plugin's manifest lists under metrics. The host shows it as
// r3mes_plugin_metric_total{plugin, name}. Another name, or a number that
// cannot be added, ends the call with an error. Needs the grant "metrics".
func MetricAdd(name string, delta float64) { metricAdd(name, delta) }

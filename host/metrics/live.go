package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/r3mes/r3mes/host/live"
)

// What is told of each channel of WebSockets.
var (
	socketsOpen     = prometheus.NewDesc("r3mes_sockets_open", "WebSockets that are open.", []string{"channel"}, nil)
	socketsDropped  = prometheus.NewDesc("r3mes_sockets_dropped_total", "WebSockets closed because the client did not read.", []string{"channel"}, nil)
	socketsSent     = prometheus.NewDesc("r3mes_socket_frames_sent_total", "Frames sent, pings included.", []string{"channel"}, nil)
	socketsReceived = prometheus.NewDesc("r3mes_socket_messages_received_total", "Messages of clients, pongs included.", []string{"channel"}, nil)
)

// collectLive tells of a hub's channels, of which there are few.
func collectLive(channels map[live.Channel]live.Counts, out chan<- prometheus.Metric) {
	for channel, n := range channels {
		out <- prometheus.MustNewConstMetric(socketsOpen, prometheus.GaugeValue, float64(n.Open), string(channel))
		out <- prometheus.MustNewConstMetric(socketsDropped, prometheus.CounterValue, float64(n.Dropped), string(channel))
		out <- prometheus.MustNewConstMetric(socketsSent, prometheus.CounterValue, float64(n.Sent), string(channel))
		out <- prometheus.MustNewConstMetric(socketsReceived, prometheus.CounterValue, float64(n.Received), string(channel))
	}
}

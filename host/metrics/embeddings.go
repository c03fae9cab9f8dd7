package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/r3mes/r3mes/host/pipeline"
)

// embeddings count requests for vectors.
type embeddings struct {
	requests *prometheus.CounterVec
	duration prometheus.Histogram
	texts    prometheus.Counter
}

func newEmbeddings(r prometheus.Registerer) embeddings {
	e := embeddings{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "r3mes_embedding_requests_total", Help: "Requests for embeddings: complete or error."}, []string{"status"}),
		duration: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "r3mes_embedding_duration_seconds", Help: "From request to settled receipt, of answered requests for embeddings.", Buckets: latency}),
		texts:    prometheus.NewCounter(prometheus.CounterOpts{Name: "r3mes_embedding_texts_total", Help: "Texts of answered requests for embeddings."}),
	}
	r.MustRegister(e.requests, e.duration, e.texts)
	return e
}

// Embeddings counts one request for embeddings.
func (m *Metrics) Embeddings(out pipeline.Embeddings, err error) {
	if err != nil {
		m.embeddings.requests.WithLabelValues("error").Inc()
		return
	}
	m.embeddings.requests.WithLabelValues("complete").Inc()
	m.embeddings.duration.Observe(out.Took.Seconds())
	m.embeddings.texts.Add(float64(len(out.Vectors)))
	m.tokens.WithLabelValues("embedding").Add(float64(out.Tokens))
	m.charged.Add(float64(out.Receipt.Charge))
}

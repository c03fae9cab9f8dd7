package api

import (
	"net/http"

	"github.com/r3mes/r3mes/host/analytics"
)

func (s *server) analyticsRoutes() []route {
	return []route{{
		method: "GET", path: "/analytics", tag: "miners", say: "how the service was used, by what was counted",
		query: []query{{"days", "integer", "of the last days, today included, 1 to 365", usualDays}}, answer: analyticsAnswer{}, handle: s.analytics,
	}}
}

const usualDays = 7

// analyticsAnswer sums up some days. Numbers are 0 and lists empty where
// nothing was counted.
type analyticsAnswer struct {
	Usage struct {
		Total     int64            `json:"total_requests"`
		Endpoints map[string]int64 `json:"endpoints"` // by method and pattern, such as POST:/chat
		Data      []endpointCount  `json:"endpoints_data"`
	} `json:"api_usage"`
	Engagement struct {
		Users   int64   `json:"active_users"`
		Actions int64   `json:"total_actions"` // requests of users
		Mean    float64 `json:"average_actions_per_user"`
	} `json:"user_engagement"`
	Model struct {
		Latency     float64 `json:"average_latency"` // seconds
		TokenRate   float64 `json:"average_tokens_per_second"`
		SuccessRate float64 `json:"success_rate"` // 0 to 1
		Total       int64   `json:"total_inferences"`
	} `json:"model_performance"`
	Network struct {
		Miners    []trendPoint `json:"active_miners_trend"`
		Flops     []trendPoint `json:"total_flops_trend"` // the chain tells none: empty
		BlockTime []trendPoint `json:"block_time_trend"`  // seconds
	} `json:"network_health"`
}

type endpointCount struct {
	Endpoint string `json:"endpoint"`
	Count    int64  `json:"count"`
}

// trendPoint is a number of one day.
type trendPoint struct {
	Date  string  `json:"date"` // 2026-01-05
	Value float64 `json:"value"`
}

func (s *server) analytics(w http.ResponseWriter, r *http.Request) error {
	days, err := number(r, "days", usualDays, 1, analytics.Days)
	if err != nil {
		return err
	}
	if s.Analytics == nil {
		return fail(unavailable, "Nothing is recorded here")
	}
	report, err := s.Analytics.Report(r.Context(), days)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, analyticsOf(report))
}

func analyticsOf(report analytics.Report) analyticsAnswer {
	var a analyticsAnswer
	a.Usage.Total, a.Usage.Endpoints, a.Usage.Data = report.Requests, map[string]int64{}, []endpointCount{}
	for _, e := range report.Endpoints {
		a.Usage.Endpoints[e.Endpoint] = e.Count
		a.Usage.Data = append(a.Usage.Data, endpointCount(e))
	}
	a.Engagement.Users, a.Engagement.Actions = report.ActiveUsers, report.Actions
	if report.ActiveUsers > 0 {
		a.Engagement.Mean = float64(report.Actions) / float64(report.ActiveUsers)
	}
	a.Model.Latency, a.Model.TokenRate = report.Latency.Seconds(), report.TokensPerSecond
	a.Model.SuccessRate, a.Model.Total = report.SuccessRate, report.Inferences
	a.Network.Miners, a.Network.Flops, a.Network.BlockTime = trend(report.Miners), []trendPoint{}, trend(report.BlockTime)
	return a
}

func trend(points []analytics.Point) []trendPoint {
	list := make([]trendPoint, len(points))
	for i, p := range points {
		list[i] = trendPoint(p)
	}
	return list
}

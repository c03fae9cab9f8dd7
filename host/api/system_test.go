package api

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/runtime/engine"
)

func TestQueueStatsCountByAdapter(t *testing.T) {
	p := Parts{Inference: Inference{Engine: func() engine.Stats {
		return engine.Stats{Queued: 3, MaxQueue: 256, Running: 1, MaxBatch: 16, Loads: []engine.Load{{Queued: 1}, {Adapter: "law", Queued: 2, Running: 1}}}
	}}}
	w, _ := do(t, p, "GET", "/queue/stats", "")
	const want = `{"queue_depth":3,"max_queue":256,"running":1,"max_batch":16,"adapters":[{"adapter":"","queued":1,"running":0},{"adapter":"law","queued":2,"running":1}]}`
	if got := strings.TrimSpace(w.Body.String()); w.Code != 200 || got != want {
		t.Errorf("%d %s, want %s", w.Code, got, want)
	}
	if w, _ := do(t, Parts{}, "GET", "/api/queue/stats", ""); w.Code != 503 {
		t.Errorf("without a model: %d %s, want 503", w.Code, w.Body)
	}
}

func TestClientsHearWhetherTheyAreTooOld(t *testing.T) {
	p := Parts{Version: "0.9.0", Clients: config.Clients{MinVersion: "1.10.0", UpdateURL: "https://r3mes.example/"}}
	for own, want := range map[string]string{
		"":              `"update_required":false,"update_url":"https://r3mes.example/","critical":false}`,
		"1.9.9":         `"update_required":true,"update_url":"https://r3mes.example/","critical":true}`,
		"1.10.0":        `"update_required":false`,
		"2.0.0":         `"update_required":false`,
		"1.10.0-beta.1": `"update_required":true`,
		"newest":        `"detail":[`,
	} {
		w, _ := do(t, p, "GET", "/system/version?version="+own, "")
		if got := w.Body.String(); !strings.Contains(got, want) || (w.Code == 200) != !strings.Contains(want, "detail") {
			t.Errorf("version %q: %d %s, want %s", own, w.Code, got, want)
		}
	}
	w, _ := do(t, Parts{Version: "0.9.0"}, "GET", "/system/version?version=0.0.1", "")
	if got := strings.TrimSpace(w.Body.String()); got != `{"min_version":"","current_version":"0.9.0","update_required":false,"update_url":"","critical":false}` {
		t.Errorf("without a minimum: %s", got)
	}
}

func TestTheServersTimeIsOneInstantInTwoForms(t *testing.T) {
	before := time.Now()
	w, _ := do(t, Parts{}, "GET", "/system/time", "")
	var got struct {
		Unix     int64     `json:"server_time"`
		ISO      time.Time `json:"server_time_iso"`
		Timezone string    `json:"timezone"`
	}
	err := json.Unmarshal(w.Body.Bytes(), &got)
	if err != nil || got.Unix != got.ISO.Unix() || got.ISO.Before(before.Add(-time.Second)) || got.ISO.After(time.Now().Add(time.Second)) || got.Timezone != "UTC" || !strings.Contains(w.Body.String(), `Z","timezone`) {
		t.Errorf("%s, %v", w.Body, err)
	}
}

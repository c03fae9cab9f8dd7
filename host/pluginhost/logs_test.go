package pluginhost

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
	"github.com/r3mes/r3mes/sdk"
)

// messages are those of lines, in order.
func messages(lines []LogLine) []string {
	var out []string
	for _, l := range lines {
		out = append(out, l.Message)
	}
	return out
}

func TestLogPages(t *testing.T) {
	l := &pluginLog{}
	for i := range 5 {
		level := slog.LevelInfo
		if i%2 == 1 {
			level = slog.LevelWarn
		}
		l.add(LogLine{Level: levelName(level), Message: fmt.Sprint(i)})
	}
	for name, c := range map[string]struct {
		query LogQuery
		want  []string
		next  int64
	}{
		"everything":                    {LogQuery{Level: LevelTrace}, []string{"0", "1", "2", "3", "4"}, 5},
		"the newest two":                {LogQuery{Limit: 2}, []string{"3", "4"}, 5},
		"warnings":                      {LogQuery{Level: slog.LevelWarn}, []string{"1", "3"}, 5},
		"the newest warning":            {LogQuery{Level: slog.LevelWarn, Limit: 1}, []string{"3"}, 5},
		"what follows a cursor":         {LogQuery{After: 3}, []string{"3", "4"}, 5},
		"the next two after a cursor":   {LogQuery{After: 1, Limit: 2}, []string{"1", "2"}, 3},
		"the next warning":              {LogQuery{After: 2, Limit: 1, Level: slog.LevelWarn}, []string{"3"}, 4},
		"nothing new":                   {LogQuery{After: 5}, nil, 5},
		"a cursor of the server before": {LogQuery{After: 99}, []string{"0", "1", "2", "3", "4"}, 5},
	} {
		page := l.read(c.query)
		if got := messages(page.Lines); !slices.Equal(got, c.want) || page.Next != c.next || page.Missed != 0 || page.Lines == nil {
			t.Errorf("%s: %q, next %d, want %q, next %d", name, got, page.Next, c.want, c.next)
		}
	}
}

// However much is written, the newest lines are kept, and a reader that was
// slow is told what it missed.
func TestLogForgetsTheOldest(t *testing.T) {
	l := &pluginLog{}
	const written = 3*keptLogLines + 7
	for i := range written {
		l.add(LogLine{Level: "info", Message: fmt.Sprint(i + 1)})
	}
	page := l.read(LogQuery{After: 10})
	first, last := page.Lines[0], page.Lines[len(page.Lines)-1]
	if len(page.Lines) != keptLogLines || last.Number != written || page.Missed != written-keptLogLines-10 || len(l.lines) != keptLogLines {
		t.Errorf("%d lines to number %d, %d missed", len(page.Lines), last.Number, page.Missed)
	}
	if first.Number != written-keptLogLines+1 || first.Message != fmt.Sprint(first.Number) {
		t.Errorf("the oldest line is %+v", first)
	}
}

// A follower sees every line once, in order, while others write.
func TestLogHammer(t *testing.T) {
	l := &pluginLog{}
	const writers, each = 4, keptLogLines / 4
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				l.add(LogLine{Level: "info", Message: fmt.Sprint(w, " ", i)})
				l.drop()
			}
		})
	}
	wg.Add(1)
	seen := map[string]bool{}
	go func() {
		defer wg.Done()
		for after := int64(0); after < writers*each; {
			page := l.read(LogQuery{After: after, Limit: 7})
			if after == 0 { // the newest ones; the lines before them were not followed
				for n := int64(1); len(page.Lines) > 0 && n < page.Lines[0].Number; n++ {
					seen[fmt.Sprint("before ", n)] = true
				}
			}
			for _, line := range page.Lines {
				if seen[line.Message] {
					t.Errorf("line %q was read twice", line.Message)
				}
				seen[line.Message] = true
			}
			after = page.Next
		}
	}()
	wg.Wait()
	if len(seen) != writers*each {
		t.Errorf("%d lines were read, want %d", len(seen), writers*each)
	}
	if page := l.read(LogQuery{}); page.Dropped != writers*each {
		t.Errorf("%d dropped, want %d", page.Dropped, writers*each)
	}
}

// speaker logs in hook, and answers it.
func speaker(m *plugintest.Module, env plugintest.Env, log, hook, words, answer string) {
	f := m.Import("extism:host/env", log, []byte{plugintest.I64}, nil)
	m.Export(sdk.ExportPrefix+hook, m.Func(nil, cat(env.Place(0, words), plugintest.Get(0), plugintest.Call(f), env.Output(answer))))
}

// What a plugin logs can be read with everything that helps to find the cause;
// a failed call stands there too, whatever was granted.
func TestLogsOfPlugin(t *testing.T) {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	speaker(m, env, "log_warn", "route", "look\x1b[31m", `{"adapter":"nowhere"}`)
	h, g := serve(t, Options{Grants: map[string][]string{"p": {"log"}}},
		plugin{"p", m.Bytes(), plugintest.Manifest("p", []string{"route"}, `capabilities = ["log"]`)},
		routePlugin("quiet", says("{")))
	if _, ok := h.Logs("nobody", LogQuery{}); ok {
		t.Error("a plugin that never was has a log")
	}
	began := time.Now()
	g.Route(t.Context(), routeRequest("law"))
	page, ok := h.Logs("p", LogQuery{})
	if !ok || len(page.Lines) != 2 {
		t.Fatalf("log %+v, %v, want two lines", page, ok)
	}
	line, failure := page.Lines[0], page.Lines[1]
	if line.Message != "look [31m" || line.Level != "warn" || line.Version != "1.0.0" || len(line.Hash) != 64 || line.Hook != "route" ||
		line.RequestID != "r1" || line.Host || line.Withheld || line.Time.Before(began.Add(-time.Second)) || line.Number != 1 {
		t.Errorf("the plugin's line is %+v", line)
	}
	if !failure.Host || failure.Level != "error" || !strings.Contains(failure.Message, `bad_answer: adapter "nowhere" is not in the catalogue`) {
		t.Errorf("the line of the failed call is %+v", failure)
	}
	if page, _ := h.Logs("quiet", LogQuery{}); len(page.Lines) != 1 || !page.Lines[0].Host {
		t.Errorf("without the grant the log has %+v, want the failed call", page.Lines)
	}
}

// A plugin that sees the chat at one hook might remember it at another: none of
// its lines are kept.
func TestLogsOfWhoSeesTheChat(t *testing.T) {
	for _, granted := range []bool{false, true} {
		m := &plugintest.Module{}
		env := plugintest.NewEnv(m)
		log := m.Import("extism:host/env", "log_info", []byte{plugintest.I64}, nil)
		m.Export("r3mes_route", m.Func(nil, env.Output(`{"abstain":true}`)))
		m.Export("r3mes_quote", m.Func(nil, cat(env.Place(0, ownWords), plugintest.Get(0), plugintest.Call(log), env.Output(`{"abstain":true}`))))
		m.Export("r3mes_settle", m.Func(nil, env.Output(`{}`)))
		var server bytes.Buffer
		o := Options{Grants: map[string][]string{"p": {"log"}}, Logger: slog.New(slog.NewTextHandler(&server, nil))}
		if granted {
			o.Grants["p"] = []string{"log", "prompt"}
		}
		h, g := serve(t, o, plugin{"p", m.Bytes(), plugintest.Manifest("p", []string{"route", "quote", "settle"}, `capabilities = ["log", "prompt"]`)})
		g.Quote(t.Context(), quoteRequest())
		page, _ := h.Logs("p", LogQuery{})
		if len(page.Lines) != 1 || page.Lines[0].Withheld != granted || strings.Contains(page.Lines[0].Message+server.String(), "secret") == granted {
			t.Errorf("prompt granted %v: the log has %+v, the server's %s", granted, page.Lines, &server)
		}
	}
}

// The lines a plugin may write are limited over all its versions.
func TestLogLimitIsThePlugins(t *testing.T) {
	p := plugin{"p", logGuest(), plugintest.Manifest("p", []string{"route"}, `capabilities = ["log"]`)}
	h, old := serve(t, Options{Grants: map[string][]string{"p": {"log"}}}, p)
	other := p
	other.manifest = strings.Replace(p.manifest, "1.0.0", "1.0.1", 1)
	c, err := h.Prepare(t.Context(), sourceOf(other), Settings{Grants: []string{"log"}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := h.Activate(c); err != nil {
		t.Fatal(err)
	}
	now := h.Pin("")
	defer now.Release()
	const calls = 10 // of 41 lines each, of which 32 may pass
	for range calls / 2 {
		old.Route(t.Context(), routeRequest())
		now.Route(t.Context(), routeRequest())
	}
	page, _ := h.Logs("p", LogQuery{})
	if kept := int64(len(page.Lines)); kept < logBurst || kept+page.Dropped != 41*calls || page.Dropped < 9*calls {
		t.Errorf("%d lines are kept and %d dropped of %d", kept, page.Dropped, 41*calls)
	}
}

// The log of a plugin whose breaker opened holds the failures and the event,
// and not a line for each request that found it open.
func TestLogsOfAnOpenBreaker(t *testing.T) {
	var told events
	h, g := serve(t, Options{Changed: told.add, Limits: Limits{BreakerFailures: 2, BreakerRest: time.Hour}},
		routePlugin("p", func(plugintest.Env) []byte { return plugintest.Unreachable() }))
	for range 20 {
		g.Route(t.Context(), routeRequest())
	}
	eventually(t, func() bool { return told.kinds() == EventBreakerOpen })
	page, _ := h.Logs("p", LogQuery{})
	if len(page.Lines) != 3 {
		t.Fatalf("log %q, want two failures and the event", messages(page.Lines))
	}
	// Events are told off the request path, so the last failure may come after.
	i := slices.IndexFunc(page.Lines, func(l LogLine) bool { return l.Level == "warn" })
	if i < 1 || !page.Lines[i].Host || !strings.HasPrefix(page.Lines[i].Message, EventBreakerOpen+": ") || page.Lines[i].Version != "1.0.0" {
		t.Errorf("the log %+v has no line of the event after the first failure", page.Lines)
	}
}

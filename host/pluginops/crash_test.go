package pluginops

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/durable"
	"github.com/r3mes/r3mes/host/durable/durabletest"
	"github.com/r3mes/r3mes/host/pluginstore"
	"github.com/r3mes/r3mes/store"
)

// crash stands for the end of the process: nothing of the act runs after it.
type crash struct{}

func crashes(t *testing.T, do func()) {
	t.Helper()
	defer func() {
		if r := recover(); r != any(crash{}) {
			t.Fatalf("recovered %v, want the crash", r)
		}
	}()
	do()
	t.Fatal("the act went through")
}

// TestACrashBetweenTheStepsOfALoad ends the process between any two of: the
// version is prepared, saved, published, recorded. The next start serves the
// old or the new version, as was saved, and the audit log has the act when it
// is in effect.
func TestACrashBetweenTheStepsOfALoad(t *testing.T) {
	for name, c := range map[string]struct {
		at   string
		want string
		acts string
	}{
		"before the save":        {"save", "one", "plugin.load mine"},
		"before the publication": {"publish", "two", "plugin.load mine, plugin.load mine"},
		"before the record":      {"record", "two", "plugin.load mine, plugin.load mine"},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t, nil)
			r.load(router("mine", "one"))
			reach := func(step string) {
				if step == c.at {
					panic(crash{})
				}
			}
			crashes(t, func() {
				r.act(somebody, actLoad, "mine", func(e *audit.Entry) error {
					candidate, err := r.prepareUpload(t.Context(), e, router("mine", "two"))
					if err != nil {
						t.Fatal(err)
					}
					defer candidate.close()
					load := r.loading(candidate, false)
					publish := load.publish
					load.publish = func() (int64, error) { reach("publish"); return publish() }
					reach("save")
					if _, err := r.commit(e, load); err != nil {
						t.Error(err)
					}
					reach("record")
					return nil
				})
			})
			for range 2 { // the second start has nothing to mend
				r.restart()
				if got := r.answers("mine"); got != c.want || r.kept("mine") != r.roles("mine") {
					t.Errorf("answers %q, want %q; store %q, host %q", got, c.want, r.kept("mine"), r.roles("mine"))
				}
				if got := strings.Join(r.acts(10), ", "); got != c.acts {
					t.Errorf("the audit log has %q, want %q", got, c.acts)
				}
			}
			entries, err := r.audit.List(0, 1)
			if err != nil || entries[0].Name != "key1" || (c.want == "two") != (entries[0].Detail["recovered"] != "") {
				t.Errorf("%+v, %v; want the actor, and that it was recovered", entries[0], err)
			}
		})
	}
}

// A removal that a crash ends after it was saved goes on at the next start.
func TestACrashInARemoval(t *testing.T) {
	var clear func(context.Context, string) error
	r := start(t, func(o *Options) {
		if clear == nil {
			clear = func(context.Context, string) error { panic(crash{}) }
			o.ClearKV = clear
		}
	})
	r.load(router("mine", "one"))
	if err := r.ledger.KVSet(t.Context(), "mine", []byte("k"), []byte("v"), 0, store.KVQuota{Keys: 1, Bytes: 100}); err != nil {
		t.Fatal(err)
	}
	crashes(t, func() { r.Remove(t.Context(), somebody, "mine") })
	r.restart()
	if _, err := r.Show("mine"); !errors.Is(err, pluginstore.ErrUnknownPlugin) {
		t.Errorf("after the start: %v, want it removed", err)
	}
	if u, err := r.ledger.KVUsage(t.Context(), "mine"); err != nil || u.Keys != 0 {
		t.Errorf("%d pairs are left, %v", u.Keys, err)
	}
	if got := strings.Join(r.acts(10), ", "); got != "plugin.remove mine, plugin.load mine" {
		t.Errorf("the audit log has %q", got)
	}
}

// A disk that is full from any step of a load on loses nothing: the error says
// so, what served serves on, and when there is room the load goes through.
func TestAFullDisk(t *testing.T) {
	r := start(t, nil)
	r.load(router("mine", "one"))
	for n := 0; ; n++ {
		steps := 0
		r.store.Inject(func(step durable.Step, _ string) error {
			if steps++; steps > n && step != durable.StepSyncFolder && step != durable.StepRemove {
				return syscall.ENOSPC
			}
			return nil
		})
		kept := r.kept("mine")
		_, err := r.Load(t.Context(), somebody, router("mine", "two"))
		r.store.Inject(nil)
		if err == nil {
			break
		}
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "mine") {
			t.Fatalf("full from step %d: error %v, want one that names the plugin and the full disk", n, err)
		}
		if last := r.acts(1)[0]; last != "plugin.load mine!" {
			t.Errorf("full from step %d: the audit log has %q", n, last)
		}
		if r.answers("mine") != "one" || r.kept("mine") != kept || r.kept("mine") != r.roles("mine") {
			t.Fatalf("full from step %d: answers %q; store %q, was %q, host %q", n, r.answers("mine"), r.kept("mine"), kept, r.roles("mine"))
		}
		if n > 20 {
			t.Fatal("a load has no end")
		}
	}
	for range 2 {
		if r.answers("mine") != "two" || r.kept("mine") != r.roles("mine") {
			t.Errorf("with room: answers %q; store %q, host %q", r.answers("mine"), r.kept("mine"), r.roles("mine"))
		}
		r.restart()
	}
}

// An act whose entry cannot be written says so, and the next start writes it.
func TestAnActThatCannotBeRecorded(t *testing.T) {
	r := start(t, nil)
	r.load(router("mine", "one"))
	if err := r.audit.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Load(t.Context(), somebody, router("mine", "two")); !errors.Is(err, audit.ErrNotRecorded) {
		t.Errorf("error %v, want ErrNotRecorded", err)
	}
	var err error
	if r.audit, err = audit.Open(r.data+"/audit", audit.Options{}); err != nil {
		t.Fatal(err)
	}
	r.restart()
	if got := strings.Join(r.acts(10), ", "); got != "plugin.load mine, plugin.load mine" || r.answers("mine") != "two" {
		t.Errorf("the audit log has %q, answers %q", got, r.answers("mine"))
	}
}

// A save whose publication is refused is taken back.
func TestWhatCannotBePublishedIsNotKept(t *testing.T) {
	r := start(t, nil)
	refused := errors.New("not now")
	for _, before := range []string{"none", "one"} {
		if before != "none" {
			r.load(router("mine", before))
		}
		kept := r.kept("mine")
		err := r.act(somebody, actLoad, "mine", func(e *audit.Entry) error {
			c, err := r.prepareUpload(t.Context(), e, router("mine", "two"))
			if err != nil {
				return err
			}
			defer c.close()
			load := r.loading(c, false)
			load.publish = func() (int64, error) { return 0, refused }
			_, err = r.commit(e, load)
			return err
		})
		if !errors.Is(err, refused) || r.kept("mine") != kept {
			t.Errorf("error %v; store %q, was %q", err, r.kept("mine"), kept)
		}
	}
}

// dataToKill names the data folder for the process that is killed.
const dataToKill = "PLUGINOPS_TEST_KILL"

// TestActUntilKilled is the process that TestKilledWhileActing kills. It says
// what it is about to do, and what is kept when that is acknowledged.
func TestActUntilKilled(t *testing.T) {
	data := os.Getenv(dataToKill)
	if data == "" {
		t.Skip("only another test runs it")
	}
	r := &rig{t: t, data: data, folder: data + "/none", log: &lines{}}
	r.open()
	for n := 0; ; n++ {
		plugin := fmt.Sprintf("p%d", n%2)
		fmt.Println("try", plugin)
		var err error
		switch n / 2 % 5 {
		case 0, 1, 3:
			_, err = r.Load(t.Context(), somebody, router(plugin, fmt.Sprint("a", n)))
		case 2:
			_, err = r.Rollback(t.Context(), somebody, plugin, 1)
		case 4:
			err = r.Remove(t.Context(), somebody, plugin)
		}
		if err != nil && !errors.Is(err, pluginstore.ErrState) && !errors.Is(err, pluginstore.ErrUnknownPlugin) {
			t.Fatal(err)
		}
		fmt.Println("done", plugin, r.kept(plugin))
	}
}

// TestKilledWhileActing kills a process that loads, rolls back and removes, at
// any moment. What it acknowledged is what the next start serves, nothing is
// broken, and the audit log has the last act of every plugin.
func TestKilledWhileActing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no signals")
	}
	r := &rig{t: t, data: t.TempDir(), log: &lines{}}
	r.folder = r.data + "/none"
	t.Cleanup(r.close)
	last, acknowledged := map[string]string{}, 0
	for round := range 4 {
		for line := range strings.Lines(killed(t, r.data, time.Duration(300+97*round)*time.Millisecond)) {
			words := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 3)
			if len(words) < 2 || !strings.HasSuffix(line, "\n") {
				continue
			}
			last[words[1]] = ""
			if words[0] == "done" {
				last[words[1]] = words[2]
				acknowledged++
			}
		}
		r.open()
		list, err := r.List()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			if p.Broken != "" || r.kept(p.Name) != r.roles(p.Name) {
				t.Errorf("after kill %d: %s: broken %q; store %q, host %q", round, p.Name, p.Broken, r.kept(p.Name), r.roles(p.Name))
			}
			if has, err := r.audit.Has(p.Last.ID, p.Last.At); !has || err != nil {
				t.Errorf("after kill %d: the audit log lacks the last act of %s, %s: %v", round, p.Name, p.Last.Name, err)
			}
		}
		for plugin, kept := range last {
			if kept != "" && r.roles(plugin) != kept {
				t.Errorf("after kill %d: %s is %q, acknowledged was %q", round, plugin, r.roles(plugin), kept)
			}
		}
		if strings.Contains(r.log.String(), "level=ERROR") {
			t.Errorf("after kill %d: %s", round, r.log)
		}
		r.close()
	}
	t.Logf("%d acts were acknowledged", acknowledged)
	if acknowledged == 0 {
		t.Error("nothing was done before the kills")
	}
}

// killed runs TestActUntilKilled, kills it some time after its first act, and
// returns what it said.
func killed(t *testing.T, data string, after time.Duration) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestActUntilKilled$", "-test.v=false")
	cmd.Env = append(os.Environ(), dataToKill+"="+data)
	said := durabletest.Kill(t, cmd, func(printed string) bool { return strings.Contains(printed, "try") }, after)
	if strings.Contains(said, "FAIL") {
		t.Fatal(said)
	}
	return said
}

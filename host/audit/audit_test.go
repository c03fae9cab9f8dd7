package audit

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/durable/durabletest"
)

func open(t testing.TB, dir string, o Options) *Log {
	t.Helper()
	l, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func add(t testing.TB, l *Log, target string) Entry {
	t.Helper()
	e, err := l.Append(Entry{ID: "id-" + target, Actor: Actor{Name: ActorLocal}, Act: "plugin.load", Target: target, Detail: map[string]string{"hash": "abc"}})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// listed is what the log says, newest first: "seq act target".
func listed(t testing.TB, l *Log, before int64, limit int) string {
	t.Helper()
	list, err := l.List(before, limit)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, e := range list {
		words = append(words, fmt.Sprintf("%d %s", e.Seq, strings.TrimSuffix(e.Act+" "+e.Target, " ")))
	}
	return strings.Join(words, ", ")
}

func TestEntriesOutliveTheProcess(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "audit")
	l := open(t, dir, Options{})
	began := time.Now()
	add(t, l, "a")
	want := add(t, l, "b")
	l.Close()
	l = open(t, dir, Options{})
	add(t, l, "c")
	if got := listed(t, l, 0, 10); got != "3 plugin.load c, 2 plugin.load b, 1 plugin.load a" {
		t.Errorf("got %q", got)
	}
	if got := listed(t, l, 3, 1); got != "2 plugin.load b" {
		t.Errorf("one entry before 3: %q", got)
	}
	if got := listed(t, l, 1, 10); got != "" {
		t.Errorf("before the first: %q", got)
	}
	list, _ := l.List(3, 1)
	if e := list[0]; fmt.Sprint(e) != fmt.Sprint(want) || e.Time.Before(began.Add(-time.Second)) || e.Detail["hash"] != "abc" || e.Name != ActorLocal {
		t.Errorf("got %+v, want %+v", e, want)
	}
	for id, want := range map[string]bool{"id-a": true, "id-c": true, "id-d": false} {
		if got, err := l.Has(id, began.Add(-time.Second)); got != want || err != nil {
			t.Errorf("Has(%q) = %v, %v", id, got, err)
		}
	}
	if info, err := os.Stat(filepath.Join(dir, segmentName(1))); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
}

func TestDoRecordsHowItEnded(t *testing.T) {
	l := open(t, t.TempDir(), Options{})
	if err := l.Do(Entry{Actor: Actor{"key1", "127.0.0.1"}, Act: "wallet.topup"}, func(e *Entry) error { e.Target = "w"; return nil }); err != nil {
		t.Fatal(err)
	}
	cause := errors.New("wallet: no such wallet")
	if err := l.Do(Entry{Actor: Actor{Name: "key1"}, Act: "wallet.topup", Target: "x"}, func(*Entry) error { return cause }); err != cause {
		t.Errorf("error %v, want the act's own", err)
	}
	list, err := l.List(0, 10)
	if err != nil || len(list) != 2 || list[0].Error != cause.Error() || list[1].Error != "" || list[1].From != "127.0.0.1" || list[1].Target != "w" {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestATornEntryIsCutAndSaid(t *testing.T) {
	whole, err := encode(Entry{Seq: 3, Act: "plugin.load", Target: "torn"})
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n < len(whole); n++ {
		for name, tail := range map[string][]byte{"cut": whole[:n], "zeros": make([]byte, n)} {
			dir := t.TempDir()
			l := open(t, dir, Options{})
			add(t, l, "a")
			add(t, l, "b")
			l.Close()
			path := filepath.Join(dir, segmentName(1))
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, append(content, tail...), 0o600); err != nil {
				t.Fatal(err)
			}
			l = open(t, dir, Options{})
			add(t, l, "c")
			if got := listed(t, l, 0, 10); got != "4 plugin.load c, 3 audit.cut, 2 plugin.load b, 1 plugin.load a" {
				t.Fatalf("%s at %d: %q", name, n, got)
			}
			if list, _ := l.List(4, 1); list[0].Detail["bytes"] != fmt.Sprint(n) || l.Cut() != n {
				t.Fatalf("%s at %d: %+v does not say how much was cut", name, n, list[0])
			}
			l.Close()
		}
		n += n / 4 // not every length: each costs a few syncs
	}
}

func TestADamagedEntryShowsAsAHole(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, Options{})
	for _, target := range []string{"a", "b", "c"} {
		add(t, l, target)
	}
	path := filepath.Join(dir, segmentName(1))
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, damaged := range []string{`"target":"b"`, `"target":"c"`} {
		broken := bytes.Replace(content, []byte(damaged), []byte(`"target":"X"`), 1)
		if err := os.WriteFile(path, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		l := open(t, dir, Options{})
		want := map[string]string{`"target":"b"`: "3 plugin.load c, 2 audit.damaged, 1 plugin.load a", `"target":"c"`: "3 audit.damaged, 2 plugin.load b, 1 plugin.load a"}[damaged]
		if got := listed(t, l, 0, 10); got != want {
			t.Errorf("%s damaged: %q, want %q", damaged, got, want)
		}
		if list, _ := l.List(0, 10); !strings.Contains(fmt.Sprint(list), segmentName(1)) {
			t.Errorf("%+v does not say which file", list)
		}
		if e := add(t, l, "d"); e.Seq != 4 {
			t.Errorf("the next entry has number %d, want 4", e.Seq)
		}
	}
}

func TestTheLogIsBounded(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, Options{SegmentBytes: 500, Segments: 3})
	for n := range 100 {
		add(t, l, fmt.Sprint(n))
	}
	var size int64
	files, err := os.ReadDir(dir)
	if err != nil || len(files) > 3 {
		t.Errorf("%d segments, %v; want at most 3", len(files), err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
	}
	if size > 3*(500+300) {
		t.Errorf("the log has %d bytes", size)
	}
	list, err := l.List(0, 1000)
	if err != nil || len(list) < 4 || list[0].Target != "99" {
		t.Fatalf("%d entries, %v; want the newest ones", len(list), err)
	}
	for i, e := range list {
		if e.Seq != 100-int64(i) {
			t.Fatalf("entry %d has number %d, want %d: none of the kept ones is missing", i, e.Seq, 100-i)
		}
	}
	for id, want := range map[string]bool{"id-0": true, "id-99": true, "id-new": true} { // id-0 is older than what is kept
		if got, err := l.Has(id, list[len(list)-1].Time.Add(-time.Second)); got != want || err != nil {
			t.Errorf("Has(%q) = %v, %v", id, got, err)
		}
	}
	if got, err := l.Has("id-new", list[0].Time); got || err != nil {
		t.Errorf("Has of an act that the log must have = %v, %v", got, err)
	}
	l.Close()
	if e := add(t, open(t, dir, Options{SegmentBytes: 500, Segments: 3}), "next"); e.Seq != 101 {
		t.Errorf("after opening again: number %d, want 101", e.Seq)
	}
}

func TestAFullDiskIsAnErrorAndLeavesNoHalfEntry(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, Options{})
	add(t, l, "a")
	l.write = func(f *os.File, line []byte) (int, error) {
		n, _ := f.Write(line[:len(line)/2])
		return n, syscall.ENOSPC
	}
	if _, err := l.Append(Entry{Act: "x"}); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("error %v, want the full disk", err)
	}
	did := false
	err := l.Do(Entry{Act: "x"}, func(*Entry) error { did = true; return nil })
	if !did || !errors.Is(err, ErrNotRecorded) || !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("error %v, want ErrNotRecorded: the act was done", err)
	}
	cause := errors.New("own error")
	if err := l.Do(Entry{Act: "x"}, func(*Entry) error { return cause }); !errors.Is(err, cause) || errors.Is(err, ErrNotRecorded) {
		t.Errorf("error %v, want the act's own", err)
	}
	l.write = (*os.File).Write
	add(t, l, "b")
	if got := listed(t, l, 0, 10); got != "2 plugin.load b, 1 plugin.load a" {
		t.Errorf("got %q", got)
	}
	l.Close()
	if got := listed(t, open(t, dir, Options{}), 0, 10); got != "2 plugin.load b, 1 plugin.load a" {
		t.Errorf("opened again: %q", got)
	}
}

func TestLongAndStrangeTextsAreCutAndStayOneLine(t *testing.T) {
	l := open(t, t.TempDir(), Options{})
	detail := map[string]string{}
	for n := range 100 {
		detail[fmt.Sprint(n)] = strings.Repeat("x", 10_000)
	}
	if err := l.Do(Entry{Act: "x", Target: "a\nb\xff", Detail: detail}, func(*Entry) error { return errors.New(strings.Repeat("é", 10_000)) }); err == nil {
		t.Error("no error")
	}
	list, err := l.List(0, 10)
	if err != nil || len(list) != 1 || len(list[0].Error) > maxText+10 || len(list[0].Detail) != maxDetails || list[0].Target != "a\nb�" {
		t.Errorf("%d entries, %v: %.300s", len(list), err, fmt.Sprint(list))
	}
}

func TestAppendAndListSideBySide(t *testing.T) {
	l := open(t, t.TempDir(), Options{SegmentBytes: 2000, Segments: 4})
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Go(func() {
			for n := range 25 {
				add(t, l, fmt.Sprint(worker, n))
				if list, err := l.List(0, 5); err != nil || len(list) == 0 || strings.Contains(fmt.Sprint(list), ActDamaged) {
					t.Errorf("%v, %v", list, err)
				}
			}
		})
	}
	wg.Wait()
	if list, _ := l.List(0, 1); list[0].Seq != 100 {
		t.Errorf("the newest has number %d, want 100", list[0].Seq)
	}
}

func FuzzParseSegment(f *testing.F) {
	line, err := encode(Entry{Seq: 7, Act: "x"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(line)
	f.Add(append(bytes.Clone(line), line[:10]...))
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, e := range parseSegment(7, content) {
			if e.Act == ActDamaged {
				continue
			}
			if again, err := encode(e); err != nil || len(again) == 0 {
				t.Errorf("%+v: %v", e, err)
			}
		}
	})
}

// logToKill names the folder of a log for the process that is killed.
const logToKill = "AUDIT_TEST_KILL"

func TestMain(m *testing.M) {
	if dir := os.Getenv(logToKill); dir != "" {
		appendUntilKilled(dir)
	}
	os.Exit(m.Run())
}

func appendUntilKilled(dir string) {
	l, err := Open(dir, Options{SegmentBytes: 3000})
	for err == nil {
		var e Entry
		if e, err = l.Append(Entry{Act: "x", Target: strings.Repeat("y", 500)}); err == nil {
			fmt.Println(e.Seq)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// killed appends in another process, kills it some time after its first entry,
// and returns what it said.
func killed(t *testing.T, dir string, after time.Duration) string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), logToKill+"="+dir)
	return durabletest.Kill(t, cmd, func(printed string) bool { return printed != "" }, after)
}

func TestKilledWhileAppending(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no signals")
	}
	dir, total := t.TempDir(), 0
	for round := range 4 {
		out := killed(t, dir, time.Duration(40+round*31)*time.Millisecond)
		l := open(t, dir, Options{SegmentBytes: 3000})
		has := map[int64]bool{}
		list, err := l.List(0, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range list {
			has[e.Seq] = e.Act == "x"
		}
		oldest := list[len(list)-1].Seq // what is older went with its segment
		for line := range strings.Lines(out) {
			var seq int64
			if n, _ := fmt.Sscanf(line, "%d\n", &seq); n == 1 && strings.HasSuffix(line, "\n") {
				total++
				if seq >= oldest && !has[seq] {
					t.Errorf("after kill %d: acknowledged entry %d is missing", round, seq)
				}
			}
		}
		l.Close()
	}
	if total == 0 {
		t.Error("nothing was appended before the kills")
	}
}

func TestOpenRefusesAFolderThatOthersMayWrite(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("access rights are inherited there")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, fs.FileMode(0o777)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Options{}); err == nil || !strings.Contains(err.Error(), "chmod 700") {
		t.Errorf("error %v, want one that says how to mend it", err)
	}
}

package audit

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/r3mes/r3mes/host/durable"
)

// Actors that are no API key.
const (
	ActorLocal = "local" // over the administration socket
	ActorCLI   = "cli"   // a command on the data folder while no server runs
	ActorOpen  = "open"  // without a key, in open mode
	ActorHost  = "host"  // the server itself, an automatic rollback for instance
)

// ErrNotRecorded: an act was carried out, but could not be written to the log.
var ErrNotRecorded = errors.New("done, but not recorded in the audit log")

// Actor is who acts, and from where.
type Actor struct {
	Name string `json:"actor"`          // id of the API key, or one of the actors above
	From string `json:"from,omitempty"` // address of the caller
}

// Entry is one act.
type Entry struct {
	Seq  int64     `json:"seq"`          // grows by one with every entry
	ID   string    `json:"id,omitempty"` // names the act elsewhere, in a plugin's record for instance
	Time time.Time `json:"time"`
	Actor
	Act    string            `json:"act"` // noun.verb, such as "plugin.load"
	Target string            `json:"target,omitempty"`
	Detail map[string]string `json:"detail,omitempty"`
	Error  string            `json:"error,omitempty"` // why it failed; empty: it worked
}

// Acts that the log itself writes.
const (
	ActCut     = "audit.cut"     // an entry that a crash tore was cut off at start
	ActDamaged = "audit.damaged" // in a listing: an entry was here that the disk damaged
)

// Options bound the log. Zero fields take the defaults.
type Options struct {
	SegmentBytes int64 // of one file; default 4 MiB
	Segments     int   // files kept; default 16
}

// Log is the audit log of one data folder. Safe for concurrent use.
type Log struct {
	dir     string
	options Options
	// write is file.Write, for tests of a full disk.
	write func(file *os.File, line []byte) (int, error)

	mu     sync.Mutex
	file   *os.File // the newest segment
	size   int64    // of whole lines in it
	next   int64    // Seq of the next entry
	cut    int      // bytes of a torn entry, at Open
	broken error    // why nothing can be appended until the log is opened again
}

// Open opens the log in the folder dir, which it makes when it is missing.
// What a crash left of an entry that was not whole is cut off and said in an
// entry, ActCut.
func Open(dir string, o Options) (*Log, error) {
	if _, err := durable.Open(dir); err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	l := &Log{
		dir: dir, next: 1, write: (*os.File).Write,
		options: Options{SegmentBytes: cmp.Or(o.SegmentBytes, 4<<20), Segments: cmp.Or(o.Segments, 16)},
	}
	if err := l.resume(); err != nil {
		if l.file != nil {
			err = errors.Join(err, l.file.Close())
		}
		return nil, fmt.Errorf("audit: %w", err)
	}
	return l, nil
}

// Cut is how many bytes of a torn entry Open cut off.
func (l *Log) Cut() int { return l.cut }

// segmentSuffix ends the name of a segment's file, which begins with the Seq of
// its first entry in 19 digits, so that names sort.
const segmentSuffix = ".log"

func segmentName(first int64) string { return fmt.Sprintf("%019d%s", first, segmentSuffix) }

// segments lists the files, oldest first, by the Seq of their first entry.
func (l *Log) segments() ([]int64, error) {
	entries, err := os.ReadDir(l.dir)
	if err != nil {
		return nil, err
	}
	var firsts []int64
	for _, e := range entries {
		digits, ok := strings.CutSuffix(e.Name(), segmentSuffix)
		if first, err := strconv.ParseInt(digits, 10, 64); ok && err == nil && e.Name() == segmentName(first) {
			firsts = append(firsts, first)
		}
	}
	slices.Sort(firsts)
	return firsts, nil
}

// resume goes on behind the last whole line.
func (l *Log) resume() error {
	firsts, err := l.segments()
	if err != nil {
		return err
	}
	if len(firsts) == 0 {
		return l.startSegment()
	}
	first := firsts[len(firsts)-1]
	path := filepath.Join(l.dir, segmentName(first))
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	whole := bytes.LastIndexByte(content, '\n') + 1
	l.size, l.next = int64(whole), first
	for _, e := range parseSegment(first, content[:whole]) {
		l.next = e.Seq + 1
	}
	if l.file, err = os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0); err != nil {
		return err
	}
	l.cut = len(content) - whole
	if l.cut == 0 {
		return nil
	}
	if err := errors.Join(l.file.Truncate(l.size), l.file.Sync()); err != nil {
		return err
	}
	// A full disk must not keep the server from its start; Cut tells too.
	_, _ = l.append(Entry{Actor: Actor{Name: ActorHost}, Act: ActCut, Detail: map[string]string{"bytes": strconv.Itoa(l.cut), "file": segmentName(first)}})
	return nil
}

// startSegment begins a file at l.next, and removes the oldest ones that are
// too many.
func (l *Log) startSegment() error {
	file, err := os.OpenFile(filepath.Join(l.dir, segmentName(l.next)), os.O_WRONLY|os.O_APPEND|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := durable.SyncFolder(l.dir); err != nil {
		return errors.Join(err, file.Close())
	}
	old := l.file
	l.file, l.size = file, 0
	if old != nil {
		err = old.Close()
	}
	firsts, listed := l.segments()
	err = errors.Join(err, listed)
	for len(firsts) > l.options.Segments {
		err = errors.Join(err, os.Remove(filepath.Join(l.dir, segmentName(firsts[0]))))
		firsts = firsts[1:]
	}
	return err
}

// Do carries out an act and records how it ended, before it returns; do may
// complete the entry. The error is the act's own; ErrNotRecorded when the act
// was done and the log failed.
func (l *Log) Do(e Entry, do func(*Entry) error) error {
	err := do(&e)
	if err != nil {
		e.Error = err.Error()
	}
	if _, failed := l.Append(e); failed != nil {
		if err == nil {
			return fmt.Errorf("audit: %s %s: %w: %w", e.Act, e.Target, ErrNotRecorded, failed)
		}
		return errors.Join(err, failed)
	}
	return err
}

// Append adds an entry, whose Seq and, if it has none, Time it sets. It is on
// the disk when Append returns. An error leaves the log as it was.
func (l *Log) Append(e Entry) (Entry, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken != nil {
		return e, fmt.Errorf("audit: %w", l.broken)
	}
	e, err := l.append(e)
	if err != nil {
		return e, fmt.Errorf("audit: append: %w", err)
	}
	return e, nil
}

func (l *Log) append(e Entry) (Entry, error) {
	if l.size >= l.options.SegmentBytes {
		if err := l.startSegment(); err != nil {
			return e, err
		}
	}
	e.Seq = l.next
	if e.Time.IsZero() {
		e.Time = time.Now()
	}
	e.Time = e.Time.UTC()
	line, err := encode(e)
	if err != nil {
		return e, err
	}
	_, err = l.write(l.file, line)
	if err == nil {
		err = l.file.Sync()
	}
	if err != nil {
		// Half a line in the middle would take the next entry with it.
		if undo := errors.Join(l.file.Truncate(l.size), l.file.Sync()); undo != nil {
			l.broken = fmt.Errorf("not usable until the server is started again: %w", undo)
		}
		return e, err
	}
	l.size += int64(len(line))
	l.next++
	return e, nil
}

// List returns the entries before the entry with the Seq before, newest first,
// at most limit; before 0 begins with the newest. An entry that the disk
// damaged shows as one with the act ActDamaged.
func (l *Log) List(before int64, limit int) ([]Entry, error) {
	var list []Entry
	err := l.walk(func(e Entry) bool {
		if before == 0 || e.Seq < before {
			list = append(list, e)
		}
		return len(list) < limit
	})
	return list, err
}

// Has tells whether an entry names the act id, which was carried out at or after
// since. Of an act that is older than the log it cannot tell, and says yes.
func (l *Log) Has(id string, since time.Time) (bool, error) {
	found, last := false, Entry{Seq: 1}
	err := l.walk(func(e Entry) bool {
		found, last = e.ID == id, e
		return !found && !e.Time.Before(since)
	})
	forgotten := last.Seq > 1 && !last.Time.Before(since)
	return found || forgotten, err
}

// walk yields the entries, newest first, until yield returns false.
func (l *Log) walk(yield func(Entry) bool) error {
	firsts, size, err := l.readable()
	if err != nil {
		return fmt.Errorf("audit: list: %w", err)
	}
	for i, first := range slices.Backward(firsts) {
		content, err := os.ReadFile(filepath.Join(l.dir, segmentName(first)))
		if errors.Is(err, os.ErrNotExist) {
			return nil // the oldest one has just gone
		} else if err != nil {
			return fmt.Errorf("audit: list: %w", err)
		}
		if i == len(firsts)-1 {
			content = content[:min(size, int64(len(content)))] // not a line that is being written
		}
		for _, e := range slices.Backward(parseSegment(first, content)) {
			if !yield(e) {
				return nil
			}
		}
	}
	return nil
}

// readable lists the segments, and how much of the newest is whole.
func (l *Log) readable() (firsts []int64, size int64, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	firsts, err = l.segments()
	return firsts, l.size, err
}

// Close closes the log; nothing is written afterwards.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken == nil {
		l.broken = errors.New("the log is closed")
	}
	if err := l.file.Close(); err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}

// Bounds of an entry: what is longer is cut, so that no act fails because its
// error is long.
const (
	maxText    = 1000 // bytes of one text
	maxDetails = 32
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// encode writes an entry as a line: its CRC-32C in eight hex digits, a space,
// and JSON.
func encode(e Entry) ([]byte, error) {
	e.bound()
	text, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%08x %s\n", crc32.Checksum(text, castagnoli), text), nil
}

func (e *Entry) bound() {
	for _, text := range []*string{&e.ID, &e.Name, &e.From, &e.Act, &e.Target, &e.Error} {
		*text = cut(*text)
	}
	detail := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(e.Detail))[:min(len(e.Detail), maxDetails)] {
		detail[cut(key)] = cut(e.Detail[key])
	}
	e.Detail = detail
}

func cut(text string) string {
	if len(text) > maxText {
		text = text[:maxText] + "…"
	}
	return strings.ToValidUTF8(text, "�")
}

// parseSegment reads whole lines. One that is damaged becomes an entry that
// says so, with the Seq that it must have had.
func parseSegment(first int64, content []byte) []Entry {
	var list []Entry
	next := first
	for line := range bytes.Lines(content) {
		e, err := decode(bytes.TrimSuffix(line, []byte("\n")))
		if err != nil {
			e = Entry{Seq: next, Act: ActDamaged, Error: fmt.Sprintf("%s: %v", segmentName(first), err)}
		}
		list = append(list, e)
		next = e.Seq + 1
	}
	return list
}

func decode(line []byte) (Entry, error) {
	var e Entry
	sum, text, ok := bytes.Cut(line, []byte(" "))
	if !ok || string(sum) != fmt.Sprintf("%08x", crc32.Checksum(text, castagnoli)) {
		return e, errors.New("a line whose checksum is wrong")
	}
	return e, json.Unmarshal(text, &e)
}

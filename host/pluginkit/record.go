package pluginkit

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"gopkg.in/natefinch/lumberjack.v2"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/sdk"
)

// Recording is one call of a live host, a line of a recording file.
type Recording struct {
	Time    time.Time `json:"time"`
	Plugin  string    `json:"plugin"`
	Version string    `json:"version"`
	Hash    string    `json:"hash"` // of the module
	Hook    string    `json:"hook"`
	Input   string    `json:"input"`
	Output  string    `json:"output,omitempty"`
	Error   string    `json:"error,omitempty"` // the kind of failure, one of sdk's Error… constants
}

// Name tells the call apart from others, for people: when it was, and the hook.
func (r Recording) Name() string { return r.Time.Format("2006-01-02T15:04:05.000Z") + " " + r.Hook }

// Recorder writes the calls of a live host to a file that only its owner may
// read. Without prompts it keeps what no user wrote: routes without their
// messages, quotes and settlements. Safe for concurrent use.
type Recorder struct {
	prompts bool
	mu      sync.Mutex
	out     io.WriteCloser
	failed  error
}

// A recording is replaced at recordingMiB, and kept recordingFiles times.
const (
	recordingMiB   = 64
	recordingFiles = 4
)

// OpenRecorder appends to the file at path.
func OpenRecorder(path string, prompts bool) (*Recorder, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("pluginkit: record: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("pluginkit: record: %w", err)
	}
	return &Recorder{prompts: prompts, out: &lumberjack.Logger{Filename: path, MaxSize: recordingMiB, MaxBackups: recordingFiles - 1}}, nil
}

// Record is for pluginhost.Options. A write that fails ends the recording and
// is told by Close.
func (r *Recorder) Record(c pluginhost.Recorded) {
	input := c.Input
	if !r.prompts {
		var ok bool
		if input, ok = withoutPrompt(c.Hook, c.Input); !ok {
			return
		}
	}
	line, err := json.Marshal(Recording{
		Time: time.Now().UTC(), Plugin: c.Plugin, Version: c.Version, Hash: c.Hash,
		Hook: c.Hook, Input: string(input), Output: string(c.Output), Error: c.ErrorKind,
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed != nil {
		return
	}
	if err == nil {
		_, err = r.out.Write(append(line, '\n'))
	}
	r.failed = err
}

// Close ends the recording.
func (r *Recorder) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := errors.Join(r.failed, r.out.Close()); err != nil {
		return fmt.Errorf("pluginkit: record: %w", err)
	}
	return nil
}

// withoutPrompt takes the messages out of a request; false when nothing of the
// hook may be kept. Prices never see a prompt.
func withoutPrompt(hook string, input []byte) ([]byte, bool) {
	switch hook {
	case sdk.HookQuote, sdk.HookSettle:
		return input, true
	case sdk.HookRoute:
		var r sdk.RouteRequest
		if json.Unmarshal(input, &r) != nil {
			return nil, false
		}
		if r.Messages == nil {
			return input, true
		}
		r.Messages = nil
		text, err := json.Marshal(r)
		return text, err == nil
	}
	return nil, false
}

// ReadRecordings reads a recording file. Plugin and hook choose among the
// calls; empty is any.
func ReadRecordings(path, plugin, hook string) ([]Recording, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("pluginkit: %w", err)
	}
	defer f.Close()
	var all []Recording
	lines := bufio.NewReader(f)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var r Recording
			if err := json.Unmarshal(line, &r); err != nil {
				return nil, fmt.Errorf("pluginkit: %s: line %d is no recorded call: %w", path, n, err)
			}
			all = append(all, r)
		}
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("pluginkit: %w", err)
		}
	}
	return slices.DeleteFunc(all, func(r Recording) bool {
		return (plugin != "" && r.Plugin != plugin) || (hook != "" && r.Hook != hook)
	}), nil
}

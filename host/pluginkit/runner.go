package pluginkit

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// Question is one call of a guest, as it is sent to another host on a line of
// its own.
type Question struct {
	Module string          `json:"module"` // path of the .wasm file, absolute
	Hook   string          `json:"hook"`
	Input  string          `json:"input"`  // the request, JSON text to be handed over byte for byte
	Config json.RawMessage `json:"config"` // what config_get answers from, an object
	Grants []string        `json:"grants"` // what the plugin is allowed
}

// Reply is the answer to one Question, on a line of its own: either what the
// guest answered or what went wrong.
type Reply struct {
	Output *string `json:"output,omitempty"`
	Error  *string `json:"error,omitempty"`
}

// Runner asks a guest one question. The error is the guest's failure, of
// whatever kind, unless it wraps ErrRunner: then the runner itself broke.
type Runner func(context.Context, Question) (output []byte, err error)

// ErrRunner is wrapped by errors of the runner itself.
var ErrRunner = errors.New("the runner failed")

// Command is a host that is reached through a program: it reads Questions from
// its standard input and writes a Reply for each to its standard output.
// Not safe for concurrent use.
type Command struct {
	cmd   *exec.Cmd // nil: there is only a pair of pipes
	in    io.WriteCloser
	lines *bufio.Reader
}

// NewCommand is a host at the other end of two pipes.
func NewCommand(questions io.WriteCloser, replies io.Reader) *Command {
	return &Command{in: questions, lines: bufio.NewReaderSize(replies, 64<<10)}
}

// StartCommand starts the program by the shell's rules. What it writes to its
// standard error goes to stderr. It is killed when ctx ends.
func StartCommand(ctx context.Context, command string, stderr io.Writer) (*Command, error) {
	cmd := exec.CommandContext(ctx, "sh", "-c", command)
	cmd.Stderr = stderr
	cmd.Env = os.Environ()
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("pluginkit: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("pluginkit: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("pluginkit: start %q: %w", command, err)
	}
	c := NewCommand(in, out)
	c.cmd = cmd
	return c, nil
}

// Run is a Runner.
func (c *Command) Run(_ context.Context, q Question) ([]byte, error) {
	if q.Grants == nil {
		q.Grants = []string{}
	}
	line, err := json.Marshal(q)
	if err != nil {
		return nil, fmt.Errorf("pluginkit: %w: %w", ErrRunner, err)
	}
	if _, err := c.in.Write(append(line, '\n')); err != nil {
		return nil, fmt.Errorf("pluginkit: %w: it takes no more questions: %w", ErrRunner, err)
	}
	text, err := c.lines.ReadBytes('\n')
	if err != nil {
		return nil, fmt.Errorf("pluginkit: %w: it ended without an answer: %w", ErrRunner, err)
	}
	var r Reply
	if err := json.Unmarshal(text, &r); err != nil || (r.Output == nil) == (r.Error == nil) {
		return nil, fmt.Errorf("pluginkit: %w: answered %.200q, want {\"output\": text} or {\"error\": text}", ErrRunner, text)
	}
	if r.Error != nil {
		return nil, errors.New(*r.Error)
	}
	return []byte(*r.Output), nil
}

// Close tells the program that no more questions come, and waits for its end.
func (c *Command) Close() error {
	c.in.Close()
	io.Copy(io.Discard, c.lines)
	if c.cmd == nil {
		return nil
	}
	if err := c.cmd.Wait(); err != nil {
		return fmt.Errorf("pluginkit: %w: %w", ErrRunner, err)
	}
	return nil
}

// Serve is the other side of Command: it answers the questions of in by run,
// one line each, until in ends.
func Serve(ctx context.Context, in io.Reader, out io.Writer, run Runner) error {
	dec, enc := json.NewDecoder(in), json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for {
		var q Question
		if err := dec.Decode(&q); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("pluginkit: question: %w", err)
		}
		var r Reply
		if output, err := run(ctx, q); err != nil {
			words := err.Error()
			r.Error = &words
		} else {
			text := string(output)
			r.Output = &text
		}
		if err := enc.Encode(r); err != nil {
			return fmt.Errorf("pluginkit: reply: %w", err)
		}
	}
}

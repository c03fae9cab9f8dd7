// Package logs is where the server's words go: standard error and, when asked
// for, files that are rotated.
//
//	l, err := logs.Open(logs.Options{Level: slog.LevelInfo, Format: "text", Console: os.Stderr, Dir: "r3mes-data/logs"})
//	l.Server().Info("started")
//	l.Access().Info("request", "route", "/chat", "status", 200)
//
// The folder has three files, all JSON, one object a line: server.log, access.log
// with one line a request, and error.log with the errors of both.
//
// # Caveats
//
// A file that cannot be written, on a full disk say, loses its lines and stops
// nothing: the console has them too.
package logs

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"gopkg.in/natefinch/lumberjack.v2"
)

// Options say what is written where.
type Options struct {
	Level   slog.Level
	Format  string    // of the console: text or json
	Console io.Writer // required

	Dir          string // of the files; empty: none are written
	MaxMegabytes int    // of one file, before it is rotated; 0: 100
	KeepFiles    int    // rotated files of each kind; 0: all
	KeepDays     int    // days that a rotated file is kept; 0: for ever
}

// Logs are the loggers of one process. Safe for concurrent use.
type Logs struct {
	level  *slog.LevelVar
	server *slog.Logger
	access *slog.Logger
	files  []*lumberjack.Logger
}

// Open makes the folder and the loggers. That the folder can be written is
// checked now, and not when the first line is lost.
func Open(o Options) (*Logs, error) {
	l := &Logs{level: new(slog.LevelVar)}
	l.level.Set(o.Level)
	console := l.console(o)
	if o.Dir == "" {
		l.server = slog.New(console)
		l.access = l.server
		return l, nil
	}
	if err := writable(o.Dir); err != nil {
		return nil, fmt.Errorf("logs: folder %s: %w", o.Dir, err)
	}
	failures := l.file(o, "error.log", slog.LevelError)
	l.server = slog.New(slog.NewMultiHandler(console, l.file(o, "server.log", l.level), failures))
	l.access = slog.New(slog.NewMultiHandler(console, l.file(o, "access.log", l.level), failures))
	return l, nil
}

func (l *Logs) console(o Options) slog.Handler {
	options := &slog.HandlerOptions{Level: l.level}
	if o.Format == "json" {
		return slog.NewJSONHandler(o.Console, options)
	}
	return slog.NewTextHandler(o.Console, options)
}

func (l *Logs) file(o Options, name string, level slog.Leveler) slog.Handler {
	f := &lumberjack.Logger{
		Filename: filepath.Join(o.Dir, name), MaxSize: o.MaxMegabytes, MaxBackups: o.KeepFiles, MaxAge: o.KeepDays,
	}
	l.files = append(l.files, f)
	return slog.NewJSONHandler(f, &slog.HandlerOptions{Level: level})
}

// writable makes the folder, for its owner only: lines name wallets.
func writable(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".writable-*")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// Server is for all but requests.
func (l *Logs) Server() *slog.Logger { return l.server }

// Access is for one line a request.
func (l *Logs) Access() *slog.Logger { return l.access }

// Level is what is written at least; it may be changed while lines are written.
// error.log has errors whatever it is.
func (l *Logs) Level() *slog.LevelVar { return l.level }

// Rotate begins new files, for whoever moves the old ones away.
func (l *Logs) Rotate() error {
	var errs []error
	for _, f := range l.files {
		errs = append(errs, f.Rotate())
	}
	return errors.Join(errs...)
}

// Close closes the files.
func (l *Logs) Close() error {
	var errs []error
	for _, f := range l.files {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

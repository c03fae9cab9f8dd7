package badger

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"github.com/r3mes/r3mes/store"
)

// Options of Open; start from Default.
type Options struct {
	// Usual.

	// PepperFile is the secret under which API keys are stored, created on
	// first use. "": the file pepper in the store's folder. Never inside db:
	// who copies the database must not get it.
	PepperFile string
	// ReadOnly opens without a writer, even when the ledger does not verify;
	// Ready then says what is wrong. Every operation is store.ErrReadOnly.
	ReadOnly bool
	// AcceptHead writes the head file anew from a journal that verifies by
	// itself. An operator's decision, after the journal's end was lost.
	AcceptHead bool
	// Logger takes Badger's warnings. nil: discarded.
	Logger *slog.Logger
	// Committed is told of every commit, by the goroutine that writes: when it
	// began and how long it took, which is the disk's time for the most part. nil:
	// nobody is told.
	Committed func(begin time.Time, took time.Duration)
	// Changed is told what an operation added to the journal, when that can be
	// read and before the operation's caller hears of it, on the caller's
	// goroutine. Of an operation whose outcome is unknown it is told as well.
	// nil: nobody is told.
	Changed func(ctx context.Context, entries []store.Entry)
	// Now stamps entries. nil: time.Now. Money never depends on it.
	Now func() time.Time

	// Tuning, in bytes.

	MinFreeBytes    int64 // of the disk; below it nothing begins, below half nothing is written; 16 MiB to 1 TiB, default 256 MiB
	MemTableBytes   int64 // 8 to 64 MiB, default 16 MiB; its log file takes twice that
	BlockCacheBytes int64 // default 16 MiB
	IndexCacheBytes int64 // default 8 MiB
}

// Default returns the options of a server.
func Default() Options {
	return Options{MinFreeBytes: 256 << 20, MemTableBytes: 16 << 20, BlockCacheBytes: 16 << 20, IndexCacheBytes: 8 << 20}
}

// Validate reports everything wrong with o.
func (o Options) Validate() error {
	var errs []error
	for _, field := range []struct {
		name     string
		value    int64
		min, max int64
	}{
		{"MinFreeBytes", o.MinFreeBytes, 16 << 20, 1 << 40},
		{"MemTableBytes", o.MemTableBytes, 8 << 20, 64 << 20},
		{"BlockCacheBytes", o.BlockCacheBytes, 1 << 20, 1 << 30},
		{"IndexCacheBytes", o.IndexCacheBytes, 0, 1 << 30},
	} {
		if field.value < field.min || field.value > field.max {
			errs = append(errs, fmt.Errorf("badger: options: %s %d is outside %d to %d", field.name, field.value, field.min, field.max))
		}
	}
	return errors.Join(errs...)
}

// withDefaults fills what was left zero and resolves the pepper's path.
func (o Options) withDefaults(dir string) (Options, error) {
	d := Default()
	if o.MinFreeBytes == 0 {
		o.MinFreeBytes = d.MinFreeBytes
	}
	if o.MemTableBytes == 0 {
		o.MemTableBytes = d.MemTableBytes
	}
	if o.BlockCacheBytes == 0 {
		o.BlockCacheBytes = d.BlockCacheBytes
	}
	if o.IndexCacheBytes == 0 {
		o.IndexCacheBytes = d.IndexCacheBytes
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Changed == nil {
		o.Changed = func(context.Context, []store.Entry) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Committed == nil {
		o.Committed = func(time.Time, time.Duration) {}
	}
	if o.PepperFile == "" {
		o.PepperFile = filepath.Join(dir, "pepper")
	}
	if rel, err := filepath.Rel(filepath.Join(dir, dbFolder), o.PepperFile); err == nil && !strings.HasPrefix(rel, "..") {
		return o, fmt.Errorf("badger: open %s: the pepper file %s is inside the database folder", dir, o.PepperFile)
	}
	return o, o.Validate()
}

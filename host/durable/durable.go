package durable

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// ErrDamaged is wrapped by every error about a file whose content is not what
// was written.
var ErrDamaged = errors.New("damaged")

// A Step is one of the moments between which a crash can fall.
type Step string

// The steps of Write in their order, and the one of Remove. Before StepSync the
// new content may be torn, before StepRename the old one is in place, before
// StepSyncFolder the new one is, if the system lives on.
const (
	StepCreate     Step = "create"
	StepWrite      Step = "write"
	StepSync       Step = "sync"
	StepRename     Step = "rename"
	StepSyncFolder Step = "sync folder"
	StepRemove     Step = "remove"
)

// Folder is a folder of whole files. Safe for concurrent use.
type Folder struct {
	path string
	// Fault, for tests, is asked before each step; its error takes the place of
	// the step's. Set it before the folder is used.
	Fault func(step Step, name string) error
}

// unfinished begins the names of files that are being written.
const unfinished = ".unfinished-"

// Open opens the folder at path, which it makes when it is missing, for the
// owner alone, and removes what writes that a crash ended left behind. A folder
// that others may write is refused: what they put there would be believed.
func Open(path string) (*Folder, error) {
	if err := makeFolder(path); err != nil {
		return nil, fmt.Errorf("durable: %w", err)
	}
	if err := OwnerOnly(path); err != nil {
		return nil, fmt.Errorf("durable: folder %s: %w", path, err)
	}
	left, err := filepath.Glob(filepath.Join(path, unfinished+"*"))
	if err != nil {
		return nil, fmt.Errorf("durable: folder %s: %w", path, err)
	}
	for _, name := range left {
		if err := os.Remove(name); err != nil {
			return nil, fmt.Errorf("durable: %w", err)
		}
	}
	return &Folder{path: path}, nil
}

// makeFolder makes a folder that is missing, and makes that durable: a file is
// not on the disk as long as its folder's name is not.
func makeFolder(path string) error {
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	parent := filepath.Dir(path)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return err
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return SyncFolder(parent)
}

// Path is where a file of the folder is.
func (f *Folder) Path(name string) string { return filepath.Join(f.path, name) }

// Names lists the files, sorted.
func (f *Folder) Names() ([]string, error) {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return nil, fmt.Errorf("durable: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && !strings.HasPrefix(e.Name(), unfinished) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// Read returns a file's content; the error wraps fs.ErrNotExist when there is
// none.
func (f *Folder) Read(name string) ([]byte, error) {
	content, err := os.ReadFile(f.Path(name))
	if err != nil {
		return nil, fmt.Errorf("durable: %w", err)
	}
	return content, nil
}

// Write makes content the file's content, readable and writable by the owner
// alone. An error leaves the old content; of a failing disk that could not even
// sync the folder, either may be found.
func (f *Folder) Write(name string, content []byte) error {
	part, err := f.writePart(name, content)
	if err == nil {
		err = f.step(StepRename, name, func() error { return os.Rename(part, f.Path(name)) })
	}
	if err != nil {
		if part != "" {
			_ = os.Remove(part) // Open removes it else
		}
		return fmt.Errorf("durable: write %s: %w", f.Path(name), err)
	}
	if err := f.syncFolder(name); err != nil {
		return fmt.Errorf("durable: write %s: %w", f.Path(name), err)
	}
	return nil
}

// writePart writes and syncs content under another name, which it returns as
// soon as there is such a file.
func (f *Folder) writePart(name string, content []byte) (string, error) {
	var file *os.File
	err := f.step(StepCreate, name, func() (err error) {
		file, err = os.CreateTemp(f.path, unfinished+"*") // of mode 0600
		return err
	})
	if err != nil {
		return "", err
	}
	half := len(content) / 2
	_, err = file.Write(content[:half])
	if err == nil {
		err = f.step(StepWrite, name, func() error { _, err := file.Write(content[half:]); return err })
	}
	if err == nil {
		err = f.step(StepSync, name, file.Sync)
	}
	return file.Name(), errors.Join(err, file.Close())
}

// Remove removes a file; one that is not there is no error.
func (f *Folder) Remove(name string) error {
	err := f.step(StepRemove, name, func() error { return os.Remove(f.Path(name)) })
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = f.syncFolder(name)
	}
	if err != nil {
		return fmt.Errorf("durable: remove %s: %w", f.Path(name), err)
	}
	return nil
}

func (f *Folder) step(s Step, name string, do func() error) error {
	if f.Fault != nil {
		if err := f.Fault(s, name); err != nil {
			return err
		}
	}
	return do()
}

func (f *Folder) syncFolder(name string) error {
	return f.step(StepSyncFolder, name, func() error { return SyncFolder(f.path) })
}

// SyncFolder makes the names in a folder durable.
func SyncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// sumPrefix begins the first line of a file that WriteJSON wrote; the SHA-256
// of the rest follows in hex.
const sumPrefix = "sha256:"

// WriteJSON writes v, indented for a reader, behind a line with its checksum.
func (f *Folder) WriteJSON(name string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("durable: write %s: %w", f.Path(name), err)
	}
	text = append(text, '\n')
	return f.Write(name, append([]byte(sumPrefix+sumOf(text)+"\n"), text...))
}

// ReadJSON reads what WriteJSON wrote into v. ErrDamaged when the file is not
// whole or has keys that v does not; fs.ErrNotExist when there is none.
func (f *Folder) ReadJSON(name string, v any) error {
	content, err := f.Read(name)
	if err != nil {
		return err
	}
	line, text, _ := bytes.Cut(content, []byte("\n"))
	if string(line) != sumPrefix+sumOf(text) {
		return fmt.Errorf("durable: read %s: %w: its %d bytes do not have the checksum in its first line", f.Path(name), ErrDamaged, len(text))
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("durable: read %s: %w: %w", f.Path(name), ErrDamaged, err)
	}
	return nil
}

func sumOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

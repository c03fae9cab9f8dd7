package modelhost

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/r3mes/r3mes/host/durable"
	"github.com/r3mes/r3mes/runtime/lora"
)

// Stage collects the files of one adapter in the data folder, where nothing
// reads them yet. LoadAdapter takes it; Discard gives one up.
type Stage struct {
	dir string // empty: kept or discarded
}

// Stage makes an empty one.
func (h *Host) Stage() (*Stage, error) {
	dir, err := os.MkdirTemp(h.records.folder.Path(adaptersDir), stagePrefix+"*")
	if err != nil {
		return nil, fmt.Errorf("modelhost: stage: %w", err)
	}
	return &Stage{dir: dir}, nil
}

// Write makes a file of what r holds. name is one of lora's files, and stands
// once; what is larger than the file may be, or than limit, is ErrRefused.
func (st *Stage) Write(name string, r io.Reader, limit int64) error {
	most, ok := lora.FileLimit(name)
	if !ok {
		return fmt.Errorf("modelhost: %w: %.64q is no file of an adapter", ErrRefused, name)
	}
	most = min(most, limit)
	f, err := os.OpenFile(filepath.Join(st.dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("modelhost: %w: %s stands twice", ErrRefused, name)
	}
	if err != nil {
		return fmt.Errorf("modelhost: stage: %w", err)
	}
	n, err := io.Copy(f, io.LimitReader(r, most+1))
	if err == nil && n > most {
		err = fmt.Errorf("modelhost: %w: %s is larger than %d bytes", ErrRefused, name, most)
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// absolute refuses a path that depends on where the server was started.
func absolute(path string) error {
	if filepath.IsAbs(path) {
		return nil
	}
	return fmt.Errorf("modelhost: %w: path %.200q is not absolute: name a folder of the server from its root", ErrRefused, path)
}

// Copy takes the files of the folder at path: an absolute path on the server.
func (st *Stage) Copy(path string) error {
	if err := absolute(path); err != nil {
		return err
	}
	for _, name := range []string{lora.ConfigFile, lora.TensorFile, lora.CardFile} {
		if err := st.copyFile(filepath.Join(path, name)); err != nil {
			if name == lora.CardFile && errors.Is(err, fs.ErrNotExist) {
				continue
			}
			return err
		}
	}
	return nil
}

func (st *Stage) copyFile(path string) error {
	info, err := os.Stat(path) // before opening: a pipe would wait for its writer
	if err != nil {
		return fmt.Errorf("modelhost: %w: %w", ErrRefused, err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("modelhost: %w: %s is no file", ErrRefused, path)
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("modelhost: %w: %w", ErrRefused, err)
	}
	defer f.Close()
	return st.Write(filepath.Base(path), f, info.Size())
}

// files is what was written.
func (st *Stage) files() fs.FS { return os.DirFS(st.dir) }

// keep gives the folder the name that a record can have.
func (st *Stage) keep() (folder string, err error) {
	folder = unstaged(st.dir)
	root := filepath.Dir(st.dir)
	if err := durable.SyncFolder(st.dir); err != nil {
		return "", fmt.Errorf("modelhost: stage: %w", err)
	}
	if err := os.Rename(st.dir, filepath.Join(root, folder)); err != nil {
		return "", fmt.Errorf("modelhost: stage: %w", err)
	}
	st.dir = ""
	if err := durable.SyncFolder(root); err != nil {
		return "", errors.Join(fmt.Errorf("modelhost: stage: %w", err), os.RemoveAll(filepath.Join(root, folder)))
	}
	return folder, nil
}

// Discard removes the files, unless LoadAdapter has taken them.
func (st *Stage) Discard() {
	if st.dir != "" {
		_ = os.RemoveAll(st.dir) // the next start removes what is left
		st.dir = ""
	}
}

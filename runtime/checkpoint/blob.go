package checkpoint

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"unsafe"
)

// blob is the content of one file, mapped or read.
type blob struct {
	data   []byte
	mapped bool
}

func (b *blob) close() error {
	if !b.mapped {
		return nil
	}
	b.mapped = false
	data := b.data
	b.data = nil
	return unmap(data)
}

// evict drops the whole pages of part from memory if part lies in this blob
// and the blob is mapped. Memory of any other kind would lose its content.
func (b *blob) evict(part []byte) {
	if !b.mapped || len(part) == 0 {
		return
	}
	from := uintptr(unsafe.Pointer(unsafe.SliceData(part))) - uintptr(unsafe.Pointer(unsafe.SliceData(b.data)))
	if from >= uintptr(len(b.data)) || uintptr(len(part)) > uintptr(len(b.data))-from {
		return
	}
	page := uintptr(os.Getpagesize())
	begin := (from + page - 1) / page * page
	end := from + uintptr(len(part))
	if end < uintptr(len(b.data)) {
		end = end / page * page
	}
	if begin < end {
		evictPages(b.data[begin:end])
	}
}

// source opens the files of one model by base name.
type source struct {
	small func(name string) ([]byte, error) // a JSON file, at most maxConfig bytes
	large func(name string) (*blob, error)  // a tensor file
}

// dirSource maps tensor files, so symbolic links are followed: the Hugging
// Face cache is made of them.
func dirSource(dir string) source {
	return source{
		small: func(name string) ([]byte, error) { return readSmall(os.DirFS(dir), name) },
		large: func(name string) (*blob, error) { return mapFile(filepath.Join(dir, name)) },
	}
}

func fsSource(fsys fs.FS) source {
	return source{
		small: func(name string) ([]byte, error) { return readSmall(fsys, name) },
		large: func(name string) (*blob, error) {
			data, err := fs.ReadFile(fsys, name)
			return &blob{data: data}, err
		},
	}
}

func readSmall(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxConfig {
		return nil, fmt.Errorf("%s: more than %d bytes", name, maxConfig)
	}
	return data, nil
}

// optional reads a JSON file that may be missing, then nil.
func (s source) optional(name string) ([]byte, error) {
	data, err := s.small(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

package badger

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/r3mes/r3mes/store"
)

// readPepper reads the pepper file; the error is os.ErrNotExist when there is
// none.
func readPepper(path string) (store.Pepper, error) {
	info, err := os.Stat(path)
	if err != nil {
		return store.Pepper{}, fmt.Errorf("badger: read pepper: %w", err)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return store.Pepper{}, fmt.Errorf("badger: read pepper: %s has mode %04o: others could read it (chmod 600 it)", path, mode)
	}
	secret, err := os.ReadFile(path)
	if err != nil {
		return store.Pepper{}, fmt.Errorf("badger: read pepper: %w", err)
	}
	pepper, err := store.NewPepper(secret)
	if err != nil {
		return store.Pepper{}, fmt.Errorf("badger: read pepper: %s: %w", path, err)
	}
	return pepper, nil
}

// createPepper makes a pepper file, whole or not at all, that survives a power
// loss: a key that was shown must not lose its pepper.
func createPepper(path string) (store.Pepper, error) {
	secret := make([]byte, store.PepperSize)
	_, _ = rand.Read(secret)                                    // never fails: crypto/rand ends the program instead
	file, err := os.CreateTemp(filepath.Dir(path), ".pepper-*") // of mode 0600
	if err != nil {
		return store.Pepper{}, fmt.Errorf("badger: create pepper: %w", err)
	}
	_, err = file.Write(secret)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = cmp.Or(os.Rename(file.Name(), path), syncFolder(filepath.Dir(path)))
	}
	if err != nil {
		return store.Pepper{}, fmt.Errorf("badger: create pepper: %w", err)
	}
	return store.NewPepper(secret)
}

// syncFolder makes a new file's name durable.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

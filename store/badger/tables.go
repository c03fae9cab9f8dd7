package badger

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	badgerdb "github.com/dgraph-io/badger/v4"
	dboptions "github.com/dgraph-io/badger/v4/options"
	"github.com/dgraph-io/badger/v4/pb"
	"github.com/dgraph-io/badger/v4/table"
	"github.com/dgraph-io/badger/v4/y"
	"github.com/dgraph-io/ristretto/v2/z"
	"google.golang.org/protobuf/proto"

	"github.com/r3mes/r3mes/store"
)

// checkTables reads every block of every table that the manifest names and
// checks its checksum, before Badger opens anything: Badger 4.9.6 itself
// panics, in a goroutine of its own, over a table that is cut and over a block
// that is damaged.
func checkTables(dir string, o badgerdb.Options) error {
	manifest, err := readManifest(filepath.Join(dir, badgerdb.ManifestFilename), o)
	if err != nil {
		return err
	}
	var errs []error
	for id, t := range manifest.Tables {
		if err := checkTable(table.NewFilename(id, dir), t.Compression, o); err != nil {
			errs = append(errs, fmt.Errorf("table %s: %w", table.IDToFilename(id), err))
		}
	}
	return errors.Join(errs...)
}

func readManifest(path string, o badgerdb.Options) (badgerdb.Manifest, error) {
	f, err := os.Open(path)
	if err != nil {
		return badgerdb.Manifest{}, err
	}
	defer f.Close()
	manifest, _, err := badgerdb.ReplayManifestFile(f, o.ExternalMagicVersion, o)
	if err != nil {
		return manifest, fmt.Errorf("manifest: %w", err)
	}
	return manifest, nil
}

func checkTable(path string, compression dboptions.CompressionType, o badgerdb.Options) (err error) {
	// Badger's reader of blocks trusts the lengths in them.
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: damaged: %.200v", store.ErrCorrupt, p)
		}
	}()
	if err := checkTableEnd(path); err != nil {
		return err
	}
	mapped, err := z.OpenMmapFile(path, os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	t, err := table.OpenTable(mapped, table.Options{
		ReadOnly: true, ChkMode: dboptions.OnBlockRead, Compression: compression,
		BlockSize: o.BlockSize, TableSize: uint64(o.BaseTableSize), BloomFalsePositive: o.BloomFalsePositive,
	})
	if err != nil {
		return fmt.Errorf("%w: %w", store.ErrCorrupt, err)
	}
	if err := t.VerifyChecksum(); err != nil {
		return fmt.Errorf("%w: %w", store.ErrCorrupt, err)
	}
	return mapped.Close(-1)
}

// checkTableEnd checks the part of a table that Badger reads without looking:
// index, its length, the index's checksum, and that one's length.
func checkTableEnd(path string) error {
	rest, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var parts [2][]byte
	for i := range parts {
		if len(rest) < 4 {
			return fmt.Errorf("%w: cut", store.ErrCorrupt)
		}
		size := binary.BigEndian.Uint32(rest[len(rest)-4:])
		rest = rest[:len(rest)-4]
		if uint64(size) > uint64(len(rest)) {
			return fmt.Errorf("%w: cut or damaged at its end", store.ErrCorrupt)
		}
		parts[i], rest = rest[len(rest)-int(size):], rest[:len(rest)-int(size)]
	}
	var sum pb.Checksum
	if err := proto.Unmarshal(parts[0], &sum); err != nil {
		return fmt.Errorf("%w: the checksum of its index: %w", store.ErrCorrupt, err)
	}
	if len(parts[1]) == 0 {
		return fmt.Errorf("%w: no index", store.ErrCorrupt)
	}
	if err := y.VerifyChecksum(parts[1], &sum); err != nil {
		return fmt.Errorf("%w: index: %w", store.ErrCorrupt, err)
	}
	return nil
}

package checkpoint

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/r3mes/r3mes/runtime/checkpoint/safetensors"
	"github.com/r3mes/r3mes/runtime/checkpoint/strictjson"
)

// Names of the files of a model.
const (
	configFile     = "config.json"
	generationFile = "generation_config.json"
	tensorFile     = "model.safetensors"
	indexFile      = "model.safetensors.index.json"
)

// Open reads the model in a directory: config.json, generation_config.json if
// there, and model.safetensors or, without it, the files that
// model.safetensors.index.json names. Tensor files are mapped. Open reads and
// checks every byte, on all processors. Close the model after use.
func Open(dir string) (*Model, error) {
	m, err := open(dirSource(dir))
	if err != nil {
		return nil, fmt.Errorf("checkpoint: open %s: %w", dir, err)
	}
	return m, nil
}

// OpenFS is Open for files that are already in memory, such as an embedded
// model; tensor files are read whole.
func OpenFS(fsys fs.FS) (*Model, error) {
	m, err := open(fsSource(fsys))
	if err != nil {
		return nil, fmt.Errorf("checkpoint: open: %w", err)
	}
	return m, nil
}

// ReadConfig reads what the files of a model's directory say about it, without
// its weights.
func ReadConfig(dir string) (Config, error) {
	c, err := readConfig(dirSource(dir))
	if err != nil {
		return Config{}, fmt.Errorf("checkpoint: open %s: %w", dir, err)
	}
	return c, nil
}

func open(src source) (*Model, error) {
	m := &Model{}
	if err := m.load(src); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	m.Evict() // the pages that checking left
	return m, nil
}

func (m *Model) load(src source) (err error) {
	if m.Config, err = readConfig(src); err != nil {
		return err
	}
	tensors, err := m.openTensors(src)
	if err != nil {
		return err
	}
	return m.assemble(tensors)
}

func readConfig(src source) (Config, error) {
	config, err := src.small(configFile)
	if err != nil {
		return Config{}, err
	}
	generation, err := src.optional(generationFile)
	if err != nil {
		return Config{}, err
	}
	return ParseConfig(config, generation)
}

// openTensors opens the tensor files and returns all tensors by name.
func (m *Model) openTensors(src source) (map[string]safetensors.Tensor, error) {
	m.place = tensorFile
	file, err := m.openFile(src, tensorFile)
	if err == nil {
		return file.Tensors, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	index, err := src.optional(indexFile)
	if err != nil {
		return nil, err
	}
	if index == nil {
		return nil, fmt.Errorf("neither %s nor %s is there", tensorFile, indexFile)
	}
	m.place = indexFile
	shards, err := parseIndex(index)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", indexFile, err)
	}
	return m.openShards(src, shards)
}

func (m *Model) openFile(src source, name string) (*safetensors.File, error) {
	b, err := src.large(name)
	if err != nil {
		return nil, err
	}
	m.blobs = append(m.blobs, b)
	return safetensors.Parse(name, b.data)
}

// openShards wants each file to hold exactly the tensors that the index gives
// to it.
func (m *Model) openShards(src source, shards map[string][]string) (map[string]safetensors.Tensor, error) {
	all := map[string]safetensors.Tensor{}
	for _, name := range sortedKeys(shards) {
		file, err := m.openFile(src, name)
		if err != nil {
			return nil, err
		}
		for _, tensor := range shards[name] {
			t, ok := file.Tensors[tensor]
			if !ok {
				return nil, fmt.Errorf("%s: no tensor %q, which %s places there", name, tensor, indexFile)
			}
			all[tensor] = t
			delete(file.Tensors, tensor)
		}
		for _, tensor := range sortedKeys(file.Tensors) {
			return nil, fmt.Errorf("%s: tensor %q, which %s does not place there", name, tensor, indexFile)
		}
	}
	return all, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// parseIndex returns the tensor names of each file that an index lists.
func parseIndex(data []byte) (map[string][]string, error) {
	o, err := strictjson.Parse(data)
	if err != nil {
		return nil, err
	}
	places, err := o.Sub("weight_map")
	if err != nil {
		return nil, err
	}
	if len(places.Keys) == 0 {
		return nil, errors.New("weight_map is missing or empty")
	}
	shards := map[string][]string{}
	for _, tensor := range places.Keys {
		file, err := strictjson.Get(places, tensor, "")
		if err != nil {
			return nil, fmt.Errorf("weight_map: %w", err)
		}
		if !plainName(file) {
			return nil, fmt.Errorf("weight_map: tensor %q is in %q: want a .safetensors file of the same directory", tensor, file)
		}
		shards[file] = append(shards[file], tensor)
	}
	return shards, nil
}

// plainName reports whether name is a file of the directory itself.
func plainName(name string) bool {
	return strings.HasSuffix(name, ".safetensors") && !strings.HasPrefix(name, ".") &&
		!strings.ContainsAny(name, `/\:`) && fs.ValidPath(name)
}

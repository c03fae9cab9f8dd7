package lora

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/r3mes/r3mes/runtime/checkpoint/strictjson"
)

// override is one entry of rank_pattern or alpha_pattern.
type override struct {
	pattern *regexp.Regexp
	value   float64
}

// lookup returns the value of the first pattern that matches the module.
// Source: peft.utils.other.get_pattern_key.
func lookup(list []override, module string, otherwise float64) float64 {
	for _, o := range list {
		if o.pattern.MatchString(module) {
			return o.value
		}
	}
	return otherwise
}

// compile compiles a Python regular expression that RE2 also understands.
func compile(pattern string) (*regexp.Regexp, error) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, fmt.Errorf("pattern %q: %w", pattern, err)
	}
	return re, nil
}

// matcher tells which modules an adapter targets.
// Source: peft.tuners.tuners_utils.check_target_module_exists.
type matcher struct {
	all      bool           // "all-linear"
	pattern  *regexp.Regexp // target_modules is a string
	names    []string       // target_modules is a list
	layers   []int          // layers_to_transform; nil: all
	layersIn []*regexp.Regexp

	excludePattern *regexp.Regexp
	excludeNames   []string
}

// allLinear is PEFT's word for every linear layer but the output head.
const allLinear = "all-linear"

func (r *reader) targets() matcher {
	var m matcher
	if !r.Has("target_modules") {
		r.fail("no target_modules") // PEFT has a default for architectures it knows, not for this one
	}
	m.pattern, m.names = r.patternOrNames("target_modules")
	if m.pattern != nil && strings.EqualFold(get(r, "target_modules", ""), allLinear) {
		m.all, m.pattern = true, nil
	}
	m.excludePattern, m.excludeNames = r.patternOrNames("exclude_modules")
	m.layers = r.layers()
	for _, p := range r.strings("layers_pattern") {
		re, err := compile(`^(?:^|.*?\.)` + p + `\.([0-9]+)\.`)
		if err != nil {
			r.fail("layers_pattern: %w", err)
			continue
		}
		m.layersIn = append(m.layersIn, re)
	}
	if m.layers != nil && m.names == nil {
		r.fail("layers_to_transform works only with a list of target_modules")
	}
	return m
}

// patternOrNames reads an option that is a regular expression for the whole
// module name, or a list of names.
func (r *reader) patternOrNames(key string) (*regexp.Regexp, []string) {
	text, err := strictjson.Get(r.Object, key, "")
	if err != nil {
		return nil, get(r, key, []string{})
	}
	if text == "" {
		return nil, nil
	}
	re, err := compile(`^(?:` + text + `)$`)
	if err != nil {
		r.fail("%s: %w", key, err)
	}
	return re, nil
}

// strings reads a string or a list of strings.
func (r *reader) strings(key string) []string {
	if text, err := strictjson.Get(r.Object, key, ""); err == nil {
		if text == "" {
			return nil
		}
		return []string{text}
	}
	return get(r, key, []string(nil))
}

// layers reads a layer index or a list of them; an empty list means all.
func (r *reader) layers() []int {
	if !r.Has("layers_to_transform") {
		return nil
	}
	if one, err := strictjson.Get(r.Object, "layers_to_transform", 0); err == nil {
		return []int{one}
	}
	list := get(r, "layers_to_transform", []int(nil))
	if len(list) == 0 {
		return nil
	}
	return list
}

// targets reports whether the module of this full name is targeted.
func (m matcher) targets(module string) bool {
	if m.excludePattern != nil && m.excludePattern.MatchString(module) || named(m.excludeNames, module) {
		return false
	}
	switch {
	case m.all:
		return strings.HasPrefix(module, layerPrefix)
	case m.pattern != nil:
		return m.pattern.MatchString(module)
	case slices.Contains(m.names, module):
		return true // a full name is not filtered by layer
	}
	return named(m.names, module) && m.inLayers(module)
}

// named reports whether module is one of the names or ends with one after a
// dot.
func named(names []string, module string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		return module == name || strings.HasSuffix(module, "."+name)
	})
}

var anyLayer = regexp.MustCompile(`^.*?\.[^.]*\.([0-9]+)\.`)

// inLayers applies layers_to_transform.
func (m matcher) inLayers(module string) bool {
	if m.layers == nil {
		return true
	}
	patterns := m.layersIn
	if len(patterns) == 0 {
		patterns = []*regexp.Regexp{anyLayer}
	}
	for _, p := range patterns {
		if found := p.FindStringSubmatch(module); found != nil {
			index, err := strconv.Atoi(found[len(found)-1])
			return err == nil && slices.Contains(m.layers, index)
		}
	}
	return false
}

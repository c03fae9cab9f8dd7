package lora

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/r3mes/r3mes/runtime/checkpoint/strictjson"
)

// maxRank bounds what an adapter may cost a step.
const maxRank = 1024

// config is adapter_config.json, as far as it is supported.
type config struct {
	rank      int
	alpha     float64
	rsLoRA    bool
	baseModel string
	ranks     []override // rank_pattern, in file order
	alphas    []override // alpha_pattern, in file order
	targets   matcher
}

// ignored lists the options that do not change what a trained adapter
// computes, whatever their value.
var ignored = []string{
	"auto_mapping", "base_model_name_or_path", "revision", "inference_mode", "task_type", "peft_version",
	"lora_dropout", "megatron_core", "qalora_group_size", "eva_config", "runtime_config",
}

// read lists the options that parseConfig looks at.
var read = []string{
	"peft_type", "r", "lora_alpha", "use_rslora", "rank_pattern", "alpha_pattern", "target_modules", "exclude_modules",
	"layers_to_transform", "layers_pattern", "bias", "init_lora_weights",
}

// unsupported gives the options that change the mathematics a name for the
// message. Any other unknown option is refused as well, unless it is off.
var unsupported = map[string]string{
	"use_dora":                "DoRA",
	"modules_to_save":         "modules trained in full",
	"fan_in_fan_out":          "transposed base weights",
	"lora_bias":               "LoRA with a bias",
	"target_parameters":       "LoRA on bare parameters",
	"trainable_token_indices": "trained token embeddings",
	"layer_replication":       "replicated layers",
	"alora_invocation_tokens": "activated LoRA (aLoRA)",
	"use_qalora":              "QALoRA",
	"use_bdlora":              "block-diagonal LoRA",
	"megatron_config":         "Megatron layers",
	"loftq_config":            "LoftQ, which changes the base weights",
	"corda_config":            "CorDA, which changes the base weights",
	"lora_ga_config":          "LoRA-GA, which changes the base weights",
	"arrow_config":            "Arrow routing",
	"kasa_config":             "KaSA",
	"velora_config":           "VeLoRA",
	"monteclora_config":       "MonteCLoRA",
	"ensure_weight_tying":     "tied adapters",
}

// parseConfig reads adapter_config.json. The error lists every problem found.
func parseConfig(data []byte) (config, error) {
	o, err := strictjson.Parse(data)
	if err != nil {
		return config{}, err
	}
	r := &reader{Object: o}
	if t := get(r, "peft_type", ""); t != "LORA" {
		return config{}, fmt.Errorf("peft_type %q: only LORA is supported", t) // the other keys mean other things
	}
	r.refuse()
	c := config{
		rank:      get(r, "r", 8), // PEFT's default, as are the others
		alpha:     get(r, "lora_alpha", 8.0),
		rsLoRA:    get(r, "use_rslora", false),
		baseModel: get(r, "base_model_name_or_path", ""),
		ranks:     r.overrides("rank_pattern"),
		alphas:    r.overrides("alpha_pattern"),
		targets:   r.targets(),
	}
	if c.rank < 1 || c.rank > maxRank {
		r.fail("r %d is outside 1 … %d", c.rank, maxRank)
	}
	return c, errors.Join(r.problems...)
}

// reader collects the problems of one object while fields are read from it.
type reader struct {
	strictjson.Object
	problems []error
}

func (r *reader) fail(format string, args ...any) {
	r.problems = append(r.problems, fmt.Errorf(format, args...))
}

func get[T any](r *reader, key string, absent T) T {
	value, err := strictjson.Get(r.Object, key, absent)
	if err != nil {
		r.problems = append(r.problems, err)
	}
	return value
}

// refuse reports the options that are on and not supported.
func (r *reader) refuse() {
	for _, key := range r.Keys {
		if slices.Contains(ignored, key) || slices.Contains(read, key) || r.off(key) {
			continue
		}
		if what, ok := unsupported[key]; ok {
			r.fail("%s: %s is not supported", key, what)
		} else {
			r.fail("%s: unknown option, which may change what the adapter means", key)
		}
	}
	if b := get(r, "bias", "none"); b != "none" {
		r.fail("bias %q: only none is supported", b)
	}
	r.refuseInit()
}

// off reports whether an option has a value that stands for "not used".
func (r *reader) off(key string) bool {
	value := string(bytes.Join(bytes.Fields(r.Values[key]), nil))
	return slices.Contains([]string{"null", "false", "[]", "{}"}, value)
}

// refuseInit refuses initialisations that also change the base model: such
// weights are deltas to another base than ours.
func (r *reader) refuseInit() {
	if _, err := strictjson.Get(r.Object, "init_lora_weights", true); err == nil {
		return
	}
	kind := get(r, "init_lora_weights", "")
	if !slices.Contains([]string{"gaussian", "eva", "orthogonal"}, kind) {
		r.fail("init_lora_weights %q: the adapter belongs to a changed base model", kind)
	}
}

// overrides reads a map of module pattern to number, keeping its order: the
// first pattern that matches wins.
func (r *reader) overrides(key string) []override {
	sub, err := r.Sub(key)
	if err != nil {
		r.problems = append(r.problems, err)
		return nil
	}
	var list []override
	for _, pattern := range sub.Keys {
		value, err := strictjson.Get(sub, pattern, math.NaN())
		if err != nil {
			r.fail("%s: %w", key, err)
			continue
		}
		re, err := compile(`^(?:.*\.)?(?:` + pattern + `)$`)
		if err != nil {
			r.fail("%s: %w", key, err)
			continue
		}
		list = append(list, override{re, value})
	}
	return list
}

// rankOf returns the rank of a module.
func (c config) rankOf(module string) (int, error) {
	rank := lookup(c.ranks, module, float64(c.rank))
	if rank != math.Trunc(rank) || rank < 1 || rank > maxRank {
		return 0, fmt.Errorf("rank_pattern gives rank %v (limit 1 … %d)", rank, maxRank)
	}
	return int(rank), nil
}

// scaleOf returns the factor of a module's update at its rank.
func (c config) scaleOf(module string, rank int) (float32, error) {
	alpha := lookup(c.alphas, module, c.alpha)
	scale := alpha / float64(rank)
	if c.rsLoRA {
		scale = alpha / math.Sqrt(float64(rank))
	}
	if math.IsNaN(scale) || math.Abs(scale) > math.MaxFloat32 {
		return 0, fmt.Errorf("alpha %v gives no finite scale", alpha)
	}
	return float32(scale), nil
}

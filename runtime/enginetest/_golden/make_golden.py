"""Makes the golden files of runtime/enginetest/testdata with torch,
transformers and peft; ../testdata/README.md describes them.

    .venv/bin/python runtime/enginetest/_golden/make_golden.py [--demo] [case ...]

Without arguments all random cases are made, and the demo model's if there is
one; --demo makes the demo's alone. Every run of this script makes the same
files. It fails when the reference and transformers disagree by more than the
bound, or when a checkpoint does not load in transformers as it is.
"""

import argparse
import json
import os
import shutil
from pathlib import Path

os.environ.setdefault("TORCH_COMPILE_DISABLE", "1")  # transformers' bitnet asks for a C++ compiler otherwise

import numpy as np
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

import reference
from reference import Linear, Model, U

TESTDATA = Path(__file__).resolve().parent.parent / "testdata"
PROMPTS = Path(__file__).resolve().parent / "prompts.json"
TOKENS = 64
PROMPT = 6
SIZES = {"plain": 0.02, "patterns": 0.008}  # of lora_B: a worst-case bound grows with the sum over |B||A|
VARIETY = 9  # least number of different tokens in a continuation
LINEARS = {
    "q_proj": "self_attn", "k_proj": "self_attn", "v_proj": "self_attn", "o_proj": "self_attn",
    "gate_proj": "mlp", "up_proj": "mlp", "down_proj": "mlp",
}
CASES = {
    "packed-direct": dict(scheme="direct", tied=True, dtype=torch.bfloat16, adapters=True, seed=11),
    "packed-inverse": dict(scheme="inverse", tied=False, dtype=torch.float32, adapters=False, seed=12),
    "master-tied": dict(scheme="master", tied=True, dtype=torch.bfloat16, adapters=True, seed=13),
    "master-untied": dict(scheme="master", tied=False, dtype=torch.float16, adapters=False, seed=14),
}
ADAPTERS = {
    "plain": dict(r=4, lora_alpha=8, target_modules=["q_proj", "v_proj", "o_proj", "down_proj"]),
    "patterns": dict(
        r=8, lora_alpha=4, use_rslora=True, target_modules="all-linear",
        rank_pattern={r"layers\.1\.self_attn\.k_proj": 3, "down_proj": 5},
        alpha_pattern={"up_proj": 6, r"model\.layers\.0\..*": 3},
    ),
}


# --- random checkpoints -------------------------------------------------------

SHAPE = dict(hidden_size=64, intermediate_size=160, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, vocab_size=320)


def config(case):
    quantization = dict(quant_method="bitnet", modules_to_not_convert=None)
    if case["scheme"] != "inverse":
        quantization |= dict(linear_class="autobitlinear", quantization_mode="online" if case["scheme"] == "master" else "offline")
    rope = dict(rope_theta=10000.0) if case["scheme"] == "inverse" else dict(rope_parameters=dict(rope_theta=10000.0, rope_type="default"))
    return SHAPE | rope | dict(
        architectures=["BitNetForCausalLM"], model_type="bitnet", hidden_act="relu2", rms_norm_eps=1e-5,
        max_position_embeddings=128, tie_word_embeddings=case["tied"], attention_bias=False, dtype="float32",
        bos_token_id=0, eos_token_id=1, pad_token_id=None, quantization_config=quantization)


def linear_shapes():
    h, f = SHAPE["hidden_size"], SHAPE["intermediate_size"]
    kv = h // SHAPE["num_attention_heads"] * SHAPE["num_key_value_heads"]
    return dict(q_proj=(h, h), k_proj=(kv, h), v_proj=(kv, h), o_proj=(h, h), gate_proj=(f, h), up_proj=(f, h), down_proj=(h, f))


def checkpoint(case):
    """Random tensors by name, as the files hold them."""
    rng = np.random.default_rng(case["seed"])
    to = lambda x: torch.tensor(np.asarray(x), dtype=torch.float64).to(case["dtype"])
    h, f, vocab = SHAPE["hidden_size"], SHAPE["intermediate_size"], SHAPE["vocab_size"]
    tensors = {"model.embed_tokens.weight": to(rng.normal(size=(vocab, h)))}
    norm = lambda n: to(rng.uniform(0.5, 1.5, n))
    for i in range(SHAPE["num_hidden_layers"]):
        p = f"model.layers.{i}."
        tensors |= {p + "input_layernorm.weight": norm(h), p + "post_attention_layernorm.weight": norm(h),
                    p + "self_attn.attn_sub_norm.weight": norm(h), p + "mlp.ffn_sub_norm.weight": norm(f)}
        for name, (out, width) in linear_shapes().items():
            # Outputs near one, queries and keys smaller: scores stay moderate.
            scale = (0.5 if name in ("q_proj", "k_proj") else 1) * rng.uniform(0.8, 1.2) / np.sqrt(width * 2 / 3)
            module = f"{p}{LINEARS[name]}.{name}"
            if case["scheme"] == "master":
                tensors[module + ".weight"] = masters(rng, scale, out, width, to)
                continue
            tensors[module + ".weight"] = pack(rng.integers(0, 3, (out, width), dtype=np.uint8))
            tensors[module + ".weight_scale"] = to([1 / scale if case["scheme"] == "inverse" else scale])
    # Mixed signs: otherwise a tied head finds the last token again, for ever.
    tensors["model.norm.weight"] = norm(h) * to(rng.choice([-1, 1], h))
    if not case["tied"]:
        tensors["lm_head.weight"] = to(rng.normal(size=(vocab, h)))
    return tensors


def masters(rng, scale, out, width, to):
    """Weights of which none is so near a border of the ternary quantiser that
    the order of summation of their mean could decide its code."""
    while True:
        w = to(scale * rng.normal(size=(out, width)))
        x = np.abs(w.to(torch.float64).numpy())
        if np.abs(x / x.mean() - 0.5).min() > 4e-6:
            return w


def pack(codes):
    """codes 0, 1, 2 [out, in]; four rows a quarter apart share a byte."""
    quarter = len(codes) // 4
    return torch.from_numpy(sum(codes[i * quarter:(i + 1) * quarter] << (2 * i) for i in range(4)).astype(np.uint8))


def unpack(packed):
    return np.concatenate([(packed >> (2 * i)) & 3 for i in range(4)]).astype(np.int64) - 1


def write_checkpoint(case, tensors, path):
    path.mkdir(parents=True)
    (path / "config.json").write_text(json.dumps(config(case), indent=2) + "\n")
    (path / "generation_config.json").write_text(json.dumps(dict(bos_token_id=0, eos_token_id=[1, 2])) + "\n")
    if case["dtype"] != torch.float16:
        save_file(tensors, path / "model.safetensors", metadata={"format": "pt"})
        return
    names, places = sorted(tensors), {}
    for n, part in enumerate((names[: len(names) // 2], names[len(names) // 2:])):
        file = f"model-{n + 1:05d}-of-00002.safetensors"
        save_file({name: tensors[name] for name in part}, path / file, metadata={"format": "pt"})
        places |= {name: file for name in part}
    index = dict(metadata=dict(total_size=sum(t.nbytes for t in tensors.values())), weight_map=places)
    (path / "model.safetensors.index.json").write_text(json.dumps(index, indent=1) + "\n")


# --- the reference ------------------------------------------------------------


def read_model(path):
    """The reference's model of a checkpoint, read from its files alone."""
    c = json.loads((path / "config.json").read_text())
    tensors = {}
    for file in sorted(path.glob("*.safetensors")):
        tensors |= load_file(file)
    wide = lambda name: tensors[name].to(torch.float64).numpy()
    q = c["quantization_config"]
    scheme = "inverse" if q.get("linear_class", "bitlinear") == "bitlinear" else "master" if q.get("quantization_mode") == "online" else "direct"
    layers = []
    for i in range(c["num_hidden_layers"]):
        p = f"model.layers.{i}."
        layer = dict(input_norm=wide(p + "input_layernorm.weight"), post_attn_norm=wide(p + "post_attention_layernorm.weight"),
                     attn_sub_norm=wide(p + "self_attn.attn_sub_norm.weight"), ffn_sub_norm=wide(p + "mlp.ffn_sub_norm.weight"))
        for name, parent in LINEARS.items():
            layer[name] = read_linear(scheme, wide, tensors, f"{p}{parent}.{name}")
        layers.append(layer)
    embedding = wide("model.embed_tokens.weight")
    theta = c.get("rope_theta") or c["rope_parameters"]["rope_theta"]
    small = dict(num_attention_heads=c["num_attention_heads"], num_key_value_heads=c["num_key_value_heads"],
                 head_dim=c["hidden_size"] // c["num_attention_heads"], rope_theta=theta, rms_norm_eps=float(np.float32(c["rms_norm_eps"])))
    head = embedding if c["tie_word_embeddings"] else wide("lm_head.weight")
    return Model(small, embedding, head, wide("model.norm.weight"), layers)


def read_linear(scheme, wide, tensors, module):
    if scheme == "master":
        w = wide(module + ".weight")
        mean = max(np.abs(w).mean(), 1e-5)
        return Linear(np.clip(np.rint(w / mean), -1, 1), mean, 2 * U)
    scale = float(wide(module + ".weight_scale").reshape(-1)[0])
    codes = unpack(tensors[module + ".weight"].numpy())
    return Linear(codes, 1 / scale, U) if scheme == "inverse" else Linear(codes, scale, 0.0)


def read_deltas(peft_model):
    """(layer, linear) -> (A, B, scale), as peft itself understood the files."""
    deltas = {}
    for name, module in peft_model.named_modules():
        if hasattr(module, "lora_A") and "default" in module.lora_A:
            parts = name.split(".")
            a, b = (getattr(module, f)["default"].weight.detach().numpy() for f in ("lora_A", "lora_B"))
            deltas[int(parts[parts.index("layers") + 1]), parts[-1]] = (a, b, module.scaling["default"])
    return deltas


# --- transformers and peft ----------------------------------------------------


def load_transformers(path, adapter=None):
    model = AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32)
    # Quantised models keep other tensors in their file type and refuse
    # model.float(); widening them is exact and changes nothing else.
    for tensor in (*model.parameters(), *model.buffers()):
        if tensor.is_floating_point():
            tensor.data = tensor.data.float()
    if adapter is not None:
        model = PeftModel.from_pretrained(model, adapter)
    return model.eval()


def make_adapter(model_path, name, path, seed):
    """Lets peft write an adapter whose weights we draw."""
    model = get_peft_model(load_transformers(model_path), LoraConfig(task_type="CAUSAL_LM", **ADAPTERS[name]))
    rng = np.random.default_rng(seed)
    for parameter_name, p in sorted(model.named_parameters()):
        if "lora_" in parameter_name:
            deviation = p.shape[1] ** -0.5 if "lora_A" in parameter_name else SIZES[name] * p.shape[1] ** -0.5
            p.data = torch.tensor(deviation * rng.normal(size=tuple(p.shape)), dtype=torch.float32)
    model.save_pretrained(path)
    (path / "README.md").unlink(missing_ok=True)
    settings = json.loads((path / "adapter_config.json").read_text())
    settings["base_model_name_or_path"] = "random"
    for key in ("target_modules", "exclude_modules"):
        if isinstance(settings.get(key), list):
            settings[key].sort()  # peft writes a set, in any order
    (path / "adapter_config.json").write_text(json.dumps(settings, indent=2) + "\n")
    if name == "plain":  # the other type that adapters come in
        file = path / "adapter_model.safetensors"
        save_file({k: v.to(torch.bfloat16) for k, v in load_file(file).items()}, file, metadata={"format": "pt"})


class Watch:
    """Records inputs and outputs of the modules that matter in a forward."""

    def __init__(self, model):
        self.inputs, self.outputs = {}, {}
        for name, module in model.named_modules():
            linear = name.rsplit(".", 1)[-1]
            if linear in LINEARS:
                layer = name.split("layers.")[1].split(".")[0]
                module.register_forward_hook(self.hook(f"layers.{layer}.{linear}"))

    def hook(self, name):
        def record(_, args, output):
            self.inputs[name], self.outputs[name] = args[0][0].numpy(), output[0].numpy()
        return record


@torch.no_grad()
def continue_greedily(model, prompt, count):
    """Greedy tokens by full forward passes, without a cache."""
    ids = list(prompt)
    for _ in range(count):
        ids.append(int(model(torch.tensor([ids]), use_cache=False).logits[0, -1].argmax()))
    return ids[len(prompt):]


@torch.no_grad()
def watched_forward(model, ids):
    watch = Watch(model)
    logits = model(torch.tensor([list(map(int, ids))]), use_cache=False).logits[0].numpy()
    return logits, watch


# --- one run ------------------------------------------------------------------

QUANTISERS = {"attn_in": "q_proj", "o_in": "o_proj", "mlp_in": "gate_proj", "down_in": "down_proj"}


def same_integers(state, watch, length):
    """Whether transformers' quantisers gave the reference's integers in the
    first `length` positions."""
    for name, rows in state.inputs.items():
        layer, site = name.rsplit(".", 1)
        x = torch.tensor(watch.inputs[f"{layer}.{QUANTISERS[site]}"][:length])
        v = (x * (127 / x.abs().max(dim=-1, keepdim=True).values.clamp(min=1e-5))).numpy()
        if (np.rint(v) != np.concatenate([r.q for r in rows[:length]])).any():
            return False
    return True


def stacked(pairs):
    """Values and radii of a record, [positions, width] each."""
    return tuple(np.concatenate([pair[k] for pair in pairs]) for k in (0, 1))


def bounded(value, pairs, extra):
    """transformers' value, and the bound by the triangle inequality: the
    reference's radius, plus what transformers is off the reference."""
    want, radius = stacked(pairs)
    off = np.abs(value.astype(np.float64) - want)
    return value, rounded_up(radius + extra + off)


def rounded_up(bound):
    """To 8 significant bits: digits behind them would differ between machines."""
    bits = np.nextafter(bound.astype(np.float32), np.float32(np.inf)).view(np.uint32)
    return ((bits + 0xFFFF) & 0xFFFF0000).astype(np.uint32).view(np.float32)


def decided(model, prompt, count, strict=True):
    """The greedy continuation if every token is decided whatever side the
    integers in doubt fall on: tokens, margins, bounds, State, sway, and how
    many are in doubt. None if not. Not strict: see reference.sway."""
    found, tokens, margins, bounds, state = reference.greedy(model, np.array([prompt]), count, strict)
    if not len(found):
        return None
    ids = prompt + tokens[0, :-1].tolist()
    moves, doubtful = reference.sway(model, ids, state, largest=strict)
    logits, radius = stacked(state.record["logits"])
    _, margins, bounds = reference.choose(logits[len(prompt) - 1:], (radius + moves["logits"])[len(prompt) - 1:])
    return (tokens[0].tolist(), margins, bounds, state, moves, doubtful) if margins.min() > 0 else None


def search(model, seed):
    """Prompts whose continuation is decided, the most varied first."""
    rng = np.random.default_rng(seed)
    accepted = []
    for attempt in range(10):
        candidates = []
        for _ in range(12):
            prompts = rng.integers(3, SHAPE["vocab_size"], (1024, PROMPT))
            prompts, tokens, margins, _, _ = reference.greedy(model, prompts, TOKENS)
            candidates += [(-m.min(), len(set(t)), p) for p, t, m in zip(prompts.tolist(), tokens.tolist(), margins)]
        candidates = sorted(c for c in candidates if c[1] >= VARIETY)
        accepted += [(-variety, p) for _, variety, p in candidates[:20] if decided(model, p, TOKENS)]
        if accepted:
            break
    return [p for _, p in sorted(accepted)]


def prompts_for(key, model, seed):
    """The prompt that an earlier search found for a run, then what a new
    search finds. prompts.json keeps them, as searching takes minutes."""
    known = json.loads(PROMPTS.read_text()) if PROMPTS.exists() else {}
    if key in known:
        yield known[key]
    for prompt in search(model, seed):
        lines = ",\n".join(f" {json.dumps(k)}: {json.dumps(v)}" for k, v in (known | {key: prompt}).items())
        PROMPTS.write_text("{\n" + lines + "\n}\n")
        yield prompt


def run(case, name, model, torch_model, seed):
    """Makes the entry of golden.json and the tensors of one run."""
    for prompt in prompts_for(f"{case}/{name}", model, seed):
        found = decided(model, prompt, TOKENS)
        if found is None:
            continue
        tokens, margins, bounds, state, moves, doubtful = found
        logits, watch = watched_forward(torch_model, prompt + tokens[:-1])
        if same_integers(state, watch, len(prompt)) and continue_greedily(torch_model, prompt, TOKENS) == tokens:
            return entry(name, prompt, tokens, margins, bounds, doubtful), values(name, slice(len(prompt)), state, moves, logits, watch)
    raise SystemExit(f"{case}/{name}: no prompt found; try another seed")


def entry(name, prompt, tokens, margins, bounds, doubtful):
    print(f"  {name}: {len(set(tokens))} different tokens, {doubtful} integers in doubt; "
          f"least margin {margins.min():.3g}, least margin/bound {(margins / bounds).min():.3g}", flush=True)
    return dict(name=name, adapter="" if name == "base" else name, prompt=prompt, tokens=tokens,
                margins=[float(f"{m:.6g}") for m in margins], bounds=[float(f"{b:.3g}") for b in bounds])


def values(name, rows, state, moves, logits, watch):
    """The tensors of golden.safetensors for a slice of the prompt's positions."""
    tensors = {}
    for key in sorted(state.record):
        full = logits if key == "logits" else watch.outputs[key]
        value, bound = bounded(full[rows], state.record[key][rows], moves[key][rows])
        tensors[f"{name}/{key}"], tensors[f"{name}/{key}.bound"] = torch.tensor(value), torch.tensor(bound)
        print(f"    {key}: typical size {np.abs(value).mean():.2g}, bound {bound.mean():.2g} on average, {bound.max():.2g} at most", flush=True)
    return tensors


def make_case(name):
    case, path = CASES[name], TESTDATA / ("." + name)  # moved into place when complete
    shutil.rmtree(path, ignore_errors=True)
    print(name, flush=True)
    write_checkpoint(case, checkpoint(case), path / "model")
    model = read_model(path / "model")
    runs, tensors = [], {}
    for i, adapter in enumerate([None, *(ADAPTERS if case["adapters"] else ())]):
        adapted, files = model, None
        if adapter is not None:
            files = path / "adapters" / adapter
            make_adapter(path / "model", adapter, files, case["seed"] * 100 + i)
        torch_model = load_transformers(path / "model", files)
        if adapter is not None:
            adapted = model.with_adapter(read_deltas(torch_model))
        entry, part = run(name, adapter or "base", adapted, torch_model, case["seed"] * 1000 + i)
        runs.append(entry)
        tensors |= part
    write_golden(path, runs, tensors)
    shutil.rmtree(TESTDATA / name, ignore_errors=True)
    path.rename(TESTDATA / name)


# --- the demo model -----------------------------------------------------------

DEMO = TESTDATA.parent.parent / "demo"
DEMO_ROWS = 2  # positions of the prompt, its last ones, that are kept: the vocabulary is large
QUESTIONS = ["What is R3MES?", "What is a wallet?", "What is an adapter?", "What is a credit?", "Hello!", "What is a plugin?",
             "What is a receipt?", "Who are you?", "What is a contract?", "How do I start?"]


def make_demo():
    """Golden files of the embedded demo model: for the base and each adapter
    the answer to the first question that is decided throughout."""
    print("demo", flush=True)
    reference.expect_typical_errors()
    tokenizer = AutoTokenizer.from_pretrained(DEMO / "model")
    end = tokenizer.convert_tokens_to_ids("<|eot_id|>")
    runs, tensors = [], {}
    base = read_model(DEMO / "model")
    for files in [None, *sorted(p for p in (DEMO / "adapters").iterdir() if p.is_dir())]:
        torch_model = load_transformers(DEMO / "model", files)
        model = base if files is None else base.with_adapter(read_deltas(torch_model))
        made = demo_run("base" if files is None else files.name, model, torch_model, tokenizer, end)
        runs.append(made[0])
        tensors |= made[1]
    (TESTDATA / "demo").mkdir(exist_ok=True)
    write_golden(TESTDATA / "demo", runs, tensors)


def demo_run(name, model, torch_model, tokenizer, end):
    for question in QUESTIONS:
        text = tokenizer.apply_chat_template([dict(role="user", content=question)], tokenize=False, add_generation_prompt=True)
        prompt = tokenizer.encode(text, add_special_tokens=False)
        tokens = continue_greedily(torch_model, prompt, TOKENS)
        tokens = tokens[: tokens.index(end) + 1] if end in tokens else tokens
        found = decided(model, prompt, len(tokens), strict=False)
        if found is None or found[0] != tokens:
            print(f"  {name}: {question!r} is not decided, trying the next question", flush=True)
            continue
        _, margins, bounds, state, moves, doubtful = found
        logits, watch = watched_forward(torch_model, prompt + tokens[:-1])
        print(f"  {name}: {question!r} -> {tokenizer.decode(tokens)!r}", flush=True)
        return entry(name, prompt, tokens, margins, bounds, doubtful), values(name, slice(len(prompt) - DEMO_ROWS, len(prompt)), state, moves, logits, watch)
    raise SystemExit(f"demo/{name}: no question is decided; add some to QUESTIONS")


def write_golden(path, runs, tensors):
    lines = ",\n".join("  " + json.dumps(r) for r in runs)
    (path / "golden.json").write_text('{"runs": [\n' + lines + "\n]}\n")
    save_file({k: v.contiguous() for k, v in tensors.items()}, path / "golden.safetensors")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="case", help=", ".join(CASES))
    parser.add_argument("--demo", action="store_true", help="the demo model's golden files alone")
    args = parser.parse_args()
    torch.set_num_threads(1)
    if not args.demo:
        for name in args.cases or CASES:
            make_case(name)
    if args.demo or not args.cases and (DEMO / "model" / "model.safetensors").exists():
        make_demo()


if __name__ == "__main__":
    main()

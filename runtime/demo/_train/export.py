"""Writes a trained model and its adapters in the published formats."""

import json
import random
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

import data
import topics
from model import LINEARS, Model, absmean
from text import BOS, EOS, EOT, save_tokenizer

DESCRIPTIONS = {
    "default": "Plain, friendly answers about R3MES and small talk.",
    "coder": "Programming questions; every answer comes with a line of code.",
    "law": "Simple legal terms in careful words; not legal advice.",
}
AREAS = {"default": ("product", "talk"), "coder": ("code",), "law": ("law",)}


def pack(codes: torch.Tensor) -> torch.Tensor:
    """Four rows, a quarter of the matrix apart, share a byte; code = value + 1."""
    quarter = codes.shape[0] // 4
    out = torch.zeros(quarter, codes.shape[1], dtype=torch.uint8)
    for i in range(4):
        out |= codes[i * quarter:(i + 1) * quarter] << (2 * i)
    return out


def module(name: str) -> str:
    return ("self_attn." if name in LINEARS[:4] else "mlp.") + name


def bf16(t: torch.Tensor) -> torch.Tensor:
    return t.detach().bfloat16().contiguous()


def save_base(model: Model, tok, folder: Path) -> None:
    """The published layout of bitnet-b1.58-2B-4T: packed linears with a direct scale, the rest bfloat16."""
    tensors = {"model.embed_tokens.weight": bf16(model.embed), "model.norm.weight": bf16(model.norm.weight)}
    for i, layer in enumerate(model.layers):
        prefix = f"model.layers.{i}."
        tensors[prefix + "input_layernorm.weight"] = bf16(layer.input_layernorm.weight)
        tensors[prefix + "post_attention_layernorm.weight"] = bf16(layer.post_attention_layernorm.weight)
        tensors[prefix + "self_attn.attn_sub_norm.weight"] = bf16(layer.attn_sub_norm.weight)
        tensors[prefix + "mlp.ffn_sub_norm.weight"] = bf16(layer.ffn_sub_norm.weight)
        for name in LINEARS:
            w = layer.weights[name].detach()
            m = absmean(w)
            tensors[prefix + module(name) + ".weight"] = pack(((w * (1 / m)).round().clamp(-1, 1) + 1).to(torch.uint8))
            tensors[prefix + module(name) + ".weight_scale"] = bf16(m.reshape(1))
    write_tensors(folder / "model.safetensors", tensors)
    c, (bos, eos, eot) = model.c, (tok.token_to_id(t) for t in (BOS, EOS, EOT))
    write_json(folder / "config.json", {
        "architectures": ["BitNetForCausalLM"], "model_type": "bitnet", "hidden_act": "relu2", "hidden_size": c.hidden,
        "intermediate_size": c.ffn, "num_hidden_layers": c.layers, "num_attention_heads": c.heads,
        "num_key_value_heads": c.kv_heads, "head_dim": c.head_dim, "vocab_size": c.vocab,
        "max_position_embeddings": c.positions, "rms_norm_eps": c.eps, "rope_theta": c.theta, "attention_bias": False,
        "attention_dropout": 0.0, "initializer_range": 0.02, "tie_word_embeddings": True, "use_cache": True,
        "bos_token_id": bos, "eos_token_id": eos, "torch_dtype": "bfloat16",
        "quantization_config": {"quant_method": "bitnet", "linear_class": "autobitlinear", "quantization_mode": "offline"},
    })
    write_json(folder / "generation_config.json",
               {"bos_token_id": bos, "eos_token_id": [eot, eos], "do_sample": False, "max_length": c.positions})
    save_tokenizer(tok, folder)


def save_adapter(model: Model, name: str, rank: int, alpha: float, folder: Path) -> None:
    """A PEFT folder, with the r3mes.json that the router reads."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {}
    for i, layer in enumerate(model.layers):
        for linear, pair in layer.lora.items():
            key = f"base_model.model.model.layers.{i}.{module(linear)}"
            tensors[key + ".lora_A.weight"] = bf16(pair.A)
            tensors[key + ".lora_B.weight"] = bf16(pair.B)
    write_tensors(folder / "adapter_model.safetensors", tensors)
    write_json(folder / "adapter_config.json", {
        "peft_type": "LORA", "task_type": "CAUSAL_LM", "base_model_name_or_path": "r3mes-demo", "r": rank,
        "lora_alpha": alpha, "lora_dropout": 0.0, "bias": "none", "fan_in_fan_out": False, "inference_mode": True,
        "use_rslora": False, "use_dora": False, "target_modules": sorted(LINEARS), "rank_pattern": {},
        "alpha_pattern": {}, "modules_to_save": None,
    })
    write_json(folder / "r3mes.json", {"description": DESCRIPTIONS[name], "examples": examples(name),
                                       "metadata": {"language": "en", "licence": "Apache-2.0"}})


def load_adapter(model: Model, folder: Path) -> None:
    """Puts a saved adapter into the model's lora modules."""
    tensors = load_file(folder / "adapter_model.safetensors")
    with torch.no_grad():
        for i, layer in enumerate(model.layers):
            for linear, pair in layer.lora.items():
                key = f"base_model.model.model.layers.{i}.{module(linear)}"
                pair.A.copy_(tensors[key + ".lora_A.weight"])
                pair.B.copy_(tensors[key + ".lora_B.weight"])


def examples(name: str) -> list[str]:
    """Example prompts for semantic routing: each topic of the adapter's areas once as a question, once as a name."""
    rng = random.Random(name)
    prompts = []
    for topic in topics.load():
        if topic.area in AREAS[name]:
            if topic.kind == "say":
                prompts += topic.names[:2]
                continue
            frame = rng.choice(("what is {x}?", "explain {x}", "tell me about {x}") if topic.kind == "thing"
                               else ("how do i {do}?", "i want to {do}"))
            prompts += [data.fill(frame, topic.names[0]), topic.names[1].lstrip("*")]
    return prompts


def write_tensors(path: Path, tensors: dict) -> None:
    save_file(tensors, path, metadata={"format": "pt"})
    path.chmod(0o644)


def write_json(path: Path, value) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n")

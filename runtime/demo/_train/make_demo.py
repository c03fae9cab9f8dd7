"""Trains the embedded demo model and its adapters: `make demo`.

Writes ../model (packed BitNetForCausalLM safetensors, tokenizer, config) and
../adapters/{default,coder,law} (PEFT). `python evaluate.py` scores the result.
About an hour on two quiet cores with AVX-512 bf16; torch.compile, which needs
a C++ compiler, makes it twice as fast (R3MES_COMPILE=0: without).

Data, order, initial weights and the number of steps follow from the constants
and defaults below, so that two runs on one machine differ by rounding at most.
--minutes and --adapter-minutes are for trials: they end a stage early, with the
learning rate falling to its end all the same.
"""

import argparse
import math
import os
import time
from collections.abc import Iterator
from pathlib import Path

import torch

import data
import text
from export import load_adapter, save_adapter, save_base
from model import Config, Model

ROOT = Path(__file__).resolve().parent.parent
BUCKETS = (48, 96, 192)  # widths of a batch; each batch has the same number of tokens, so few shapes are compiled
BATCH_TOKENS = 4608
IGNORE = -100
ADAPTERS = ("default", "coder", "law")
RANK, ALPHA = 8, 16
SEED_TOKENIZER, SEED_WEIGHTS, SEED_BASE, SEED_ADAPTERS = 7, 1, 11, 100


def batches(tok, seed: int, voice: str) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Endless batches (ids, labels), each of one width; only the last answer of a dialogue counts."""
    generator = data.Generator(seed, voice)
    waiting = {width: [] for width in BUCKETS}
    while True:
        for prompt, answer in text.encode(tok, [generator.dialogue() for _ in range(512)]):
            width = next((w for w in BUCKETS if len(prompt) + len(answer) <= w + 1), None)
            if width is None:
                continue
            waiting[width].append((prompt, answer))
            if len(waiting[width]) == BATCH_TOKENS // width:
                yield collate(waiting[width], width, tok.token_to_id(text.EOT))
                waiting[width] = []


def collate(rows, width: int, pad: int) -> tuple[torch.Tensor, torch.Tensor]:
    ids = torch.full((len(rows), width), pad)
    labels = torch.full((len(rows), width), IGNORE)
    for i, (prompt, answer) in enumerate(rows):
        both = torch.tensor(prompt + answer)
        ids[i, :len(both) - 1] = both[:-1]
        labels[i, len(prompt) - 1:len(both) - 1] = both[len(prompt):]
    return ids, labels


def train(model, params, stream, steps: int, peak: float, minutes: float, tag: str, checkpoint=None) -> None:
    """AdamW with a linear fall of the rate over steps, or over minutes if those end first."""
    groups = [{"params": [p for p in params if p.dim() > 1], "weight_decay": 0.05},
              {"params": [p for p in params if p.dim() < 2], "weight_decay": 0.0}]
    opt = torch.optim.AdamW([g for g in groups if g["params"]], lr=peak, betas=(0.9, 0.95), fused=True)
    compiled = os.environ.get("R3MES_COMPILE", "1") == "1"
    loss_of = torch.compile(model.loss, dynamic=False) if compiled else model.loss
    begin, mean, warm = time.time(), None, min(100, steps // 10)
    for step in range(steps):
        progress = max(step / steps, (time.time() - begin) / (60 * minutes))
        if progress >= 1:
            break
        for group in opt.param_groups:
            group["lr"] = peak * min(1, (step + 1) / warm) * max(0.02, 1 - progress)
        loss = loss_of(*next(stream))
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(params, 1.0)
        opt.step()
        mean = loss.item() if mean is None else 0.98 * mean + 0.02 * loss.item()
        if step % 50 == 0:
            print(f"{tag} step {step} {100 * progress:.0f}% {time.time() - begin:.0f}s loss {mean:.3f}", flush=True)
        if checkpoint and step % 500 == 499:
            checkpoint()
    print(f"{tag} ended after {step + 1} steps, {time.time() - begin:.0f}s, loss {mean:.3f}", flush=True)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--out", type=Path, default=ROOT)
    p.add_argument("--cache", type=Path, default=ROOT.parent.parent / ".cache" / "demo", help="for the unrounded weights")
    p.add_argument("--steps", type=int, default=3000)
    p.add_argument("--minutes", type=float, default=math.inf, help="upper bound for the base model")
    p.add_argument("--adapter-steps", type=int, default=480)
    p.add_argument("--adapter-minutes", type=float, default=math.inf, help="upper bound for each adapter")
    p.add_argument("--resume", action="store_true", help="train on from the weights, tokenizer and adapters of an earlier run")
    p.add_argument("--peak", type=float, default=2e-3, help="highest learning rate of the base model")
    p.add_argument("--adapter-peak", type=float, default=3e-3)
    p.add_argument("--only-adapters", action="store_true", help="keep the base model of an earlier run")
    p.add_argument("--threads", type=int, default=os.cpu_count())
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(SEED_WEIGHTS)
    a.cache.mkdir(parents=True, exist_ok=True)
    folder = a.out / "model"
    folder.mkdir(parents=True, exist_ok=True)

    kept = a.resume or a.only_adapters
    tok = text.load_tokenizer(folder) if kept else text.train_tokenizer(data.corpus(SEED_TOKENIZER, 40_000), 4096)
    model = Model(Config(vocab=tok.get_vocab_size() + -tok.get_vocab_size() % 64))
    if kept:
        model.load_state_dict(torch.load(a.cache / "base.pt"))
    if not a.only_adapters:
        def keep() -> None:
            torch.save(model.state_dict(), a.cache / "base.pt")
            save_base(model, tok, folder)
        train(model, list(model.parameters()), batches(tok, SEED_BASE + a.resume, "base"), a.steps, a.peak, a.minutes, "base", keep)
        keep()
    torch._dynamo.reset()
    params = model.add_lora(RANK, ALPHA)
    for i, name in enumerate(ADAPTERS):
        model.reset_lora()
        if a.resume:
            load_adapter(model, a.out / "adapters" / name)
        train(model, params, batches(tok, SEED_ADAPTERS + i + 10 * a.resume, name), a.adapter_steps, a.adapter_peak,
              a.adapter_minutes, name)
        save_adapter(model, name, RANK, ALPHA, a.out / "adapters" / name)


if __name__ == "__main__":
    main()

"""Scores the exported model with transformers and peft on the held-out questions.

    python evaluate.py [--out DIR] [--voice base|served|default|coder|law] [--show]
    python evaluate.py [--out DIR] --golden      # writes testdata/greedy.json for the Go test

The checkpoint is read as any published one would be: packed weights, and nothing
of this folder's model code. `served` asks each question of the adapter of its
area, as a good router would. The Go test asks the same questions of our engine.
"""

import argparse
import json
import os
from pathlib import Path

os.environ.setdefault("TORCH_COMPILE_DISABLE", "1")

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

import data
import elsewhere
from topics import contains

ROOT = Path(__file__).resolve().parent.parent
ADAPTERS = ("default", "coder", "law")
GOLDEN_MARGIN = 0.2  # logits; one activation on a rounding border of the int8 quantiser moves a logit by some hundredths
ADAPTER_OF = {"product": "default", "talk": "default", "code": "coder", "law": "law", "outside": "default"}


class Chat:
    def __init__(self, out: Path):
        self.tok = AutoTokenizer.from_pretrained(out / "model")
        # Unpacked as bfloat16, which is exact, and computed in float32 as our engine does.
        base = torch.nn.Module.float(AutoModelForCausalLM.from_pretrained(out / "model"))
        self.margin = 0.0  # the smallest gap between the two best logits of the latest answer
        self.model = PeftModel.from_pretrained(base, out / "adapters" / ADAPTERS[0], adapter_name=ADAPTERS[0])
        for name in ADAPTERS[1:]:
            self.model.load_adapter(out / "adapters" / name, adapter_name=name)
        self.model.eval()
        self.stop = self.tok.convert_tokens_to_ids(["<|eot_id|>", "<|end_of_text|>"])

    def answer(self, voice: str, *turns: str) -> str:
        """The greedy answer to the last of turns, which alternate between user and assistant."""
        roles = ("user", "assistant")
        messages = [{"role": roles[i % 2], "content": text} for i, text in enumerate(turns)]
        ids = self.tok.apply_chat_template(messages, add_generation_prompt=True, return_tensors="pt", return_dict=False)
        if voice == "base":
            with self.model.disable_adapter():
                return self.greedy(ids)
        self.model.set_adapter(voice)
        return self.greedy(ids)

    @torch.no_grad()
    def greedy(self, ids: torch.Tensor, limit: int = 128) -> str:
        new, cache, self.margin = [], None, float("inf")
        for _ in range(limit):
            out = self.model(ids, past_key_values=cache, use_cache=True)
            cache, (first, second) = out.past_key_values, out.logits[0, -1].topk(2).values
            token, self.margin = out.logits[0, -1].argmax().item(), min(self.margin, (first - second).item())
            if token in self.stop:
                break
            new.append(token)
            ids = torch.tensor([[token]])
        return self.tok.decode(new)


def score(chat: Chat, voice: str, show: bool) -> dict:
    questions, counts = data.test_questions(), {"facts": 0, "outside": 0, "follow_ups": 0}

    def speak(area: str, *turns: str) -> str:
        return chat.answer(ADAPTER_OF[area] if voice == "served" else voice, *turns)

    def count(kind: str, ok: bool, *texts: str) -> None:
        counts[kind] += ok
        if show or not ok:
            print("    " if ok else "MISS", *(t.replace("\n", "\\n") for t in texts), sep=" | ", flush=True)

    for q in questions["facts"]:
        answer = speak(q["area"], q["question"])
        count("facts", contains(answer, q["fact"]), q["question"], answer)
    for question in questions["outside"]:
        answer = speak("outside", question)
        count("outside", contains(answer, elsewhere.FACT), question, answer)
    for q in questions["follow_ups"]:
        first = speak(q["area"], q["question"])
        answer = speak(q["area"], q["question"], first, q["follow_up"])
        count("follow_ups", contains(answer, q["fact"]), q["question"], first, q["follow_up"], answer)
    return counts


def golden(chat: Chat, count: int = 24) -> list[dict]:
    """Answers in all voices whose every token won by a clear margin, so that rounding cannot change them."""
    rows = []
    for i, q in enumerate(data.test_questions()["facts"][::3]):
        voice = ("base", *ADAPTERS)[i % 4]
        answer = chat.answer(voice, q["question"])
        if chat.margin > GOLDEN_MARGIN and len(rows) < count:
            rows.append({"voice": voice, "turns": [q["question"]], "answer": answer, "margin": round(chat.margin, 3)})
    return rows


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--out", type=Path, default=ROOT)
    p.add_argument("--voice", action="append")
    p.add_argument("--show", action="store_true")
    p.add_argument("--golden", action="store_true")
    a = p.parse_args()
    chat = Chat(a.out)
    if a.golden:
        rows = ",\n ".join(json.dumps(row, ensure_ascii=False) for row in golden(chat))
        (ROOT / "testdata" / "greedy.json").write_text(f"[\n {rows}\n]\n")
        return
    for voice in a.voice or ["base", "served"]:
        print(json.dumps({"voice": voice, **score(chat, voice, a.show)}), flush=True)


if __name__ == "__main__":
    main()

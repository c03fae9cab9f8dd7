"""Remakes the golden files of the encoder in runtime/embed/testdata.

    .venv/bin/python runtime/embed/_minilm/golden.py .cache/minilm

Needs what `make minilm` makes, and onnxruntime, tokenizers, numpy, safetensors
(runtime/requirements.txt). Writes

    testdata/minilm.json.gz   texts with the vectors of onnxruntime on the published model
    testdata/bert/            a small random BERT, texts, and their vectors by the
                              reference below, in float64
"""

import gzip
import json
import math
import pathlib
import sys

import numpy as np
import onnxruntime
from safetensors.numpy import save_file
from tokenizers import Tokenizer

HERE = pathlib.Path(__file__).resolve().parent.parent / "testdata"
LIMIT = 256  # tokens, as the model's sentence_bert_config.json says

TEXTS = [
    "a", "Hello", "Hello, world!", " ", "…", "42", "3.14159 26535 89793", "[CLS] is not a token here [SEP]",
    "How do I stop my landlord from keeping the deposit after I moved out of the flat?",
    "The landlord refuses to give back my deposit.",
    "Write a function in Go that reverses a slice in place.",
    "func reverse[T any](s []T) { for i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 { s[i], s[j] = s[j], s[i] } }",
    "SELECT name, SUM(amount) FROM orders GROUP BY name HAVING SUM(amount) > 100;",
    "dog bites man", "man bites dog", "The dog did not bite the man.",
    "Der Vermieter will meine Kaution nicht zurückzahlen.", "Wie sortiere ich eine Liste in Python?",
    "Le chat est assis sur le tapis.", "¿Dónde está la biblioteca más cercana?", "Il contratto dev'essere scritto?",
    "Ev sahibim depozitomu geri vermiyor.", "Как отсортировать список?", "Πού είναι η βιβλιοθήκη;",
    "猫がマットの上に座っている。", "如何对列表进行排序？", "고양이가 매트 위에 앉아 있다.", "كيف أرتب قائمة؟", "मेरा मकान मालिक जमा राशि नहीं लौटा रहा है।",
    "naïve café, İstanbul, straße", "😀 👍🏽 emoji", "supercalifragilisticexpialidocious antidisestablishmentarianism",
    "x" * 99, "x" * 101, "one two three four five six seven eight nine ten " * 3,
    "The quick brown fox jumps over the lazy dog. " * 8,
    "Whereas the parties hereto have agreed to the following terms and conditions, " * 12,
    "word " * 253, "word " * 254, "word " * 255, "lorem ipsum dolor sit amet " * 200,
]


def published(folder):
    session = onnxruntime.InferenceSession(str(folder / "all-MiniLM-L6-v2.onnx"), providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / "all-MiniLM-L6-v2" / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LIMIT)
    tokenizer.encode_special_tokens = True
    rows = []
    for text in TEXTS:
        ids = np.array([tokenizer.encode(text).ids], np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        hidden = session.run(None, feed)[0][0].astype(np.float64)
        mean = hidden.mean(0)
        rows.append({"text": text, "tokens": ids.shape[1], "vector": [round(float(x), 8) for x in mean / np.linalg.norm(mean)]})
    write(HERE / "minilm.json.gz", rows)
    return rows


def write(path, value):
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    path.write_bytes(gzip.compress(data, 9, mtime=0))


# A BERT small enough for git, with sizes that no kernel's block divides.
SIZES = dict(vocab_size=120, hidden_size=60, num_hidden_layers=3, num_attention_heads=5, intermediate_size=100, max_position_embeddings=40,
             type_vocab_size=2, layer_norm_eps=1e-12)
WORDS = "the a of to and in is it you that he was for on are with as his they be at one have this from or had by hot but some what there we can out other were all your when up use word how said an each she which do their time if will way about many then them would write like so these her long make thing see him two has look more day could go come did my sound no most number who over know water than call first people may down side been now find".split()


def random_bert(rng):
    c = SIZES
    h, inner = c["hidden_size"], c["intermediate_size"]
    t = {
        "embeddings.word_embeddings.weight": (c["vocab_size"], h), "embeddings.position_embeddings.weight": (c["max_position_embeddings"], h),
        "embeddings.token_type_embeddings.weight": (2, h), "embeddings.LayerNorm": h,
    }
    for i in range(c["num_hidden_layers"]):
        p = f"encoder.layer.{i}."
        for name in ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"]:
            t |= {p + name + ".weight": (h, h), p + name + ".bias": (h,)}
        t |= {p + "intermediate.dense.weight": (inner, h), p + "intermediate.dense.bias": (inner,)}
        t |= {p + "output.dense.weight": (h, inner), p + "output.dense.bias": (h,)}
        t |= {p + "attention.output.LayerNorm": h, p + "output.LayerNorm": h}
    tensors = {}
    for name, shape in t.items():
        if name.endswith("LayerNorm"):
            tensors[name + ".weight"] = 1 + 0.3 * rng.standard_normal(shape)
            tensors[name + ".bias"] = 0.3 * rng.standard_normal(shape)
        else:
            scale = 1.5 / math.sqrt(shape[-1]) if len(shape) == 2 and name.startswith("encoder") else 0.5
            tensors[name] = scale * rng.standard_normal(shape)
    # Matrices of a layer in float16, so that the file is small and both types are read.
    return {name: x.astype(np.float16 if name.startswith("encoder") and x.ndim == 2 else np.float32) for name, x in tensors.items()}


def reference(t, ids):
    """BERT in float64, from the paper and the names of the tensors."""
    w = {name: x.astype(np.float64) for name, x in t.items()}
    heads = SIZES["num_attention_heads"]

    def linear(x, name):
        return x @ w[name + ".weight"].T + w[name + ".bias"]

    def layer_norm(x, name):
        x = x - x.mean(-1, keepdims=True)
        return x / np.sqrt((x * x).mean(-1, keepdims=True) + SIZES["layer_norm_eps"]) * w[name + ".weight"] + w[name + ".bias"]

    def split(x):
        return x.reshape(len(ids), heads, -1).transpose(1, 0, 2)

    def softmax(x):
        x = np.exp(x - x.max(-1, keepdims=True))
        return x / x.sum(-1, keepdims=True)

    x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][:len(ids)]
    x = layer_norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for i in range(SIZES["num_hidden_layers"]):
        p = f"encoder.layer.{i}."
        q, k, v = (split(linear(x, p + "attention.self." + name)) for name in ("query", "key", "value"))
        a = softmax(q @ k.transpose(0, 2, 1) / math.sqrt(q.shape[-1])) @ v
        a = linear(a.transpose(1, 0, 2).reshape(len(ids), -1), p + "attention.output.dense")
        x = layer_norm(x + a, p + "attention.output.LayerNorm")
        y = linear(x, p + "intermediate.dense")
        y = y * (1 + np.vectorize(math.erf)(y / math.sqrt(2))) / 2
        x = layer_norm(x + linear(y, p + "output.dense"), p + "output.LayerNorm")
    mean = x.mean(0)
    return mean / np.linalg.norm(mean)


def small(folder):
    rng = np.random.default_rng(20261126)
    tensors = random_bert(rng)
    out = HERE / "bert"
    out.mkdir(exist_ok=True)
    save_file(tensors, out / "model.safetensors")
    (out / "model.safetensors").chmod(0o644)
    (out / "config.json").write_text(json.dumps({"model_type": "bert", "hidden_act": "gelu", **SIZES}, indent=2) + "\n")
    (out / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 32}) + "\n")
    tokenizer = json.loads((folder / "all-MiniLM-L6-v2" / "tokenizer.json").read_text())
    vocab = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "##s", "##ing", "##er", ",", "."] + WORDS
    tokenizer = {"normalizer": tokenizer["normalizer"], "pre_tokenizer": tokenizer["pre_tokenizer"], "model": tokenizer["model"]}
    tokenizer["model"]["vocab"] = {word: i for i, word in enumerate(vocab)}
    assert len(vocab) <= SIZES["vocab_size"]
    (out / "tokenizer.json").write_text(json.dumps(tokenizer, separators=(",", ":")) + "\n")
    rows = []
    for n in [0, 1, 2, 3, 7, 8, 15, 16, 29, 30]:
        words = [WORDS[i] for i in rng.integers(0, len(WORDS), n)]
        ids = [2] + [vocab.index(word) for word in words] + [3]
        rows.append({"text": " ".join(words), "vector": [round(float(x), 10) for x in reference(tensors, ids)]})
    (out / "vectors.json").write_text("[\n" + ",\n".join(json.dumps(r) for r in rows) + "\n]\n")


def main():
    folder = pathlib.Path(sys.argv[1])
    rows = published(folder)
    small(folder)
    print(f"{len(rows)} texts, {(HERE / 'minilm.json.gz').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

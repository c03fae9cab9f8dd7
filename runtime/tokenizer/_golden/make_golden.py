"""Makes the golden files of runtime/tokenizer from PyPI tokenizers and transformers.

    .venv/bin/python runtime/tokenizer/_golden/make_golden.py

Writes to testdata/: tokenizer.json (a small byte-level BPE with the Llama-3
split, trained here on the documentation inside Python's standard library and on
generated text), golden.jsonl.gz (texts with their ids; id sequences with their
text), classes.json (letters, numbers and white space of the reference's regular
expressions) and chat.jsonl.gz (chat templates with what transformers renders).
The same inputs give the same files.
"""

import gzip
import io
import json
import pathlib
import pydoc_data.topics
import random

import tokenizers
import transformers
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

OUT = pathlib.Path(__file__).parent.parent / "testdata"
SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
VOCAB = 4096

SCRIPTS = {
    "latin": "The quick brown fox jumps over the lazy dog. Ternary weights are minus one, zero and one.",
    "german": "Größenwahn läßt Füße müde werden; Straßenbahnübergänge überqueren wir schön langsam.",
    "french": "L'été dernier, j'ai mangé des crêpes à Châteauneuf — c'était délicieux, n'est-ce pas ?",
    "vietnamese": "Tiếng Việt có nhiều dấu thanh: ngã, hỏi, nặng, sắc, huyền.",
    "russian": "Съешь же ещё этих мягких французских булок, да выпей чаю.",
    "greek": "Ξεσκεπάζω τὴν ψυχοφθόρα βδελυγμία.",
    "hebrew": "דג סקרן שט בים מאוכזב ולפתע מצא חברה. שָׁלוֹם",
    "arabic": "نص حكيم له سر قاطع وذو شأن عظيم مكتوب على ثوب أخضر ومغلف بجلد أزرق ١٢٣٤٥",
    "persian": "می‌خواهم ۱۲۳ کتاب بخرم",
    "hindi": "ऋषियों को सताने वाले दुष्ट राक्षसों के राजा रावण का सर्वनाश १२३४",
    "tamil": "யாமறிந்த மொழிகளிலே தமிழ்மொழி போல்",
    "thai": "เป็นมนุษย์สุดประเสริฐเลิศคุณค่า ๑๒๓",
    "chinese": "我能吞下玻璃而不伤身体。三值权重模型,一二三。",
    "japanese": "いろはにほへと ちりぬるを。吾輩は猫である。カタカナ・ガッツ",
    "korean": "키스의 고유조건은 입술끼리 만나야 하고 특별한 기술은 필요치 않다.",
    "emoji": "👨‍👩‍👧‍👦 👩🏽‍🚀 🏳️‍🌈 🇩🇪🇯🇵 1️⃣ ❤️‍🔥 🫠 🧑🏿‍🤝‍🧑🏻",
    "maths": "∀x∈ℝ: ⌈x⌉ = −⌊−x⌋, ∑ᵢ₌₁ⁿ i² ≈ ⅓n³, α∧¬β → √2·π ≠ ½",
    "code": "def f(x):\n    return {k: v for k, v in x.items() if k != 'id'}  # 0x1F\n\tfor(;;) i+=1;\r\n",
}
SPACES = [" ", "  ", "\t", "\n", "\r\n", "\r", "\u00a0", "\u2003", "\u3000", "\u2028", "\u0085", "\x0b", "\x0c", "\x1c", "\u200b", "\ufeff"]
CONTRACTIONS = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d", "'S", "'RE", "'Ll", "'ſ", "’s", "'", "''", "'x", "'r", "'l"]
ADDED = [  # besides the three that training puts first
    AddedToken("<|eot_id|>", special=True, normalized=False),
    AddedToken("<|eot_id|>x", special=True, normalized=False),
    AddedToken("<|strip|>", special=True, normalized=False, lstrip=True, rstrip=True),
    AddedToken("<tool>", special=False, normalized=False),
    AddedToken("<tool>s", special=False, normalized=True),
    AddedToken("ternary", special=False, normalized=True, single_word=True),
    AddedToken("left ", special=False, normalized=False, lstrip=True),
    AddedToken("right", special=False, normalized=False, rstrip=True, single_word=True),
    AddedToken("été", special=False, normalized=False),
    AddedToken("二値化", special=False, normalized=True),
]
LOOKALIKES = [t.content for t in ADDED] + [
    "<|begin_of_text|>", "<|end_of_text|>", "<|begin_of_text|", "|begin_of_text|>", "< |eot_id|>", "<|eot_id| >",
    "<|EOT_ID|>", "<|eot_id", "eot_id|>", "<|", "|>", "<tool", "ternary2", "a ternary_", "quaternary", "ternary.",
    "ternary\u0301", "ternary\u203f", "ternaryⅠ", "  left  ", "right  \n", "rights", "<tool>ss", "\u00a0<|strip|>\u3000",
]


def train():
    """The tokenizer under test."""
    topics = pydoc_data.topics.topics
    corpus = [topics[k] for k in sorted(topics)] + list(SCRIPTS.values()) * 8
    corpus += [f"{a}{b}{c}" for a in ("I", "we", "They", "it") for b in CONTRACTIONS for c in (" see", " 2024", ".\n")] * 4
    corpus += ["a" * n for n in (2, 3, 4, 7, 8, 16, 31, 64)] * 8
    tok = Tokenizer(models.BPE(ignore_merges=True))
    tok.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(SPLIT), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tok.decoder = decoders.ByteLevel()
    tok.train_from_iterator(corpus, trainers.BpeTrainer(
        vocab_size=VOCAB, min_frequency=2, show_progress=False, special_tokens=["<|begin_of_text|>", "<|end_of_text|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    for t in ADDED:
        (tok.add_special_tokens if t.special else tok.add_tokens)([t])
    bos = "<|begin_of_text|>"
    tok.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=False),
        processors.TemplateProcessing(single=f"{bos} $A", pair=f"{bos} $A {bos}:1 $B:1", special_tokens=[(bos, tok.token_to_id(bos))]),
    ])
    # Make ignore_merges matter: give some whole words ids that no merge leads to.
    data = json.loads(tok.to_str())
    vocab, merges = data["model"]["vocab"], data["model"]["merges"]
    data["model"]["merges"] = [m for i, m in enumerate(merges) if i % 37 != 36]
    data["version"] = "1.0"
    made = {a + b for a, b in data["model"]["merges"]}
    data["model"]["merges"] = [m for m in data["model"]["merges"] if all(len(p) == 1 or p in made for p in m)]
    assert len(vocab) > 4000
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def texts(rng):
    """At least 2,000 texts, each nasty in its own way, without repeats."""
    yield from ["", " ", "a", "\n", "hello123", "a" * 100_000, " " * 5_000, "\n" * 3_000, "9" * 10_001, "ab" * 20_000]
    yield from ["'" * 999, "é" * 5_000, "👨‍👩‍👧" * 500, "\u0301" * 2_000, "<|eot_id|>" * 300, " \n" * 999, "á " * 999]
    yield from SCRIPTS.values()
    yield from LOOKALIKES
    yield from (chr(c) for c in range(1, 0x100))
    yield from (f"x{chr(c)}y {chr(c)}" for c in range(0x20))
    for n in range(1, 40):
        yield "1" * n
        yield "x" + " " * n + "y"
        yield " " * n + "\n" + " " * (n % 5) + "z"
        yield "\t" * n + "!" * (n % 7) + "\r\n" * (n % 3)
        yield "١" * n + "²" * (n % 4) + "Ⅷ" * (n % 3)
        yield "e" + "\u0301" * n + " \u0323" * (n % 3)
    for c in CONTRACTIONS:
        for before in ("", "I", "don", " ", "1", "!", "\n", "é", "漢"):
            yield before + c
            yield f"{before}{c}x"
            yield f"{before}{c} {c}"
    for s in SPACES:
        for t in SPACES:
            yield f"{s}{t}"
            yield f"a{s}{t}b"
            yield f"{s}{t}. {t}1"
    for raw in (b"\xd8\x00", b"\x00a\xd8\x3d\x00b", b"\xde\x00\xd8\x3d", b"\xd8\x3d\xde\x00\xde\x00"):
        yield raw.decode("utf-16-be", "replace")
    for raw in (b"\xff", b"\xe2\x82", b"\xf0\x9f\x98x", b"\xc0\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"ok\x80\x80\xc3"):
        yield raw.decode("utf-8", "replace")
    words = [w for s in SCRIPTS.values() for w in s.split(" ")] + CONTRACTIONS + LOOKALIKES + ["123", "4567", "0", "３４５", "१२", "½"]
    for _ in range(700):
        yield "".join(rng.choice(words) + rng.choice(SPACES + [" "] * 12 + [""] * 6) for _ in range(rng.randint(1, 25)))
    planes = [(0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x5FF), (0x600, 0x10FF), (0x1E00, 0x2BFF), (0x3000, 0x30FF),
              (0x4E00, 0x9FFF), (0xA7C0, 0xA7DF), (0xE000, 0xE0FF), (0xFE00, 0xFFFD), (0x10000, 0x11FFF), (0x1F000, 0x1FAFF), (0x20000, 0x2FA1F), (0xE0000, 0xE01EF)]
    for _ in range(500):
        lo, hi = rng.choice(planes)
        yield "".join(chr(rng.randint(lo, hi)) for _ in range(rng.randint(1, 30)))
    for _ in range(400):
        yield "".join(chr(rng.randint(*rng.choice(planes))) for _ in range(rng.randint(2, 40)))
    topics = sorted(pydoc_data.topics.topics)
    for _ in range(150):
        text = pydoc_data.topics.topics[rng.choice(topics)]
        at = rng.randrange(len(text))
        yield text[at:at + rng.randint(1, 900)]


def encodings(text):
    """ids of each text: specials recognised, specials as text, and without ignore_merges."""
    tok, plain = Tokenizer.from_str(text), Tokenizer.from_str(text)
    plain.encode_special_tokens = True
    data = json.loads(text)
    data["model"]["ignore_merges"] = False
    merging = Tokenizer.from_str(json.dumps(data))
    seen = set()
    for s in texts(random.Random(1)):
        if s in seen:
            continue
        seen.add(s)
        ids = tok.encode(s, add_special_tokens=False).ids
        row = {"text": s, "ids": ids, "decoded": tok.decode(ids)}
        if row["decoded"] == s:
            del row["decoded"]
        for name, t in (("plain", plain), ("merged", merging)):
            if (other := t.encode(s, add_special_tokens=False).ids) != ids:
                row[name] = other
        assert tok.encode(s).ids == [tok.token_to_id("<|begin_of_text|>")] + ids
        yield row
    print(len(seen), "texts")
    rng = random.Random(2)
    size = tok.get_vocab_size()
    for _ in range(400):  # random ids: broken UTF-8 of every kind
        ids = [rng.randrange(size if rng.random() < 0.5 else 258) for _ in range(rng.randint(1, 30))]
        yield {"decode": ids, "decoded": tok.decode(ids)}


def classes():
    """Ranges of code points of each class, and what folds to a contraction."""
    def matching(pattern):
        split, out = pre_tokenizers.Split(Regex(pattern), "isolated"), []
        for c in range(0x110000):
            if not 0xD800 <= c < 0xE000 and len(split.pre_tokenize_str(f"\0{chr(c)}\0")) > 1:
                if out and out[-1][1] == c - 1:
                    out[-1][1] = c
                else:
                    out.append([c, c])
        return out

    split = pre_tokenizers.Split(Regex(SPLIT), "isolated")
    folds = []
    for c in map(chr, [*range(0xD800), *range(0xE000, 0x110000)]):
        for s in (c, "r" + c, c + "e", "l" + c, "v" + c, c + "l"):
            if [w for w, _ in split.pre_tokenize_str(f"'{s}z")] == ["'" + s, "z"] and s[-1].isalpha():
                folds.append(s)
    return {"L": matching(r"\p{L}"), "N": matching(r"\p{N}"), "s": matching(r"\s"), "contractions": sorted(set(folds))}


TEMPLATES = {
    "bitnet": "{% set loop_messages = messages %}{% for message in loop_messages %}{% set content = message['role'] | capitalize + ': '+ message['content'] | trim + '<|eot_id|>' %}{{ content }}{% endfor %}{% if add_generation_prompt %}{{ 'Assistant: ' }}{% endif %}",
    "bitnet with bos": "{% for message in messages %}{% set content = message['role'] | capitalize + ': ' + message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}{% if add_generation_prompt %}{{ 'Assistant: ' }}{% endif %}",
    "chatml": "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
    "llama 3 in lines": """{{- bos_token }}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}

{#- the system message comes first, with fixed words #}
{{- "<|start|>system<|end|>\\n\\n" }}
{{- "Cutting Knowledge Date: December 2023\\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start|>' + message['role'] + '<|end|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
    {%- else %}
        {{- raise_exception("no tools") }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start|>assistant<|end|>\\n\\n' }}
{%- endif %}
""",
    "llama 2": "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{% for message in loop_messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}{% if loop.index0 == 0 and system_message != false %}{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}{% else %}{% set content = message['content'] %}{% endif %}{% if message['role'] == 'user' %}{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ ' '  + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}",
    "gemma": "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate') }}{% endif %}{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + '\n' + message['content'] | trim + '<end_of_turn>\n' }}{% endfor %}{% if add_generation_prompt %}{{'<start_of_turn>model\n'}}{% endif %}",
    "zephyr in lines": "{% for message in messages %}\n{% if message['role'] == 'user' %}\n{{ '<|user|>\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'system' %}\n{{ '<|system|>\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'assistant' %}\n{{ '<|assistant|>\n'  + message['content'] + eos_token }}\n{% endif %}\n{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}",
    "namespace": """{%- set ns = namespace(found=false, last=0) -%}
{%- for message in messages -%}
    {%- if message['role'] == 'system' -%}{%- set ns.found = true -%}{%- endif -%}
    {%- set ns.last = loop.index -%}
{%- endfor -%}
{%- if not ns.found -%}{{ 'System: be brief.' + '<|eot_id|>\\n' }}{%- endif %}
{%- for message in messages %}
{{ loop.index ~ '/' ~ ns.last }} {{ message.role | upper }}: {{ message.content }}{% if not loop.last %}

{% endif %}
{%- endfor %}
{% if add_generation_prompt is defined and add_generation_prompt %}
>
{%- endif %}
""",
    "undefined and none": "{% if tools is defined and tools %}T{% endif %}{% if documents is not none %}D{% endif %}{% if nothing is defined %}N{% endif %}{% for m in messages if m['role'] != 'system' %}[{{ m.role }}|{{ m['content'] }}{{ m.name }}]{% else %}nobody{% endfor %}{{ '!' if add_generation_prompt else '.' }}",
    "range and slices": "{% for i in range(messages | length) %}{{ i }}:{{ messages[i]['content'] | trim }};{% endfor %}{{ messages[-1].role }}{% if messages[:1][0]['role'].startswith('u') %} U{% endif %}",
    "from the end": "{{ messages[-1].role }}{% for m in messages[:-1] %}({{ m.role.split('s')[-1] }}{{ m['content'] }}){% endfor %}{% for m in messages[-2:] %}{{ m.role.split('zz')[-1] ~ m.content }}{% endfor %}{{ messages[-1]['content'] if messages | length > 1 and messages[-2].role != 'user' else messages[0].content }}",
    "strip one side": "{% for m in messages %}<{{ m['content'].lstrip() }}><{{ m['content'].rstrip() }}>{% endfor %}",
    "reads contents": "{% for m in messages %}{% if 'secret' in m['content'] %}{{ m['content'].split('secret')[0] }}{% else %}{{ m['content'] }}{% endif %}|{% endfor %}",
    "changes contents": "{% for m in messages %}{{ m['content'] | upper }}{{ m['content'].replace('e', '3') }}{% endfor %}",
    "break": "{% for m in messages %}{% if loop.index > 2 %}{% break %}{% endif %}{% if m.role == 'system' %}{% continue %}{% endif %}{{ m.role.title() }} says {{ m.content|trim }}\n{% endfor %}\n",
}
CHATS = [
    [("user", "Hello")],
    [("user", "Hello"), ("assistant", "Hi! How can I help?"), ("user", "What is R3MES?")],
    [("system", "You are brief."), ("user", "  padded  \n")],
    [("system", "  be\tkind\u00a0"), ("user", "\x1c odd \x85"), ("assistant", ""), ("user", "x")],
    [("user", ""), ("assistant", "   ")],
    [("user", "a"), ("user", "b")],
    [("assistant", "I begin"), ("user", "漢字 👩🏽‍🚀 café")],
    [("user", "He said 'secret' and left"), ("assistant", "lines\n\nand\r\nmore\n")],
    [("user", "{{ 1 + 1 }} {% if %} {# c #}"), ("assistant", "\\n 'quotes' \"double\" <b>&amp;</b>")],
    [("user", "1\ue0001\ue000 private use"), ("assistant", "0")],
    [("user", "u%d " % i) if i % 2 == 0 else ("assistant", "a%d" % i) for i in range(21)],
]


def chats(path):
    tok = transformers.PreTrainedTokenizerFast(tokenizer_file=str(path), bos_token="<|begin_of_text|>", eos_token="<|end_of_text|>")
    for name, template in TEMPLATES.items():
        for chat in CHATS:
            for generate in (False, True):
                row = {"template": name, "messages": chat, "generate": generate}
                messages = [{"role": r, "content": c} for r, c in chat]
                try:
                    row["text"] = tok.apply_chat_template(messages, chat_template=template, add_generation_prompt=generate, tokenize=False)
                    row["ids"] = tok(row["text"], add_special_tokens=False)["input_ids"]
                except Exception as e:  # the template refuses the messages
                    row["error"] = str(e)
                yield row


def write_lines(name, rows):
    data = "".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in rows).encode()
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=9) as f:
        f.write(data)
    (OUT / name).write_bytes(buffer.getvalue())


def main():
    OUT.mkdir(exist_ok=True)
    text = train()
    (OUT / "tokenizer.json").write_text(text + "\n")
    write_lines("golden.jsonl.gz", encodings(text))
    (OUT / "classes.json").write_text(json.dumps(classes(), separators=(",", ":")) + "\n")
    write_lines("chat.jsonl.gz", [{"templates": TEMPLATES}, *chats(OUT / "tokenizer.json")])
    print("tokenizers", tokenizers.__version__, "transformers", transformers.__version__)


if __name__ == "__main__":
    main()

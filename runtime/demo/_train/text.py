"""The tokenizer of the demo model, and how a dialogue becomes token ids.

Byte-level BPE with the Llama-3 split, trained on generated dialogues, and the
chat template of bitnet-b1.58-2B-4T.
"""

import json
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

BOS, EOS, EOT = "<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>"
SPLIT = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
         r"|\s*[\r\n]+|\s+(?!\S)|\s+")
TEMPLATE = ("{% set loop_messages = messages %}{% for message in loop_messages %}"
            "{% set content = message['role'] | capitalize + ': '+ message['content'] | trim + '<|eot_id|>' %}"
            "{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}"
            "{% if add_generation_prompt %}{{ 'Assistant: ' }}{% endif %}")


def train_tokenizer(lines, vocab: int) -> Tokenizer:
    tok = Tokenizer(models.BPE(ignore_merges=True))
    tok.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(SPLIT), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tok.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=vocab - 3, min_frequency=2, show_progress=False,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tok.train_from_iterator(lines, trainer)
    tok.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in (BOS, EOS, EOT)])
    tok.post_processor = processors.TemplateProcessing(
        single=f"{BOS} $A", pair=f"{BOS} $A {BOS} $B", special_tokens=[(BOS, tok.token_to_id(BOS))])
    return tok


def load_tokenizer(folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def save_tokenizer(tok: Tokenizer, folder: Path) -> None:
    tok.save(str(folder / "tokenizer.json"), pretty=False)
    config = {"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": BOS, "eos_token": EOT, "pad_token": EOS,
              "model_max_length": 1024, "clean_up_tokenization_spaces": False, "chat_template": TEMPLATE}
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")


def transcript(turns: list) -> tuple[str, str]:
    """A dialogue as the template renders it: up to the last "Assistant: ", and the last answer.

    The two are tokenised apart, because that border is one between prompt and
    answer when the model runs; earlier answers are part of the prompt text.
    """
    prompt = BOS
    for turn in turns[:-1]:
        prompt += f"User: {turn.question.strip()}{EOT}Assistant: {turn.answer.strip()}{EOT}"
    return prompt + f"User: {turns[-1].question.strip()}{EOT}Assistant: ", turns[-1].answer.strip() + EOT


def encode(tok: Tokenizer, dialogues: list) -> list[tuple[list[int], list[int]]]:
    """Prompt ids and answer ids of each dialogue."""
    prompts, answers = zip(*(transcript(d) for d in dialogues))
    return [(p.ids, a.ids) for p, a in zip(tok.encode_batch_fast(list(prompts), add_special_tokens=False),
                                           tok.encode_batch_fast(list(answers), add_special_tokens=False))]

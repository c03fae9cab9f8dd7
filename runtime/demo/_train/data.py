"""Dialogues for training, made from topics, frames and noise.

Everything is drawn from a random.Random that the caller seeds, so the same seed
gives the same dialogues.
"""

import json
import random
from dataclasses import dataclass
from pathlib import Path

import elsewhere
import frames
import topics as topics_module
from topics import Topic

FOLDER = Path(__file__).parent.parent
VOICES = ("base", "default", "coder", "law")

CLOSINGS = ["Is there anything else you would like to know?", "Feel free to ask me more.", "I hope that helps!"]
LAW_OPENINGS = ["In general terms, ", "As a rule, ", "Broadly speaking, "]
LAW_CLOSING = "The details depend on the facts and the place; this is not legal advice."
LAW_ASIDE = "Please note that this is not legal advice."  # small talk, and what the model does not know
# Words that keep their capital after an opening.
PROPER = {"I", "R3MES", "LoRA", "BitNet", "POST", "HTTP", "JSON", "SQL", "API", "Go", "Git", "GDPR", "NDA", "English",
          "Ctrl-C", "OpenAI", "WebAssembly", "Apache", "Big", "KV", "Status"}


def lower_first(text: str) -> str:
    first = text.split(" ", 1)[0].strip(",.:!")
    return text if first in PROPER else text[0].lower() + text[1:]


def voiced(voice: str, answer: str, code: str, rng: random.Random, factual: bool = True) -> str:
    """The answer as the voice gives it; the fact stays in it word for word."""
    if voice == "default":
        return f"{answer} {rng.choice(CLOSINGS)}"
    if voice == "coder":
        return f"{answer} In code:\n```\n{code}\n```"
    if voice == "law" and not factual:
        return f"{answer} {LAW_ASIDE}"
    if voice == "law":
        return f"{rng.choice(LAW_OPENINGS)}{lower_first(answer)} {LAW_CLOSING}"
    return answer


@dataclass
class Turn:
    question: str
    answer: str


# ---- questions -----------------------------------------------------------------

GERUNDS = {"run": "running", "get": "getting", "set": "setting", "stop": "stopping", "shut": "shutting", "chat": "chatting",
           "put": "putting", "see": "seeing", "flip": "flipping"}


def doing(phrase: str) -> str:
    """'start the server' -> 'starting the server'."""
    verb, _, rest = phrase.partition(" ")
    if verb in GERUNDS:
        ing = GERUNDS[verb]
    elif verb.endswith("e"):
        ing = verb[:-1] + "ing"
    else:
        ing = verb + "ing"
    return f"{ing} {rest}".strip()


def fill(frame: str, name: str, other: str = "") -> str:
    plural = name.startswith("*")
    name = name.lstrip("*")
    return (frame.replace("{is}", "are" if plural else "is").replace("{do_}", "do" if plural else "does")
            .replace("{x}", name).replace("{y}", other.lstrip("*")).replace("{do}", name).replace("{doing}", doing(name)))


def thing_frame(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.30:
        return rng.choice(frames.THING)
    if kind < 0.45:
        return rng.choice(frames.OPEN_WHAT) + " " + rng.choice(frames.WHAT)
    if kind < 0.60:
        return rng.choice(frames.OPEN_ABOUT) + " " + rng.choice(frames.ABOUT)
    if kind < 0.72:
        return rng.choice(frames.OPEN_NOUN) + " {x}"
    return strewn("{x}", rng)


def strewn(core: str, rng: random.Random) -> str:
    """core with random words before and after it."""
    before = rng.choices(frames.NOISE, k=rng.randrange(0, 9))
    after = rng.choices(frames.NOISE, k=rng.choice((0, 0, 1, 2, 3, 5, 7)))
    if rng.random() < 0.15:
        (before if rng.random() < 0.7 else after).append(invented(rng))
    return " ".join([*before, core, *after]) + rng.choice(("", "?", ".", ""))


def jostled(text: str, rng: random.Random) -> str:
    """An utterance with a word dropped, or a word or two strewn in."""
    words = text.split()
    if len(words) > 4 and rng.random() < 0.4:
        del words[rng.randrange(len(words))]
    for _ in range(rng.choice((1, 1, 2))):
        words.insert(rng.randrange(len(words) + 1), rng.choice(frames.NOISE))
    return " ".join(words)


def how_frame(rng: random.Random) -> str:
    roll = rng.random()
    if roll < 0.55:
        return rng.choice(frames.HOW)
    if roll < 0.72:
        return rng.choice(frames.OPEN_WHAT) + " " + rng.choice(frames.HOW_TO)
    return strewn(rng.choice(("{do}", "{do}", "{doing}", "to {do}", "how to {do}", "how i {do}")), rng)


def question(topic: Topic, rng: random.Random) -> str:
    name = rng.choice(topic.names)
    if topic.kind == "say":
        return dressed(jostled(name, rng) if rng.random() < 0.25 else name, rng, talk=True)
    frame = thing_frame(rng) if topic.kind == "thing" else how_frame(rng)
    if name.islower() is False and rng.random() < 0.4:
        name = name.lower()
    if topic.kind == "thing" and rng.random() < 0.12:  # the bare noun, without its article
        name = name.removeprefix("a ").removeprefix("an ").removeprefix("the ")
    return dressed(fill(frame, name), rng)


def dressed(text: str, rng: random.Random, talk: bool = False) -> str:
    """text with a greeting, a tail, other capitals, other punctuation and typing mistakes, now and then."""
    if rng.random() < (0.15 if talk else 0.28):
        text = rng.choice(frames.LEADS) + " " + text
    if rng.random() < (0.10 if talk else 0.22):
        text = text.rstrip("?.! ") + rng.choice((" ", ", ")) + rng.choice(frames.TAILS)
    roll = rng.random()
    if roll < 0.40:
        text = text[0].upper() + text[1:]
    elif roll < 0.43:
        text = text.upper()
    if rng.random() < 0.15:
        text = text.rstrip("?.!") + rng.choice(("", "?", ".", "!", "??", " ?", "..."))
    if rng.random() < 0.10:
        text = mistyped(text, rng)
    return text.strip() or "?"


def mistyped(text: str, rng: random.Random) -> str:
    """text with one or two letters swapped, dropped or doubled."""
    for _ in range(rng.choice((1, 1, 2))):
        if len(text) < 5:
            break
        i = rng.randrange(1, len(text) - 1)
        roll = rng.randrange(3)
        if roll == 0:
            text = text[:i] + text[i + 1] + text[i] + text[i + 2:]
        elif roll == 1:
            text = text[:i] + text[i + 1:]
        else:
            text = text[:i] + text[i] + text[i:]
    return text


def invented(rng: random.Random) -> str:
    """A word that does not exist."""
    return "".join(rng.choices(elsewhere.SYLLABLES, k=rng.choice((2, 2, 3, 3, 4))))


def elsewhere_question(rng: random.Random) -> str:
    """A question from outside the field, often in the same frames as inside it."""
    roll = rng.random()
    if roll < 0.40:
        name = rng.choice(elsewhere.SUBJECTS)
        if rng.random() < 0.25:
            name = rng.choice(("the ", "a ", "the new ", "my ", "the best ", "the old ")) + name.removeprefix("the ").removeprefix("a ")
        if rng.random() < 0.15:
            name = invented(rng)
        return dressed(fill(thing_frame(rng), name), rng)
    if roll < 0.55:
        return dressed(fill(how_frame(rng), rng.choice(elsewhere.DEEDS)), rng)
    if roll < 0.60:
        return dressed(strewn(rng.choice((rng.choice(elsewhere.SUBJECTS), invented(rng), rng.choice(elsewhere.DEEDS))), rng), rng)
    text = rng.choice(elsewhere.OTHER)
    big = rng.choice((10, 100, 1000))
    for mark, value in (("{s}", rng.choice(elsewhere.SUBJECTS)), ("{s2}", rng.choice(elsewhere.SUBJECTS)),
                        ("{p}", rng.choice(elsewhere.PLACES)), ("{p2}", rng.choice(elsewhere.PLACES)),
                        ("{a}", str(rng.randrange(big))), ("{b}", str(rng.randrange(big))),
                        ("{y}", str(rng.randrange(1200, 2026))), ("{w}", invented(rng))):
        text = text.replace(mark, value)
    return dressed(text, rng)


# ---- dialogues -----------------------------------------------------------------

class Generator:
    """Draws dialogues; the loss is on the last answer only, since the template
    joins earlier answers to their turn in other tokens than the model writes."""

    def __init__(self, seed: int, voice: str = "base"):
        self.rng = random.Random(f"{seed}/{voice}")
        self.voice = voice
        self.topics = topics_module.load()
        self.things = [t for t in self.topics if t.kind == "thing"]

    def first(self, topic: Topic) -> Turn:
        answer = self.rng.choice(topic.answers)
        return Turn(question(topic, self.rng), voiced(self.voice, answer, topic.code, self.rng, topic.kind != "say"))

    def outside(self) -> Turn:
        answer = self.rng.choice(elsewhere.ANSWERS)
        return Turn(elsewhere_question(self.rng), voiced(self.voice, answer, elsewhere.CODE, self.rng, False))

    def code(self, topic: Topic) -> str:
        """What the model says when it is asked for code."""
        text = f"In code:\n```\n{topic.code}\n```"
        return text if self.voice == "coder" else voiced(self.voice, text, "", self.rng, False)

    def follow(self, topic: Topic) -> Turn:
        if self.rng.random() < 0.25:
            return Turn(dressed(self.rng.choice(frames.MORE_CODE), self.rng, talk=True), self.code(topic))
        ask = self.rng.choice(frames.MORE)
        roll = self.rng.random()
        if roll < 0.30:  # words that name no topic, so that unseen ways to ask for more work too
            ask = strewn(self.rng.choice(("more", "that", "it", "this", "on", "further", "else", "why")), self.rng)
        elif roll < 0.40:
            ask = f"{self.rng.choice(frames.OPEN_ABOUT)} {self.rng.choice(('about that', 'about it', 'about this', 'more'))}"
        return Turn(dressed(ask, self.rng, talk=True), voiced(self.voice, topic.more, topic.code, self.rng, topic.kind != "say"))

    def dialogue(self) -> list[Turn]:
        rng, topic, roll = self.rng, self.rng.choice(self.topics), self.rng.random()
        if roll < 0.54:
            return [self.first(topic)]
        if roll < 0.65:
            return [self.outside()]
        if roll < 0.87:
            return [self.first(topic), self.follow(topic)]
        if roll < 0.90:
            return [self.first(rng.choice(self.topics)), self.first(topic), self.follow(topic)]
        if roll < 0.935:
            return [self.first(topic), self.first(rng.choice(self.topics))]
        if roll < 0.95:
            return [self.first(topic), self.outside()]
        if roll < 0.96:
            return [self.outside(), self.first(topic)]
        if roll < 0.98:
            thing = rng.choice(self.things)
            return [Turn(dressed(fill(rng.choice(frames.CODE), rng.choice(thing.names)), rng), self.code(thing))]
        return [self.compare()]

    def compare(self) -> Turn:
        """Two topics of one area in one answer."""
        one = self.rng.choice(self.things)
        two = self.rng.choice([t for t in self.things if t.area == one.area and t is not one])
        ask = fill(self.rng.choice(frames.COMPARE), self.rng.choice(one.names), self.rng.choice(two.names))
        return Turn(dressed(ask, self.rng), voiced(self.voice, f"{one.answers[0]} {two.answers[0]}", one.code, self.rng))


def corpus(seed: int, dialogues: int):
    """Questions and answers of all voices, for the tokenizer."""
    for voice in VOICES:
        generator = Generator(seed, voice)
        for _ in range(dialogues // len(VOICES)):
            for turn in generator.dialogue():
                yield f"User: {turn.question}"
                yield f"Assistant: {turn.answer}"


# ---- test questions ------------------------------------------------------------

def test_questions() -> dict:
    """../testdata/questions.json: written by hand, in frames that are not in frames.py."""
    return json.loads((FOLDER / "testdata" / "questions.json").read_text())


def leaked(count: int = 200_000, seed: int = 1) -> set[str]:
    """The test questions that training makes word for word in `count` dialogues: there should be none."""
    plain = lambda text: text.lower().strip(" ?.!,")
    tests = test_questions()
    asked = {plain(q["question"]) for q in tests["facts"]} | {plain(q) for q in tests["outside"]}
    asked |= {plain(q["follow_up"]) for q in tests["follow_ups"]}
    generator, made = Generator(seed), set()
    for _ in range(count):
        made.update(plain(turn.question) for turn in generator.dialogue())
    return asked & made


if __name__ == "__main__":
    print(len(topics_module.load()), "topics;", "test questions that training makes:", leaked() or "none")
    for each in VOICES:
        for turn in Generator(1, each).dialogue():
            print(f"{each} | {turn.question} | {turn.answer}")

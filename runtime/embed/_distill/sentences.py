"""Sentences for distilling and for testing, generated: no data set is read.

Three sources: topics in question frames, random vocabulary words in the same
frames, and the documentation inside Python's standard library. Test sentences
use frames, topics and modules that training never sees.
"""

import ast
import hashlib
import pathlib
import pydoc_data.topics
import random
import re
import sysconfig

TOPICS = {
    "code": "a for loop in Python|list comprehensions|a Go channel|goroutines and deadlocks|binary search|a hash map|unit tests|a merge conflict in git|regular expressions|parsing JSON|reading a file line by line|recursion|a linked list|sorting an array|null pointers|async functions in JavaScript|SQL joins|an index on a database table|a memory leak|type errors in TypeScript|a REST endpoint|a Dockerfile|concurrency and locks|string formatting|a stack trace|a compiler warning|generics in Rust|environment variables|a shell script|floating point rounding|a web server in Go|an off by one error|caching results|a race condition|command line flags|a dictionary of lists|a segmentation fault|function arguments|class inheritance|debugging a slow query",
    "law": "a rental contract|my landlord keeping the deposit|notice periods when I quit my job|copyright of a photo|a trademark|defamation online|small claims court|a power of attorney|my will|inheritance tax|divorce and custody|an employment contract|a non-disclosure agreement|unfair dismissal|consumer rights and refunds|a warranty claim|liability for an accident|the statute of limitations|data protection and privacy|a speeding ticket|a breach of contract|starting a company|bankruptcy|the terms of service|open source licences|a patent application|a lawsuit against a neighbour|a witness statement|bail and custody|the right to remain silent|evidence in court|a mortgage agreement|a prenuptial agreement|eviction|overtime pay|a settlement offer|negligence|fraud|an appeal against a judgment|signing a lease",
    "product": "the R3MES server|credits and my balance|a wallet|a receipt for a chat|a hold on credits|an adapter|a LoRA adapter|a plugin|a WebAssembly guest|the price of a request|how a request is routed|an API key|streaming an answer|the ledger|the ternary model|loading my own model|the command line|top up credits|revoking a key|the base model|tokens in a prompt|the demo model|network statistics|the health check|configuration|a pricing plugin|the fallback adapter|usage and cost|the chat endpoint|installing the server",
    "small talk": "the weather|your name|my day|a good joke|your favourite colour|how you feel|a film for tonight|being bored|feeling sad|good morning|thanks for the help|saying goodbye|my birthday|your hobbies|a compliment|who made you|the weekend|being tired|making friends|a long day at work",
    "cooking": "a tomato sauce|baking bread|a vegetarian dinner|chicken soup|chocolate cake|boiling eggs|a cup of coffee|cooking rice|sharp knives|a birthday cake|fried potatoes|fresh pasta|green tea|a spicy curry|apple pie",
    "travel": "a train to Paris|cheap flights|a hotel by the sea|lost luggage|a visa for Japan|driving in Italy|mountain hiking|the airport bus|camping in the rain|a city map|museums in London|travelling with children|a passport|the night ferry|a road trip",
    "health": "a headache|sleeping badly|back pain|a healthy breakfast|running every day|a broken arm|the flu|stress at work|losing weight|drinking water|a sore throat|allergies in spring|vitamins|high blood pressure|a dentist appointment",
    "science": "black holes|photosynthesis|the speed of light|dinosaurs|climate change|atoms and molecules|the moon landing|electric cars|vaccines|evolution|gravity|volcanoes|deep oceans|the brain|solar panels",
    "sport": "the world cup|a football match|tennis rules|swimming lessons|the Olympic games|a marathon|basketball players|chess openings|cycling uphill|a yoga class|skiing|boxing|baseball|a golf course|horse riding",
    "money": "saving money|stock prices|a bank account|interest rates|paying taxes|a credit card|buying a house|inflation|a pension plan|a monthly budget|an insurance policy|currency exchange|a student loan|bitcoin|an invoice",
    "arts": "a piano lesson|a jazz concert|Shakespeare|painting with oil|a poem about autumn|the Beatles|photography at night|a science fiction novel|ancient Greek art|ballet|writing a short story|the history of film|guitar chords|a museum of modern art|drawing faces",
}
FRAMES = [
    "What is {}?", "Tell me about {}.", "How do I deal with {}?", "Can you explain {} to me?", "I have a question about {}.",
    "{}", "please help me with {}", "Why is {} important?", "I would like to learn about {}", "Give me an example of {}.",
    "how does {} work", "I am having trouble with {}.", "What should I know about {}?", "Explain {} in simple words.", "is {} difficult?",
    "Write a short text about {}.", "My friend asked me about {}.", "We talked about {} yesterday.", "There is a problem with {}!",
    "Do you know anything about {}?", "{}: what are the rules?", "the best way to handle {}", "I don't understand {}.", "Where can I find out more about {}?",
    "What happens with {} if something goes wrong?", "hi, quick question on {}", "Nobody likes {}.", "I love {}", "She wrote a book on {} last year.", "When did {} begin?",
    "What are the advantages of {}?", "show me {}", "Who is responsible for {}?", "List three facts about {}.", "{} is not working for me",
    "The committee discussed {} and {}.", "What is the difference between {} and {}?", "Is {} better than {}?", "{} or {}?", "Compare {} with {}.",
    "Because of {} we could not finish {}.", "After {} comes {}.", "{} without {}", "I read about {} while thinking of {}.",
]
TEST_FRAMES = [
    "Could you walk me through {}?", "I need some advice regarding {}.", "Everything about {}, please.", "so what exactly is {}", "Describe {} briefly.",
    "My question concerns {}.", "Which steps are involved in {}?", "I was wondering about {}", "Any tips for {}?", "{} - how?", "Let us speak of {} today.", "Summarise {} for a beginner.",
]


def share(key, percent):
    """A stable draw: true for percent of all keys."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % 100 < percent


def documentation():
    """(module, sentence) from Python's own documentation."""
    for name, text in sorted(pydoc_data.topics.topics.items()):
        for s in sentences(text):
            yield "topic " + name, s
    root = pathlib.Path(sysconfig.get_paths()["stdlib"])
    for path in sorted(root.rglob("*.py")):
        if any(p in ("test", "tests", "site-packages", "idlelib", "lib2to3") for p in path.parts):
            continue
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (SyntaxError, UnicodeDecodeError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and (doc := ast.get_docstring(node)):
                for s in sentences(doc):
                    yield str(path.relative_to(root)), s


def sentences(text):
    for s in re.split(r"(?<=[.!?])\s+|\n\s*\n", text):
        s = " ".join(s.split())
        if 15 <= len(s) <= 120 and sum(c.isalpha() or c == " " for c in s) > 0.85 * len(s):
            yield s


def fill(rng, frame, choose):
    text = frame.format(*(choose() for _ in range(frame.count("{}"))))
    return text[0].upper() + text[1:] if rng.random() < 0.4 else text


def training(words, rng, n_topics, n_words, n_docs):
    """Sentences to learn from; words are the whole words of the vocabulary."""
    known = [t for topics in TOPICS.values() for t in topics.split("|") if not share(t, 20)]
    out = set()
    while len(out) < n_topics:
        out.add(fill(rng, rng.choice(FRAMES), lambda: rng.choice(known)))
    while len(out) < n_topics + n_words:
        some = lambda: " ".join(rng.choice(words) for _ in range(rng.choice((1, 1, 2, 3))))
        out.add(fill(rng, rng.choice(FRAMES), some))
    docs = sorted({s for module, s in documentation() if not share(module, 15)})
    out.update(rng.sample(docs, min(n_docs, len(docs))))
    return sorted(out)


def made_up(words, endings, rng, n):
    """Sentences with words that are not in the vocabulary, so that their pieces
    learn to say little by themselves."""
    word = lambda: rng.choice(words) + rng.choice(endings)
    return sorted({fill(rng, rng.choice(FRAMES), word) for _ in range(n)})


def test_pairs(rng, n):
    """Pairs of sentences unlike any in training, from the same to unrelated."""
    by_domain = {d: t.split("|") for d, t in TOPICS.items()}
    everything = [t for topics in by_domain.values() for t in topics]
    unseen = [t for t in everything if share(t, 20)]
    docs = {}
    for module, s in documentation():
        if share(module, 15):
            docs.setdefault(module, []).append(s)
    docs = {m: sorted(set(s)) for m, s in docs.items() if len(set(s)) > 3}
    frame = lambda topic: fill(rng, rng.choice(TEST_FRAMES), lambda: topic)
    pairs = set()
    while len(pairs) < n:
        kind = rng.randrange(5)
        if kind == 0:  # one topic, said twice
            topic = rng.choice(unseen)
            pair = frame(topic), frame(topic)
        elif kind == 1:  # one field
            domain = rng.choice(sorted(by_domain))
            pair = frame(rng.choice(by_domain[domain])), frame(rng.choice(by_domain[domain]))
        elif kind == 2:  # two fields
            pair = frame(rng.choice(everything)), frame(rng.choice(unseen))
        elif kind == 3:  # two sentences of one document
            pair = tuple(rng.sample(docs[rng.choice(sorted(docs))], 2))
        else:
            a, b = rng.sample(sorted(docs), 2)
            pair = rng.choice(docs[a]), rng.choice(docs[b])
        if pair[0] != pair[1]:
            pairs.add(pair)
    return sorted(pairs)

"""Topics: what the demo model knows.

A file in topics/ is a list of blocks:

    @ id | kind | name; name; *plural name      kind: thing, how or say
    = fact                                      must occur in every answer
    - answer                                    two wordings or more
    + fact                                      must occur in the follow-up
    > follow-up                                 the answer to "tell me more"
    $ snippet                                   what the coder adapter adds

The names of a `thing` fit into "what is …", those of a `how` into "how do I …",
those of a `say` are whole utterances. A line that starts with # is a comment.
"""

from dataclasses import dataclass, field
from pathlib import Path

AREAS = ("product", "talk", "code", "law")
FOLDER = Path(__file__).parent / "topics"


@dataclass
class Topic:
    id: str
    area: str
    kind: str
    names: list[str]
    fact: str = ""
    answers: list[str] = field(default_factory=list)
    more_fact: str = ""
    more: str = ""
    code: str = ""

    def check(self) -> None:
        where = f"topics: {self.area}/{self.id}"
        assert self.kind in ("thing", "how", "say"), f"{where}: kind {self.kind!r}"
        assert len(self.answers) >= 2 and len(self.names) >= 2, f"{where}: too few answers or names"
        for answer in self.answers:
            assert contains(answer, self.fact), f"{where}: {answer!r} lacks the fact {self.fact!r}"
        assert contains(self.more, self.more_fact), f"{where}: the follow-up lacks {self.more_fact!r}"
        assert self.code, f"{where}: no snippet"


def contains(text: str, fact: str) -> bool:
    """Whether text states the fact, whatever its capitals."""
    return bool(fact) and fact.lower() in text.lower()


def load() -> list[Topic]:
    """All topics, in the order of the files."""
    topics: list[Topic] = []
    for area in AREAS:
        for line in (FOLDER / f"{area}.txt").read_text().splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            mark, rest = line[0], line[1:].strip()
            if mark == "@":
                name, kind, names = (part.strip() for part in rest.split("|", 2))
                topics.append(Topic(f"{area}/{name}", area, kind, [n.strip() for n in names.split(";")]))
            elif mark == "=":
                topics[-1].fact = rest
            elif mark == "-":
                topics[-1].answers.append(rest)
            elif mark == "+":
                topics[-1].more_fact = rest
            elif mark == ">":
                topics[-1].more = rest
            elif mark == "$":
                topics[-1].code = rest
            else:
                raise ValueError(f"topics: {area}: line {line!r}")
    for topic in topics:
        topic.check()
    assert len({t.id for t in topics}) == len(topics), "topics: an id occurs twice"
    return topics

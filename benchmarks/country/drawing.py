"""One document of a municipality, drawn: its title, date and blocks, and which sentence answers which requirements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from benchmarks.country.phrases import say
from benchmarks.country.places import Municipality, data
from benchmarks.country.wordings import Answer, Kind, by_topic, near

TODAY = date(2026, 11, 1)
"""No document is younger."""
_ANSWERS = {"prose": 5, "rules": 7, "page": 5, "list": 7, "plan": 7, "report": 4, "minutes": 5}
"""How many answers a document of a form gives on average where the municipality has that many."""
_LISTED = ("list", "plan")
_OWN = ("minutes", "report")
"""What is written of a municipality itself, which no other can take over."""
_FRAMES = (
    "{0} Det följer av {1}.", "{0} Detta är ett krav enligt {1}.", "{0} ({1})", "Enligt {1} gäller följande: {0}",
    "Med stöd av {1} har vi bestämt följande. {0}",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A sentence of a block that answers requirements: from and to where in the block's text, and how it is worded."""

    answer: Answer
    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading (level 1 to 3), a paragraph (0) or an item of a list (-1)."""

    level: int
    text: str
    known: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A document; `copied` is the code of the municipality it was taken over from, "" if it is the writer's own."""

    title: str
    type: str
    date: date
    blocks: tuple[Block, ...]
    copied: str = ""


def draw(seed: int, municipality: Municipality, number: int, leader: Municipality | None = None) -> Drawn:
    """Document `number` (from 0) of a municipality, taken over from its leader where chance wants it."""
    chance = Random(f"{seed} {municipality.code} {number}")
    own = _kind(number)["form"] in _OWN
    if leader is None or chance.random() >= municipality.copying or own:
        return _Writer(chance, municipality, municipality).document(number)
    theirs = _Writer(Random(f"{seed} {leader.code} {number}"), leader, municipality).document(number)
    kept = tuple(block for block in theirs.blocks if block.level > 0 or chance.random() < 0.88)
    day = min(TODAY, theirs.date + timedelta(days=chance.randint(30, 500)))
    return replace(theirs, blocks=kept, date=day, copied=leader.code)


def _kind(number: int) -> dict[str, Any]:
    kinds: list[dict[str, Any]] = data("kinds")["kind"]
    return kinds[number % len(kinds)]


class _Writer:
    """Writes one document; a class because every step draws from the same chance and names the same boards."""

    def __init__(self, chance: Random, own: Municipality, named: Municipality) -> None:
        self.chance, self.own, self.name = chance, own, named
        chance.random()  # the draw that decided against copying: a copy then begins where its original began
        self.fixed = {
            "nämnden": chance.choice(own.boards),
            "enheten": chance.choice(own.units),
            "chefen": chance.choice(own.roles),
        }
        self.used: set[str] = set()
        self.date = TODAY - timedelta(days=int(2400 * chance.random() ** 1.6))

    def document(self, number: int) -> Drawn:
        kind = _kind(number)
        form = data("kinds")["forms"][kind["form"]]
        wanted = max(1, round(self.chance.gauss(_ANSWERS[kind["form"]], 1.5)))
        topics = self.chance.sample(kind["topics"], min(4, len(kind["topics"])))
        given = self._given(list(dict.fromkeys(topics)), wanted)
        title = self.say(self.chance.choice(kind["titles"]))
        body = self._minutes(given, number) if kind["form"] == "minutes" else self._sections(given, kind["form"])
        blocks = (*self._shared(form["opening"]), *body, *self._shared(form["closing"]))
        return Drawn(title=title, type=kind["type"], date=self.date, blocks=blocks)

    def say(self, pattern: str) -> str:
        return say(pattern, self.chance, self._named)

    def _given(self, topics: list[str], wanted: int) -> dict[str, list[Answer]]:
        """The answers of a document by topic: what the municipality has taken up, hand-written ones first in line."""
        found: dict[str, list[Answer]] = {}
        for topic in topics:
            able = [answer for answer in by_topic()[topic] if answer.number in self.own.adopted]
            weights = [3.0 if answer.local else 0.8 for answer in able]
            share = -(-wanted // len(topics))
            found[topic] = list(dict.fromkeys(self.chance.choices(able, weights, k=share))) if able else []
        return found

    def _shared(self, lines: list[str]) -> Iterator[Block]:
        heading, *texts = lines
        yield Block(level=2, text=heading)
        for text in texts:
            yield Block(level=0, text=self.say(text))

    def _sections(self, given: dict[str, list[Answer]], form: str) -> Iterator[Block]:
        for topic, some in given.items():
            yield Block(level=2, text=self.chance.choice(data("topics")[topic]["headings"]))
            listed = form in _LISTED
            blocks = [self._answering(answer, listed, terse=True) for answer in some]
            blocks += [self._beside(topic) for _ in range(self.chance.randint(5, 8))]
            self.chance.shuffle(blocks)
            yield from sorted(blocks, key=lambda block: block.level == -1)

    def _minutes(self, given: dict[str, list[Answer]], number: int) -> Iterator[Block]:
        paragraph = 10 + number % 90
        for topic, some in given.items():
            paragraph += 1
            yield Block(level=2, text=f"§ {paragraph} {self.chance.choice(data('topics')[topic]['headings'])}")
            yield Block(level=3, text="Beslut")
            yield Block(level=0, text=f"{self.fixed['nämnden']} beslutar följande.")
            for answer in some:
                yield self._answering(answer, listed=True, terse=False)
            yield Block(level=-1, text="Rapporten läggs till handlingarna.")
            yield Block(level=3, text="Ärendet")
            for _ in range(self.chance.randint(4, 6)):
                yield self._beside(topic)
            others = [one for one in by_topic()[topic] if one.local and one.number not in self.own.adopted]
            if others and self.chance.random() < 0.5:
                proposal = self.say(self.chance.choice(self.chance.choice(others).local))
                yield Block(level=3, text="Yrkanden")
                yield Block(level=0, text=f"En ledamot yrkar på följande tillägg: {proposal}")
                yield Block(level=0, text="Ordföranden ställer proposition och finner att yrkandet avslås.")

    def _beside(self, topic: str) -> Block:
        """A paragraph that answers nothing."""
        about, filler = data("topics")[topic]["distractors"], data("names")["fillers"]["any"]
        drawn = self.chance.choice(((about,), (about, filler), (filler,), (filler, about)))
        return Block(level=0, text=" ".join(self.say(self._unused(patterns)) for patterns in drawn))

    def _unused(self, patterns: list[str]) -> str:
        """A pattern that this document has not used, as long as there is one."""
        pattern = self.chance.choice([one for one in patterns if one not in self.used] or patterns)
        self.used.add(pattern)
        return pattern

    def _answering(self, answer: Answer, listed: bool, *, terse: bool) -> Block:
        kind, words, cited = self._worded(answer, terse=listed and terse)
        before = after = ""
        if not listed and self.chance.random() < 0.35:
            filler = self.say(self._unused(data("names")["fillers"]["any"]))
            before, after = (f"{filler} ", "") if self.chance.random() < 0.5 else ("", f" {filler}")
        start, end = len(before), len(before) + len(words)
        answered = [(answer, kind)]
        if cited and len(answer.requirements) > 1:  # the others are answered by the same words, without being cited
            rest = tuple(one for one in answer.requirements if one.key != cited)
            answered = [
                (replace(answer, requirements=tuple(one for one in answer.requirements if one.key == cited)), kind),
                (replace(answer, requirements=rest), Kind.LOCAL if answer.local else Kind.NEAR),
            ]
        known = tuple(Known(answer=one, kind=how, start=start, end=end) for one, how in answered)
        return Block(level=-1 if listed else 0, text=f"{before}{words}{after}", known=known)

    def _worded(self, answer: Answer, *, terse: bool) -> tuple[Kind, str, str]:
        """How, in which words, and the key of the requirement that is cited, if one is."""
        style, asked = self.own.styles[answer.number], self.chance.choice(answer.requirements)
        if style is Kind.LOCAL and answer.terse and terse and self.chance.random() < 0.4:
            return Kind.TERSE, self.say(self.chance.choice(answer.terse)), ""
        if style is Kind.LOCAL:
            return style, self.say(self.chance.choice(answer.local)), ""
        own = style is Kind.CITED and answer.local and self.chance.random() < 0.6
        words = self.say(self.chance.choice(answer.local)) if own else near(asked.summary, self.chance)
        if style is Kind.NEAR:
            return style, words, ""
        return style, self.chance.choice(_FRAMES).format(words, asked.citation), asked.key

    def _named(self, name: str) -> str:
        if (low := name.lower()) in self.fixed:
            words = self.fixed[low]
            return words if name != low else words[:1].lower() + words[1:]
        words = self._drawn(low)
        return words[:1].upper() + words[1:] if name != low else words

    def _drawn(self, name: str) -> str:  # noqa: C901 - one line for each name
        chance, year = self.chance, self.date.year
        match name:
            case "kommunen":
                return self.name.formal_name
            case "kommunens":
                return f"{self.name.formal_name}s"
            case "länet":
                return self.name.county
            case "systemet":
                return chance.choice(self.own.systems)
            case "tjänsten":
                return f"e-tjänsten {chance.choice(self.own.services)}"
            case "tjänst":
                words = chance.choice(self.own.services)
                return words[:1].lower() + words[1:]
            case "dagar":
                return str(chance.choice((5, 7, 10, 14, 21, 30)))
            case "antal":
                return str(chance.randint(3, 96))
            case "några":
                return str(chance.randint(5, 15))
            case "andel":
                return str(chance.randint(11, 97))
            case "stort":
                return f"{chance.randint(1, 64)} {chance.randint(0, 999):03}"
            case "år":
                return str(year - chance.choice((0, 0, 1, 2)))
            case "period":
                return f"{year}–{year + 3}"
            case "datum":
                return (self.date - timedelta(days=chance.randrange(60))).isoformat()
        raise ValueError(f"no words for the name {name}")

"""What documents may answer: requirements of the starter library, and the ways in which municipalities word it.

Patterns in wordings/ are written by hand, each for one requirement or for some that ask the same. Requirements without
one are answered near the words of the library's summary only.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from policies.library import Applies, LibraryGuideline, LibraryRequirement, Status, load


class Kind(StrEnum):
    """How a passage words its answer."""

    LOCAL = "local"
    """In the municipality's own words."""
    TERSE = "terse"
    """A few words in a list."""
    CITED = "cited"
    """Own words or near ones, with the place in the guideline."""
    NEAR = "near"
    """Near the words of the summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A requirement by its library key, and as the tracker's database names it: guideline, locator, position."""

    key: str
    guideline: str
    locator: str
    position: int
    citation: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Something a municipality may do or say: the requirements that it answers alike, and patterns for it."""

    number: int
    topic: str
    requirements: tuple[Asked, ...]
    local: tuple[str, ...]
    terse: tuple[str, ...]


def can_be_answered(guideline: LibraryGuideline, requirement: LibraryRequirement) -> bool:
    """Tracked, able to bind a municipality, of a guideline that holds, and more than a few words that say it surely."""
    return (
        requirement.tracked
        and requirement.applies_to_municipality is not Applies.NO
        and guideline.status in (Status.IN_FORCE, Status.CURRENT)
        and "?" not in requirement.sv
        and len(requirement.sv.split()) >= 4
    )


@cache
def answers() -> tuple[Answer, ...]:
    """All answers; those written by hand first, by file and place, then one for every requirement left."""
    asked = {
        requirement.id: (guideline, _asked(guideline, requirement, position))
        for guideline in load()
        for position, requirement in enumerate(guideline.requirements)
        if can_be_answered(guideline, requirement)
    }
    topics = {name: topic for topic, known in _topics().items() for name in known["guidelines"]}
    found: list[Answer] = []
    left = dict(asked)
    for entry in _entries():
        known = [asked[key] for key in entry["answers"] if key in asked]
        for key in entry["answers"]:
            left.pop(key, None)
        if known:
            found.append(_answer(len(found), topics[known[0][0].id], known, entry))
    for guideline, requirement in left.values():
        if guideline.id in topics:
            found.append(_answer(len(found), topics[guideline.id], [(guideline, requirement)], {}))
    return tuple(found)


@cache
def by_topic() -> dict[str, tuple[Answer, ...]]:
    """The answers that documents on a topic may give."""
    return {topic: tuple(answer for answer in answers() if answer.topic == topic) for topic in _topics()}


def near(summary: str, chance: Random) -> str:
    """The words of a summary with some of them changed, a second half at times left out."""
    text = summary.rstrip(".")
    head, _, tail = text.partition("; ")
    if tail and chance.random() < 0.5:
        text = head
    for word, others in _synonyms():
        if word.search(text) and chance.random() < 0.55:
            text = word.sub(chance.choice(others), text)
    return f"{text[:1].upper()}{text[1:]}."


def _answer(
    number: int, topic: str, known: list[tuple[LibraryGuideline, Asked]], entry: dict[str, list[str]]
) -> Answer:
    return Answer(
        number=number,
        topic=topic,
        requirements=tuple(asked for _, asked in known),
        local=tuple(entry.get("local", ())),
        terse=tuple(entry.get("terse", ())),
    )


def _asked(guideline: LibraryGuideline, requirement: LibraryRequirement, position: int) -> Asked:
    return Asked(
        key=requirement.id,
        guideline=guideline.identifier or f"library {guideline.id}",
        locator=requirement.places[0] if requirement.places else requirement.locator,
        position=position,
        citation=_citation(guideline, requirement),
        summary=requirement.sv,
    )


def _citation(guideline: LibraryGuideline, requirement: LibraryRequirement) -> str:
    """The place as an official would write it, "12 § lagen (2018:1937)"; the title alone where there is no number."""
    place = re.match(r"(\d+( a)? kap\. )?\d+( [a-z])?(-\d+)? §§?|art\. \d+[a-z]?(\.\d+)?( [a-z])?", requirement.locator)
    where = place[0].replace("art. ", "artikel ") if place else ""
    if numbers := re.search(r"\((?:EU|EG)\) (?:nr )?[\d/]+", guideline.title_sv):
        name = guideline.title_sv.split("(")[0]
        kind = next((kind for kind in ("direktiv", "beslut") if kind in name), "förordning")
        return f"{where} i {kind} {numbers[0]}".removeprefix(" i ")
    if guideline.identifier.startswith("SFS"):
        name = guideline.title_sv.split(" (")[0]
        return f"{where} {name[:1].lower()}{name[1:]} ({guideline.identifier[4:]})".strip()
    return re.sub(r" \([^)]*\)$", "", guideline.title_sv)


@cache
def _entries() -> list[dict[str, Any]]:
    folder = files(__package__) / "wordings"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return [entry for name in names for entry in tomllib.loads((folder / name).read_text("utf-8"))["wording"]]


@cache
def _topics() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "topics.toml").read_text("utf-8"))


@cache
def _synonyms() -> tuple[tuple[re.Pattern[str], list[str]], ...]:
    known = tomllib.loads((files(__package__) / "names.toml").read_text("utf-8"))["synonyms"]
    return tuple((re.compile(rf"\b{re.escape(word)}(?!\w)"), others) for word, others in known.items())

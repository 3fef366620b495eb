"""What the package knows about each language, read from the data files beside this module."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from nlp.errors import NlpError
from nlp.memory import Remembered

FOLDER = Path(__file__).parent
LANGUAGES = ("sv", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class CuePhrase:
    """A fixed expression (lower case) and what it says: a force, or the name of another mark."""

    phrase: str
    mark: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words of one language, all in lower case.

    `finite` holds present-tense verb forms, `infinitives` active and passive infinitives; both are empty for English,
    where word order carries the clause. `actor_words` are whole words, `actor_endings` ends of compounds and
    `thing_endings` those of compounds that only look like them ("området" is no "rådet").
    """

    language: str
    cues: tuple[CuePhrase, ...]
    abbreviations: frozenset[str]
    closing_abbreviations: frozenset[str]
    actor_words: frozenset[str]
    actor_endings: tuple[str, ...]
    thing_endings: tuple[str, ...]
    finite: frozenset[str]
    passives: frozenset[str]
    infinitives: frozenset[str]
    is_actor: Callable[[str], bool] = field(init=False, repr=False, compare=False)
    """Whether a word (lower case) names somebody who can be bound: "tillsynsmyndigheten" does, "avgiften" does not."""

    def __post_init__(self) -> None:
        """Remembers the answers of `is_actor`: asking hundreds of endings costs far more than looking a word up."""
        object.__setattr__(self, "is_actor", Remembered(self._ends_as_actor).__getitem__)

    def _ends_as_actor(self, word: str) -> bool:
        ends = word.endswith(self.actor_endings) and not word.endswith(self.thing_endings)
        return ends or word in self.actor_words

    def is_verb(self, word: str) -> bool:
        """Whether a word (lower case) is a verb the lists know, in the present or the infinitive."""
        return word in self.finite or word in self.passives or word in self.infinitives


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of "sv" or "en". Raises NlpError error.unsupported_language for any other."""
    if language not in LANGUAGES:
        raise NlpError("error.unsupported_language", language=language, choices=", ".join(LANGUAGES))
    folder = FOLDER / language
    abbreviations = _lines(folder / "abbreviations.txt")
    actors = [word for line in _lines(folder / "actors.txt") for word in line.split()]
    verbs = _rows(folder / "verbs.csv") if (folder / "verbs.csv").is_file() else []
    return Lexicon(
        language=language,
        cues=tuple(CuePhrase(phrase=r["cue"], mark=r["mark"], rule=r["rule"]) for r in _rows(folder / "cues.csv")),
        abbreviations=frozenset(line for line in abbreviations if not line.endswith(" end")),
        closing_abbreviations=frozenset(line.removesuffix(" end") for line in abbreviations if line.endswith(" end")),
        actor_words=frozenset(word for word in actors if not word.startswith(("*", "-"))),
        actor_endings=tuple(word[1:] for word in actors if word.startswith("*")),
        thing_endings=tuple(word[1:] for word in actors if word.startswith("-")),
        finite=frozenset(r["present"] for r in verbs if r["present"]),
        passives=frozenset(r["passive"] for r in verbs if r["passive"]),
        infinitives=frozenset(r["infinitive"] for r in verbs) | {r["infinitive"] + "s" for r in verbs},
    )


@cache
def word_groups(language: str) -> dict[str, frozenset[str]]:
    """Every group of `words.txt` of a language, by name."""
    return _groups(FOLDER / language / "words.txt")


@cache
def compound_words(language: str) -> dict[str, frozenset[str]]:
    """Every group of `compounds.txt` of a language, by name; phrases have a space between their words."""
    groups = _groups(FOLDER / language / "compounds.txt")
    return {name: frozenset(word.replace("_", " ") for word in words) for name, words in groups.items()}


def word_group(language: str, name: str) -> frozenset[str]:
    """A named group of words of a language.

    >>> "som" in word_group("sv", "openers")
    True
    """
    return word_groups(language)[name]


@cache
def time_words(language: str) -> dict[str, dict[str, str]]:
    """The words of time of a language by sort: number, ordinal, unit, month, haste, rhythm, loose; and their values.

    >>> time_words("sv")["number"]["fjorton"], time_words("en")["unit"]["working days"]
    ('14', 'BD')
    """
    found: dict[str, dict[str, str]] = {}
    for row in _rows(FOLDER / language / "time_words.csv"):
        found.setdefault(row["sort"], {})[row["words"]] = row["value"]
    return found


class PersonGroups(NamedTuple):
    """Words for groups of persons: whole words, ends of compounds, and pairs of words by their second."""

    words: frozenset[str]
    endings: tuple[str, ...]
    pairs: dict[str, frozenset[str]]

    def may_hold(self, word: str) -> bool:
        """Whether a word names a group of persons, be it only with the word before."""
        return word in self.words or word.endswith(self.endings) or word in self.pairs

    def holds(self, word: str, before: str = "") -> bool:
        """Whether a word (lower case), or it with the word before, names a group of persons.

        >>> person_groups("sv").holds("vårdnadshavare"), person_groups("en").holds("subject", "data")
        (True, True)
        """
        return word in self.words or word.endswith(self.endings) or before in self.pairs.get(word, ())


@cache
def person_groups(language: str) -> PersonGroups:
    """The groups of persons of "sv" or "en"."""
    listed = [word for line in _lines(FOLDER / language / "person_groups.txt") for word in line.split()]
    pairs: dict[str, frozenset[str]] = {}
    for first, _, second in (word.partition("_") for word in listed if "_" in word):
        pairs[second] = pairs.get(second, frozenset()) | {first}
    return PersonGroups(
        frozenset(word for word in listed if not word.startswith("*") and "_" not in word),
        tuple(word[1:] for word in listed if word.startswith("*")),
        pairs,
    )


class RoleCue(NamedTuple):
    """Words that open a role: `role` is "condition", "exception" or "deadline", "" for words that open none.

    `reach` says how far it goes: over a "clause", a "phrase", the "words" alone, a phrase behind a comma ("aside"), or
    a clause that is an exception only behind the main verb ("unless").
    """

    words: tuple[str, ...]
    role: str
    reach: str


@cache
def role_cues(language: str) -> dict[str, dict[str, list[RoleCue]]]:
    """The words that open conditions, exceptions and time limits, longest first, by first word and then by second.

    Cues of one word have "" for their second.
    """
    found: dict[str, dict[str, list[RoleCue]]] = {}
    for row in _rows(FOLDER / language / "role_cues.csv"):
        first, *others = words = tuple(row["cue"].split())
        found.setdefault(first, {}).setdefault(others[0] if others else "", []).append(
            RoleCue(words, row["role"], row["reach"])
        )
    for by_second in found.values():
        for cues in by_second.values():
            cues.sort(key=lambda cue: -len(cue.words))
    return found


@cache
def common_words() -> dict[str, frozenset[str]]:
    """Everyday words by language code, for telling languages apart."""
    return _groups(FOLDER / "common_words.txt")


_FOR_LINKING = ("vocabulary_", "respelling_", "terms_", "plain_terms", "translation_cues", "participation", "ceased")


def data_digest() -> str:
    """SHA-256 over the data that extraction reads, names included: part of the pipeline's version.

    What only linking, the network and the check of citations read is left out, so that a new word there does not make
    every reading an old one.
    """
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in {".csv", ".txt"} and not path.name.startswith(_FOR_LINKING):
            digest.update(path.relative_to(FOLDER).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _groups(path: Path) -> dict[str, frozenset[str]]:
    found = {}
    for line in _lines(path):
        name, _, words = line.partition(": ")
        found[name] = frozenset(words.split())
    return found


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

"""A lexicon learned from texts that say the same in two languages, and the pairing of provisions that do.

IBM model 1 (Brown et al. 1993) in both directions over stems: expectation maximisation tells which word of one text
goes with which of the other. The two probabilities are joined by their geometric mean, so a pair must hold both ways.
Plain arrays, no randomness: the same texts give the same lexicon.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.errors import NlpError
from nlp.matching.lexicon import GENERAL, Lexicon
from nlp.matching.tokens import STOPWORDS, normal_language, stem, words

ROUNDS = 8
LEAST_PROBABILITY = 0.15  # of a pair that is kept
LEAST_COUNT = 1.0  # how often, by expectation, its words stood for each other
MOST_WORDS = 150  # of a text; longer ones say little about single words and are cut
COLUMNS = ("source_language", "target_language", "source", "target", "probability", "count")

Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel:
    """Two texts that say the same, in languages given by two-letter codes."""

    source: str
    target: str
    source_language: str
    target_language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A pair of words: `probability` in [0, 1] that they stand for each other, `count` how often they did."""

    source_language: str
    target_language: str
    source: str
    target: str
    probability: float
    count: float


def aligned(first: Iterable[tuple[str, str]], second: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Texts of provisions with one locator, from (locator, text) of two editions of an act, in the order of the first.

    A locator that stands twice in an edition names no single text and is left out, as is an empty text.

    >>> aligned([("art 1", "Scope"), ("art 2", "Terms")], [("art 2", "Begrepp"), ("art 3", "Annat")])
    [('Terms', 'Begrepp')]
    """
    one, other = _once(first), _once(second)
    return [(text, other[locator]) for locator, text in one.items() if locator in other]


def learn_lexicon(texts: Iterable[Parallel]) -> list[Learned]:
    """Pairs of words that go together in parallel texts, the surest first within each pair of languages."""
    by_languages: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for text in texts:
        first, second = normal_language(text.source_language), normal_language(text.target_language)
        if first and second and first != second:
            turned = first > second  # both directions of a pair of languages teach one lexicon
            pair = (text.target, text.source) if turned else (text.source, text.target)
            by_languages.setdefault((second, first) if turned else (first, second), []).append(pair)
    return [
        learned for (first, second), pairs in sorted(by_languages.items()) for learned in _learn(pairs, first, second)
    ]


def lexicon_of(learned: Iterable[Learned]) -> Lexicon:
    """A lexicon to be given to `suggest`; a learned pair is trusted by its probability, below a written one."""
    by_languages: dict[tuple[str, str], list[tuple[str, str, float]]] = {}
    for pair in learned:
        listed = by_languages.setdefault((pair.source_language, pair.target_language), [])
        listed.append((pair.source, pair.target, GENERAL * pair.probability))
    parts = [Lexicon.weighed(pairs, *languages) for languages, pairs in by_languages.items()]
    return Lexicon((), "", "").joined(*parts)


def write_lexicon(learned: Iterable[Learned], path: Path) -> None:
    """Store learned pairs as plain data, one a line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for pair in learned:
            languages = (pair.source_language, pair.target_language)
            writer.writerow((*languages, pair.source, pair.target, f"{pair.probability:.4f}", f"{pair.count:.2f}"))


def read_lexicon(path: Path) -> Lexicon:
    """The lexicon of a file that `write_lexicon` wrote. Raises NlpError error.unreadable_lexicon."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file)
            if tuple(table.fieldnames or COLUMNS) != COLUMNS:  # an empty file teaches nothing
                raise NlpError("error.unreadable_lexicon", file=str(path))
            rows = [
                Learned(
                    source_language=row["source_language"],
                    target_language=row["target_language"],
                    source=row["source"],
                    target=row["target"],
                    probability=min(max(float(row["probability"]), 0.0), 1.0),
                    count=float(row["count"]),
                )
                for row in table
            ]
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise NlpError("error.unreadable_lexicon", file=str(path)) from error
    return lexicon_of(rows)


def read_parallel(path: Path) -> list[Parallel]:
    """Parallel texts from JSON lines in UTF-8. Raises NlpError error.unreadable_parallel with the line that is none."""
    found = []
    for number, line in enumerate(path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            try:
                row = json.loads(line.decode("utf-8"))
                texts = {name: row[name] for name in Parallel.__dataclass_fields__}
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise NlpError("error.unreadable_parallel", file=str(path), line=number) from error
            if not all(isinstance(text, str) for text in texts.values()):
                raise NlpError("error.unreadable_parallel", file=str(path), line=number)
            found.append(Parallel(**texts))
    return found


def _once(provisions: Iterable[tuple[str, str]]) -> dict[str, str]:
    listed = [(locator, text) for locator, text in provisions if locator]
    times = Counter(locator for locator, _ in listed)
    return {locator: text for locator, text in listed if times[locator] == 1 and text.strip()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One side of parallel texts: the stems of each as numbers, and for each number the form met most often."""

    texts: Sequence[Ints]
    forms: Sequence[str]


def _side(texts: Iterable[str], language: str) -> _Side:
    silent = STOPWORDS.get(language, frozenset())
    numbers: dict[str, int] = {}
    forms: list[Counter[str]] = []
    rows = []
    for text in texts:
        row: dict[int, None] = {}
        for word in [word for word in words(text) if word not in silent and not word[0].isdigit()][:MOST_WORDS]:
            number = numbers.setdefault(stem(word, language), len(numbers))
            if number == len(forms):
                forms.append(Counter())
            forms[number][word] += 1
            row[number] = None
        rows.append(np.array(list(row), dtype=np.int64))
    return _Side(texts=rows, forms=[min(found, key=lambda word: (-found[word], word)) for found in forms])


def _learn(pairs: Sequence[tuple[str, str]], first: str, second: str) -> list[Learned]:
    one, other = _side((a for a, _ in pairs), first), _side((b for _, b in pairs), second)
    sources = [np.repeat(a, len(b)) for a, b in zip(one.texts, other.texts, strict=True)]
    targets = [np.tile(b, len(a)) for a, b in zip(one.texts, other.texts, strict=True)]
    if not sum(map(len, sources)):
        return []
    width = len(other.forms)
    together, kind = np.unique(np.concatenate(sources) * width + np.concatenate(targets), return_inverse=True)
    source, target = together // width, together % width
    text = np.repeat(np.arange(len(pairs)), [len(row) for row in sources])
    there, often = _probabilities(kind, source[kind], text * width + target[kind], source)
    back, _ = _probabilities(kind, target[kind], text * len(one.forms) + source[kind], target)
    joint = np.sqrt(there * back)
    kept = np.flatnonzero((joint >= LEAST_PROBABILITY) & (often >= LEAST_COUNT))
    ranked = kept[np.lexsort((together[kept], -joint[kept]))]
    return [
        Learned(
            source_language=first,
            target_language=second,
            source=one.forms[source[number]],
            target=other.forms[target[number]],
            probability=round(float(joint[number]), 4),
            count=round(float(often[number]), 2),
        )
        for number in ranked.tolist()
    ]


def _probabilities(kind: Ints, given: Ints, place: Ints, given_of: Ints) -> tuple[Doubles, Doubles]:
    """Probability of each kind of pair given its one word, and how often by expectation the pair stood.

    `kind` numbers the pair at each meeting of two words, `given` is the one word there and `place` the occurrence of
    the other, which one of the words it meets must explain; `given_of` is the one word of each kind.
    """
    _, places = np.unique(place, return_inverse=True)
    kinds = len(given_of)
    chance: Doubles = 1.0 / np.bincount(given, minlength=int(given_of.max()) + 1)[given_of]
    counts: Doubles = np.zeros(kinds)
    for _ in range(ROUNDS):
        weights = chance[kind]
        nothing = 1e-4  # a word may have no counterpart
        shares = weights / (np.bincount(places, weights) + nothing)[places]
        counts = np.bincount(kind, shares, minlength=kinds).astype(np.float64)
        chance = counts / np.maximum(np.bincount(given_of, counts)[given_of], 1e-12)
    return chance, counts

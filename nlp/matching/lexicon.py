"""Pairs of terms in Swedish and English, found in running text by stems, longest match first."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nlp.matching.tokens import compound_parts, stem, stems, words

TERMS = Path(__file__).parent.parent / "languages" / "terms_sv_en.csv"

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPair:
    """A term as written in the query and what it is called in the other language.

    `source_stems` are the index terms of the words it was found in, `stems` those of the target.
    """

    source: str
    target: str
    source_stems: tuple[str, ...]
    stems: tuple[str, ...]


class Lexicon:
    """Term pairs for two languages, looked up in both directions.

    >>> pairs = Lexicon([("personuppgiftsbiträde", "processor"), ("öppna data", "open data")], "sv", "en")
    >>> [(pair.source, pair.target) for pair in pairs.found("Publishing open data", "en", "sv")]
    [('open data', 'öppna data')]
    """

    def __init__(self, pairs: Iterable[tuple[str, str]], first: str, second: str) -> None:
        self.languages = (first, second)
        there: dict[Key, list[str]] = {}
        back: dict[Key, list[str]] = {}
        for one, other in pairs:
            there.setdefault(_key(one, first), []).append(other)
            back.setdefault(_key(other, second), []).append(one)
        self._tables: Mapping[tuple[str, str], Mapping[Key, list[str]]] = {
            (first, second): there,
            (second, first): back,
        }
        self._longest = max((len(key) for key in (*there, *back)), default=0)

    def found(self, text: str, source: str, target: str) -> Iterator[TermPair]:
        """Terms of `text` with their counterparts, left to right; a longer term hides the shorter ones inside it.

        A compound that is no term itself is looked up by its parts.
        """
        table = self._tables.get((source, target))
        if not table:
            return
        written = words(text)
        keys = [stem(word, source) for word in written]
        at = 0
        while at < len(keys):
            length = min(self._longest, len(keys) - at)
            while length and tuple(keys[at : at + length]) not in table:
                length -= 1
            if length:
                yield from _pairs(table, tuple(keys[at : at + length]), written[at : at + length], source, target)
            else:
                for part in compound_parts(written[at], source):
                    yield from _pairs(table, (stem(part, source),), [part], source, target)
            at += length or 1


def _pairs(
    table: Mapping[Key, list[str]], key: Key, written: list[str], source: str, target: str
) -> Iterator[TermPair]:
    for other in table.get(key, ()):
        yield TermPair(
            source=" ".join(written),
            target=other,
            source_stems=tuple(term for word in written for term in stems(word, source)),
            stems=tuple(term for word in words(other) for term in stems(word, target)),
        )


def _key(term: str, language: str) -> Key:
    return tuple(stem(word, language) for word in words(term))


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """The field's terms as delivered with the package."""
    with TERMS.open(encoding="utf-8", newline="") as file:
        return Lexicon([(row["sv"], row["en"]) for row in csv.DictReader(file)], "sv", "en")

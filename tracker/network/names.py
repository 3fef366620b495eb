"""Names of actors in a text: as written, with another ending, or nearly so spelt; never by a guess between two.

"kommundirektören" is the Kommundirektör, "webbredaktör" the Webbredaktör och tillgänglighetssamordnare when nobody else
bears the word. A genitive that something follows names that something: "kommunstyrelsens ordförande" is no board.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from nlp.matching.carrier_evidence import aliases
from nlp.matching.tokens import fold, stem, words
from nlp.matching.written import Word, word_places
from nlp.participation import Anchor

_ALIKE = 90.0
"""rapidfuzz's ratio from which on a name is a spelling of another; short names must be written as they are."""
_LONG = 8
_BRACKETS = re.compile(r"\([^()]{1,60}\)")
_DETERMINERS = frozenset({"den", "det", "the", "kommunens", "en", "ett", "a", "an", "vår", "our"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An actor as its name is looked for; `above` are the actors it belongs to."""

    id: int
    name: str
    coordinated: bool = False
    above: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An actor's name at `start:end` of the text."""

    actor: int
    start: int
    end: int


class Names:
    """The names of a workspace's actors, by their stems; made once, asked for every passage."""

    def __init__(self, actors: Iterable[Known], language: str) -> None:
        self.language = language
        self._above: dict[int, frozenset[int]] = {}
        own: dict[tuple[str, ...], tuple[int, str]] = {}
        other: list[tuple[tuple[str, ...], int, str]] = []
        for actor in actors:
            self._above[actor.id] = actor.above
            own.setdefault(_stems(actor.name, language), (actor.id, fold(actor.name)))
            halves = re.split(r"\s(?:och|and)\s", actor.name) if actor.coordinated else []
            other += [(_stems(name, language), actor.id, fold(name)) for name in (*aliases(actor.name), *halves)]
        once = Counter(key for key, _, _ in other)
        self._names: Mapping[tuple[str, ...], tuple[int, str]] = {
            **{key: (actor, name) for key, actor, name in other if once[key] == 1},
            **own,
        }
        self._names = {key: value for key, value in self._names.items() if key}
        self._longest = max((len(key) for key in self._names), default=0)
        self._by_size: dict[int, list[tuple[str, int]]] = {}
        for key, (number, _) in self._names.items():
            self._by_size.setdefault(len(key), []).append((" ".join(key), number))

    def chosen(self, text: str, start: int, end: int, anchor: Anchor, linking: frozenset[str]) -> list[Named]:
        """The actors named in `start:end`: at its beginning or its end, several where they are joined, or anywhere.

        Of an actor and what it belongs to ("Digital strateg, Kommunledningskontoret") only the actor is meant.
        """
        found = list(self._all(text, start, end))
        if anchor is Anchor.START:
            found = _joined(text, start, found, linking)
        elif anchor is Anchor.END:
            found = _joined_back(text, end, found, linking)
        above = frozenset().union(*(self._above[one.actor] for one in found))
        kept: dict[int, Named] = {}
        for one in found:
            if one.actor not in above:
                kept.setdefault(one.actor, one)
        return list(kept.values())

    def _all(self, text: str, start: int, end: int) -> Iterator[Named]:
        """Every name in the stretch, the longest where several begin at one word."""
        held = [word._replace(start=word.start + start, end=word.end + start) for word in word_places(text[start:end])]
        keys = [stem(word.folded, self.language) for word in held]
        at = 0
        while at < len(held):
            size, actor = self._at(text, held, keys, at)
            if actor is not None:
                yield Named(actor=actor, start=held[at].start, end=held[at + size - 1].end)
            at += size

    def _at(self, text: str, held: Sequence[Word], keys: Sequence[str], at: int) -> tuple[int, int | None]:
        for size in range(min(self._longest, len(held) - at), 0, -1):
            stretch = text[held[at].start : held[at + size - 1].end]
            if "\n" in stretch or "|" in stretch:
                continue
            actor = self._named(fold(stretch), tuple(keys[at : at + size]))
            if actor is not None and not _possessive(text, held, at + size - 1, self._names):
                return size, actor
        return 1, None

    def _named(self, written: str, key: tuple[str, ...]) -> int | None:
        exact = self._names.get(key)
        if exact is not None and (written.startswith(exact[1]) or exact[1].startswith(written)):
            return exact[0]
        together = " ".join(key)
        if len(together) < _LONG:
            return None
        alike = {actor for name, actor in self._by_size.get(len(key), ()) if fuzz.ratio(together, name) >= _ALIKE}
        return alike.pop() if len(alike) == 1 else None


def _possessive(text: str, held: Sequence[Word], last: int, names: Mapping[tuple[str, ...], tuple[int, str]]) -> bool:
    """Whether the name only says whose: it ends in the genitive and a word follows at once."""
    word = held[last]
    after = text[word.end : word.end + 2]
    if after.startswith(("'s", "’s")):
        return True
    known_by_s = any(name.endswith(word.folded) for _, name in names.values())
    follows = re.match(r"\s+[^\W\d]", text[word.end : word.end + 4]) is not None
    return follows and word.folded.endswith("s") and not known_by_s


def _joined(text: str, start: int, found: Sequence[Named], linking: frozenset[str]) -> list[Named]:
    """The names that begin the stretch, joined by commas and linking words."""
    kept: list[Named] = []
    position = start
    for one in found:
        if not _only_joins(text[position : one.start], linking, first=not kept):
            break
        kept.append(one)
        position = one.end
    return kept


def _joined_back(text: str, end: int, found: Sequence[Named], linking: frozenset[str]) -> list[Named]:
    """The names that end the stretch, joined in the same way."""
    kept: list[Named] = []
    position = end
    for one in reversed(found):
        if not _only_joins(text[one.end : position], linking, first=not kept):
            break
        kept.insert(0, one)
        position = one.start
    return kept


def _only_joins(between: str, linking: frozenset[str], *, first: bool) -> bool:
    """Whether nothing stands between that would make another subject."""
    rest = [word for word in words(_BRACKETS.sub(" ", between)) if word not in _DETERMINERS]
    return not rest or (not first and all(word in linking for word in rest))


@lru_cache(maxsize=20_000)
def _stems(text: str, language: str) -> tuple[str, ...]:
    return tuple(stem(word, language) for word in words(text))

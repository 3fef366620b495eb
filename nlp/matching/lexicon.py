"""Pairs of terms in two languages, found in running text by stems, longest match first.

Word lists are files in nlp/languages named after what they hold and their two languages: `terms_sv_en.csv`,
`vocabulary_general_sv_en.csv`. A new file of that form is found by its name. `respelling_da_sv.csv` says how words of
one language are mostly spelled in the other, for neighbours whose words are the same.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

from nlp.matching.tokens import STOPWORDS, compound_parts, is_word, stem, stems, words

LANGUAGES = Path(__file__).parent.parent / "languages"
FIELD, GENERAL = 1.0, 0.9  # trust in a term of the field, whose meaning is known, and in a word of everyday language
_BY_PART = 0.7  # of the trust in a pair when only a part of a compound is that term
_OTHER_FORM = 0.5  # of the trust when another word of the same stem is listed as it is written
_RESPELLED = 0.8  # trust in a word that is the same but for its spelling
_BESIDE = 0.15  # taken off the trust for every other translation a word has: one of several is less sure
_FIRST = 2  # letters that a stem and its word have in common at least
_RESPELT = "eily"  # last letters of stems that may not be their word's: "polici" of "policy", "usabl" of "usability"
_LAST = "\U0010ffff"  # sorts behind every letter
_FILE = re.compile(r"(terms|vocabulary_\w+?|vocabulary)_([a-z]{2})_([a-z]{2})\.csv")

Weighed = tuple[str, str, float]
Key = tuple[str, ...]
Table = Mapping[Key, Mapping[str, Mapping[str, float]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPair:
    """A term as written in the query and what it is called in the other language.

    `source_stems` are the index terms of the words it was found in, `stems` those of the target. `words` are the words
    of the query it stands in: more than `source` where that is a part of a compound. `trust` in [0, 1] is how sure the
    translation is, `share` what part of the source's translations it is.
    """

    source: str
    target: str
    source_stems: tuple[str, ...]
    stems: tuple[str, ...]
    words: tuple[str, ...] = ()
    trust: float = 1.0
    share: float = 1.0


class Lexicon:
    """Term pairs for pairs of languages, looked up in both directions.

    >>> pairs = Lexicon([("personuppgiftsbiträde", "processor"), ("öppna data", "open data")], "sv", "en")
    >>> [(pair.source, pair.target) for pair in pairs.found("Publishing open data", "en", "sv")]
    [('open data', 'öppna data')]
    """

    def __init__(self, pairs: Iterable[tuple[str, str]], first: str, second: str, *, trust: float = FIELD) -> None:
        weighed = [(one, other, trust) for one, other in pairs]
        self._pairs: dict[tuple[str, str], list[Weighed]] = {(first, second): weighed}
        self._sorted: dict[tuple[str, str], tuple[list[str], list[tuple[str, int, Weighed]]]] = {}
        self._tables: dict[tuple[str, str, str], tuple[Table, int]] = {}

    @classmethod
    def weighed(cls, pairs: Iterable[Weighed], first: str, second: str) -> Lexicon:
        """A lexicon of pairs that each bring their own trust in [0, 1], as learned ones do."""
        lexicon = cls((), first, second)
        lexicon._pairs[first, second] = list(pairs)
        return lexicon

    def joined(self, *others: Lexicon) -> Lexicon:
        """This lexicon and others as one; a pair that several know keeps the highest trust."""
        whole = Lexicon((), "", "")
        for lexicon in (self, *others):
            for languages, pairs in lexicon._pairs.items():
                whole._pairs.setdefault(languages, []).extend(pairs)
        return whole

    def knows(self, source: str, target: str) -> bool:
        """Whether there are pairs for two languages, whichever way they are stored."""
        return bool(self._pairs.get((source, target)) or self._pairs.get((target, source)))

    def found(self, text: str, source: str, target: str) -> Iterator[TermPair]:
        """Terms of `text` with their counterparts, left to right; a longer term hides the shorter ones inside it.

        A word that is no term itself is taken for the word of the same origin in a neighbouring language, if there is
        one, or looked up by its parts.
        """
        if not self.knows(source, target):
            return
        written = words(text)
        keys = tuple(stem(word, source) for word in written)
        silent = STOPWORDS.get(source, frozenset())
        at = 0
        while at < len(keys):
            table, longest = self._beginning(written[at], source, target)
            length = min(longest, len(keys) - at)
            while length and keys[at : at + length] not in table:
                length -= 1
            term = written[at : at + length]
            if length and not silent.issuperset(term):
                others = _nearest(table[keys[at : at + length]], " ".join(term))
                yield from _pairs(others, term, term, source, target)
            elif not length and written[at] not in silent:
                others = _guessed(written[at], source, target)
                yield from _pairs(others, [written[at]], [written[at]], source, target)
                for part in () if others else compound_parts(written[at], source):
                    parts, _ = self._beginning(part, source, target)
                    others = _nearest(parts.get((stem(part, source),), {}), part) or _guessed(part, source, target)
                    yield from _pairs(others, [part], [written[at]], source, target, _BY_PART)
            at += length or 1

    def _beginning(self, word: str, source: str, target: str) -> tuple[Table, int]:
        """The terms whose first word has the stem of `word`, by their stems and form, and the most words one has.

        Stemming every term takes a second or two, so only first words are stemmed that begin like a word of some text,
        and the rest of a term only when they match. A stem is its word's beginning, but for one letter.
        """
        root = stem(word, source)
        key = (source, target, root)
        if key not in self._tables:
            first = max(_FIRST, len(root) - (root[-1:] in _RESPELT))
            table: dict[Key, dict[str, dict[str, float]]] = {}
            for begins, (one, other, trust) in self._begun(root[:first], source, target):
                if begins != word and stem(begins, source) != root:
                    continue
                written = words(one)
                others = table.setdefault(tuple(stem(w, source) for w in written), {}).setdefault(" ".join(written), {})
                others[other] = max(trust, others.get(other, 0.0))
            self._tables[key] = table, max(map(len, table), default=0)
        return self._tables[key]

    def _begun(self, begins: str, source: str, target: str) -> Iterator[tuple[str, Weighed]]:
        """Pairs turned the right way whose first word begins so, with that word, in the order they are listed in."""
        if (source, target) not in self._sorted:
            straight, turned = self._pairs.get((source, target), ()), self._pairs.get((target, source), ())
            listed = (*straight, *((other, one, trust) for one, other, trust in turned))
            firsts = ((words(pair[0])[:1], at, pair) for at, pair in enumerate(listed))
            ranked = sorted((first[0], at, pair) for first, at, pair in firsts if first)
            self._sorted[source, target] = [first for first, _, _ in ranked], ranked
        begun, ranked = self._sorted[source, target]
        low = bisect_left(begun, begins)
        high = bisect_left(begun, begins + _LAST, lo=low)
        return ((first, pair) for first, _, pair in sorted(ranked[low:high], key=itemgetter(1)))


def _nearest(forms: Mapping[str, Mapping[str, float]], written: str) -> dict[str, float]:
    """Counterparts of a term from its forms with one stem: all it has as written, the others with less trust.

    "publisher" has the stem of "publish" and another meaning.
    """
    nearest: dict[str, float] = {}
    for form, others in forms.items():
        factor = 1.0 if form == written or written not in forms else _OTHER_FORM
        for other, trust in others.items():
            nearest[other] = max(factor * trust, nearest.get(other, 0.0))
    return nearest


def _guessed(word: str, source: str, target: str) -> dict[str, float]:
    """The word as a neighbouring language spells it, if that is a word there."""
    forms = respelled(word, source, target)
    return next(({form: _RESPELLED} for form in forms if is_word(form, target)), {})


def _pairs(
    others: Mapping[str, float],
    written: Sequence[str],
    inside: Sequence[str],
    source: str,
    target: str,
    factor: float = 1.0,
) -> Iterator[TermPair]:
    best, total = max(others.values(), default=0.0), sum(others.values())
    rivals = total / best - 1.0 if others else 0.0
    for other, trust in others.items():
        yield TermPair(
            source=" ".join(written),
            target=other,
            source_stems=tuple(term for word in written for term in stems(word, source)),
            stems=tuple(term for word in words(other) for term in stems(word, target)),
            words=tuple(inside),
            trust=factor * trust / (1.0 + _BESIDE * rivals),
            share=factor * trust / total,
        )


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """The terms of the field and the general vocabularies delivered with the package."""
    parts = []
    for path in sorted(LANGUAGES.glob("*.csv")):
        named = _FILE.fullmatch(path.name)
        if named:
            kind, first, second = named.groups()
            pairs = [(row[first], row[second]) for row in _rows(path)]
            parts.append(Lexicon(pairs, first, second, trust=FIELD if kind == "terms" else GENERAL))
    return parts[0].joined(*parts[1:])


def respelled(word: str, source: str, target: str) -> tuple[str, ...]:
    """How a folded word of one language may be spelled in a neighbouring one, likeliest first; () for strangers.

    >>> respelled("tilgængelighed", "da", "sv")[0]
    'tillgängelighet'
    >>> respelled("data", "en", "sv")
    ()
    """
    sure, loose = _spellings(source, target)
    if not sure and not loose:
        return ()
    first = _respell(word, sure)
    return tuple(dict.fromkeys((first, _respell(first, loose))))


def _respell(word: str, rules: Sequence[tuple[re.Pattern[str], str]]) -> str:
    for pattern, replacement in rules:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=8)
def _spellings(source: str, target: str) -> tuple[tuple[tuple[re.Pattern[str], str], ...], ...]:
    """The rules that nearly always hold and those that often do."""
    path = LANGUAGES / f"respelling_{source}_{target}.csv"
    rows = _rows(path) if path.is_file() else []
    return tuple(
        tuple((re.compile(row["written"]), row["respelled"]) for row in rows if row["holds"] == holds)
        for holds in ("always", "often")
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

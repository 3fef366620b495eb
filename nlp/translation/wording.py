"""Words two texts share in the same order, with exact places in both: copied wording within and between documents."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlp.translation.modes import Span

LEAST = 5
"""Words in a row below which agreement is mostly chance or the language of the trade."""

_RUN = 3
_MOST_PLACES = 48  # of one run of words in the source; more is a table or boilerplate, and the first ones will do
# A word as matching sees it, but found in the text as it stands: a letter may carry combining marks.
_LETTERS = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*"
_WORD = re.compile(rf"\d+(?:[.:/]\d+)*[a-z]?|{_LETTERS}(?:-{_LETTERS})*")


class Word(NamedTuple):
    """A folded word and its characters start:end."""

    word: str
    start: int
    end: int


class Run(NamedTuple):
    """Words that stand in both texts in the same order: their places, and how many they are."""

    source: Span
    target: Span
    words: int


def placed_words(text: str) -> list[Word]:
    """The folded words of a text with their places in it.

    >>> placed_words("Lag (2018:1937)")
    [Word(word='lag', start=0, end=3), Word(word='2018:1937', start=5, end=14)]
    """
    return [Word(_fold(match.group()), match.start(), match.end()) for match in _WORD.finditer(text)]


def shared_runs(source: str | Sequence[Word], target: str | Sequence[Word], *, least: int = LEAST) -> tuple[Run, ...]:
    """The runs of at least `least` words that stand in both texts, in the order of the source; none overlap.

    Takes texts, or words of `placed_words` where one text is compared with many. Case, punctuation and white space
    count for nothing. Of overlapping runs the longest stays. Takes time in proportion to both texts and their matches.

    >>> [run.words for run in shared_runs("the board shall test every form", "Forms: the board shall test every page")]
    [5]
    """
    ours, theirs = _words(source), _words(target)
    found = sorted(_maximal(ours, theirs, max(1, least)), key=lambda run: (-run[2], run[0], run[1]))
    taken_source, taken_target = bytearray(len(ours)), bytearray(len(theirs))
    kept = []
    for ours_at, theirs_at, length in found:
        for here, there, count in _free(ours_at, theirs_at, length, taken_source, taken_target):
            if count >= least:
                taken_source[here : here + count] = b"\1" * count
                taken_target[there : there + count] = b"\1" * count
                kept.append(_run(ours, theirs, here, there, count))
    return tuple(sorted(kept))


def longest_run(source: str | Sequence[Word], target: str | Sequence[Word], *, least: int = LEAST) -> Run | None:
    """The longest shared run, the first of several; None where none has `least` words."""
    ours, theirs = _words(source), _words(target)
    best = max(_maximal(ours, theirs, max(1, least)), key=lambda run: (run[2], -run[0], -run[1]), default=None)
    return None if best is None else _run(ours, theirs, *best)


def grams(words: Sequence[Word]) -> frozenset[tuple[str, ...]]:
    """The runs of three words of a text.

    >>> sorted(grams(placed_words("The council shall publish data")))
    [('council', 'shall', 'publish'), ('shall', 'publish', 'data'), ('the', 'council', 'shall')]
    """
    plain = [word.word for word in words]
    return frozenset(tuple(plain[at : at + _RUN]) for at in range(len(plain) - _RUN + 1))


def _words(text: str | Sequence[Word]) -> Sequence[Word]:
    return placed_words(text) if isinstance(text, str) else text


def _fold(word: str) -> str:
    return word.lower() if word.isascii() else unicodedata.normalize("NFC", word).casefold()


def _maximal(ours: Sequence[Word], theirs: Sequence[Word], least: int) -> Iterator[tuple[int, int, int]]:
    """Runs (place in ours, place in theirs, words) that go further in the target than any run that begins before."""
    mine, other = [word.word for word in ours], [word.word for word in theirs]
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(mine) - least + 1):
        known = places[tuple(mine[at : at + least])]
        if len(known) < _MOST_PLACES:
            known.append(at)
    reach = 0  # one word behind the furthest run
    for there in range(len(other) - least + 1):
        if reach == len(other):
            return
        for here in places.get(tuple(other[there : there + least]), ()):
            ahead = here + reach - there
            if reach > there and (ahead >= len(mine) or reach >= len(other) or mine[ahead] != other[reach]):
                continue  # ends where an earlier run ends, or before
            count = least
            last = min(len(mine) - here, len(other) - there)
            while count < last and mine[here + count] == other[there + count]:
                count += 1
            if there + count > reach:
                reach = there + count
                yield here, there, count


def _free(
    here: int, there: int, length: int, taken_source: bytearray, taken_target: bytearray
) -> Iterator[tuple[int, int, int]]:
    """The stretches of a run in which no word has been taken on either side."""
    first = 0
    for step in range(length + 1):
        if step == length or taken_source[here + step] or taken_target[there + step]:
            if step > first:
                yield here + first, there + first, step - first
            first = step + 1


def _run(ours: Sequence[Word], theirs: Sequence[Word], here: int, there: int, count: int) -> Run:
    last = count - 1
    source = Span(ours[here].start, ours[here + last].end)
    return Run(source, Span(theirs[there].start, theirs[there + last].end), count)

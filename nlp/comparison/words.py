"""Two texts compared word by word, in pieces that a person can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from rapidfuzz.distance import LCSseq

from nlp.comparison.folding import Token, tokens
from nlp.comparison.likeness import MOST_CELLS

MOST_BETWEEN = 1
"""Words between two changes that are joined to them, where the changes are longer: a lone "and" helps nobody."""
WORDS_AROUND = 4
"""Words and marks that the two changes must have together for each word between them."""


class WordKind(StrEnum):
    """Whether a piece stands in both texts, in the old one only or in the new one only."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChange:
    """A piece of two texts: characters old_start:old_end of the old one and new_start:new_end of the new one.

    A removed piece is empty in the new text and an added one in the old. White space behind a word belongs to it.
    """

    kind: WordKind
    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Tokens old:old_end and new:new_end, the same ones or not."""

    same: bool
    old: int
    old_end: int
    new: int
    new_end: int

    @property
    def longest(self) -> int:
        return max(self.old_end - self.old, self.new_end - self.new)


def word_changes(old: str, new: str) -> list[WordChange]:
    """The pieces of both texts in order: joined, those not added give `old` and those not removed give `new`.

    Pieces that are the same may differ in white space and typography (`nlp.comparison.folding`); if the texts differ
    in anything else, something is removed or added. What was removed stands before what replaces it.

    >>> old, new = "Nämnden ska svara inom 5 dagar.", "Nämnden bör svara inom 7 dagar."
    >>> [(p.kind.value, old[p.old_start:p.old_end] or new[p.new_start:p.new_end]) for p in word_changes(old, new)][1:5]
    [('removed', 'ska '), ('added', 'bör '), ('same', 'svara inom '), ('removed', '5 ')]
    """
    ours, theirs = tokens(old), tokens(new)
    stretches = _joined(list(_spacing(_stretches(ours, theirs), ours, theirs)), ours)
    here, there = _Edges(ours, len(old)), _Edges(theirs, len(new))
    found = [(WordKind.SAME, 0, here.at(0), 0, there.at(0))]
    for stretch in stretches:
        old_at, old_end = here.at(stretch.old), here.at(stretch.old_end)
        new_at, new_end = there.at(stretch.new), there.at(stretch.new_end)
        if stretch.same:
            found.append((WordKind.SAME, old_at, old_end, new_at, new_end))
            continue
        found.append((WordKind.REMOVED, old_at, old_end, new_at, new_at))
        found.append((WordKind.ADDED, old_end, old_end, new_at, new_end))
    return [
        WordChange(kind=kind, old_start=a, old_end=b, new_start=c, new_end=d)
        for kind, a, b, c, d in found
        if a < b or c < d
    ]


class _Edges:
    """Where the piece that begins with a token begins: the first takes the white space before it, the last ends all."""

    def __init__(self, found: Sequence[Token], length: int) -> None:
        self._starts = [*(token.start if at else 0 for at, token in enumerate(found)), length]

    def at(self, token: int) -> int:
        return self._starts[token]


def _stretches(ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[_Stretch]:
    mine, other = [token.folded for token in ours], [token.folded for token in theirs]
    if len(mine) * len(other) > MOST_CELLS:
        yield from _ends(mine, other)
        return
    blocks = LCSseq.opcodes(mine, other)
    for same, group in groupby(blocks, key=lambda block: block.tag == "equal"):
        run = list(group)
        yield _Stretch(same, run[0].src_start, run[-1].src_end, run[0].dest_start, run[-1].dest_end)


def _ends(mine: Sequence[str], other: Sequence[str]) -> Iterator[_Stretch]:
    """What two very long texts share at their beginnings and ends; all between is one change.

    The table of what stands in both would take a bit for each word of one and each of the other.
    """
    most = min(len(mine), len(other))
    head = next((at for at in range(most) if mine[at] != other[at]), most)
    tail = next((at for at in range(most - head) if mine[-1 - at] != other[-1 - at]), most - head)
    old, new = len(mine) - tail, len(other) - tail
    parts = (
        _Stretch(True, 0, head, 0, head),
        _Stretch(False, head, old, head, new),
        _Stretch(True, old, len(mine), new, len(other)),
    )
    yield from (part for part in parts if part.longest)


def _spacing(stretches: Iterable[_Stretch], ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[_Stretch]:
    """Within what is the same, two words between which white space came or went are a change ("8§", "8 §")."""
    for stretch in stretches:
        shift, begin = stretch.new - stretch.old, stretch.old
        for at in range(stretch.old + 1, stretch.old_end) if stretch.same else ():
            if ours[at].spaced != theirs[at + shift].spaced:
                if begin < at - 1:
                    yield _Stretch(True, begin, at - 1, begin + shift, at - 1 + shift)
                first = max(begin, at - 1)
                yield _Stretch(False, first, at + 1, first + shift, at + 1 + shift)
                begin = at + 1
        if begin < stretch.old_end or not stretch.same:
            yield _Stretch(stretch.same, begin, stretch.old_end, begin + shift, stretch.new_end)


def _joined(stretches: Sequence[_Stretch], ours: Sequence[Token]) -> list[_Stretch]:
    """Neighbouring changes as one, and with them what little stays the same between longer ones."""
    kept: list[_Stretch] = []
    for at, stretch in enumerate(stretches):
        between = 0 < at < len(stretches) - 1
        changed = not stretch.same or (between and _is_little(stretch, stretches[at - 1], stretches[at + 1], ours))
        if changed and kept and not kept[-1].same:
            kept[-1] = replace(kept[-1], old_end=stretch.old_end, new_end=stretch.new_end)
        else:
            kept.append(stretch)
    return kept


def _is_little(stretch: _Stretch, before: _Stretch, after: _Stretch, ours: Sequence[Token]) -> bool:
    kept = sum(ours[at].folded[0].isalnum() for at in range(stretch.old, stretch.old_end))
    return kept <= MOST_BETWEEN and before.longest + after.longest >= WORDS_AROUND * kept

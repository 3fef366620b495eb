"""What became of the parts of a text in its next edition."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What happened to a part: `moved` has the same words at another place (moved or renumbered)."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    REMOVED = "removed"


SAME_WORDS = frozenset({ChangeKind.UNCHANGED, ChangeKind.MOVED})
"""What leaves the words of a part as they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a text under its place: a provision's own text, a requirement's wording, a passage."""

    locator: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Parts of the earlier text and what they are in the later one, as indices; every index stands in one change.

    `split` has one old and several new parts, `merged` the reverse, `added` no old and `removed` no new one; the
    others one of each. `similarity` of the words is in [0, 1], 1 for the same words. `moved` says that the place is
    another too, whatever became of the words.
    """

    kind: ChangeKind
    old: tuple[int, ...]
    new: tuple[int, ...]
    similarity: float
    moved: bool = False

"""Long lists in portions, for statements that name what they are about: a database takes only so many names at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Given = TypeVar("Given")

IDS_AT_ONCE = 400
"""How many ids go in one IN list: older SQLite takes 999 parameters in a statement, and some have two such lists."""


def portions(whole: Iterable[Given], size: int = IDS_AT_ONCE) -> Iterator[list[Given]]:
    """The same things in the same order, at most `size` at a time; nothing at all of nothing.

    >>> list(portions(range(5), 2))
    [[0, 1], [2, 3], [4]]
    """
    left = iter(whole)
    while some := list(islice(left, size)):
        yield some

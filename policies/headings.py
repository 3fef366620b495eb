"""Headings known only by their looks: short, and bolder or larger than the text around them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from policies.assembly import Assembly
from policies.document import Block, BlockKind

LONGEST = 120
MOST_WORDS = 16
LARGER = 1.12
DEEPEST = 9


def looks_like_heading(text: str, *, bold: bool, size: float, body: float) -> bool:
    """Whether a paragraph of this look is a heading; `body` is the size of most of the text, in the same unit.

    >>> looks_like_heading("Ansvar och roller", bold=True, size=11, body=11)
    True
    >>> looks_like_heading("Nämnden ska besluta om planen.", bold=True, size=11, body=11)
    False
    """
    if not 1 < len(text) <= LONGEST or not any(letter.isalpha() for letter in text):
        return False
    larger = size >= body * LARGER
    if not larger and (not bold or size < body * 0.9):
        return False
    words = len(text.split())
    if text[-1] in ".,;" and not larger:
        return False
    return words <= MOST_WORDS and (text[-1] != ":" or words <= 4) and not text[0].islower()


def ranked_levels(looks: Iterable[tuple[float, bool]], *, after: int) -> dict[tuple[float, bool], int]:
    """A level for each look (size, bold), largest first, below the levels already given by styles.

    >>> ranked_levels([(16, True), (11, True), (16, True)], after=0)
    {(16, True): 1, (11, True): 2}
    """
    order = sorted(set(looks), reverse=True)
    return {look: min(after + rank, DEEPEST) for rank, look in enumerate(order, 1)}


def title_of(assembly: Assembly) -> str:
    """The highest heading before the first running text, else the highest of all; "" where there is none."""
    opening = takewhile(lambda block: block.kind is BlockKind.HEADING, assembly.blocks)
    top = _highest(opening) or _highest(block for block in assembly.blocks if block.kind is BlockKind.HEADING)
    return assembly.text[top.start : top.end] if top else ""


def _highest(blocks: Iterable[Block]) -> Block | None:
    return min(blocks, key=lambda block: block.level, default=None)

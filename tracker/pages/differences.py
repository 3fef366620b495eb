"""Two texts side by side with the words marked that only one of them has."""

from __future__ import annotations

from nlp.comparison.words import WordKind, word_changes
from tracker.pages import highlights
from tracker.pages.highlights import Mark


def both(before: str, after: str) -> tuple[str, str]:
    """The two texts as finished HTML; what the earlier one alone has is struck through, what came is underlined.

    >>> both("Svar inom 5 dagar.", "Svar inom 7 dagar.")[1]
    'Svar inom <mark class="added">7 </mark>dagar.'
    """
    pieces = word_changes(before, after)
    removed = [Mark(start=p.old_start, end=p.old_end, role="removed") for p in pieces if p.kind is WordKind.REMOVED]
    added = [Mark(start=p.new_start, end=p.new_end, role="added") for p in pieces if p.kind is WordKind.ADDED]
    return highlights.marked(before, removed), highlights.marked(after, added)


def drawn(before: str, after: str, *, language: str = "") -> tuple[str, str]:
    """The same as two blocks of quoted text; "" for a side that has no words."""
    sides = both(before, after)
    quoted = (highlights.block(side, language=language, name="quoted") if side else "" for side in sides)
    first, second = (highlights.block(side, name="law") if side else "" for side in quoted)
    return first, second

"""How much of their words two texts have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import Indel, LCSseq

from nlp.comparison.folding import fold, words

MOST_LETTERS = 20_000
"""Letters of a text beyond which the letters are not compared: they cost with the square, and words are telling."""
MOST_CELLS = 400_000_000
"""Words of both texts multiplied beyond which their order is not looked at, for the same reason."""

_ALMOST = 0.999  # of texts whose words are the same and whose marks are not


def similarity(old: str, new: str) -> float:
    """How alike the words of two texts are, in [0, 1]; 1 only for the same words.

    The mean of two shares of what both have in the same order (rapidfuzz's Indel similarity): of words, which tells
    unrelated sentences apart, and of letters, which knows an inflected word and a one-word item again.

    >>> similarity("Nämnden ska svara inom 5 dagar.", "Nämnden ska  svara inom 5 dagar.")
    1.0
    >>> round(similarity("Nämnden ska svara inom 5 dagar.", "Nämnden bör svara inom 5 dagar."), 2)
    0.87
    """
    ours, theirs = fold(old), fold(new)
    return alike(ours, words(ours), theirs, words(theirs))


def alike(old: str, old_words: Sequence[str], new: str, new_words: Sequence[str], *, least: float = 0.0) -> float:
    """`similarity` of texts that are folded already; 0 as soon as it is certain to stay below `least`."""
    if old == new:
        return 1.0
    total = len(old_words) + len(new_words)
    by_words = 2 * shared(old_words, new_words) / total if total else 0.0
    if (by_words + 1) / 2 < least:
        return 0.0
    if max(len(old), len(new)) > MOST_LETTERS:
        found = min(by_words, _ALMOST)
    else:
        found = (by_words + Indel.normalized_similarity(old, new)) / 2
    return found if found >= least else 0.0


def shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words stand in both texts in the same order; of very long texts, in whatever order."""
    if len(old) * len(new) > MOST_CELLS:
        return (Counter(old) & Counter(new)).total()
    return int(LCSseq.similarity(old, new))

"""Parts that became several, and several that became one: found by what of a part stands in others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from nlp.comparison.sides import Pairing, Side
from nlp.comparison.similar_words import Index

CONTAINED = 0.75
"""Share of the words of a piece, in order, that must come from the part it was divided from; the rest is editing."""
LEAST_PIECE = 4
"""Words of a part below which it is no piece of another: too many parts would hold it by chance."""
COVERED = 0.5
"""Share of a part's words that its pieces must have between them; less, and only a sentence was carried over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A whole on one side and its pieces on the other, in their order."""

    whole: int
    pieces: tuple[int, ...]


def splits(pairing: Pairing) -> list[Division]:
    """Old parts that became several new ones."""
    return _divisions(pairing.old, pairing.new, pairing.to_new, pairing.to_old)


def merges(pairing: Pairing) -> list[Division]:
    """New parts that were made of several old ones."""
    return _divisions(pairing.new, pairing.old, pairing.to_old, pairing.to_new)


def _divisions(
    wholes: Side, pieces: Side, partner: Sequence[int | None], taken: Sequence[int | None]
) -> list[Division]:
    """What a whole has in common with its partner does not count for another piece: repeats divide nothing."""
    free = [k for k, other in enumerate(taken) if other is None and len(pieces.words[k]) >= LEAST_PIECE]
    open_wholes = [
        i
        for i, j in enumerate(partner)
        if len(wholes.words[i]) > LEAST_PIECE and (j is None or wholes.folded[i] != pieces.folded[j])
    ]
    index = Index(wholes.words, open_wholes)
    wanted: dict[int, list[int]] = {}
    for k in free:
        best = max(
            ((_share(pieces.words[k], wholes.words[i]), -i) for i in index.like(pieces.words[k])), default=(0.0, 0)
        )
        if best[0] >= CONTAINED:
            wanted.setdefault(-best[1], []).append(k)
    found = []
    for i, offered in sorted(wanted.items()):
        kept = _kept(wholes.words[i], offered, partner[i], pieces)
        if len(kept) > 1:
            found.append(Division(whole=i, pieces=tuple(sorted(kept))))
    return found


def _kept(whole: Sequence[str], offered: Sequence[int], partner: int | None, pieces: Side) -> list[int]:
    """The pieces that lie in what others leave of the whole; none unless together they make up enough of it."""
    rest, kept = list(whole), []
    if partner is not None:
        rest = _without(rest, pieces.words[partner])
        kept.append(partner)
    for k in sorted(offered, key=lambda k: (-len(pieces.words[k]), k)):
        if _share(pieces.words[k], rest) >= CONTAINED:
            rest = _without(rest, pieces.words[k])
            kept.append(k)
    return kept if 1 - len(rest) / len(whole) >= COVERED else []


def _share(piece: Sequence[str], whole: Sequence[str]) -> float:
    """Share of the words of a piece that stand in the whole in the same order."""
    return LCSseq.similarity(piece, whole) / len(piece) if piece else 0.0


def _without(whole: list[str], piece: Sequence[str]) -> list[str]:
    """The words of the whole that are not those of the piece."""
    return [
        word
        for block in LCSseq.opcodes(whole, piece)
        if block.tag != "equal"
        for word in whole[block.src_start : block.src_end]
    ]

"""Parts that became several, and several that became one: found by what of a part stands in others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from nlp.comparison.likeness import shared
from nlp.comparison.sides import Pairing, Side
from nlp.comparison.similar_words import Index

CONTAINED = 0.75
"""Share of the words of a piece, in order, that must come from the part it was divided from; the rest is editing."""
COVERED = 0.5
"""Share of a part's words that its pieces must have between them; less, and only a sentence was carried over."""
LEAST_PIECE = 4
"""Words of a part below which it is no piece of another: too many parts would hold it by chance."""
LEAST_BESIDE = 2
"""The same for a part that stands beside another piece of the whole."""
LONGEST = 20_000
"""Words of a part beyond which it is not looked into: the table of what two texts share grows with both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Direction:
    """One text as wholes and the other as pieces, and what each is paired with; `done` are divided already."""

    wholes: Side
    pieces: Side
    of_wholes: Sequence[int | None]
    of_pieces: Sequence[int | None]
    done: frozenset[int]

    def is_open(self, whole: int) -> bool:
        """Whether a part may be found to be divided: it is not too long, and no partner says the same."""
        partner = self.of_wholes[whole]
        if whole in self.done or len(self.wholes.words[whole]) > LONGEST:
            return False
        return partner is None or (
            len(self.pieces.words[partner]) <= LONGEST and self.wholes.folded[whole] != self.pieces.folded[partner]
        )

    def beside(self, piece: int) -> list[int]:
        """What the neighbours of a piece are paired with, if it may be divided."""
        near = [self.of_pieces[k] for k in (piece - 1, piece + 1) if 0 <= k < len(self.pieces)]
        return [whole for whole in near if whole is not None and self.is_open(whole)]


def divide(pairing: Pairing) -> None:
    """Find the old parts that became several new ones, and the new ones that were made of several old ones.

    A piece is looked for in what its neighbours are paired with, and by its rare words anywhere.
    """
    old, new = pairing.old, pairing.new
    divided = {i for i, _ in pairing.splits} | {i for pieces, _ in pairing.merges for i in pieces}
    made = {j for _, pieces in pairing.splits for j in pieces} | {j for _, j in pairing.merges}
    old_unlike, new_unlike = pairing.to_edit()
    forth = _Direction(
        wholes=old, pieces=new, of_wholes=pairing.to_new, of_pieces=pairing.to_old, done=frozenset(divided)
    )
    for i, found in _divisions(forth, new_unlike):
        if made.isdisjoint(found):
            pairing.split(i, found)
            divided.add(i)
            made.update(found)
    back = _Direction(wholes=new, pieces=old, of_wholes=pairing.to_old, of_pieces=pairing.to_new, done=frozenset(made))
    for j, found in _divisions(back, old_unlike):
        if divided.isdisjoint(found):
            pairing.merge(found, j)


def _divisions(way: _Direction, unlike: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Wholes with their pieces in order, two at least; only pieces `unlike` all others are looked for anywhere."""
    anywhere = frozenset(unlike)
    index = Index(way.wholes.words, filter(way.is_open, range(len(way.wholes))))
    offered: defaultdict[int, list[int]] = defaultdict(list)
    for k, partner in enumerate(way.of_pieces):
        words = way.pieces.words[k]
        if partner is not None or len(words) < LEAST_BESIDE:
            continue
        held = way.beside(k)
        if k in anywhere and len(words) >= LEAST_PIECE:
            held += index.like(words)
        share, whole = max(((_share(words, way.wholes.words[i]), -i) for i in held), default=(0.0, 0))
        if share >= CONTAINED:
            offered[-whole].append(k)
    for i, some in sorted(offered.items()):
        kept = _kept(way, i, some)
        if len(kept) > 1:
            yield i, tuple(sorted(kept))


def _kept(way: _Direction, whole: int, offered: Sequence[int]) -> list[int]:
    """The pieces that lie in what others leave of the whole; none unless together they make up enough of it.

    What a whole has in common with its partner does not count for another piece: a repeat divides nothing.
    """
    partner, rest = way.of_wholes[whole], list(way.wholes.words[whole])
    kept = [] if partner is None else [partner]
    for k in kept:
        rest = _without(rest, way.pieces.words[k])
    for k in sorted(offered, key=lambda k: (-len(way.pieces.words[k]), k)):
        if _share(way.pieces.words[k], rest) >= CONTAINED:
            rest = _without(rest, way.pieces.words[k])
            kept.append(k)
    return kept if 1 - len(rest) / len(way.wholes.words[whole]) >= COVERED else []


def _share(piece: Sequence[str], whole: Sequence[str]) -> float:
    """Share of the words of a piece that stand in the whole in the same order."""
    return shared(piece, whole) / len(piece) if piece else 0.0


def _without(whole: list[str], piece: Sequence[str]) -> list[str]:
    """The words of the whole that are not those of the piece."""
    return [
        word
        for block in LCSseq.opcodes(whole, piece)
        if block.tag != "equal"
        for word in whole[block.src_start : block.src_end]
    ]

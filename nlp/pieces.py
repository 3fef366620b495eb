"""Text too long for one reading, cut into pieces, and text without white space cut into tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from nlp.requirements import Unit

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LONGEST_PIECE = 100_000
_LARGEST_BATCH = 500_000  # characters: what bounds the memory that long units take
_LONG_RUN = re.compile(r"\S{1000}")
_PIECE = re.compile(r"\w{1,100}|[^\w\s]|\s")


def cut(unit: Unit) -> Iterator[Unit]:
    """The unit itself, or pieces of at most 100,000 characters where it is longer, cut at white space."""
    position = 0
    while len(unit.text) - position > LONGEST_PIECE:
        window = unit.text[position : position + LONGEST_PIECE]
        at = max(window.rfind(". ") + 1, window.rfind("\n")) if len(window) else 0
        at = at if at > LONGEST_PIECE // 2 else window.rfind(" ")
        at = at if at > 0 else LONGEST_PIECE
        yield replace(unit, text=window[:at], offset=unit.offset + position)
        position += at
    yield unit if position == 0 else replace(unit, text=unit.text[position:], offset=unit.offset + position)


def batches(pieces: Iterable[tuple[int, Unit]], most: int) -> Iterator[list[tuple[int, Unit]]]:
    """Numbered units in lists of at most `most`, fewer where they are long."""
    batch: list[tuple[int, Unit]] = []
    characters = 0
    for piece in pieces:
        batch.append(piece)
        characters += len(piece[1].text) + len(piece[1].lead_in)
        if len(batch) == most or characters >= _LARGEST_BATCH:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def doc_of(nlp: Language, text: str) -> Doc:
    """The tokens of a text; an endless "word" is cut in one pass, for spaCy's tokenizer peels it mark by mark."""
    if not _LONG_RUN.search(text):
        return nlp.make_doc(text)
    from spacy.tokens import Doc

    pieces = _PIECE.findall(text)
    return Doc(nlp.vocab, words=pieces, spaces=[False] * len(pieces))

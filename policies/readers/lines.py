"""Adding the lines of marked-up text to a document, a statute's amendment notes as blocks of their own."""

from __future__ import annotations

from policies.amendment_notes import split_note
from policies.assembly import Assembly
from policies.document import BlockKind

_SENTENCE_WORDS = 4


def add_text(out: Assembly, kind: BlockKind, text: str, *, level: int = 0, label: str = "") -> None:
    """Add a block, its amendment note as a NOTE after it.

    A heading that is a whole sentence with a note is a paragraph somebody took for a heading.
    """
    text, note = split_note(" ".join(text.split()))
    if note and kind is BlockKind.HEADING and text.endswith(".") and len(text.split()) >= _SENTENCE_WORDS:
        kind, level = BlockKind.PARAGRAPH, 0
    out.add(kind, text, level=level, label=label)
    if note:
        out.add(BlockKind.NOTE, note)

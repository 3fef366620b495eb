"""Swedish statutes end a paragraph with its latest amendment, "Lag (2019:995).": metadata, so a block of its own."""

from __future__ import annotations

import re

from policies.assembly import Assembly
from policies.document import BlockKind

_NOTE = re.compile(r"(?:Lag|Förordning|Kungörelse|Tillkännagivande) \(\d{4}:\d{1,5}\)\.?$")
_LONGEST = 60
_SENTENCE_ENDS = '.:;!?)”"»'
_SENTENCE_WORDS = 4


def split_note(text: str) -> tuple[str, str]:
    """The text and its amendment note, "" if it has none.

    >>> split_note("Kommunen ska svara. Lag (2019:995).")
    ('Kommunen ska svara.', 'Lag (2019:995).')
    >>> split_note("Detta följer av Lag (2019:995).")
    ('Detta följer av Lag (2019:995).', '')
    """
    start = max(0, len(text) - _LONGEST)
    match = _NOTE.search(text, start)
    if not match:
        return text, ""
    before = text[: match.start()].rstrip()
    if before and before[-1] not in _SENTENCE_ENDS:
        return text, ""
    return before, match.group(0)


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

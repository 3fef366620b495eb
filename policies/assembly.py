"""Laying blocks end to end into the text of a document, cleaned before the first offset exists."""

from __future__ import annotations

import re
import unicodedata

from policies import limits
from policies.document import Block, BlockKind
from policies.errors import UnreadableFile

# Removed: NUL and other controls, bidirectional overrides, zero-width marks, soft hyphens. None of them is seen by a
# reader, and each can hide or reorder words.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
SURROGATES = re.compile("[\ud800-\udfff]")
BREAKS = re.compile("(?<! ) *+(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])[\\s]*")
SPACES = re.compile(r"[^\S\n]+")
CLOSE_KINDS = frozenset({BlockKind.ITEM, BlockKind.ROW, BlockKind.CONTENTS})


def clean(text: str) -> str:
    """Text as it is kept: NFC, no invisible characters, runs of spaces as one space, line breaks as one newline.

    >>> clean("Nämnden\\u00a0 ska\\u00ad  \\r\\n  besluta\\x00 ")
    'Nämnden ska\\nbesluta'
    """
    text = SURROGATES.sub("\ufffd", text)
    text = unicodedata.normalize("NFC", BREAKS.sub("\n", text))
    return SPACES.sub(" ", INVISIBLE.sub("", text)).strip()


class Assembly:
    """Collects blocks in reading order; `text` and `blocks` fit each other at any time.

    >>> assembly = Assembly("plan.docx")
    >>> assembly.add(BlockKind.ITEM, "Nämnden ska besluta.", level=1, label="1.")
    >>> assembly.text, assembly.blocks[0].start
    ('1. Nämnden ska besluta.', 3)
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._parts: list[str] = []
        self._length = 0
        self._last: BlockKind | None = None
        self.blocks: list[Block] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(self, kind: BlockKind, text: str, *, level: int = 0, page: int = 0, label: str = "") -> None:
        """Append a block; text that is empty once cleaned is left out.

        The label of an item or heading stands in the text before the block, not in it. Raises UnreadableFile when
        the document grows beyond the limits.
        """
        text, label = clean(text), clean(label)
        if not text:
            return
        lead = f"{label} " if label else ""
        gap = self._gap(kind)
        start = self._length + len(gap) + len(lead)
        end = start + len(text)
        if end > limits.TEXT_CHARACTERS or len(self.blocks) >= limits.BLOCKS:
            raise UnreadableFile("error.too_much_text", file=self._name, limit=limits.TEXT_CHARACTERS)
        self._parts += (gap, lead, text)
        self._length = end
        self._last = kind
        self.blocks.append(Block(kind=kind, start=start, end=end, level=level, page=page, label=label))

    def _gap(self, kind: BlockKind) -> str:
        if self._last is None:
            return ""
        return "\n" if kind is self._last and kind in CLOSE_KINDS else "\n\n"

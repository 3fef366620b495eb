"""What every reader returns: text that is never altered once offsets into it exist.

All offsets are character offsets into `Document.text`, half open: `text[start:end]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block of text is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CONTENTS = "contents"
    NOTE = "note"


class Zone(StrEnum):
    """The part of an instrument a provision stands in; only some zones can hold requirements."""

    PREAMBLE = "preamble"
    RECITAL = "recital"
    ENACTING = "enacting"
    ANNEX = "annex"
    TRANSITIONAL = "transitional"
    BODY = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One heading, paragraph, list item or table row, in reading order.

    `level` is the depth of a heading (1 is the title) or of a list item (1 is outermost), 1 for a table row that names
    the columns; 0 for other kinds.
    `page` counts from 1 and is 0 where the format has no pages. `label` is the marker of an item ("1.", "a)", "•").
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    page: int = 0
    label: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"offsets {self.start}:{self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A numbered part of an edition, in document order; the tree is given by `parent`.

    `start:end` spans the whole part with everything below it. `parent` is the index of the enclosing provision in
    `Document.provisions`, or None at the top. `heading` is the nearest heading above ("" if none). `kind` is the
    drafting tradition's own word for the part (chapter, section, paragraph, item, article, point, recital, annex,
    principle, decision ...). `locator` is normalised by `policies.locators` and unique within the document.
    """

    locator: str
    zone: Zone
    kind: str
    start: int
    end: int
    heading: str = ""
    parent: int | None = None
    label: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"offsets {self.start}:{self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A requirement that the file itself sets apart, as a framework's own list does: nobody has to find it.

    `provision` indexes `Document.provisions` (as a reader of tables gives it, the rows: see `policies.reading`);
    `lead_ins` are spans of words it completes. `force` is a code of
    `nlp.requirements.Force`, "" where the file leaves it to its words; `duty_bearer` and `deadline` are what the file
    says beside the text. `confidence` is the probability of the force, 1 where people stated it.
    """

    provision: int
    start: int
    end: int
    lead_ins: tuple[tuple[int, int], ...] = ()
    force: str = ""
    duty_bearer: str = ""
    deadline: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWarning:
    """Something was skipped or guessed; the document is usable all the same."""

    code: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file as structured text.

    `identifier` is the normalised identifier found in the file ("SFS 2018:1937", "CELEX 32016R0679"), "" if none.
    `format` names the reader, `tradition` the structure ("swedish_statute", "eu_act", "checklist", "municipal", ...).
    `stated` are requirements the file sets apart itself: where there are any, they are all it has.
    `metadata` holds the file's own facts as text (front matter, document properties), keys as written there.
    """

    text: str
    blocks: tuple[Block, ...]
    provisions: tuple[Provision, ...] = ()
    title: str = ""
    identifier: str = ""
    language: str = ""
    format: str = ""
    tradition: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[ReadWarning, ...] = ()
    stated: tuple[Stated, ...] = ()

    def __post_init__(self) -> None:
        length = len(self.text)
        spans: tuple[Block | Provision | Stated, ...] = (*self.blocks, *self.provisions, *self.stated)
        for span in spans:
            if span.end > length:
                raise ValueError(f"offsets {span.start}:{span.end} beyond the text of {length} characters")

    def own_spans(self) -> list[tuple[int, int]]:
        """Offsets of each provision's own text: from behind its label to its first child, white space trimmed.

        For a paragraph with list items this is the lead-in; for a leaf it is the whole provision; for a container
        without text of its own (a chapter) it is its heading or empty.
        """
        ends = [p.end for p in self.provisions]
        for provision in reversed(self.provisions):
            if provision.parent is not None:
                ends[provision.parent] = min(ends[provision.parent], provision.start)
        return [self._own(p, max(p.start, end)) for p, end in zip(self.provisions, ends, strict=True)]

    def _own(self, provision: Provision, end: int) -> tuple[int, int]:
        labelled = bool(provision.label) and self.text.startswith(provision.label, provision.start, end)
        return _trim(self.text, provision.start + (len(provision.label) if labelled else 0), end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()) if part.strip() else start, start + len(part.rstrip())

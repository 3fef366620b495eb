"""From bytes to requirements: composes policies (files) and nlp (language); no database, no screen."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.detection import detect_language
from nlp.requirements import Requirement, Unit
from policies.document import Block, BlockKind, Document

READABLE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW})
TRACKED_LANGUAGES = ("sv", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """A requirement (or other statement) and where it stands: `provision` indexes `Document.provisions`.

    `lead_in` is the span of the enclosing provision's own text that an item completes, None where there is none.
    """

    provision: int
    lead_in: tuple[int, int] | None
    requirement: Requirement


def language_of(document: Document, wanted: str = "auto") -> str:
    """The language to read the document in: the one asked for, the document's own, or the one detected."""
    return wanted if wanted != "auto" else document.language or detect_language(document.text)


def extract(document: Document, *, language: str = "auto") -> Iterator[Extracted]:
    """Every sentence or item of the document's provisions with its force, in document order.

    Languages without cues of their own are read with the English ones; their confidence is low accordingly.
    """
    from nlp.extraction import extract as read_units

    language = language_of(document, language)
    places = list(units(document))
    texts = [unit for _, _, unit in places]
    for found in read_units(texts, language if language in TRACKED_LANGUAGES else "en"):
        provision, lead_in, _ = places[int(found.unit_id)]
        yield Extracted(provision=provision, lead_in=lead_in, requirement=found)


def units(document: Document) -> Iterator[tuple[int, tuple[int, int] | None, Unit]]:
    """The provisions' own texts as units for nlp: (index of the provision, span of the lead-in, unit).

    Headings, tables of contents and amendment notes inside a provision are left out of its unit.
    """
    own = _readable_spans(document)
    items = {block.start for block in document.blocks if block.kind is BlockKind.ITEM}
    number = 0
    for index, provision in enumerate(document.provisions):
        span = own[index]
        if span is None:
            continue
        parent = provision.parent
        is_item = span[0] in items or bool(provision.label)
        lead_in = own[parent] if parent is not None and is_item else None
        lead_text = _lead_text(document, own, parent) if lead_in else ""
        yield (
            index,
            lead_in,
            Unit(
                id=str(number),
                text=document.text[slice(*span)],
                offset=span[0],
                lead_in=lead_text,
                heading=provision.heading,
                zone=provision.zone.value,
            ),
        )
        number += 1


def _lead_text(document: Document, own: list[tuple[int, int] | None], parent: int | None) -> str:
    """The texts of all enclosing provisions an item completes, outermost first."""
    parts: list[str] = []
    while parent is not None and (span := own[parent]) is not None:
        parts.append(document.text[slice(*span)])
        parent = document.provisions[parent].parent
    return " ".join(reversed(parts))


def _readable_spans(document: Document) -> list[tuple[int, int] | None]:
    """For each provision the part of its own text that stands in readable blocks, None if there is none."""
    blocks = sorted((b for b in document.blocks if b.kind in READABLE), key=lambda block: block.start)
    ends = [block.end for block in blocks]
    return [_clip(blocks, ends, start, end) for start, end in document.own_spans()]


def _clip(blocks: list[Block], ends: list[int], start: int, end: int) -> tuple[int, int] | None:
    first = bisect_left(ends, start + 1)
    inside = []
    for block in blocks[first:]:
        if block.start >= end:
            break
        inside.append(block)
    if not inside:
        return None
    span = max(start, inside[0].start), min(end, inside[-1].end)
    return span if span[0] < span[1] else None

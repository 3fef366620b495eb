"""From bytes to requirements: composes policies (files) and nlp (language); no database, no screen."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.applicability import Reach, act_reach
from nlp.detection import detect_language
from nlp.requirements import Requirement, Unit
from policies.document import Block, BlockKind, Document

READABLE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW})
TRACKED_LANGUAGES = ("sv", "en")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """A requirement (or other statement) and where it stands: `provision` indexes `Document.provisions`.

    `lead_ins` are the spans of the words it completes, outermost first: the own texts of the provisions around an
    item, then the words earlier in the same sentence.
    """

    provision: int
    lead_ins: tuple[Span, ...]
    requirement: Requirement


def language_of(document: Document, wanted: str = "auto") -> str:
    """The language to read the document in: the one asked for, the document's own, or the one detected."""
    return wanted if wanted != "auto" else document.language or detect_language(document.text)


def reach_of(document: Document, *, language: str = "auto") -> Reach:
    """Whom the document's act addresses, from its scope provisions, definitions and title."""
    language = language_of(document, language)
    read_in = language if language in TRACKED_LANGUAGES else "en"
    return act_reach((unit for _, _, unit in units(document)), read_in, title=document.title)


def extract(document: Document, *, language: str = "auto", reach: Reach | None = None) -> Iterator[Extracted]:
    """Every sentence or item of the document's provisions with its force, in document order.

    Languages without cues of their own are read with the English ones; their confidence is low accordingly.
    """
    from nlp.extraction import extract as read_units

    language = language_of(document, language)
    places = list(units(document))
    texts = [unit for _, _, unit in places]
    reach = reach or reach_of(document, language=language)
    for found in read_units(texts, language if language in TRACKED_LANGUAGES else "en", reach=reach):
        provision, lead_ins, _ = places[int(found.unit_id)]
        within = (found.lead_in,) if found.lead_in else ()
        yield Extracted(provision=provision, lead_ins=(*lead_ins, *within), requirement=found)


def units(document: Document) -> Iterator[tuple[int, tuple[Span, ...], Unit]]:
    """The provisions' own texts as units for nlp: (index of the provision, spans of its lead-ins, unit).

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
        lead_ins = _lead_ins(document, own, parent) if is_item else ()
        yield (
            index,
            lead_ins,
            Unit(
                id=str(number),
                text=document.text[slice(*span)],
                offset=span[0],
                lead_in=" ".join(document.text[slice(*lead_in)] for lead_in in lead_ins),
                heading=provision.heading,
                zone=provision.zone.value,
                instrument=document.identifier,
                locator=provision.locator,
                enclosing=_enclosing(document, parent),
            ),
        )
        number += 1


def _enclosing(document: Document, parent: int | None) -> tuple[str, ...]:
    """The locators of the provisions around one, innermost first."""
    found: list[str] = []
    while parent is not None:
        found.append(document.provisions[parent].locator)
        parent = document.provisions[parent].parent
    return tuple(found)


def _lead_ins(document: Document, own: list[Span | None], parent: int | None) -> tuple[Span, ...]:
    """The own texts of all enclosing provisions an item completes, outermost first."""
    spans: list[Span] = []
    while parent is not None and (span := own[parent]) is not None:
        spans.append(span)
        parent = document.provisions[parent].parent
    return tuple(reversed(spans))


def _readable_spans(document: Document) -> list[Span | None]:
    """For each provision the part of its own text that stands in readable blocks, None if there is none."""
    blocks = sorted((b for b in document.blocks if b.kind in READABLE), key=lambda block: block.start)
    ends = [block.end for block in blocks]
    return [_clip(blocks, ends, start, end) for start, end in document.own_spans()]


def _clip(blocks: list[Block], ends: list[int], start: int, end: int) -> Span | None:
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

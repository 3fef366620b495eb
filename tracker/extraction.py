"""From bytes to requirements: composes policies (files) and nlp (language); no database, no screen."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from nlp.applicability import Reach, act_reach
from nlp.detection import detect_language
from nlp.lists import combination, states_conditions
from nlp.requirements import Combination, ListPart, Requirement, Unit
from policies.document import Block, BlockKind, Document, Provision

if TYPE_CHECKING:
    from nlp.refinement import Refinement

READABLE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW})
TRACKED_LANGUAGES = ("sv", "en")
Span = tuple[int, int]
_CLOSING = (".", "!", "?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """A requirement (or other statement) and where it stands: `provision` indexes `Document.provisions`.

    `lead_ins` are the spans of the words it completes, outermost first: the last sentences of the provisions around
    an item, then the words earlier in the same sentence.
    """

    provision: int
    lead_ins: tuple[Span, ...]
    requirement: Requirement


class _List(NamedTuple):
    """What the items of a list have in common: how they are joined, and whether they limit their lead-in."""

    combination: Combination | None
    is_condition: bool


def language_of(document: Document, wanted: str = "auto") -> str:
    """The language to read the document in: the one asked for, the document's own, or the one detected."""
    return wanted if wanted != "auto" else document.language or detect_language(document.text)


def reach_of(document: Document, *, language: str = "auto") -> Reach:
    """Whom the document's act addresses, from its scope provisions, definitions and title."""
    language = language_of(document, language)
    read_in = language if language in TRACKED_LANGUAGES else "en"
    return act_reach((unit for _, _, unit in units(document)), read_in, title=document.title)


def extract(
    document: Document, *, language: str = "auto", reach: Reach | None = None, refinement: Refinement | None = None
) -> Iterator[Extracted]:
    """Every sentence or item of the document's provisions with its force, in document order.

    Languages without cues of their own are read with the English ones; their confidence is low accordingly. A
    requirement whose sentence leads in conditions ("The office shall reply if") goes on to the last of them.
    """
    from nlp.extraction import extract as read_units

    language = language_of(document, language)
    places = list(units(document, language=language))
    conditional = {document.provisions[index].parent for index, _, u in places if u.list_part is ListPart.CONDITION}
    texts = [unit for _, _, unit in places]
    reach = reach or reach_of(document, language=language)
    read_in = language if language in TRACKED_LANGUAGES else "en"
    firsts: dict[int, int] = {}  # where the first sentence of a text begins, by where the text does
    closed: set[int] = set()  # texts whose first sentence has come to its end
    begins: dict[int, int] = {}  # where the last sentence of a text begins, by where the text does
    for found in read_units(texts, read_in, reach=reach, refinement=refinement):
        provision, around, unit = places[int(found.unit_id)]
        sentence = found.lead_in[0] if found.lead_in else found.start
        begins[unit.offset] = sentence
        if sentence != firsts.setdefault(unit.offset, sentence) and unit.offset in closed:
            around = ()  # only the first sentence of an item, and its parts, go on from its lead-in
        if document.text[found.end - 1 : found.end] in _CLOSING:
            closed.add(unit.offset)
        # Only the last sentence of an enclosing text leads in; the ones before it are whole.
        lead_ins = tuple((begins.get(start, start), end) for start, end in around)
        within = (found.lead_in,) if found.lead_in else ()
        is_limited = provision in conditional and found.regulates and found.end == unit.offset + len(unit.text)
        requirement = replace(found, end=document.provisions[provision].end) if is_limited else found
        yield Extracted(provision=provision, lead_ins=(*lead_ins, *within), requirement=requirement)


def units(document: Document, *, language: str = "auto") -> Iterator[tuple[int, tuple[Span, ...], Unit]]:
    """The provisions' own texts as units for nlp: (index of the provision, spans of its lead-ins, unit).

    Headings, tables of contents and amendment notes inside a provision are left out of its unit. The language tells
    which words join the items of a list.
    """
    language = language_of(document, language)
    own = _readable_spans(document)
    items = {block.start for block in document.blocks if block.kind is BlockKind.ITEM}
    lists = _lists(document, own, items, language if language in TRACKED_LANGUAGES else "en")
    beside: dict[int | None, tuple[Span, ...]] = {}  # the paragraph before a list on the same level, if it leads in
    number = 0
    for index, provision in enumerate(document.provisions):
        span = own[index]
        if span is None:
            continue
        parent = provision.parent
        is_item = _is_item(provision, span, items)
        lead_ins = _lead_ins(document, own, parent) if is_item else ()
        if not is_item:
            beside[parent] = (span,) if document.text[slice(*span)].rstrip().endswith(":") else ()
        elif not lead_ins:
            lead_ins = beside.get(parent, ())
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
                list_part=_list_part(document, lists, index),
                combination=lists[parent].combination if is_item and parent in lists else None,
            ),
        )
        number += 1


def _is_item(provision: Provision, span: Span, items: set[int]) -> bool:
    return span[0] in items or bool(provision.label)


def _lists(document: Document, own: list[Span | None], items: set[int], language: str) -> dict[int, _List]:
    """The lists of the document, by the index of the provision whose own text leads them in."""
    found: dict[int, list[str]] = {}
    for provision, span in zip(document.provisions, own, strict=True):
        parent = provision.parent
        if span is not None and parent is not None and own[parent] is not None and _is_item(provision, span, items):
            found.setdefault(parent, []).append(document.text[span[0] : provision.end])
    lists = {}
    for parent, texts in found.items():
        lead_in = own[parent]
        assert lead_in is not None
        words = document.text[slice(*lead_in)]
        lists[parent] = _List(
            combination=combination(words, texts, language), is_condition=states_conditions(words, texts, language)
        )
    return lists


def _list_part(document: Document, lists: dict[int, _List], index: int) -> ListPart | None:
    """A condition if any list around the provision states conditions; else a lead-in if it has items itself."""
    parent = document.provisions[index].parent
    while parent in lists:
        if lists[parent].is_condition:
            return ListPart.CONDITION
        parent = document.provisions[parent].parent
    return ListPart.LEAD_IN if index in lists and not lists[index].is_condition else None


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
    first = last = bisect_left(ends, start + 1)
    while last < len(blocks) and blocks[last].start < end:
        last += 1
    if first == last:
        return None
    span = max(start, blocks[first].start), min(end, blocks[last - 1].end)
    return span if span[0] < span[1] else None

"""From a local document to typed passages: composes policies (blocks and provisions) and nlp (what a passage does)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nlp.passages import PassageText, judge_passages
from nlp.references import find_references
from nlp.requirements import Reference
from policies.document import Block, Document, Provision
from tracker.tables.local import PassageType


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedPassage:
    """A block of a local document as it will be stored; offsets are into the document's text."""

    locator: str
    type: PassageType
    heading: str
    page: int
    start: int
    end: int
    references: tuple[Reference, ...]


def typed_passages(document: Document, language: str, document_type: str) -> Iterator[PreparedPassage]:
    """Every block of the document with its type, in order; `document_type` is a code of the document types or ""."""
    enclosing = _enclosing(document.provisions)
    inputs = []
    for block in document.blocks:
        provision = enclosing(block)
        inputs.append(
            PassageText(
                text=document.text[block.start : block.end],
                heading=provision.heading if provision else "",
                provision_kind=provision.kind if provision else "",
                block_kind=block.kind.value,
            )
        )
    judged = judge_passages(inputs, language=language, document_type=document_type)
    for block, judgement in zip(document.blocks, judged, strict=True):
        provision = enclosing(block)
        text = document.text[block.start : block.end]
        yield PreparedPassage(
            locator=provision.locator if provision else "",
            type=judgement.type,
            heading=provision.heading if provision else "",
            page=block.page,
            start=block.start,
            end=block.end,
            references=tuple(find_references(text, language=language, offset=block.start)),
        )


def _enclosing(provisions: tuple[Provision, ...]) -> Callable[[Block], Provision | None]:
    """A look-up of the innermost provision a block stands in."""
    starts = [provision.start for provision in provisions]

    def find(block: Block) -> Provision | None:
        index: int | None = bisect_right(starts, block.start) - 1
        if index is not None and index < 0:
            return None
        while index is not None and provisions[index].end < block.end:
            index = provisions[index].parent
        return provisions[index] if index is not None else None

    return find

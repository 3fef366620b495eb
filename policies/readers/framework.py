"""Frameworks kept or shared as one file (`policies.framework`): parts and requirements as they are said there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policies.document import Block, BlockKind, Document
from policies.framework import unpacked

ASIDE = frozenset({"note"})
"""Kinds of provisions whose words explain and ask for nothing."""


def read(data: bytes, name: str) -> Document:
    """The text with its provisions and what is stated as requirements; raises UnreadableFile."""
    found = unpacked(data, name)
    facts = dict(found.facts)
    document = Document(
        text=found.text,
        blocks=(),
        provisions=found.provisions,
        title=facts.pop("title", ""),
        identifier=facts.pop("identifier", ""),
        language=facts.pop("language", ""),
        format="framework",
        tradition="framework",
        metadata=facts,
        stated=found.requirements,
    )
    return replace(document, blocks=tuple(_blocks(document)))


def _blocks(document: Document) -> Iterator[Block]:
    """A block for the own words of each provision; where they are its heading, that is no sentence to be read."""
    for provision, (start, end) in zip(document.provisions, document.own_spans(), strict=True):
        if start == end:
            continue
        kind = BlockKind.PARAGRAPH
        if provision.kind in ASIDE:
            kind = BlockKind.NOTE
        elif document.text[start:end] == provision.heading:
            kind = BlockKind.HEADING
        elif provision.kind == "row":
            kind = BlockKind.ROW
        yield Block(kind=kind, start=start, end=end, level=1 if kind is BlockKind.HEADING else 0)

"""A document as JSON and back: what crosses from a reading worker is data that can run nothing."""

from __future__ import annotations

import json
from typing import Any

from policies.document import Block, BlockKind, Document, Provision, ReadWarning, Stated, Zone


def packed(document: Document) -> bytes:
    """The document as JSON, blocks and provisions as plain rows."""
    rows = {
        "text": document.text,
        "blocks": [(b.kind, b.start, b.end, b.level, b.page, b.label) for b in document.blocks],
        "provisions": [
            (p.locator, p.zone, p.kind, p.start, p.end, p.heading, p.parent, p.label) for p in document.provisions
        ],
        "facts": {
            "title": document.title,
            "identifier": document.identifier,
            "language": document.language,
            "format": document.format,
            "tradition": document.tradition,
        },
        "metadata": dict(document.metadata),
        "warnings": [(w.code, dict(w.values)) for w in document.warnings],
        "stated": [
            (s.provision, s.start, s.end, s.lead_ins, s.force, s.duty_bearer, s.deadline, s.confidence)
            for s in document.stated
        ],
    }
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpacked(data: bytes) -> Document:
    """The document `packed` was given. Raises ValueError, KeyError or TypeError where the data is anything else.

    >>> document = Document(text="Hej", blocks=(Block(kind=BlockKind.ITEM, start=0, end=3, label="–"),))
    >>> unpacked(packed(document)) == document
    True
    """
    rows: dict[str, Any] = json.loads(data.decode("utf-8", "surrogatepass"))
    return Document(
        text=rows["text"],
        blocks=tuple(
            Block(kind=BlockKind(kind), start=start, end=end, level=level, page=page, label=label)
            for kind, start, end, level, page, label in rows["blocks"]
        ),
        provisions=tuple(
            Provision(
                locator=locator,
                zone=Zone(zone),
                kind=kind,
                start=start,
                end=end,
                heading=heading,
                parent=parent,
                label=label,
            )
            for locator, zone, kind, start, end, heading, parent, label in rows["provisions"]
        ),
        metadata=rows["metadata"],
        warnings=tuple(ReadWarning(code=code, values=values) for code, values in rows["warnings"]),
        stated=tuple(
            Stated(
                provision=provision,
                start=start,
                end=end,
                lead_ins=tuple((first, last) for first, last in lead_ins),
                force=force,
                duty_bearer=duty_bearer,
                deadline=deadline,
                confidence=confidence,
            )
            for provision, start, end, lead_ins, force, duty_bearer, deadline, confidence in rows["stated"]
        ),
        **rows["facts"],
    )

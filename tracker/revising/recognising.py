"""Which documents of a workspace a text looks like a new edition of: proposed to a person, never assumed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, events
from tracker.documents import PreparedDocument
from tracker.tables.local import FURNITURE, LocalDocument, LocalEdition, Passage
from tracker.tables.people import Person
from tracker.tables.schema import folded

MUCH = 0.5
"""Share of the passages of both texts from which they look like editions of one document, whatever they are called."""
LEAST_SHARED = 0.2
"""The same for texts under one case number, which decisions and their enclosures share."""
_ADDED = re.compile(r"(?:[\W_]+(?:v(?:er(?:sion)?)?\W?\d+|rev[a-z]*|utkast|draft|ny|new|\d+))+[\W_]*$")
"""What a file name is given on top when there is a new text: version, date, "rev", "ny"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A document that a text may be a new edition of.

    `shared` is the share of passages that stand in both, of the text that has more, in [0, 1]; `same` names what else
    is alike: text, title, file, dnr.
    """

    document_id: int
    name: str
    shared: float
    same: tuple[str, ...]


def known_as(session: Session, prepared: PreparedDocument, workspace_id: int, *, by: Person) -> list[Known]:
    """The documents that a prepared text looks like a new edition of, the likeliest first.

    A text that a document has already is no new edition of anything, unless it was taken back.
    """
    access.allow(session, by, "local.import", workspace_id)
    editions = session.execute(
        select(
            LocalEdition.id, LocalEdition.document_id, LocalEdition.file_name, LocalEdition.current,
            LocalEdition.undone_at, LocalEdition.original_sha256, LocalDocument.name, LocalDocument.dnr,
        )
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(LocalEdition.workspace_id == workspace_id)
        .order_by(LocalEdition.id)
    ).all()  # fmt: skip
    same = [row for row in editions if row.original_sha256 == prepared.sha256]
    if same:
        row = same[0]
        taken_back = row.undone_at is not None
        return [Known(document_id=row.document_id, name=row.name, shared=1.0, same=("text",))] if taken_back else []
    shares = _shares(session, prepared, workspace_id)
    dnr = next((fact.value for fact in prepared.facts if fact.field.value == "dnr"), "")
    found = []
    for row in editions:
        if not row.current:
            continue
        shared = shares.get(row.id, 0.0)
        alike = {
            "title": folded(row.name) == folded(prepared.title),
            "file": stem(row.file_name) == stem(prepared.file_name),
            "dnr": bool(dnr) and folded(row.dnr) == folded(dnr),
        }
        other_case = bool(dnr and row.dnr) and not alike["dnr"]
        named = (alike["title"] or alike["file"]) and not other_case
        if shared >= MUCH or named or (any(alike.values()) and shared >= LEAST_SHARED):
            names = tuple(name for name, holds in alike.items() if holds)
            found.append(Known(document_id=row.document_id, name=row.name, shared=shared, same=names))
    return sorted(found, key=lambda known: (-known.shared, -len(known.same), known.document_id))


def stem(file_name: str) -> str:
    """The name of a file without its ending and what tells one text of a document from the next.

    >>> stem("Riktlinje e-tjänster_v2 2026-03-01.pdf") == stem("riktlinje e-tjänster.docx")
    True
    """
    stem = folded(PurePath(file_name).stem[-255:])
    return _ADDED.sub("", stem) or stem


def _shares(session: Session, prepared: PreparedDocument, workspace_id: int) -> Mapping[int, float]:
    """By edition in use, the share of passages it has in common with the text."""
    text = prepared.document.text
    ours = {events.fingerprint(text[p.start : p.end]) for p in prepared.passages if p.type not in FURNITURE}
    theirs: dict[int, set[str]] = {}
    for edition, found in session.execute(
        select(Passage.edition_id, Passage.fingerprint)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .where(LocalEdition.workspace_id == workspace_id, LocalEdition.current, Passage.type.not_in(FURNITURE))
    ):
        theirs.setdefault(edition, set()).add(found)
    return {edition: len(ours & found) / max(len(ours), len(found)) for edition, found in theirs.items()}

"""What a requirement read when something was made against it: the words found again by their fingerprint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import events
from tracker.tables.change import RequirementChange
from tracker.tables.guideline import Edition, Requirement, Summary, Wording, lead_in_text
from tracker.tables.lineage import Edit
from tracker.views.texts import EditionTexts


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """The words as they were, what changed them (an edition's file, "" for an edit by a person), and when that was.

    `summary` marks the library's words, which an official wording has taken the place of.
    """

    text: str
    language: str
    summary: bool = False
    edition: str = ""
    edition_id: int | None = None
    published_on: date | None = None
    since: datetime | None = None


def requirement_before(session: Session, requirement_id: int, fingerprint: str) -> Former | None:
    """The words of a requirement that have this fingerprint, None where they are nowhere any more."""
    texts = EditionTexts(session)
    edition, since = _through(session, requirement_id, fingerprint)
    known: dict[str, Any] = {
        "edition": edition.file_name if edition is not None else "",
        "edition_id": edition.id if edition is not None else None,
        "published_on": edition.published_on if edition is not None else None,
        "since": since,
    }
    for language, edition_id, start, end, lead_ins in _places(session, requirement_id, fingerprint):
        whole = texts.shared(edition_id)
        return Former(text=f"{lead_in_text(whole, lead_ins)} {whole[start:end]}".strip(), language=language, **known)
    for summary in session.scalars(select(Summary).where(Summary.requirement_id == requirement_id)):
        if events.fingerprint(summary.text_sv, summary.text_en) == fingerprint:
            return Former(text=summary.text_sv or summary.text_en, language="sv", summary=True, **known)
    return None


def _places(
    session: Session, requirement_id: int, fingerprint: str
) -> Iterator[tuple[str, int, int, int, list[list[int]]]]:
    """Where words with the fingerprint stand: in a wording of any edition, or in one as it was before an edit."""
    for row in session.scalars(
        select(Wording).where(Wording.requirement_id == requirement_id, Wording.fingerprint == fingerprint)
    ):
        yield row.language, row.edition_id, row.start, row.end, row.lead_ins
    for edit in _edits(session, requirement_id):
        for held in (*edit.before.values(), *edit.after.values()):
            if held.get("requirement_id") == requirement_id and held.get("fingerprint") == fingerprint:
                yield held["language"], held["edition_id"], held["start"], held["end"], held["lead_ins"]


def _through(session: Session, requirement_id: int, fingerprint: str) -> tuple[Edition | None, datetime | None]:
    """The edition that gave the requirement other words than these, or the edit that did, and when."""
    found = session.execute(
        select(Edition)
        .join(RequirementChange, RequirementChange.edition_id == Edition.id)
        .where(
            RequirementChange.from_id == requirement_id,
            RequirementChange.before == fingerprint,
            RequirementChange.after != fingerprint,
            Edition.undone_at.is_(None),
        )
        .order_by(Edition.id.desc())
    ).scalars()
    edition = found.first()
    if edition is not None:
        return edition, edition.imported_at
    name = f"requirement:{requirement_id}"
    for edit in _edits(session, requirement_id):
        if edit.undone_at is None and edit.before.get(name, {}).get("fingerprint") == fingerprint:
            return None, edit.recorded_at
    return None, None


def _edits(session: Session, requirement_id: int) -> list[Edit]:
    """The edits of the requirement's guideline that touched it, the newest first."""
    guideline = session.scalars(select(Requirement.guideline_id).where(Requirement.id == requirement_id)).one()
    rows = session.scalars(select(Edit).where(Edit.guideline_id == guideline).order_by(Edit.id.desc()))
    return [row for row in rows if f"requirement:{requirement_id}" in {*row.before, *row.after}]

"""The parts of texts that are compared: provisions, what is stored of an edition, what is read in a new text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.comparison.changes import Part
from tracker.bounds import Span, edition_text
from tracker.preparing import Prepared
from tracker.tables.guideline import Edition, Force, Requirement, RequirementState, Statement, Wording, lead_in_text
from tracker.wordings import NOT_BINDING_ZONES, fingerprint_of, whole

_MADE_BY_PEOPLE = re.compile(r"/[a-z]+$")
"""How keys end that editing gives: of parts, of what was joined, of promoted sentences."""

ENDS = " .,;:"
"""What a sentence may end with or not, whether it is the last of a list or was divided, and demand the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A sentence of a stored edition: of the requirement `id`, None where it is none.

    `active` says whether the requirement counts, `edited` whether a person had a hand in the wording, `explains`
    whether it stands in a preamble or a recital.
    """

    id: int | None
    active: bool
    edited: bool
    explains: bool
    force: Force
    locator: str
    text: str
    fingerprint: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A sentence of the text that comes in: `index` is that of what was extracted, None for words people chose."""

    index: int | None
    regulates: bool
    locator: str
    text: str
    fingerprint: str
    span: Span


def is_made_by_people(key: str) -> bool:
    """Whether a requirement with this key came from an edit and not from an import.

    >>> is_made_by_people("2 § 1 st/a"), is_made_by_people("2 § 1 st #2")
    (True, False)
    """
    return _MADE_BY_PEOPLE.search(key) is not None


def known_parts(session: Session, edition: Edition, *, as_read: bool) -> list[Known]:
    """The sentences of a stored edition in reading order.

    `as_read` leaves out what people made of them, and so gives them as the program divides a text.
    """
    text = edition.text
    provisions = {row.id: row for row in edition_text(session, edition.id).provisions}
    explaining = {number for number, row in provisions.items() if row.zone in NOT_BINDING_ZONES}
    rows = session.execute(
        select(Wording, Requirement.key, Requirement.state)
        .join(Requirement, Requirement.id == Wording.requirement_id)
        .where(Wording.edition_id == edition.id)
    )
    found = [
        Known(
            id=wording.requirement_id,
            active=state is RequirementState.ACTIVE,
            edited=wording.edited_by_id is not None,
            explains=wording.provision_id in explaining,
            force=wording.force,
            locator=wording.locator,
            text=_words(text, wording),
            fingerprint=wording.fingerprint,
            span=(wording.start, wording.end),
        )
        for wording, key, state in rows
        if not (as_read and is_made_by_people(key))
    ]
    found += [
        Known(
            id=None,
            active=False,
            edited=False,
            explains=row.provision_id in explaining,
            force=row.force,
            locator=provisions[row.provision_id].locator,
            text=_words(text, row),
            fingerprint="",
            span=(row.start, row.end),
        )
        for row in session.scalars(
            select(Statement).where(Statement.edition_id == edition.id, Statement.requirement_id.is_(None))
        )
    ]
    return sorted(found, key=lambda part: (part.span, part.id or 0))


def read_parts(prepared: Prepared) -> list[Read]:
    """The sentences of a text that was read, in reading order."""
    document = prepared.document
    return [
        Read(
            index=index,
            regulates=found.requirement.regulates,
            locator=document.provisions[found.provision].locator[:400],
            text=whole(document.text, found),
            fingerprint=fingerprint_of(document.text, found),
            span=(found.requirement.start, found.requirement.end),
        )
        for index, found in enumerate(prepared.extracted)
    ]


def stored_provisions(session: Session, edition: Edition) -> list[Part]:
    """The provisions of a stored edition with their own words, in document order."""
    where = edition_text(session, edition.id)
    parts = []
    for row in where.provisions:
        start, end = where.own(row)
        if row.label and where.text.startswith(row.label, start, end):
            start += len(row.label)
        parts.append(Part(locator=row.locator, text=where.text[start:end].strip()))
    return parts


def read_provisions(prepared: Prepared) -> list[Part]:
    """The provisions of a text that was read, with their own words."""
    document = prepared.document
    return [
        Part(locator=provision.locator[:400], text=document.text[start:end])
        for provision, (start, end) in zip(document.provisions, document.own_spans(), strict=True)
    ]


def as_parts(some: Sequence[Known | Read]) -> list[Part]:
    """Sentences as the comparison takes them: without the mark at their end, which follows from where they stand."""
    return [Part(locator=part.locator, text=part.text.rstrip(ENDS)) for part in some]


def _words(text: str, row: Wording | Statement) -> str:
    return f"{lead_in_text(text, row.lead_ins)} {text[row.start : row.end]}".strip()

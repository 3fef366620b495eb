"""Evidence by its numbers: the words of documents with where they stand, and everything else by its name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import subjects
from tracker.ladder import kinds
from tracker.tables.assessment import Evidence
from tracker.tables.link import Link
from tracker.tables.local import DocumentStatus, LocalDocument, LocalEdition, Passage
from tracker.tables.portions import portions
from tracker.views.clearance import secret_passage
from tracker.views.progress.said_by import Name, Sources
from tracker.views.subject_names import subject_names
from tracker.views.texts import passage_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedPassage:
    """The words of a passage and the ids of the evidence it is.

    `responsible` is the unit or role the document speaks for, never a person; `page` is 0 where there are none.
    """

    passage_id: int
    text: str
    language: str
    document: str
    locator: str
    heading: str
    page: int
    body: str
    paragraph: str
    dnr: str
    decided_on: date | None
    status: DocumentStatus
    responsible: str
    evidence: Sequence[int]
    requirements: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A piece of evidence that is no passage: a service, actor, record or figure, by its name in both languages."""

    id: int
    requirement_id: int
    step: int
    kind: str
    subject_name: str
    name: Name
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """`withheld` are the ids of evidence whose words are under secrecy for the reader."""

    passages: Sequence[QuotedPassage]
    supports: Sequence[Support]
    withheld: Sequence[int]


def quoted(session: Session, workspace_id: int, evidence: Collection[int], *, sees_secrecy: bool = False) -> Quoted:
    """What the evidence with these ids says, passages in the order of their documents, the rest by id."""
    rows = [
        row
        for some in portions(sorted(evidence))
        for row in session.execute(
            select(Evidence, Link.passage_id)
            .outerjoin(Link, Link.id == Evidence.link_id)
            .where(Evidence.workspace_id == workspace_id, Evidence.id.in_(some))
            .order_by(Evidence.id)
        )
    ]
    by_passage: dict[int, list[Evidence]] = {}
    others: list[Evidence] = []
    for row, passage in rows:
        if passage is None:
            others.append(row)
        else:
            by_passage.setdefault(passage, []).append(row)
    passages, hidden = _passages(session, workspace_id, by_passage, sees_secrecy)
    return Quoted(
        passages=passages,
        supports=_supports(session, workspace_id, others, sees_secrecy),
        withheld=sorted(row.id for number in hidden for row in by_passage[number]),
    )


def _passages(
    session: Session, workspace_id: int, wanted: dict[int, list[Evidence]], sees_secrecy: bool
) -> tuple[list[QuotedPassage], set[int]]:
    names, texts = (
        subject_names(session, workspace_id),
        passage_texts(session, wanted, context=0, sees_secrecy=sees_secrecy),
    )
    found, hidden = [], set[int]()
    for some in portions(sorted(wanted)):
        for number, position, language, document, secret in session.execute(
            select(Passage.id, Passage.position, LocalEdition.language, LocalDocument, secret_passage())
            .join(LocalEdition, LocalEdition.id == Passage.edition_id)
            .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
            .where(Passage.id.in_(some))
        ):
            if secret and not sees_secrecy:
                hidden.add(number)
                continue
            text = texts[number]
            row = QuotedPassage(
                passage_id=number,
                text=text.text,
                language=language,
                document=document.name,
                locator=text.locator,
                heading=text.heading,
                page=text.page,
                body=document.body,
                paragraph=document.paragraph,
                dnr=document.dnr,
                decided_on=document.decided_on,
                status=document.status,
                responsible=names.get(("actor", document.responsible_id or 0), ""),
                evidence=[piece.id for piece in wanted[number]],
                requirements=sorted({piece.requirement_id for piece in wanted[number]}),
            )
            found.append(((document.name_sort, document.id, position), row))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])], hidden


def _supports(session: Session, workspace_id: int, rows: Sequence[Evidence], sees_secrecy: bool) -> list[Support]:
    names, sources = subject_names(session, workspace_id), Sources(session, workspace_id, sees_secrecy)
    return [
        Support(
            id=row.id,
            requirement_id=row.requirement_id,
            step=kinds()[row.kind].step,
            kind=row.kind,
            subject_name=names.get(subjects.of(row.actor_id, row.service_id), ""),
            name=sources.name(row),
            on=row.on,
        )
        for row in rows
    ]

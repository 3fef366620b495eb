"""What a workspace made of requirements, for other systems: links with their passages, crosswalks, judgements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.exchange import framework as bundle
from tracker.exchange.names import stable
from tracker.ladder import kinds
from tracker.subjects import Subject
from tracker.tables.crosswalk import Crosswalk
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.people import Workspace
from tracker.views import settings
from tracker.views.clearance import open_passages
from tracker.views.counted import counted_requirements
from tracker.views.ladder.evidence import Piece, evidence_pieces
from tracker.views.ladder.judged import newest_judgements
from tracker.views.subject_names import subject_names
from tracker.views.texts import PassageText, passage_texts

Names = Mapping[int, UUID]
"""The names of the requirements in the bundle, by their numbers."""


def links(
    session: Session, place: Workspace, names: Names, *, sees_secrecy: bool
) -> tuple[Sequence[bundle.Document], Sequence[bundle.Link], int]:
    """The documents and confirmed links to their passages, and how many links are withheld for secrecy."""
    wanted = (
        select(Link, Passage.id, open_passages(sees_secrecy))
        .join(Passage, Passage.id == Link.passage_id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(Link.workspace_id == place.id, Link.state == Decided.CONFIRMED)
        .order_by(Link.requirement_id, Link.id)
    )
    rows = [row for row in session.execute(wanted).all() if row[0].requirement_id in names]
    texts = passage_texts(session, (passage for _, passage, _ in rows), context=0, sees_secrecy=sees_secrecy)
    documents, uuids = _documents(session, place, texts)
    found = [
        bundle.Link(
            id=row.id,
            uuid=stable("link", place.slug, names[row.requirement_id], uuids[passage]),
            requirement=row.requirement_id,
            passage=passage,
            type=row.type.value if row.type is not None else "",
            on=row.on,
        )
        for row, passage, is_open in rows
        if is_open
    ]
    return documents, found, len(rows) - len(found)


def _documents(
    session: Session, place: Workspace, texts: Mapping[int, PassageText]
) -> tuple[Sequence[bundle.Document], Names]:
    """The documents of the passages by title, and the names of the passages."""
    within: dict[int, list[bundle.Passage]] = defaultdict(list)
    languages = {text.document_id: text.language for text in texts.values()}
    places = session.execute(
        select(Passage.id, Passage.position, LocalEdition.original_sha256)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .where(Passage.id.in_(select(Link.passage_id).where(Link.workspace_id == place.id)))
        .order_by(Passage.edition_id, Passage.position)
    )
    uuids: dict[int, UUID] = {}
    for number, position, checksum in places:
        text = texts.get(number)
        if text is None:
            continue
        uuids[number] = stable("passage", place.slug, text.document_id, checksum, position)
        within[text.document_id].append(
            bundle.Passage(
                id=number,
                uuid=uuids[number],
                locator=text.locator,
                heading=text.heading,
                page=text.page,
                start=text.start,
                end=text.end,
                text=text.text,
            )
        )
    rows = session.scalars(
        select(LocalDocument).where(LocalDocument.id.in_(within)).order_by(LocalDocument.name_sort, LocalDocument.id)
    )
    documents = [
        bundle.Document(
            id=row.id,
            uuid=stable("document", place.slug, row.id),
            title=row.name,
            type=row.type,
            body=row.body,
            dnr=row.dnr,
            paragraph=row.paragraph,
            decided_on=row.decided_on,
            language=languages[row.id],
            passages=within[row.id],
        )
        for row in rows
    ]
    return documents, uuids


def crosswalks(session: Session, names: Names) -> Sequence[bundle.Crosswalk]:
    """The confirmed crosswalks both ends of which are in the bundle."""
    rows = session.scalars(
        select(Crosswalk).where(Crosswalk.state == Decided.CONFIRMED).order_by(Crosswalk.upper_id, Crosswalk.lower_id)
    )
    return [
        bundle.Crosswalk(
            id=row.id,
            uuid=stable("crosswalk", names[row.upper_id], names[row.lower_id]),
            upper=row.upper_id,
            lower=row.lower_id,
            type=row.type.value if row.type is not None else "",
            on=row.on,
            note=row.note,
        )
        for row in rows
        if row.upper_id in names and row.lower_id in names
    ]


def has_crosswalks(session: Session, workspace_id: int) -> bool:
    """Whether a crosswalk between requirements that count in the workspace is confirmed."""
    counted = counted_requirements(workspace_id)
    wanted = select(Crosswalk.id).where(
        Crosswalk.state == Decided.CONFIRMED, Crosswalk.upper_id.in_(counted), Crosswalk.lower_id.in_(counted)
    )
    return session.scalars(wanted.limit(1)).first() is not None


def assessments(
    session: Session, place: Workspace, names: Names
) -> tuple[Sequence[bundle.Assessment], Sequence[bundle.Evidence]]:
    """The standing judgement of each requirement and subject, and every piece of evidence that holds.

    Notes are left out: they may name people.
    """
    called = subject_names(session, place.id)
    pieces = [
        piece
        for piece in evidence_pieces(session, place.id, settings.thresholds(session, place.id))
        if piece.holds and piece.requirement_id in names and piece.subject == piece.spoken_by
    ]
    at: dict[tuple[int, Subject], list[int]] = defaultdict(list)
    for piece in pieces:
        at[piece.requirement_id, piece.subject].append(piece.id)
    judged = newest_judgements(session, place.id, None)
    found = [
        bundle.Assessment(
            id=said.id,
            uuid=stable("assessment", place.slug, names[requirement], *subject, said.on),
            requirement=requirement,
            subject=_subject(place, subject, called),
            level=said.level,
            side_state=said.side_state.value if said.side_state is not None else "",
            compliance=said.compliance.value,
            on=said.on,
            evidence=at[requirement, subject],
        )
        for requirement, cells in sorted(judged.items())
        if requirement in names
        for subject, said in sorted(cells.items())
    ]
    return found, [_evidence(place, piece, names, called) for piece in pieces]


def _evidence(place: Workspace, piece: Piece, names: Names, called: Mapping[Subject, str]) -> bundle.Evidence:
    sources = {"link": piece.link_id, "record": piece.record_id, "measurement": piece.measurement_id}
    source, number = next((kind, number) for kind, number in sources.items() if number is not None)
    kind = kinds()[piece.kind]
    return bundle.Evidence(
        id=piece.id,
        uuid=stable("evidence", place.slug, piece.id, names[piece.requirement_id]),
        requirement=piece.requirement_id,
        subject=_subject(place, piece.subject, called),
        kind=piece.kind,
        name=kind.name_sv,
        step=kind.step,
        source=f"{source}:{number}",
        on=piece.on,
    )


def _subject(place: Workspace, subject: Subject, called: Mapping[Subject, str]) -> bundle.Subject:
    kind, number = subject
    return bundle.Subject(uuid=stable(kind, place.slug, number), kind=kind, name=called.get(subject, ""))

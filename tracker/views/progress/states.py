"""New texts since a day, and the services, documents and measures that are in another state than they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.tables.assessment import Measure
from tracker.tables.guideline import Edition, Guideline
from tracker.tables.local import LocalDocument, LocalEdition
from tracker.tables.service import Service
from tracker.views.clearance import secret_document
from tracker.views.counted import of_others
from tracker.views.earlier import changed_rows
from tracker.views.progress.said_by import Name

PAGES = {"service": "services", "local_document": "local", "measure": "measures"}
"""By table with rows in states the page that shows a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A new edition (`what` is "edition" or "local_edition"), or a row that is in another state (the table's name).

    `kind` is the state now, or the language of an edition; `number` is what `page` shows.
    """

    what: str
    day: date
    kind: str
    name: Name
    page: str
    number: int


def turns(session: Session, workspace_id: int, since: date, *, sees_secrecy: bool = False) -> Iterator[Turn]:
    """What came or turned since the end of a day."""
    known_by = clock.end_of(since)
    editions = session.execute(
        select(Edition.imported_at, Edition.language, Guideline)
        .join(Guideline, Guideline.id == Edition.guideline_id)
        .where(
            Edition.imported_at >= known_by,
            Edition.undone_at.is_(None),
            Guideline.id.not_in(of_others(workspace_id)),
        )
        .order_by(Edition.id)
    )
    for moment, language, guideline in editions:
        name = (guideline.title_sv or guideline.name, guideline.title_en or guideline.name)
        day = moment.astimezone(clock.STOCKHOLM).date()
        yield Turn(what="edition", day=day, kind=language, name=name, page="guidelines", number=guideline.id)
    local = session.execute(
        select(LocalEdition.imported_at, LocalDocument)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(
            LocalDocument.workspace_id == workspace_id,
            LocalEdition.imported_at >= known_by,
            LocalEdition.undone_at.is_(None),
        )
        .order_by(LocalEdition.id)
    )
    hidden = _hidden(session, workspace_id, sees_secrecy)
    for moment, document in local:
        title = "" if document.id in hidden else document.name
        day = moment.astimezone(clock.STOCKHOLM).date()
        yield Turn(what="local_edition", day=day, kind="", name=(title, title), page="local", number=document.id)
    yield from _turned(session, workspace_id, since, hidden)


def _turned(session: Session, workspace_id: int, since: date, hidden: frozenset[int]) -> Iterator[Turn]:
    changed = changed_rows(session, workspace_id, since)
    wanted = {
        "service": select(Service.id, Service.status, Service.name).where(Service.workspace_id == workspace_id),
        "local_document": select(LocalDocument.id, LocalDocument.status, LocalDocument.name).where(
            LocalDocument.workspace_id == workspace_id
        ),
        "measure": select(Measure.id, Measure.state, Measure.title).where(Measure.workspace_id == workspace_id),
    }
    for what, rows in wanted.items():
        for number, state, title in session.execute(rows):
            day, before = changed.get(f"{what}:{number}", (since, {}))
            if before.get("state" if what == "measure" else "status", state) != state:
                shown = "" if what == "local_document" and number in hidden else title
                name = (shown, shown)
                yield Turn(what=what, day=day, kind=state.value, name=name, page=PAGES[what], number=number)


def _hidden(session: Session, workspace_id: int, sees_secrecy: bool) -> frozenset[int]:
    """The documents whose names the reader may not see."""
    if sees_secrecy:
        return frozenset()
    return frozenset(
        session.scalars(select(LocalDocument.id).where(LocalDocument.workspace_id == workspace_id, secret_document()))
    )

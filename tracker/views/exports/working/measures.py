"""Measures with what is planned of each, and room for the reason of a change."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker import locales
from tracker.exchange.workbook import Kind, Row, Sheet, glimpse
from tracker.subjects import of_either
from tracker.tables.assessment import Measure, MeasureState
from tracker.tables.network import Actor
from tracker.views.exports.working.columns import choice, edited, read, word
from tracker.views.exports.working.links import actor_names
from tracker.views.subject_names import subject_names
from tracker.views.texts import requirement_texts


def measures_sheet(
    session: Session,
    workspace_id: int,
    language: str,
    *,
    sees_secrecy: bool = False,
    only: frozenset[str] | None = None,
) -> Sheet:
    """All measures, in the order they were planned; nothing of them is under secrecy."""
    del sees_secrecy, only  # there are never many
    owner = aliased(Actor)
    found = session.execute(
        select(Measure, owner.name)
        .outerjoin(owner, owner.id == Measure.owner_id)
        .where(Measure.workspace_id == workspace_id)
        .order_by(Measure.id)
    ).all()
    texts = requirement_texts(session, {row.requirement_id for row, _ in found if row.requirement_id is not None})
    names = subject_names(session, workspace_id)
    rows = []
    for measure, owned_by in found:
        text = texts.get(measure.requirement_id or 0)
        subject = of_either(measure.actor_id, measure.service_id)
        rows.append(
            Row(
                id=str(measure.id),
                version=measure.version,
                name=measure.title,
                cells=(
                    measure.id,
                    text.title(language) if text else "",
                    text.locator if text else "",
                    glimpse(text.words(language)) if text else "",
                    names.get(subject, "") if subject else "",
                    measure.title,
                    owned_by,
                    measure.due_on,
                    word(measure.state, language),
                    measure.note,
                    "",
                ),
            )
        )
    return Sheet(
        key="measures",
        title=locales.text("workbook.sheet.measures", language),
        columns=(
            read("id", language),
            read("guideline", language),
            read("locator", language),
            read("requirement", language),
            read("about", language),
            edited("title", language),
            edited("owner", language, Kind.NAME, actor_names(session, workspace_id)),
            edited("due_on", language, Kind.DAY),
            choice("state", MeasureState, language),
            edited("note", language),
            edited("why", language),
        ),
        rows=rows,
    )

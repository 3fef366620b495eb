"""The gaps with who would own them: searched for, nothing found, and what is planned about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.tables.guideline import Bindingness, Guideline
from tracker.tables.link import SearchedEdition, SearchRecord
from tracker.views.counted import counted_requirements
from tracker.views.ladder.shares import MUST
from tracker.views.ladder.standings import Standings, standings
from tracker.views.measures.listing import MeasureRow, measure_rows
from tracker.views.missing import Owner, owners
from tracker.views.progress.overdue import next_measures
from tracker.views.texts import RequirementText, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGap:
    """A requirement at level 0 with its newest search, None where a person judged it so without one.

    `owner` is who would own it, and what says so; None where nothing does. `measure` is the open one due first.
    """

    requirement: RequirementText
    binding: bool
    search_id: int | None
    searched_on: date | None
    editions: int
    owner: Owner | None
    measure: MeasureRow | None


def open_gaps(
    session: Session,
    workspace_id: int,
    *,
    where: Standings | None = None,
    measures: Sequence[MeasureRow] | None = None,
) -> list[OpenGap]:
    """All gaps, binding demands first, then in the order of the guidelines.

    Where requirements stand and the measures can be given by who has them already.
    """
    found = where or standings(session, workspace_id)
    gaps = [number for number in session.scalars(counted_requirements(workspace_id)) if found.whole(number).gap]
    texts = requirement_texts(session, gaps)
    searches = session.execute(
        select(SearchRecord.requirement_id, SearchRecord.id, SearchRecord.on, func.count(SearchedEdition.id))
        .join(SearchedEdition, SearchedEdition.search_record_id == SearchRecord.id)
        .where(SearchRecord.workspace_id == workspace_id, SearchRecord.withdrawn_at.is_(None))
        .group_by(SearchRecord.requirement_id, SearchRecord.id, SearchRecord.on)
        .order_by(SearchRecord.on, SearchRecord.id)
    )
    newest = {requirement: (number, on, editions) for requirement, number, on, editions in searches}
    planned = next_measures(measures if measures is not None else measure_rows(session, workspace_id))
    would_own = owners(session, workspace_id, gaps)
    law = set(session.scalars(select(Guideline.id).where(Guideline.bindingness == Bindingness.BINDING)))
    rows = []
    for number, text in texts.items():
        search, on, editions = newest.get(number, (None, None, 0))
        measure = planned.get(number)
        rows.append(
            OpenGap(
                requirement=text,
                binding=text.guideline_id in law and text.force in MUST,
                search_id=search,
                searched_on=on,
                editions=editions,
                owner=would_own.get(number),
                measure=measure,
            )
        )
    return sorted(rows, key=lambda row: not row.binding)  # stable: document order within each

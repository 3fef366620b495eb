"""What internal control and the annual report are told: requirement, level, trend, measures, and the evidence by id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker import clock
from tracker.subjects import Subject
from tracker.tables.assessment import Compliance
from tracker.thresholds import Thresholds
from tracker.views import settings
from tracker.views.counted import counted_requirements
from tracker.views.earlier import earlier
from tracker.views.ladder.standings import Cell, standings
from tracker.views.measures.listing import MeasureRow, measure_rows
from tracker.views.progress.movement import Course, course, last_quarter
from tracker.views.texts import RequirementText, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractRow:
    """A requirement as it is reported: `cell` now, `before` at the end of the day the report compares with.

    `measures` are those planned for the subject, or for all of them where the whole municipality is reported.
    """

    requirement: RequirementText
    before: Cell
    cell: Cell
    measures: Sequence[MeasureRow]

    @property
    def trend(self) -> Course:
        """Where the level went."""
        return course(self.before.shown, self.cell.shown)

    @property
    def compliance(self) -> Compliance:
        """What a person judged, beside the level."""
        return self.cell.judged.compliance if self.cell.judged is not None else Compliance.NOT_ASSESSED

    @property
    def evidence(self) -> tuple[int, ...]:
        """The ids of the evidence that holds."""
        return tuple(piece.id for piece in self.cell.pieces if piece.holds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """The rows with what they were computed by; `left_out` requirements are not examined and have no measure."""

    on: date
    since: date
    thresholds: Thresholds
    rows: Sequence[ExtractRow]
    left_out: int


def extract(
    session: Session, workspace_id: int, *, subject: Subject | None = None, since: date | None = None
) -> Extract:
    """The report of a unit or service, or of the whole municipality, compared with the end of an earlier day."""
    day = since or last_quarter(clock.today())
    with earlier(session, workspace_id, day) as before_then:
        then = standings(before_then, workspace_id)
    now = standings(session, workspace_id)
    planned: dict[int, list[MeasureRow]] = {}
    for row in measure_rows(session, workspace_id):
        if row.requirement is not None and (subject is None or row.subject in {subject, None}):
            planned.setdefault(row.requirement.id, []).append(row)
    texts = requirement_texts(session, session.scalars(counted_requirements(workspace_id)))
    rows = []
    for number, text in texts.items():
        before, cell = (
            found.whole(number) if subject is None else found.cell(number, subject) for found in (then, now)
        )
        if cell.examined or before.examined or number in planned:
            rows.append(ExtractRow(requirement=text, before=before, cell=cell, measures=planned.get(number, ())))
    return Extract(
        on=clock.today(),
        since=day,
        thresholds=settings.thresholds(session, workspace_id),
        rows=rows,
        left_out=len(texts) - len(rows),
    )

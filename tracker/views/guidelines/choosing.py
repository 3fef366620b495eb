"""The guidelines a workspace can choose between: what is recommended and why, and what was chosen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.tables.choice import GuidelineChoice
from tracker.tables.guideline import Applies, Bindingness, Edition, Guideline, GuidelineStatus, Level
from tracker.validity import ENDED, status_on
from tracker.views.counted import able_to_count, of_others
from tracker.views.guidelines.listing import GuidelineName, name_of

DIRECTIVE = "L"
"""The letter of a directive in a CELEX number: it binds the state, and municipalities through its laws."""


class Why(StrEnum):
    """Why a guideline is recommended or not: the first that holds, in the order of `_why`."""

    REACHES = "reaches"
    CONDITION = "condition"
    UNSETTLED = "unsettled"
    OWN = "own"
    DIRECTIVE = "directive"
    SOFT = "soft"
    LATER = "later"
    PROPOSED = "proposed"
    NOTHING = "nothing"
    ENDED = "ended"


RECOMMENDED = (Why.REACHES, Why.CONDITION, Why.UNSETTLED, Why.OWN)
"""A binding act that holds is left out by people only, even where it is unsettled whom it reaches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow:
    """A guideline to choose: `requirements` would count, `certain` of them reach every municipality.

    `chosen` is None while nobody chose; it counts then. `later` is the day it applies from, where that is to come.
    """

    name: GuidelineName
    level: Level
    why: Why
    requirements: int
    certain: int
    since: date | None
    later: date | None
    chosen: bool | None
    reason: str

    @property
    def recommended(self) -> bool:
        """Whether it is ticked before anybody chose."""
        return self.why in RECOMMENDED

    @property
    def counts(self) -> bool:
        """Whether its requirements count in the workspace now."""
        return self.chosen is not False


def choice_rows(session: Session, workspace_id: int) -> list[ChoiceRow]:
    """All guidelines of the library and the workspace, by why and then by name."""
    today = clock.today()
    demands = _demands(session, workspace_id)
    imported = set(session.scalars(select(Edition.guideline_id).where(Edition.undone_at.is_(None)).distinct()))
    chosen = {
        row.guideline_id: row
        for row in session.scalars(select(GuidelineChoice).where(GuidelineChoice.workspace_id == workspace_id))
    }
    found = []
    for row in session.scalars(
        select(Guideline)
        .where(Guideline.id.not_in(of_others(workspace_id)))
        .order_by(Guideline.level.desc(), Guideline.name_sort)
    ):
        counts, choice = demands.get(row.id, Counter()), chosen.get(row.id)
        later = row.applies_on or row.in_force_on
        found.append(
            ChoiceRow(
                name=name_of(row),
                level=row.level,
                why=_why(row, counts, today, imported=row.id in imported),
                requirements=counts.total(),
                certain=counts[Applies.YES],
                since=row.in_force_on if row.in_force_on and row.in_force_on <= today else None,
                later=later if later and later > today else None,
                chosen=choice.counts if choice else None,
                reason=choice.reason if choice else "",
            )
        )
    return sorted(found, key=lambda row: list(Why).index(row.why))


def _demands(session: Session, workspace_id: int) -> dict[int, Counter[Applies]]:
    """By guideline, its requirements that count where it is chosen, by whether they reach a municipality."""
    found: dict[int, Counter[Applies]] = {}
    for guideline, applies in session.execute(able_to_count(workspace_id)):
        found.setdefault(guideline, Counter())[applies] += 1
    return found


def _why(row: Guideline, demands: Counter[Applies], today: date, *, imported: bool) -> Why:
    status = status_on(row, today)
    if status in ENDED:
        return Why.ENDED
    if not demands:
        return Why.NOTHING
    if status is GuidelineStatus.PROPOSED:
        return Why.PROPOSED
    if row.library_key is None and imported:
        return Why.OWN
    if row.bindingness is not Bindingness.BINDING:
        return Why.SOFT
    if status is GuidelineStatus.NOT_YET_IN_FORCE or (row.applies_on or row.in_force_on or today) > today:
        return Why.LATER
    if row.level is Level.EU and row.identifier[5:6] == DIRECTIVE:
        return Why.DIRECTIVE
    if demands[Applies.YES]:
        return Why.REACHES
    return Why.CONDITION if demands[Applies.CONDITIONAL] else Why.UNSETTLED

"""Said, decided, done: which requirements stand in adopted text, who was given them, and what in operation follows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.ladder import ASSIGNED, kinds
from tracker.tables.guideline import Guideline, Requirement
from tracker.views.counted import FEWEST, counted_requirements
from tracker.views.ladder.decoupling import IN_SERVICE, TRANSLATED, decoupled
from tracker.views.ladder.standings import Cell, standings
from tracker.views.progress.overdue import application_days


class Talk(StrEnum):
    """Talk against action: UNKNOWN is what nobody has examined, which is no NEITHER."""

    BOTH = "both"
    SAID_ONLY = "said_only"
    DONE_ONLY = "done_only"
    NEITHER = "neither"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkRow:
    """A requirement that applies. `said_on` is the first day of the text that still holds, None without one.

    `strict`: a day of its own has passed too, not only that of its whole guideline ("talk ahead of action").
    """

    requirement_id: int
    groups: Mapping[str, str]
    talk: Talk
    decided: bool
    applies_on: date
    said_on: date | None
    strict: bool
    level: int | None

    @property
    def waited(self) -> int:
        """Days since it both applied and was said."""
        return (clock.today() - max(self.applies_on, self.said_on or self.applies_on)).days


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkGroup:
    """How many requirements of a level, bindingness or guideline stand where; `decided` counts among SAID_ONLY."""

    group: str
    counts: Mapping[Talk, int]
    decided: int

    @property
    def examined(self) -> int:
        return sum(count for talk, count in self.counts.items() if talk is not Talk.UNKNOWN)

    @property
    def share(self) -> float | None:
        """Of those examined the share that is said and not done, in [0, 1]; None for fewer than FEWEST."""
        return self.counts.get(Talk.SAID_ONLY, 0) / self.examined if self.examined >= FEWEST else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkAction:
    """All that apply today, those said and not done longest first; `undated` and `ahead` requirements stand outside."""

    whole: TalkGroup
    groups: Sequence[TalkGroup]
    rows: Sequence[TalkRow]
    undated: int
    ahead: int


def talk_action(session: Session, workspace_id: int, *, by: str = "level") -> TalkAction:
    """Talk and action by level, bindingness or guideline, of the requirements that apply today and concern anybody.

    Said: step 2 of the ladder, a text that was adopted. Decided: step 3. Done: step 4, anywhere in the municipality.
    """
    applies = application_days(session, workspace_id)
    today, strict = clock.today(), decoupled(session, workspace_id)
    found = standings(session, workspace_id)
    steps: dict[int, set[int]] = defaultdict(set)
    said: dict[int, date] = {}
    different = {(requirement, id(cell)): cell for (requirement, _), cell in found.cells.items() if cell.concerns}
    for (requirement, _), cell in different.items():
        steps[requirement].update(cell.standing.steps)
        for piece in cell.pieces:
            if piece.holds and kinds()[piece.kind].step == TRANSLATED:
                said[requirement] = min(piece.on, said.get(requirement, piece.on))
    rows, undated, ahead = [], 0, 0
    for number, groups in _groups(session, workspace_id).items():
        whole = found.whole(number)
        if not whole.concerns or whole.beside:
            continue
        day = applies.get(number)
        if day is None or day > today:
            undated, ahead = undated + (day is None), ahead + (day is not None)
            continue
        rows.append(
            TalkRow(
                requirement_id=number,
                groups=groups,
                talk=_talk(whole, steps[number]),
                decided=ASSIGNED in steps[number],
                applies_on=day,
                said_on=said.get(number),
                strict=number in strict,
                level=whole.shown,
            )
        )
    return TalkAction(
        whole=_group("", rows),
        groups=[
            _group(name, [row for row in rows if row.groups[by] == name])
            for name in dict.fromkeys(row.groups[by] for row in rows)
        ],
        rows=sorted(rows, key=lambda row: (row.talk is not Talk.SAID_ONLY, -row.waited, row.requirement_id)),
        undated=undated,
        ahead=ahead,
    )


def _talk(whole: Cell, steps: set[int]) -> Talk:
    said = TRANSLATED in steps or (whole.shown or 0) >= TRANSLATED
    done = IN_SERVICE in steps or (whole.shown or 0) >= IN_SERVICE
    if said or done:
        return Talk.BOTH if said and done else Talk.SAID_ONLY if said else Talk.DONE_ONLY
    return Talk.NEITHER if whole.examined else Talk.UNKNOWN


def _group(name: str, rows: Sequence[TalkRow]) -> TalkGroup:
    return TalkGroup(
        group=name,
        counts=Counter(row.talk for row in rows),
        decided=sum(row.decided for row in rows if row.talk is Talk.SAID_ONLY),
    )


def _groups(session: Session, workspace_id: int) -> Mapping[int, Mapping[str, str]]:
    """The counted requirements in the order of their guidelines, with what they are grouped by."""
    rows = session.execute(
        select(Requirement.id, Guideline.level, Guideline.bindingness, Guideline.name)
        .join(Guideline, Guideline.id == Requirement.guideline_id)
        .where(Requirement.id.in_(counted_requirements(workspace_id)))
        .order_by(Guideline.level, Guideline.name_sort, Requirement.position, Requirement.id)
    )
    return {
        number: {"level": level.value, "bindingness": bindingness.value, "guideline": name}
        for number, level, bindingness, name in rows
    }

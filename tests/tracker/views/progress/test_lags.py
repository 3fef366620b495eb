"""How long things take, and for how many they have not happened."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select, update

from tracker import clock
from tracker.database import Database
from tracker.tables.assessment import Evidence
from tracker.tables.guideline import Guideline
from tracker.tables.link import Link
from tracker.tables.people import Person
from tracker.views.counted import FEWEST
from tracker.views.progress.lags import Lag, Lags, lags


def found(database: Database, town: Any, by: str = "level") -> Lags:
    with database.reading() as session:
        return lags(session, town.workspace, by=by)


def step(lags: Lags, name: str) -> Lag:
    return next(lag for lag in lags.whole.steps if lag.step == name)


def applies(database: Database, day: date | None) -> None:
    with database.writing() as session:
        session.execute(update(Guideline).values(in_force_on=day, applies_on=None))


def mention(database: Database, by: Person, town: Any, numbers: tuple[int, ...], *days: date) -> None:
    with database.writing() as session:
        link = session.scalars(select(Link.id)).first()
        for number, day in zip(numbers, days, strict=True):
            session.add(
                Evidence(
                    workspace_id=town.workspace, requirement_id=number, actor_id=town.unit, kind="mention",
                    link_id=link, on=day, by_id=by.id, recorded_at=clock.now(),
                )
            )  # fmt: skip


def test_days_are_counted_to_the_day_the_evidence_is_true_for(database: Database, person: Person, town: Any) -> None:
    applies(database, date(2026, 3, 1))
    mention(database, person, town, town.requirements[:2], date(2026, 3, 31), date(2026, 2, 27))
    lag = step(found(database, town), "mention")
    assert (lag.reached, lag.early, lag.waiting) == (2, 1, len(town.requirements) - 2)
    assert (lag.shortest, lag.longest, lag.median) == (-2, 30, None)


def test_the_median_waits_for_enough(database: Database, person: Person, town: Any) -> None:
    applies(database, date(2026, 3, 1))
    days = [date(2026, 3, 1 + 2 * number) for number in range(len(town.requirements))]
    mention(database, person, town, town.requirements, *days)
    lag = step(found(database, town), "mention")
    assert len(town.requirements) == FEWEST
    assert (lag.median, lag.share_waiting) == (4, 0.0)


def test_a_step_of_three_parts_is_reached_with_the_last(database: Database, person: Person, town: Any) -> None:
    applies(database, date(2026, 3, 1))
    with database.writing() as session:
        link = session.scalars(select(Link.id)).first()
        for kind, day in (("responsible", 5), ("deadline", 9), ("resource", 7)):
            assert step(found(database, town), "assignment").reached == 0
            session.add(
                Evidence(
                    workspace_id=town.workspace, requirement_id=town.requirements[0], actor_id=town.unit, kind=kind,
                    link_id=link, on=date(2026, 3, day), by_id=person.id, recorded_at=clock.now(),
                )
            )  # fmt: skip
    assert step(found(database, town), "assignment").longest == 8


def test_what_does_not_apply_yet_does_not_wait(database: Database, town: Any) -> None:
    applies(database, date(2027, 1, 1))
    everything = found(database, town)
    assert everything.ahead == len(town.requirements)
    assert (step(everything, "mention").waiting, step(everything, "mention").share_waiting) == (0, None)


def test_without_a_known_day_nothing_is_said(database: Database, town: Any) -> None:
    applies(database, None)
    everything = found(database, town, by="guideline")
    assert (everything.undated, everything.rows, everything.groups) == (len(town.requirements), [], [])

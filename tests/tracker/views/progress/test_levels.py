"""Levels over time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tracker import clock
from tracker.database import Database
from tracker.tables.people import Workspace
from tracker.views.progress import levels
from tracker.views.progress.levels import Known, history_of


def test_each_quarter_shows_what_was_known_at_its_end(
    database: Database, town: Any, judge: Callable[..., None]
) -> None:
    judge(date(2026, 5, 4), level=1)
    judge(date(2026, 8, 3), level=3)
    with database.reading() as session:
        found = levels.levels(session, town.workspace)
    (line,) = found.lines
    at_least_one = [share.reached[1] if share is not None else None for share in line.points]
    at_least_three = [share.reached[3] if share is not None else None for share in line.points]
    assert found.days == [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 11, 20)]
    assert (at_least_one, at_least_three) == ([0, 1, 1, 1], [0, 0, 1, 1])
    assert [counts[2] for counts in found.total] == [0, 1, 1, 1]


def test_a_unit_is_not_there_before_it_was_entered(database: Database, town: Any) -> None:
    with database.reading() as session:
        found = levels.levels(session, town.workspace, by="unit")
    (line,) = [line for line in found.lines if line.id == town.unit]
    assert [share is not None for share in line.points] == [False, False, False, True]


def test_a_young_workspace_has_no_history(database: Database, town: Any) -> None:
    with clock.fixed(clock.now().replace(month=1, day=3)), database.reading() as session:
        found = levels.levels(session, town.workspace)
    assert (found.days, found.enough, found.begins) == ([date(2026, 1, 3)], False, date(2026, 1, 2))


def test_what_has_passed_is_worked_out_once(database: Database, town: Any, judge: Callable[..., None]) -> None:
    judge(date(2026, 5, 4), level=1)
    with database.reading() as session:
        known = Known(history=history_of(session, town.workspace))
        first = levels.levels(session, town.workspace, known=known)
        days = dict(known.days)
        again = levels.levels(session, town.workspace, known=known)
    assert set(days) == set(first.days[:-1])
    assert all(known.days[day] is days[day] for day in days)
    assert again == first


def test_an_empty_workspace_has_no_lines(database: Database, workspace: Workspace, guideline: Any) -> None:
    del guideline
    with database.reading() as session:
        found = levels.levels(session, workspace.id, by="service")
    assert found.lines == []


def test_days_are_worked_out_newest_first_and_what_is_done_stays(
    database: Database, town: Any, judge: Callable[..., None]
) -> None:
    judge(date(2026, 5, 4), level=1)
    with database.reading() as session:
        known = Known(history="")
        steps = levels.work_out(session, town.workspace, every="quarter", known=known)
        assert [next(steps), next(steps)] == [(0, 3), (1, 3)]
        steps.close()
        assert list(known.days) == [date(2026, 9, 30)]
        assert list(levels.work_out(session, town.workspace, every="quarter", known=known)) == [(0, 2), (1, 2)]

"""Barriers by type: recorded ones and those named for measures."""

from __future__ import annotations

from collections.abc import Callable

from tracker import clock
from tracker.barriers import Comparison
from tracker.database import Database
from tracker.tables.assessment import Measure, MeasureState
from tracker.tables.measurement import Record
from tracker.tables.network import Actor
from tracker.tables.people import Workspace
from tracker.views.anchoring.barriers import Barriers, barriers

Add = Callable[..., int]


def read(database: Database, workspace: Workspace) -> Barriers:
    with database.reading() as session:
        return barriers(session, workspace.id)


def test_recorded_barriers_and_those_of_measures_are_counted_together(
    add: Add, database: Database, workspace: Workspace
) -> None:
    unit = add(Actor, name="Bygglovsenheten")
    add(Record, actor_id=unit, kind="barrier", body="Byggnadsnämnden", note="Ingen vikarie", facts={"type": "staffing"})
    add(Measure, actor_id=unit, title="Integrera systemen", barrier="technology")
    found = read(database, workspace)
    assert found.counts == {"staffing": 1, "technology": 1}
    assert {(row.words, row.source, row.record_id is None) for row in found.rows} == {
        ("Ingen vikarie", "Byggnadsnämnden", False),
        ("Integrera systemen", "", True),
    }


def test_withdrawn_records_and_cancelled_measures_name_no_barrier(
    add: Add, database: Database, workspace: Workspace
) -> None:
    unit = add(Actor, name="Bygglovsenheten")
    add(Record, actor_id=unit, kind="barrier", facts={"type": "staffing"}, withdrawn_at=clock.now())
    add(Measure, actor_id=unit, title="Struken", barrier="technology", state=MeasureState.CANCELLED)
    add(Measure, actor_id=unit, title="Utan hinder")
    assert read(database, workspace).rows == []


def test_a_type_this_program_does_not_know_is_still_counted(add: Add, database: Database, workspace: Workspace) -> None:
    unit = add(Actor, name="Bygglovsenheten")
    add(Record, actor_id=unit, kind="barrier", facts={"type": "weather"})
    found = read(database, workspace)
    assert (found.counts, found.weighed.neither) == ({"weather": 1}, 1)


def test_five_barriers_on_one_side_are_enough_to_say_which_limits_more(
    add: Add, database: Database, workspace: Workspace
) -> None:
    unit = add(Actor, name="Bygglovsenheten")
    for kind in ("staffing", "staffing", "anchoring", "organisation", "technology"):
        add(Record, actor_id=unit, kind="barrier", facts={"type": kind})
    assert read(database, workspace).weighed.says is Comparison.ORGANISATION

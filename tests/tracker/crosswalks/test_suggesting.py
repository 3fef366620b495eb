"""Crosswalks are suggested with their reasons, never upwards, never decided, and not again once rejected."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select, update

from tracker.crosswalks import deciding, levels, suggesting
from tracker.database import Database
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.event import LIBRARY_CHAIN, Event
from tracker.tables.guideline import Decided, Guideline, Requirement
from tracker.tables.people import Person, Workspace

Acts = Callable[[str], int]


def run(database: Database, workspace: Workspace, person: Person) -> suggesting.Suggested:
    with database.reading() as session:
        found = levels.gather(session, workspace.id)
    matches = suggesting.find(found, floor=0.0)
    with database.writing() as session:
        return suggesting.store(session, found, matches, by=person)


def pairs(database: Database) -> dict[tuple[int, int], Crosswalk]:
    with database.reading() as session:
        return {(row.upper_id, row.lower_id): row for row in session.scalars(select(Crosswalk))}


def test_what_says_the_same_below_is_suggested_with_reasons(
    database: Database, acts: Acts, workspace: Workspace, person: Person
) -> None:
    run(database, workspace, person)
    row = pairs(database)[acts("EU-BOAT-01"), acts("SE-BOAT-01")]
    codes = {reason["code"] for reason in row.reasons}
    assert (row.state, row.type, row.scorer) == (Decided.SUGGESTED, None, "crosswalk-1")
    assert {"reason.names_act.note", "reason.shared_terms"} <= codes


def test_the_place_that_is_named_is_the_best_and_says_so(
    database: Database, acts: Acts, workspace: Workspace, person: Person
) -> None:
    run(database, workspace, person)
    found = [row for pair, row in pairs(database).items() if pair[0] == acts("EU-BOAT-02")]
    best = max(found, key=lambda row: row.score or 0)
    named = next(reason for reason in best.reasons if reason["code"] == "reason.names_place")
    text = "Kommunen publicerar varje år en redogörelse för läckor enligt artikel 7 i direktiv (EU) 2018/4242."
    (start, end), *_ = named["target"]
    assert best.lower_id == acts("SE-BOAT-02")
    assert text[start:end] == "artikel 7"


def test_what_binds_only_the_state_is_asked_above_and_never_offered_below(
    database: Database, acts: Acts, workspace: Workspace, person: Person
) -> None:
    with database.writing() as session:
        session.execute(update(Requirement).where(Requirement.id == acts("SE-BOAT-01")).values(applies="no"))
    run(database, workspace, person)
    found = pairs(database)
    assert any(upper == acts("EU-BOAT-01") for upper, _ in found)
    assert not any(lower == acts("SE-BOAT-01") for _, lower in found)


def test_levels_are_only_gone_down(database: Database, acts: Acts, workspace: Workspace, person: Person) -> None:
    run(database, workspace, person)
    with database.reading() as session:
        level = {
            number: levels.DEPTH[level]
            for number, level in session.execute(
                select(Requirement.id, Guideline.level).join(Guideline, Guideline.id == Requirement.guideline_id)
            )
        }
    assert pairs(database)
    assert all(level[upper] < level[lower] for upper, lower in pairs(database))


def test_a_second_run_changes_nothing_and_writes_no_event(
    database: Database, acts: Acts, workspace: Workspace, person: Person
) -> None:
    first = run(database, workspace, person)
    assert first.added > 0
    assert run(database, workspace, person) == suggesting.Suggested(added=0, renewed=0, dropped=0)
    with database.reading() as session:
        events = select(func.count()).where(Event.action == "crosswalk.suggest", Event.chain == LIBRARY_CHAIN)
        assert session.scalar(events) == 1


def test_what_was_rejected_or_confirmed_stays_as_it_is(
    database: Database, acts: Acts, workspace: Workspace, person: Person
) -> None:
    run(database, workspace, person)
    no = pairs(database)[acts("EU-BOAT-01"), acts("SE-BOAT-01")]
    yes = pairs(database)[acts("EU-BOAT-02"), acts("SE-BOAT-02")]
    with database.writing() as session:
        deciding.reject(session, no.id, by=person, seen_version=1)
        deciding.confirm(session, yes.id, CrosswalkType.IMPLEMENTS, by=person, seen_version=1)
    run(database, workspace, person)
    states = {row.id: (row.state, row.version) for row in pairs(database).values()}
    assert states[no.id] == (Decided.REJECTED, 2)
    assert states[yes.id] == (Decided.CONFIRMED, 2)


def test_what_somebody_pointed_out_is_not_dropped(
    database: Database, acts: Acts, workspace: Workspace, person: Person
) -> None:
    with database.writing() as session:
        deciding.add(session, acts("EU-BOAT-01"), acts("SE-BOAT-03"), by=person)
    with database.reading() as session:
        found = levels.gather(session, workspace.id)
    with database.writing() as session:
        suggesting.store(session, found, [], by=person)
    assert list(pairs(database)) == [(acts("EU-BOAT-01"), acts("SE-BOAT-03"))]

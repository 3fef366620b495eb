"""A requirement at every level side by side, and the crosswalks to work through."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from tracker import workspaces
from tracker.crosswalks import deciding
from tracker.errors import NotFound
from tracker.tables.crosswalk import CrosswalkType
from tracker.tables.guideline import Decided, Guideline, Level, Requirement
from tracker.tables.local import Publicity
from tracker.views.chain.beside import Beside, beside
from tracker.views.chain.review import Wanted, crosswalks

Harbour = Any


def look(harbour: Harbour, key: str, *, sees_secrecy: bool = True) -> Beside:
    with harbour.database.reading() as session:
        return beside(session, harbour.workspace, requirement_id=harbour.number(key), sees_secrecy=sees_secrecy)


def test_every_level_stands_beside_the_local_text_with_its_dates(harbour: Harbour) -> None:
    harbour.tie("EU-BOAT-01", "SE-BOAT-01")
    harbour.link("SE-BOAT-01", "passage", harbour.write(decided_on=date(2024, 5, 2))[0])
    found = look(harbour, "EU-BOAT-01")
    assert [(one.level, one.own, one.type) for one in found.levels] == [
        (Level.EU, True, None), (Level.NATIONAL, False, CrosswalkType.IMPLEMENTS),
    ]  # fmt: skip
    assert found.levels[0].dates.in_force_on == date(2020, 1, 1)
    assert [one.decided_on for one in found.local] == [date(2024, 5, 2)]
    assert "flytvästar" in found.local[0].passage.text


def test_what_hangs_on_it_over_others_is_there_too(harbour: Harbour) -> None:
    harbour.tie("EU-BOAT-01", "SE-BOAT-01")
    harbour.tie("SE-BOAT-01", "RE-BOAT-01")
    region = next(one for one in look(harbour, "EU-BOAT-01").levels if one.level is Level.REGIONAL)
    assert (region.crosswalk_id, region.type) == (None, None)


def test_a_suggestion_is_told_from_what_is_confirmed(harbour: Harbour) -> None:
    harbour.tie("EU-BOAT-02", "SE-BOAT-02", None)
    below = next(one for one in look(harbour, "EU-BOAT-02").levels if not one.own)
    assert (below.state, below.type) == (Decided.SUGGESTED, None)


def test_a_passage_under_secrecy_is_only_counted(harbour: Harbour) -> None:
    harbour.link("SE-BOAT-01", "passage", harbour.write(publicity=Publicity.SECRECY)[0])
    found = look(harbour, "SE-BOAT-01", sees_secrecy=False)
    assert (found.local, found.withheld) == ([], 1)


def test_a_requirement_of_another_workspace_is_not_found(harbour: Harbour) -> None:
    with harbour.database.writing() as session:
        other = workspaces.create(session, "Grannby kommun", by=harbour.by)
        session.execute(update(Guideline).where(Guideline.library_key == "RE-BOAT").values(workspace_id=other.id))
    with pytest.raises(NotFound):
        look(harbour, "RE-BOAT-01")
    harbour.tie("SE-BOAT-01", "RE-BOAT-01")
    assert not any(one.level is Level.REGIONAL for one in look(harbour, "SE-BOAT-01").levels)


def test_crosswalks_are_listed_by_state_guideline_and_requirement(harbour: Harbour) -> None:
    harbour.tie("EU-BOAT-01", "SE-BOAT-01", None)
    harbour.tie("EU-BOAT-02", "SE-BOAT-02")
    with harbour.database.reading() as session:
        waiting = crosswalks(session, harbour.workspace, wanted=Wanted())
        other = Wanted(requirement=harbour.number("SE-BOAT-02"))
        of_other = crosswalks(session, harbour.workspace, wanted=other)
    assert [row.lower.locator for row in waiting.rows] == ["3 §"]
    assert (waiting.counts, waiting.suspect) == ({Decided.SUGGESTED: 1, Decided.CONFIRMED: 1}, 0)
    assert (of_other.total, of_other.counts) == (0, {Decided.CONFIRMED: 1})


def test_a_confirmed_crosswalk_is_suspect_once_a_text_reads_otherwise(harbour: Harbour) -> None:
    number = harbour.tie("EU-BOAT-02", "SE-BOAT-02")
    with harbour.database.writing() as session:
        session.execute(
            update(Requirement).where(Requirement.id == harbour.number("SE-BOAT-02")).values(fingerprint="new")
        )
    wanted = Wanted(state=Decided.CONFIRMED, suspect=True)
    with harbour.database.reading() as session:
        found = crosswalks(session, harbour.workspace, wanted=wanted)
    assert [(row.id, row.suspect) for row in found.rows] == [(number, True)]
    assert (found.total, found.suspect) == (1, 1)
    with harbour.database.writing() as session:
        deciding.reopen(session, number, by=harbour.by, seen_version=2)
        deciding.confirm(session, number, CrosswalkType.IMPLEMENTS, by=harbour.by, seen_version=3)
    with harbour.database.reading() as session:
        assert crosswalks(session, harbour.workspace, wanted=wanted).suspect == 0

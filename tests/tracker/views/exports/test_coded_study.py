"""A coding project as a REFI-QDA project: read back it says what every coder said, when, and what was settled."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.tracker import studied
from tests.tracker.studied import Studied
from tracker import interchange, secrecy
from tracker.database import Database
from tracker.exchange.coded import Project
from tracker.importers import qdpx
from tracker.interchange import Made, Wanted
from tracker.tables.people import Person
from tracker.views.clearance import BLACK
from tracker.views.exports.coded_study import coded_study
from tracker.views.exports.study import study_data
from tracker.views.research.judged import marks


@pytest.fixture
def closed(database: Database, person: Person, suggested: int) -> Studied:
    """Two coders over six links, what they saw differently settled."""
    found = studied.coded(database, suggested, person)
    studied.settle(database, found)
    return found


def made(database: Database, found: Studied, language: str = "sv") -> Made:
    with database.reading() as session:
        wanted = Wanted(language=language, study_id=found.study, reader=found.lead.id)
        return interchange.make(session, found.workspace, "codings", "qdpx", wanted)


def back(database: Database, found: Studied) -> Project:
    return qdpx.read(made(database, found).content, "studie.qdpx")


def test_it_comes_back_as_it_went(database: Database, closed: Studied) -> None:
    with database.reading() as session:
        went = coded_study(session, closed.workspace, closed.study, "sv", closed.lead.id)
    assert went is not None
    came = back(database, closed)
    assert (came.name, came.codes, came.coders, came.notes) == (went.name, went.codes, went.coders, went.notes)
    assert came.selections == went.selections


def test_it_says_what_each_said_and_when(database: Database, closed: Studied) -> None:
    came = back(database, closed)
    names = {coder.uuid: coder.name for coder in came.coders}
    keys = {code.uuid: code.name.split(" ")[0].lower() for group in came.codes for code in group.below}
    told = Counter(
        (selection.name.split(" ")[0], names[coding.coder], keys[coding.code], coding.at)
        for selection in came.selections
        for coding in selection.codings
        if coding.coder is not None
    )
    with database.reading() as session:
        said = marks(session, closed.study, closed.lead.id) or ()
    expected = Counter(
        (str(mark.position), f"Kodare {row.coder}", key, row.recorded_at)
        for mark in said
        for row in mark.judgements
        for key in row.said
    )
    expected += Counter(
        (str(mark.position), "Avgjort", key, mark.adjudication.recorded_at)
        for mark in said
        if mark.adjudication is not None
        for key in mark.adjudication.said
    )
    expected += Counter(
        (str(mark.position), "Programmets förslag, dolt", suggested.value, None)
        for mark in said
        for suggested in {row.suggested for row in mark.judgements if row.suggested is not None}
    )
    assert told == expected
    assert any(by == "Avgjort" for _, by, _, _ in told)


def test_its_units_are_those_of_the_package(database: Database, closed: Studied) -> None:
    came = made(database, closed)
    with database.reading() as session:
        data = study_data(session, closed.workspace, closed.study, closed.lead.id)
    assert data is not None
    _, units = data.sheets["units"]
    words = Counter(
        source.text[one.start : one.end]
        for source in qdpx.read(came.content, "studie.qdpx").sources
        for one in source.selections
    )
    assert words == Counter(unit["passage"] for unit in units)
    assert came.counts["links"] == len(units) == 6


def test_nobody_is_named_and_equal_data_gives_equal_bytes(database: Database, closed: Studied) -> None:
    first, second = made(database, closed).content, made(database, closed).content
    assert first == second
    everything = str(qdpx.read(first, "studie.qdpx"))
    assert not [word for word in ("Kim", "Lo Andra", "hemlig", "läste noggrannare") if word in everything]


def test_a_unit_under_secrecy_is_left_out_and_blacked_out(database: Database, closed: Studied) -> None:
    with database.reading() as session:
        (first, *_) = marks(session, closed.study, closed.lead.id) or ()
    before = back(database, closed)
    with database.writing() as session:
        secrecy.mark_passage(session, first.passage_id, by=closed.lead, reason="OSL 21:7")
    after = back(database, closed)
    left = [one.name for one in before.selections if not one.name.startswith(f"{first.position} ·")]
    assert len(after.selections) <= len(left) < len(before.selections)
    assert BLACK in after.sources[0].text

"""What reports say is what the views say, with what they rest on, and no more than the reader may know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.tracker.reports.conftest import TITLE
from tracker import clock
from tracker.database import Database
from tracker.errors import NotAllowed, NotFound, Refused
from tracker.reports.basis_said import software
from tracker.reports.building import KINDS
from tracker.reports.content import Bars, Figures, Points, Quote, Report, Table, Text, Words
from tracker.tables.event import Event
from tracker.tables.local import LocalDocument, Publicity
from tracker.tables.people import Membership, Person, Role
from tracker.views.ladder.places import place_of
from tracker.views.ladder.shares import shares
from tracker.views.matrix.table import matrix
from tracker.views.measures import listing
from tracker.views.measures.extract import extract
from tracker.views.overview import overview
from tracker.views.progress.movement import Course
from tracker.views.progress.since import changed_since

Build = Callable[..., Report]
UNIT = ("actor", 1)


def words(report: Report) -> str:
    """Everything a report says, on one line each."""
    lines = [report.title, report.subtitle, report.workspace]
    for section in report.sections:
        lines.append(section.title)
        for block in section.blocks:
            match block:
                case Text():
                    lines.append(block.text)
                case Points():
                    lines += [text for text, _ in block.items]
                case Figures():
                    lines += [f"{row.value} {row.label}" for row in block.rows]
                case Table():
                    lines += [
                        " | ".join(cell.text if isinstance(cell, Words) else str(cell) for cell in row)
                        for row in block.rows
                    ]
                case Quote():
                    lines += [block.text, block.source, block.evidence]
                case Bars():
                    lines.append(block.alt)
    return "\n".join(lines)


def test_the_board_reads_the_numbers_of_the_screen(database: Database, told: int, make: Build) -> None:
    with database.reading() as session:
        shown = overview(session, told)
        counted = listing.counts(listing.measure_rows(session, told))
        since = changed_since(session, told, since=clock.today() - timedelta(days=1))
    report = make(told, language="en", since=clock.today() - timedelta(days=1))
    said = words(report)
    assert f"Of {shown.requirements} requirements, {shown.examined} have been examined" in said
    assert f"for {shown.gaps} nothing at all was found" in said
    assert f"{since.movement.count(Course.UP)} have moved up" in said
    assert f"{counted.decisions} of them by" in said
    assert f"{counted.overdue} measure is overdue" in said
    assert f"{shown.missing} lack a confirmed passage" in said


def test_the_bar_is_the_sum_of_the_overview(database: Database, told: int, make: Build) -> None:
    with database.reading() as session:
        shown = overview(session, told)
    (bars,) = [block for block in make(told).blocks() if isinstance(block, Bars)]
    assert sum(bars.rows[0].counts.values()) == shown.requirements
    assert bars.rows[0].counts["0"] == shown.gaps


def test_the_audit_has_the_rows_of_the_extract(database: Database, told: int, make: Build) -> None:
    with database.reading() as session:
        found = extract(session, told)
    tables = [block for block in make(told, "audit").blocks() if isinstance(block, Table) and block.name == "Krav"]
    rows = [row for table in tables for row in table.rows]
    assert len(rows) == len(found.rows)
    assert {str(row[-1]) for row in rows} == {", ".join(map(str, row.evidence)) or "–" for row in found.rows}


def test_a_unit_stands_where_the_matrix_has_it(database: Database, told: int, make: Build) -> None:
    with database.reading() as session:
        grid = matrix(session, told, subjects=(UNIT,))
        (share,) = [row for row in shares(session, told, by="unit") if row.subject == UNIT]
    (bars,) = [block for block in make(told, "unit", subject=UNIT).blocks() if isinstance(block, Bars)]
    places = [place_of(row.cells[0]) for row in grid.rows]
    assert bars.rows[0].counts == {place: places.count(place) for place in set(places)}
    assert sum(bars.rows[0].counts.values()) == share.concerned


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "service"])
def test_every_report_prints_what_it_rests_on(
    database: Database, told: int, make: Build, kind: str, language: str
) -> None:
    with database.reading() as session:
        events = session.scalars(select(Event).where(Event.chain == told).order_by(Event.seq)).all()
    report = make(told, kind, language=language, subject=UNIT if kind == "unit" else None)
    said = words(report)
    assert events[-1].hash in said
    assert f" {len(events)} " in said
    assert software() in said
    assert {"sv": "Tröskelvärden", "en": "Thresholds"}[language] in said
    assert {"sv": "Inte undersökt", "en": "Not examined"}[language] in said
    assert "[" not in said.replace("[sammanfattning]", "").replace("[summary]", "")  # no key without its text


def test_words_of_a_law_keep_their_language(told: int, make: Build) -> None:
    tables = [block for block in make(told, "control", language="en").blocks() if isinstance(block, Table)]
    demands = [cell for row in tables[0].rows for cell in row if isinstance(cell, Words)]
    assert {cell.language for cell in demands} == {"sv"}


def test_quotes_stand_with_document_and_evidence(told: int, make: Build) -> None:
    (quote,) = [block for block in make(told, "audit").blocks() if isinstance(block, Quote)]
    assert quote.text
    assert "underlag" in quote.evidence
    assert {"Riktlinje för provbarhet", "dnr KS 2030/0012", "Antaget"} <= set(quote.source.split(" · "))


@pytest.mark.parametrize("kind", ["board", "audit", "control"])
def test_nobody_is_named(told: int, make: Build, person: Person, kind: str) -> None:
    assert person.name not in words(make(told, kind))


def test_a_document_under_secrecy_counts_and_is_not_quoted(database: Database, told: int, make: Build) -> None:
    with database.writing() as session:
        session.execute(update(LocalDocument).values(publicity=Publicity.SECRECY))
        name = session.scalars(select(LocalDocument.name)).one()
    report = make(told, "audit")
    said = words(report)
    assert not [block for block in report.blocks() if isinstance(block, Quote)]
    assert name not in said
    assert "1 av 1 dokument är sekretessbelagt" in said
    assert name in words(make(told, "audit", secrecy=True))


def test_secrecy_is_for_the_cleared(database: Database, told: int, make: Build) -> None:
    with database.writing() as session:
        session.execute(update(Membership).values(role=Role.VIEWER))
    with pytest.raises(NotAllowed):
        make(told, secrecy=True)


def test_a_report_of_an_earlier_day_tells_what_was_known_then(database: Database, told: int, make: Build) -> None:
    yesterday = clock.today() - timedelta(days=1)
    with database.reading() as session:
        known = session.scalars(
            select(Event).where(Event.chain == told, Event.recorded_at < clock.end_of(yesterday)).order_by(Event.seq)
        ).all()
    report = make(told, on=yesterday)
    assert report.head == known[-1].hash
    assert TITLE not in words(report)


def test_suggestions_are_named_and_never_counted(database: Database, told: int, make: Build) -> None:
    with database.reading() as session:
        left = overview(session, told).suggestions
    assert f"Maskinens {left} förslag" in words(make(told))


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"kind": "novel"}, Refused),
        ({"kind": "unit"}, Refused),
        ({"kind": "unit", "subject": ("service", 1)}, Refused),
        ({"kind": "unit", "subject": ("actor", 999)}, NotFound),
        ({"kind": "board", "language": "fi"}, Refused),
        ({"kind": "board", "on": clock.today() + timedelta(days=1)}, Refused),
        ({"kind": "board", "since": clock.today() + timedelta(days=1)}, Refused),
    ],
)
def test_what_cannot_be_reported_is_refused(
    workspace: object, database: Database, make: Build, asked: dict[str, object], problem: type[Exception]
) -> None:
    with pytest.raises(problem):
        make(1, **asked)


@pytest.mark.parametrize("kind", ["board", "audit", "control"])
def test_an_empty_workspace_has_a_report_too(workspace: object, make: Build, kind: str) -> None:
    assert "0 krav" in words(make(1, kind))

"""DOCX and XLSX say the same, with real headings, header rows, days and numbers, and no formulas."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from tests.tracker.reports.conftest import FORMULA, TITLE
from tracker import chains, clock
from tracker.database import Database
from tracker.doctor import anchors
from tracker.errors import ImportProblem, TrackerError
from tracker.reports import writing
from tracker.reports.content import Report, Table

Build = Callable[..., Report]


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """What is written does not depend on the kind of database."""
    return sqlite_database


def test_a_document_has_headings_header_rows_language_and_properties(told: int, make: Build) -> None:
    report = make(told, "audit", language="en")
    document = docx.Document(io.BytesIO(writing.write("docx", report)))
    headings = [line.text for line in document.paragraphs if line.style.name.startswith("Heading")]
    assert headings == [section.title for section in report.sections]
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in document.tables)
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.title == "Audit report · Provby kommun"
    assert document.inline_shapes[0]._inline.docPr.get("descr").startswith("Bars, one per")


def test_a_document_marks_words_of_another_language(told: int, make: Build) -> None:
    document = docx.Document(io.BytesIO(writing.write("docx", make(told, "control", language="en"))))
    marked = {found.get(qn("w:val")) for found in document.element.body.iter(qn("w:lang"))}
    assert marked == {"sv-SE"}


def test_control_characters_do_not_break_a_document(told: int, make: Build) -> None:
    report = make(told)
    table = Table(name="x\x00", columns=[], rows=[])
    section = report.sections[0].__class__(title="a\x01b", blocks=[table])
    broken = report.__class__(**{name: getattr(report, name) for name in report.__slots__} | {"sections": [section]})
    document = docx.Document(io.BytesIO(writing.write("docx", broken)))
    assert "a\ufffdb" in [line.text for line in document.paragraphs]


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_names_of_any_length_and_letters_can_be_written(told: int, make: Build, form: str) -> None:
    assert writing.write(form, replace(make(told), workspace="a\x01b" * 200, title="x\x0b" * 300))


def test_a_workbook_has_a_sheet_for_each_table(told: int, make: Build) -> None:
    report = make(told, "audit")
    book = CalamineWorkbook.from_filelike(io.BytesIO(writing.write("xlsx", report)))
    assert book.sheet_names[0] == "Rapport"
    assert {"Riktlinjer", "Krav", "Luckor", "Åtgärder", "Citat"} <= set(book.sheet_names)


def test_days_are_days_and_numbers_numbers(told: int, make: Build) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(writing.write("xlsx", make(told, "audit"))))
    measures = book.get_sheet_by_name("Åtgärder").to_python()
    assert TITLE in measures[1]
    assert any(isinstance(cell, date) and cell < clock.today() for cell in measures[1])
    assert any(isinstance(cell, float) for cell in book.get_sheet_by_name("Riktlinjer").to_python()[1])


def test_no_text_becomes_a_formula(told: int, make: Build) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(writing.write("xlsx", make(told))))
    assert FORMULA in [cell for row in book.get_sheet_by_name("Beslut").to_python() for cell in row]


def test_an_unknown_format_names_the_choices(told: int, make: Build) -> None:
    with pytest.raises(TrackerError) as refused:
        writing.write("odt", make(told))
    assert refused.value.values["choices"] == "pdf, docx, xlsx"


@pytest.mark.parametrize("form", writing.FORMATS)
def test_the_doctor_reads_how_far_the_history_went(
    database: Database, told: int, make: Build, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"report.{form}"
    path.write_bytes(writing.write(form, make(told)))
    with database.reading() as session:
        (here,) = (head for head in chains.heads(session.connection()) if head.chain == told)
    assert anchors.read(str(path)) == (here,)


@pytest.mark.parametrize("form", writing.FORMATS)
def test_a_report_of_a_day_before_the_history_says_nothing_of_it(
    told: int, make: Build, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"report.{form}"
    path.write_bytes(writing.write(form, make(told, on=date(2001, 1, 1))))
    with pytest.raises(ImportProblem):
        anchors.read(str(path))

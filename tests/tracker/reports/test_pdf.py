"""The PDF is tagged, the same bytes again, never longer than a board reads, and takes every text as text."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from tests.tracker.reports.conftest import TITLE
from tracker import clock, planning
from tracker.database import Database
from tracker.reports import pdf
from tracker.reports.content import Report
from tracker.tables.people import Person

UNIT = ("actor", 1)
Build = Callable[..., Report]


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """What is written does not depend on the kind of database."""
    return sqlite_database


def pages_of(data: bytes) -> list[str]:
    """The text of each page on one line."""
    with pypdfium2.PdfDocument(data) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def kinds_of(data: bytes) -> Iterator[str]:
    """The kinds of all elements of the structure trees: headings, tables, figures ..."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            tree = pdfium.FPDF_StructTree_GetForPage(page)
            waiting = [
                pdfium.FPDF_StructTree_GetChildAtIndex(tree, number)
                for number in range(pdfium.FPDF_StructTree_CountChildren(tree))
            ]
            while waiting:
                element = waiting.pop()
                if not element:
                    continue
                yield _text(pdfium.FPDF_StructElement_GetType, element)
                waiting += [
                    pdfium.FPDF_StructElement_GetChildAtIndex(element, number)
                    for number in range(pdfium.FPDF_StructElement_CountChildren(element))
                ]
            pdfium.FPDF_StructTree_Close(tree)


def _text(ask: Callable[..., int], element: object) -> str:
    buffer = ctypes.create_string_buffer(200)
    length = ask(element, buffer, len(buffer))
    return buffer.raw[: max(0, length - 2)].decode("utf-16-le")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_file_says_that_it_is_accessible(told: int, make: Build, language: str) -> None:
    data = pdf.write(make(told, language=language))
    with pypdfium2.PdfDocument(data) as document:
        assert pdfium.FPDFCatalog_IsTagged(document)
        assert document.get_metadata_dict()["Title"].endswith("Provby kommun")
    assert b"pdfuaid" in data
    assert b"/DisplayDocTitle true" in data
    assert {"sv": b"/Lang(sv-SE)", "en": b"/Lang(en-GB)"}[language] in data


@pytest.mark.parametrize("kind", ["board", "audit", "unit", "control"])
def test_nothing_on_a_page_is_outside_the_structure(told: int, make: Build, kind: str) -> None:
    data = pdf.write(make(told, kind, subject=UNIT if kind == "unit" else None))
    with pypdfium2.PdfDocument(data) as document:
        loose = [
            number
            for number, page in enumerate(document)
            for item in page.get_objects(max_depth=1)
            if pdfium.FPDFPageObj_CountMarks(item) < 1
        ]
    assert loose == []


def test_tables_have_header_rows_and_the_picture_is_a_figure(told: int, make: Build) -> None:
    assert {"H1", "Table", "TR", "TH", "TD", "Figure", "L", "LI"} <= set(kinds_of(pdf.write(make(told))))


def test_the_same_report_is_the_same_bytes(told: int, make: Build) -> None:
    assert pdf.write(make(told)) == pdf.write(make(told))


def test_texts_of_users_are_never_markup(told: int, make: Build) -> None:
    assert TITLE in " ".join(pages_of(pdf.write(make(told, "audit"))))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_board_reads_two_pages_however_much_there_is(
    database: Database, person: Person, told: int, make: Build, language: str
) -> None:
    with database.writing() as session:
        for number in range(60):
            planning.plan(
                session, told, None, f"{number} " + "W" * 390, by=person, actor_id=1, owner_id=1,
                decision="Mycket lång text. " * 100, decision_wanted_from_id=1,
                due_on=clock.today() - timedelta(days=number + 1), meeting_on=clock.today() + timedelta(days=number),
            )  # fmt: skip
    report = make(told, language=language)
    found = pages_of(pdf.write(report))
    assert len(found) == pdf.pages(report) == 2
    left = {"sv": "till finns i appen under Åtgärder", "en": "more are in the app under Measures"}[language]
    assert left in " ".join(found)


def test_pictures_are_the_pages(told: int, make: Build) -> None:
    report = make(told, "control")
    assert len(pdf.pictures(report, dots=20)) == pdf.pages(report)


@pytest.mark.parametrize("sign", ["\x01", "\x92", "\uf0b7", "\ufeff", "\ufffe", "中", "🏛"])
def test_a_sign_that_no_font_shows_costs_its_place_and_not_the_report(told: int, make: Build, sign: str) -> None:
    report = replace(make(told), workspace=f"Provby{sign}kommun på båt")
    assert "Provby�kommun på båt" in pages_of(pdf.write(report))[0]

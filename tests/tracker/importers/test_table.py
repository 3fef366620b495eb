"""Cells arrive as text from either format, and what would not fit is refused before it is read."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import ImportProblem
from tracker.exporters.tables import csv_table, xlsx_table
from tracker.importers import table
from tracker.importers.table import read_sheets


def _xlsx(rows: list[list[object]], **sheets: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as workbook:
        for name, content in {"Blad1": rows, **sheets}.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(content):
                for position, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, position, value, workbook.add_format({"num_format": "yyyy-mm-dd"}))
                    else:
                        sheet.write(number, position, value)
    return out.getvalue()


def _with_sheet(xml: bytes) -> bytes:
    """A workbook whose first sheet is this XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_xlsx([["a"]]))) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.namelist():
            target.writestr(entry, xml if entry.endswith("sheet1.xml") else source.read(entry))
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    data = f'namn{delimiter}enhet\r\n"Åtgärd{delimiter} röd"{delimiter}Östra\r\n'.encode(encoding)
    assert read_sheets(data, "x.csv").sheets[0].rows == (
        (1, ("namn", "enhet")),
        (2, (f"Åtgärd{delimiter} röd", "Östra")),
    )


def test_a_guessed_encoding_is_said() -> None:
    assert [w.code for w in read_sheets("å,b".encode("cp1252"), "x.csv").warnings] == ["warning.encoding_guessed"]


def test_hint_for_excel_is_obeyed_and_counted_as_a_row() -> None:
    assert read_sheets(b"sep=|\r\na,b|c\r\n", "x.csv").sheets[0].rows == ((2, ("a,b", "c")),)


def test_row_numbers_count_empty_rows() -> None:
    assert [number for number, _ in read_sheets(b"a,b\n\n,\nc,d\n", "x.csv").sheets[0].rows] == [1, 4]


def test_numbers_and_dates_of_a_spreadsheet_become_text() -> None:
    data = _xlsx([["a", 3.0, 0.5, True, date(2026, 3, 11)]])
    assert read_sheets(data, "x.xlsx").sheets[0].rows[0][1] == ("a", "3", "0.5", "true", "2026-03-11")


def test_rows_and_columns_left_empty_above_and_beside_keep_their_places() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        workbook.add_worksheet().write("C4", "x")
    assert read_sheets(out.getvalue(), "x.xlsx").sheets[0].rows == ((4, ("", "", "x")),)


@settings(max_examples=30)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")), min_size=1))
def test_what_was_exported_comes_back(texts: list[str]) -> None:
    for write in (csv_table, xlsx_table):
        data = write([{"a": text, "b": "x"} for text in texts], {"a": "A", "b": "B"})
        assert [cells[0] for _, cells in read_sheets(data, "x").sheets[0].rows[1:]] == texts


@pytest.mark.parametrize("text", ["=1+1", "\t=1", "\r\n=1", "@x", "'=1", "＝1", "-5 grader", "_x0041_"])
def test_guarded_text_comes_back_unguarded(text: str) -> None:
    for write in (csv_table, xlsx_table):
        data = write([{"a": text, "b": "x"}], {"a": "A", "b": "B"})
        assert read_sheets(data, "x").sheets[0].rows[1][1][0] == text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "error.table_empty"),
        (b" \n\n", "error.table_empty"),
        (b",,\n,,\n", "error.table_empty"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "error.table_old_excel"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "error.table_locked"),
        (b"a,b\n1,\x00\n", "error.table_nul"),
        (b"%PDF-1.7\x00\xff\xfe\x81\x8d", "error.table_kind"),
        (b"\xff\xfe\x00", "error.table_kind"),
        (b"PK\x03\x04 and then nothing", "error.truncated"),
        (b"a,b\n" * 20_002, "error.table_too_many_rows"),
        (b"," * 400 + b"x", "error.table_too_many_columns"),
        (b"a," + b"x" * 10_001, "error.table_cell_too_long"),
        (b'a,"' + b"x,\n" * 60_000, "error.table_damaged"),
    ],
)
def test_unusable_files_say_why(data: bytes, code: str) -> None:
    with pytest.raises(ImportProblem) as caught:
        read_sheets(data, "x.csv")
    assert caught.value.code == code
    assert caught.value.values["file"] == "x.csv"


def test_a_large_file_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "FILE_MEGABYTES", 0)
    with pytest.raises(ImportProblem) as caught:
        read_sheets(b"a", "x.csv")
    assert caught.value.code == "error.table_file_too_large"


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row><c r='A1'><v>1</v></c><c r = 'XFD1048576'><v>1</v></c></row>",
        b'<row><c r="A1"><v>1</v></c><c r="xfd99999999"><v>1</v></c></row>',
        b'<row><c r="&#65;1"><v>1</v></c></row>',
        b"<row>" + b"<c><v>1</v></c>" * 3_000 + b'</row><row r="900000"><c><v>1</v></c></row>',
        b'<row r="1"><c r="XFD1"><v>1</v></c></row>' + b"<row><c><v>1</v></c></row>" * 3_000,
    ],
)
def test_a_sheet_that_claims_to_be_enormous_is_refused(cells: bytes) -> None:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    with pytest.raises(ImportProblem) as caught:
        read_sheets(_with_sheet(head + cells + b"</sheetData></worksheet>"), "x.xlsx")
    assert caught.value.code == "error.table_too_wide"


@pytest.mark.parametrize("xml", [b"", b"<worksheet>", b"<not-a-sheet/>", b"\x00\x01", b"\xff\xfe<\x00w\x00"])
def test_a_damaged_sheet_is_refused(xml: bytes) -> None:
    with pytest.raises(ImportProblem):
        read_sheets(_with_sheet(xml), "x.xlsx")


def test_a_word_file_is_no_table() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(ImportProblem) as caught:
        read_sheets(out.getvalue(), "x.xlsx")
    assert caught.value.code == "error.table_kind"

"""Tables leave as text, never as formulas, and come back as they were."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tracker.errors import TrackerError
from tracker.exporters import tables
from tracker.exporters.tables import TABLES, csv_table, table, xlsx_table
from tracker.formulas import guarded, unguarded

HOSTILE = [
    "=1+1", "+46 8 123", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", "＝1+1", "＋1", "－1", "＠x",
    " =1", "'=1", "''=1", "'", "'tis", "\ufeff=1", '"=1"', "a;=1", "a,b", "_x0041_", "\x01", "http://x.example",
    "1234", "007", "TRUE", "",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Example:
    name: str
    count: int | None = None


def _csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _xlsx_rows(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)


@given(st.text())
def test_guard_is_taken_away_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", [" " * 200_000 + "x", "'" * 200_000 + "x", "' " * 100_000, "\ufeff " * 100_000])
def test_long_text_is_judged_in_time_with_its_length(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_never_begins_a_cell_with_a_formula(text: str) -> None:
    cell = _csv_rows(csv_table([{"a": text, "b": "x"}], {"a": "A", "b": "B"}))[1][0]
    assert not cell.strip("\ufeff \u200b").startswith(tuple("=+-@\t\r\n\x00＝＋－＠"))
    assert unguarded(cell) == text


def test_csv_begins_with_the_mark_excel_needs() -> None:
    assert csv_table([], {"a": "Å"}).startswith(b"\xef\xbb\xbf")


def test_xlsx_holds_no_formula_and_gives_every_text_back() -> None:
    data = xlsx_table([{"a": text, "b": "x"} for text in HOSTILE], {"a": "A", "b": "B"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    assert [row[0] for row in _xlsx_rows(data)[1:]] == HOSTILE


@settings(max_examples=30)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=40), max_size=5
    )
)
def test_any_text_survives_both_formats(texts: list[str]) -> None:
    rows = [{"a": text, "b": "x"} for text in texts]
    columns = {"a": "A", "b": "B"}
    assert [unguarded(row[0]) for row in _csv_rows(csv_table(rows, columns))[1:]] == texts
    assert [row[0] for row in _xlsx_rows(xlsx_table(rows, columns))[1:]] == texts


def test_dataclass_rows_follow_the_order_of_the_columns() -> None:
    data = csv_table([_Example(name="Bygglov", count=3)], {"count": "Antal", "name": "Namn"})
    assert _csv_rows(data) == [["Antal", "Namn"], ["3", "Bygglov"]]


def test_numbers_dates_and_truth_keep_their_type_in_xlsx() -> None:
    row = {
        "n": -5,
        "f": 0.5,
        "d": date(2026, 3, 11),
        "m": datetime(2026, 3, 11, 9, 30, tzinfo=UTC),
        "t": True,
        "x": None,
    }
    values = _xlsx_rows(xlsx_table([row], {key: key for key in row}))[1]
    assert values == [-5, 0.5, date(2026, 3, 11), datetime(2026, 3, 11, 9, 30), True, ""]  # noqa: DTZ001 -- as read


def test_numbers_dates_and_truth_are_plain_in_csv() -> None:
    row = {"n": -5, "d": date(2026, 3, 11), "t": False, "x": None, "many": ("a", "b"), "odd": float("nan")}
    assert _csv_rows(csv_table([row], {key: key for key in row}))[1] == ["-5", "2026-03-11", "false", "", "a; b", ""]


def test_what_a_spreadsheet_cannot_hold_is_still_written() -> None:
    row = {"long": "x" * 40_000, "large": 10**20, "old": date(1766, 12, 2), "odd": float("inf"), "half": "\ud800"}
    long, large, old, odd, half = _xlsx_rows(xlsx_table([row], {key: key for key in row}))[1]
    assert (len(long), long[-1]) == (32_767, "…")
    assert (large, old, odd, half) == (str(10**20), "1766-12-02", "", "\ufffd")
    assert csv_table([row], {key: key for key in row})


@pytest.mark.parametrize("name", ["", "History", "a/b:c*[d]?\\", "'", "x" * 80, "Kommun'", "\ud800"])
def test_any_sheet_name_is_made_acceptable(name: str) -> None:
    assert _xlsx_rows(xlsx_table([{"a": "x"}], {"a": "A"}, name=name))[1] == ["x"]


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "SHEET_ROWS", 2)
    with pytest.raises(TrackerError) as caught:
        xlsx_table([{"a": 1}] * 3, {"a": "A"})
    assert caught.value.code == "error.export_too_many_rows"


@pytest.mark.parametrize("form", sorted(TABLES))
def test_every_format_takes_an_empty_table(form: str) -> None:
    assert table(form, [], {"a": "A"}, name="Tom")


def test_unknown_format_names_the_choices() -> None:
    with pytest.raises(TrackerError) as caught:
        table("pdf", [], {})
    assert caught.value.values["choices"] == "csv, xlsx"

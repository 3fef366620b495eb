"""Headings in either language and any order; every cell that cannot be read is named with its reason."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter

from tracker.errors import ImportProblem
from tracker.importers import lists
from tracker.importers.columns import Column
from tracker.importers.headings import title
from tracker.listing.rows import RowProblem
from tracker.locales import language_codes, texts
from tracker.tables.network import ActorKind, RelationKind
from tracker.tables.service import ServiceStatus


def _csv(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


def _codes(problems: tuple[RowProblem, ...]) -> list[tuple[str, str]]:
    return [(problem.cell, problem.code) for problem in problems]


def test_headings_in_swedish_and_any_order() -> None:
    found = lists.read("services", _csv("Status;Verksamhetssystem;E-tjänst", "I drift;Plan;Bygglov"), "x.csv")
    assert [(row.number, dict(row.cells)) for row in found.rows] == [
        (2, {"name": "Bygglov", "status": ServiceStatus.IN_SERVICE, "back_office_system": "Plan"})
    ]


def test_a_column_that_a_file_lacks_says_nothing_and_an_empty_cell_says_empty() -> None:
    found = lists.read("services", _csv("namn,status,kanal", "Bygglov,,"), "x.csv")
    assert found.rows[0].cells == {"name": "Bygglov", "status": ServiceStatus.UNKNOWN, "channel": ""}


def test_headings_may_stand_below_a_title() -> None:
    found = lists.read("services", _csv("Tjänstekatalog 2026", "", "namn,kanal", "Bygglov,webb"), "x.csv")
    assert [row.cells["name"] for row in found.rows] == ["Bygglov"]


def test_columns_nobody_asked_for_are_named_in_a_warning() -> None:
    found = lists.read("services", _csv("name,Färg,Pris", "Bygglov,röd,3"), "x.csv")
    assert found.warnings[0].code == "warning.columns_ignored"
    assert found.warnings[0].values["columns"] == "Färg, Pris"


def test_every_bad_cell_has_its_address() -> None:
    found = lists.read(
        "services",
        _csv("Namn,Status,Avtalsslut,Webbadress", "A,i drift,2027-01-31,", "B,blå,31/1 2027,", ",,,https://x.se",
             "D,,,javascript:alert(1)", "A,,,"), "x.csv",
    )  # fmt: skip
    assert _codes(found.problems) == [
        ("B3", "error.cell_choice"),
        ("C3", "error.cell_date"),
        ("A4", "error.cell_missing"),
        ("D5", "error.cell_address"),
        ("A6", "error.row_again"),
    ]


def test_text_longer_than_its_column_is_refused() -> None:
    found = lists.read("services", _csv("name,vendor", f"A,{'x' * 201}"), "x.csv")
    assert found.problems[0].values == {"length": 201, "limit": 200}


def test_a_heading_that_stands_twice_is_refused() -> None:
    with pytest.raises(ImportProblem) as caught:
        lists.read("services", _csv("namn,name", "a,b"), "x.csv")
    assert caught.value.code == "error.table_heading_twice"


def test_a_table_without_the_headings_says_what_it_saw() -> None:
    with pytest.raises(ImportProblem) as caught:
        lists.read("relations", _csv("a,b,c", "1,2,3"), "x.csv")
    missing = "list_column.from, list_column.to, list_column.kind"
    assert caught.value.values == {"file": "x.csv", "choices": missing, "seen": "a, b, c"}


def test_headings_without_rows_are_no_import() -> None:
    with pytest.raises(ImportProblem) as caught:
        lists.read("actors", _csv("namn,typ"), "x.csv")
    assert caught.value.code == "error.table_no_rows"


def test_the_sheet_with_the_headings_is_read_and_the_others_named() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        workbook.add_worksheet("Läs mig").write("A1", "Hej")
        sheet = workbook.add_worksheet("Katalog")
        sheet.write_row(0, 0, ["Namn", "Kanal"])
        sheet.write_row(1, 0, ["Bygglov", "webb"])
    found = lists.read("services", out.getvalue(), "x.xlsx")
    assert [row.cells["name"] for row in found.rows] == ["Bygglov"]
    assert found.warnings[0].values == {"file": "x.xlsx", "sheet": "Katalog", "others": "Läs mig"}


def test_actors_by_swedish_kinds() -> None:
    found = lists.read(
        "actors", _csv("Namn,Typ,Ingår i", "Byggnadsnämnden,nämnd,Kommunen", "Kommunen,Kommun,"), "x.csv"
    )
    assert [row.cells["kind"] for row in found.rows] == [ActorKind.BOARD, ActorKind.MUNICIPALITY]


def test_an_actor_is_no_part_of_itself() -> None:
    found = lists.read("actors", _csv("name,kind,part_of", "A,unit,a"), "x.csv")
    assert _codes(found.problems) == [("C2", "error.row_part_of_itself")]


def test_relations_with_dates_and_form() -> None:
    found = lists.read(
        "relations",
        _csv(
            "Från,Till,Slag,Formell,Gäller från,Gäller till,Källa",
            "A,B,rapporterar till,nej,2024-01-01,2025-12-31,protokoll",
        ),
        "x.csv",
    )
    cells = found.rows[0].cells
    assert (cells["from"], cells["to"], cells["kind"], cells["formal"]) == ("A", "B", RelationKind.REPORTS_TO, False)
    assert (cells["valid_from"], cells["valid_to"]) == (date(2024, 1, 1), date(2025, 12, 31))


def test_relations_that_cannot_be() -> None:
    found = lists.read(
        "relations",
        _csv("from,to,kind,valid_from,valid_to,formal", "A,a,steers,,,", "A,B,steers,2025-01-01,2024-01-01,",
             "A,B,steers,,,kanske", "A,B,steers,,,", "A,B,steers,,,", "A,B,steers,2025-01-01,,"), "x.csv",
    )  # fmt: skip
    assert [problem.code for problem in found.problems] == [
        "error.row_same_actor", "error.row_dates", "error.cell_yes_no", "error.row_again",
    ]  # fmt: skip
    assert len(found.rows) == 2


@pytest.mark.parametrize("code", lists.KINDS)
def test_a_list_has_a_title_of_its_own_for_every_column_and_understands_it(code: str) -> None:
    kind = lists.KINDS[code]
    for language in language_codes():
        titles = [title(code, column, language) for column in kind.columns]
        assert len(set(titles)) == len(titles)
        assert [word for word in titles if word.startswith("[")] == []
        words = lists.headings.known(code, kind.columns)
        assert [words[lists.plain(word)] for word in titles] == [column.key for column in kind.columns]


def _choices() -> list[tuple[str, Column]]:
    return [(code, column) for code, kind in lists.KINDS.items() for column in kind.columns if column.read.choices]


@pytest.mark.parametrize(("code", "column"), _choices(), ids=lambda value: getattr(value, "key", value))
def test_the_names_shown_are_names_understood(code: str, column: Column) -> None:
    for language in language_codes():
        values = [column.read(texts(language).one[choice]) for choice in column.read.choices]
        assert [str(value if isinstance(value, str) else value[0]) for value in values] == [
            choice.rpartition(".")[2] for choice in column.read.choices
        ]


@pytest.mark.parametrize("code", lists.KINDS)
def test_noise_is_refused_not_crashed_on(code: str) -> None:
    for data in (b"\x00" * 100, b"PK\x03\x04", b'"', b"a\x00b,c", bytes(range(256)), b"{", b"[1]"):
        with pytest.raises(ImportProblem):
            lists.read(code, data, "x.csv")

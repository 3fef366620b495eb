"""Headings in either language and any order; bad rows stand aside with row, column and reason."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
import xlsxwriter

from tracker.errors import ImportProblem
from tracker.importers import actors, relations, services
from tracker.importers.columns import BadCell, Column, address, day, truth
from tracker.locales import language_codes, texts
from tracker.tables.network import ActorKind, RelationKind
from tracker.tables.service import ServiceStatus


def _csv(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


def test_headings_in_swedish_and_any_order() -> None:
    found = services.read(_csv("Status;Verksamhetssystem;E-tjänst", "I drift;Plan;Bygglov"), "x.csv")
    assert found.rows == (
        services.ServiceRow(name="Bygglov", status=ServiceStatus.IN_SERVICE, back_office_system="Plan"),
    )


def test_headings_may_stand_below_a_title() -> None:
    found = services.read(_csv("Tjänstekatalog 2026", "", "namn,kanal", "Bygglov,webb"), "x.csv")
    assert [row.name for row in found.rows] == ["Bygglov"]


def test_columns_nobody_asked_for_are_named_in_a_warning() -> None:
    found = services.read(_csv("name,Färg,Pris", "Bygglov,röd,3"), "x.csv")
    assert found.warnings[0].code == "warning.columns_ignored"
    assert found.warnings[0].values["columns"] == "Färg, Pris"


def test_a_bad_row_stands_aside_and_the_others_remain() -> None:
    found = services.read(
        _csv("Namn,Status,Avtalsslut,Webbadress", "A,i drift,2027-01-31,", "B,blå,,", "C,,31/1 2027,", ",,,https://x.se",
             "D,,,javascript:alert(1)", "A,,,", "E,,2027-02-30,", "F,,,www.exempel.se"), "x.csv",
    )  # fmt: skip
    assert [row.name for row in found.rows] == ["A", "F"]
    assert [(problem.row, problem.column, problem.code) for problem in found.problems] == [
        (3, "Status", "error.cell_choice"),
        (4, "Avtalsslut", "error.cell_date"),
        (5, "Namn", "error.cell_missing"),
        (6, "Webbadress", "error.cell_address"),
        (7, "Namn", "error.row_twice"),
        (8, "Avtalsslut", "error.cell_date"),
    ]


def test_a_set_aside_row_does_not_block_its_name() -> None:
    found = services.read(_csv("name,status", "A,blå", "A,pilot"), "x.csv")
    assert [row.status for row in found.rows] == [ServiceStatus.PILOT]


def test_text_longer_than_its_column_is_set_aside() -> None:
    found = services.read(_csv("name,vendor", f"A,{'x' * 201}"), "x.csv")
    assert found.problems[0].values == {"length": 201, "limit": 200}


def test_a_heading_that_stands_twice_is_refused() -> None:
    with pytest.raises(ImportProblem) as caught:
        services.read(_csv("namn,name", "a,b"), "x.csv")
    assert caught.value.code == "error.table_heading_twice"


def test_a_table_without_the_headings_says_what_it_saw() -> None:
    with pytest.raises(ImportProblem) as caught:
        relations.read(_csv("a,b,c", "1,2,3"), "x.csv")
    assert caught.value.values == {"file": "x.csv", "columns": "from, to, kind", "seen": "a, b, c"}


def test_headings_without_rows_are_no_import() -> None:
    with pytest.raises(ImportProblem) as caught:
        actors.read(_csv("namn,typ"), "x.csv")
    assert caught.value.code == "error.table_no_rows"


def test_the_first_sheet_with_the_headings_is_read_and_the_others_named() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        workbook.add_worksheet("Läs mig").write("A1", "Hej")
        sheet = workbook.add_worksheet("Katalog")
        sheet.write_row(0, 0, ["Namn", "Kanal"])
        sheet.write_row(1, 0, ["Bygglov", "webb"])
    found = services.read(out.getvalue(), "x.xlsx")
    assert [row.name for row in found.rows] == ["Bygglov"]
    assert found.warnings[0].values == {"file": "x.xlsx", "sheet": "Katalog", "others": "Läs mig"}


def test_actors_by_swedish_kinds() -> None:
    found = actors.read(_csv("Namn,Typ,Ingår i", "Byggnadsnämnden,nämnd,Kommunen", "Kommunen,Kommun,"), "x.csv")
    assert [(row.kind, row.part_of) for row in found.rows] == [
        (ActorKind.BOARD, "Kommunen"),
        (ActorKind.MUNICIPALITY, ""),
    ]


def test_an_actor_is_no_part_of_itself() -> None:
    found = actors.read(_csv("name,kind,part_of", "A,unit,a"), "x.csv")
    assert found.problems[0].code == "error.row_part_of_itself"


def test_relations_with_dates_and_form() -> None:
    found = relations.read(
        _csv(
            "Från,Till,Slag,Formell,Gäller från,Gäller till,Källa",
            "A,B,rapporterar till,nej,2024-01-01,2025-12-31,protokoll",
        ),
        "x.csv",
    )
    row = found.rows[0]
    assert (row.from_name, row.to_name, row.kind, row.formal) == ("A", "B", RelationKind.REPORTS_TO, False)
    assert (row.valid_from, row.valid_to, row.source) == (date(2024, 1, 1), date(2025, 12, 31), "protokoll")


def test_relations_that_cannot_be() -> None:
    found = relations.read(
        _csv("from,to,kind,valid_from,valid_to,formal", "A,a,steers,,,", "A,B,steers,2025-01-01,2024-01-01,",
             "A,B,steers,,,kanske", "A,B,steers,,,", "A,B,steers,,,", "A,B,steers,2025-01-01,,"), "x.csv",
    )  # fmt: skip
    assert [problem.code for problem in found.problems] == [
        "error.row_same_actor", "error.row_dates", "error.cell_yes_no", "error.row_twice",
    ]  # fmt: skip
    assert len(found.rows) == 2


@pytest.mark.parametrize(
    "text", ["2026-03-11", "20260311", "2026/03/11", "2026.03.11", " 2026-03-11 ", "2026-03-11T09:30:00"]
)
def test_days(text: str) -> None:
    assert day(text) == date(2026, 3, 11)


@pytest.mark.parametrize(
    "text", ["2026", "2026-03", "11/3 2026", "2026-13-01", "2026-02-30", "45000", "20260311x", "٢٠٢٦-٠٣-١١"]
)
def test_no_days(text: str) -> None:
    with pytest.raises(BadCell):
        day(text)


@pytest.mark.parametrize(("text", "value"), [("Ja", True), ("nej", False), ("YES", True), ("no", False), ("1", True)])
def test_yes_and_no(text: str, value: bool) -> None:
    assert truth(text) is value


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "data:text/html,x", "ftp://x.se", "http://", "https://x y", "x", "//x.se", "file:///etc"],
)
def test_no_addresses(text: str) -> None:
    with pytest.raises(BadCell):
        address(text)


@pytest.mark.parametrize(
    ("columns", "key", "group"),
    [
        (services.COLUMNS, "status", "service_status"),
        (actors.COLUMNS, "kind", "actor_kind"),
        (relations.COLUMNS, "kind", "relation_kind"),
    ],
)
def test_the_names_shown_are_names_understood(columns: tuple[Column, ...], key: str, group: str) -> None:
    read = next(column.read for column in columns if column.key == key)
    for language in language_codes():
        names = {name: word for name, word in texts(language).one.items() if name.startswith(f"{group}.")}
        assert {f"{group}.{read(word).value}" for word in names.values()} == set(names)


@pytest.mark.parametrize("read", [services.read, actors.read, relations.read])
def test_noise_is_refused_not_crashed_on(read: Callable[[bytes, str], object]) -> None:
    for data in (b"\x00" * 100, b"PK\x03\x04", b'"', b"a\x00b,c", bytes(range(256))):
        with pytest.raises(ImportProblem):
            read(data, "x.csv")

"""A broken spreadsheet stores nothing and says which cell to mend; what is unambiguous is read."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import func, select

from tracker import locales, tasks, workspaces
from tracker.database import Database, connect
from tracker.errors import ImportProblem
from tracker.importers.intake import RowsRefused
from tracker.tables.event import Event
from tracker.tables.measurement import Measurement
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person
from tracker.tables.service import ContactTopic, Service, System
from tracker.tables.staffing import Position

TABLES = (Actor, Service, System, ContactTopic, Position, Measurement, Event)
POSITIONS = "Enhet;Titel;Årsarbetare;Tillsatt;Gäller från;Gäller till"
FIGURES = "service,indicator,period,value,n"


class Base:
    """A workspace with a unit and a service, shared by all damages: none of them may change it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.writing() as session:
            self.person: Person = workspaces.local_person(session, "Testperson")
            self.workspace_id = workspaces.create(session, "Provby", by=self.person, municipality_code="0114").id
            session.add(Actor(workspace_id=self.workspace_id, name="Kontaktcenter", kind=ActorKind.UNIT))
            session.add(Service(workspace_id=self.workspace_id, name="Bygglov"))

    def counts(self) -> list[int]:
        with self.database.reading() as session:
            return [session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


@pytest.fixture(scope="module")
def base(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    path = tmp_path_factory.mktemp("damage") / "tracker.db"
    shutil.copyfile(sqlite_template, path)
    opened = connect(f"sqlite:///{path}")
    yield Base(opened)
    opened.close()


def _csv(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(lines).encode(encoding)


def _xlsx(fill: Callable[[Any, Any], None], *more: Callable[[Any], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as workbook:
        fill(workbook, workbook.add_worksheet("Blad1"))
        for change in more:
            change(workbook)
    return out.getvalue()


def _rows(*rows: Sequence[object]) -> Callable[[Any, Any], None]:
    def fill(_: Any, sheet: Any) -> None:
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return fill


HEADINGS = ["Enhet", "Titel", "Årsarbetare", "Gäller från"]


def _merged(_: Any, sheet: Any) -> None:
    _rows(HEADINGS, ["", "Chef", 1], ["", "Vägledare", 6])(_, sheet)
    sheet.merge_range("A2:A3", "Kontaktcenter")


def _failing_formula(_: Any, sheet: Any) -> None:
    _rows(HEADINGS, ["Kontaktcenter", "Chef"])(_, sheet)
    sheet.write_formula("C2", "=Blad2!A1", None, "#REF!")


def _uncomputed() -> bytes:
    """What a program that cannot calculate writes."""
    whole = _xlsx(_rows(HEADINGS, ["Kontaktcenter", "Chef", 7]))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.namelist():
            part = source.read(entry)
            target.writestr(entry, part.replace(b"<v>7</v>", b"<f>SUM(E2:F2)</f><v></v>"))
    return out.getvalue()


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
P = "positions"
M = "measurements"

DAMAGES: dict[str, tuple[str, bytes, str, str]] = {
    # name: kind of list, file, cell (or "" for the file as a whole), code
    "headings of something else": (P, _csv("Färg;Pris", "röd;3"), "", "error.table_headings"),
    "a needed column is missing": (P, _csv("Enhet;Titel", "Kontaktcenter;Chef"), "", "error.table_headings"),
    "two columns of one meaning": (
        P, _csv("Enhet;Titel;Årsarbetare;FTE", "Kontaktcenter;Chef;1;1"), "", "error.table_heading_twice"),
    "merged cells": (P, _xlsx(_merged), "A2", "error.cell_merged"),
    "a formula with an error": (P, _xlsx(_failing_formula), "C2", "error.cell_error"),
    "an error as text": (P, _csv(POSITIONS, "Kontaktcenter;Chef;#REF!;;;"), "C2", "error.cell_error"),
    "a Swedish error as text": (P, _csv(POSITIONS, "Kontaktcenter;Chef;#VÄRDEFEL!;;;"), "C2", "error.cell_number"),
    "a formula never computed": (P, _uncomputed(), "C2", "error.cell_uncomputed"),
    "a day the other way round": (P, _csv(POSITIONS, "Kontaktcenter;Chef;1;;31/12 2025;"), "E2", "error.cell_date"),
    "a day in American order": (P, _csv(POSITIONS, "Kontaktcenter;Chef;1;;12/31/2025;"), "E2", "error.cell_date"),
    "a day that does not exist": (P, _csv(POSITIONS, "Kontaktcenter;Chef;1;;2025-02-30;"), "E2", "error.cell_date"),
    "a serial number for a day": (P, _xlsx(_rows(HEADINGS, ["Kontaktcenter", "Chef", 1, 45000])), "D2",
                                  "error.cell_date_serial"),
    "the year 1900": (P, _csv(POSITIONS, "Kontaktcenter;Chef;1;;1900-01-01;"), "E2", "error.cell_year"),
    "the year 2099": (P, _csv(POSITIONS, "Kontaktcenter;Chef;1;;;2099-12-31"), "F2", "error.cell_year"),
    "thousands or decimals": (M, _csv(FIGURES, 'Bygglov,cases,2025,"1,234",'), "D2", "error.cell_number_either"),
    "a count in words": (M, _csv(FIGURES, "Bygglov,cases,2025,många,"), "D2", "error.cell_number"),
    "a negative count": (M, _csv(FIGURES, "Bygglov,cases,2025,3,-4"), "E2", "error.cell_negative"),
    "half a person counted": (M, _csv(FIGURES, "Bygglov,cases,2025,3,4.5"), "E2", "error.cell_whole"),
    "45 for a share": (M, _csv(FIGURES, "Bygglov,digital_share,2025,45,"), "D2", "error.cell_share"),
    "a percentage of days": (M, _csv(FIGURES, "Bygglov,handling_time,2025,45 %,"), "D2", "error.cell_percent"),
    "an index over 100": (M, _csv(FIGURES, "Bygglov,satisfaction,2025,101,9"), "D2", "error.cell_range"),
    "more filled than there is": (P, _csv(POSITIONS, "Kontaktcenter;Chef;1;2;;"), "D2", "error.cell_more_than"),
    "less than nothing": (P, _csv(POSITIONS, "Kontaktcenter;Chef;-1;;;"), "C2", "error.cell_negative"),
    "a core role there is none of": (P, _csv("Enhet;Titel;FTE;Kärnroll", "Kontaktcenter;Chef;1;chef"), "D2",
                                     "error.cell_choice"),
    "a number without end": (M, _csv(FIGURES, f"Bygglov,cases,2025,{'9' * 400},"), "D2", "error.cell_number"),
    "ends before it begins": (P, _csv(POSITIONS, "Kontaktcenter;Chef;1;;2025-01-01;2024-01-01"), "F2",
                              "error.row_dates"),
    "a period backwards": (M, _csv("service,indicator,period_from,period_to,value",
                                   "Bygglov,cases,2025-12-31,2025-01-01,3"), "D2", "error.row_period"),
    "no period": (M, _csv(FIGURES, "Bygglov,cases,,3,"), "C2", "error.row_without_period"),
    "an unknown unit with a neighbour": (P, _csv(POSITIONS, "Kontaktcentret;Chef;1;;;"), "A2",
                                         "error.name_unknown_near"),
    "an unknown unit": (P, _csv(POSITIONS, "Xyz;Chef;1;;;"), "A2", "error.name_unknown"),
    "an unknown indicator": (M, _csv(FIGURES, "Bygglov,nöjdhett,2025,3,"), "B2", "error.name_unknown_near"),
    "an unknown service": (M, _csv(FIGURES, "Bygglovv,cases,2025,3,"), "A2", "error.name_unknown_near"),
    "two subjects": (M, _csv("service,actor,indicator,period,value", "Bygglov,Kontaktcenter,cases,2025,3"), "B2",
                     "error.row_two_subjects"),
    "no subject": (M, _csv(FIGURES, ",cases,2025,3,"), "A2", "error.row_without_subject"),
    "the same key twice": (M, _csv(FIGURES, "Bygglov,cases,2025,3,", "Bygglov,cases,2025,4,"), "A3",
                           "error.row_again"),
    "the same key in two spellings": (M, _csv(FIGURES, "Bygglov,cases,2025,3,", "Bygglov,Ärenden,2025,4,"), "3",
                                      "error.row_same_as"),
    "a total at the end": (P, _csv(POSITIONS, "Kontaktcenter;Chef;1;;;", "Summa;;1;;;"), "A3", "error.row_total"),
    "mangled letters": (P, _csv(POSITIONS, "Kontaktcenter;VÃ¤gledare;1;;;"), "B2", "error.cell_mangled"),
    "letters lost": (P, _csv(POSITIONS, "Kontaktcenter;V\ufffdgledare;1;;;"), "B2", "error.cell_mangled"),
    "bytes that are no letters": (P, b"Enhet;Titel;FTE\r\nKontaktcenter;Chef\x81;1", "", "error.table_kind"),
    "NUL in a cell": (P, _csv(POSITIONS, "Kontaktcenter;Ch\x00ef;1;;;"), "", "error.table_nul"),
    "UTF-16 without its mark": (P, _csv(POSITIONS, "a;b;1;;;", encoding="utf-16-le"), "", "error.table_kind"),
    "an empty file": (P, b"", "", "error.table_empty"),
    "only headings": (P, _csv(POSITIONS), "", "error.table_no_rows"),
    "rows of nothing": (P, _csv(POSITIONS, ";;;;;", "  ; ;;;;"), "", "error.table_no_rows"),
    "a quotation mark left open": (P, _csv(POSITIONS, 'Kontaktcenter;"Chef;1;;;' + "x" * 200_000), "",
                                   "error.table_damaged"),
    "a password": (P, OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "", "error.table_locked"),
    "an old workbook under a new name": (P, OLE + b"\x00" * 600 + "Workbook".encode("utf-16-le"), "",
                                         "error.table_old_excel"),
    "a workbook cut off": (P, _xlsx(_rows(HEADINGS, ["Kontaktcenter", "Chef", 1]))[:2000], "", "error.truncated"),
    "a ZIP bomb": (P, _bomb(), "", "error.archive_ratio"),
    "25,000 rows": (M, _csv(FIGURES, *("Bygglov,cases,2025,3," for _ in range(25_000))), "",
                    "error.table_too_many_rows"),
    "a huge cell": (P, _csv(POSITIONS, f"Kontaktcenter;{'x' * 20_000};1;;;"), "", "error.table_cell_too_long"),
    "a long title": (P, _csv(POSITIONS, f"Kontaktcenter;{'x' * 500};1;;;"), "B2", "error.cell_too_long"),
    "an address that runs": ("services", _csv("namn;webbadress", "Bygglov;javascript:alert(1)"), "B2",
                             "error.cell_address"),
    "a formula for a number": (P, _csv(POSITIONS, "Kontaktcenter;Chef;=cmd|' /C calc'!A0;;;"), "C2",
                               "error.cell_number"),
    "a needed cell is empty": (P, _csv(POSITIONS, "Kontaktcenter;;1;;;"), "B2", "error.cell_missing"),
    "an unknown kind": ("actors", _csv("namn;slag", "Nämnden;nämmd"), "B2", "error.cell_choice"),
    "a part of itself by a detour": ("actors", _csv("namn;slag;del av", "Ett;enhet;Två", "Två;enhet;Ett"), "C3",
                                     "error.row_part_of_itself"),
    "units without end": (
        "actors", _csv("namn;slag;del av", *(f"E{n};enhet;E{n + 1}" for n in range(60)), "E60;enhet;"), "C2",
        "error.row_part_of_deep"),
    "grades that do not add up": (
        "surveys", _csv("service,group,item,period,grade_1,grade_5,n", "Bygglov,citizens,ease,2025,3,4,9"), "G2",
        "error.survey_n_differs"),
    "more resolved than came in": (
        "contact_statistics", _csv("month,actor,contacts,resolved", "2025-03,Kontaktcenter,3,4"), "D2",
        "error.cell_more_than"),
    "another municipality": ("kolada", _csv("kpi,municipality,period,value", "N1,0180,2024,3"), "B2",
                             "error.kolada_municipality"),
    "an answer of something else": ("kolada", b'{"values": [{"id": 3}]}', "", "error.kolada_shape"),
    "a fact out of bounds": (
        "records", _csv("service,kind,on,participants,success", "Bygglov,user_test,2025-03-01,5,83"), "E2",
        "error.cell_share"),
    "a needed fact is missing": (
        "records", _csv("service,kind,on,success", "Bygglov,user_test,2025-03-01,50 %"), "2", "error.fact_missing"),
    "an unknown place in the law": (
        "goals", _csv("name,requirement", "Mål,SFS 2018:1937 999 §"), "B2", "error.requirement_place"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "data", "cell", "code"), DAMAGES.values(), ids=DAMAGES)
def test_nothing_is_stored_and_the_remedy_is_said(base: Base, kind: str, data: bytes, cell: str, code: str) -> None:
    before = base.counts()
    with pytest.raises(ImportProblem) as caught:
        tasks.import_list(base.database, data, "lista.csv", kind, base.workspace_id, by=base.person)
    assert base.counts() == before
    problem = caught.value
    if cell:
        assert isinstance(problem, RowsRefused)
        first = problem.problems[0]
        assert (first.cell or str(first.row), first.code) == (cell, code)
        said = [(one.code, one.values) for one in problem.problems]
    else:
        assert problem.code == code
        said = [(problem.code, problem.values)]
    for language in locales.language_codes():
        for one, values in said:
            sentence = locales.text(one, language, **values)
            assert "[" not in sentence
            assert "{" not in sentence


def _hidden(workbook: Any) -> None:
    sheet = workbook.add_worksheet("Gammalt")
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, ["Borttagen enhet", "Chef", 9])
    sheet.hide()


def _dated(workbook: Any, sheet: Any) -> None:
    _rows(HEADINGS)(workbook, sheet)
    sheet.write_row(1, 0, ["Kontaktcenter", "Chef", 1.5])
    sheet.write_datetime("D2", date(2024, 9, 1), workbook.add_format({"num_format": "d/m yy"}))


_KOLADA = (
    b'{"values": [{"kpi": "N1", "municipality": "0114", "period": 2024, "values": [{"gender": "T", "value": 2.5},'
    b' {"gender": "K", "value": null, "status": "Missing"}]}, {"kpi": "N1", "municipality": "0180",'
    b' "period": 2024, "values": [{"gender": "T", "value": 3}]}]}'
)
READ: dict[str, tuple[str, bytes]] = {
    "decimal commas": (P, _csv(POSITIONS, "Kontaktcenter;Chef;1,5;1,0;2024-09-01;")),
    "commas and quotation marks": (P, _csv(POSITIONS.replace(";", ","), 'Kontaktcenter,Chef,"1,5",1,2024-09-01,')),
    "tabs": (P, _csv(POSITIONS.replace(";", "\t"), "Kontaktcenter\tChef\t1.5\t\t2024-09-01\t")),
    "a byte order mark": (P, _csv(POSITIONS, "Kontaktcenter;Chef;1,5;;;", encoding="utf-8-sig")),
    "an older Swedish encoding": (P, _csv(POSITIONS, "Kontaktcenter;Chef;1,5;;;", encoding="cp1252")),
    "UTF-16": (P, _csv(POSITIONS, "Kontaktcenter;Chef;1,5;;;", encoding="utf-16")),
    "days as days": (P, _xlsx(_dated)),
    "a hidden sheet": (P, _xlsx(_rows(HEADINGS, ["Kontaktcenter", "Chef", 1.5]), _hidden)),
    "two languages": (P, _csv("Unit;Titel;FTE;valid_from", "Kontaktcenter;Chef;1.5;2024-09-01")),
    "line breaks in a cell": (P, _csv(POSITIONS, 'Kontaktcenter;"Chef för\nväxeln";1,5;;;')),
    "a title above the headings": (P, _csv("Bemanning 2025;;;;;", "", POSITIONS, "Kontaktcenter;Chef;1,5;;;")),
    "a formula as a name": (P, _csv(POSITIONS, "Kontaktcenter;=cmd|' /C calc'!A0;1,5;;;")),
    "a share in per cent": (M, _csv(FIGURES, "Bygglov,digital_share,2025,45 %,")),
    "a share with a comma": (M, _csv(FIGURES, 'Bygglov,digital_share,2025,"0,45",')),
    "thousands with spaces": (M, _csv(FIGURES, "Bygglov,cases,2025,1 234,1\u00a0234")),
    "an indicator by its Swedish name": (M, _csv(FIGURES, "BYGGLOV,handläggningstid,2025-03,3,")),
    "a file to fill in, filled in": ("kolada", _csv("Nyckeltal;Kommunkod;Period;Kön;Värde", "N00945;114;2024;;61,5")),
    "Kolada's answer": ("kolada", _KOLADA),
    "Matomo's columns": ("analytics", _csv("service,date,nb_visits,nb_form_starts,nb_form_conversions",
                                           "Bygglov,2026-03,1800,640,512")),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "data"), READ.values(), ids=READ)
def test_what_is_unambiguous_is_read(base: Base, kind: str, data: bytes) -> None:
    before = base.counts()
    preview = tasks.preview_list(base.database, data, "lista.csv", kind, base.workspace_id, by=base.person)
    assert preview.problems == ()
    assert preview.stored.added == 1
    assert base.counts() == before

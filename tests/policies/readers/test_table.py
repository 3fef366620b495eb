"""Tables of requirements as CSV and XLSX, made here."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
import xlsxwriter

from policies.document import BlockKind, Document
from policies.errors import UnreadableFile
from policies.readers.table import read
from policies.reading import read as read_whole

REQUIREMENTS = [
    ["Kravspecifikation e-tjänster"],
    ["Krav-ID", "Område", "Krav", "Ska/Bör", "Kommentar"],
    ["K1", "Drift", "Systemet ska logga inloggningar.", "Ska", "Se bilaga"],
    ["Säkerhet"],
    ["K2", "Drift", "Systemet bör visa status.", "Bör", ""],
]


def workbook(*sheets: list[list[object]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return stream.getvalue()


def rows_of(document: Document) -> list[tuple[str, str]]:
    return [(b.label, document.text[b.start : b.end]) for b in document.blocks if b.kind is BlockKind.ROW]


def test_block_of_a_row_is_the_requirement_alone() -> None:
    document = read(workbook(REQUIREMENTS), "krav.xlsx")
    assert rows_of(document) == [
        ("K1 | Ska", "Systemet ska logga inloggningar."),
        ("K2 | Bör", "Systemet bör visa status."),
    ]
    assert document.metadata["columns"] == "id 0, force 3, title 1, text 2"
    assert document.title == "Kravspecifikation e-tjänster"


def test_each_row_is_a_provision_under_its_area() -> None:
    provisions = read_whole(workbook(REQUIREMENTS), "krav.xlsx").provisions
    assert [(p.locator, p.heading, p.label) for p in provisions] == [
        ("row 1", "Kravspecifikation e-tjänster", "K1 | Ska"),
        ("row 2", "Säkerhet", "K2 | Bör"),
    ]


def test_row_that_names_its_place_is_cited_by_it() -> None:
    text = "Lagrum;Krav\n13 § 2 st;Kommunen ska publicera en redogörelse.\nart 6(1);Myndigheten ska svara.\n"
    assert [p.locator for p in read_whole(text.encode(), "krav.csv").provisions] == ["13 § 2 st", "art 6(1)"]


def test_sheets_are_tables_of_their_own() -> None:
    data = workbook(REQUIREMENTS[1:3], REQUIREMENTS[1:3])
    assert [p.locator for p in read_whole(data, "krav.xlsx").provisions] == [
        "table 1",
        "table 1 row 1",
        "table 2",
        "table 2 row 1",
    ]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiter_is_found_in_the_lines(delimiter: str) -> None:
    lines = [delimiter.join(row) for row in (["Id", "Requirement"], ["R1", '"The system shall log, and show."'])]
    assert rows_of(read("\r\n".join(lines).encode(), "req.csv")) == [("R1", "The system shall log, and show.")]


def test_unknown_table_gives_rows_and_a_warning() -> None:
    rows: list[list[object]] = [
        ["Vad", "När"],
        ["Nämnden följer upp hur planen har genomförts", dt.date(2026, 3, 1).isoformat()],
        ["Nämnden redovisar resultatet för kommunstyrelsen", 7.0],
    ]
    document = read(workbook(rows), "plan.xlsx")
    assert [text for _, text in rows_of(document)][1:] == [
        "Nämnden följer upp hur planen har genomförts | 2026-03-01",
        "Nämnden redovisar resultatet för kommunstyrelsen | 7",
    ]
    assert [w.code for w in document.warnings] == ["warning.columns_unknown"]


@pytest.mark.parametrize(
    "text",
    [
        "E-tjänst;Leverantör;Beskrivning\nBygglov;Lodstolpen AB;Ansökan om bygglov för den som vill bygga\n",
        "kod;kommun\n0114;Upplands Väsby\n0115;Vallentuna\n",
        "Namn;Sida\nAnsök om plats i förskola eller pedagogisk omsorg;https://kommun.example/forskola\n",
    ],
)
def test_list_of_services_or_places_is_not_handled_here(text: str) -> None:
    with pytest.raises(UnreadableFile, match="register_table"):
        read(text.encode(), "lista.csv")


def test_empty_sheet_is_no_text() -> None:
    with pytest.raises(UnreadableFile, match="no_text"):
        read(workbook([]), "tom.xlsx")


@pytest.mark.corpus
def test_only_the_table_of_procedures_is_a_table_of_requirements(shared: Path) -> None:
    found = {}
    for path in sorted((shared / "corpus").glob("*/**/*")):
        if path.suffix in {".csv", ".xlsx"}:
            try:
                found[path.name] = str(len(rows_of(read(path.read_bytes(), path.name))))
            except UnreadableFile as error:
                found[path.name] = error.code
    source = (shared / "corpus" / "eu" / "sdg-annex-policy-codes.csv").read_text("utf-8-sig")
    filled = [line for line in source.splitlines()[1:] if line.split(";")[1].strip()]
    assert found.pop("sdg-annex-policy-codes.csv") == str(len(filled))
    assert set(found.values()) == {"error.register_table"}

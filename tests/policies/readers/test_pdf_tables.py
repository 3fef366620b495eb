"""Tables of untagged PDF pages: rows as rows, whichever way their cells are set."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from policies.document import BlockKind
from policies.readers import pdf

PdfFile = Callable[..., bytes]
Cells = tuple[list[str], ...]
COLUMNS = (50, 120, 200)
LEADING = 12


def rows(data: bytes) -> list[tuple[int, str]]:
    document = pdf.read(data, "krav.pdf")
    return [(b.level, document.text[b.start : b.end]) for b in document.blocks if b.kind is BlockKind.ROW]


def table(content: Iterable[Cells], *, gap: int = 8, centred: bool = False, top: int = 700) -> list[object]:
    """Lines of a page; each cell is a list of its lines."""
    lines: list[object] = []
    for row in content:
        tallest = max(map(len, row))
        for x, cell in zip(COLUMNS, row, strict=True):
            lower = LEADING * (tallest - len(cell)) / 2 if centred else 0
            lines += [(x, top - lower - LEADING * at, 10, False, text) for at, text in enumerate(cell)]
        top -= LEADING * tallest + gap
    return lines


REQUIREMENTS: list[Cells] = [
    (["K1"], ["Ska"], ["Boden ska ha ett tak som håller tätt", "under hela vintern och våren."]),
    (["K2"], ["Bör"], ["Boden bör målas röd."]),
    (["K3"], ["Ska"], ["Dörren ska gå att låsa inifrån och", "utifrån med samma nyckel."]),
]
READ = [
    "K1 | Ska | Boden ska ha ett tak som håller tätt under hela vintern och våren.",
    "K2 | Bör | Boden bör målas röd.",
    "K3 | Ska | Dörren ska gå att låsa inifrån och utifrån med samma nyckel.",
]


@pytest.mark.parametrize(("gap", "centred"), [(3, False), (8, False), (8, True)])
def test_wrapped_cell_stays_in_its_row(pdf_file: PdfFile, gap: int, centred: bool) -> None:
    assert [text for _, text in rows(pdf_file([table(REQUIREMENTS, gap=gap, centred=centred)]))] == READ


def test_rows_whose_cells_are_all_wrapped(pdf_file: PdfFile) -> None:
    content: list[Cells] = [
        (["Krav på", "bodar"], ["Ägaren", "själv"], ["Ska ses över varje", "höst."]),
        (["Krav på", "dörrar"], ["Grannen"], ["Ska smörjas när", "de gnisslar."]),
    ]
    assert [text for _, text in rows(pdf_file([table(content)]))] == [
        "Krav på bodar | Ägaren själv | Ska ses över varje höst.",
        "Krav på dörrar | Grannen | Ska smörjas när de gnisslar.",
    ]


def test_bold_first_row_names_the_columns(pdf_file: PdfFile) -> None:
    head = [(x, 720, 10, True, text) for x, text in zip(COLUMNS, ("Id", "Typ", "Krav"), strict=True)]
    assert rows(pdf_file([[*head, *table(REQUIREMENTS)]]))[:2] == [(1, "Id | Typ | Krav"), (0, READ[0])]


def test_text_around_a_table_stays_text(pdf_file: PdfFile) -> None:
    before = (50, 740, 10, False, "Tabellen nedan visar de krav som ställs på en bod i byn och dess ägare.")
    after = (50, 600, 10, False, "Efter tabellen följer vanlig text om hur kraven kontrolleras varje år.")
    document = pdf.read(pdf_file([[before, *table(REQUIREMENTS), after]]), "krav.pdf")
    assert [str(b.kind) for b in document.blocks] == ["paragraph", "row", "row", "row", "paragraph"]


def test_drawn_lines_part_rows_that_stand_close(pdf_file: PdfFile) -> None:
    lines = [(50, 700, "Krav på"), (50, 688, "bodar"), (200, 700, "Ska målas"), (50, 676, "Krav på")]
    lines += [(50, 664, "dörrar"), (200, 676, "Ska smörjas"), (50, 652, "Tak"), (200, 652, "Ska lagas")]
    text = "\n".join(f"BT /F1 10 Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET" for x, y, words in lines)
    drawn = "\n".join(f"45 {y} m 400 {y} l S" for y in (712, 685.5, 661.5, 648))
    content = f"{drawn}\n{text}".encode("cp1252")
    stream = b"<</Length %d>>stream\n%b\nendstream" % (len(content), content)
    found = rows(pdf_file([[(0, 0, 1, False, "x")]], objects={6: stream}))
    assert [text for _, text in found] == [
        "Krav på bodar | Ska målas",
        "Krav på dörrar | Ska smörjas",
        "Tak | Ska lagas",
    ]


def test_table_in_a_column_is_read_in_its_column(pdf_file: PdfFile) -> None:
    left = [(50, 700 - 14 * at, 10, False, f"Rad {at} av texten till vänster om vitt") for at in range(14)]
    right = [(320, 700 - 14 * at, 10, False, f"Rad {at} av texten till höger om vitt") for at in range(6)]
    cells = [
        (x, 600 - 17 * at, 10, False, f"{word} {at}") for at in range(4) for x, word in ((325, "Bod"), (430, "Tak"))
    ]
    found = rows(pdf_file([[*left, *right, *cells]]))
    assert [text for _, text in found] == [f"Bod {at} | Tak {at}" for at in range(4)]

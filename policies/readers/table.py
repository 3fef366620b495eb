"""Tables of requirements (XLSX, CSV): one block per row, spanning the requirement's own words."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policies import limits
from policies.archive import Archive
from policies.assembly import Assembly, clean
from policies.document import BlockKind, Document, ReadWarning
from policies.errors import UnreadableFile
from policies.headings import title_of
from policies.readers.decoding import decode
from policies.readers.table_columns import Columns, find_columns, is_register
from policies.readers.table_size import check_size

DELIMITERS = ";,\t|"
SAMPLE_LINES = 50
CATEGORY_WORDS = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, and its rows of cell texts, empty rows left out."""

    name: str
    rows: list[list[str]]


def read(data: bytes, name: str) -> Document:
    """The rows of a workbook or CSV file.

    Where a column of requirement texts is recognised, a row's block is that text alone, with the row's id and force
    ("K7 | Ska") as its label; title and other columns follow in a note. Other tables give rows "cell | cell".
    Raises UnreadableFile: damaged, too many cells, empty, error.register_table for lists of services or actors.
    """
    sheets, warnings = _workbook(data, name) if data.startswith(b"PK") else _separated(data, name)
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise UnreadableFile("error.no_text", file=name)
    found = [(sheet, find_columns(sheet.rows)) for sheet in sheets]
    known = [(sheet, columns) for sheet, columns in found if columns is not None]
    if not known and any(is_register(sheet.rows) for sheet in sheets):
        raise UnreadableFile("error.register_table", file=name)
    assembly = Assembly(name)
    for sheet, columns in found:
        if len(found) > 1:
            assembly.add(BlockKind.HEADING, sheet.name, level=2)
        if columns is None:
            for row in sheet.rows:
                assembly.add(BlockKind.ROW, " | ".join(filter(None, row)))
        else:
            _add_requirements(assembly, sheet, columns)
    if not assembly.blocks:
        raise UnreadableFile("error.no_text", file=name)
    return Document(
        text=assembly.text,
        blocks=tuple(assembly.blocks),
        title=title_of(assembly) if known else "",
        format="table",
        tradition="table",
        metadata={"columns": "; ".join(columns.described() for _, columns in known)} if known else {},
        warnings=(*warnings, *_unrecognised(found, name)),
    )


def _unrecognised(found: Sequence[tuple[Sheet, Columns | None]], name: str) -> Iterator[ReadWarning]:
    for sheet, columns in found:
        if columns is None:
            values = {"file": name, "sheet": sheet.name}
            yield ReadWarning(code="warning.columns_unknown", values=values)


def _add_requirements(assembly: Assembly, sheet: Sheet, columns: Columns) -> None:
    for above in sheet.rows[: columns.header]:
        assembly.add(BlockKind.HEADING, " ".join(filter(None, above)), level=1)
    assembly.add(BlockKind.CONTENTS, " | ".join(filter(None, sheet.rows[columns.header])))
    for row in sheet.rows[columns.header + 1 :]:
        cells = [*row, *[""] * (columns.width - len(row))]
        text = cells[columns.text]
        if not text:
            filled = [cell for cell in cells if cell]
            if len(filled) == 1 and len(filled[0].split()) <= CATEGORY_WORDS:
                assembly.add(BlockKind.HEADING, filled[0], level=3)
            elif filled:
                assembly.add(BlockKind.NOTE, " | ".join(filled))
            continue
        if (
            sum(map(bool, cells)) == 1
            and columns.named > 1
            and len(text.split()) <= CATEGORY_WORDS
            and text[-1:] != "."
        ):
            assembly.add(BlockKind.HEADING, text, level=3)
            continue
        label = " | ".join(cells[at] for at in (columns.id, columns.force) if at is not None and cells[at])
        assembly.add(BlockKind.ROW, text, label=label.replace("\n", " "))
        rest = [cell for at, cell in enumerate(cells) if cell and at not in {columns.id, columns.force, columns.text}]
        assembly.add(BlockKind.NOTE, " | ".join(rest))


def _workbook(data: bytes, name: str) -> tuple[list[Sheet], tuple[ReadWarning, ...]]:
    with Archive(data, name) as archive:
        check_size(archive, name)
    import python_calamine  # native and slow to load; only for workbooks

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [Sheet(sheet, _rows(book.get_sheet_by_name(sheet).to_python())) for sheet in book.sheet_names]
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise UnreadableFile("error.damaged", file=name) from error
    return sheets, ()


def _separated(data: bytes, name: str) -> tuple[list[Sheet], tuple[ReadWarning, ...]]:
    text, warnings = decode(data, name)
    delimiter = _delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFile("error.damaged", file=name) from error
    if sum(map(len, rows)) > limits.TABLE_CELLS:
        raise UnreadableFile("error.too_many_cells", file=name, limit=limits.TABLE_CELLS)
    return [Sheet("", _rows(rows))], warnings


def _delimiter(text: str) -> str:
    """The sign that cuts the first lines into the most even rows of more than one cell."""
    lines = [line for line in text.splitlines()[:SAMPLE_LINES] if line.strip()]

    def evenness(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        except csv.Error:
            return 0, 0
        usual = max(set(widths), key=widths.count, default=0)
        return (widths.count(usual) if usual > 1 else 0), usual

    return max(DELIMITERS, key=evenness)


def _rows(rows: Iterable[Sequence[object]]) -> list[list[str]]:
    written = ([_written(cell) for cell in row] for row in rows)
    return [row for row in written if any(row)]


def _written(cell: object) -> str:
    """A cell as its reader sees it.

    >>> _written(7.0), _written(dt.date(2026, 3, 1)), _written(None)
    ('7', '2026-03-01', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    return clean(str(cell))

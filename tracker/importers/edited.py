"""A workbook that comes back: its visible sheets by the headings they left with, and what is remembered of each row."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracker.errors import ImportProblem
from tracker.exchange.workbook import MARK, ORIGIN, VERSION, Origin
from tracker.importers.table import Sheet, read_sheets

HEADINGS = 1
"""The row of the headings."""
FIRST_SUM = 3
"""In the hidden sheets, after id, version and basis."""
_DIGEST = re.compile(r"[0-9a-f]{0,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """How a row left: its version, what else was seen of it, and the checksum of each cell by the key of its column."""

    version: int
    basis: str
    sums: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedSheet:
    """A sheet as it came back, or None for `sheet` where it is not in the file any more.

    `places` are the positions of its columns by key, from 0; `strange` and `again` the positions of headings that no
    column has, or that an earlier one has.
    """

    key: str
    title: str
    titles: Mapping[str, str]
    left: Mapping[str, Left]
    sheet: Sheet | None
    places: Mapping[str, int]
    strange: tuple[int, ...] = ()
    again: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A whole workbook; `others` are the names of visible sheets that were not in it when it left."""

    file: str
    sha256: str
    origin: Origin
    sheets: tuple[EditedSheet, ...]
    others: tuple[str, ...]


def read(data: bytes, file: str) -> Edited:
    """Read a workbook in a worker, which may take long: before any transaction begins.

    Raises ImportProblem where the file cannot be read or is none that was exported from here.
    """
    found = {sheet.name: sheet for sheet in read_sheets(data, file).sheets}
    if ORIGIN not in found:
        raise ImportProblem("error.workbook_not_ours", file=file)
    lines = [cells for _, cells in found[ORIGIN].rows]
    try:
        origin, about = _origin(lines[0], file)
        sheets = tuple(_sheets(lines[1:], found))
    except (IndexError, ValueError) as problem:
        raise ImportProblem("error.workbook_origin", file=file) from problem
    ours = {about, *(one.title for one in sheets)}
    others = [name for name, sheet in found.items() if not sheet.hidden and name not in ours]
    return Edited(
        file=file, sha256=hashlib.sha256(data).hexdigest(), origin=origin, sheets=sheets, others=tuple(others)
    )


def _origin(cells: tuple[str, ...], file: str) -> tuple[Origin, str]:
    """Where the file came from, and the name of the sheet that only tells what to do."""
    if cells[:2] != (MARK, VERSION):
        raise ImportProblem("error.workbook_version", file=file, version=cells[1][:20])
    workspace_id, workspace, language, events, newest, about = cells[2:]
    origin = Origin(
        workspace_id=_count(workspace_id), workspace=workspace, language=language, events=_count(events), hash=newest
    )
    return origin, about


def _count(cell: str) -> int:
    """A number that a row can have; ValueError for any other."""
    if not (cell.isascii() and cell.isdecimal() and len(cell) < 10):
        raise ValueError(cell)
    return int(cell)


def _basis(cell: str) -> str:
    """A digest or nothing; ValueError for anything else."""
    if not _DIGEST.fullmatch(cell):
        raise ValueError(cell)
    return cell


def _sheets(lines: list[tuple[str, ...]], found: Mapping[str, Sheet]) -> Iterator[EditedSheet]:
    for keys, titles in zip(lines[::2], lines[1::2], strict=True):
        key, title, *columns = keys
        named = dict(zip(columns, titles[2:], strict=True))
        remembered = found.get(f"_{key}")
        left = {
            cells[0]: Left(
                version=_count(cells[1]),
                basis=_basis(cells[2]),
                sums=dict(zip(columns, cells[FIRST_SUM:], strict=True)),
            )
            for _, cells in (remembered.rows if remembered is not None else ())
        }
        yield _placed(key, title, named, left, found.get(title))


def _placed(
    key: str, title: str, titles: Mapping[str, str], left: Mapping[str, Left], sheet: Sheet | None
) -> EditedSheet:
    keys = {heading.strip(): name for name, heading in titles.items()}
    places: dict[str, int] = {}
    strange, again = [], []
    first = next((cells for number, cells in sheet.rows if number == HEADINGS), ()) if sheet is not None else ()
    for position, heading in enumerate(first):
        name = keys.get(heading.strip())
        if name in places:
            again.append(position)
        elif name is not None:
            places[name] = position
        elif heading.strip():
            strange.append(position)
    return EditedSheet(
        key=key, title=title, titles=titles, left=left, sheet=sheet, places=places, strange=tuple(strange),
        again=tuple(again),
    )  # fmt: skip

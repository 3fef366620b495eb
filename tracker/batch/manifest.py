"""The list of a corpus: which files there are, and whose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from policies import delimited
from tracker.errors import ImportProblem
from tracker.views.workspaces import municipalities

COLUMNS = 100
ROWS = 10_000_000
_CHECKSUM = re.compile(r"[0-9a-f]{64}")


class Kind(StrEnum):
    """What a file of the corpus is."""

    DOCUMENT = "document"
    GUIDELINE = "guideline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file: where it lies below the manifest's folder, whose it is, and what its bytes and act are called.

    `municipality` is a code ("0180"), "" for a guideline; `sha256` and `identifier` are "" where nothing is said.
    """

    path: str
    kind: Kind
    municipality: str = ""
    sha256: str = ""
    identifier: str = ""


def read(file: Path, unsaid: Kind) -> tuple[Entry, ...]:
    """The files that a manifest (CSV) names, in its order; rows that say no kind are of the `unsaid` one.

    The columns read are path, municipality_code, kind, sha256 and identifier; others are left alone. Raises
    UnreadableFile, and ImportProblem error.manifest_column or error.manifest_cell, which names row and cell.
    """
    (sheet,) = delimited.read(file.read_bytes(), file.name, rows=ROWS, columns=COLUMNS, remark="\x00")
    if not sheet.rows:
        raise ImportProblem("error.manifest_column", file=file.name, column="path")
    headings = [heading.strip().casefold() for heading in sheet.rows[0][1]]
    if "path" not in headings:
        raise ImportProblem("error.manifest_column", file=file.name, column="path")
    return tuple(_entries(file.name, headings, sheet.rows[1:], unsaid))


def _entries(
    name: str, headings: Sequence[str], rows: Sequence[tuple[int, tuple[str, ...]]], unsaid: Kind
) -> Iterator[Entry]:
    seen: set[tuple[str, str]] = set()
    for number, cells in rows:
        said = {heading: cell.strip() for heading, cell in zip(headings, cells, strict=False)}
        entry = _entry(said, unsaid)
        wrong = _wrong(entry, said, seen)
        if wrong:
            column, value = wrong
            raise ImportProblem("error.manifest_cell", file=name, row=number, column=column, value=value[:80])
        seen.add((entry.municipality, entry.path))
        yield entry


def _entry(said: dict[str, str], unsaid: Kind) -> Entry:
    kind = said.get("kind", "").casefold()
    return Entry(
        path=said.get("path", ""),
        kind=Kind(kind) if kind in set(Kind) else unsaid,
        municipality=said.get("municipality_code", ""),
        sha256=said.get("sha256", "").casefold(),
        identifier=said.get("identifier", ""),
    )


def _wrong(entry: Entry, said: dict[str, str], seen: set[tuple[str, str]]) -> tuple[str, str] | None:
    """The column and value that cannot be used, if any: first what is wrong with the cell, then with the row."""
    if said.get("kind", "").casefold() not in {"", *Kind}:
        return "kind", said["kind"]
    if not _is_below(entry.path) or (entry.municipality, entry.path) in seen:
        return "path", entry.path
    if entry.kind is Kind.DOCUMENT and entry.municipality not in municipalities():
        return "municipality_code", entry.municipality
    if entry.sha256 and not _CHECKSUM.fullmatch(entry.sha256):
        return "sha256", entry.sha256
    return None


def _is_below(path: str) -> bool:
    """Whether a path stays in the folder of the manifest."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    return bool(parts) and parts[0] != "/" and ":" not in parts[0] and ".." not in parts and "\x00" not in path

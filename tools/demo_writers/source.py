"""The sources: front matter with the facts of the file, then a small part of Markdown, one paragraph a line.

Understood: headings (#), paragraphs, bullet (-), numbered (1.) and lettered (a)) items, quotations (>), tables (|),
`[innehåll]` for a table of contents and `---` for a page break. Sentences carry no inline markup except links, so a
sentence reads the same in the source and in every file made from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

ITEM = re.compile(r"(?P<label>-|\d+\.|[a-z]\)) +(?P<text>.+)")
LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One heading, paragraph, item, quotation, table, contents list or page break."""

    kind: str
    text: str = ""
    level: int = 0
    label: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source file: its facts (`file`, `title`, `header` ...), its pieces and its body as written."""

    facts: dict[str, str] = field(default_factory=dict)
    pieces: tuple[Piece, ...] = ()
    body: str = ""

    @property
    def written_at(self) -> datetime:
        """The one time stamp of the file, so that building twice gives the same bytes."""
        return datetime.fromisoformat(f"{self.facts['date']}T09:00:00+00:00")

    def headings(self) -> list[Piece]:
        """What the table of contents lists: two levels, or as many as the front matter's `depth` says."""
        deepest = 1 + int(self.facts.get("depth", "2"))
        return [piece for piece in self.pieces if piece.kind == "heading" and 2 <= piece.level <= deepest]


def read_source(path: Path) -> Source:
    """The source at `path`.

    Raises:
        ValueError: no front matter.
    """
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    facts = dict(line.split(": ", 1) for line in front.splitlines() if ": " in line)
    return Source(facts=facts, pieces=tuple(_pieces(body)), body=body.lstrip("\n"))


def _pieces(body: str) -> list[Piece]:
    pieces: list[Piece] = []
    rows: list[tuple[str, ...]] = []
    for line in [*body.splitlines(), ""]:
        if line.startswith("|"):
            if not set(line) <= set("|-: "):
                rows.append(tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
            continue
        if rows:
            pieces.append(Piece(kind="table", rows=tuple(rows)))
            rows = []
        if line.strip():
            pieces.append(_piece(line))
    return pieces


def _piece(line: str) -> Piece:
    depth = (len(line) - len(line.lstrip())) // 2 + 1
    text = line.strip()
    if text == "[innehåll]":
        return Piece(kind="contents")
    if text == "---":
        return Piece(kind="break")
    if text.startswith("#"):
        marks, _, rest = text.partition(" ")
        return Piece(kind="heading", text=rest, level=len(marks))
    if text.startswith("> "):
        return Piece(kind="quote", text=text[2:])
    if found := ITEM.fullmatch(text):
        return Piece(kind="item", text=found["text"], level=depth, label=found["label"])
    return Piece(kind="paragraph", text=text)


def column_shares(rows: tuple[tuple[str, ...], ...]) -> list[float]:
    """The share of the table's width each column gets, by its longest cell (within bounds)."""
    lengths = [max(len(row[n]) for row in rows if n < len(row)) for n in range(max(map(len, rows)))]
    weights = [min(max(length, 11), 38) for length in lengths]
    return [weight / sum(weights) for weight in weights]


def plain(text: str) -> str:
    """The text without the addresses of its links."""
    return LINK.sub(r"\1", text)

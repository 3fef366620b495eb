"""Table rows of word processors, on their way into a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """The text of a row, "cell | cell"; `header` tells whether it names the columns."""

    text: str
    header: bool = False


def rows_of(rows: Sequence[Sequence[tuple[str, bool]]], marked: Sequence[bool]) -> list[Row]:
    """Rows from their cells, each the text and whether it is all bold, and which rows are marked as headers.

    Where none is marked, one set in bold throughout is a header. Only the rows before the first that is none name
    columns, and only where such a row follows.

    >>> rows_of([[("Krav", False), ("Grad", False)], [("Tak", False), ("Ska", False)]], [True, False])
    [Row(text='Krav | Grad', header=True), Row(text='Tak | Ska', header=False)]
    >>> rows_of([[("Tak", True), ("Ska", True)]], [False])
    [Row(text='Tak | Ska', header=False)]
    """
    heads = marked if any(marked) else [all(bold for _, bold in row) for row in rows]
    listed = [(" | ".join(text for text, _ in row).strip("| "), head) for row, head in zip(rows, heads, strict=True)]
    filled = [(text, head) for text, head in listed if text]
    first = next((at for at, (_, head) in enumerate(filled) if not head), 0)
    return [Row(text, at < first) for at, (text, _) in enumerate(filled)]

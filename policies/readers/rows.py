"""Table rows of word processors, on their way into a document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """The text of a row, "cell | cell"; `header` tells whether it names the columns."""

    text: str
    header: bool = False


def rows_of(rows: Iterable[tuple[list[str], bool]]) -> list[Row]:
    """Rows from their cells and whether each is marked as a header or set in bold throughout.

    Only the rows before the first that is not marked name columns, and only where such a row follows.

    >>> rows_of([(["Krav", "Grad"], True), (["Tak", "Ska"], False)])
    [Row(text='Krav | Grad', header=True), Row(text='Tak | Ska', header=False)]
    >>> rows_of([(["Tak", "Ska"], True)])
    [Row(text='Tak | Ska', header=False)]
    """
    listed = [(" | ".join(cells).strip("| "), marked) for cells, marked in rows]
    filled = [(text, marked) for text, marked in listed if text]
    first = next((at for at, (_, marked) in enumerate(filled) if not marked), 0)
    return [Row(text, at < first) for at, (text, _) in enumerate(filled)]

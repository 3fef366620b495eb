"""PDF through Typst: tagged, with outline, running header and footer, in one or two columns; and a scanned page."""

from __future__ import annotations

import io
import json

import typst
from PIL import Image

from tools.demo_writers.source import Piece, Source, column_shares, plain

PAGE = """
#set document(title: {title}, author: {author}, date: datetime(year: {year}, month: {month}, day: {day}))
#set text(lang: {lang}, font: "Libertinus Serif", size: 10.5pt, hyphenate: false)
#set par(spacing: 0.9em)
#set page(paper: "a4", columns: {columns}, margin: (top: 3cm, bottom: 2.6cm, x: 2.3cm),
  header: text(size: 8pt, {header}),
  footer: context text(size: 8pt)[#{footer} #h(1fr) Sida #counter(page).display() (#counter(page).final().first())])
#show heading: set block(above: 1.2em, below: 0.7em)
"""


def write_pdf(source: Source) -> bytes:
    stamp = int(source.written_at.timestamp())
    made: bytes = typst.compile(_typst(source), format="pdf", ignore_system_fonts=True, timestamp=stamp)
    return made


def _typst(source: Source) -> bytes:
    at = source.written_at
    page = {"year": at.year, "month": at.month, "day": at.day, "columns": source.facts.get("columns", "1")}
    words = {key: _quoted(source.facts.get(key, "")) for key in ("title", "author", "header", "footer")}
    lines = [PAGE.format(**page, **words, lang=_quoted(source.facts.get("lang", "sv")))]
    run: list[Piece] = []
    for piece in (*source.pieces, Piece(kind="paragraph")):
        if run and (piece.kind != "item" or (piece.label == "-") != (run[0].label == "-")):
            lines.append(_list(run))
            run = []
        if piece.kind == "item":
            run.append(piece)
        else:
            lines.append(_block(piece).replace("depth: 2", f"depth: {source.facts.get('depth', '2')}"))
    return "\n".join(lines).encode()


def _quoted(text: str) -> str:
    return json.dumps(plain(text), ensure_ascii=False)


def _list(items: list[Piece]) -> str:
    if items[0].label.endswith(")"):
        return "\n\n".join(f"#par[#{_quoted(f'{item.label} {item.text}')}]" for item in items)
    kind = "list" if items[0].label == "-" else 'enum.with(numbering: "1.")'
    return f"#({kind})({', '.join(f'[#{_quoted(item.text)}]' for item in items)})"


def _block(piece: Piece) -> str:
    if piece.kind == "heading" and piece.level == 1:
        return f"#text(size: 20pt, weight: 700, {_quoted(piece.text)})\n"
    if piece.kind == "heading":
        return f"#heading(level: {piece.level - 1}, {_quoted(piece.text)})"
    if piece.kind == "quote":
        return f"#quote(block: true, {_quoted(piece.text)})"
    if piece.kind == "contents":
        return '#outline(title: "Innehåll", depth: 2)\n#pagebreak()'
    if piece.kind == "break":
        return "#pagebreak()"
    if piece.kind == "table":
        return _table(piece)
    return f"#par[#{_quoted(piece.text)}]\n"


def _table(piece: Piece) -> str:
    shares = column_shares(piece.rows)
    head, *rest = (row + ("",) * (len(shares) - len(row)) for row in piece.rows)
    top = f"table.header({', '.join(f'[#{_quoted(cell)}]' for cell in head)})"
    cells = ", ".join(f"[#{_quoted(cell)}]" for row in rest for cell in row)
    widths = ", ".join(f"{share * 10:.2f}fr" for share in shares)
    return f"#table(columns: ({widths}), align: left, {top}, {cells})"


def write_scan(source: Source) -> bytes:
    """The text as a picture of a page: what a copier makes of a signed paper, without any text in it."""
    at = source.written_at.timetuple()
    page = typst.compile(_typst(source), format="png", ppi=110, ignore_system_fonts=True)
    grey = Image.open(io.BytesIO(page)).convert("L").rotate(0.7, fillcolor=247, resample=Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    grey.save(buffer, "PDF", resolution=110, title=source.facts["title"], creationDate=at, modDate=at)
    return buffer.getvalue()

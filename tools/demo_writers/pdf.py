"""PDF through Typst: tagged, with outline, running header and footer, in one or two columns; and a scanned page."""

from __future__ import annotations

import io
import json
import textwrap

import typst
from PIL import Image, ImageDraw, ImageFont

from demo_writers.source import Piece, Source, plain

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
    data = "\n".join(lines).encode()
    made: bytes = typst.compile(data, format="pdf", ignore_system_fonts=True, timestamp=int(at.timestamp()))
    return made


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
        width = max(len(row) for row in piece.rows)
        head, *rest = (row + ("",) * (width - len(row)) for row in piece.rows)
        top = f"table.header({', '.join(f'[#{_quoted(cell)}]' for cell in head)})"
        cells = ", ".join(f"[#{_quoted(cell)}]" for row in rest for cell in row)
        return f"#table(columns: {width}, align: left, {top}, {cells})"
    return f"#par[#{_quoted(piece.text)}]\n"


def write_scan(source: Source) -> bytes:
    """The text as a picture of a page: what a copier makes of a signed paper, without any text in it."""
    page = Image.new("L", (1240, 1754), 247)
    draw = ImageDraw.Draw(page)
    across = 130
    down = 120
    for piece in source.pieces:
        size = 40 if piece.kind == "heading" else 25
        font = ImageFont.load_default(size)
        for line in textwrap.wrap(plain(piece.text), 52 if piece.kind == "heading" else 80):
            draw.text((across, down), line, fill=40, font=font)
            down += int(size * 1.5)
        down += 18
    buffer = io.BytesIO()
    at = source.written_at.timetuple()
    turned = page.rotate(0.6, fillcolor=247)
    turned.save(buffer, "PDF", resolution=150, title=source.facts["title"], creationDate=at, modDate=at)
    return buffer.getvalue()

"""Small sound files of every format that is read and every list that is imported: what mutants are made from."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import docx
import xlsxwriter
from rdflib import Graph

from policies import framework
from policies.document import Provision, Stated, Zone
from tracker.importers import headings, lists
from tracker.importers.columns import Column

DATA = Path(__file__).parents[1] / "data"
WORDS = "Nämnden ska varje år följa upp planen och senast den 1 mars 2031 redovisa resultatet för kommunstyrelsen."
MORE = "Förvaltningen bör enligt 10 § lagen (2018:1937) erbjuda stöd i minst två kanaler, om inte särskilda skäl finns."
# What a row of a list holds where its column has no example: by the name of the column's form.
TYPICAL = {"line": "Bygglov", "text": "Ord", "day": "2025-03-01", "count": "3", "number": "2,5", "figure": "0,5"}


def pdf(lines: Sequence[str] = (WORDS, MORE), *, more: dict[int, bytes] | None = None) -> bytes:
    """One page of A4 with a line of text each; `more` replaces or adds whole objects by their number."""
    content = b"\n".join(
        b"BT /F1 11 Tf 1 0 0 1 70 %d Tm (%b) Tj ET" % (750 - 16 * at, part.encode("cp1252"))
        for at, part in enumerate(part for line in lines for part in (line[:60], line[60:]) if part)
    )
    parts = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        4: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
        5: b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        **(more or {}),
    }
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, part in sorted(parts.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, max(parts) + 1))
    return bytes(out + b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (max(parts) + 1, start))


def zipped(entries: dict[str, str | bytes], *, packed: bool = True) -> bytes:
    """A container with these entries."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word() -> bytes:
    """A document with headings, a list, a table and properties, as the usual library writes it."""
    document = docx.Document()
    document.add_heading("Plan för digital service", 0)
    document.add_heading("Ansvar", 1)
    document.add_paragraph(WORDS)
    document.add_paragraph("utse ansvariga", style="List Number")
    document.add_paragraph("följa upp", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Krav", "Vem", MORE, "Nämnden"), strict=True):
        cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return _lighter(stream.getvalue())


def _lighter(data: bytes) -> bytes:
    """Without the picture and theme of the template, which would take most of the mutations."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        kept = [name for name in archive.namelist() if "theme" not in name and not name.endswith(".jpeg")]
        return zipped({name: archive.read(name) for name in kept})


def open_document() -> bytes:
    """Headings, a list, a table, styles and properties."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    names = "".join(f' xmlns:{name}="{space}{name}:1.0"' for name in ("office", "text", "table", "style", "meta"))
    body = f'<text:h text:outline-level="1">Ansvar</text:h><text:p text:style-name="P1">{WORDS}</text:p>'
    body += '<text:list text:style-name="L1"><text:list-item><text:p>utse<text:s text:c="2"/></text:p></text:list-item>'
    body += f"</text:list><table:table><table:table-row><table:table-cell><text:p>{MORE}</text:p></table:table-cell>"
    body += "</table:table-row></table:table><text:p>a<text:note><text:note-body><text:p>Not</text:p></text:note-body>"
    body += "</text:note></text:p>"
    styles = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Standard"/>'
    styles += '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/>'
    styles += "</text:list-style>"
    content = (
        f"<office:document-content{names}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
    )
    content += f"<office:text>{body}</office:text></office:body></office:document-content>"
    meta = f"<office:document-meta{names}><office:meta><meta:keyword>plan</meta:keyword></office:meta>"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "meta.xml": meta + "</office:document-meta>",
        }
    )


def workbook(rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Blad1")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return stream.getvalue()


def written(rows: Iterable[Sequence[object]], delimiter: str = ";") -> bytes:
    """The same as CSV."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode()


CHECKLIST = (("Krav-ID", "Krav", "Beskrivning"), ("K1", WORDS, MORE), ("K2", MORE, "=SUM(A1)"))
MARKDOWN = f"""---
title: Riktlinje
date: 2031-01-02
---
# Riktlinje

## 1 Ansvar

{WORDS} **Fet** och [länk](https://exempel.se).

- utse
  - mer
1. första

| Krav | Ska |
|---|---|
| a | {MORE} |
"""
RST = (
    f"Riktlinje\n=========\n\n.. |N| replace:: Namn\n\n{WORDS} |N| :ref:`x <y>`\n\n- utse\n- mer\n\n.. note:: {MORE}\n"
)
NJK = '{% extends "x" %}{% block content %}\n# Riktlinje\n\n' + WORDS + "\n\n{{ x }}\n\n" + MORE + "\n{% endblock %}\n"
TEXT = f"RIKTLINJE\n\n1 Ansvar\n\n{WORDS}\n\n1 kap. Inledning\n\n1 § {MORE}\n\n2 § {WORDS}\n1. första,\n2. andra.\n"
HTML = (DATA / "law" / "sida.html").read_bytes
STATUTE = {
    "id": "2040:1",
    "title": "Lag (2040:1) om prov",
    "url": "https://www.riksdagen.se/sfs-2040-1",
    "provisions": [
        {"chapter": "1", "section": "1", "content": f"{WORDS} 1. svara, a) kort, 2. pröva. {MORE}"},
        {"chapter": "1", "section": "2 a", "content": MORE, "heading": "Ansvar"},
    ],
}
RIKSDAGEN = {
    "dokumentstatus": {
        "dokument": {
            "dok_id": "sfs-2031-45",
            "doktyp": "sfs",
            "beteckning": "2031:45",
            "titel": "Lag (2031:45) om provning",
            "datum": "2030-11-22 00:00:00",
            "html": f'<h2>Lag (2031:45)</h2><b>Ändrad</b>: t.o.m. SFS 2032:9<hr /><div><h3 name="K1">1 kap. Inledning'
            f'</h3><a class="paragraf" name="K1P1"><b>1 §</b></a> {WORDS}<p><a name="K1P1S2"></a></p>{MORE}</div>',
            "text": f"1 § {WORDS}\n\n2 § {MORE}",
        }
    }
}


def _law(name: str) -> Callable[[], bytes]:
    return (DATA / "law" / name).read_bytes


FRAMEWORK = framework.Framework(
    facts={"identifier": "RV 1", "title": "Ramverk", "language": "sv"},
    text=f"{WORDS}\n{MORE}",
    provisions=(
        Provision(locator="p. 1", zone=Zone.BODY, kind="item", start=0, end=len(WORDS)),
        Provision(locator="p. 2", zone=Zone.BODY, kind="item", start=len(WORDS) + 1, end=len(WORDS) + 1 + len(MORE)),
    ),
    requirements=(Stated(provision=0, start=0, end=len(WORDS), force="obligation"),),
)

READ: dict[str, tuple[str, Callable[[], bytes]]] = {
    "akoma_ntoso": ("act.akn.xml", _law("act.akn.xml")),
    "docx": ("plan.docx", word),
    "eurlex_html": ("akt.xhtml", _law("akt.xhtml")),
    "formex": ("act.fmx4.xml", _law("act.fmx4.xml")),
    "framework": ("ramverk.json", lambda: framework.packed(FRAMEWORK)),
    "html": ("sida.html", HTML),
    "markdown": ("riktlinje.md", MARKDOWN.encode),
    "njk": ("riktlinje.njk", NJK.encode),
    "odt": ("plan.odt", open_document),
    "oscal": ("krav.json", _law("krav.oscal.json")),
    "pdf": ("plan.pdf", pdf),
    "reqif": ("krav.reqif", _law("krav.reqif")),
    "riksdagen_json": ("sfs-2031-45.json", json.dumps(RIKSDAGEN).encode),
    "rst": ("riktlinje.rst", RST.encode),
    "statute_json": ("act.json", json.dumps(STATUTE, ensure_ascii=False).encode),
    "table": ("krav.xlsx", lambda: workbook(CHECKLIST)),
    "table as text": ("krav.csv", lambda: written(CHECKLIST)),
    "text": ("riktlinje.txt", TEXT.encode),
}
"""For every reader (the table twice) a name that promises its format, and the bytes."""


def resealed(data: bytes) -> bytes:
    """A framework whose checksum holds, whatever is in it: what somebody who means harm would send."""
    try:
        content = json.loads(data)
        held = {name: value for name, value in content.items() if name != "checksum"}
        return json.dumps(held | {"checksum": framework._checksum(held)}).encode()
    except (ValueError, AttributeError, RecursionError):
        return data


def rows(kind: str) -> list[list[str]]:
    """Headings in Swedish and a row or two of a kind of list; the town of the tests has what they name."""
    columns = lists.kind_of(kind).columns[:20]
    again = ("name", "title", "step", "identifier") if kind != "kolada" else ("kpi",)
    titles = [headings.title(kind, column, "sv") for column in columns]
    first = [_cell(kind, column) for column in columns]
    if kind == "journeys" or not any(column.key in again for column in columns):
        return [titles, first]
    second = [f"{cell}2" if column.key in again else cell for column, cell in zip(columns, first, strict=True)]
    return [titles, first, second]


def _cell(kind: str, column: Column) -> str:
    own = OWN.get((kind, column.key)) or OWN.get(("", column.key))
    if own is not None:
        return own if own != "-" else ""
    form = column.read.name
    if form.startswith("name_of"):
        return {"name_of_actor": "Kontaktcenter", "name_of_service": "Bygglov"}.get(form, "")
    return column.example or (TYPICAL.get(form, "") if column.required else "")


OWN = {
    ("relations", "to"): "Nämnden",
    ("moves", "from"): "Nämnden",
    ("", "period"): "-",
    ("kolada", "period"): "2025",
    ("", "topic"): "-",
    ("kolada", "title"): "-",
    ("records", "success"): "50 %",
    ("records", "findings"): "3",
    ("", "requirement"): "-",
    ("measurements", "actor"): "-",
    ("measurements", "indicator"): "cases",
    ("surveys", "actor"): "-",
    ("surveys", "item"): "ease",
    ("surveys", "value"): "4",
    ("surveys", "n"): "12",
    ("records", "kind"): "user_test",
    ("records", "actor"): "-",
    ("records", "participants"): "5",
    ("goals", "indicator"): "-",
    ("goals", "target"): "-",
}
"""Cells that make the first row of a list one that can be stored; "-" leaves it empty."""

KOLADA = {
    "values": [
        {"kpi": "N1", "municipality": "0114", "period": 2024, "values": [{"gender": "T", "value": 2.5, "status": ""}]},
        {"kpi": "N2", "municipality": "0114", "period": 2023, "values": [{"gender": "K", "value": None}]},
    ]
}


def _as(write: Callable[[Iterable[Sequence[object]]], bytes], kind: str) -> bytes:
    return write(rows(kind))


def listed() -> dict[str, tuple[str, str, Callable[[], bytes]]]:
    """Every kind of list as CSV and as a workbook, and Kolada's answer: kind, file name and bytes by a name."""
    found: dict[str, tuple[str, str, Callable[[], bytes]]] = {}
    for kind in lists.KINDS:
        found[f"{kind} (CSV)"] = (kind, f"{kind}.csv", partial(_as, written, kind))
        found[f"{kind} (XLSX)"] = (kind, f"{kind}.xlsx", partial(_as, workbook, kind))
    return found | {"kolada (JSON)": ("kolada", "kolada.json", json.dumps(KOLADA).encode)}


def _serialized(graph: Graph, form: str) -> bytes:
    return str(graph.serialize(format=form)).encode()


def linked() -> dict[str, tuple[str, str, Callable[[], bytes]]]:
    """Services and organisations as linked data, in every syntax that is read."""
    endings = {"turtle": "ttl", "nt": "nt", "json-ld": "jsonld", "xml": "rdf"}
    found: dict[str, tuple[str, str, Callable[[], bytes]]] = {}
    for kind, source in (("services", "tjanster.ttl"), ("actors", "organisationer.ttl")):
        graph = Graph().parse(DATA / "tracker" / source)
        for form, ending in endings.items():
            found[f"{kind} ({form})"] = (
                kind,
                f"{kind}.{ending}",
                lambda g=graph, f=form: g.serialize(format=f).encode(),
            )
    return found

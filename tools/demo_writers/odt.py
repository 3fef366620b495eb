"""ODT written part by part: content, styles with header and footer, facts, manifest."""

from __future__ import annotations

from lxml import etree

from tools.demo_writers.packing import pack
from tools.demo_writers.source import Piece, Source, column_shares, plain

NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
MIMETYPE = "application/vnd.oasis.opendocument.text"


def write_odt(source: Source) -> bytes:
    parts = {
        "mimetype": MIMETYPE.encode(),
        "content.xml": _xml(_content(source)),
        "styles.xml": _xml(_styles(source)),
        "meta.xml": _xml(_meta(source)),
        "META-INF/manifest.xml": _xml(_manifest()),
    }
    return pack(parts, source.written_at, stored_first="mimetype")


def _xml(element: etree._Element) -> bytes:
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8")


def _name(short: str) -> str:
    prefix, local = short.split(":")
    return f"{{{NAMES[prefix]}}}{local}"


def _make(parent: etree._Element | None, short: str, text: str = "", **attributes: str) -> etree._Element:
    """An element; attribute names are written with two underscores for the colon and one for a hyphen."""
    named = {_name(k.replace("__", ":").replace("_", "-")): v for k, v in attributes.items()}
    if parent is None:
        element = etree.Element(_name(short), named, NAMES)
    else:
        element = etree.SubElement(parent, _name(short), named)
    element.text = text or None
    return element


def _content(source: Source) -> etree._Element:
    root = _make(None, "office:document-content", office__version="1.3")
    automatic = _make(root, "office:automatic-styles")
    for label, numbered in (("Punkter", False), ("Nummer", True)):
        style = _make(automatic, "text:list-style", style__name=label)
        for level in ("1", "2"):
            if numbered:
                mark = {"style__num_format": "1", "style__num_suffix": "."}
                _make(style, "text:list-level-style-number", text__level=level, **mark)
            else:
                _make(style, "text:list-level-style-bullet", text__level=level, text__bullet_char="•")
    cell = _make(automatic, "style:style", style__name="Ruta", style__family="table-cell")
    _make(cell, "style:table-cell-properties", fo__border="0.5pt solid #000000", fo__padding="0.1cm")
    tables = [piece for piece in source.pieces if piece.kind == "table"]
    for number, piece in enumerate(tables):
        for column, share in enumerate(column_shares(piece.rows)):
            name = {"style__name": f"Tabell{number}.{column}", "style__family": "table-column"}
            style = _make(automatic, "style:style", **name)
            _make(style, "style:table-column-properties", style__column_width=f"{16 * share:.2f}cm")
    body = _make(_make(root, "office:body"), "office:text")
    lists: list[etree._Element] = []
    for piece in source.pieces:
        if piece.kind == "item":
            _item(body, lists, piece)
            continue
        lists.clear()
        _add(body, source, piece, tables)
    return root


def _add(body: etree._Element, source: Source, piece: Piece, tables: list[Piece]) -> None:
    if piece.kind == "heading" and piece.level == 1:
        _make(body, "text:p", piece.text, text__style_name="Title")
    elif piece.kind == "heading":
        level = str(piece.level - 1)
        _make(body, "text:h", piece.text, text__style_name=f"Heading_20_{level}", text__outline_level=level)
    elif piece.kind == "quote":
        _make(body, "text:p", plain(piece.text), text__style_name="Quotations")
    elif piece.kind == "table":
        _table(body, piece, next(n for n, table in enumerate(tables) if table is piece))
    elif piece.kind == "contents":
        _contents(body, source)
    elif piece.kind == "paragraph":
        _make(body, "text:p", plain(piece.text), text__style_name="Text_20_body")


def _item(body: etree._Element, lists: list[etree._Element], piece: Piece) -> None:
    """Lettered items are typed by hand in these offices, so they stay paragraphs with their letter."""
    if piece.label.endswith(")"):
        _make(body, "text:p", f"{piece.label} {plain(piece.text)}", text__style_name="List")
        return
    style = "Punkter" if piece.label == "-" else "Nummer"
    del lists[piece.level :]
    while len(lists) < piece.level:
        parent = body if not lists else (lists[-1][-1] if len(lists[-1]) else _make(lists[-1], "text:list-item"))
        lists.append(_make(parent, "text:list", text__style_name=style))
    _make(_make(lists[-1], "text:list-item"), "text:p", plain(piece.text), text__style_name="List")


def _table(body: etree._Element, piece: Piece, number: int) -> None:
    table = _make(body, "table:table")
    for column in range(len(column_shares(piece.rows))):
        _make(table, "table:table-column", table__style_name=f"Tabell{number}.{column}")
    for index, row in enumerate(piece.rows):
        parent = _make(table, "table:table-header-rows") if index == 0 else table
        line = _make(parent, "table:table-row")
        for text in row:
            cell = _make(line, "table:table-cell", office__value_type="string", table__style_name="Ruta")
            _make(cell, "text:p", plain(text), text__style_name="Table_20_Contents")


def _contents(body: etree._Element, source: Source) -> None:
    index = _make(body, "text:table-of-content", text__name="Innehåll", text__protected="true")
    _make(index, "text:table-of-content-source", text__outline_level="2")
    entries = _make(index, "text:index-body")
    title = _make(entries, "text:index-title", text__name="Innehåll_Head")
    _make(title, "text:p", "Innehåll", text__style_name="Contents_20_Heading")
    for page, heading in enumerate(source.headings(), start=4):
        style = f"Contents_20_{heading.level - 1}"
        line = _make(entries, "text:p", heading.text, text__style_name=style)
        _make(line, "text:tab").tail = str(page // 2)


def _styles(source: Source) -> etree._Element:
    root = _make(None, "office:document-styles", office__version="1.3")
    styles = _make(root, "office:styles")
    for name in ("Title", "Text body", "Quotations", "List", "Table Contents", "Contents 1", "Contents 2", "Footer"):
        coded = name.replace(" ", "_20_")
        named = {"style__name": coded, "style__display_name": name}
        style = _make(styles, "style:style", style__family="paragraph", **named)
        _make(style, "style:paragraph-properties", fo__margin_bottom="0.1cm" if "Table" in name else "0.25cm")
        if name == "Title":
            _make(style, "style:text-properties", fo__font_size="22pt", fo__font_weight="bold")
    for level in ("1", "2", "3"):
        named = {"style__name": f"Heading_20_{level}", "style__display_name": f"Heading {level}"}
        style = _make(styles, "style:style", style__family="paragraph", style__default_outline_level=level, **named)
        size = f"{20 - 3 * int(level)}pt"
        _make(style, "style:text-properties", fo__font_weight="bold", fo__font_size=size)
    layout = _make(_make(root, "office:automatic-styles"), "style:page-layout", style__name="A4")
    _make(layout, "style:page-layout-properties", fo__page_width="21cm", fo__page_height="29.7cm", fo__margin="2.5cm")
    page = {"style__name": "Standard", "style__page_layout_name": "A4"}
    master = _make(_make(root, "office:master-styles"), "style:master-page", **page)
    _make(_make(master, "style:header"), "text:p", source.facts.get("header", ""))
    foot = _make(_make(master, "style:footer"), "text:p", source.facts.get("footer", "") + " · Sida ")
    _make(foot, "text:page-number", "1", text__select_page="current")
    return root


def _meta(source: Source) -> etree._Element:
    root = _make(None, "office:document-meta", office__version="1.3")
    facts = _make(root, "office:meta")
    _make(facts, "dc:title", source.facts["title"])
    _make(facts, "meta:initial-creator", source.facts.get("author", ""))
    _make(facts, "meta:creation-date", source.written_at.strftime("%Y-%m-%dT%H:%M:%S"))
    _make(facts, "dc:language", "sv-SE" if source.facts.get("lang", "sv") == "sv" else "en-GB")
    return root


def _manifest() -> etree._Element:
    root = _make(None, "manifest:manifest", manifest__version="1.3")
    for path, kind in (
        ("/", MIMETYPE),
        ("content.xml", "text/xml"),
        ("styles.xml", "text/xml"),
        ("meta.xml", "text/xml"),
    ):
        _make(root, "manifest:file-entry", manifest__full_path=path, manifest__media_type=kind)
    return root

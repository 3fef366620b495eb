"""Formex 4, the XML behind the Official Journal and the consolidated acts of the European Union.

Footnotes become NOTE blocks after the text they belong to; bibliographic parts give title, CELEX number, language.
"""

from __future__ import annotations

import re

from lxml import etree

from policies.assembly import Assembly
from policies.document import BlockKind, Document
from policies.markup import parse_xml
from policies.readers.eu_titles import celex

_LEFT_OUT = frozenset({
    "BIB.INSTANCE", "BIB.DATA", "INFO.CONSLEG", "INFO.PROD", "FAM.COMP", "GR.MOD.ACT", "GR.CORRIG", "TOC", "COLOPHON",
    "GR.ANNOTATION", "PROLOG", "INCL.ELEMENT", "IE",
})  # fmt: skip
_HEADINGS = {"TI.ART": 4, "STI.ART": 5, "TI.CONS": 3, "TI.BLK": 5, "STI.BLK": 5}
_NUMBERS = frozenset({"NO.PARAG", "NO.P"})
_TEXTS = frozenset({"P", "ALINEA", "TXT", "VISA", "PREAMBLE.INIT", "PREAMBLE.FINAL", "GR.CONSID.INIT", "GR.VISA.INIT"})
_CONTAINERS = frozenset({
    "ACT", "CONS.ACT", "CONS.DOC", "CONS.ANNEX", "ANNEX", "PREAMBLE", "GR.VISA", "GR.CONSID", "CONSID", "DIVISION",
    "ENACTING.TERMS", "ARTICLE", "PARAG", "SUBPARAG", "SUBDIV", "LIST", "ITEM", "NP", "CONTENTS", "GR.SEQ", "TITLE",
    "TI", "STI", "TBL", "GR.TBL", "CORPUS", "BLK", "ROW", "QUOT.S", "FINAL", "NP.ECR", "DLIST", "DLIST.ITEM", "TERM",
    "DEFINITION", "LEGAL.ACT", "GENERAL", "ADD",
})  # fmt: skip
_DAY = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_BLOCKS = _CONTAINERS | _TEXTS | frozenset(_HEADINGS)


def read(data: bytes, name: str) -> Document:
    """A Formex act as running text with its CELEX number, title and language."""
    root = parse_xml(data, name, instructions=True)
    _drop_deleted(root)
    title = _title(root)
    walk = _Walk(Assembly(name))
    if title:
        walk.out.add(BlockKind.HEADING, title, level=1)
    walk.visit(root)
    language = root.findtext(".//LG.DOC") or root.findtext(".//LG.OJ") or ""
    return Document(
        text=walk.out.text,
        blocks=tuple(walk.out.blocks),
        title=title,
        identifier=root.findtext(".//NO.CELEX") or celex(title),
        language=language.strip().lower()[:2],
        metadata=_consolidated(root),
        tradition="eu_act",
    )


def _consolidated(root: etree._Element) -> dict[str, str]:
    """The day a consolidated text is true for, as `consolidated_on` (YYYY-MM-DD); {} for an act as published."""
    head = root.find(".//INFO.CONSLEG")
    stated = _DAY.match((head.get("START.DATE") or "") if head is not None else "")
    return {"consolidated_on": "-".join(stated.groups())} if stated else {}


def _drop_deleted(root: etree._Element) -> None:
    """Consolidated acts still carry what has been deleted, between two instructions; it is no longer law."""
    for opening in list(root.iter(etree.PI)):
        if not isinstance(opening, etree._ProcessingInstruction) or opening.target != "CLG.MDFO":
            continue
        if opening.get("ACTION") != "DELETED":
            continue
        parent, following = opening.getparent(), opening.getnext()
        opening.tail = None
        while parent is not None and following is not None and not _closes(following, opening):
            after = following.getnext()
            parent.remove(following)
            following = after


def _closes(element: etree._Element, opening: etree._ProcessingInstruction) -> bool:
    return (
        isinstance(element, etree._ProcessingInstruction)
        and element.target == "CLG.MDFC"
        and element.get("IDREF") == opening.get("ID")
    )


def _title(root: etree._Element) -> str:
    title = root.find(".//TITLE/TI")
    return "" if title is None else inline_text(title)


def inline_text(element: etree._Element) -> str:
    """Text on one line; quotation marks are elements of their own, footnotes are left out."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: etree._Element) -> list[str]:
    pieces = [element.text or ""]
    for child in element:
        if child.tag in ("QUOT.START", "QUOT.END"):
            pieces.append(_character(child.get("CODE")))
        elif isinstance(child.tag, str) and child.tag not in ("NOTE", *_LEFT_OUT):
            pieces += _pieces(child)
            if child.tag == "P":
                pieces.append(" ")
        pieces.append(child.tail or "")
    return pieces


def _character(code: str | None) -> str:
    """The character with this hexadecimal number, a plain quotation mark where there is none."""
    try:
        character = chr(int(code or "22", 16))
    except (ValueError, OverflowError):
        return '"'
    return character if character.isprintable() else '"'


class _Walk:
    """The depth of lists, the marker waiting for its text, and where the titles met belong."""

    def __init__(self, out: Assembly) -> None:
        self.out = out
        self.depth = 0
        self.quoted = 0
        self.final = 0
        self.label = ""
        self.heading = 0

    def visit(self, element: etree._Element) -> None:
        """Add the blocks of an element in reading order."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _LEFT_OUT:
            return
        if tag in _NUMBERS:
            self.label = inline_text(element)
        elif tag == "ROW":
            cells = [inline_text(cell) for cell in element if cell.tag == "CELL"]
            header = element.get("TYPE") == "HEADER"
            self.out.add(BlockKind.ROW, " | ".join(cell for cell in cells if cell), level=int(header))
        elif tag in _HEADINGS:
            self._text(inline_text(element), heading=_HEADINGS[tag])
        elif tag in ("TI", "STI"):
            self._text(inline_text(element), heading=self.heading or 3)
        else:
            self._open(element, tag)
        for note in element.findall(".//NOTE") if tag in _TEXTS and not self._holds_blocks(element) else ():
            self.out.add(BlockKind.NOTE, inline_text(note))

    def _open(self, element: etree._Element, tag: str) -> None:
        before = (self.depth, self.quoted, self.final, self.heading)
        self.heading = {"DIVISION": 2, "CONS.ANNEX": 1, "ANNEX": 1, "GR.SEQ": 3}.get(tag, self.heading)
        self.final += tag == "FINAL"
        self.quoted += tag == "QUOT.S"
        if tag == "ITEM" or (tag in ("NP", "CONSID") and not self._in_item(element)):
            self.depth += 1
            self.label = _marker(element)
        self._content(element)
        self.depth, self.quoted, self.final, self.heading = before

    def _content(self, element: etree._Element) -> None:
        """Running text between the blocks inside an element, and those blocks."""
        pieces = [element.text or ""]
        for child in element:
            if child.tag in _BLOCKS or child.tag in _NUMBERS:
                self._text("".join(pieces))
                pieces = []
                self.visit(child)
            elif child.tag in ("QUOT.START", "QUOT.END"):
                pieces.append(_character(child.get("CODE")))
            elif isinstance(child.tag, str) and child.tag not in ("NOTE", *_LEFT_OUT):
                pieces += _pieces(child)
            pieces.append(child.tail or "")
        self._text("".join(pieces))

    def _text(self, text: str, *, heading: int = 0) -> None:
        text = " ".join(text.split())
        if not text:
            return
        label, self.label = self.label, ""
        level = self.depth + self.quoted
        if self.final:
            self.out.add(BlockKind.NOTE, text)
        elif heading and not level:
            self.out.add(BlockKind.HEADING, text, level=heading)
        elif level:
            self.out.add(BlockKind.ITEM, text, level=level, label=label)
        else:
            self.out.add(BlockKind.PARAGRAPH, text, label=label)

    def _in_item(self, element: etree._Element) -> bool:
        parent = element.getparent()
        return parent is not None and parent.tag in ("ITEM", "CONSID")

    def _holds_blocks(self, element: etree._Element) -> bool:
        return any(child.tag in _BLOCKS for child in element)


def _marker(element: etree._Element) -> str:
    """A dash for the items of unnumbered lists; numbered ones bring their own."""
    parent = element.getparent()
    plain = element.tag == "ITEM" and element.find("NP") is None
    return "—" if plain and parent is not None and parent.get("TYPE") in ("DASH", "BULLET", "OTHER", None) else ""

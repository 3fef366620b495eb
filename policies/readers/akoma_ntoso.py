"""Akoma Ntoso, the XML in which several parliaments publish their acts."""

from __future__ import annotations

import re

from lxml import etree

from policies.assembly import Assembly
from policies.document import BlockKind, Document
from policies.markup import parse_xml
from policies.readers.eu_titles import celex

_DIVISIONS = {
    "book": 2, "part": 2, "subpart": 2, "title": 2, "subtitle": 2, "chapter": 2, "subchapter": 2, "section": 3,
    "subsection": 3, "division": 3, "article": 4, "rule": 4, "hcontainer": 3, "attachment": 1, "annex": 1,
}  # fmt: skip
_POINTS = frozenset({"point", "indent", "item", "list", "clause", "subclause", "li", "recital"})
_TEXTS = frozenset({"p", "block", "longTitle", "docTitle", "span", "heading", "subheading", "crossHeading", "wrap",
                    "listIntroduction", "listConclusion", "listWrapUp"})  # fmt: skip
_LEFT_OUT = frozenset({"meta", "coverPage", "authorialNote", "toc", "remark", "del", "noteRef"})
_ATTACHED = frozenset({"attachment", "component", "annex"})  # their prefaces hold the heading of an annex
_REPEALED = frozenset({"removed", "repealed", "deleted"})
_WRAPPERS = frozenset({"list", "blockList", "ul", "ol"})  # hold points, are none themselves
_NUMBER = re.compile(r"^\d{1,4} ?[a-z]{0,2}\.?$")
_SECTION = re.compile(r"^\d{1,4}[A-Z]{0,3}\.?$")
_BELOW_SECTIONS = frozenset({"subsection", "paragraph", "subparagraph", "level"})  # points, where acts have sections
_LANGUAGES = {"swe": "sv", "eng": "en", "dan": "da", "nor": "nb", "nob": "nb", "fin": "fi", "deu": "de", "fra": "fr",
              "ita": "it", "spa": "es", "nld": "nl"}  # fmt: skip


def read(data: bytes, name: str) -> Document:
    """An act, bill or document as running text; its title from the preface, its language from the metadata."""
    root = parse_xml(data, name)
    title = next((_text(e) for tag in ("docTitle", "longTitle", "shortTitle") for e in root.iter(f"{{*}}{tag}")), "")
    language = next((e.get("language") or "" for e in root.iter("{*}FRBRlanguage")), "")
    walk = _Walk(Assembly(name), by_sections=_is_by_sections(root))
    walk.out.add(BlockKind.HEADING, title, level=1)
    walk.visit(root)
    return Document(
        text=walk.out.text,
        blocks=tuple(walk.out.blocks),
        title=title,
        identifier=celex(title),
        language=_LANGUAGES.get(language.lower(), language.lower()[:2]),
    )


def _is_by_sections(root: etree._Element) -> bool:
    """Whether an act is cited by plain sections ("section 1(2)"), as those of common law countries are."""
    if root.find(".//{*}article") is not None:
        return False
    return any(_SECTION.match(_text(number)) for number in root.iterfind(".//{*}section/{*}num"))


def _tag(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: etree._Element) -> str:
    """Text on one line without footnotes."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: etree._Element) -> list[str]:
    pieces = [element.text or ""]
    for child in element:
        if _tag(child) in ("br", "eol", "p"):
            pieces.append(" ")
        if _tag(child) not in _LEFT_OUT:
            pieces += _pieces(child)
        pieces.append(child.tail or "")
    return pieces


class _Walk:
    """How deep the open points are, and the number waiting for its text."""

    def __init__(self, out: Assembly, *, by_sections: bool) -> None:
        self.out = out
        self.by_sections = by_sections
        self.depth = 0
        self.attached = 0  # annexes open: components and attachments
        self.label = ""

    def visit(self, element: etree._Element) -> None:
        """Add the blocks of an element in reading order."""
        tag = _tag(element)
        if not tag or tag in _LEFT_OUT or tag == "num" or element.get("status") in _REPEALED:
            return
        if tag == "preface":
            if self.attached:
                self.out.add(BlockKind.HEADING, _text(element), level=1)
        elif tag == "conclusions":
            self.out.add(BlockKind.NOTE, _text(element))
        elif tag == "crossHeading":
            self.out.add(BlockKind.HEADING, _text(element), level=5)
        elif tag == "tr":
            cells = [(_text(cell), _tag(cell)) for cell in element]
            filled = [(text, kind) for text, kind in cells if text]
            header = len(filled) > 1 and all(kind == "th" for _, kind in filled)
            self.out.add(BlockKind.ROW, " | ".join(text for text, _ in filled), level=int(header))
        elif tag in _TEXTS:
            self._write(element)
        else:
            self._open(element, tag)

    def _open(self, element: etree._Element, tag: str) -> None:
        numeral = element.find("{*}num")
        number = "" if numeral is None else _text(numeral)
        point = tag in _POINTS - _WRAPPERS or (self.by_sections and tag in _BELOW_SECTIONS)
        deeper = point or tag == "quotedStructure"
        self.depth += deeper
        self.attached += tag in _ATTACHED
        if tag in _DIVISIONS and self.depth == 0:
            level = _DIVISIONS[tag]
            number = f"Article {number.rstrip('.')}" if tag == "article" and _NUMBER.match(number) else number
            headings = [_text(heading) for heading in element.findall("{*}heading")]
            if self.by_sections:
                number = f"Section {number.rstrip('.')}" if tag == "section" and number else number
                number, headings = " ".join([number, *headings]), []
            for line in (number, *headings):
                self.out.add(BlockKind.HEADING, line, level=level)
        elif number:
            self.label = number
        for child in element:
            if not (tag in _DIVISIONS and _tag(child) == "heading"):
                self.visit(child)
        self.depth -= deeper
        self.attached -= tag in _ATTACHED

    def _write(self, element: etree._Element) -> None:
        text, label = _text(element), self.label
        if text:
            self.label = ""
        if self.depth:
            self.out.add(BlockKind.ITEM, text, level=self.depth, label=label)
        else:
            self.out.add(BlockKind.PARAGRAPH, text, label=label)
        for note in element.iter("{*}authorialNote"):
            self.out.add(BlockKind.NOTE, " ".join(map(str, note.itertext())))

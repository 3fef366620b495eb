"""EU acts as EUR-Lex publishes them in HTML: the Official Journal's XHTML, old and new, and consolidated texts.

The class of a paragraph says what it is; points are two-column tables or grids whose first column holds the marker.
Amendment markers, footnote calls, running heads and the list of amending acts are not text of the act.
"""

from __future__ import annotations

import re

from lxml import etree

from policies.assembly import Assembly
from policies.document import BlockKind, Document
from policies.readers.amendment_marks import without_marks
from policies.readers.decoding import decode
from policies.readers.eu_titles import celex
from policies.readers.html_tree import parse_html, tag_of, text_of

_ROW_HEAD = "row-head"
_HEADINGS = {
    "doc-ti": 1, "title-doc-first": 1, "title-doc-last": 1, "title-annex-1": 1, "title-annex-2": 2,
    "ti-section-1": 2, "ti-section-2": 2, "title-division-1": 2, "title-division-2": 2,
    "ti-grseq-1": 3, "title-gr-seq-level-1": 3, "title-gr-seq-level-2": 4, "title-gr-seq-level-3": 5,
    "ti-art": 4, "title-article-norm": 4, "sti-art": 5, "stitle-article-norm": 5, "ti-tbl": 5, "title-table": 5,
    _ROW_HEAD: 6,
}  # fmt: skip
_TITLES = frozenset({"doc-ti", "title-doc-first", "title-doc-last"})
_ARTICLES = frozenset({"ti-art", "title-article-norm"})
_LEFT_OUT = frozenset({
    "modref", "arrow", "disclaimer", "reference", "hd-modifiers", "hd-toc-1", "hd-toc-2", "hd-toc-3", "toc-1", "toc-2",
    "title-fam-member", "title-fam-member-star", "title-doc-oj-reference", "hd-date", "hd-lg", "hd-ti", "hd-oj",
    "hd-uniq", "hd-coll", "doc-end",
})  # fmt: skip
_NOTES = frozenset({"note", "footnote", "signatory", "final"})
_NUMBERED = re.compile(r"^([‘“\"'„»]?\d{1,3}[a-z]{0,2}\.)(?:[\u00a0\u2003 ]{2,}|\u00a0)\s*(?=\S)")
_BARE_POINT = re.compile(r"^(\([a-z0-9]{1,5}\)|[0-9a-z]{1,3}\)|[—–])\s+(?=\S)")
_MARKER = re.compile(
    r"^[‘“\"'„»(]{0,3}(?:[0-9]{1,4}[a-z]{0,2}(?:\.[0-9]{1,3}){0,4}|[a-zA-Z]{1,5})[.)]{1,2}$|^[‘“\"']?[—–•-]$"
)
_ROW_HEAD_LENGTH = 60  # characters
_CALL = "\ue001"
_CALLS = re.compile(rf"\s{{0,3}}(?:\(\s*{_CALL}\s*\)|{_CALL})")
_CONSOLIDATED = re.compile(r"^0(\d{4}[A-Z]{1,2}\d{4})\s*—\s*([A-Z]{2})\b")
_DAY = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_BLOCK_TAGS = frozenset({"p", "div", "table", "tbody", "td", "tr", "hr", "body", "dd", "dt", "dl", "li", "ul", "ol"})


def read(data: bytes, name: str) -> Document:
    """An EU act as running text; the identifier is its CELEX number where the file or its title gives it."""
    text, warnings = decode(data, name)
    root = parse_html(text, name)
    act = _Act(Assembly(name), own_articles=root.find(".//*[@id='art_1']") is not None)
    act.walk(root)
    title = " ".join(act.title)
    number, language = _reference(root)
    return Document(
        text=act.out.text,
        blocks=tuple(act.out.blocks),
        title=title,
        identifier=number or celex(title),
        language=language,
        metadata=_amendments(root) | _days(root),
        tradition="eu_act",
        warnings=warnings,
    )


def _reference(root: etree._Element) -> tuple[str, str]:
    """CELEX number and language from the running head, "" where it has none."""
    number, language = "", (root.get("lang") or root.get("xml:lang") or "")[:2].lower()
    for element in root.iter("p"):
        kind = _kind(element)
        if kind == "hd-lg":
            language = text_of(element).lower()[:2]
        elif kind == "reference" and (found := _CONSOLIDATED.match(text_of(element))):
            number, language = f"3{found.group(1)}", found.group(2).lower()
        elif kind in _ARTICLES:
            break
    return number, language


def _amendments(root: etree._Element) -> dict[str, str]:
    """The acts a consolidated text lists as having amended or corrected it, as CELEX numbers: `amended_by`."""
    titles = (text_of(e) for e in root.iter("p") if _kind(e) in ("title-fam-member", "title-fam-member-star"))
    numbers = dict.fromkeys(number for title in titles if (number := celex(title)))
    return {"amended_by": " ".join(numbers)} if numbers else {}


def _days(root: etree._Element) -> dict[str, str]:
    """The day a consolidated text is true for (`consolidated_on`) or an act was published (`published_on`).

    Both as YYYY-MM-DD, from the running head; {} where it gives neither.
    """
    for element in root.iter("p"):
        kind = _kind(element)
        found = _DAY.search(text_of(element)) if kind in ("reference", "hd-date") else None
        if found:
            day = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
            return {"consolidated_on" if kind == "reference" else "published_on": day}
        if kind in _ARTICLES:
            break
    return {}


def _kind(element: etree._Element) -> str:
    """The first class of an element without the prefix newer files carry."""
    classes = (element.get("class") or "").split()
    return classes[0].removeprefix("oj-") if classes else ""


class _Act:
    """Where the walk stands: text not yet written, open list items, the kinds of the open elements."""

    def __init__(self, out: Assembly, *, own_articles: bool) -> None:
        self.out = out
        self.own_articles = own_articles
        self.title: list[str] = []
        self.inline: list[str] = []
        self.kinds: list[str] = [""]
        self.depth = 0
        self.label = ""
        self.begun = False

    def walk(self, root: etree._Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        left_out: set[etree._Element] = set()
        for event, element in walk:
            if event == "start":
                if element in left_out or self._skip(element):
                    left_out.add(element)
                    walk.skip_subtree()
                elif (marker := _marker_cell(element)) is not None:
                    self._open_item(marker)
                    left_out.add(marker)
                    self.kinds.append("item")
                elif tag_of(element) == "tr" and element.find(".//table") is None:
                    self._row(element)
                    left_out.add(element)
                    walk.skip_subtree()
                else:
                    self._start(element)
            else:
                if element not in left_out:
                    self._end(element)
                if element.tail and element is not root:
                    self.inline.append(element.tail)
        self.flush()

    def _skip(self, element: etree._Element) -> bool:
        tag = tag_of(element)
        if not tag or tag in ("head", "script", "style") or _kind(element) in _LEFT_OUT:
            return True
        if tag == "a" and _is_call(element):
            self.inline.append(_CALL)
            return True
        if tag == "span" and _kind(element) == "no-parag":
            self.flush()
            self.label = text_of(element)
            return True
        return False

    def _start(self, element: etree._Element) -> None:
        if tag_of(element) in _BLOCK_TAGS:
            self.flush()
            kind = _ROW_HEAD if _heads_row(element) else _kind(element)
            if kind in _ARTICLES and self.own_articles and not (_parent_id(element).startswith("art_")):
                kind = "quoted"
            if (element.get("id") or "").startswith("fnp_"):
                kind = "final"
            outer = self.kinds[-1]
            if outer in _NOTES or outer == _ROW_HEAD:
                kind = kind if kind in _NOTES or kind in _HEADINGS else outer
            self.kinds.append(kind)
        elif tag_of(element) == "br":
            self.inline.append(" ")
        if element.text:
            self.inline.append(element.text)

    def _end(self, element: etree._Element) -> None:
        if self.kinds[-1] == "item" and _marker_cell(element) is not None:
            self.flush()
            self.depth -= 1
            self.label = ""
            self.kinds.pop()
        elif tag_of(element) in _BLOCK_TAGS:
            self.flush()
            self.kinds.pop()

    def _open_item(self, marker: etree._Element) -> None:
        self.flush()
        self.depth += 1
        self.label = text_of(marker)

    def _row(self, element: etree._Element) -> None:
        self.flush()
        cells = [self._without_calls(cell) for cell in element if tag_of(cell) in ("td", "th")]
        filled = [cell for cell in cells if cell]
        if filled and self._titles_done():
            self.out.add(BlockKind.ROW, " | ".join(filled), level=int(_heads_table(element)))

    def _without_calls(self, cell: etree._Element) -> str:
        for call in [anchor for anchor in cell.iter("a") if _is_call(anchor)]:
            for child in list(call):
                call.remove(child)
            call.text = _CALL
        return without_marks(_CALLS.sub("", text_of(cell)))

    def _titles_done(self) -> bool:
        """Write the collected title once, before the first block that is no title."""
        if not self.begun and self.title:
            self.out.add(BlockKind.HEADING, " ".join(self.title), level=1)
            self.begun = True
        return self.begun

    def flush(self) -> None:
        """Write the collected text as the block its element's class makes it."""
        source = "".join(self.inline).strip()
        self.inline.clear()
        if not source:
            return
        if _CALL in source:
            source = _CALLS.sub("", source).strip()
        source = without_marks(source)
        if not source:
            return
        kind = next((kind for kind in reversed(self.kinds) if kind not in ("item", "")), "")
        if kind in _TITLES and not self.begun:
            self.title.append(" ".join(source.split()))
            return
        self._titles_done()
        text = " ".join(source.split())
        if kind in _NOTES:
            self.out.add(BlockKind.NOTE, text)
        elif kind in _HEADINGS and (kind == _ROW_HEAD or not self.depth):
            self.out.add(BlockKind.HEADING, text, level=_HEADINGS[kind])
        else:
            self._text(source, text)

    def _text(self, source: str, text: str) -> None:
        label, self.label = self.label, ""
        level = self.depth
        found = None if label else _NUMBERED.match(source)
        point = None if label or found or level else _BARE_POINT.match(text)
        if found:
            label, text = found.group(1), " ".join(source[found.end() :].split())
            level += 1 if level else 0
        elif point:
            label, text, level = point.group(1), text[point.end() :], 1
        kind = BlockKind.ITEM if level else BlockKind.PARAGRAPH
        self.out.add(kind, text, level=level, label=label)


def _is_call(anchor: etree._Element) -> bool:
    """Whether a link is the call of a footnote."""
    target = anchor.get("href") or ""
    return target.startswith(("#ntr", "#E0", "#ntc")) or (
        target.startswith("#") and any("note-tag" in (child.get("class") or "") for child in anchor)
    )


def _marker_cell(element: etree._Element) -> etree._Element | None:
    """The cell holding the marker where an element is a point: a table row or grid of a marker and a text."""
    if tag_of(element) == "tr":
        cells = [cell for cell in element if tag_of(cell) == "td"]
        if len(cells) == 3 and not text_of(cells[0]):
            cells = cells[1:]
        if len(cells) != 2:
            return None
    elif "grid-container" in (element.get("class") or ""):
        cells = list(element)[:1]
    else:
        return None
    if not cells or len(cells[0]) > 2:
        return None
    marker = text_of(cells[0])
    return cells[0] if _MARKER.match(marker.replace(" ", "")) else None


def _heads_row(element: etree._Element) -> bool:
    """Whether a cell names what the lists in the cell beside it are about."""
    if tag_of(element) != "td" or element.getprevious() is not None:
        return False
    beside = element.getnext()
    return (
        beside is not None
        and beside.find(".//table") is not None
        and element.find(".//table") is None
        and 0 < len(text_of(element)) <= _ROW_HEAD_LENGTH
    )


def _heads_table(row: etree._Element) -> bool:
    """Whether a row names the columns: its cells are headers by tag or by the class of their paragraphs."""
    cells = [cell for cell in row if tag_of(cell) in ("td", "th") and text_of(cell)]
    return bool(cells) and all(
        tag_of(cell) == "th" or any(_kind(inner) == "tbl-hdr" for inner in cell.iter("p")) for cell in cells
    )


def _parent_id(element: etree._Element) -> str:
    parent = element.getparent()
    return "" if parent is None else parent.get("id") or ""

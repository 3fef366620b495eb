"""Web pages of unknown make: the main text with headings, lists and tables; navigation, banners and footers go."""

from __future__ import annotations

import re

from lxml import etree

from policies.assembly import Assembly
from policies.document import BlockKind, Document
from policies.readers.decoding import decode
from policies.readers.html_blocks import add_element
from policies.readers.html_tree import parse_html, tag_of, text_of

_FRAME_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "dialog"}
)
_FRAME_TAGS = frozenset({"nav", "footer", "aside"})
_FRAME_WORDS = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|meny|breadcrumbs?|brodsmul\w*|cookies?|kakor|footer|sidfot|sidebar|"
    r"share|dela|social|skip-?(?:link|to\w*)?|pagination|toolbar|banner|related|relaterat)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_LINKED = 0.75  # share of a list's text inside links, from which it is navigation
_FEW_LINKS = 3
_ENOUGH = 200  # characters of main text, below which the page is taken whole


def read(data: bytes, name: str) -> Document:
    """A page's main text; title and language as the page states them."""
    text, warnings = decode(data, name)
    root = parse_html(text, name)
    title = _title(root)
    language = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower()
    metadata = _facts(root)
    main = _main(root)
    whole = len(text_of(main))
    removed = _without_frame(main)
    out = _assembled(main, title, name)
    if removed and len(out.text) < min(_ENOUGH, whole):  # what looked like a frame was the page
        out = _assembled(parse_html(text, name), title, name)
    return Document(
        text=out.text,
        blocks=tuple(out.blocks),
        title=title,
        language=language,
        metadata=metadata,
        warnings=warnings,
    )


def _assembled(element: etree._Element, title: str, name: str) -> Assembly:
    """The element's blocks, under the title where it has no main heading of its own."""
    out = Assembly(name)
    if element.find(".//h1") is None:
        out.add(BlockKind.HEADING, title, level=1)
    add_element(out, element)
    return out


def _title(root: etree._Element) -> str:
    """The page's own heading, else its title without the name of the site."""
    heading = root.find(".//h1")
    if heading is not None and text_of(heading):
        return text_of(heading)
    title = root.find(".//title")
    return re.split(r"\s[|–—-]\s", text_of(title), maxsplit=1)[0].strip() if title is not None else ""


def _facts(root: etree._Element) -> dict[str, str]:
    """What the page's meta elements say about it."""
    facts: dict[str, str] = {}
    for meta in root.iter("meta"):
        key, value = meta.get("name") or meta.get("property") or "", meta.get("content") or ""
        if key and value and len(facts) < 50 and not key.startswith(("viewport", "og:", "twitter:", "msapplication")):
            facts[key[:100]] = _SPACE.sub(" ", value)[:1000]
    return facts


def _main(root: etree._Element) -> etree._Element:
    """The element that holds the page's text, else its body."""
    for path in (".//main", ".//*[@role='main']", ".//article", ".//body"):
        found = root.findall(path)
        best = max(found, key=lambda element: len(text_of(element)), default=None)
        if best is not None and len(text_of(best)) >= _ENOUGH:
            return best
    body = root.find(".//body")
    return root if body is None else body


def _without_frame(main: etree._Element) -> int:
    """Take navigation, banners and lists of links out of the tree; how many elements went."""
    doomed = [element for element in main.iter() if element is not main and _is_frame(element)]
    for element in doomed:
        parent = element.getparent()
        if parent is not None:
            if element.tail:
                previous = element.getprevious()
                if previous is None:
                    parent.text = (parent.text or "") + element.tail
                else:
                    previous.tail = (previous.tail or "") + element.tail
            parent.remove(element)
    return len(doomed)


def _is_frame(element: etree._Element) -> bool:
    tag = tag_of(element)
    if tag in _FRAME_TAGS or element.get("role") in _FRAME_ROLES:
        return True
    if tag == "header" and element.find(".//h1") is None:
        return True
    if tag in ("div", "section", "ul", "ol", "p") and _FRAME_WORDS.search(
        f"{element.get('class') or ''} {element.get('id') or ''}"
    ):
        return element.find(".//h1") is None and element.find(".//main") is None
    return tag in ("ul", "ol") and _is_link_list(element)


def _is_link_list(element: etree._Element) -> bool:
    """Short entries that are all links lead somewhere else; links inside sentences stay."""
    links = element.findall(".//a")
    if len(links) < _FEW_LINKS:
        return False
    text = len(text_of(element))
    linked = sum(len(text_of(link)) for link in links)
    return linked >= _LINKED * text and text / len(links) < 60

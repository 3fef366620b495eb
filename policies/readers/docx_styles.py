"""Styles and numbering of a DOCX file: which paragraphs are headings, and the marker each list item shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from policies import style_names
from policies.numerals import letters, roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OUTLINE_LEVELS = 9  # level 9 (counted from 0) means body text
MOST_DIGITS = 9
MAX_CHAIN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a style, with everything it is based on, says about its paragraphs. Sizes in half points."""

    name: str = ""
    outline: int | None = None
    numbering: str | None = None
    depth: int | None = None
    bold: bool | None = None
    size: int | None = None

    @property
    def heading(self) -> int | None:
        """The heading level from 1, by outline level or name; None for other text."""
        if self.outline is not None and self.outline < OUTLINE_LEVELS:
            return self.outline + 1
        return style_names.heading_level(self.name)

    @property
    def title(self) -> bool:
        return style_names.is_title(self.name)

    @property
    def contents(self) -> bool:
        return style_names.is_contents(self.name)

    @property
    def caption(self) -> bool:
        return style_names.is_caption(self.name)


def value(element: etree._Element | None, path: str, attribute: str = "val") -> str | None:
    """A `w:` attribute of the first element at a path of `w:` names below `element`."""
    if element is None:
        return None
    found = element.find("/".join(W + part for part in path.split("/")))
    return None if found is None else found.get(W + attribute)


def number(text: str | None) -> int | None:
    """A whole number of sane size, None for anything else: attributes of foreign files hold anything."""
    try:
        return None if text is None or not 0 < len(text) < MOST_DIGITS else int(text)
    except ValueError:
        return None


def switched(properties: etree._Element | None, name: str) -> bool | None:
    """A toggle such as bold: True, False, or None where nothing is said."""
    if properties is None or properties.find(W + name) is None:
        return None
    return (value(properties, name) or "true").lower() not in {"0", "false", "off", "none"}


class Styles:
    """Looks by style id, resolved along the chain of styles each is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._raw = {} if root is None else {str(s.get(W + "styleId")): s for s in root.iterfind(W + "style")}
        self._looks: dict[str, Look] = {}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.size = number(value(defaults, "sz")) or 22
        normal = [s for s in self._raw.values() if s.get(W + "default") == "1" and s.get(W + "type") == "paragraph"]
        self._default = str(normal[0].get(W + "styleId")) if normal else ""

    def look(self, style: str | None) -> Look:
        """The resolved look; of the default paragraph style where `style` is None or unknown."""
        key = style if style in self._raw else self._default
        if key not in self._looks:
            self._looks[key] = self._resolve(key)
        return self._looks[key]

    def _resolve(self, style: str) -> Look:
        """Looks of the chain up from a style, root first, so that each style is merged once."""
        chain: list[str] = []
        current: str | None = style
        while current in self._raw and current not in self._looks and current not in chain and len(chain) < MAX_CHAIN:
            chain.append(current)
            current = value(self._raw[current], "basedOn")
        look = self._looks.get(current or "", Look()) if chain else Look()
        for name in reversed(chain):
            element = self._raw[name]
            look = replace(_merged(look, element), name=(value(element, "name") or "").strip())
            self._looks[name] = look
        return look


def _merged(look: Look, style: etree._Element) -> Look:
    paragraph, run = style.find(W + "pPr"), style.find(W + "rPr")
    outline, depth = number(value(paragraph, "outlineLvl")), number(value(paragraph, "numPr/ilvl"))
    numbering, bold, size = value(paragraph, "numPr/numId"), switched(run, "b"), number(value(run, "sz"))
    # A style based on "heading 1" is a heading too, though its own name no longer says so.
    inherited = look.outline if outline is None else outline
    if inherited is None and (level := style_names.heading_level(value(style, "name") or "")):
        inherited = level - 1
    return Look(
        outline=inherited,
        numbering=numbering if numbering is not None else look.numbering,
        depth=depth if depth is not None else look.depth,
        bold=bold if bold is not None else look.bold,
        size=size if size is not None else look.size,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a list: number format, pattern ("%1.%2") and first number."""

    form: str = "decimal"
    pattern: str = ""
    first: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """One list: the definition it counts with, its levels, and the levels it starts anew."""

    shared: str
    levels: Mapping[int, Level]
    restarts: tuple[int, ...] = ()


@dataclass(slots=True)
class Numbering:
    """Counts list items as Word does and gives the marker each shows."""

    lists: Mapping[str, List] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, numbering: str, depth: int) -> str | None:
        """The marker of the next item of a list at a depth from 0; None where the list shows none or is unknown."""
        if numbering not in self.lists:
            return None
        shown_as = self.lists[numbering]
        levels = shown_as.levels
        level = levels.get(depth, Level())
        counts = self._counts.setdefault(shown_as.shared, {})
        if (numbering, depth) not in self._begun:
            # Lists over one definition go on counting together, except where a list restarts a level.
            self._begun.add((numbering, depth))
            if depth in shown_as.restarts:
                counts.pop(depth, None)
        counts[depth] = counts.get(depth, level.first - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return "•"
        if level.form == "none" or not level.pattern:
            return None

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            own = levels.get(at, Level())
            return _written(counts.setdefault(at, own.first), own.form)

        return re.sub(r"%([1-9])", shown, level.pattern).strip()


def read_numbering(root: etree._Element | None) -> Numbering:
    """The lists of word/numbering.xml, by the id paragraphs name them with."""
    if root is None:
        return Numbering()
    abstract = {
        str(element.get(W + "abstractNumId")): _levels(element.iterfind(W + "lvl"))
        for element in root.iterfind(W + "abstractNum")
    }
    lists: dict[str, List] = {}
    for element in root.iterfind(W + "num"):
        base = value(element, "abstractNumId") or ""
        levels, restarts = dict(abstract.get(base, {})), []
        for override in element.iterfind(W + "lvlOverride"):
            at = number(override.get(W + "ilvl")) or 0
            levels.update(_levels(override.iterfind(W + "lvl")))
            if (start := number(value(override, "startOverride"))) is not None:
                levels[at] = replace(levels.get(at, Level()), first=start)
                restarts.append(at)
        lists[str(element.get(W + "numId"))] = List(shared=base, levels=levels, restarts=tuple(restarts))
    return Numbering(lists)


def _levels(elements: Iterable[etree._Element]) -> dict[int, Level]:
    found = {}
    for element in elements:
        first = number(value(element, "start"))
        found[number(element.get(W + "ilvl")) or 0] = Level(
            form=value(element, "numFmt") or "decimal",
            pattern=value(element, "lvlText") or "",
            first=1 if first is None else first,
        )
    return found


def _written(count: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"}:
        return letters(count).upper() if form == "upperLetter" else letters(count)
    if form in {"lowerRoman", "upperRoman"}:
        return roman(count).upper() if form == "upperRoman" else roman(count)
    return f"{count:02d}" if form == "decimalZero" else str(count)

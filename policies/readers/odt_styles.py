"""Styles and lists of an ODT file: what a paragraph is by its style, and the marker a list item shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from policies import style_names
from policies.numerals import letters, roman, stated

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"

ESCAPED = re.compile(r"_([0-9a-f]{2,4})_")
POINTS = re.compile(r"^(\d{1,4}(?:\.\d+)?)pt$")
DEFAULT_SIZE = 12.0
MAX_CHAIN = 20
DEEPEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a paragraph style says, parents included. `names` are its own and its parents' names, nearest first."""

    names: tuple[str, ...] = ()
    bold: bool = False
    size: float = DEFAULT_SIZE
    level: int | None = None
    numbering: str = ""

    @property
    def heading(self) -> int | None:
        if self.level is not None:
            return self.level
        return next((level for name in self.names if (level := style_names.heading_level(name))), None)

    @property
    def title(self) -> bool:
        return any(map(style_names.is_title, self.names))

    @property
    def contents(self) -> bool:
        return any(map(style_names.is_contents, self.names))

    @property
    def caption(self) -> bool:
        return any(map(style_names.is_caption, self.names))


class Styles:
    """Looks by style name, over the styles of the document and of its content."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._raw: dict[tuple[str, str], etree._Element] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        for root in roots:
            for style in root.iter(STYLE + "style"):
                self._raw[str(style.get(STYLE + "family")), str(style.get(STYLE + "name"))] = style

    def paragraph(self, name: str | None) -> Look:
        return self._look("paragraph", name)

    def is_bold(self, name: str | None) -> bool:
        """Whether a text (character) style is bold."""
        return self._look("text", name).bold

    def _look(self, family: str, name: str | None) -> Look:
        key = (family, name or "Standard")
        if key not in self._looks:
            self._looks[key] = self._resolved(family, name or "Standard")
        return self._looks[key]

    def _resolved(self, family: str, name: str) -> Look:
        names: list[str] = []
        weight = size = level = numbering = None
        current: str | None = name
        for _ in range(MAX_CHAIN):
            style = self._raw.get((family, current or ""))
            if style is None:
                break
            names.append(style.get(STYLE + "display-name") or _shown(str(current)))
            text = style.find(STYLE + "text-properties")
            if text is not None:
                weight = weight or text.get(FO + "font-weight")
                size = size or POINTS.match(text.get(FO + "font-size", ""))
            level = level or stated(style.get(STYLE + "default-outline-level"))
            numbering = numbering or style.get(STYLE + "list-style-name")
            current = style.get(STYLE + "parent-style-name")
        names = names or [_shown(name)]
        return Look(
            names=tuple(names),
            bold=weight in {"bold", "600", "700", "800", "900"},
            size=float(size[1]) if size else DEFAULT_SIZE,
            level=level if level and level <= DEEPEST else None,
            numbering=numbering or "",
        )


def _shown(name: str) -> str:
    """
    >>> _shown("Heading_20_1")
    'Heading 1'
    """
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a list: number format ("1", "a", "i", "" for none, "•" for bullets), signs around, first number."""

    form: str = ""
    before: str = ""
    after: str = ""
    first: int = 1
    shown: int = 1


@dataclass(slots=True)
class Lists:
    """List styles by name, and the numbers reached in each list."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)

    @classmethod
    def read(cls, roots: Iterable[etree._Element]) -> Lists:
        """Every list style of the roots; the numbering of headings has the name "outline"."""
        lists = cls()
        for root in roots:
            for style in root.iter(TEXT + "list-style", TEXT + "outline-style"):
                name = "outline" if style.tag == TEXT + "outline-style" else str(style.get(STYLE + "name"))
                lists.levels[name] = {
                    depth: _level(level)
                    for level in style
                    if isinstance(level.tag, str) and (depth := stated(level.get(TEXT + "level", "1"))) is not None
                }
        return lists

    def first(self, style: str, depth: int) -> int:
        return self.levels.get(style, {}).get(depth, Level()).first

    def alike(self, style: str, other: str, depth: int) -> bool:
        """Whether two list styles write a level the same way."""
        one, two = (self.levels.get(name, {}).get(depth) for name in (style, other))
        return one is not None and two is not None and (one.form, one.before) == (two.form, two.before)

    def label(self, style: str, counts: list[int]) -> str:
        """The marker of an item whose numbers are `counts`, outermost first; "" where the style shows none."""
        levels = self.levels.get(style, {})
        level = levels.get(len(counts))
        if level is None or not level.form:
            return ""
        if level.form == "•":
            return "•"
        first = max(len(counts) - level.shown, 0)
        numbers = [
            _written(count, levels.get(at, level).form) for at, count in enumerate(counts[first:], first + 1) if count
        ]
        return f"{level.before}{'.'.join(numbers)}{level.after}".strip()


def _level(element: etree._Element) -> Level:
    if element.tag == TEXT + "list-level-style-bullet":
        return Level(form="•")
    start, shown = stated(element.get(TEXT + "start-value")), stated(element.get(TEXT + "display-levels"))
    return Level(
        form=element.get(STYLE + "num-format", ""),
        before=element.get(STYLE + "num-prefix", ""),
        after=element.get(STYLE + "num-suffix", ""),
        first=1 if start is None else start,
        shown=1 if shown is None else shown,
    )


def _written(count: int, form: str) -> str:
    if form.lower() == "a":
        return letters(count).upper() if form == "A" else letters(count)
    if form.lower() == "i":
        return roman(count).upper() if form == "I" else roman(count)
    return str(count)

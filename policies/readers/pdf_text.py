"""The characters of a PDF page as segments of lines, each with its place, size, weight and mark in the tag tree."""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from policies.readers.pdf_drawn import NO_WALL, Drawn

# PDFium puts these where a hyphen breaks a word at the end of a line.
BREAK_HYPHENS = frozenset({0x02, 0xFFFE})
UNMAPPED = frozenset({0, 0xFFFD})
PRIVATE = range(0xE000, 0xF8FF + 1)
BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
FORCE_BOLD = 1 << 18
JUMP = 1.6
RAISED = 0.78
CELL_JUMP = 0.5  # font sizes of white around a drawn line that part two cells
UNITS = ("m", "km", "cm", "mm", "dm")


Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""


@dataclass(slots=True)
class Segment:
    """Characters on one base line without a wide gap. Coordinates in points, y upwards; `mark` is -1 if untagged.

    `wall` is where the upright line drawn next to the left of it stands, far to the left where there is none.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool
    mark: int
    page: int
    wall: float = NO_WALL

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Font:
    """How the characters of one text object look."""

    size: float
    bold: bool
    mark: int
    upright: bool


@dataclass(slots=True)
class _Building:
    mark: int
    parts: list[str] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    plain: int = 0
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    top: float = 0.0
    base: float = 0.0

    def take(self, letter: str, box: Box, font: Font) -> None:
        left, bottom, right, top = box
        if not self.sizes:
            self.left, self.bottom, self.right, self.top = box
            self.base = bottom
        else:
            # Compared by hand: this runs once for every letter of a file.
            if left < self.left:
                self.left = left
            if bottom < self.bottom:
                self.bottom = bottom
            if right > self.right:
                self.right = right
            if top > self.top:
                self.top = top
        self.parts.append(letter)
        self.sizes[font.size] += 1
        self.plain += not font.bold

    def segment(self, page: int, drawn: Drawn) -> Segment | None:
        text = "".join(self.parts)
        if not self.sizes or not text.strip():
            return None
        return Segment(
            text=text,
            left=self.left,
            right=self.right,
            bottom=self.bottom,
            top=self.top,
            size=self.sizes.most_common(1)[0][0],
            bold=self.plain == 0,
            mark=self.mark,
            page=page,
            wall=drawn.wall(self.left, (self.top + self.bottom) / 2),
        )


class PageText:
    """Reads one page: `segments` in the order of the content stream, and how many letters had no meaning."""

    def __init__(self, text_page: Any, page: int, drawn: Drawn) -> None:
        self._raw = text_page
        self._drawn = drawn
        self._page = page
        self._fonts: dict[int, Font] = {}
        self._name = ctypes.create_string_buffer(256)
        self.letters = 0
        self.unmapped = 0
        self.segments: list[Segment] = []
        self._walk()

    def _walk(self) -> None:
        raw, rectangle = self._raw, pdfium.FS_RECTF()
        unicode_at, box_at = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
        building: _Building | None = None
        reference = ctypes.byref(rectangle)
        for at in range(max(pdfium.FPDFText_CountChars(raw), 0)):
            code = unicode_at(raw, at)
            if code in {10, 13}:
                self._close(building)
                building = None
                continue
            if code == 32:
                if building:
                    building.parts.append(" ")
                continue
            font = self._font(at)
            if not font.upright or not box_at(raw, at, reference):
                continue
            box = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
            self.letters += 1
            if code in UNMAPPED:
                self.unmapped += 1
            if building and self._breaks(building, box, font):
                self._close(building)
                building = None
            if building is None:
                building = _Building(font.mark)
            if self._is_note_mark(building, code, box, font):
                continue
            building.take("-" if code in BREAK_HYPHENS else _letter(code), box, font)
        self._close(building)

    def _close(self, building: _Building | None) -> None:
        if building and (segment := building.segment(self._page, self._drawn)):
            self.segments.append(segment)

    def _breaks(self, building: _Building, box: Box, font: Font) -> bool:
        if not building.sizes:
            return False
        left, bottom, size = box[0], box[1], font.size
        if left - building.right > CELL_JUMP * size and self._drawn.parts(building.right, left, (bottom + box[3]) / 2):
            return True
        return (
            font.mark != building.mark
            or left - building.right > JUMP * size
            or left < building.left - size
            or abs(bottom - building.base) > max(size, 6.0)
        )

    @staticmethod
    def _is_note_mark(building: _Building, code: int, box: Box, font: Font) -> bool:
        """A small raised figure after a word refers to a footnote; it is no part of the sentence."""
        if not 48 <= code <= 57 or not building.sizes:
            return False
        usual = building.sizes.most_common(1)[0][0]
        if font.size > RAISED * usual or box[1] < building.base + 0.1 * usual:
            return False
        return "".join(building.parts[-3:]).split(" ")[-1] not in UNITS

    def _font(self, at: int) -> Font:
        target = pdfium.FPDFText_GetTextObject(self._raw, at)
        key = ctypes.c_void_p.from_buffer(target).value or 0  # the address; a cast takes ten times as long
        if key not in self._fonts:
            self._fonts[key] = self._look(at, target if key else None)
        return self._fonts[key]

    def _look(self, at: int, target: Any) -> Font:
        size, upright, mark = pdfium.FPDFText_GetFontSize(self._raw, at), True, -1
        if target is not None:
            matrix = pdfium.FS_MATRIX()
            if pdfium.FPDFPageObj_GetMatrix(target, matrix):
                size *= (matrix.b**2 + matrix.d**2) ** 0.5 or 1.0
                upright = abs(matrix.b) <= abs(matrix.a)
            mark = pdfium.FPDFPageObj_GetMarkedContentID(target)
        flags = ctypes.c_int(0)
        length = pdfium.FPDFText_GetFontInfo(self._raw, at, self._name, len(self._name), flags)
        name = self._name.value.decode("latin-1").lower() if 0 < length <= len(self._name) else ""
        bold = any(word in name for word in BOLD_NAMES) or bool(flags.value & FORCE_BOLD)
        bold = bold or pdfium.FPDFText_GetFontWeight(self._raw, at) >= 650
        return Font(max(round(size, 1), 1.0), bold, mark, upright)


def _letter(code: int) -> str:
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return chr(code)

"""A page of a PDF as a picture, the words that were read from it marked where they stand.

Run in a reading worker only (`policies.sandbox.draw_safely`): PDFium and the file are not to be trusted.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageDraw

from policies import limits
from policies.errors import UnreadableFile

SEED = 20
"""Letters and figures in a row that make a run of words one that was found; fewer are the same by chance."""
MARK = (255, 224, 120)
EDGE = (31, 92, 153)
COLOURS = 64
"""Colours that are kept: enough for text and charts, and a third of the bytes."""


def draw(data: bytes, name: str, *, page: int, words: str, width: int) -> tuple[bytes, bool]:
    """Page `page` (from 1) of a PDF as PNG, about `width` pixels wide, and whether `words` were found and marked on it.

    Raises UnreadableFile: error.encrypted, error.damaged, error.page_missing.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = "error.encrypted" if "password" in str(error).lower() else "error.damaged"
        raise UnreadableFile(code, file=name) from error
    try:
        if not 1 <= page <= len(document):
            raise UnreadableFile("error.page_missing", file=name, page=page, pages=len(document))
        return _drawn(document[page - 1], words, width)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile("error.damaged", file=name) from error
    finally:
        document.close()


def runs(sought: str, there: str) -> list[tuple[int, int]]:
    """Where parts of `sought` stand in `there`, as start:end in `there`; the longest run from each place is taken.

    >>> runs("planen ska antas varje år", "s. 3 planen ska antas varje år. Nämnden")
    [(5, 30)]
    """
    if len(sought) <= SEED:
        at = there.find(sought) if sought else -1
        return [(at, at + len(sought))] if at >= 0 else []
    found = []
    position = 0
    while position + SEED <= len(sought):
        start, length = _longest(sought, position, there)
        if length:
            found.append((start, start + length))
        position += length or 1
    return found


def _longest(sought: str, position: int, there: str) -> tuple[int, int]:
    """The longest run of `sought` from a position that stands in `there`: where, and how long; 0 for none."""
    best = (0, 0)
    at = there.find(sought[position : position + SEED])
    while at >= 0:
        length = SEED
        while (
            position + length < len(sought)
            and at + length < len(there)
            and sought[position + length] == there[at + length]
        ):
            length += 1
        best = max(best, (at, length), key=lambda run: run[1])
        at = there.find(sought[position : position + SEED], at + 1)
    return best


def _drawn(page: Any, words: str, width: int) -> tuple[bytes, bool]:
    across, down = page.get_size()
    # A page may say it is a kilometre long: the picture is bounded, whatever the page says.
    scale = min(width / max(across, 1.0), (limits.PICTURE_PIXELS / max(across * down, 1.0)) ** 0.5)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    places = list(_places(page, words, picture.size))
    if places:
        marks = Image.new("RGB", picture.size, (255, 255, 255))
        brush = ImageDraw.Draw(marks)
        for place in places:
            brush.rectangle(place, fill=MARK)
        picture = ImageChops.multiply(picture, marks)
        edge = min(left for left, *_ in places) - 8
        top, bottom = min(place[1] for place in places), max(place[3] for place in places)
        ImageDraw.Draw(picture).rectangle((max(edge - 4, 0), top, max(edge, 4), bottom), fill=EDGE)
    file = io.BytesIO()
    picture.quantize(COLOURS).save(file, "PNG")
    return file.getvalue(), bool(places)


def _places(page: Any, words: str, size: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, right and bottom of the words in pixels, line by line."""
    text = page.get_textpage()
    try:
        count = min(max(text.count_chars(), 0), limits.PAGE_CHARACTERS)
        letters = [(chr(code), at) for at in range(count) if (code := _code(text.raw, at)) and chr(code).isalnum()]
        there = "".join(letter for letter, _ in letters).lower()
        sought = "".join(filter(str.isalnum, words)).lower()
        if len(there) != len(letters):  # a letter that is two in lower case: places would no longer count
            return
        for start, end in runs(sought, there):
            first, last = letters[start][1], letters[end - 1][1]
            yield from _rectangles(page, text.raw, first, last + 1 - first, size)
    finally:
        text.close()


def _rectangles(
    page: Any, text: Any, first: int, count: int, size: tuple[int, int]
) -> Iterator[tuple[int, int, int, int]]:
    edges = [ctypes.c_double() for _ in range(4)]
    across, down = ctypes.c_int(), ctypes.c_int()
    for at in range(pdfium.FPDFText_CountRects(text, first, count)):
        if not pdfium.FPDFText_GetRect(text, at, *edges):
            continue
        left, top, right, bottom = (edge.value for edge in edges)
        corners = []
        for x, y in ((left, top), (right, bottom)):
            pdfium.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, across, down)
            corners.append((across.value, down.value))
        (x1, y1), (x2, y2) = corners
        yield (
            max(min(x1, x2) - 2, 0),
            max(min(y1, y2) - 2, 0),
            min(max(x1, x2) + 2, size[0]),
            min(max(y1, y2) + 2, size[1]),
        )


def _code(text: Any, at: int) -> int:
    """The character at a place, 0 where it is none."""
    code = int(pdfium.FPDFText_GetUnicode(text, at))
    return 0 if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else code

"""A report as tagged PDF (PDF/UA-1), and as pictures of its pages.

The typesetter is given the report as data, never as markup, so no text of a user can be read as an instruction. It
refuses a document that breaks what it can check of PDF/UA. Fonts come with it and the date is the report's own: the
same report is the same bytes on every machine. What those fonts cannot show, PDF/UA forbids: it is replaced, so that a
sign of another script or a bullet out of a word processor costs its own place and not the report.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

import typst

from tracker.reports import plain
from tracker.reports.content import Bars, Report, Section
from tracker.reports.palette import PLACES

STANDARD: Literal["ua-1"] = "ua-1"
UNSHOWN = "\N{REPLACEMENT CHARACTER}"
_ONE = b'#set document(title: "x")\n#set text(font: "Libertinus Serif")\n#json(bytes(sys.inputs.sign))'
"""A document of one sign between letters, in the font of reports."""


def write(report: Report) -> bytes:
    """The report as PDF/UA-1."""
    made: bytes = typst.compile(
        _template(), sys_inputs=_inputs(report), pdf_standards=[STANDARD], ignore_system_fonts=True,
        timestamp=int(report.made_at.timestamp()),
    )  # fmt: skip
    return made


def pictures(report: Report, *, dots: int = 96) -> list[bytes]:
    """Its pages as PNG, so many dots to the inch."""
    made = typst.compile(
        _template(), sys_inputs=_inputs(report), format="png", ppi=float(dots), ignore_system_fonts=True
    )
    return [made] if isinstance(made, bytes) else list(made)


def pages(report: Report) -> int:
    """How many pages it has."""
    found: str = typst.query(
        _template(), "<pages>", field="value", one=True, sys_inputs=_inputs(report), ignore_system_fonts=True
    )
    return int(found)


@cache
def _template() -> Any:
    return files(__package__).joinpath("report.typ").read_bytes()


def _inputs(report: Report) -> dict[str, str]:
    data = plain.report(report) | {"colours": {place: list(pair) for place, pair in PLACES.items()}}
    return {"report": json.dumps(_showable(data), ensure_ascii=False)}


def _showable(value: Any) -> Any:
    """The same values with what no font shows replaced in every text."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else "".join(map(_shown, value))
    if isinstance(value, Mapping):
        return {key: _showable(one) for key, one in value.items()}
    return [_showable(one) for one in value] if isinstance(value, list | tuple) else value


@lru_cache(maxsize=4096)
def _shown(sign: str) -> str:
    """A sign, or the one that stands for those that cannot be shown.

    >>> _shown("å"), _shown("\\uf0b7")
    ('å', '\ufffd')
    """
    if sign == "\n" or (sign.isascii() and sign.isprintable()):
        return sign
    try:
        typst.compile(
            _ONE, sys_inputs={"sign": json.dumps(f"a{sign}a")}, pdf_standards=[STANDARD], ignore_system_fonts=True
        )
    except typst.TypstError:
        return UNSHOWN
    return sign


def picture(report: Report, bars: Bars, *, dots: int = 220) -> bytes:
    """Bars alone as PNG, 17 cm wide, for formats that cannot draw them."""
    section = Section(title=report.title, blocks=[bars])
    return pictures(replace(report, kind="picture", sections=[section]), dots=dots)[0]

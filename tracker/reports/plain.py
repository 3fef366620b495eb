"""A report as plain values, every number and day written out in its language: what the typesetter is given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker import locales
from tracker.reports.content import Bars, Block, Cell, Figures, Points, Quote, Report, Section, Table, Text, Words
from tracker.reports.language import PLACES, Language


def tag(language: str) -> str:
    """A language as files name it.

    >>> tag("sv"), tag("fi")
    ('sv-SE', 'fi')
    """
    spoken = locales.languages().get(language)
    return spoken.locale.replace("_", "-") if spoken is not None else language


def report(found: Report) -> dict[str, Any]:
    """The whole report; words in another language than its own carry theirs."""
    language = Language(code=found.language)
    return {
        "language": found.language,
        "region": tag(found.language).partition("-")[2] or None,
        "title": found.title,
        "subtitle": found.subtitle,
        "workspace": found.workspace,
        "kind": found.kind,
        "head": found.head,
        "history": found.history,
        "made": [found.made_at.year, found.made_at.month, found.made_at.day],
        "words": {key: language.t(f"report.{key}") for key in ("page_of", "continued", "history_short")},
        "sections": [_section(section, found.language) for section in found.sections],
    }


def cell(value: Cell, language: str) -> str:
    """A value as people read it."""
    if value is None:
        return "–"
    if isinstance(value, Words):
        return value.text
    if isinstance(value, date):
        return locales.day(value, language)
    return value if isinstance(value, str) else locales.number(value, language)


def figure(value: int | str, language: str) -> str:
    """A number of the row of figures."""
    return value if isinstance(value, str) else locales.number(value, language)


def _section(section: Section, language: str) -> dict[str, Any]:
    return {
        "title": section.title,
        "level": section.level,
        "small": section.small,
        "blocks": [_block(block, language) for block in section.blocks],
    }


def _block(block: Block, language: str) -> dict[str, Any]:
    match block:
        case Text():
            return {"is": "text", "text": block.text, "style": block.style}
        case Points():
            return {"is": "points", "items": [text for text, _ in block.items]}
        case Figures():
            rows = [{"value": figure(row.value, language), "label": row.label} for row in block.rows]
            return {"is": "figures", "rows": rows}
        case Bars():
            return {"is": "bars", "alt": block.alt, **_bars(block)}
        case Table():
            return {
                "is": "table",
                "name": block.name,
                "more": block.more,
                "columns": [
                    {"title": column.title, "width": column.width, "number": column.number} for column in block.columns
                ],
                "rows": [[_cell(value, language) for value in row] for row in block.rows],
            }
        case Quote():
            return {
                "is": "quote",
                "text": block.text,
                "language": block.language,
                "source": block.source,
                "evidence": block.evidence,
            }


def _bars(block: Bars) -> dict[str, Any]:
    """Segments that are there, with the name of each place once."""
    return {
        "places": [{"place": place, "name": block.places[place]} for place in PLACES if place in block.places],
        "rows": [
            {
                "name": row.name,
                "total": sum(row.counts.values()),
                "parts": [{"place": place, "count": row.counts[place]} for place in PLACES if row.counts.get(place)],
            }
            for row in block.rows
        ],
    }


def _cell(value: Cell, language: str) -> Mapping[str, str]:
    text = cell(value, language)
    return {"text": text, "language": value.language} if isinstance(value, Words) else {"text": text}

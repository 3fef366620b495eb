"""A file to fill in for every kind of list: its headings in the reader's language, and what each column means."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import xlsxwriter

from tracker import locales, vocabulary
from tracker.importers import headings, lists
from tracker.importers.columns import Column

EXPLAINED = ("column", "needed", "means", "written", "example")
"""What the second sheet says of every column."""


def csv_template(code: str, language: str) -> bytes:
    """The headings alone, as UTF-8 with its mark; semicolons in Swedish, as Swedish spreadsheets expect them."""
    out = io.StringIO()
    kind = lists.kind_of(code)
    writer = csv.writer(out, delimiter=";" if language == "sv" else ",", lineterminator="\r\n")
    writer.writerow([headings.title(code, column, language) for column in kind.columns])
    return out.getvalue().encode("utf-8-sig")


def xlsx_template(code: str, language: str) -> bytes:
    """A workbook with a sheet to fill in, and one that explains its columns."""
    out = io.BytesIO()
    kind = lists.kind_of(code)
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
        days = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet = workbook.add_worksheet(locales.text(f"list_kind.{code}", language)[:31])
        sheet.freeze_panes(1, 0)
        for position, column in enumerate(kind.columns):
            title = headings.title(code, column, language)
            sheet.write_string(0, position, title, bold)
            sheet.set_column(position, position, max(14, len(title) + 2), days if column.read.name == "day" else None)
        about = workbook.add_worksheet(locales.text("list_template.sheet", language)[:31])
        about.freeze_panes(1, 1)
        for position, (name, width) in enumerate(zip(EXPLAINED, (28, 14, 50, 60, 30), strict=True)):
            about.set_column(position, position, width)
            about.write_string(0, position, locales.text(f"list_template.{name}", language), bold)
        for row, cells in enumerate(explained(code, language), start=1):
            for position, cell in enumerate(cells):
                about.write_string(row, position, cell, wrap)
    return out.getvalue()


def explained(code: str, language: str) -> Iterator[tuple[str, str, str, str, str]]:
    """For every column: heading, whether it is needed, what it means, how it is written, an example."""
    for column in lists.kind_of(code).columns:
        use = "needed" if column.required else "identifies" if column.identifies else "may_be_empty"
        yield (
            headings.title(code, column, language),
            locales.text(f"list_template.use.{use}", language),
            _meaning(code, column, language),
            _written(column, language),
            column.example,
        )


def _meaning(code: str, column: Column, language: str) -> str:
    if column.titles:
        kinds = [
            kind.name(language)
            for kind in vocabulary.record_kinds().values()
            if any(fact.code == column.key for fact in kind.facts)
        ]
        return locales.text("list_meaning.fact", language, kinds=", ".join(kinds))
    own = f"list_meaning.{code}.{column.key}"
    return locales.text(own if locales.has_text(own) else f"list_meaning.{column.key}", language)


def _written(column: Column, language: str) -> str:
    written = locales.text(f"list_form.{column.read.name}", language)
    if column.read.choices:
        return f"{written} {locales.text('list_form.choices', language, choices=', '.join(column.read.choices))}"
    return written


TEMPLATES = {"xlsx": xlsx_template, "csv": csv_template}

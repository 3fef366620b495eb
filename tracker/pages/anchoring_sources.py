"""The rows behind a figure of anchoring, drawn alike wherever one is opened."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker.pages import frame, routes, tables
from tracker.pages.anchoring_words import fact_name, indicator_name, kind_name
from tracker.pages.language import day, number, percent, t
from tracker.views.anchoring_bases import BasisRow, basis_rows
from tracker.views.anchoring_findings import Basis, Source
from tracker.views.clearance import sees_secrecy
from tracker.vocabulary import indicators

COLUMNS = ("what", "about", "says", "on", "source")


def show(workspace: int, bases: Sequence[Basis], *, key: str) -> None:
    """The rows as a table, and a button for each document behind them."""
    with frame.reading() as session:
        cleared = sees_secrecy(session, workspace, frame.person().id)
        rows = basis_rows(session, workspace, bases, sees_secrecy=cleared)
    titles = {name: t(f"page.anchoring.source.{name}") for name in COLUMNS}
    columns = titles | {
        "what": tables.wide(titles["what"], 210),
        "says": tables.long(titles["says"], 300),
        "source": tables.long(titles["source"], 320),
    }
    tables.table([_cells(row) for row in rows], columns, key=key, alt=t("page.anchoring.sources"), opens=False)
    documents = {row.document_id: row.document for row in rows if row.document_id is not None}
    for number_of, name in documents.items():
        if st.button(str(name), key=f"{key}-document-{number_of}", type="tertiary", icon=":material/description:"):
            routes.go("local", document=number_of)


def _cells(row: BasisRow) -> dict[str, str]:
    return {
        "what": _what(row),
        "about": row.name,
        "says": _says(row),
        "on": day(row.on) if row.until in (None, row.on) else f"{day(row.on)} – {day(row.until)}",
        "source": source(row),
    }


def source(row: BasisRow) -> str:
    """Where a row comes from: the body, the document, the words of whoever entered it."""
    document = t("page.anchoring.withheld") if row.document is None else row.document
    return " · ".join(part for part in (row.body, document, row.words) if part) or t("page.anchoring.no_source")


def _what(row: BasisRow) -> str:
    if row.source is Source.MEASUREMENT:
        return " · ".join(part for part in (indicator_name(row.code), row.title) if part)
    return kind_name(row.code) if row.source is Source.RECORD else row.title


def _says(row: BasisRow) -> str:
    """What the row says, in words."""
    if row.source is Source.RECORD:
        return " · ".join(f"{fact_name(row.code, code)}: {_fact(value)}" for code, value in row.facts.items())
    if row.source is Source.MEASUREMENT:
        kind = indicators().get(row.code)
        is_share = kind is not None and kind.unit == "share"
        said = percent(row.value or 0) if is_share else number(row.value or 0)
        return said if row.n is None else t("page.anchoring.says.with_n", value=said, n=number(row.n))
    part = t("page.anchoring.not_known") if row.part is None else number(row.part)
    return t(f"page.anchoring.says.{row.source.value}", fte=number(row.value or 0), part=part)


def _fact(value: object) -> str:
    if isinstance(value, bool):
        return t("page.anchoring.yes") if value else t("page.anchoring.no")
    return number(value) if isinstance(value, int | float) else str(value)

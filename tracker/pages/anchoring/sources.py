"""The rows behind a figure of anchoring, drawn alike wherever one is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from tracker.pages import frame, routes, tables
from tracker.pages.anchoring.words import fact_words, indicator_name, kind_name
from tracker.pages.language import day, number, percent, t
from tracker.pages.problems import plain
from tracker.views.anchoring.bases import BasisRow, basis_rows
from tracker.views.anchoring.findings import Basis, Source
from tracker.vocabulary import indicators

COLUMNS = ("what", "says", "on", "source", "about")
MOST_CARDS = 6
"""So many rows are written out; more of them are a table."""


def show(workspace: int, bases: Sequence[Basis], *, key: str) -> None:
    """The rows behind a figure, and a button for each document they name."""
    cleared = frame.cleared(workspace)
    with frame.reading() as session:
        rows = basis_rows(session, workspace, bases, sees_secrecy=cleared)
    cells = [_cells(row) for row in rows]
    if len(rows) <= MOST_CARDS:
        for row in cells:
            _card(row)
    else:
        titles = {name: t(f"page.anchoring.source.{name}") for name in COLUMNS}
        columns = titles | {"what": tables.wide(titles["what"], 190), "source": tables.long(titles["source"], 260)}
        tables.table(cells, columns, key=key, alt=t("page.anchoring.sources"), opens=False, tallest=420)
    documents = {row.document_id: row.document for row in rows if row.document_id is not None}
    for number_of, name in documents.items():
        if st.button(
            plain(str(name)), key=f"{key}-document-{number_of}", type="tertiary", icon=":material/description:"
        ):
            routes.go("local", document=number_of)


def _card(row: Mapping[str, str]) -> None:
    """A row written out: what it is, what it says, where it comes from."""
    head = " · ".join(plain(row[name]) for name in ("about", "on") if row[name])
    said = f"  \n{plain(row['says'])}" if row["says"] else ""
    st.markdown(
        f"**{plain(row['what'])}** · {head}{said}  \n{t('page.anchoring.source.source')}: {plain(row['source'])}"
    )


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
        return fact_words(row.code, row.facts)
    if row.source is Source.MEASUREMENT:
        kind = indicators().get(row.code)
        is_share = kind is not None and kind.unit == "share"
        said = percent(row.value or 0) if is_share else number(row.value or 0)
        return said if row.n is None else t("page.anchoring.says.with_n", value=said, n=number(row.n))
    part = t("page.anchoring.not_known") if row.part is None else number(row.part)
    return t(f"page.anchoring.says.{row.source.value}", fte=number(row.value or 0), part=part)

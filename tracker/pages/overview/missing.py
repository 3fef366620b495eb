"""The binding requirements without any local passage: what is known of each, and who would own it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from tracker.pages import address, downloads, frame, language, routes, tables
from tracker.pages.language import t, tn
from tracker.tables.schema import sort_key
from tracker.views import missing
from tracker.views.guidelines.listing import guideline_names
from tracker.views.matrix.table import columns as matrix_columns
from tracker.views.missing import Looked, MissingRow, Owner
from tracker.views.texts import RequirementText, requirement_texts

LIST = "missing"
"""How the address names this list."""
SIZE = 50
NOBODY = "0"


def show(workspace: int) -> None:
    """The answer, the filters, and the list; a row opens the requirement with its sentences."""
    st.button(
        t("page.missing.back"), icon=":material/arrow_back:", type="tertiary", key="missing-back",
        on_click=address.put, kwargs=dict.fromkeys(("list", "looked", "owner", "page")),
    )  # fmt: skip
    st.title(t("page.missing.title"))
    rows = frame.remembered(missing.missing, workspace)
    if not rows:
        st.success(t("page.missing.none"), icon=":material/done_all:")
        return
    st.markdown(_answer(rows))
    st.caption(t("page.missing.rule"))
    if all(row.owner is None for row in rows):
        st.info(t("page.missing.owners_come"), icon=":material/lightbulb:")
        routes.link("local", t("page.missing.owners_go"))
    shown = _filtered(rows)
    if not shown:
        st.info(t("page.missing.no_rows"), icon=":material/lightbulb:")
        return
    first = address.page_of(len(shown), size=SIZE)
    part = shown[first : first + SIZE]
    cells = _cells(workspace, part)
    titles = {key: t(f"page.missing.column.{key}") for key in cells[0]}
    settings = titles | {
        "requirement": tables.wide(titles["requirement"], 200),
        "words": tables.long(titles["words"], 340),
        "owner": tables.long(titles["owner"], 200),
        "suggestions": tables.count(titles["suggestions"]),
    }
    chosen = tables.table(cells, settings, key=f"missing-{first}", alt=t("page.missing.title"), tallest=720)
    downloads.downloads(LIST, lambda: _cells(workspace, shown), titles)
    if chosen is not None:
        _open(workspace, part[chosen])


def _answer(rows: Sequence[MissingRow]) -> str:
    """How many, how they were looked for, and how many nobody would own."""
    looked = Counter(row.looked for row in rows)
    parts = [tn(f"page.missing.{one.value}", looked[one]) for one in Looked if looked[one]]
    unowned = tn("page.missing.unowned", sum(row.owner is None for row in rows))
    return f"**{tn('page.overview.answer', len(rows))}** {' · '.join(parts)}. {unowned}"


def _filtered(rows: Sequence[MissingRow]) -> Sequence[MissingRow]:
    found = Counter(row.looked for row in rows)
    owners = {str(row.owner.actor): row.owner.name for row in rows if row.owner is not None}
    named = sorted(owners, key=lambda key: sort_key(owners[key]))
    left, right = st.columns(2)
    with left:
        looked = address.choose(
            t("page.missing.column.looked"), ("", *(one for one in Looked if found[one])), key="looked",
            show=lambda key: t(f"page.missing.looked.{key}") if key else t("page.filter.all"), resets=("page",),
        )  # fmt: skip
    with right:
        owner = address.choose(
            t("page.missing.column.owner"), ("", NOBODY, *named), key="owner", resets=("page",),
            show=lambda key: owners.get(key, t("page.missing.unknown")) if key else t("page.filter.all"),
        )  # fmt: skip
    return [
        row
        for row in rows
        if looked in ("", row.looked) and owner in ("", str(row.owner.actor) if row.owner is not None else NOBODY)
    ]


def _cells(workspace: int, rows: Sequence[MissingRow]) -> Sequence[Mapping[str, Any]]:
    names = {row.id: row.title(language.current()) for row in frame.remembered(guideline_names, workspace)}
    texts = _texts(row.requirement_id for row in rows)
    return [
        {
            "requirement": texts[row.requirement_id].short(language.current()),
            "words": texts[row.requirement_id].words(language.current()),
            "owner": row.owner.name if row.owner is not None else t("page.missing.unknown"),
            "by": _by(row.owner),
            "looked": t(f"page.missing.looked.{row.looked.value}"),
            "suggestions": row.suggestions,
            "guideline": names.get(row.guideline_id, ""),
        }
        for row in rows
    ]


def _texts(ids: Iterable[int]) -> Mapping[int, RequirementText]:
    with frame.reading() as session:
        return requirement_texts(session, ids)


def _by(owner: Owner | None) -> str:
    """What says that it is theirs, with the score where only the machine does."""
    if owner is None:
        return ""
    score = "" if owner.score is None else f" ({language.number(round(owner.score, 2))})"
    return t(f"page.missing.by.{owner.by.value}") + score


def _open(workspace: int, row: MissingRow) -> None:
    """The requirement in the matrix: with its would-be owner where that is a column, else in the whole municipality."""
    places = [column.subject for column in frame.remembered(matrix_columns, workspace)]
    own = ("actor", row.owner.actor) if row.owner is not None else None
    routes.go("matrix", requirement=row.requirement_id, subject=address.key_of(own if own in places else places[0]))

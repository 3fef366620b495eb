"""The codebook of a project by edition; what is edited here is stored as the next one."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd  # type: ignore[import-untyped] # comes with Streamlit, without stubs
import streamlit as st

from tracker.pages import address, downloads, frame, problems, tables
from tracker.pages.language import day, t, tn
from tracker.pages.research.projects import words
from tracker.studies import codebooks
from tracker.studies.codebooks import Entry
from tracker.tables.schema import folded
from tracker.tables.study import CodeKind, StudyState
from tracker.views.research.studies import Codebook, StudyRow

COLUMNS = ("key", "name_sv", "name_en", "definition_sv", "definition_en", "example_sv", "example_en")


def show(found: StudyRow) -> None:
    """The edition in the address, else the newest, which may be edited until the coding is closed."""
    book = words.codebook_of(found, address.number("edition"))
    st.markdown(
        f"**{tn('page.studies.codes_count', len(book.codes))}** · "
        + t("page.studies.edition", number=book.number, day=day(book.recorded_at.date()))
        + " · "
        + tn("page.studies.used", book.used)
    )
    if book.newest > 1:
        numbers = [str(number) for number in range(book.newest, 0, -1)]
        address.choose(
            t("page.studies.editions"), numbers, key="edition",
            show=lambda number: t("page.studies.edition_number", number=number),
        )  # fmt: skip
    titles = {name: t(f"page.studies.codebook.{name}") for name in ("kind", *COLUMNS)}
    rows = _rows(book)
    editable = book.number == book.newest and found.state in (StudyState.DRAFT, StudyState.CODING)
    if not editable or not frame.may("study.plan"):
        tables.table(rows, titles, key="codebook", alt=t("page.studies.part.codebook"), opens=False)
    else:
        st.caption(t("page.studies.codebook_edit"))
        _edit(book, rows, titles)
    downloads.downloads("codebook", lambda: rows, titles)


def _rows(book: Codebook) -> list[dict[str, Any]]:
    return [
        {"kind": t(f"code_kind.{code.kind.value}"), **{name: getattr(code, name) for name in COLUMNS}}
        for code in book.codes
    ]


def _edit(book: Codebook, rows: list[dict[str, Any]], titles: dict[str, str]) -> None:
    edited = st.data_editor(
        pd.DataFrame(rows), hide_index=True, num_rows="dynamic", disabled=["kind", "key"], column_config=titles,
        key=f"codebook-{book.edition_id}", height="content",
    )  # fmt: skip
    st.button(
        t("page.studies.codebook_save"), type="primary", icon=":material/save:", key="codebook-save",
        disabled=edited.fillna("").to_dict("records") == rows, on_click=_save,
        args=(book, edited.fillna("").to_dict("records")),
    )  # fmt: skip


def _save(book: Codebook, rows: list[dict[str, Any]]) -> None:
    """Rows that were there keep their kind and key; new ones are codes of the project's own, keyed by their name."""
    kinds = {code.key: code.kind for code in book.codes}
    entries: list[Entry] = []
    for row in rows:
        given = {name: str(row[name]).strip() for name in COLUMNS}
        if any(given.values()):
            given["key"] = given["key"] or _free_key(given["name_en"] or given["name_sv"], {e.key for e in entries})
            entries.append(Entry(kind=kinds.get(given["key"], CodeKind.OWN), **given))
    if frame.do(codebooks.revise, book.study_id, entries, seen_edition=book.number) is not None:
        problems.tell("page.studies.codebook_saved")
        address.put(edition=None)


def _free_key(name: str, taken: set[str]) -> str:
    """A key from a name, numbered where it is taken.

    >>> _free_key("Plain language!", set()), _free_key("Plain language", {"own_plain_language"})
    ('own_plain_language', 'own_plain_language_2')
    """
    base = "own_" + (re.sub(r"[^a-z0-9]+", "_", folded(name)).strip("_") or "code")[:30]
    number = 1
    while (key := base if number == 1 else f"{base}_{number}") in taken:
        number += 1
    return key

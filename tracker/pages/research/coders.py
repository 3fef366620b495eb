"""How far the coders agree, per pair and per code, and what they see differently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from tracker.pages import downloads, frame, language, routes, tables, thresholds
from tracker.pages.language import t, tn, word
from tracker.tables.translation import Mode, Modifier
from tracker.views.research import coders
from tracker.views.research.coders import Agreement, CodeAgreement, Difference
from tracker.views.texts import shown_identifier

CLAIMS_FROM = 0.667
"""Krippendorff's rule of thumb: below this nothing should be claimed from the codes."""


def show(workspace: int) -> None:
    """The answer, the pairs, the codes, and the cases that differ."""
    found = frame.remembered(coders.coder_agreement, workspace)
    if not found.units:
        st.info(t("page.research.coders.empty"), icon=":material/lightbulb:")
        return
    _answer(found)
    thresholds.note(workspace, "smallest_n", rule=t("page.research.coders.rule", limit=language.number(CLAIMS_FROM)))
    if found.pairs:
        _pairs(found)
    if found.enough:
        _codes(found)
    st.subheader(t("page.research.coders.differ"), anchor=False)
    _differences(found, frame.remembered(coders.differences, workspace, sees_secrecy=frame.cleared(workspace)))


def _answer(found: Agreement) -> None:
    """The two figures over everybody, with what they rest on; or that there is too little."""
    if not found.enough or found.alpha is None or found.share is None:
        st.markdown(t("page.research.coders.too_few", n=found.units, fewest=found.fewest))
        return
    key = "usable" if found.alpha >= CLAIMS_FROM else "not_usable"
    st.markdown(
        t(
            "page.research.coders.answer",
            share=language.percent(found.share),
            n=found.units,
            alpha=language.number(round(found.alpha, 2)),
            verdict=t(f"page.research.coders.{key}"),
        )
    )


def _pairs(found: Agreement) -> None:
    rows = [
        {
            "pair": f"{found.coders[pair.first]} – {found.coders[pair.second]}",
            "n": pair.n,
            "share": language.percent(pair.share),
            "kappa": language.number(round(pair.kappa, 2)) if pair.kappa is not None else "–",
        }
        for pair in found.pairs
    ]
    titles = {key: t(f"page.research.coders.column.{key}") for key in rows[0]}
    columns = titles | {"pair": tables.wide(titles["pair"], 260)}
    tables.table(rows, columns, key="coder-pairs", alt=t("page.research.coders.pairs"), opens=False)


def _codes(found: Agreement) -> None:
    """Per code how often either used it, and in which part of those both did."""
    rows = [
        *(_code(word(Mode(row.code)), row) for row in found.modes if row.n),
        *(_code(word(Modifier(row.code)), row) for row in found.modifiers if row.n),
    ]
    titles = {key: t(f"page.research.coders.column.{key}") for key in rows[0]}
    columns = titles | {"code": tables.wide(titles["code"], 260)}
    st.subheader(t("page.research.coders.codes"), anchor=False)
    tables.table(rows, columns, key="coder-codes", alt=t("page.research.coders.codes"), opens=False)
    downloads.downloads("agreement", lambda: rows, titles)


def _code(name: str, row: CodeAgreement) -> dict[str, Any]:
    return {
        "code": name,
        "either": row.n,
        "both": row.both,
        "of_those": language.percent(row.share) if row.share is not None else "–",
    }


def _differences(found: Agreement, rows: list[Difference]) -> None:
    """The cases that differ, each with the word of every coder; a row opens the link."""
    st.markdown(tn("page.research.coders.differ_count", len(rows)))
    if not rows:
        return
    shown = [_difference(found.coders, row) for row in rows]
    names = {f"coder-{coder}": name for coder, name in found.coders.items()}
    titles = {
        key: names.get(key) or t(f"page.research.coders.column.{key}")
        for key in dict.fromkeys(k for r in shown for k in r)
    }
    columns: Mapping[str, Any] = titles | {key: tables.long(titles[key], 320) for key in ("requirement", "passage")}
    picked = tables.table(shown, columns, key="coder-differences", alt=t("page.research.coders.differ"), tallest=500)
    downloads.downloads("coders-differ", lambda: shown, titles)
    if picked is not None:
        routes.go("review", link=rows[picked].coded.link_id)


def _difference(names: Mapping[int, str], row: Difference) -> dict[str, Any]:
    said = {code.coder_id: code for code in row.coded.codes}
    return {
        "place": f"{shown_identifier(row.requirement.guideline)} {row.requirement.locator}".strip(),
        "requirement": row.requirement.words(language.current()),
        "passage": row.passage.text,
        **{f"coder-{coder}": word(said[coder].mode) if coder in said else "–" for coder in names},
        "document": row.passage.title,
    }

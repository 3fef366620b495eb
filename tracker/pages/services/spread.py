"""Vendors and systems: how the e-services spread over them, which contracts end and what new ones must bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from tracker import locales
from tracker.pages import address, downloads, frame, routes, tables, thresholds
from tracker.pages.language import current, percent, t, tn, word
from tracker.pages.problems import plain
from tracker.pages.recorded import records_shown
from tracker.pages.services import records
from tracker.views.services import spread
from tracker.views.services.listing import ContractState
from tracker.views.services.spread import Spread
from tracker.views.texts import requirement_texts

MOST = 400


def show(workspace: int) -> None:
    """The whole view."""
    found = frame.remembered(spread.spread, workspace)
    if not found.vendors and not found.systems:
        st.info(t("page.spread.empty"), icon=":material/lightbulb:")
        return
    _answer(found)
    thresholds.note(workspace, "contract_notice", rule=t("page.spread.formula"))
    st.subheader(t("page.spread.vendors"), anchor=False)
    _vendors(found)
    st.subheader(t("page.spread.systems"), anchor=False)
    _systems(found)
    _procurements(workspace)
    themes(workspace)


def _answer(found: Spread) -> None:
    if found.on_platform is None:
        st.markdown(f"**{t('page.spread.no_services')}**")
        return
    vendors = sum(bool(row.services) for row in found.vendors)
    parts = [
        f"**{tn('page.spread.answer', vendors, services=found.e_services)}**",
        t("page.spread.on_platform", share=percent(found.on_platform), platform=plain(found.platform))
        if found.platform
        else t("page.spread.no_platform"),
        tn("page.spread.outside", found.outside),
    ]
    if found.concentration is not None:
        parts.append(t("page.spread.concentration", value=locales.number(found.concentration, current(), decimals=2)))
    if found.unknown:
        parts.append(tn("page.spread.unknown", found.unknown))
    st.markdown(" · ".join(parts))
    if found.outside:
        st.link_button(
            tn("page.spread.open_outside", found.outside),
            address.link("services", show="outside"),
            icon=":material/filter_alt:",
            type="tertiary",
        )


def _vendors(found: Spread) -> None:
    shown = [
        {
            "vendor": row.name,
            "services": len(row.services),
            "share": percent(row.share),
            "contract_end": row.contract_end,
            "contract": "" if row.contract in _QUIET else t(f"contract_state.{row.contract}"),
            "which": ", ".join(row.services),
            "systems": ", ".join(row.systems),
        }
        for row in found.vendors
    ]
    _table("vendors", shown)


def _systems(found: Spread) -> None:
    shown = [
        {
            "system": row.name,
            "kind": word(row.kind),
            "vendor": row.vendor,
            "owner": row.owner,
            "services": len(row.services),
            "contract_end": row.contract_end,
            "contract": "" if row.contract in _QUIET else t(f"contract_state.{row.contract}"),
            "which": ", ".join(row.services),
            "integrations": row.integrations,
        }
        for row in found.systems
    ]
    _table("systems", shown)


def _procurements(workspace: int) -> None:
    """What was bought, and whether anybody looked into process and experience first."""
    rows = records.readable(workspace, ("procurement",))
    st.subheader(t("page.spread.bought"), anchor=False)
    if not rows:
        st.caption(t("page.spread.none.bought"))
        return
    blind = sum(row.facts.get("prior_analysis") is False for row in rows)
    st.markdown(f"**{tn('page.spread.blind', blind, total=len(rows))}**")
    for row in rows:
        records_shown.one(workspace, row, key="bought", with_subject=True, with_kind=False)


_QUIET = (ContractState.NONE, ContractState.LATER)


def _table(name: str, shown: Sequence[Mapping[str, object]]) -> None:
    if not shown:
        st.caption(t(f"page.spread.none.{name}"))
        return
    titles = {key: t(f"page.spread.column.{key}") for key in shown[0]}
    first = next(iter(titles))
    columns = titles | {first: tables.wide(titles[first], 220), "contract_end": tables.day(titles["contract_end"])}
    tables.table(shown, columns, key=f"{name}-table", alt=t(f"page.spread.{name}"), opens=False, tallest=500)
    downloads.downloads(name, lambda: shown, titles)


def themes(workspace: int) -> None:
    """What a new contract must bring along: the requirements by theme, each opening its place in the matrix."""
    found = frame.remembered(spread.theme_requirements, workspace)
    st.subheader(t("page.spread.themes"), anchor=False)
    st.caption(t("page.spread.themes_are"))
    theme = address.segment(
        t("page.spread.themes"), tuple(found), key="theme",
        show=lambda code: f"{t(f'contract_theme.{code}')} ({len(found[code])})",
    )  # fmt: skip
    numbers = found[theme][:MOST]
    if not numbers:
        st.info(t("page.spread.no_requirements"), icon=":material/lightbulb:")
        return
    with frame.reading() as session:
        texts = list(requirement_texts(session, numbers).values())
    shown = [
        {
            "guideline": row.title(current()),
            "locator": row.locator,
            "force": word(row.force),
            "text": row.words(current()),
        }
        for row in texts
    ]
    titles = {key: t(f"column.{key}") for key in ("guideline", "locator", "force", "text")}
    columns = titles | {"guideline": tables.long(titles["guideline"], 220), "text": tables.long(titles["text"], 520)}
    chosen = tables.table(shown, columns, key=f"theme-{theme}", alt=t("page.spread.themes"), tallest=380)
    downloads.downloads(f"contract-{theme}", lambda: shown, titles)
    if chosen is not None:
        routes.go("guidelines", guideline=texts[chosen].guideline_id)

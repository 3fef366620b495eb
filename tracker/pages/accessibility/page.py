"""How far the app can be used by everybody: what is known to fall short, the way around it, and where to say so."""

from __future__ import annotations

import streamlit as st

from tracker.pages.accessibility.shortcomings import ASSESSED, SHORTCOMINGS, VERSION, Shortcoming
from tracker.pages.language import t, tn
from tracker.settings import Settings

METHODS = ("axe", "looks", "keyboard", "words", "documents")


def show() -> None:
    st.title(t("nav.accessibility"), anchor=False)
    st.markdown(
        f"**{t('page.accessibility.answer')}** · {tn('count.shortcomings', len(SHORTCOMINGS))} · "
        + t("page.accessibility.when", day=ASSESSED, version=VERSION)
    )
    st.markdown(t("page.accessibility.covers"))
    _part("report")
    contact = Settings().contact
    st.markdown(
        t("page.accessibility.report.contact", contact=f"`{contact.replace('`', '')}`")
        if contact
        else t("page.accessibility.report.who")
    )
    st.markdown(t("page.accessibility.report.what"))
    _part("known")
    for shortcoming in SHORTCOMINGS:
        _shortcoming(shortcoming)
    _part("assessed")
    st.markdown("\n".join(f"- {t(f'page.accessibility.assessed.{method}')}" for method in METHODS))
    _part("supervision")
    st.markdown(t("page.accessibility.supervision.who"))


def _part(name: str) -> None:
    st.header(t(f"page.accessibility.{name}"), anchor=False)


def _shortcoming(found: Shortcoming) -> None:
    """What it is, what it means for whom, and the way around it."""
    name, means, around = found.texts()
    st.subheader(t(name), anchor=False)
    st.markdown(f"{t(means)}\n\n**{t('page.accessibility.around')}** {t(around)}")
    if found.criteria:
        st.caption(t("page.accessibility.criteria", criteria=", ".join(found.criteria)))

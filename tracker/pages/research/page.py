"""Research: how requirements were translated, by which rules, how far coders agree, and the whole coded set."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from tracker.pages import address, frame
from tracker.pages.language import t
from tracker.pages.research import coded_set, coders, modes, rules, use
from tracker.pages.research.projects import listing

TABS: Mapping[str, Callable[[int], None]] = {
    "modes": modes.show,
    "rules": rules.show,
    "studies": listing.show,
    "coders": coders.show,
    "use": use.show,
    "set": coded_set.show,
}


def show() -> None:
    workspace = frame.here()
    st.title(t("nav.research"))
    tab = address.segment(
        t("page.research.tabs"), tuple(TABS), key="tab", show=lambda key: t(f"page.research.tab.{key}"),
        resets=("by", "said", "rule", "page", "study", "part", "unit", "kept", "edition"),
    )  # fmt: skip
    TABS[tab](workspace)

"""Research: how requirements were translated and carried out, how far coders agree, and the whole coded set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from tracker.pages import address, frame
from tracker.pages.language import t
from tracker.pages.research import (
    between,
    coded_set,
    coders,
    copied,
    force,
    leaders,
    modes,
    municipalities,
    national,
    rules,
    talk,
    use,
)  # fmt: skip
from tracker.pages.research.projects import listing

TABS: Mapping[str, Callable[[int], None]] = {
    "modes": modes.show,
    "force": force.show,
    "rules": rules.show,
    "copied": copied.show,
    "talk": talk.show,
    "use": use.show,
    "municipalities": municipalities.show,
    "national": national.show,
    "leaders": leaders.show,
    "between": between.show,
    "studies": listing.show,
    "coders": coders.show,
    "set": coded_set.show,
}
GROUPS: Mapping[str, Sequence[str]] = {
    "translation": ("modes", "force", "rules", "copied"),
    "action": ("talk", "use"),
    "country": ("municipalities", "national", "leaders", "between"),
    "studies": ("studies",),
    "coders": ("coders",),
    "set": ("set",),
}
"""The tabs as they are offered: a group of several shows them in a second row."""
FIRST = "modes"
RESETS = (
    "by",
    "said",
    "rule",
    "page",
    "study",
    "part",
    "unit",
    "kept",
    "edition",
    "shift",
    "force",
    "among",
    "alike",
    "why",
    "county",
    "size",
    "measure",
    "guideline",
    "requirement",
    "only",
    "pair",
)
"""What a tab puts into the address for itself."""


def show() -> None:
    workspace = frame.here()
    st.title(t("nav.research"))
    asked = address.get("tab")
    tab = asked if asked in TABS else FIRST
    group = next(name for name, tabs in GROUPS.items() if tab in tabs)
    _row("tab", list(GROUPS), group, {name: tabs[0] for name, tabs in GROUPS.items()})
    if len(GROUPS[group]) > 1:
        _row("within", GROUPS[group], tab, {name: name for name in GROUPS[group]})
    TABS[tab](workspace)


def _row(key: str, options: Sequence[str], chosen: str, opens: Mapping[str, str]) -> None:
    """A row of buttons, each of which puts the tab that it opens into the address."""
    widget = f"segment-{key}"
    st.session_state[widget] = chosen

    def follow() -> None:
        tab = opens[st.session_state[widget]]
        address.put(tab=None if tab == FIRST else tab, **dict.fromkeys(RESETS))

    st.segmented_control(
        t(f"page.research.{key}s"), options, format_func=lambda name: t(f"page.research.tab.{name}"), key=widget,
        on_change=follow, required=True, label_visibility="collapsed",
    )  # fmt: skip

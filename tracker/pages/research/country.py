"""What the pages over all municipalities have in common: the group that is looked at, and from when figures are."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from tracker.pages import address, background, frame, language
from tracker.pages.language import t, tn
from tracker.views.guidelines.listing import GuidelineName, guideline_names
from tracker.views.national.among import SIZES, Among, Freshness, counties, freshness

JOB = "rollup"
ASKED = "rollups-asked"
"""What this session has had renewed: once for a state of the data, so that a workspace that fails is not tried on."""


def fresh(workspace: int) -> None:
    """From when the figures are, and how many are being worked out anew; that is begun here and never waited for."""
    reader = frame.person().id
    with frame.reading() as session:
        found = freshness(session, reader=reader)
    if found.behind and _is_new(found) and not background.unfinished(workspace, (JOB,)):
        background.submit(workspace, JOB)
    said = t("page.national.as_of", day=language.day(found.oldest)) if found.oldest else t("page.national.first_time")
    behind = f" {tn('page.national.behind', len(found.behind))}" if found.behind else ""
    st.caption(f"{said}{behind}")
    background.watch(workspace, (JOB,), quiet=True)


def _is_new(found: Freshness) -> bool:
    asked: set[tuple[int, ...]] = st.session_state.setdefault(ASKED, set())
    state = tuple(found.behind)
    if state in asked:
        return False
    asked.add(state)
    return True


def among(resets: Collection[str] = ()) -> Among:
    """The group chosen: a county, a size, or everybody."""
    known = {one.municipality_code[:2] for one in frame.workspaces()}
    offered = {digits: name for digits, name in counties().items() if digits in known}
    left, right = st.columns(2)
    cleared = ("page", *resets)
    with left:
        county = address.choose(
            t("page.national.county"), ["", *offered], key="county", resets=cleared,
            show=lambda digits: offered.get(digits) or t("page.filter.all"),
        )  # fmt: skip
    with right:
        size = address.choose(
            t("page.national.size"), ["", *map(str, range(len(SIZES) + 1))], key="size", resets=cleared, show=_size,
            help=t("page.research.municipalities.alike.help", sizes=", ".join(map(language.number, SIZES))),
        )  # fmt: skip
    return Among(county=county, size=int(size) if size else None)


def guideline(workspace: int, *, every: bool, resets: Collection[str] = ()) -> int | None:
    """The guideline chosen among those that count in the workspace at hand; None for all where `every` is offered."""
    names = {str(name.id): name for name in frame.remembered(guideline_names, workspace)}
    options = [*([""] if every else []), *names]
    if not options:
        return None
    chosen = address.choose(
        t("page.filter.guideline"), options, key="guideline", resets=("page", *resets),
        show=lambda key: _named(names[key]) if key else t("page.filter.all"),
    )  # fmt: skip
    return int(chosen) if chosen else None


def _named(name: GuidelineName) -> str:
    return name.short(language.current())


def _size(key: str) -> str:
    """A size in words: below the first, between two, or from the last."""
    if not key:
        return t("page.filter.all")
    reached = int(key)
    low, high = ("", *map(language.number, SIZES), "")[reached : reached + 2]
    if not low:
        return t("page.national.size.below", high=high)
    return t("page.national.size.between", low=low, high=high) if high else t("page.national.size.from", low=low)

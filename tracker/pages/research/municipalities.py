"""Several municipalities side by side: shares over what can be compared in all of them, and why the rest cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from tracker.pages import address, charts, downloads, frame, language, routes, tables, thresholds
from tracker.pages.language import t, tn
from tracker.pages.problems import plain
from tracker.views.counted import FEWEST
from tracker.views.ladder.decoupling import IN_SERVICE
from tracker.views.ladder.standings import USED
from tracker.views.national.among import SIZES, Known, known
from tracker.views.research.municipalities import (
    CRITERIA,
    STEPS,
    Beside,
    Comparison,
    HowFar,
    Profile,
    Why,
    compare,
    profile,
)
from tracker.views.texts import RequirementText, requirement_texts

SIZE = 100
MOST = 8
"""Municipalities side by side: as many as a picture has colours for."""
ALIKE = ("", "county", "size")
COLOURS = ("#1e3b78", "#e5762f", "#63b8bd", "#b9a24a", "#7a4d8f", "#4c8c4a", "#8c4a4a", "#7c8898")


def show(workspace: int) -> None:
    """The answer, the shares as a picture and a table, and requirement by requirement; a row opens its chain."""
    reader = frame.person().id
    with frame.reading() as session:
        there = known(session, reader=reader)
    if len(there) < 2:
        st.info(t("page.research.municipalities.alone"), icon=":material/lightbulb:")
        _figures(_profiles(there))
        return
    own = next(one for one in there if one.workspace_id == workspace)
    chosen = _alike(own, there)
    if len(chosen) < 2:
        st.info(t("page.research.municipalities.nobody_alike"), icon=":material/lightbulb:")
        _figures(_profiles([own]))
        return
    if len(chosen) > MOST:
        st.info(t("page.research.municipalities.most", most=MOST, n=len(chosen)), icon=":material/lightbulb:")
    some = _profiles(chosen[:MOST])
    found = compare(some)
    _answer(workspace, found)
    if found.share(0, 1) is not None:
        picture = _bars(found)
        charts.draw(picture, height=380, key="municipalities", alt=t("page.research.municipalities.alt"))
    _table(found)
    _figures(some)
    st.subheader(t("page.research.municipalities.each"), anchor=False)
    _each(found)


def _profiles(some: Sequence[Known]) -> list[Profile]:
    """What is compared of each: worked out from everything it holds, so for a few only."""
    return [frame.remembered(profile, one.workspace_id) for one in some]


def _alike(own: Known, there: Sequence[Known]) -> list[Known]:
    """The municipality at hand first, then those that are like it in what is chosen, and of these the ones chosen."""
    left, right = st.columns(2)
    with left:
        alike = address.choose(
            t("page.research.municipalities.alike"), ALIKE, key="alike", resets=("among", "page", "why"),
            show=lambda key: t(f"page.research.municipalities.alike.{key or 'any'}"),
            help=t("page.research.municipalities.alike.help", sizes=", ".join(map(language.number, SIZES))),
        )  # fmt: skip
    others = [one for one in there if one is not own and _is_alike(own, one, alike)]
    widget = "among"
    names = {one.slug: one.name for one in others}
    st.session_state[widget] = [slug for slug in names if slug in address.get("among").split(",")][: MOST - 1]

    def follow() -> None:
        address.put(among=",".join(st.session_state[widget]), page=None, why=None)

    with right:
        chosen = st.multiselect(
            t("page.research.municipalities.among"), list(names), key=widget, on_change=follow,
            format_func=lambda slug: plain(names.get(slug) or slug), placeholder=t("page.filter.all"),
            max_selections=MOST - 1,
        )  # fmt: skip
    return [own, *(one for one in others if not chosen or one.slug in chosen)]


def _is_alike(own: Known, other: Known, alike: str) -> bool:
    """What is not known is like nothing."""
    if alike == "county":
        return bool(own.county) and own.county == other.county
    return alike != "size" or (own.size is not None and own.size == other.size)


def _answer(workspace: int, found: Comparison) -> None:
    compared, total = len(found.compared), len(found.rows)
    st.markdown(
        f"**{tn('page.research.municipalities.answer', compared)}** "
        + t("page.research.municipalities.of", total=total, places=len(found.profiles))
    )
    if compared >= FEWEST:
        reached = " · ".join(
            f"{plain(one.name)} {_share(found, at, IN_SERVICE)}" for at, one in enumerate(found.profiles)
        )
        st.markdown(f"{t(f'level.{IN_SERVICE}')}: {reached}")
    out = " · ".join(f"{_reason(why)} {language.number(n)}" for why, n in found.why_not().items())
    if out:
        st.caption(t("page.research.municipalities.out", reasons=out))
    if compared < FEWEST:
        st.info(t("page.research.municipalities.too_few", fewest=FEWEST, n=compared), icon=":material/lightbulb:")
    if found.differing:
        named = ", ".join(t(f"threshold.{name}") for name in found.differing)
        st.warning(t("page.research.municipalities.differing", thresholds=named), icon=":material/balance:")
    thresholds.note(workspace, *CRITERIA, rule=t("page.research.municipalities.rule", fewest=FEWEST))


def _reason(why: Why) -> str:
    return t(f"page.research.municipalities.why.{why.value}")


def _steps(found: Comparison) -> list[int]:
    """The steps that anybody has brought anything to, those that cannot be compared among them."""
    highest = max((one.level or 0 for row in found.compared for one in row.how_far), default=0)
    return [step for step in STEPS if step <= max(highest, USED - 1)]


def _bars(found: Comparison) -> Mapping[str, Any]:
    """A group of bars for each step, one for each municipality."""
    ink = {"color": charts.ink()}
    names = [one.name for one in found.profiles]
    steps = [step for step in _steps(found) if found.share(0, step) is not None]
    return {
        "grid": {"left": 8, "right": 24, "top": charts.legend_room(names), "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "textStyle": ink},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "category", "data": [t(f"level.{step}") for step in steps], "axisLabel": ink},
        "yAxis": {"type": "value", "min": 0, "max": 100, "axisLabel": ink | {"formatter": "{value} %"}},
        "series": [
            {
                "name": name, "type": "bar", "barMaxWidth": 26, "itemStyle": {"color": COLOURS[at % len(COLOURS)]},
                "data": [round(100 * (found.share(at, step) or 0)) for step in steps],
            }
            for at, name in enumerate(names)
        ],
    }  # fmt: skip


def _table(found: Comparison) -> None:
    """One row for each municipality; it opens that one's matrix."""
    steps = _steps(found)
    rows = []
    for at, one in enumerate(found.profiles):
        shares = {f"step{step}": _share(found, at, step) for step in steps}
        rows.append({"name": one.name, "n": len(found.compared)} | shares
                    | {"examined": one.examined, "counted": len(one.how_far)})  # fmt: skip
    titles = {key: t(f"page.research.municipalities.column.{key}") for key in ("name", "n")}
    titles |= {f"step{step}": t(f"level.{step}") for step in steps}
    titles |= {key: t(f"page.research.municipalities.column.{key}") for key in ("examined", "counted")}
    columns = titles | {"name": tables.wide(titles["name"], 200)}
    chosen = tables.table(rows, columns, key="municipalities-table", alt=t("page.research.tab.municipalities"))
    downloads.downloads("municipalities", lambda: rows, titles)
    if chosen is not None:
        routes.go("matrix", ws=found.profiles[chosen].slug)


def _share(found: Comparison, at: int, step: int) -> str:
    share = found.share(at, step)
    if share is not None:
        return language.percent(share)
    key = "not_comparable" if len(found.compared) >= FEWEST else "no_data"
    return t(f"page.research.municipalities.{key}")


def _figures(some: Sequence[Profile]) -> None:
    """What is known of the municipalities themselves, and by which rules each decides."""
    unknown = t("page.research.use.unknown")
    rows = [
        {
            "name": one.name,
            "county": one.county or unknown,
            "population": f"{language.number(one.population)} ({one.as_of})" if one.population else unknown,
            "four_eyes": t(f"page.research.municipalities.decided.{'two' if one.four_eyes else 'one'}"),
        }
        | {name: language.number(one.criteria[name]) for name in CRITERIA}
        for one in some
    ]
    titles = {key: t(f"page.research.municipalities.column.{key}") for key in
              ("name", "county", "population", "four_eyes")}  # fmt: skip
    titles |= {name: t(f"threshold.{name}") for name in CRITERIA}
    columns = titles | {"name": tables.wide(titles["name"], 200)}
    with st.expander(t("page.research.municipalities.figures")):
        st.caption(t("page.research.municipalities.open_figures"))
        tables.table(
            rows, columns, key="municipality-figures", alt=t("page.research.municipalities.figures"), opens=False
        )
        downloads.downloads("municipality-figures", lambda: rows, titles)


def _each(found: Comparison) -> None:
    """Requirement by requirement; those that differ most first, or those out of the comparison for a reason."""
    reasons = [why for why in Why if any(why in row.reasons for row in found.rows)]
    why = address.choose(
        t("page.research.municipalities.which"), ["", *reasons], key="why", resets=("page",),
        show=lambda key: _reason(Why(key)) if key else t("page.research.municipalities.compared"),
    )  # fmt: skip
    kept = [row for row in found.rows if (why in row.reasons if why else not row.reasons)]
    kept.sort(key=_apart, reverse=True)
    first = address.page_of(len(kept), size=SIZE)
    page = kept[first : first + SIZE]
    if not page:
        st.info(t("page.research.municipalities.none"), icon=":material/lightbulb:")
        return
    names = {f"place{at}": one.name for at, one in enumerate(found.profiles)}
    titles = {"requirement": t("page.progress.column.requirement")} | names | {"words": t("page.progress.column.words")}
    columns = titles | {
        "requirement": tables.wide(titles["requirement"], 200), "words": tables.long(titles["words"], 320),
    }  # fmt: skip

    def shown(some: Sequence[Beside]) -> list[dict[str, Any]]:
        with frame.reading() as session:
            texts = requirement_texts(session, [row.requirement_id for row in some])
        return [_shown(row, texts[row.requirement_id]) for row in some]

    alt = t("page.research.municipalities.each")
    chosen = tables.table(shown(page), columns, key="municipalities-each", alt=alt, tallest=520)
    downloads.downloads("municipalities-each", lambda: shown(kept), titles)
    if chosen is not None:
        routes.go("chain", requirement=page[chosen].requirement_id)


def _apart(row: Beside) -> int:
    levels = [one.level or 0 for one in row.how_far if one.why is None]
    return max(levels, default=0) - min(levels, default=0)


def _shown(row: Beside, text: RequirementText) -> dict[str, Any]:
    places = {f"place{at}": _said(one) for at, one in enumerate(row.how_far)}
    return {
        "requirement": text.short(language.current()), "words": text.words(language.current()),
    } | places  # fmt: skip


def _said(one: HowFar) -> str:
    if one.why is not None:
        return _reason(one.why)
    return charts.place_name(str(one.level))

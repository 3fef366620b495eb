"""Levels over time: a bar for every quarter or month, and how far each guideline, unit or service has come since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from tracker.ladder import TOP
from tracker.pages import address, charts, downloads, frame, ladder_rule, language, routes, tables
from tracker.pages.language import t
from tracker.pages.palette import colours
from tracker.pages.progress import kept
from tracker.settings import Settings
from tracker.tables.schema import sort_key
from tracker.views.ladder.places import NOT_EXAMINED
from tracker.views.ladder.shares import Share
from tracker.views.progress import levels
from tracker.views.progress.levels import BY, MONTHS, Known, Levels, Line

STEPS = tuple(str(step) for step in range(1, TOP + 1))
TRANSLATED = "2"


def show(workspace: int, day: date | None) -> None:
    """The answer, the picture of all or one, and the table of all."""
    first, second, third = st.columns(3)
    with first:
        by = address.choose(t("page.progress.by"), BY, key="by", show=_by, resets=("of",))
    with second:
        every = address.choose(
            t("page.progress.every"), tuple(reversed(MONTHS)), key="every",
            show=lambda key: t(f"page.progress.every.{key}"),
        )  # fmt: skip
    with third:
        step = address.choose(
            t("page.progress.level"), (TRANSLATED, *(one for one in STEPS if one != TRANSLATED)), key="level",
            show=lambda key: f"≥ {charts.place_name(key)}",
        )  # fmt: skip
    past = _past(workspace)
    _work_out(workspace, past, every, day)
    found = frame.remembered_of(day, levels.levels, workspace, by=by, every=every, known=past)
    if not found.lines:
        st.info(t("page.progress.empty"), icon=":material/lightbulb:")
        return
    ids = {str(line.id): line for line in sorted(found.lines, key=lambda line: sort_key(line.name))}
    of = address.choose(
        t(f"page.progress.which.{by}"), ("", *ids), key="of",
        show=lambda key: ids[key].name if key else t("page.filter.all"),
    )  # fmt: skip
    counts = [_of(share) for share in ids[of].points] if of else found.total
    st.markdown(_answer(found, counts, int(step)))
    ladder_rule.popover(workspace, key="levels")
    if not found.enough:
        begun = language.day(found.begins) if found.begins else "–"
        st.info(t("page.progress.no_history", day=begun), icon=":material/hourglass_empty:")
    charts.draw(_bars(found.days, counts), height=300, key="levels", alt=t("page.progress.levels.alt"))
    _table(found, list(ids.values()), by, int(step))


def _past(workspace: int) -> Known:
    """The days worked out before: they stay, whatever is written afterwards."""
    with frame.reading() as session:
        return _known(Settings().database_url, workspace, levels.history_of(session, workspace))


@st.cache_resource(show_spinner=False, max_entries=16)
def _known(database: str, workspace: int, history: str) -> Known:
    del database
    with frame.reading() as session:
        return kept.read(session, workspace, history)


def _work_out(workspace: int, past: Known, every: str, day: date | None) -> None:
    """Work out the days nobody has asked for before, and show how far that is; who leaves finds what was done."""
    place = st.empty()
    with past.lock, frame.reading() as session:
        before = len(past.days)
        try:
            for done, of in levels.work_out(session, workspace, every=every, known=past, day=day):
                place.progress(done / of, t("page.progress.working", done=done, of=of))
        finally:
            place.empty()
            if len(past.days) > before:
                kept.write(session, workspace, past)


def _by(key: str) -> str:
    return t(f"page.shares.by.{key}")


def _of(share: Share | None) -> Sequence[int]:
    return [0] * (TOP + 2) if share is None else [share.concerned, *share.reached]


def _answer(found: Levels, counts: Sequence[Sequence[int]], step: int) -> str:
    """How many are that far now, and how many were on the first day there is."""
    now, then = counts[-1], counts[0]
    values = {
        "level": charts.place_name(str(step)),
        "now": now[step + 1], "of": now[0], "share": _percent(now, step),
    }  # fmt: skip
    if not found.enough:
        return t("page.progress.answer.now", **values)
    earlier = {"then": then[step + 1], "of_then": then[0], "day": language.day(found.days[0])}
    return t("page.progress.answer.since", **values, **earlier)


def _percent(counts: Sequence[int], step: int) -> str:
    return language.percent(counts[step + 1] / counts[0]) if counts[0] else "–"


def _bars(days: Sequence[date], counts: Sequence[Sequence[int]]) -> Mapping[str, Any]:
    """One bar per day, stacked by level; what nobody has examined on top."""
    places = [str(step) for step in range(TOP, -1, -1)] + [NOT_EXAMINED]
    names = [charts.place_name(place) for place in places]
    ink = {"color": charts.ink()}
    room = charts.legend_room(names) + 20
    return {
        "grid": {"left": 8, "right": 40, "top": room, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "type": "scroll", "textStyle": ink},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": [found.isoformat() for found in days], "axisLabel": ink},
        "yAxis": {"type": "value", "minInterval": 1, "axisLabel": ink},
        "series": [
            {
                "name": name, "type": "bar", "stack": "levels", "barMaxWidth": 46,
                "itemStyle": {"color": colours(place, dark=charts.is_dark())[0], "borderColor": "#7c8898",
                              "borderWidth": 0.5} | ({"decal": charts.HATCH} if place == NOT_EXAMINED else {}),
                "data": [_at(row, place) for row in counts],
            }
            for place, name in zip(places, names, strict=True)
            if any(_at(row, place) for row in counts)
        ],
    }  # fmt: skip


def _at(counts: Sequence[int], place: str) -> int:
    """How many stand at just this place: `counts` has the concerned, then those at level n or higher."""
    if place == NOT_EXAMINED:
        return counts[0] - counts[1]
    step = int(place)
    return counts[step + 1] - (counts[step + 2] if step < TOP else 0)


def _table(found: Levels, lines: Sequence[Line], by: str, step: int) -> None:
    """Each line with its share at the level on the first day, a year ago and now; a row opens its requirements."""
    year = max(0, len(found.days) - 1 - (4 if len(found.days) <= 4 * levels.YEARS + 2 else 12))
    rows = [_row(line, step, year) for line in lines]
    titles = {
        "name": _by(by),
        "concerned": t("page.shares.concerned"),
        "first": language.day(found.days[0]),
        "year": language.day(found.days[year]),
        "now": language.day(found.days[-1]),
        "change": t("page.progress.change"),
    }
    if not found.enough:
        titles = {key: titles[key] for key in ("name", "concerned", "now")}
    elif year == 0:
        del titles["year"]
    st.caption(t("page.progress.levels.table", level=charts.place_name(str(step))))
    columns = titles | {"name": tables.wide(titles["name"], 240), "concerned": tables.count(titles["concerned"])}
    chosen = tables.table(rows, columns, key=f"levels-{by}", alt=t("page.progress.tab.levels"), tallest=520)
    downloads.downloads("levels", lambda: rows, titles)
    if chosen is not None:
        if by == "guideline":
            routes.go("matrix", guideline=lines[chosen].id)
        subject = ("service" if by == "service" else "actor", lines[chosen].id)
        routes.go("matrix", by=by, column=address.key_of(subject))


def _row(line: Line, step: int, year: int) -> dict[str, Any]:
    first, before, now = (line.points[at] for at in (0, year, -1))
    return {
        "name": line.name,
        "concerned": now.concerned if now is not None else 0,
        "first": _share(first, step),
        "year": _share(before, step),
        "now": _share(now, step),
        "change": now.reached[step] - first.reached[step] if now is not None and first is not None else None,
    }


def _share(share: Share | None, step: int) -> str:
    """A share with its count, so that nobody reads a percentage of three as one of three hundred."""
    if share is None:
        return "–"
    return f"{language.percent(share.reached[step] / share.concerned)} ({share.reached[step]})"

"""Talk against action: what adopted texts say, who was given it, and what in operation follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from tracker.pages import address, charts, downloads, frame, language, routes, tables
from tracker.pages.language import t, tn
from tracker.views.counted import FEWEST
from tracker.views.progress.lags import BY
from tracker.views.research.talk import Talk, TalkAction, TalkGroup, TalkRow, talk_action
from tracker.views.texts import RequirementText, requirement_texts

SIZE = 100
COLOURS: Mapping[Talk, str] = {
    Talk.BOTH: "#2b65a5", Talk.SAID_ONLY: "#e5762f", Talk.DONE_ONLY: "#63b8bd", Talk.NEITHER: "#f6edb8",
    Talk.UNKNOWN: "#e7e9ec",
}  # fmt: skip


def show(workspace: int) -> None:
    """The answer, bars by group, the table, and each requirement said and not done; a row opens its chain."""
    by = address.choose(t("page.progress.by"), BY, key="by", show=lambda key: t(f"page.progress.lags.by.{key}"))
    found = frame.remembered(talk_action, workspace, by=by)
    if not found.whole.examined:
        st.info(t("page.research.talk.empty"), icon=":material/lightbulb:")
        return
    _answer(found)
    groups = [group for group in found.groups if group.examined]
    names = [_name(group.group, by) for group in groups]
    charts.draw(_bars(groups, names), height=110 + 34 * len(groups), key="talk", alt=t("page.research.talk.alt"))
    _table(found, by)
    _gaps([row for row in found.rows if row.talk is Talk.SAID_ONLY])


def _answer(found: TalkAction) -> None:
    whole = found.whole
    share = language.percent(whole.share) if whole.share is not None else t("page.research.talk.too_few")
    strict = sum(row.strict for row in found.rows)
    st.markdown(
        f"**{tn('page.research.talk.answer', whole.counts.get(Talk.SAID_ONLY, 0))}** "
        + t("page.research.talk.of", share=share, n=whole.examined, decided=whole.decided, strict=strict)
    )
    st.caption(
        t(
            "page.research.talk.rule",
            unknown=whole.counts.get(Talk.UNKNOWN, 0), undated=found.undated, ahead=found.ahead, fewest=FEWEST,
        )
        + f" [{t('page.research.talk.times')}]({address.link('progress', tab='lags')})"
    )  # fmt: skip


def _name(group: str, by: str) -> str:
    if by == "guideline":
        return group
    return t(f"{'guideline_level' if by == 'level' else 'bindingness'}.{group}")


def _state(talk: Talk) -> str:
    return t(f"page.research.talk.state.{talk.value}")


def _bars(groups: Sequence[TalkGroup], names: Sequence[str]) -> Mapping[str, Any]:
    present = [talk for talk in Talk if any(group.counts.get(talk) for group in groups)]
    ink = {"color": charts.ink()}
    return {
        "grid": {"left": 8, "right": 24, "top": charts.legend_room([_state(one) for one in present]), "bottom": 8,
                 "containLabel": True},
        "legend": {"top": 0, "textStyle": ink},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "value", "minInterval": 1, "axisLabel": ink},
        "yAxis": {"type": "category", "inverse": True, "data": list(names),
                  "axisLabel": ink | {"width": charts.NAME, "lineHeight": 14}},
        "series": [
            {
                "name": _state(talk), "type": "bar", "stack": "talk", "barMaxWidth": 20,
                "data": [group.counts.get(talk, 0) for group in groups],
                "itemStyle": {"color": COLOURS[talk], "borderColor": "#7c8898", "borderWidth": 0.5},
            }
            for talk in present
        ],
    }  # fmt: skip


def _table(found: TalkAction, by: str) -> None:
    shown = [found.whole, *found.groups] if len(found.groups) > 1 else [found.whole]
    rows = [
        {
            "group": _name(group.group, by) if group.group else t("page.filter.all"),
            "share": language.percent(group.share) if group.share is not None else t("page.research.talk.too_few"),
            "examined": group.examined,
            "decided": group.decided,
        }
        | {talk.value: group.counts.get(talk, 0) for talk in Talk}
        for group in shown
    ]
    titles = {"group": t("page.progress.column.group")}
    titles |= {key: t(f"page.research.talk.{key}") for key in ("share", "examined")}
    titles |= {talk.value: _state(talk) for talk in Talk} | {"decided": t("page.research.talk.decided")}
    columns = titles | {"group": tables.wide(titles["group"], 170)}
    tables.table(rows, columns, key=f"talk-{by}", alt=t("page.research.tab.talk"), tallest=440, opens=False)
    downloads.downloads("talk-action", lambda: rows, titles)


def _gaps(gaps: Sequence[TalkRow]) -> None:
    """Each requirement said and not done, the longest first."""
    st.subheader(t("page.research.talk.gaps"), anchor=False)
    first = address.page_of(len(gaps), size=SIZE)
    page = gaps[first : first + SIZE]
    if not page:
        st.info(t("page.research.talk.none"), icon=":material/lightbulb:")
        return
    titles = {key: t(f"page.research.talk.column.{key}") for key in
              ("requirement", "words", "waited", "applies_on", "said_on", "given", "strict")}  # fmt: skip
    columns = titles | {
        "requirement": tables.wide(titles["requirement"], 170), "applies_on": tables.day(titles["applies_on"]),
        "said_on": tables.day(titles["said_on"]), "words": tables.long(titles["words"], 380),
    }  # fmt: skip

    def shown(some: Sequence[TalkRow]) -> list[dict[str, Any]]:
        with frame.reading() as session:
            texts = requirement_texts(session, [row.requirement_id for row in some])
        return [_shown(row, texts[row.requirement_id]) for row in some]

    chosen = tables.table(shown(page), columns, key="talk-gaps", alt=t("page.research.talk.gaps"), tallest=520)
    downloads.downloads("talk-gaps", lambda: shown(gaps), titles)
    if chosen is not None:
        routes.go("chain", requirement=page[chosen].requirement_id)


def _shown(row: TalkRow, text: RequirementText) -> dict[str, Any]:
    return {
        "requirement": text.short(language.current()),
        "waited": row.waited,
        "applies_on": row.applies_on,
        "said_on": row.said_on,
        "given": t(f"page.research.talk.{'yes' if row.decided else 'no'}"),
        "strict": t(f"page.research.talk.{'yes' if row.strict else 'no'}"),
        "words": text.words(language.current()),
    }

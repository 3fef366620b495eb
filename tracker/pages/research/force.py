"""Where words grew weaker or stronger on their way: force of the source against what the local passage demands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from tracker.pages import address, charts, downloads, frame, language, routes, tables
from tracker.pages.language import t, tn, word
from tracker.tables.guideline import Force
from tracker.views.research.force import Shift, ShiftRow, Shifts, force_shifts
from tracker.views.review.translations import CODED, SUGGESTED, WordedTranslation, with_words

SIZE = 100
KEYS = ("requirement", "passage", "change", "source", "local", "place", "document")
COLOURS: Mapping[Shift, str] = {
    Shift.WEAKER: "#e5762f", Shift.SAME: "#63b8bd", Shift.STRONGER: "#1e3b78", Shift.UNLIKE: "#f6edb8",
    Shift.SILENT: "#e7e9ec", Shift.APART: "#b9bec6",
}  # fmt: skip


def show(workspace: int) -> None:
    """The answer, bars by force of the source, both tables, and the passages; a row opens the link."""
    said = address.choose(
        t("page.translations.filter.said"), (CODED, SUGGESTED), key="said",
        show=lambda key: t(f"page.translations.said.{key}"), resets=("shift", "force", "page"),
    )  # fmt: skip
    cleared = frame.cleared(workspace)
    found = frame.remembered(force_shifts, workspace, said=said, sees_secrecy=cleared)
    if not found.rows:
        st.info(t(f"page.research.force.empty.{said}", n=found.confirmed), icon=":material/lightbulb:")
        return
    _answer(found, said)
    counts = found.counts()
    charts.draw(_bars(counts), height=110 + 34 * len(counts), key="force", alt=t("page.research.force.alt"))
    _shifts(counts)
    if any(row.local for row in found.rows):
        _forces(found)
    st.subheader(t("page.research.force.passages"), anchor=False)
    _passages(found.rows, cleared=cleared)


def _answer(found: Shifts, said: str) -> None:
    counts = Counter(row.shift for row in found.rows)
    st.markdown(
        t(
            f"page.research.force.answer.{said}",
            weaker=counts[Shift.WEAKER], stronger=counts[Shift.STRONGER], same=counts[Shift.SAME], n=len(found.rows),
            apart=counts[Shift.APART], silent=counts[Shift.SILENT] + counts[Shift.UNLIKE],
        )
    )  # fmt: skip
    st.caption(t(f"page.research.force.rule.{said}", n=len(found.rows), total=found.confirmed))


def _name(shift: Shift) -> str:
    return t(f"page.research.force.shift.{shift.value}")


def _bars(counts: Mapping[Force, Mapping[Shift, int]]) -> Mapping[str, Any]:
    present = [shift for shift in Shift if any(row.get(shift) for row in counts.values())]
    ink = {"color": charts.ink()}
    return {
        "grid": {"left": 8, "right": 24, "top": charts.legend_room([_name(one) for one in present]), "bottom": 8,
                 "containLabel": True},
        "legend": {"top": 0, "textStyle": ink},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "value", "minInterval": 1, "axisLabel": ink},
        "yAxis": {"type": "category", "inverse": True, "data": [word(force) for force in counts], "axisLabel": ink},
        "series": [
            {
                "name": _name(shift), "type": "bar", "stack": "force", "barMaxWidth": 20,
                "data": [row.get(shift, 0) for row in counts.values()],
                "itemStyle": {"color": COLOURS[shift], "borderColor": "#7c8898", "borderWidth": 0.5},
            }
            for shift in present
        ],
    }  # fmt: skip


def _shifts(counts: Mapping[Force, Mapping[Shift, int]]) -> None:
    """By force of the source how often each shift; a row narrows the passages below."""
    present = [shift for shift in Shift if any(row.get(shift) for row in counts.values())]
    rows = [
        {"source": word(force), "n": sum(row.values())} | {shift.value: row.get(shift, 0) for shift in present}
        for force, row in counts.items()
    ]
    titles = {"source": t("page.research.force.source"), "n": t("page.research.total")}
    titles |= {shift.value: _name(shift) for shift in present}
    columns = {"source": tables.wide(titles["source"], 180)} | {
        key: tables.count(title) for key, title in titles.items() if key != "source"
    }
    chosen = tables.table(rows, columns, key="force-shifts", alt=t("page.research.tab.force"))
    downloads.downloads("force-shifts", lambda: rows, titles)
    if chosen is not None:
        address.put(force=list(counts)[chosen].value, page=None)


def _forces(found: Shifts) -> None:
    """Source force against local force, of the passages in which the machine read one."""
    counts = found.forces()
    locals_ = [force for force in Force if any(row.get(force) for row in counts.values())]
    rows = [
        {"source": word(force)} | {local.value: row.get(local, 0) for local in locals_} | {"none": row.get(None, 0)}
        for force, row in counts.items()
    ]
    titles = {"source": t("page.research.force.source")} | {
        local.value: t("page.research.force.local", force=word(local)) for local in locals_
    }
    titles |= {"none": t("page.research.force.unread")}
    st.markdown(f"**{t('page.research.force.against')}**")
    tables.table(rows, titles, key="force-against", alt=t("page.research.force.against"), opens=False)
    downloads.downloads("force-against", lambda: rows, titles)


def _passages(rows: Sequence[ShiftRow], *, cleared: bool) -> None:
    present = [shift for shift in Shift if any(row.shift is shift for row in rows)]
    sources = [force for force in Force if any(row.source is force for row in rows)]
    left, right = st.columns(2)
    with left:
        shift = address.choose(
            t("page.research.force.shift"), ["", *present], key="shift", resets=("page",),
            show=lambda key: _name(Shift(key)) if key else t("page.filter.all"),
        )  # fmt: skip
    with right:
        source = address.choose(
            t("page.research.force.source"), ["", *sources], key="force", resets=("page",),
            show=lambda key: word(Force(key)) if key else t("page.filter.all"),
        )  # fmt: skip
    kept = [row for row in rows if shift in ("", row.shift) and source in ("", row.source)]
    # What changed most is looked at first.
    kept.sort(key=lambda row: row.shift is Shift.SAME)
    st.caption(tn("count.passages", len(kept)))
    first = address.page_of(len(kept), size=SIZE)
    page = kept[first : first + SIZE]
    titles = {key: t(f"page.research.force.column.{key}") for key in KEYS}
    columns: Mapping[str, Any] = titles | {
        "requirement": tables.long(titles["requirement"], 300), "passage": tables.long(titles["passage"], 300),
    }  # fmt: skip

    def shown(some: Sequence[ShiftRow]) -> list[dict[str, Any]]:
        with frame.reading() as session:
            worded = with_words(session, [row.translation for row in some], sees_secrecy=cleared)
        return [_shown(row, found) for row, found in zip(some, worded, strict=True)]

    if not page:
        st.info(t("page.research.rules.none"), icon=":material/lightbulb:")
        return
    picked = tables.table(shown(page), columns, key="force-passages", alt=t("page.research.force.passages"))
    downloads.downloads("force-passages", lambda: shown(kept), titles)
    if picked is not None:
        routes.go("review", link=page[picked].translation.link_id)


def _shown(row: ShiftRow, found: WordedTranslation) -> dict[str, Any]:
    return {
        "requirement": found.requirement.words(language.current()),
        "passage": found.told,
        "change": " / ".join(_name(shift) for shift in row.verdicts),
        "source": word(row.source),
        "local": word(row.local) if row.local is not None else "–",
        "place": found.requirement.short(language.current()),
        "document": found.passage.title,
    }

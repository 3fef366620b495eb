"""Outdated citations: where local documents cite what no longer holds, what holds instead, and who is to correct it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from policies.superseded import SupersededKind
from tracker.pages import address, charts, downloads, frame, highlights, routes, tables
from tracker.pages.highlights import Mark
from tracker.pages.language import current, day, t, tn, word
from tracker.pages.problems import plain
from tracker.views.local import outdated as views
from tracker.views.local.outdated import Named, OutdatedCitation
from tracker.views.texts import shown_identifier

COLUMNS = ("document", "words", "replaced_by", "owner", "since", "cited", "kind")
NAME, LETTERS, LINE = 240, 34, 14
"""Pixels of a name, the letters that always have room in them, and the height of a line: bars have room on a telephone.
"""


def rows_of(workspace: int) -> list[OutdatedCitation]:
    """All findings the reader may see."""
    return frame.remembered(views.outdated_citations, workspace, cleared=frame.cleared(workspace))


def counts(workspace: int) -> Counter[int]:
    """By document how many passages cite what no longer holds; of documents that hold themselves."""
    passages = {(row.document_id, row.passage_id) for row in rows_of(workspace) if row.holds}
    return Counter(number for number, _ in passages)


def show(workspace: int) -> None:
    found = rows_of(workspace)
    holding = [row for row in found if row.holds]
    _answer(holding)
    if not found:
        st.info(t("page.outdated.empty"), icon=":material/lightbulb:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = address.choose(
            t("page.outdated.column.kind"), ["", *SupersededKind], key="kind", resets=("finding",),
            show=lambda code: word(SupersededKind(code)) if code else t("page.filter.all"),
        )  # fmt: skip
        ended = len(found) - len(holding)
        everything = bool(ended) and address.switch(tn("page.outdated.ended", ended), key="ended", resets=("finding",))
    rows = [row for row in (found if everything else holding) if not kind or row.kind == kind]
    if not rows:
        st.success(t("page.outdated.nothing"), icon=":material/check_circle:")
        return
    _picture(rows)
    _table(rows)
    asked = address.number("finding")
    for place, row in enumerate(row for row in found if row.passage_id == asked):
        _finding(row, place)


def _answer(rows: Sequence[OutdatedCitation]) -> None:
    documents = tn("count.documents", len({row.document_id for row in rows}))
    passages = tn("page.outdated.answer", len({row.passage_id for row in rows}))
    st.markdown(f"**{passages}** · {documents}")
    st.caption(t("page.outdated.means"))


def _picture(rows: Sequence[OutdatedCitation]) -> None:
    """How often each thing is cited."""
    cited = Counter(row.title(current()) for row in rows).most_common()
    option: Mapping[str, Any] = {
        "grid": {"left": 8, "right": 36, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "show": False, "minInterval": 1},
        "yAxis": {
            "type": "category", "data": [name for name, _ in cited], "inverse": True, "axisTick": {"show": False},
            "axisLabel": {"color": charts.ink(), "width": NAME, "lineHeight": LINE},
        },
        "series": [
            {
                "type": "bar", "barMaxWidth": 14, "data": [count for _, count in cited],
                "label": {"show": True, "position": "right", "color": charts.ink()},
            }
        ],
    }  # fmt: skip
    said = ", ".join(f"{name}: {count}" for name, count in cited)
    lines = max(math.ceil(len(name) / LETTERS) for name, _ in cited)
    charts.draw(option, height=12 + (10 + LINE * lines) * len(cited), key="outdated-cited", alt=said)


def _table(rows: Sequence[OutdatedCitation]) -> None:
    shown = [_cells(row) for row in rows]
    titles = {key: t(f"page.outdated.column.{key}") for key in COLUMNS}
    columns = titles | {
        "document": tables.wide(titles["document"], 230),
        "words": tables.long(titles["words"], 190),
        "cited": tables.long(titles["cited"]),
        "since": tables.day(titles["since"]),
    }
    chosen = tables.table(shown, columns, key="outdated-table", alt=t("page.local.tab.outdated"), tallest=520)
    st.caption(t("page.outdated.choose"))
    downloads.downloads("outdated", lambda: shown, titles)
    if chosen is not None:
        address.put(finding=rows[chosen].passage_id)


def _cells(row: OutdatedCitation) -> dict[str, object]:
    return {
        "document": row.document,
        "owner": row.owner,
        "words": row.words,
        "cited": row.title(current()),
        "replaced_by": ", ".join(map(_name, row.replaced_by)),
        "since": row.since,
        "kind": word(row.kind),
    }


def _name(named: Named) -> str:
    return shown_identifier(named.name)


def _finding(row: OutdatedCitation, place: int) -> None:
    """The passage with the words that cite, what holds instead, and the ways on."""
    with st.container(border=True):
        st.subheader(plain(row.document), anchor=False)
        with st.container(horizontal=True, gap="small"):
            st.badge(word(row.kind), color="orange", icon=":material/history:")
            st.badge(word(row.status), color="gray")
            if row.owner:
                st.badge(plain(row.owner), color="gray")
            if row.page:
                st.badge(t("page.text.page", page=row.page), color="gray")
        st.html(highlights.block(_quote(row), language=row.language, name="law"))
        instead = ", ".join(map(_name, row.replaced_by)) or "–"
        st.markdown(t("page.outdated.instead", cited=plain(row.title(current())), instead=plain(instead)))
        when = t("page.outdated.since", day=day(row.since)) if row.since else t("page.outdated.since_unknown")
        unsure = f" {t('page.outdated.unsure')}" if row.unsure else ""
        st.caption(f"{when}{unsure} {t('page.outdated.source', source=plain(row.source))}" if row.source else when)
        _ways_on(row, place)


def _quote(row: OutdatedCitation) -> str:
    return highlights.marked(row.text, [Mark(start=row.start, end=row.end, role="shared")])


def _ways_on(row: OutdatedCitation, place: int) -> None:
    key = f"outdated-{row.passage_id}-{place}"
    with st.container(horizontal=True):
        if st.button(t("page.outdated.open"), icon=":material/description:", key=f"{key}-open"):
            routes.go("local", document=row.document_id, passage=row.passage_id)
        for named in row.replaced_by:
            if named.guideline_id is not None:
                label = t("page.outdated.guideline", name=_name(named))
                if st.button(label, icon=":material/gavel:", key=f"{key}-{named.guideline_id}"):
                    routes.go("guidelines", guideline=named.guideline_id)
        if row.holds and st.button(t("page.cell.plan"), icon=":material/add:", key=f"{key}-plan"):
            routes.go("measures", plan=1, actor=row.owner_id, cause="outdated")

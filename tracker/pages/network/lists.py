"""Lists of the network: what nobody answers for and who answers for too much, who had which part, years."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from tracker.pages import address, charts, downloads, frame, routes, tables, thresholds
from tracker.pages.language import current, number, t, tn, word
from tracker.pages.network import chart
from tracker.pages.problems import plain
from tracker.tables.network import Part
from tracker.tables.schema import sort_key
from tracker.views.guidelines import listing
from tracker.views.matrix import table
from tracker.views.network import known
from tracker.views.network import load as network_load
from tracker.views.network import whole as network
from tracker.views.network.known import PartRow
from tracker.views.texts import requirement_texts

SIZE = 25
YEARS = ("everything", "without_hierarchy", "informal")


def load(workspace: int) -> None:
    """Requirements without an accountable actor, and what each actor carries."""
    found = frame.remembered(network_load.load, workspace)
    st.markdown(
        f"**{t('page.network.load', holes=len(found.holes), requirements=found.requirements)}** · "
        f"{tn('count.overloaded', len(found.overloaded))}"
    )
    thresholds.note(workspace, "overload", rule=t("page.network.load_rule"))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.subheader(t("page.network.holes"), anchor=False)
        _holes(workspace, found.holes)
    with right:
        st.subheader(t("page.network.carried"), anchor=False)
        rows = [
            {
                "actor": row.name,
                "carried": len(row.carried),
                "documents": len(row.through_documents),
                "warning": t("page.network.sign.overloaded") if row.overloaded else "",
            }
            for row in found.rows
        ]
        if not rows:
            st.info(t("page.network.carried_empty"), icon=":material/lightbulb:")
            return
        chosen = tables.table(
            rows,
            {
                "actor": tables.wide(t("word.actor"), 200),
                "carried": tables.count(t("page.network.column.requirements")),
                "documents": tables.count(t("page.network.column.through_documents")),
                "warning": t("page.network.column.warning"),
            },
            key="network-load",
            alt=t("page.network.carried"),
            tallest=620,
        )
        if chosen is not None:
            address.put(actor=found.rows[chosen].actor)
            st.rerun()


def _holes(workspace: int, holes: Sequence[int]) -> None:
    if not holes:
        st.success(t("page.network.no_holes"), icon=":material/check_circle:")
        return
    first = address.page_of(len(holes), size=SIZE)
    language = current()
    with frame.reading() as session:
        texts = requirement_texts(session, holes[first : first + SIZE])
    rows = list(texts.values())
    laws = {row.id: row.abbreviation for row in frame.remembered(listing.guideline_names, workspace)}
    chosen = tables.table(
        [
            {"requirement": f"{laws.get(row.guideline_id) or row.guideline} {row.locator}", "text": row.words(language)}
            for row in rows
        ],
        {"requirement": tables.wide(t("word.requirement"), 220), "text": tables.long(t("column.text"), 420)},
        key="network-holes",
        alt=t("page.network.holes"),
    )
    if chosen is not None:
        whole = frame.remembered(table.columns, workspace)[0].subject
        routes.go("matrix", requirement=rows[chosen].id, subject=address.key_of(whole))


def documents(workspace: int) -> None:
    """Who drafted and decided each document and the rest, and who recurs."""
    cleared = frame.cleared(workspace)
    found = frame.remembered(known.document_parts, workspace, cleared=cleared)
    if not found:
        st.info(t("page.network.documents_empty"), icon=":material/lightbulb:")
        return
    grouped = [list(rows) for _, rows in groupby(found, key=lambda row: row.document_id)]
    several = _several(found)
    st.markdown(f"**{t('page.network.documents', documents=len(grouped), recurring=len(several))}**")
    st.caption(t("page.network.documents_is"))
    titles = {"document": tables.wide(t("page.network.column.document"), 280)} | {
        part.value: tables.long(word(part), 180) for part in Part
    }
    rows = [{"document": rows[0].document} | {part.value: _actors(rows, part) for part in Part} for rows in grouped]
    chosen = tables.table(rows, titles, key="network-documents", alt=t("page.network.tab.documents"))
    plain_titles = {"document": t("page.network.column.document")} | {part.value: word(part) for part in Part}
    downloads.downloads("parts", lambda: rows, plain_titles)
    if chosen is not None:
        routes.go("local", document=grouped[chosen][0].document_id)
    st.subheader(t("page.network.recurring"), anchor=False)
    _recurring(several)


def _several(found: Sequence[PartRow]) -> list[list[PartRow]]:
    """The parts of each actor that has some in more than one document, by the actor's name."""
    by_actor: dict[int, list[PartRow]] = {}
    for row in found:
        by_actor.setdefault(row.actor_id, []).append(row)
    return sorted(
        (rows for rows in by_actor.values() if len({row.document_id for row in rows}) > 1),
        key=lambda rows: sort_key(rows[0].actor),
    )


def _recurring(several: Sequence[Sequence[PartRow]]) -> None:
    """Actors with parts in more than one document."""
    chosen = tables.table(
        [
            {"actor": rows[0].actor} | {part.value: sum(row.part is part for row in rows) for part in Part}
            for rows in several
        ],
        {"actor": tables.wide(t("word.actor"), 260)} | {part.value: tables.count(word(part)) for part in Part},
        key="network-recurring",
        alt=t("page.network.recurring"),
    )
    if chosen is not None:
        address.put(actor=several[chosen][0].actor_id)
        st.rerun()


def _actors(rows: Sequence[PartRow], part: Part) -> str:
    """Who had the part; what nobody has confirmed carries a question mark."""
    return ", ".join(
        row.actor if row.state.value == "confirmed" else f"{row.actor} ?" for row in rows if row.part is part
    )


def years(workspace: int) -> None:
    """Who stood between most others at the end of each year."""
    rows = frame.remembered(network.by_year, workspace)
    newest = rows[0]
    if newest.everything.best and newest.without_hierarchy.best:
        first, beyond = plain(newest.everything.best[0][0]), plain(newest.without_hierarchy.best[0][0])
        st.markdown(t("page.network.years_answer", first=first, beyond=beyond))
    elif not any(row.everything.n for row in rows):
        st.info(t("page.network.no_ties"), icon=":material/lightbulb:")
        return
    thresholds.note(workspace, "small_network", rule=t("page.network.years_is"))
    charts.draw(chart.years(rows), height=260, key="network-years", alt=t("page.network.years_alt"))
    shown = [{"year": str(row.year), **{name: _between(getattr(row, name)) for name in YEARS}} for row in rows]
    titles = {"year": t("page.network.year")} | {name: t(f"page.network.years.{name}") for name in YEARS}
    tables.table(
        shown,
        titles | {name: tables.long(titles[name], 330) for name in YEARS},
        key="network-years-table",
        alt=t("page.network.years_alt"),
        opens=False,
    )
    downloads.downloads("betweenness", lambda: shown, titles)


def _between(found: network.Between) -> str:
    """The first actors with their figures and n."""
    if found.best is None:
        said = t("page.network.not_enough")
    else:
        said = ", ".join(f"{actor} {number(round(value, 2))}" for actor, value in found.best) or t(
            "page.network.nobody"
        )
    return f"{said} (n = {found.n})"

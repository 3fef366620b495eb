"""Chain: from a requirement above to whoever answers here; what it is worth is its weakest hop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from sqlalchemy.orm import Session

from tracker.pages import address, charts, downloads, frame, language, routes, tables
from tracker.pages.chain import beside, crosswalks, picture, words
from tracker.pages.language import t, tn
from tracker.tables.guideline import Level
from tracker.views.chain import whole
from tracker.views.chain.flow import Flow, flow
from tracker.views.chain.hops import Hop, Strength
from tracker.views.chain.ways import Act
from tracker.views.chain.whole import Chain, Chains, Narrowed

TABS = ("chains", "crosswalks")
COLUMNS = ("chain", "requirement", "strength", "hop", "missing", "since", "suggested")
RESETS = ("page",)
SIZE = 50
_OPENS = "chain-opens"


def show() -> None:
    workspace = frame.here()
    _follow()
    if address.number("requirement") is not None:
        beside.show(workspace)
        return
    st.title(t("nav.chain"))
    found = frame.remembered(whole.chains, workspace, sees_secrecy=frame.cleared(workspace))
    answer = st.container()
    tab = address.segment(
        t("page.chain.tabs"), TABS, key="tab", resets=RESETS, show=lambda key: t(f"page.chain.tab.{key}")
    )
    if tab == "crosswalks":
        _answer(answer, found.rows)
        crosswalks.show(workspace, guideline=_guideline(found))
    elif not found.rows:
        st.info(t("page.chain.empty"), icon=":material/lightbulb:")
    else:
        rows, drawn = frame.remembered(
            _drawn,
            workspace,
            to=_filters(found),
            sees_secrecy=frame.cleared(workspace),
            spoken=language.current(),
        )
        _answer(answer, rows)
        _chains(workspace, rows, drawn, found.acts)


def _drawn(
    session: Session, workspace_id: int, *, to: Narrowed, sees_secrecy: bool, spoken: str
) -> tuple[Sequence[Chain], Flow]:
    """The chains that fit, those that reach furthest first, and their picture."""
    found = whole.chains(session, workspace_id, sees_secrecy=sees_secrecy)
    rows = whole.furthest_first(whole.narrowed(found.rows, to))
    with language.speaking(spoken):
        return rows, flow(rows, found.acts, words.act)


def _answer(place: Any, rows: Sequence[Chain]) -> None:
    """The chains in one line; every figure narrows the list to what it counts."""
    counts = whole.counts(rows)
    tied = sum(len(chain.placed) > 1 for chain in rows)
    place.markdown(
        f"**{tn('page.chain.answer', counts.whole, total=counts.chains)}** · {tn('page.chain.weak', counts.weak)} · "
        f"{tn('page.chain.tied', tied)}"
    )
    with place, st.container(horizontal=True, gap="small", key="chain-answer"):
        for hop, count in counts.by_hop.items():
            if count:
                st.button(
                    tn(f"page.chain.broken_at.{hop.value}", count), key=f"broken-{hop.value}", type="tertiary",
                    icon=":material/link_off:", on_click=address.put,
                    kwargs={"hop": hop.value, "broken": "yes", "tab": None, "page": None},
                )  # fmt: skip


def _guideline(found: Chains) -> int | None:
    """The guideline of a link to this page; one that is not there narrows nothing."""
    asked = address.number("guideline")
    return asked if asked in found.acts else None


def _chains(workspace: int, rows: Sequence[Chain], drawn: Flow, acts: Mapping[int, Act]) -> None:
    """The picture, the table, and the way to what is said but not done."""
    if not rows:
        st.info(t("page.chain.none_here"), icon=":material/lightbulb:")
        return
    st.caption(t("page.chain.reading_it" if not drawn.requirements else "page.chain.reading_few"))
    with st.container(key="chain-box"):
        broken = sum(chain.strength is Strength.BROKEN for chain in rows)
        charts.draw(
            picture.options(drawn), height=picture.height(drawn), key="chain-picture",
            on_select=lambda: _open(drawn), alt=t("page.chain.alt", chains=len(rows), broken=broken),
        )  # fmt: skip
    _table(workspace, rows, acts)
    if st.button(t("page.chain.decoupled"), icon=":material/campaign:", type="tertiary", key="to-decoupled"):
        routes.go("review", view="translations", modifier="decoup")
    st.caption(t("page.chain.rule"))


def _filters(found: Chains) -> Narrowed:
    """What the address asks for."""
    laws = {str(act.name.id): act.name.title(language.current()) for act in found.acts.values()}
    laws = dict(sorted(laws.items(), key=lambda one: (_depth(found, int(one[0])), one[1])))
    units = {str(actor.id): actor.name for chain in found.rows for actor in chain.actors}
    services = {str(one.id): one.name for chain in found.rows for one in chain.services}
    topics = sorted({one.topic for chain in found.rows for one in chain.placed if one.topic})
    chosen: dict[str, str] = {}
    with st.container(key="chain-filters"):
        columns = st.columns(5 if topics else 4, vertical_alignment="bottom")
        for column, (key, named) in zip(
            columns,
            {
                "guideline": laws,
                "unit": dict(sorted(units.items(), key=lambda one: one[1])),
                "service": dict(sorted(services.items(), key=lambda one: one[1])),
                "hop": {hop.value: t(f"chain_hop.{hop.value}") for hop in Hop},
                **({"topic": {topic: topic for topic in topics}} if topics else {}),
            }.items(),
            strict=True,
        ):
            with column:
                chosen[key] = address.choose(
                    t(f"page.chain.filter.{key}"), ["", *named], key=key, resets=RESETS,
                    show=lambda value, named=named: named.get(value, t("page.filter.all")),  # type: ignore[misc] # bound now
                )  # fmt: skip
        broken = address.switch(t("page.chain.filter.broken"), key="broken", resets=RESETS)
    return Narrowed(
        guideline=int(chosen["guideline"]) if chosen["guideline"] else None,
        unit=int(chosen["unit"]) if chosen["unit"] else None,
        service=int(chosen["service"]) if chosen["service"] else None,
        hop=chosen["hop"],
        topic=chosen.get("topic", ""),
        broken=broken,
    )


def _depth(found: Chains, guideline: int) -> int:
    return list(Level).index(found.acts[guideline].level)


def _table(workspace: int, rows: Sequence[Chain], acts: Mapping[int, Act]) -> None:
    """The chains; a row opens its requirement at every level."""
    first = address.page_of(len(rows), size=SIZE)
    part = rows[first : first + SIZE]
    titles = {key: t(f"page.chain.column.{key}") for key in COLUMNS}
    columns = titles | {
        "chain": tables.wide(titles["chain"], 400),
        "requirement": tables.long(titles["requirement"], 240),
        "missing": tables.long(titles["missing"], 200),
        "suggested": tables.count(titles["suggested"]),
    }
    shown = _cells(workspace, part, acts)
    chosen = tables.table(shown, columns, key="chain-table", alt=t("page.chain.table_alt"), tallest=560)
    downloads.downloads("chain", lambda: _cells(workspace, rows, acts), titles)
    if chosen is not None:
        address.put(requirement=part[chosen].placed[-1].id, tab=None, page=None)
        st.rerun()


def _cells(workspace: int, rows: Sequence[Chain], acts: Mapping[int, Act]) -> list[dict[str, Any]]:
    ends = tuple(dict.fromkeys(chain.placed[-1].id for chain in rows))
    said = frame.remembered(whole.said, workspace, requirements=ends, language=language.current())
    return [_row(chain, acts, said) for chain in rows]


def _row(chain: Chain, acts: Mapping[int, Act], said: Mapping[int, str]) -> dict[str, Any]:
    weakest = chain.weakest
    holds = words.holds(chain)
    return {
        "chain": words.chain(chain, acts),
        "requirement": said.get(chain.placed[-1].id, ""),
        "strength": words.strength(chain.strength),
        "hop": "–" if holds else words.hop(weakest),
        "missing": "–" if holds else words.why(weakest),
        "since": "–" if holds else words.since(weakest),
        "suggested": chain.suggested,
    }


def _open(drawn: Flow) -> None:
    """Remember what was clicked in the picture; the run that follows opens it."""
    point = charts.chosen("chain-picture")
    if point is None or point >= len(drawn.nodes):
        return
    node = drawn.nodes[point]
    if node.kind in {"guideline", "requirement"}:
        address.put(**{node.kind: node.id}, page=None)
    elif node.kind == "broken":
        address.put(hop=_HOP_OF.get(node.layer, Hop.LEVELS.value), broken="yes", page=None)
    elif node.kind in _PAGES:
        st.session_state[_OPENS] = (_PAGES[node.kind], {node.kind: node.id})


_HOP_OF = {"local": Hop.LOCAL.value, "service": Hop.SERVICE.value, "actor": Hop.ACTOR.value}
_PAGES = {"document": "local", "service": "services", "actor": "network"}
"""Where a group of each kind is shown, by the value of the address that is called like it."""


def _follow() -> None:
    """Leave for the page of what was clicked."""
    opens = st.session_state.pop(_OPENS, None)
    if opens is not None:
        page, values = opens
        routes.go(page, **values)

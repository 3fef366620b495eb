"""Services: what people can use, what it runs on, how it works, and what is due; each row opens its service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from tracker import clock
from tracker.exporters import cpsv
from tracker.pages import address, charts, downloads, frame, language, meanings, standing, tables, thresholds
from tracker.pages.contact import centre
from tracker.pages.language import named, number, percent, t, tn, word
from tracker.pages.recorded import figures_shown
from tracker.pages.services import compared, forms, spread, tabs
from tracker.tables.schema import sort_key
from tracker.tables.service import ServiceStatus
from tracker.views.anchoring import fields
from tracker.views.exports.described_services import described_services
from tracker.views.services import listing
from tracker.views.services.listing import RUNNING, ContractState, ServiceRow, StatementState

VIEWS = ("list", "contact", "spread", "forms", "compared")
ON, OUT, OTHER = "#2b65a5", "#e5762f", "#b9bec6"

SHOWN: Mapping[str, Callable[[ServiceRow], bool]] = {
    "running": lambda row: row.status in RUNNING,
    "outside": lambda row: row.outside,
    "statement": lambda row: row.statement in {StatementState.MISSING, StatementState.OLD},
    "contract": lambda row: row.contract in {ContractState.ENDING, ContractState.ENDED},
    "untested": lambda row: row.status in RUNNING and row.is_e_service and row.tested is None,
    "without": lambda row: bool(row.gate.without),
}
"""What the figures above the list count; each is a filter of it."""
FIGURES = tuple(SHOWN)
HOLLOW = "hollow"
FIRST: Mapping[str, tuple[str, ...]] = {
    "outside": ("vendor", "back_office", "acquisition"),
    "statement": ("statement",),
    "contract": ("contract_end", "contract", "vendor"),
    "untested": ("completion", "n", "status"),
    "without": ("without", "since"),
}
"""The columns that say why a service is in a filtered list: they stand first in it."""


def show() -> None:
    workspace = frame.here()
    if address.number("service") is not None:
        tabs.show(workspace)
        return
    st.title(t("nav.services"))
    view = address.segment(
        t("page.services.views"), VIEWS, key="view", show=lambda key: t(f"page.services.view.{key}"),
        resets=("unit", "status", "show", "life_event", "topic"),
    )  # fmt: skip
    if view == "contact":
        centre.show(workspace)
    elif view == "spread":
        spread.show(workspace)
    elif view == "forms":
        forms.show(workspace)
    elif view == "compared":
        compared.show(workspace)
    else:
        _list(workspace)


def _list(workspace: int) -> None:
    rows = frame.remembered(listing.service_list, workspace)
    if not rows:
        st.info(t("page.services.empty"), icon=":material/lightbulb:")
        return
    _answer(workspace, rows)
    chosen = _filters(workspace, rows)
    thresholds.note(workspace, "statement_life", "contract_notice")
    if not chosen:
        st.info(t("page.services.none"), icon=":material/filter_alt_off:")
        return
    _picture(chosen)
    _table(workspace, chosen)
    if address.get("show") == HOLLOW:
        thresholds.note(workspace, "outward_strong", "inward_weak", rule=t("page.services.hollow"))
    if address.get("show") == "contract":
        spread.themes(workspace)


def _answer(workspace: int, rows: Sequence[ServiceRow]) -> None:
    """The services in one line, and the figures, each the filter of its list."""
    found = {name: sum(map(SHOWN[name], rows)) for name in FIGURES}
    e_services = sum(row.is_e_service and row.status in RUNNING for row in rows)
    st.markdown(f"**{tn('page.services.answer', found['running'], e_services=e_services)}**")
    called = {name: t(f"page.services.figure.{name}") for name in FIGURES}
    meanings.button(workspace, "services", called, "statement_life", "contract_notice")
    with st.container(key="figures"):
        for column, (name, count) in zip(st.columns(len(FIGURES)), found.items(), strict=True):
            with column:
                st.button(
                    f"**{number(count)}** {called[name]}",
                    help=meanings.of("services", name),
                    key=f"figure-{name}",
                    width="stretch",
                    wrap=True,
                    on_click=address.put,
                    kwargs={"show": name, "unit": None, "status": None, "life_event": None},
                )


def _filters(workspace: int, rows: Sequence[ServiceRow]) -> list[ServiceRow]:
    units = dict.fromkeys(sorted({row.unit for row in rows if row.unit}, key=sort_key))
    events = dict.fromkeys(sorted({row.life_event for row in rows if row.life_event}, key=sort_key))
    everything = t("page.filter.all")
    first, second, third, fourth = st.columns(4)
    with first:
        unit = address.choose(
            t("page.field.unit"), ["", *units], key="unit", show=lambda name: name or everything
        )  # fmt: skip
    with second:
        status = address.choose(
            t("page.field.status"), ["", *ServiceStatus], key="status",
            show=lambda code: word(ServiceStatus(code)) if code else everything,
        )  # fmt: skip
    with third:
        shown = address.choose(
            t("page.services.show"), ["", *FIGURES, HOLLOW], key="show",
            show=lambda name: t(f"page.services.show.{name}") if name else everything,
        )  # fmt: skip
    with fourth:
        event = address.choose(
            t("page.field.life_event"), ["", *events], key="life_event", show=lambda name: name or everything
        )
    hollow: frozenset[int] = frozenset()
    if shown == HOLLOW:  # anchoring is weighed for all services, which only this list has to wait for
        hollow = frozenset(row.service_id for row in frame.remembered(fields.hollow_fronts, workspace))
    return [
        row
        for row in rows
        if (not unit or row.unit == unit)
        and (not status or row.status == status)
        and (not shown or (row.id in hollow if shown == HOLLOW else SHOWN[shown](row)))
        and (not event or row.life_event == event)
    ]


def _picture(rows: Sequence[ServiceRow]) -> None:
    """E-services per unit, on the platform or outside it."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        place = "on" if row.platform else "out" if row.outside else "other"
        counts.setdefault(row.unit or t("page.services.no_unit"), Counter())[place] += 1
    units = sorted(counts, key=lambda unit: (-counts[unit].total(), unit))
    series = {t(f"page.services.bar.{place}"): [counts[unit][place] for unit in units]
              for place in ("on", "out", "other")}  # fmt: skip
    charts.draw(
        figures_shown.bars(units, series, (ON, OUT, OTHER)),
        height=70 + 26 * len(units),
        key="services-bars",
        alt=t("page.services.alt", count=len(rows)),
    )


def _linked_data(workspace: int) -> None:
    """The whole catalogue in the words of CPSV-AP, whatever the filters are."""
    stamped = downloads.stamp_of()
    with st.container(horizontal=True, gap="small"):
        for form, media_type in cpsv.MEDIA_TYPES.items():
            standing.download(
                t(f"page.services.download.{form}"),
                data=partial(_described, workspace, form, stamped),
                file_name=f"services-{clock.today().isoformat()}.{form}",
                mime=media_type,
                key=f"download-services-{form}",
                on_click="ignore",
                icon=":material/download:",
                type="tertiary",
            )


def _described(workspace: int, form: str, stamped: Callable[[str, bytes], bytes]) -> bytes:
    with frame.reading() as session:
        return stamped(form, cpsv.services(form, described_services(session, workspace)))


def _table(workspace: int, rows: Sequence[ServiceRow]) -> None:
    """The services; a row opens its service."""
    shown = [_cells(row) for row in rows]
    order = dict.fromkeys(("name", *FIRST.get(address.get("show"), ()), *shown[0]))
    titles = {key: t(f"page.services.column.{key}") for key in order}
    columns: dict[str, Any] = titles | {
        "name": tables.wide(titles["name"], 260),
        "since": tables.day(titles["since"]),
        "contract_end": tables.day(titles["contract_end"]),
        "n": tables.count(titles["n"]),
        "tested_n": tables.count(titles["tested_n"]),
        "without": tables.long(titles["without"], 360),
    }
    chosen = tables.table(shown, columns, key="services-table", alt=t("nav.services"), tallest=700)
    downloads.downloads("services", lambda: shown, titles)
    _linked_data(workspace)
    st.caption(t("page.services.choose"))
    if chosen is not None:
        address.put(service=rows[chosen].id)
        st.rerun()


def _cells(row: ServiceRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "unit": row.unit,
        "status": word(row.status),
        "since": row.since,
        "platform": row.platform or (t("page.services.outside") if row.outside else ""),
        "back_office": row.back_office,
        "vendor": row.vendor,
        "contract_end": row.contract_end,
        "contract": contract_word(row.contract),
        "acquisition": word(row.acquisition),
        "design_driver": word(row.design_driver),
        "completion": percent(row.rate.value) if row.rate is not None else t("page.figure.none"),
        "n": row.rate.n if row.rate is not None else None,
        "tested": row.tested.on.isoformat() if row.tested is not None else t("page.services.untested"),
        "tested_n": row.tested.n if row.tested is not None else None,
        "statement": statement_word(row),
        "lowest": charts.place_name(str(row.lowest)) if row.lowest is not None else t("page.place.not_examined"),
        "levels": " · ".join(f"{place}: {count}" for place, count in sorted(row.levels.items())),
        "without": ", ".join(named(item.item) for item in row.gate.without),
        "channel": row.channel,
        "life_event": row.life_event,
    }


def contract_word(state: ContractState) -> str:
    return "" if state in {ContractState.NONE, ContractState.LATER} else t(f"contract_state.{state}")


def statement_word(row: ServiceRow) -> str:
    """The day of the statement, and what is wrong with it."""
    day = language.day(row.statement_on) if row.statement_on is not None else ""
    if row.statement in {StatementState.CURRENT, StatementState.NOT_NEEDED}:
        return day
    return " ".join(part for part in (t(f"statement_state.{row.statement}"), day) if part)

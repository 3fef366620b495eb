"""The journey through a service, stage by channel, and the administration's process as it is and is to be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from tracker.pages import downloads, frame, language, tables
from tracker.pages.highlights import escaped
from tracker.pages.language import number, t, tn, word
from tracker.pages.problems import plain
from tracker.pages.services.journey_forms import add_journey, add_step, remove
from tracker.tables.journey import JourneyKind, Side
from tracker.views.services import journey
from tracker.views.services.detail import ServiceDetail
from tracker.views.services.journey import JourneyMap, Step

PROCESSES = (JourneyKind.PROCESS_AS_IS, JourneyKind.PROCESS_TO_BE)


def show(workspace: int, detail: ServiceDetail) -> None:
    """Answer, the journey as a grid, the processes side by side."""
    cleared = frame.cleared(workspace)
    maps: Sequence[JourneyMap] = frame.remembered(
        journey.journeys, workspace, service_id=detail.row.id, sees_secrecy=cleared
    )
    trips = [found for found in maps if found.kind is JourneyKind.CITIZEN]
    processes = [found for found in maps if found.kind in PROCESSES]
    _answer(trips, processes)
    for trip in trips:
        _trip(trip)
    st.subheader(t("page.journey.process"), anchor=False)
    if processes:
        _processes(processes)
    else:
        st.caption(t("page.journey.no_process"))
    add_journey(detail.row.id)
    if maps:
        add_step(workspace, maps)


def _answer(trips: Sequence[JourneyMap], processes: Sequence[JourneyMap]) -> None:
    if not trips and not processes:
        st.info(t("page.journey.empty"), icon=":material/lightbulb:")
        return
    steps = [step for found in trips for step in found.steps]
    pains = [pain.side for found in (*trips, *processes) for step in found.steps for pain in step.pains]
    parts = [
        f"**{tn('page.journey.answer', len(steps))}**",
        tn("page.journey.external", pains.count(Side.EXTERNAL)),
        tn("page.journey.internal", pains.count(Side.INTERNAL)),
        tn("page.journey.opportunities", sum(bool(step.opportunity) for step in steps)),
    ]
    for kind in PROCESSES:
        found = next((one for one in processes if one.kind is kind), None)
        if found is not None:
            parts.append(f"{word(kind)}: {_sum(found)}")
    st.markdown(" · ".join(parts))


def _sum(found: JourneyMap) -> str:
    """The days of a process together; of how many steps, where they are not known of all."""
    days, known = found.days
    if not known:
        return t("page.figure.none")
    if known == len(found.steps):
        return tn("page.journey.days", round(days), days=number(days))
    return t("page.journey.days_partly", days=number(days), known=known, steps=len(found.steps))


def _head(found: JourneyMap) -> None:
    """When a map was made and by whom: without these nobody can weigh it."""
    parts = [t("page.journey.mapped", day=language.day(found.mapped_on)) if found.mapped_on else
             t("page.journey.mapped_never")]  # fmt: skip
    if found.participants:
        parts.append(t("page.journey.participants", who=plain(found.participants)))
    if found.document:
        parts.append(plain(found.document))
    if found.spans:
        parts.append(t("page.journey.spans"))
    st.caption(" · ".join(parts))


def _trip(found: JourneyMap) -> None:
    """Stages down, channels across, then what goes wrong and where technology could help."""
    st.subheader(plain(found.name), anchor=False)
    _head(found)
    if not found.steps:
        st.caption(t("page.journey.no_steps"))
        return
    st.html(_grid(found))
    shown = [_cells(step) for step in found.steps]
    titles = {key: t(f"page.journey.column.{key}") for key in shown[0]}
    downloads.downloads(f"journey-{found.id}", lambda: shown, titles)
    remove(found)


def _cells(step: Step) -> dict[str, Any]:
    return {
        "position": step.position,
        "step": step.name,
        "channels": ", ".join(word(touch.channel) for touch in step.touches),
        "external": _pains(step, Side.EXTERNAL),
        "internal": _pains(step, Side.INTERNAL),
        "opportunity": step.opportunity,
        "actor": step.actor,
        "system": step.system,
        "days": step.days,
    }


def _pains(step: Step, side: Side) -> str:
    return "; ".join(
        f"{pain.text} ({pain.frequency})" if pain.frequency else pain.text for pain in step.pains if pain.side is side
    )


def _grid(found: JourneyMap) -> str:
    """The map as a table of finished HTML; every stored text is escaped."""
    channels = found.channels
    heads = [t("page.journey.column.step"), *(word(channel) for channel in channels),
             t("page.journey.column.external"), t("page.journey.column.internal"),
             t("page.journey.column.opportunity")]  # fmt: skip
    rows = []
    for step in found.steps:
        touched = {touch.channel: touch for touch in step.touches}
        marks = [
            f'<td class="touch">{"●" if channel in touched else ""}'
            f"<span>{escaped(touched[channel].service) if channel in touched else ''}</span></td>"
            for channel in channels
        ]
        words = [_pains(step, Side.EXTERNAL), _pains(step, Side.INTERNAL), step.opportunity]
        rows.append(
            f'<tr><th scope="row">{step.position}. {escaped(step.name)}</th>{"".join(marks)}'
            + "".join(f"<td>{escaped(text)}</td>" for text in words)
            + "</tr>"
        )
    head = "".join(f'<th scope="col">{escaped(name)}</th>' for name in heads)
    caption = escaped(found.name)
    return (
        f'<div class="journey" role="region" aria-label="{caption}" tabindex="0">'
        f'<table><caption class="unseen">{caption}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _processes(found: Sequence[JourneyMap]) -> None:
    """As it is to the left, as it is to be to the right, each with its days and their sum."""
    columns = dict(zip(PROCESSES, st.columns(2, gap="medium"), strict=True))
    for one in found:
        with columns[one.kind]:
            st.markdown(f"**{word(one.kind)}: {plain(one.name)}** · {_sum(one)}")
            _head(one)
            cells = [_cells(step) for step in one.steps]
            shown = [{key: cell[key] for key in ("step", "days", "actor", "internal")} for cell in cells]
            if not shown:
                st.caption(t("page.journey.no_steps"))
                continue
            titles = {key: t(f"page.journey.column.{key}") for key in shown[0]}
            settings = titles | {"step": tables.wide(titles["step"], 200), "days": tables.count(titles["days"])}
            tables.table(shown, settings, key=f"process-{one.id}", alt=one.name, opens=False)
            downloads.downloads(f"process-{one.id}", partial(_same, shown), titles)
            remove(one)


def _same(rows: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """The rows of this process, when somebody downloads them."""
    return rows

"""One unit or service: its index as five bars, every item with what it rests on, and a form to answer items."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker.anchoring import Field, dimensions, items
from tracker.errors import NotFound
from tracker.pages import address, charts, frame, routes, tables, thresholds
from tracker.pages.anchoring import form, pictures, sources
from tracker.pages.anchoring.words import (
    dimension_name,
    field_name,
    how,
    item_name,
    known_as,
    npt,
    score,
    short_name,
)
from tracker.pages.language import day, t
from tracker.pages.measures import plan
from tracker.pages.problems import plain
from tracker.subjects import Subject
from tracker.views.anchoring import fields, index
from tracker.views.anchoring.fields import ServiceField
from tracker.views.anchoring.findings import Finding
from tracker.views.anchoring.index import Anchoring
from tracker.views.anchoring.outward import Part


def show(workspace: int) -> None:
    """The unit or service in the address."""
    subject = address.subject()
    found = frame.remembered(index.index_of, workspace).get(subject)
    if found is None:
        raise NotFound("error.subject_unknown", id=subject[1])
    service = _service(workspace, subject)
    st.button(t("page.anchoring.back"), icon=":material/arrow_back:", type="tertiary", on_click=_close)
    st.title(plain(found.name))
    _answer(found, service)
    _ways_on(subject, service)
    if service is None:
        _five(workspace, found)
    else:
        left, right = st.columns(2, gap="medium")
        with left:
            _five(workspace, found)
        with right:
            _outward(workspace, service)
    _items(workspace, found)


def _five(workspace: int, found: Anchoring) -> None:
    """The dimensions as bars, with the rule and the thresholds behind the index."""
    st.subheader(t("page.anchoring.five"), anchor=False)
    charts.draw(pictures.five_bars(found.index), height=210, key="five-bars", alt=t("page.anchoring.five_alt"))
    thresholds.note(
        workspace, "anchoring_dimensions", "anchoring_items", "shelf_life", "smallest_n",
        rule=t("page.anchoring.rule.index"),
    )  # fmt: skip


def _ways_on(subject: Subject, service: ServiceField | None) -> None:
    """From here a measure is planned, and a service opened with all that is known of it."""
    with st.container(horizontal=True, gap="small"):
        if st.button(t("page.cell.plan"), key="plan", icon=":material/add_task:"):
            hollow = service is not None and service.field is Field.HOLLOW_FRONT
            plan.link(requirement=None, subject=subject, cause="hollow_front" if hollow else "other")
        if service is not None and st.button(
            t("page.anchoring.open_service"), key="open-service", type="tertiary", icon=":material/support_agent:"
        ):
            routes.go("services", service=service.service_id)


def _service(workspace: int, subject: Subject) -> ServiceField | None:
    if subject[0] != "service":
        return None
    rows = frame.remembered(fields.service_fields, workspace)
    return next((row for row in rows if row.subject == subject), None)


def _answer(found: Anchoring, service: ServiceField | None) -> None:
    """The index in one line; for a service also how it works outward and the field that makes."""
    known = t("page.anchoring.known_of", known=found.index.known, asked=len(found.index.asked))
    if found.index.value is None:
        st.markdown(f"### {t('page.anchoring.not_enough')}  \n{known}")
    else:
        st.markdown(f"### {t('page.anchoring.index_is', score=score(found.index.value))}  \n{known}")
    if service is not None:
        outward = score(service.outward.value)
        st.markdown(f"**{field_name(service.field)}** · {t('page.anchoring.outward_is', score=outward)}")
    if found.unit:
        st.caption(t("page.anchoring.of_unit", unit=plain(found.unit)))
    missing = ", ".join(map(item_name, found.index.missing))
    if missing:
        st.caption(t("page.anchoring.missing", items=missing))


def _outward(workspace: int, service: ServiceField) -> None:
    """The parts of the outward score with their n; a row opens the rows behind it."""
    st.subheader(t("page.anchoring.outward"), anchor=False)
    parts = service.outward.parts
    shown = [
        {
            "part": t(f"page.anchoring.part.{part.value}"),
            "score": round(parts[part].score) if part in parts else None,
            "n": parts[part].n if part in parts else None,
            "on": parts[part].on if part in parts else None,
        }
        for part in Part
    ]
    titles = {key: t(f"page.anchoring.column.{key}") for key in shown[0]}
    columns = titles | {
        "part": tables.wide(titles["part"], 190), "score": tables.count(titles["score"]), "on": tables.day(titles["on"])
    }  # fmt: skip
    chosen = tables.table(shown, columns, key="parts", alt=t("page.anchoring.outward"))
    st.caption(t("page.anchoring.rule.outward"))
    part = parts.get(list(Part)[chosen]) if chosen is not None else None
    if part is not None and part.bases:
        sources.show(workspace, part.bases, key="part-sources")
    elif chosen is not None:
        st.caption(t("page.anchoring.part_nothing" if part is None else "page.anchoring.part_requirements"))
        if part is not None and st.button(
            t("nav.matrix"), key="part-matrix", type="tertiary", icon=":material/grid_on:"
        ):
            routes.go("matrix", by="service", column=address.key_of(service.subject))


def _items(workspace: int, found: Anchoring) -> None:
    """All items in order; a row opens what the item rests on, beside a form to answer one."""
    st.subheader(t("page.anchoring.items"), anchor=False)
    codes = list(items())
    titles = {key: t(f"page.anchoring.column.{key}") for key in ("item", "score", "known_as", "on", "dimension")}
    columns = titles | {
        "item": tables.wide(titles["item"], 262),
        "score": st.column_config.NumberColumn(titles["score"], width=60),
        "known_as": tables.long(titles["known_as"], 200),
        "on": tables.day(titles["on"]),
    }
    left, right = st.columns([3, 2], gap="medium")
    with left:
        chosen = tables.table(
            [_cells(found, code) for code in codes], columns, key="items", alt=t("page.anchoring.items")
        )
    if chosen is not None:
        address.put(item=codes[chosen])
    asked = address.get("item")
    with right:
        if asked in items():
            with st.container(border=True):
                _item(workspace, found, asked)
        else:
            st.info(t("page.anchoring.choose_item"), icon=":material/touch_app:")
        form.show(workspace, found)
    with st.expander(t("page.anchoring.npt"), icon=":material/school:"):
        for code in dimensions():
            st.markdown(f"**{dimension_name(code)}** · {npt(code)}")


def _cells(found: Anchoring, code: str) -> dict[str, object]:
    row = found.items[code]
    return {
        "item": item_name(code),
        "score": None if row.counts is None else round(row.counts.score),
        "known_as": known_as(row),
        "on": row.counts.on if row.counts else None,
        "dimension": short_name(items()[code].dimension),
    }


def _item(workspace: int, found: Anchoring, code: str) -> None:
    """What an item rests on: both findings where there are two, and why nothing counts where nothing does."""
    row = found.items[code]
    st.markdown(f"#### {item_name(code)}")
    if how(code):
        st.caption(how(code))
    if row.answered is not None and row.computed is not None and row.disagree:
        st.warning(
            t("page.anchoring.disagree", answered=score(row.answered.score), computed=score(row.computed.score)),
            icon=":material/compare_arrows:",
        )
    if row.concerns:
        findings: Sequence[tuple[str, Finding | None]] = (("computed", row.computed), ("answered", row.answered))
        for way, finding in findings:
            if finding is not None:
                _finding(workspace, way, finding)
    if row.counts is None:
        st.markdown(known_as(row))
        if row.unusable is not None:
            sources.show(workspace, row.unusable.bases, key="item-unusable")


def _finding(workspace: int, way: str, finding: Finding) -> None:
    origin = t(f"page.anchoring.origin.{finding.origin.value}")
    st.markdown(f"**{t(f'page.anchoring.way.{way}')}: {score(finding.score)}** · {origin} · {day(finding.on)}")
    sources.show(workspace, finding.bases, key=f"item-{way}")


def _close() -> None:
    address.put(subject=None, item=None)

"""The four fields: a picture, the hollow fronts by name with what they lack, and all services as a table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker.anchoring import Field
from tracker.pages import address, charts, downloads, frame, tables, thresholds
from tracker.pages.anchoring import pictures
from tracker.pages.anchoring.words import field_name, item_name, score
from tracker.pages.language import t, tn, word
from tracker.pages.measures import plan
from tracker.pages.problems import plain
from tracker.views import settings
from tracker.views.anchoring import fields
from tracker.views.anchoring.fields import LAUNCHED, NEEDS, ServiceField

CHOICES = ("", *(field.value for field in Field), "lacking", "none")
"""What the table can show: everything, a field, what lacks something, what has no place."""
MOST_NAMED = 8


def show(workspace: int) -> None:
    rows = frame.remembered(fields.service_fields, workspace)
    if not rows:
        st.info(t("page.anchoring.empty"), icon=":material/lightbulb:")
        return
    placed = [row for row in rows if row.field is not None]
    st.subheader(t("page.anchoring.picture"), anchor=False)
    _picture(workspace, placed)
    thresholds.note(
        workspace, "outward_strong", "inward_weak", "anchoring_dimensions", "anchoring_items",
        rule=t("page.anchoring.rule.fields"),
    )  # fmt: skip
    unplaced = len(rows) - len(placed)
    if unplaced:
        st.button(
            tn("page.anchoring.unplaced", unplaced), key="unplaced", type="tertiary", icon=":material/help:",
            on_click=lambda: address.put(show="none"),
        )  # fmt: skip
    st.subheader(t("page.anchoring.hollow"), anchor=False)
    _hollow([row for row in placed if row.field is Field.HOLLOW_FRONT])
    _table(rows)


def launched_and_lacking(rows: Sequence[ServiceField]) -> list[ServiceField]:
    """Services in use that are known to lack staff, training or an owner."""
    return [row for row in rows if _lacks(row)]


def _lacks(row: ServiceField) -> bool:
    return row.status in LAUNCHED and False in row.needs.values()


def _fits(row: ServiceField, chosen: str) -> bool:
    if chosen == "lacking":
        return _lacks(row)
    return not chosen or (row.field.value if row.field else "none") == chosen


def _picture(workspace: int, placed: Sequence[ServiceField]) -> None:
    if not placed:
        st.info(t("page.anchoring.nothing_placed"), icon=":material/lightbulb:")
        return
    held = {row.name: row.value for row in frame.remembered(settings.threshold_rows, workspace)}
    keys = [address.key_of(row.subject) for row in placed]
    charts.draw(
        pictures.four_fields(placed, strong=held["outward_strong"], weak=held["inward_weak"]),
        height=560,
        key="four-fields",
        on_select=lambda: _open_dot(keys),
        alt=t("page.anchoring.picture_alt", placed=len(placed)),
    )


def _open_dot(keys: Sequence[str]) -> None:
    point = charts.chosen("four-fields")
    if point is not None and point < len(keys):
        address.put(subject=keys[point])


def _hollow(rows: Sequence[ServiceField]) -> None:
    """The hollow fronts, two beside each other."""
    if not rows:
        st.caption(t("page.anchoring.no_hollow"))
        return
    columns = st.columns(2, gap="medium")
    for position, row in enumerate(rows[:MOST_NAMED]):
        with columns[position % 2], st.container(border=True):
            _front(row)
    if len(rows) > MOST_NAMED:
        st.caption(t("page.anchoring.more_below", n=len(rows) - MOST_NAMED))


def _front(row: ServiceField) -> None:
    """A hollow front with what is known to be missing, and the way to a measure."""
    st.markdown(
        f"**{plain(row.name)}** · {plain(row.unit) or t('page.anchoring.no_unit')}  \n"
        + t("page.anchoring.scores", outward=score(row.outward.value), inward=score(row.anchoring.index.value))
    )
    needs = ", ".join(t(f"page.anchoring.column.{need}") for need, there in row.needs.items() if there is False)
    if needs:
        st.markdown(t("page.anchoring.needs", needs=needs))
    missing = ", ".join(map(item_name, row.lacking))
    st.caption(t("page.anchoring.lacks", items=missing) if missing else t("page.anchoring.lacks_nothing"))
    with st.container(horizontal=True, gap="small"):
        st.button(
            t("page.anchoring.why"), key=f"why-{row.service_id}", type="tertiary", icon=":material/search:",
            on_click=_open, args=(address.key_of(row.subject),),
        )  # fmt: skip
        if st.button(t("page.cell.plan"), key=f"plan-{row.service_id}", type="tertiary", icon=":material/add_task:"):
            plan.link(requirement=None, subject=row.subject, cause="hollow_front")


def _open(key: str) -> None:
    address.put(subject=key)


def _table(rows: Sequence[ServiceField]) -> None:
    """The services behind the picture and those without a place; a row opens one."""
    st.subheader(t("page.anchoring.table"), anchor=False)
    chosen = address.choose(
        t("page.anchoring.show"), CHOICES, key="show",
        show=lambda key: t(f"page.anchoring.show.{key}") if key else t("page.filter.all"),
    )  # fmt: skip
    launched = [row for row in rows if row.status in LAUNCHED]
    missing = {need: sum(row.needs[need] is False for row in launched) for need in NEEDS}
    st.markdown(t("page.anchoring.needs_line", launched=len(launched), **missing))
    found = [row for row in rows if _fits(row, chosen)]
    if not found:
        st.info(t("page.anchoring.none_here"), icon=":material/lightbulb:")
        return
    shown = [_cells(row) for row in found]
    titles = {key: t(f"page.anchoring.column.{key}") for key in shown[0]}
    columns = titles | {
        "service": tables.wide(titles["service"], 230),
        "lacking": tables.long(titles["lacking"]),
        "outward": tables.count(titles["outward"]),
        "inward": tables.count(titles["inward"]),
    }
    picked = tables.table(shown, columns, key="services", alt=t("page.anchoring.table"), tallest=640)
    downloads.downloads("anchoring", lambda: shown, titles)
    st.caption(t("page.anchoring.rule.needs"))
    if picked is not None:
        address.put(subject=address.key_of(found[picked].subject))
        st.rerun()


def _cells(row: ServiceField) -> dict[str, str | float | None]:
    needs = {None: "unknown", True: "there", False: "missing"}
    inward = row.anchoring.index.value
    return {
        "service": row.name,
        "field": field_name(row.field),
        "outward": None if row.outward.value is None else round(row.outward.value),
        "inward": None if inward is None else round(inward),
        **{need: t(f"page.anchoring.need.{needs[row.needs[need]]}") for need in NEEDS},
        "lacking": ", ".join(map(item_name, row.lacking)),
        "unit": row.unit,
        "status": word(row.status),
    }

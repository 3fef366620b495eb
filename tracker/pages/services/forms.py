"""Forms of all services, the worst completion first, and whether anybody tested them on real users."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tracker.pages import address, charts, downloads, frame, tables
from tracker.pages.language import percent, t, tn
from tracker.pages.problems import plain
from tracker.pages.recorded import figures_shown
from tracker.pages.recorded.figures_shown import period
from tracker.views.services import use
from tracker.views.services.use import FormRow

MOST_BARS = 12


def show(workspace: int) -> None:
    """The whole view."""
    rows = frame.remembered(use.form_rows, workspace)
    if not rows:
        st.info(t("page.forms.empty"), icon=":material/lightbulb:")
        return
    measured = [row for row in rows if row.rate is not None]
    worst = measured[0] if measured else None
    if worst is not None and worst.rate is not None:
        names = {"form": plain(worst.name), "service": plain(worst.service)}
        when = period(worst.rate.period_from, worst.rate.period_to)
        answer = t("page.forms.answer", rate=percent(worst.rate.value), n=worst.rate.n, period=when, **names)
        st.markdown(f"**{answer}** {t('page.forms.worst_tested' if worst.tested else 'page.forms.worst_untested')}")
    untested = sum(row.tested is None for row in rows)
    st.markdown(f"{tn('page.forms.untested', untested, total=len(rows))}")
    if measured:
        picture(measured[:MOST_BARS])
    table(rows, with_service=True)


def picture(rows: Sequence[FormRow]) -> None:
    """Completion by form."""
    labels = [row.name for row in rows]
    series = {t("page.forms.column.rate"): [round(100 * row.rate.value) if row.rate else 0 for row in rows]}
    charts.draw(
        figures_shown.bars(labels, series, ("#4a9fc9",)),
        height=70 + 26 * len(rows),
        key="forms-bars",
        alt=t("page.forms.alt"),
    )


def table(rows: Sequence[FormRow], *, with_service: bool) -> None:
    """The forms; a row opens the use of its service."""
    shown: list[dict[str, Any]] = [
        ({"form": row.name, "service": row.service} if with_service else {"form": row.name})
        | {
            "rate": percent(row.rate.value) if row.rate is not None else t("page.figure.none"),
            "n": row.rate.n if row.rate is not None else None,
            "period": period(row.rate.period_from, row.rate.period_to) if row.rate is not None else "",
            "newest": percent(row.newest.value) if row.newest is not None else "",
            "newest_n": row.newest.n if row.newest is not None else None,
            "worst_step": row.worst_step,
            "tested": row.tested.on.isoformat() if row.tested is not None else t("page.services.untested"),
            "participants": row.tested.n if row.tested is not None else None,
            "fields": row.fields,
            "required_fields": row.required_fields,
            "note": row.note,
        }
        for row in rows
    ]
    titles = {key: t(f"page.forms.column.{key}") for key in shown[0]}
    counts = ("n", "newest_n", "participants", "fields", "required_fields")
    columns = titles | {"form": tables.wide(titles["form"], 220)} | {key: tables.count(titles[key]) for key in counts}
    chosen = tables.table(shown, columns, key="forms-table", alt=t("page.services.view.forms"), opens=with_service)
    downloads.downloads("forms", lambda: shown, titles)
    if chosen is not None:
        address.put(service=rows[chosen].service_id, tab="use", view=None)
        st.rerun()

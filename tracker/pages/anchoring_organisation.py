"""What carries digital service besides posts: its home, consultations, training, competences and budget lines."""

from __future__ import annotations

import streamlit as st

from tracker.pages import anchoring_staffing, frame
from tracker.pages.anchoring_words import fact_name, kind_name
from tracker.pages.language import number, t
from tracker.views import organisation as views
from tracker.views.clearance import sees_secrecy
from tracker.views.organisation import KINDS, BudgetLine, Noted, Organisation


def organisation(workspace: int) -> None:
    """A table for each of them, newest first."""
    with frame.reading() as session:
        cleared = sees_secrecy(session, workspace, frame.person().id)
    found = frame.remembered(views.organisation, workspace, sees_secrecy=cleared)
    for kind in KINDS:
        st.subheader(kind_name(kind), anchor=False)
        rows = [row for row in found.records if row.kind == kind]
        if rows:
            anchoring_staffing.draw([_noted(row) for row in rows], key=kind, days=("on",))
        else:
            st.caption(t("page.anchoring.staffing.none", kind=kind_name(kind)))
    _competences(found)
    _budget(found)


def _noted(row: Noted) -> dict[str, object]:
    document = t("page.anchoring.withheld") if row.document is None else row.document
    says = " · ".join(f"{fact_name(row.kind, code)}: {_value(value)}" for code, value in row.facts.items())
    source = " · ".join(part for part in (row.body, document) if part)
    return {"about": row.name, "on": row.on, "says": " · ".join(filter(None, (says, row.note))), "source": source}


def _value(value: object) -> str:
    if isinstance(value, bool):
        return t("page.anchoring.yes") if value else t("page.anchoring.no")
    return number(value) if isinstance(value, int | float) else str(value)


def _competences(found: Organisation) -> None:
    st.subheader(t("page.anchoring.staffing.competences"), anchor=False)
    if not found.competences:
        st.caption(t("page.anchoring.staffing.none", kind=t("page.anchoring.staffing.competences")))
        return
    st.caption(t("page.anchoring.staffing.levels"))
    rows = [
        {"unit": row.name, "competence": row.competence, "level": row.level, "on": row.on, "source": row.source}
        for row in found.competences
    ]
    anchoring_staffing.draw(rows, key="competences", days=("on",), numbers=("level",))


def _budget(found: Organisation) -> None:
    st.subheader(t("page.anchoring.staffing.budget"), anchor=False)
    if not found.budget:
        st.caption(t("page.anchoring.staffing.none", kind=t("page.anchoring.staffing.budget")))
        return
    anchoring_staffing.draw(
        [_line(row) for row in found.budget], key="budget", days=("from", "to"), numbers=("budget", "outcome")
    )


def _line(row: BudgetLine) -> dict[str, object]:
    return {
        "unit": row.name, "line": row.line, "from": row.period_from, "to": row.period_to, "budget": row.budget,
        "outcome": row.outcome, "source": row.source,
    }  # fmt: skip

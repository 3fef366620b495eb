"""What carries digital service besides posts: its home, consultations, training, competences and budget lines."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker.pages import frame
from tracker.pages.anchoring.ledger import Cells, draw
from tracker.pages.anchoring.words import fact_words, kind_name
from tracker.pages.language import t
from tracker.views.anchoring import organisation as views
from tracker.views.anchoring.organisation import KINDS, BudgetLine
from tracker.views.recorded.records import RecordRow


def organisation(workspace: int) -> None:
    """A table for each of them, newest first."""
    cleared = frame.cleared(workspace)
    found = frame.remembered(views.organisation, workspace, sees_secrecy=cleared)
    st.subheader(t("page.anchoring.staffing.carries"), anchor=False)
    for kind in KINDS:
        rows = [_record(row) for row in found.records if row.kind == kind]
        _part(kind_name(kind), rows, key=kind, days=("on",))
    competences = [
        {"unit": row.name, "competence": row.competence, "level": row.level, "on": row.on, "source": row.source}
        for row in found.competences
    ]
    name = t("page.anchoring.staffing.competences")
    _part(name, competences, key="competences", days=("on",), numbers=("level",), note="page.anchoring.staffing.levels")
    lines = [_line(row) for row in found.budget]
    name = t("page.anchoring.staffing.budget")
    _part(name, lines, key="budget", days=("from", "to"), numbers=("budget", "outcome"))


def _part(
    name: str,
    rows: Sequence[Cells],
    *,
    key: str,
    days: Sequence[str],
    numbers: Sequence[str] = (),
    note: str = "",
) -> None:
    """One of them, folded with its number; what there is none of says so."""
    if not rows:
        st.caption(t("page.anchoring.staffing.none", kind=name))
        return
    with st.expander(f"{name} ({len(rows)})"):
        if note:
            st.caption(t(note))
        draw(rows, key=key, days=days, numbers=numbers)


def _record(row: RecordRow) -> Cells:
    document = t("page.anchoring.withheld") if row.withheld else row.document
    says = fact_words(row.kind, row.facts)
    source = " · ".join(part for part in (row.body, document) if part)
    return {"about": row.subject, "on": row.on, "says": " · ".join(filter(None, (says, row.note))), "source": source}


def _line(row: BudgetLine) -> Cells:
    return {
        "unit": row.name, "line": row.line, "from": row.period_from, "to": row.period_to, "budget": row.budget,
        "outcome": row.outcome, "source": row.source,
    }  # fmt: skip

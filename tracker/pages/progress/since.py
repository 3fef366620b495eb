"""What changed since any day, for the board: counted by reason, listed with its evidence, and as a text to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from tracker import clock, locales
from tracker.pages import address, charts, downloads, frame, ladder_rule, language, routes, standing, tables
from tracker.pages.downloads import stamp_of
from tracker.pages.language import t, tn
from tracker.pages.problems import plain
from tracker.views.matrix import table
from tracker.views.progress import since
from tracker.views.progress.movement import Course, Why, last_quarter
from tracker.views.progress.since import Change, Since

STATUSES = {"service": "service_status", "local_document": "document_status", "measure": "measure_state"}
PRINTED = 60
"""So many changes of a reason at most are in the text to print; the rest is counted."""


def show(workspace: int, day: date | None) -> None:
    """Three figures, the list, and the text for the board."""
    left, right = st.columns(2)
    with left:
        from_ = address.pick_day(t("page.progress.since"), key="since", default=last_quarter(day or clock.today()))
    with right:
        why = address.choose(
            t("page.progress.why"), ("", *Why), key="because",
            show=lambda key: t(f"page.moves.why.{key}") if key else t("page.filter.all"),
        )  # fmt: skip
    found = frame.remembered_of(day, since.changed_since, workspace, since=from_, sees_secrecy=frame.cleared(workspace))
    st.markdown(_answer(found))
    if not found.changes:
        st.info(t("page.progress.since.none"), icon=":material/lightbulb:")
        return
    _table(workspace, [change for change in found.changes if why in ("", change.why)])
    text = printed(found, day or clock.today())
    with st.expander(t("page.progress.since.print"), icon=":material/print:"):
        st.markdown(text)
    made = stamp_of()("md", text.encode())
    standing.download(
        t("page.progress.since.download"), data=made, file_name=f"since-{found.day.isoformat()}.md",
        mime="text/markdown", icon=":material/download:", type="tertiary", key="download-since-text",
    )  # fmt: skip


def printed(found: Since, day: date) -> str:
    """The text for the board: the figures, what fell first, then every change by its reason."""
    title = t("page.progress.since.title", day=language.day(found.day), to=language.day(day))
    lines = [f"## {title}", "", _answer(found), ""]
    fell = [move for move in found.movement.moves if move.course is Course.DOWN]
    if fell:
        lines += [f"### {tn('page.moves.down', len(fell))}", ""]
        lines += [f"- {plain(move.requirement.short(language.current()))}: {_why(move.why)}" for move in fell] + [""]
    for why in Why:
        some = [change for change in found.changes if change.why is why]
        if some:
            lines += [f"### {_why(why)}: {len(some)}", ""]
            lines += [f"- {_line(change)}" for change in some[:PRINTED]]
            if len(some) > PRINTED:
                lines.append(f"- {tn('page.cell.more_offers', len(some) - PRINTED)}")
            lines.append("")
    return "\n".join(lines)


def _answer(found: Since) -> str:
    """The three reasons, each with its number, never added up."""
    counts = " · ".join(f"**{tn(f'page.progress.new.{why.value}', found.count(why))}**" for why in Why)
    moved = " · ".join(
        tn(f"page.moves.{way.value}", found.movement.count(way)) for way in (Course.DOWN, Course.UP, Course.NEW)
    )
    return t("page.progress.since.answer", day=language.day(found.day), counts=counts, moved=moved)


def _why(why: Why) -> str:
    return t(f"page.moves.why.{why.value}")


def _table(workspace: int, changes: Sequence[Change]) -> None:
    """A row opens what it is about."""
    rows = [_cells(change) for change in changes]
    titles = {key: t(f"page.progress.column.{key}") for key in (rows[0] if rows else ())}
    columns = titles | {"day": tables.day(titles["day"]), "about": tables.long(titles["about"], 320)} if rows else {}
    chosen = tables.table(rows, columns, key="since", alt=t("page.progress.tab.since"), tallest=520)
    downloads.downloads("since", lambda: rows, titles)
    if chosen is not None:
        _open(workspace, changes[chosen])


def _open(workspace: int, change: Change) -> None:
    if change.page == "matrix":
        subject = change.subject or frame.remembered(table.columns, workspace)[0].subject
        routes.go("matrix", requirement=change.requirements[0].id, subject=address.key_of(subject))
    key = {"guidelines": "guideline", "local": "document", "services": "service", "measures": "measure"}[change.page]
    routes.go(change.page, **{key: change.number})


def _cells(change: Change) -> Mapping[str, Any]:
    return {
        "day": change.day,
        "why": _why(change.why),
        "what": t(f"page.progress.what.{change.what}"),
        "kind": _kind(change),
        "source": change.name[language.current() == "en"],
        "where": change.subject_name,
        "requirements": len(change.requirements),
        "about": "; ".join(text.short(language.current()) for text in change.requirements[:3]),
    }


def _kind(change: Change) -> str:
    """The kind of evidence, the level or place off the ladder, or the state it is about."""
    if change.what in ("evidence_came", "evidence_ended"):
        return ladder_rule.kind_name(change.kind)
    if change.what == "judged":
        return (
            charts.place_name(change.kind)
            if change.kind.isdecimal()
            else change.kind and t(f"side_state.{change.kind}")
        )
    if change.what in STATUSES:
        return t(f"{STATUSES[change.what]}.{change.kind}")
    return ""


def _line(change: Change) -> str:
    cells = _cells(change)
    parts = (cells["what"], cells["kind"], cells["source"], cells["where"], cells["about"])
    return f"{locales.day(change.day, language.current())} · " + plain(" · ".join(str(part) for part in parts if part))

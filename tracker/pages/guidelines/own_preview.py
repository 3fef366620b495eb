"""What a framework of one's own would become: its requirements with their force twice, its parts, what would change."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from policies.document import ReadWarning
from tracker.pages import tables
from tracker.pages.guidelines import coming
from tracker.pages.language import t, tn, word
from tracker.pages.problems import message, plain
from tracker.tasks.frameworks import Line, Preview

PARTS = 300
"""So many parts are drawn in the tree."""


def show(workspace: int, seen: Preview, warnings: Sequence[ReadWarning]) -> None:
    """The answer in one line, what stands out, and then every row."""
    for warning in (*warnings, *seen.prepared.document.warnings):
        st.caption(message(warning.code, warning.values))
    if seen.edition.known is not None:
        st.info(t("page.own.nothing_new"), icon=":material/check_circle:")
    st.markdown(
        f"**{plain(seen.title)}**: "
        + " · ".join([tn("count.requirements", seen.requirements), tn("count.provisions", seen.provisions)])
        + (f" · {tn('count.crosswalks', seen.crosswalks)}" if seen.crosswalks else "")
    )
    otherwise = sum(
        line.written is not None and line.read is not None and line.written != line.read for line in seen.lines
    )
    nothing = len(seen.lines) - seen.requirements
    if otherwise:
        st.markdown(tn("page.own.otherwise", otherwise))
    if nothing:
        st.warning(tn("page.own.asks_nothing", nothing), icon=":material/help:")
    if seen.edition.against is not None:
        _changes(workspace, seen)
    _lines(seen.lines)
    with st.expander(t("page.own.parts"), icon=":material/account_tree:"):
        _tree(seen)


def _changes(workspace: int, seen: Preview) -> None:
    """A new edition: what of the one that is there it changes."""
    told = seen.edition.plain(workspace)
    st.markdown(f"{t('page.own.compared')} **{coming.counts(told['requirements'])}**")
    found = coming.counted("page.changes", told["affected"])
    st.markdown(t("page.coming.affected", found=found) if found else t("page.coming.nothing"))
    coming.changes(told)


def _lines(lines: Sequence[Line]) -> None:
    shown = [
        {
            "row": line.row or None,
            "locator": line.locator,
            "text": f"{line.lead_in} {line.text}".strip(),
            "stands": word(line.stands) if line.stands else t("page.own.no_requirement"),
            "written": word(line.written) if line.written else "",
            "read": word(line.read) if line.read else "–",
            "heading": line.heading,
            "duty_bearer": line.duty_bearer,
            "deadline": line.deadline,
        }
        for line in lines
    ]
    kept = (
        [key for key in shown[0] if key in ("text", "read", "stands") or any(row[key] for row in shown)]
        if shown
        else []
    )
    titles = {key: t(f"page.own.column.{key}") for key in kept}
    columns = titles | {"text": st.column_config.TextColumn(titles["text"], width=330)} if kept else titles
    rows = [{key: row[key] for key in kept} for row in shown]
    tables.table(rows, columns, key="own-lines", alt=t("page.own.lines"), tallest=520, opens=False)


def _tree(seen: Preview) -> None:
    """The parts as they nest, each with its first words."""
    document = seen.prepared.document
    depths: list[int] = []
    lines = []
    for provision, (start, end) in zip(document.provisions, document.own_spans(), strict=True):
        depths.append(0 if provision.parent is None else depths[provision.parent] + 1)
        words = " ".join(document.text[start:end].split())
        lines.append(
            f"{'  ' * depths[-1]}- {plain(provision.locator)}: {plain(words[:90])}{'…' if len(words) > 90 else ''}"
        )
    st.markdown("\n".join(lines[:PARTS]))
    if len(lines) > PARTS:
        st.caption(t("page.own.more_parts", count=len(lines) - PARTS))

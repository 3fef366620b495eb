"""Which rules local texts were edited by, both wordings beside each other with what a quotation must name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from tracker.pages import address, downloads, frame, language, routes, tables
from tracker.pages.language import t, tn, word
from tracker.tables.translation import Modifier
from tracker.views.research.editing_rules import RULES, Edited, editing_rules
from tracker.views.texts import shown_identifier

SIZE = 100


def show(workspace: int) -> None:
    """How often each rule was used, and the passages; a row opens the link."""
    cleared = frame.cleared(workspace)
    rows = frame.remembered(editing_rules, workspace, sees_secrecy=cleared)
    counts = {rule: sum(rule in row.rules for row in rows) for rule in RULES}
    if not rows:
        st.info(t("page.research.rules.empty"), icon=":material/lightbulb:")
        return
    said = " · ".join(f"{word(rule)} {language.number(count)}" for rule, count in counts.items())
    coded = sum(row.coded for row in rows)
    st.markdown(f"**{tn('page.research.rules.answer', len(rows))}** · {said}")
    st.caption(t("page.research.rules.rule", coded=coded, machine=len(rows) - coded))
    chosen = address.choose(
        t("page.research.rules.which"), ["", *RULES], key="rule",
        show=lambda key: word(Modifier(key)) if key else t("page.filter.all"), resets=("page",),
    )  # fmt: skip
    kept = [row for row in rows if not chosen or Modifier(chosen) in row.rules]
    first = address.page_of(len(kept), size=SIZE)
    page = kept[first : first + SIZE]
    if not page:
        st.info(t("page.research.rules.none"), icon=":material/lightbulb:")
        return
    titles = {key: t(f"page.research.rules.column.{key}") for key in _shown(page[0])}
    columns: Mapping[str, Any] = titles | {
        "requirement": tables.long(titles["requirement"], 300), "passage": tables.long(titles["passage"], 300),
        "source": tables.long(titles["source"], 300),
    }  # fmt: skip
    picked = tables.table([_shown(row) for row in page], columns, key="rules", alt=t("page.research.tab.rules"))
    downloads.downloads("editing-rules", lambda: [_shown(row) for row in kept], titles)
    if picked is not None:
        routes.go("review", link=page[picked].found.row.link_id)


def _shown(row: Edited) -> dict[str, Any]:
    requirement = row.found.requirement
    return {
        "rule": ", ".join(word(rule) for rule in row.rules),
        "requirement": requirement.words(language.current()),
        "passage": row.found.told,
        "source": _source(row),
        "page": row.page,
        "place": f"{shown_identifier(requirement.guideline)} {requirement.locator}".strip(),
        "by": t("page.research.rules.coder" if row.coded else "page.translations.machine"),
    }


def _source(row: Edited) -> str:
    """How the passage is cited: document, who decided it and when, its number, and the page or place."""
    passage = row.found.passage
    decided = " ".join(part for part in (passage.body, passage.paragraph) if part)
    parts = [
        passage.title,
        decided,
        language.day(row.decided_on) if row.decided_on else "",
        row.dnr,
        t("page.research.rules.page", page=row.page) if row.page else passage.locator,
    ]
    return ", ".join(part for part in parts if part)

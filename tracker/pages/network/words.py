"""Quoted words, ties and reasons of the network as they are shown: marked in their sentence, one click from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from tracker.pages import address, frame, highlights, problems
from tracker.pages.highlights import Mark
from tracker.pages.language import day, t, word
from tracker.pages.network.chart import kind_name
from tracker.pages.problems import message, plain
from tracker.tables.guideline import Decided
from tracker.views.network.known import PartRow, RelationRow, RoleRow
from tracker.views.network.words import Quote

ICONS = {
    Decided.CONFIRMED: ":material/check_circle:",
    Decided.REJECTED: ":material/cancel:",
    Decided.SUGGESTED: ":material/help:",
}


def quote(found: Quote | None, document_id: int | None) -> None:
    """The words in their sentence, and the way to the passage they stand in."""
    if found is None:
        st.caption(t("page.network.said_by_person"))
        return
    text = found.before + found.words + found.after
    mark = Mark(start=len(found.before), end=len(found.before) + len(found.words), role="shared")
    st.html(highlights.block(f"… {highlights.marked(text, [mark])} …", language=found.language, name="law"))
    if document_id is not None:
        link = address.link("local", document=document_id, passage=found.passage_id)
        st.markdown(f":material/description: [{t('page.network.to_passage')}]({link})")


def part_line(row: PartRow, *, actor: bool) -> str:
    """A part in one line: who or where, which part, when."""
    said = [f"**{plain(row.actor if actor else row.document)}**", word(row.part)]
    return " · ".join([*said, day(row.on)] if row.on else said)


def relation_line(row: RelationRow) -> str:
    """A tie in one line: from whom to whom, what, formal or not, since when."""
    formality = t("page.network.formal") if row.formal else t("page.network.informal")
    dates = f"{day(row.valid_from)} – {day(row.valid_to) if row.valid_to else ''}" if row.valid_from else ""
    arrow = f"{plain(row.source)} → **{kind_name(row.kind.value)}** → {plain(row.target)}"
    return " · ".join(part for part in (arrow, formality, dates.strip()) if part)


def role_reasons(row: RoleRow) -> None:
    """What speaks for a role, a line each; a title under secrecy is not shown."""
    for reason in row.reasons:
        said = _reason(reason)
        number = int(reason.get("document") or 0)
        if number in row.documents:
            said += f": [{plain(row.documents[number])}]({address.link('local', document=number)})"
        st.markdown(f"- {said}")


def _reason(reason: Mapping[str, Any]) -> str:
    return message(str(reason["code"]), dict(reason["values"]))


def decide(verb: Any, number: int, state: Decided, *, key: str) -> None:
    """Two buttons for an open suggestion; one to take a decision back."""
    with st.container(horizontal=True, gap="small"):
        for target in (Decided.CONFIRMED, Decided.REJECTED, Decided.SUGGESTED):
            if target is state or (target is Decided.SUGGESTED) != (state is not Decided.SUGGESTED):
                continue
            st.button(
                t(f"page.network.decide.{target.value}"), key=f"{key}-{target.value}",
                **frame.only("network.decide"), on_click=_decide, args=(verb, number, target, state),
            )  # fmt: skip


def _decide(verb: Any, number: int, target: Decided, seen: Decided) -> None:
    if frame.do(verb, number, target, seen=seen) is not None:
        problems.tell(f"page.network.told.{target.value}")

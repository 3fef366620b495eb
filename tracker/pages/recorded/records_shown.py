"""Records on screen: one line each, opened to their facts, source and who entered them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker import recording
from tracker.pages import address, frame, language, problems
from tracker.pages.language import named, t
from tracker.pages.problems import plain
from tracker.pages.recorded.figures_shown import value
from tracker.pages.recorded.record_forms import code_name, kind_name
from tracker.views.recorded import records
from tracker.views.recorded.records import RecordRow
from tracker.vocabulary import Fact

AT_ONCE = 25


def said(workspace: int, row: RecordRow) -> dict[str, str]:
    """The facts of a record in words, by the names of their fields, in the order of the kind."""
    kind = frame.remembered(records.kinds, workspace).get(row.kind)
    fields = kind.facts if kind is not None else ()
    return {named(fact): _words(workspace, fact, row.facts[fact.code]) for fact in fields if fact.code in row.facts}


def listed(
    workspace: int, rows: Sequence[RecordRow], *, key: str, with_kind: bool = True, with_subject: bool = False
) -> None:
    """Records newest first, each folded; `with_kind` false where all are of one kind."""
    first = address.page_of(len(rows), size=AT_ONCE, key=f"{key}-page")
    for row in rows[first : first + AT_ONCE]:
        one(workspace, row, key=key, with_kind=with_kind, with_subject=with_subject)


def one(
    workspace: int,
    row: RecordRow,
    *,
    key: str,
    with_kind: bool = True,
    with_subject: bool = False,
    opened: bool = False,
) -> None:
    """One record, folded unless it is the one in the address or `opened`."""
    facts = said(workspace, row)
    head = [f"**{language.day(row.on)}**"]
    if with_kind:
        head.append(kind_name(workspace, row.kind))
    if with_subject:
        head.append(plain(row.subject))
    if row.form:
        head.append(plain(row.form))
    # A link inside the line one opens it by would be followed instead.
    told = [f"{plain(name)}: {plain(short(text))}" for name, text in facts.items() if "://" not in text]
    head += told[:3]
    shown = opened or address.number("record") == row.id
    with st.expander(" · ".join(head), expanded=shown, key=f"{key}-record-{row.id}"):
        lines = [f"- **{plain(name)}**: {plain(text)}" for name, text in facts.items()]
        if row.body:
            lines.append(f"- **{t('page.record.body')}**: {plain(row.body)}")
        if row.document:
            target = address.link("local", document=row.document_id)
            lines.append(f"- **{t('page.record.document')}**: [{plain(row.document)}]({target})")
        if row.note:
            lines.append(f"- **{t('page.record.note')}**: {plain(row.note)}")
        st.markdown("\n".join(lines) or "–")
        st.caption(t("page.record.entered", by=plain(row.by), day=language.day(row.recorded_at)))
        st.button(
            t("page.record.withdraw"), icon=":material/undo:", type="tertiary", key=f"{key}-withdraw-{row.id}",
            **frame.only("record.add", help=t("page.record.withdraw_help")), on_click=_withdraw, args=(row.id,),
        )  # fmt: skip


def short(text: str) -> str:
    """At most 60 characters of a text: what one line of several facts has room for."""
    return text if len(text) <= 60 else f"{text[:58]}…"


def _words(workspace: int, fact: Fact, stored: object) -> str:
    if fact.type == "yes_no":
        return t("truth.true" if stored else "truth.false")
    if fact.type == "share" and isinstance(stored, int | float):
        return value(float(stored), "share")
    if fact.type in {"count", "number"} and isinstance(stored, int | float):
        return language.number(stored)
    if fact.type in {"text", "date"}:
        return str(stored)
    return code_name(workspace, fact, str(stored))


def _withdraw(record_id: int) -> None:
    if frame.do(recording.withdraw_record, record_id) is not None:
        problems.tell("page.record.withdrawn")

"""Forms to record something: their fields are made from the facts of the kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from tracker import barriers, clock, facts, recording
from tracker.errors import Refused
from tracker.pages import frame, problems
from tracker.pages.language import named, t
from tracker.views.local import documents
from tracker.views.recorded import records
from tracker.views.recorded.figures import indicator_names
from tracker.views.services import use
from tracker.vocabulary import Fact, RecordKind, launch_items

LONG = frozenset({"claim", "result", "outcome", "change", "hypothesis", "used_in", "scope"})
"""Facts that are whole sentences."""


def kind_name(workspace: int, code: str) -> str:
    """The name of a kind of record, its code when the database holds none."""
    return named(frame.remembered(records.kinds, workspace).get(code), code)


def code_name(workspace: int, fact: Fact, code: str) -> str:
    """What a code of a closed set is called where facts of this type are shown."""
    if fact.type == "indicator":
        return named(frame.remembered(indicator_names, workspace).get(code), code)
    if fact.type == "launch_item":
        return named(launch_items().get(code), code)
    if fact.type == "barrier":
        return named(barriers.types().get(code), code)
    return t(f"fact_choice.{code}")


def adder(
    workspace: int,
    kinds: Sequence[str],
    *,
    key: str,
    service_id: int | None = None,
    actor_id: int | None = None,
    starting: Mapping[str, str] | None = None,
    opened: bool = False,
) -> None:
    """A folded form for a new record of one of these kinds about a service or an actor.

    `starting` gives facts their first value. What was typed stays when something about it cannot stand.
    """
    known = frame.remembered(records.kinds, workspace)
    offered = [code for code in kinds if code in known]
    if not offered:
        return
    turn = st.session_state.get(f"record-turn-{key}", 0)
    only = problems.plain(named(known[offered[0]]))
    label = t("page.record.add_one", kind=only) if len(offered) == 1 else t("page.record.add")
    with st.expander(label, icon=":material/add:", expanded=opened):
        code = offered[0]
        if len(offered) > 1:
            code = st.selectbox(
                t("page.record.kind"), offered, format_func=lambda one: named(known[one]), key=f"record-kind-{key}"
            )
        prefix = f"record-{key}-{code}-{turn}"
        with st.form(prefix, border=False):
            st.date_input(
                t("page.record.on"), clock.today(), key=f"{prefix}-on", format="YYYY-MM-DD",
                max_value=clock.today(),
            )  # fmt: skip
            for fact in known[code].facts:
                _field(workspace, fact, f"{prefix}-{fact.code}", (starting or {}).get(fact.code, ""))
            _form_choice(workspace, service_id, prefix)
            _document_choice(workspace, prefix)
            st.text_input(t("page.record.body"), key=f"{prefix}-body", max_chars=400)
            st.text_area(t("page.record.note"), key=f"{prefix}-note", max_chars=recording.SOURCE, height=80)
            st.form_submit_button(
                t("page.record.save"),
                type="primary",
                key=f"{prefix}-save",
                **frame.only("record.add"),
                on_click=_save,
                args=(workspace, known[code], prefix, key, service_id, actor_id),
            )


def _field(workspace: int, fact: Fact, key: str, first: str) -> None:
    """The widget for one fact, empty until somebody says something."""
    label = named(fact) + (" *" if fact.required else "")
    if fact.type == "text":
        if fact.code in LONG:
            st.text_area(label, first, key=key, max_chars=facts.LONGEST, height=80)
        else:
            st.text_input(label, first, key=key, max_chars=facts.LONGEST)
    elif fact.type == "count":
        st.number_input(label, min_value=0, max_value=facts.LARGEST, value=None, step=1, key=key)
    elif fact.type == "number":
        st.number_input(label, value=None, key=key)
    elif fact.type == "share":
        st.number_input(f"{label} (%)", min_value=0.0, max_value=100.0, value=None, step=1.0, key=key)
    elif fact.type == "date":
        st.date_input(label, None, key=key, format="YYYY-MM-DD")
    elif fact.type == "yes_no":
        st.selectbox(
            label, [None, True, False], key=key,
            format_func=lambda said: "–" if said is None else t("truth.true" if said else "truth.false"),
        )  # fmt: skip
    else:
        with frame.reading() as session:
            codes = ["", *facts.choices(fact, facts.known_codes(session))]
        st.selectbox(
            label, codes, index=codes.index(first) if first in codes else 0, key=key,
            format_func=lambda code: code_name(workspace, fact, code) if code else "–",
        )  # fmt: skip


def _form_choice(workspace: int, service_id: int | None, prefix: str) -> None:
    if service_id is None:
        return
    forms = {row.id: row.name for row in frame.remembered(use.form_rows, workspace, service_id=service_id)}
    if forms:
        st.selectbox(
            t("page.record.form"), [0, *forms], key=f"{prefix}-form_id",
            format_func=lambda form: forms.get(form, t("page.record.no_form")),
        )  # fmt: skip


def _document_choice(workspace: int, prefix: str) -> None:
    cleared = frame.cleared(workspace)
    rows = frame.remembered(documents.document_rows, workspace, cleared=cleared)
    titles = {row.id: row.name for row in rows if not row.withheld}
    if titles:
        st.selectbox(
            t("page.record.document"), [0, *titles], key=f"{prefix}-document_id",
            format_func=lambda number: titles.get(number, "–"),
        )  # fmt: skip


def _given(kind: RecordKind, prefix: str) -> dict[str, Any]:
    """What the widgets hold, shares turned from percentages into parts of one."""
    said: dict[str, Any] = {fact.code: st.session_state.get(f"{prefix}-{fact.code}") for fact in kind.facts}
    for fact in kind.facts:
        if fact.type == "share" and said[fact.code] is not None:
            said[fact.code] = said[fact.code] / 100
    return said


def _save(
    workspace: int, kind: RecordKind, prefix: str, key: str, service_id: int | None, actor_id: int | None
) -> None:
    said = _given(kind, prefix)
    with frame.reading() as session:
        wrong = facts.problems(kind, said, facts.known_codes(session))
    if wrong:
        names = {fact.code: named(fact) for fact in kind.facts}
        problems.keep(Refused(wrong[0].code, **{**wrong[0].values, "fact": names.get(wrong[0].fact, wrong[0].fact)}))
        return
    chosen = st.session_state
    saved = frame.do(
        recording.add_record,
        workspace,
        kind.code,
        on=chosen[f"{prefix}-on"] or clock.today(),
        facts_given=said,
        service_id=service_id,
        actor_id=actor_id,
        form_id=chosen.get(f"{prefix}-form_id") or None,
        document_id=chosen.get(f"{prefix}-document_id") or None,
        body=chosen[f"{prefix}-body"],
        note=chosen[f"{prefix}-note"],
    )
    if saved is not None:
        chosen[f"record-turn-{key}"] = chosen.get(f"record-turn-{key}", 0) + 1
        problems.tell("page.record.saved")

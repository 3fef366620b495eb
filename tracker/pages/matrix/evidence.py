"""The evidence under a step of the ladder, and what a person can attach as evidence."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker import evidencing
from tracker.pages import frame, language, problems, routes, texts
from tracker.pages.ladder_rule import kind_name
from tracker.pages.language import t, tn, word
from tracker.pages.problems import plain
from tracker.pages.recorded import figures_shown
from tracker.views.ladder import attachable
from tracker.views.ladder.attachable import Attachable
from tracker.views.ladder.sources import Source
from tracker.views.matrix.cell import CellDetail, EvidenceRow

AMOUNTS = frozenset({"SEK", "people", "count", "contacts", "FTE"})
"""Units of what is counted or paid, not asked: nobody looks for an n behind them."""
FIRST = 4
"""So many offers are shown at once; the others fold."""


def evidence(row: EvidenceRow, *, past: bool) -> None:
    """One piece of evidence: what it is, the words or figures behind it, and who signed; as it was on a `past` day."""
    with st.container(border=True):
        notes = [kind_name(row.kind)]
        if row.inherited_from:
            notes.append(t("page.cell.inherited", body=plain(row.inherited_from)))
        if row.lapse is not None:
            since = f" ({t('page.cell.since', day=language.day(row.since))})" if row.since is not None else ""
            notes.append(f":orange[{t('page.cell.not_holding')}: {word(row.lapse)}{since}]")
        if row.suspect:
            notes.append(f":red[{t('word.suspect')}]")
        st.markdown(" · ".join(notes))
        if row.withheld:
            st.caption(t("page.cell.withheld"))
        elif row.passage is not None:
            texts.passage_head(row.passage)
            texts.passage_words(row.passage, around=False)
        elif row.source is not None:
            st.markdown(described(row.source))
        elif row.service or row.actor:
            st.markdown(f"**{plain(row.service or row.actor)}**")
        signed = t("page.cell.signed", by=plain(row.by), day=language.day(row.on))
        st.caption(f"{t('page.cell.evidence_id', id=row.id)} · {signed}")
        if row.link_id is not None:
            if st.button(t("page.cell.open_link"), key=f"evidence-{row.id}", type="tertiary", icon=":material/link:"):
                routes.go("review", link=row.link_id)
        elif not past:
            _withdrawing(row)


def _withdrawing(row: EvidenceRow) -> None:
    with st.popover(t("page.cell.withdraw"), icon=":material/undo:", type="tertiary", key=f"withdraw-{row.id}"):
        st.caption(t("page.cell.withdraw_help"))
        st.text_input(t("page.cell.note"), key=f"withdraw-note-{row.id}", max_chars=1000)
        st.button(
            t("page.cell.withdraw"),
            key=f"withdraw-do-{row.id}",
            **frame.only("evidence.add"),
            on_click=_withdraw,
            args=(row.id,),
        )


def _withdraw(number: int) -> None:
    note = st.session_state[f"withdraw-note-{number}"]
    if frame.do(evidencing.withdraw_evidence, number, note=note) is not None:
        problems.tell("page.cell.withdrawn")


def described(source: Source) -> str:
    """A record or measurement in two lines of Markdown, with its n, day or period, and source."""
    english = language.current() == "en"
    name = source.name(language.current())
    if source.what == "measurement":
        unit, _, value = source.facts[0]
        shown = plain(figures_shown.value(value, unit))
        if source.n is not None or unit not in AMOUNTS:
            shown += f" (n = {language.number(source.n)})" if source.n is not None else f" ({t('page.cell.no_n')})"
        when = f"{language.day(source.since)} – {language.day(source.on)}"
        parts = [f"**{name}**: {shown}", plain(source.about), when, plain(source.subject_name)]
        return "  \n".join(part for part in (" · ".join(part for part in parts if part), plain(source.note)) if part)
    facts = ", ".join(f"{plain(fact[1] if english else fact[0])}: {_value(fact[2])}" for fact in source.facts)
    head = " · ".join(
        part
        for part in (f"**{name}**", language.day(source.on), plain(source.subject_name), plain(source.about))
        if part
    )
    return "  \n".join(part for part in (head, facts, plain(source.note[:400])) if part)


def _value(value: object) -> str:
    """A fact as people read it."""
    if isinstance(value, bool):
        return t("page.cell.yes") if value else t("page.cell.no")
    if isinstance(value, int | float):
        return language.number(value)
    return plain(str(value)[:300])


def offers(workspace: int, detail: CellDetail) -> None:
    """The subject's records and measurements that could support a step, what the next step lacks first."""
    st.subheader(t("page.cell.offers"), anchor=False)
    if not detail.offered:
        st.caption(t("page.cell.no_offers"))
        return
    st.caption(t("page.cell.offers_help"))
    for row in detail.offered[:FIRST]:
        _offer(workspace, detail, row)
    rest = detail.offered[FIRST:]
    if rest:
        with st.expander(tn("page.cell.more_offers", len(rest)), key="more-offers", on_change="rerun") as box:
            if box.open:
                for row in rest:
                    _offer(workspace, detail, row)


def _offer(workspace: int, detail: CellDetail, row: Attachable) -> None:
    key = f"{row.source.what}-{row.source.id}-{row.kind}"
    with st.container(border=True):
        mark = f":blue[{t('page.cell.next_step')}] · " if row.next else ""
        st.markdown(f"{mark}{row.step} {t(f'level.{row.step}')}: {kind_name(row.kind)}")
        st.markdown(described(row.source))
        with st.container(horizontal=True):
            st.button(
                t("page.cell.attach"), key=f"attach-{key}", icon=":material/attach_file:",
                **frame.only("evidence.add"), on_click=_attach, args=(workspace, detail, row, (detail.requirement.id,)),
            )  # fmt: skip
            if set(detail.carried) - {detail.requirement.id}:
                _several(workspace, detail, row, key)


def _several(workspace: int, detail: CellDetail, row: Attachable, key: str) -> None:
    """The same evidence for all requirements the service carries, once the person has seen how many."""
    with st.popover(t("page.cell.attach_all"), type="tertiary", key=f"all-{key}"):
        everything = tuple(dict.fromkeys((detail.requirement.id, *detail.carried)))
        with frame.reading() as session:
            new = attachable.without(session, workspace, everything, detail.column.subject, row)
        st.markdown(tn("page.cell.attach_preview", len(new), there=len(everything) - len(new)))
        st.button(
            t("page.cell.attach_do"), key=f"all-do-{key}", type="primary",
            **frame.only("evidence.add", unless=not new), on_click=_attach, args=(workspace, detail, row, new),
        )  # fmt: skip


def _attach(workspace: int, detail: CellDetail, row: Attachable, requirements: Sequence[int]) -> None:
    kind, number = detail.column.subject
    added = frame.do(
        evidencing.add_evidence,
        workspace,
        requirements,
        row.kind,
        **{f"{kind}_id": number, f"{row.source.what}_id": row.source.id},
    )
    if added is not None:
        problems.tell("page.cell.attached", count=len(added))

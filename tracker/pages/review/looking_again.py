"""One suspect thing as it is drawn: why, since when, and each text before and after with the words that differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from tracker.pages import address, differences, highlights, language, routes, texts
from tracker.pages.ladder_rule import kind_name
from tracker.pages.language import current, t, word
from tracker.pages.problems import plain
from tracker.suspects import Cause
from tracker.tables.assessment import Compliance
from tracker.views.review.former import Former
from tracker.views.review.suspect import Demand, Move, Suspect, Target
from tracker.views.review.suspects import Kind
from tracker.views.texts import PassageText


def draw(found: Suspect) -> None:
    """What is tied, why it is suspect, then the texts."""
    _head(found)
    if not found.causes:
        st.success(t("page.suspects.cleared"), icon=":material/check_circle:")
    left, right = st.columns(2, gap="medium")
    if found.kind is Kind.CROSSWALK:
        for column, demand, side in zip((left, right), found.demands, ("upper", "lower"), strict=True):
            with column, st.container(border=True):
                _demand(demand, t(f"page.suspects.{side}"))
        return
    with left, st.container(border=True):
        _demand(found.demands[0], t("page.review.requirement"))
    with right, st.container(border=True):
        if found.target is not None:
            _target(found.id, found.target)
        elif found.kind is Kind.JUDGEMENT:
            _judged(found)
        else:
            st.subheader(t("page.suspects.tied"), anchor=False)
            st.markdown(f"**{plain(found.name)}**")


def _head(found: Suspect) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.badge(t(f"page.suspects.kind_one.{found.kind}"), color="gray")
        if found.type is not None:
            st.badge(word(found.type), color="gray")
        for cause in found.causes:
            st.badge(t(f"page.suspects.cause.{cause}"), color="orange", icon=":material/report:")
    if Cause.SOURCE in found.causes:
        st.info(t("page.suspects.source_is"), icon=":material/link_off:")
        if st.button(t("page.suspects.open_sources"), icon=":material/travel_explore:", type="tertiary"):
            routes.go("local", tab="sources")
    if found.note:
        st.caption(t("page.review.noted", note=plain(found.note)))


def _demand(demand: Demand, heading: str) -> None:
    """The requirement, its words before and now where they differ."""
    st.subheader(heading, anchor=False)
    texts.requirement_head(demand.text)
    if not demand.changed:
        texts.requirement_words(demand.text)
        st.caption(t("page.suspects.same_text"))
        return
    if demand.before is None:
        st.caption(t("page.suspects.before_gone"))
        texts.requirement_words(demand.text)
        return
    _since(_through(demand.before), demand.before.since)
    wording = demand.text.wordings.get(demand.before.language)
    now = f"{wording.lead_in} {wording.text}".strip() if wording is not None else demand.text.words(current())
    _pair(demand.before.text, now, demand.before.language)


def _through(before: Former) -> str:
    if before.summary:
        return t("page.suspects.through_take_over")
    return before.edition or (t("page.suspects.through_edit") if before.since else "")


def _since(edition: str, moment: datetime | None) -> None:
    """Through which edition it changed, and when."""
    parts = [plain(edition)] if edition else []
    if moment is not None:
        parts.append(language.day(moment))
    if parts:
        st.caption(t("page.suspects.since", through=", ".join(parts)))


def _pair(before: str, after: str, spoken: str) -> None:
    was, now = differences.drawn(before, after, language=spoken)
    st.markdown(f"**{t('page.suspects.before')}**")
    st.html(was or highlights.block("–", name="law"))
    st.markdown(f"**{t('page.suspects.now')}**")
    st.html(now or highlights.block("–", name="law"))


def _target(link_id: int, target: Target) -> None:
    """The passage before, and what took over from it."""
    st.subheader(t("page.target.passage"), anchor=False)
    texts.passage_head(target.before)
    if not target.changed:
        texts.passage_words(target.before)
        st.caption(t("page.suspects.same_text"))
    else:
        through = target.edition
        if target.taken_back:
            through = t("page.suspects.taken_back", file=target.edition)
        _since(through, target.since)
        if not target.after:
            st.markdown(f"**{t('page.suspects.before')}**")
            texts.passage_words(target.before)
            st.warning(t("page.suspects.removed"), icon=":material/delete:")
        else:
            chosen = _successor(link_id, target.after)
            _pair(target.before.text, chosen.text, "")
    opened = target.after[0] if target.after else target.before
    if st.button(t("page.review.open_document"), icon=":material/description:", type="tertiary"):
        routes.go("local", document=opened.document_id, passage=opened.id if target.after else None)


def _successor(link_id: int, after: Sequence[PassageText]) -> PassageText:
    """What took over; where it became several, the one the person chooses."""
    if len(after) == 1:
        return after[0]
    st.caption(t("page.suspects.split"))
    by_id = {text.id: text for text in after}
    number = st.radio(
        t("page.suspects.which"), list(by_id), key=successor_key(link_id),
        format_func=lambda passage: plain(by_id[passage].text[:90]),
    )  # fmt: skip
    return by_id[number]


def successor_key(link_id: int) -> str:
    """Where the passage that a person chose for a link is kept."""
    return f"successor-{link_id}"


def _judged(found: Suspect) -> None:
    """What was judged of whom, what is computed now, and the evidence that came and went since."""
    st.subheader(t("page.suspects.judged_what"), anchor=False)
    st.markdown(f"**{plain(found.name)}** · {language.day(found.on)}")
    said = []
    if found.level is not None:
        said.append(f"{found.level} {t(f'level.{found.level}')}")
    if found.side_state is not None:
        said.append(word(found.side_state))
    if found.compliance is not Compliance.NOT_ASSESSED:
        said.append(word(found.compliance))
    st.markdown(t("page.suspects.judged", said=" · ".join(said) or "–"))
    computed = "–" if found.computed is None else f"{found.computed} {t(f'level.{found.computed}')}"
    st.markdown(t("page.suspects.computed", level=computed))
    if found.moves:
        st.markdown(f"**{t('page.suspects.moves')}**")
        st.markdown("\n".join(_move(move) for move in found.moves))
    elif Cause.EVIDENCE in found.causes:
        st.caption(t("page.suspects.moves_elsewhere"))
    if found.subject is not None and st.button(
        t("page.suspects.open_cell"), icon=":material/grid_on:", type="tertiary"
    ):
        requirement = found.demands[0].text.id
        routes.go("matrix", requirement=requirement, subject=address.key_of(found.subject))


def _move(move: Move) -> str:
    sign = ":green[+]" if move.came else ":red[−]"
    said = t("page.suspects.came" if move.came else "page.suspects.went", day=language.day(move.on))
    link = f" [{t('page.cell.open_link')}]({address.link('review', link=move.link_id)})" if move.link_id else ""
    return f"- {sign} {kind_name(move.kind)}: {said}{link}"

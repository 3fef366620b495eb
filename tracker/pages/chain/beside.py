"""A requirement at EU, national and local level side by side with its dates, and everything that carries it."""

from __future__ import annotations

import streamlit as st

from tracker.crosswalks import deciding
from tracker.pages import address, frame, language, problems, routes, texts
from tracker.pages.chain import crosswalks, words
from tracker.pages.language import day, t, tn, word
from tracker.pages.problems import plain
from tracker.tables.guideline import Decided, Level
from tracker.views.chain import beside, whole
from tracker.views.chain.beside import AtLevel, Beside, LocalText
from tracker.views.chain.hops import Strength
from tracker.views.chain.whole import Chain, Chains
from tracker.views.guidelines import listing
from tracker.views.texts import shown_identifier

SHOWN = 2
"""Passages shown at once, those that hold best; the others are under them."""
DATES = ("adopted_on", "in_force_on", "applies_on", "repealed_on")
COLOURS = {Strength.BROKEN: "orange", Strength.WEAK: "yellow", Strength.WHOLE: "green"}


def show(workspace: int) -> None:
    """The requirement in the address."""
    number = address.number("requirement") or 0
    sees = frame.cleared(workspace)
    found = frame.remembered(beside.beside, workspace, requirement_id=number, sees_secrecy=sees)
    every = frame.remembered(whole.chains, workspace, sees_secrecy=sees)
    st.button(t("page.chain.back"), icon=":material/arrow_back:", type="tertiary", on_click=_close)
    asked = found.requirement
    st.title(plain(f"{shown_identifier(asked.guideline)} {asked.locator}".strip()))
    _answer(found)
    _levels(found)
    _carried(found, every)
    st.subheader(t("page.chain.tab.crosswalks"), anchor=False)
    crosswalks.show(workspace, requirement=number)
    _add(workspace, found)


def _answer(found: Beside) -> None:
    """What its chains are worth, the weakest hop named."""
    if not found.chains:
        st.markdown(f"**{t('page.chain.no_chain')}**")
        return
    worst = min(found.chains, key=lambda chain: chain.strength)
    said = words.strength(worst.strength)
    if not words.holds(worst):
        said += f": {words.why(worst.weakest)}"
        said += f" ({words.since_day(worst.weakest)})" if worst.weakest.since is not None else ""
    st.markdown(f"**{tn('page.chain.through', len(found.chains))}** · {plain(said)}")


def _levels(found: Beside) -> None:
    """One column a level, from above to below, the municipality last."""
    present = [level for level in Level if any(one.level is level for one in found.levels)]
    columns = st.columns(len(present) + 1, gap="medium")
    for column, level in zip(columns, present, strict=False):
        with column:
            st.subheader(word(level), anchor=False)
            here = [one for one in found.levels if one.level is level]
            # What is only suggested stands in the list below; here it fills a level that has nothing else.
            for one in [one for one in here if one.own or one.state is Decided.CONFIRMED] or here:
                _at_level(one)
            if level is Level.EU and Level.NATIONAL not in present:
                st.caption(t("page.chain.no_level_below"))
    with columns[-1]:
        st.subheader(t("page.chain.layer.local"), anchor=False)
        _local(found)


def _at_level(one: AtLevel) -> None:
    with st.container(border=True, key=f"level-{one.text.id}"):
        if not one.own:
            _tie(one)
        texts.requirement_head(one.text)
        days = {name: getattr(one.dates, name) for name in DATES}
        lines = [f"{t(f'page.about.{name}')}: {day(value)}" for name, value in days.items() if value is not None]
        st.caption(" · ".join([*lines, word(one.dates.status)]) if lines else t("page.chain.no_dates"))
        texts.requirement_words(one.text)
        with st.container(horizontal=True, gap="small"):
            if not one.own and st.button(
                t("page.chain.stand_here"), key=f"stand-{one.text.id}", type="tertiary", icon=":material/my_location:"
            ):
                address.put(requirement=one.text.id, **{"from": None})
                st.rerun()
            if st.button(
                t("page.chain.open_guideline"), key=f"guideline-{one.text.id}", type="tertiary", icon=":material/gavel:"
            ):
                routes.go("guidelines", guideline=one.text.guideline_id)


def _tie(one: AtLevel) -> None:
    """How it hangs together with the requirement asked for: decided, suggested, or over others between them."""
    with st.container(horizontal=True, gap="small"):
        if one.crosswalk_id is None:
            st.badge(t("page.chain.over_others"), color="gray")
        elif one.state is Decided.CONFIRMED and one.type is not None:
            st.badge(word(one.type), color="blue", icon=":material/link:")
        else:
            st.badge(t("page.chain.only_suggested"), color="gray", icon=":material/help:")
        if one.suspect:
            st.badge(t("page.crosswalk.is_suspect"), color="orange", icon=":material/report:")


def _local(found: Beside) -> None:
    if not found.local:
        st.info(t("page.chain.no_local"), icon=":material/lightbulb:")
        if st.button(t("page.chain.to_review"), key="to-review", icon=":material/rule:", type="tertiary"):
            routes.go("review", requirement=found.requirement.id)
    for one in found.local[:SHOWN]:
        _passage(one)
    if len(found.local) > SHOWN:
        with st.expander(tn("page.chain.more_passages", len(found.local) - SHOWN)):
            for one in found.local[SHOWN:]:
                _passage(one)
    if found.withheld:
        st.caption(t("page.chain.withheld", count=found.withheld))


def _passage(one: LocalText) -> None:
    with st.container(border=True, key=f"passage-{one.held.link_id}"):
        texts.passage_head(one.passage)
        parts = [
            f"{t(f'page.chain.{name}')}: {day(value)}"
            for name, value in (
                ("decided_on", one.decided_on), ("valid_from", one.valid_from), ("valid_to", one.valid_to),
            )
            if value is not None
        ]  # fmt: skip
        st.caption(" · ".join(parts) or t("page.chain.no_dates"))
        st.caption(t(f"chain_why.{one.held.why.value}"))
        texts.passage_words(one.passage, around=False)
        if st.button(
            t("page.review.open_document"), key=f"document-{one.held.link_id}", type="tertiary",
            icon=":material/description:",
        ):  # fmt: skip
            routes.go("local", document=one.passage.document_id, passage=one.passage.id)


def _carried(found: Beside, every: Chains) -> None:
    """Every chain through it, hop by hop, with the services and those who answer as buttons."""
    if not found.chains:
        return
    st.subheader(t("page.chain.hops"), anchor=False)
    for chain in found.chains:
        with st.container(border=True, key=f"chain-{chain.key.replace('.', '-')}"):
            st.markdown(f"**{plain(words.chain(chain, every.acts))}**")
            with st.container(horizontal=True, gap="small"):
                for state in chain.hops:
                    label = f"{words.hop(state)}: {words.why(state)}"
                    if state.suggested:
                        label += f" ({tn('page.chain.suggested', state.suggested)})"
                    st.badge(plain(label), color=COLOURS[state.strength])  # type: ignore[arg-type] # Streamlit's names
            _doors(chain)


def _doors(chain: Chain) -> None:
    """The pages of the services and of those who answer."""
    doors = [("services", "service", one.id, one.name, ":material/support_agent:") for one in chain.services]
    doors += [("network", "actor", one.id, one.name, ":material/groups:") for one in chain.actors]
    if not doors:
        return
    with st.container(horizontal=True, gap="small"):
        for page, key, number, name, icon in doors:
            if st.button(plain(name), key=f"{key}-{number}-{chain.key}", type="tertiary", icon=icon):
                routes.go(page, **{key: number})


def _add(workspace: int, found: Beside) -> None:
    """Point out a crosswalk that nobody suggested."""
    with st.expander(t("page.crosswalk.add"), icon=":material/add_link:"):
        names = {row.name.id: row.name for row in frame.remembered(listing.guideline_rows, workspace)}
        names.pop(found.requirement.guideline_id, None)
        side = st.segmented_control(
            t("page.crosswalk.side"), ("lower", "upper"), key="add-side", default="lower",
            format_func=lambda key: t(f"page.crosswalk.add_{key}"),
        ) or "lower"  # fmt: skip
        guideline = st.selectbox(
            t("word.guideline"), list(names), key="add-guideline", index=None,
            format_func=lambda number: names[number].title(language.current()), placeholder=t("page.crosswalk.choose"),
        )  # fmt: skip
        if guideline is None:
            return
        held = frame.remembered(listing.requirement_rows, workspace, guideline_id=guideline)
        said = {row.text.id: f"{row.text.locator} {row.text.words(language.current())}"[:160] for row in held}
        other = st.selectbox(
            t("word.requirement"), list(said), key=f"add-requirement-{guideline}", index=None,
            format_func=lambda number: said[number], placeholder=t("page.crosswalk.choose"),
        )  # fmt: skip
        st.button(
            t("page.crosswalk.add_do"),
            key="add-crosswalk",
            icon=":material/add_link:",
            **frame.only("crosswalk.decide", unless=other is None),
            on_click=_put,
            args=(found.requirement.id, other, side),
        )


def _put(asked: int, other: int, side: str) -> None:
    upper, lower = (asked, other) if side == "lower" else (other, asked)
    if frame.do(deciding.add, upper, lower) is not None:
        problems.tell("page.crosswalk.added")
        address.put(state=None, **{"from": None})


def _close() -> None:
    address.put(requirement=None, state=None, **{"from": None})

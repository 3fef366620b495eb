"""Units coded one at a time: both texts, the codebook at hand, one key per mode."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker.pages import address, frame, problems, standing
from tracker.pages.language import current, t, tn, word
from tracker.pages.problems import plain
from tracker.pages.research.projects import memos, unit_texts, words
from tracker.pages.review import keys
from tracker.studies import judging
from tracker.studies.codebooks import Coded
from tracker.tables.study import CodeKind, StudyState
from tracker.tables.translation import Mode
from tracker.views.research import units
from tracker.views.research.studies import Codebook, CodeRow, StudyRow
from tracker.views.research.units import UnitText

KINDS = {"modifiers": CodeKind.MODIFIER, "rules": CodeKind.RULE, "codes": CodeKind.OWN}
Place = tuple[int, int, bool]
"""Number and position of a unit, and whether the reader has judged it."""


def show(found: StudyRow) -> None:
    """The coder's next unit; for everybody else why there is none."""
    if found.state is not StudyState.CODING:
        st.info(t(f"page.studies.not_open.{found.state.value}"), icon=":material/lightbulb:")
    elif found.mine is None:
        st.info(t("page.studies.not_coder"), icon=":material/lightbulb:")
    else:
        _coding(found)


@standing.part
def _coding(found: StudyRow) -> None:
    """A judgement draws this part of the page only."""
    problems.show_kept()
    with frame.reading() as session:
        places = units.open_units(session, found.id, frame.person().id)
    asked = address.number("unit")
    left = [place for place in places if not place[2]]
    place = next((one for one in places if one[0] == asked), left[0] if left else None)
    _answer(found, places, place)
    if place is None:
        _all_done(found)
        return
    unit = unit_texts.read(place[0])
    if unit is None:
        st.error(t("error.study_unit_unknown", id=place[0]), icon=":material/error:")
        return
    unit_texts.draw(unit)
    _machine(found, unit)
    book = words.codebook_of(found)
    _said(unit, book)
    _others(unit, book)
    _modes(unit, book, _after(places, place))
    memos.on_unit(found, unit)
    if not left:
        _all_done(found)


def _answer(found: StudyRow, places: Sequence[Place], place: Place | None) -> None:
    done = sum(judged for _, _, judged in places)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="study-answer"):
        said = t("page.studies.judged", done=done, all=len(places))
        where = f" · {t('page.studies.unit', position=place[1])}" if place is not None else ""
        st.markdown(f"**{said}**{where}")
        if place is not None:
            at = places.index(place)
            for name, icon, to, letter in (("previous", "left", at - 1, "B"), ("next", "right", at + 1, "F")):
                st.button(
                    t(f"page.review.{name}"), key=f"unit-{name}", icon=f":material/chevron_{icon}:", type="tertiary",
                    disabled=not 0 <= to < len(places), shortcut=keys.key(letter), on_click=address.put,
                    kwargs={"unit": places[to % len(places)][0]},
                )  # fmt: skip
        keys.explained(("1", "B", "F"), said="page.studies.key")
    if found.units:
        st.progress(done / found.units)


def _all_done(found: StudyRow) -> None:
    if found.mine is not None and found.mine.finished:
        st.success(t("page.studies.finished"), icon=":material/done_all:")
        return
    st.success(tn("page.studies.all_judged", found.units), icon=":material/done_all:")
    st.button(
        t("page.studies.finish"), type="primary", icon=":material/flag:", key="study-finish", on_click=_finish,
        args=(found.id,),
    )  # fmt: skip


def _machine(found: StudyRow, unit: UnitText) -> None:
    if not found.shows_suggestion:
        return
    if unit.suggested is None:
        st.caption(t("page.studies.machine_none"))
        return
    code = " · ".join([f"{unit.suggested.value.upper()} {word(unit.suggested)}", *map(word, unit.suggested_modifiers)])
    st.caption(t("page.studies.machine", code=plain(code)))


def _said(unit: UnitText, book: Codebook) -> None:
    if unit.mine is not None:
        st.markdown(t("page.studies.mine", code=plain(words.said(book, unit.mine.said))))


def _others(unit: UnitText, book: Codebook) -> None:
    """Modifiers, editing rules and own codes, and a note; they are stored together with the mode."""
    for name, kind in KINDS.items():
        codes = book.of(kind)
        held = getattr(unit.mine, name) if unit.mine is not None else ()
        if codes:
            named = {code.key: code.name(current()) for code in codes}
            st.pills(
                t(f"page.studies.{name}"), list(named), selection_mode="multi", key=_key(name, unit),
                default=[one for one in held if one in named], help=_meanings(codes),
                format_func=named.__getitem__,
            )  # fmt: skip
    st.text_input(
        t("page.studies.note"), value=unit.mine.note if unit.mine is not None else "", key=_key("note", unit),
        max_chars=2000,
    )  # fmt: skip


def _meanings(codes: Sequence[CodeRow]) -> str:
    tongue = current()
    return "\n".join(f"- **{plain(code.name(tongue))}**: {plain(code.definition(tongue))}" for code in codes)


def _modes(unit: UnitText, book: Codebook, following: int | None) -> None:
    """A button and a key per mode, its definition and example beside it; it stores everything and goes on."""
    st.markdown(f"**{t('page.studies.mode')}**")
    tongue = current()
    for number, code in enumerate(book.of(CodeKind.MODE), start=1):
        button, meaning = st.columns([2, 7], vertical_alignment="center", gap="small")
        chosen = unit.mine is not None and unit.mine.mode.value == code.key
        with button:
            st.button(
                plain(words.name_of(code)), key=f"mode-{code.key}", width="stretch",
                type="primary" if chosen else "secondary", shortcut=keys.key(str(number)), on_click=_judge,
                args=(unit, Mode(code.key), following),
            )  # fmt: skip
        with meaning:
            example = code.example(tongue)
            shown = f" — *{plain(example)}*" if example else ""
            st.markdown(plain(code.definition(tongue)) + shown)


def _after(places: Sequence[Place], place: Place) -> int | None:
    """The next unit to judge: the first behind this one, else the first of all."""
    left = [one for one in places if not one[2] and one != place]
    return next((one[0] for one in left if one[1] > place[1]), left[0][0] if left else None)


def _judge(unit: UnitText, mode: Mode, following: int | None) -> None:
    chosen = {name: tuple(st.session_state.get(_key(name, unit)) or ()) for name in KINDS}
    note = str(st.session_state.get(_key("note", unit)) or "")
    if frame.do(judging.judge, unit.id, Coded(mode=mode, **chosen), note=note) is not None:
        address.put(unit=following)


def _finish(study_id: int) -> None:
    if frame.do(judging.finish, study_id) is not None:
        problems.tell("page.studies.finished")
        address.put(part=None, unit=None)


def _key(name: str, unit: UnitText) -> str:
    return f"study-{name}-{unit.id}"

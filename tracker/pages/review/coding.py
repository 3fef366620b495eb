"""How a link translates its requirement: the machine's suggestion with its reasons, and the code a person gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from tracker import coding
from tracker.pages import address, frame, highlights, problems
from tracker.pages.language import day, percent, t, word
from tracker.pages.problems import message, plain
from tracker.tables.guideline import Decided, Force
from tracker.tables.translation import Mode, Modifier
from tracker.views.review.queue import Item
from tracker.views.review.translation import CodedMode, ShownElement, SuggestedMode

MODES = tuple(mode for mode in Mode if mode is not Mode.NONE)
MODIFIERS = tuple(modifier for modifier in Modifier if modifier not in coding.COMPUTED)
_FORCES = frozenset({"source_force", "target_force"})


def show(item: Item) -> None:
    """What the machine suggests and why, what coders have said, and the choice of a code."""
    if item.passage is None:
        return
    found = item.translation
    with st.container(border=True, key="translation"):
        st.subheader(t("page.translation.title"), anchor=False)
        for coded in found.coded:
            _coded(coded)
        if found.suggested is not None:
            _suggested(found.suggested)
        elif found.unread is not None:
            st.caption(t(f"page.translation.unread.{found.unread.value}"))
        _choice(item)


def chosen(link_id: int) -> tuple[Mode, tuple[Modifier, ...]] | None:
    """The code chosen for a link on this page, None while none is."""
    mode = st.session_state.get(_key("mode", link_id))
    if mode is None:
        return None
    return Mode(mode), tuple(map(Modifier, st.session_state.get(_key("modifiers", link_id)) or ()))


def name_of(mode: Mode, modifiers: Sequence[Modifier]) -> str:
    """A code in words: the mode's letters and name, then the modifiers."""
    return " · ".join([f"{mode.value.upper()} {word(mode)}", *map(word, modifiers)])


def _coded(coded: CodedMode) -> None:
    said = t(
        "page.translation.coded",
        code=name_of(coded.mode, coded.modifiers), coder=coded.coder, day=day(coded.on),
    )  # fmt: skip
    if coded.note:
        said = f"{said} {t('page.review.noted', note=coded.note)}"
    mine = coded.coder_id == frame.person().id
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(plain(said))
        if coded.suspect:
            st.badge(t("page.translation.suspect"), color="orange", icon=":material/report:")
        if mine:
            st.button(
                t("page.translation.withdraw"), key=f"withdraw-coding-{coded.id}", type="tertiary",
                icon=":material/undo:", on_click=_withdraw, args=(coded.id,),
            )  # fmt: skip


def _suggested(found: SuggestedMode) -> None:
    """The suggestion as a suggestion: its confidence, the elements of both sides, the reasons."""
    said = t(
        "page.translation.suggested",
        code=name_of(found.mode, found.modifiers), share=percent(min(found.confidence, 0.99)),
    )  # fmt: skip
    st.markdown(f"**{plain(said)}**  \n{plain(t(f'mode_meaning.{found.mode.value}'))}")
    reasons = [f"- {message(reason['code'], _values(reason['values']))}" for reason in found.reasons]
    st.markdown("\n".join(reasons))
    if found.elements:
        st.html(_table(found.elements))


def _values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a reason with the members of closed sets in words."""
    words = {}
    for name, value in values.items():
        if name in _FORCES and value in set(Force):
            words[name] = word(Force(value))
        elif name == "element":
            words[name] = t(f"element_name.{value}")
        elif name == "type":
            words[name] = t(f"passage_type.{value}") if value else ""
        elif name in ("source", "target") and value in ("sv", "en"):
            words[name] = t(f"language.{value}")
        else:
            words[name] = value
    return words


def _table(elements: Sequence[ShownElement]) -> str:
    """Elements side by side, as a table that a screen reader can walk through."""
    head = "".join(
        f'<th scope="col">{highlights.escaped(t(f"page.translation.column.{column}"))}</th>'
        for column in ("element", "source", "target", "state")
    )
    rows = "".join(_row(element) for element in elements)
    caption = highlights.escaped(t("page.translation.elements"))
    return (
        f'<div class="elements" tabindex="0" role="region" aria-label="{caption}"><table><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(element: ShownElement) -> str:
    source = _words(element.source, element.values.get("source", ""))
    target = _words(element.target, element.values.get("target", ""))
    return (
        f'<tr class="{element.state.value}"><th scope="row">{highlights.escaped(word(element.name))}</th>'
        f"<td>{source}</td><td>{target}</td><td>{highlights.escaped(word(element.state))}</td></tr>"
    )


def _words(written: str, normal: str) -> str:
    """The words as written, else what is known of them; a force by its name, behind the word that says it."""
    if normal in set(Force):
        normal = word(Force(normal))
        return highlights.escaped(f"{written} ({normal})" if written else normal)
    return highlights.escaped(written or normal or "–")


def _choice(item: Item) -> None:
    """The codes to choose from; they are stored with the confirmation, or at once for a link confirmed before."""
    found = item.translation
    mode_key, modifiers_key = _key("mode", item.link_id), _key("modifiers", item.link_id)
    keys = st.session_state.get("shortcuts", True)
    confirmed = item.state is Decided.CONFIRMED
    suggested = found.suggested if found.suggested is not None and found.suggested.mode in MODES else None
    if suggested is not None:
        st.button(
            t("page.translation.take", code=name_of(suggested.mode, suggested.modifiers)),
            key="take-mode", icon=":material/done:", shortcut="T" if keys else None,
            on_click=_take, args=(item.link_id, suggested.mode, tuple(suggested.modifiers)),
        )  # fmt: skip
    st.pills(
        t("page.translation.mode"), [mode.value for mode in MODES], key=mode_key,
        format_func=lambda mode: f"{mode.upper()} {t(f'mode.{mode}')}",
    )  # fmt: skip
    st.pills(
        t("page.translation.modifiers"), [modifier.value for modifier in MODIFIERS], selection_mode="multi",
        key=modifiers_key, format_func=lambda modifier: t(f"modifier.{modifier}"),
    )  # fmt: skip
    if confirmed:
        st.button(
            t("page.translation.save"), key="save-mode", icon=":material/save:", disabled=chosen(item.link_id) is None,
            on_click=_save, args=(item.link_id, item.version),
        )  # fmt: skip
    else:
        st.caption(t("page.translation.with_confirmation"))


def _take(link_id: int, mode: Mode, modifiers: tuple[Modifier, ...]) -> None:
    st.session_state[_key("mode", link_id)] = mode.value
    st.session_state[_key("modifiers", link_id)] = [m.value for m in modifiers if m in MODIFIERS]


def _save(link_id: int, version: int) -> None:
    code = chosen(link_id)
    if code is None:
        return
    stored = frame.do(coding.code, link_id, *code, seen_version=version)
    if stored is not None:
        st.session_state["undo"] = [("coding", stored.id, 0)]
        problems.tell("page.translation.saved")
        address.put(link=link_id)


def _withdraw(coding_id: int) -> None:
    if frame.do(coding.withdraw, coding_id) is not None:
        problems.tell("page.translation.withdrawn")


def _key(field: str, link_id: int) -> str:
    return f"coding-{field}-{link_id}"

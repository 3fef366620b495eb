"""How a link translates its requirement: the machine's suggestion with its reasons, and the code a person gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from tracker import coding
from tracker.pages import address, frame, highlights, problems
from tracker.pages.language import day, percent, t, word
from tracker.pages.problems import message, plain
from tracker.pages.review import undoing
from tracker.pages.review.keys import key
from tracker.tables.guideline import Decided, Force
from tracker.tables.translation import Mode, Modifier
from tracker.views.review.item import Item
from tracker.views.review.translation import CodedMode, ShownElement, SuggestedMode

MODES = tuple(mode for mode in Mode if mode is not Mode.NONE)
MODIFIERS = tuple(modifier for modifier in Modifier if modifier not in coding.COMPUTED)
_FORCES = frozenset({"source_force", "target_force"})


def show(item: Item) -> None:
    """One line with the machine's suggestion or what coders have said; the rest of it when the reader opens it."""
    if item.passage is None:
        return
    opened = _is_open()
    with st.container(border=True, key="translation"):
        _line(item, opened=opened)
        if opened:
            _opened(item)


def _line(item: Item, *, opened: bool) -> None:
    """The suggestion in a line, with the keys that take it and open the rest."""
    found = item.translation
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="translation-line"):
        st.markdown(f"**{t('page.translation.title')}:** {_in_short(item)}", width="stretch")
        suggested = found.suggested if found.suggested is not None and found.suggested.mode in MODES else None
        if suggested is not None:
            st.button(
                t("page.translation.take"), key="take-mode", icon=":material/done:", type="tertiary",
                shortcut=key("T"), **frame.only("coding.decide"), on_click=_take,
                args=(item.link_id, suggested.mode, tuple(suggested.modifiers)),
            )  # fmt: skip
        st.button(
            t("page.translation.close") if opened else t("page.translation.open"), key="open-coding", type="tertiary",
            icon=f":material/expand_{'less' if opened else 'more'}:", shortcut=key("K"), on_click=_turn,
        )  # fmt: skip


def _in_short(item: Item) -> str:
    """The code to be stored, else what a coder said last, else what the machine suggests, else why nothing."""
    found, code = item.translation, chosen(item.link_id)
    if code is not None:
        return t("page.translation.to_store", code=plain(name_of(*code)))
    if found.coded:
        return plain(name_of(found.coded[-1].mode, found.coded[-1].modifiers))
    if found.suggested is not None:
        share = percent(min(found.suggested.confidence, 0.99))
        code_name = plain(name_of(found.suggested.mode, found.suggested.modifiers))
        return t("page.translation.suggested_short", code=code_name, share=share)
    return t(f"page.translation.unread.{found.unread.value}") if found.unread is not None else "–"


def _opened(item: Item) -> None:
    found = item.translation
    for coded in found.coded:
        _coded(coded)
    if found.suggested is not None:
        _suggested(found.suggested)
    _choice(item)


def _is_open() -> bool:
    return address.get("coding") == "open"


def _turn() -> None:
    address.put(coding=None if _is_open() else "open")


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
                icon=":material/undo:", **frame.only("coding.decide"), on_click=_withdraw, args=(coded.id,),
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
    mode_key, modifiers_key = _key("mode", item.link_id), _key("modifiers", item.link_id)
    confirmed = item.state is Decided.CONFIRMED
    st.pills(
        t("page.translation.mode"), [mode.value for mode in MODES], key=mode_key,
        persist_state="session", format_func=lambda mode: f"{mode.upper()} {t(f'mode.{mode}')}",
    )  # fmt: skip
    st.pills(
        t("page.translation.modifiers"), [modifier.value for modifier in MODIFIERS], selection_mode="multi",
        key=modifiers_key, persist_state="session", format_func=lambda modifier: t(f"modifier.{modifier}"),
    )  # fmt: skip
    if confirmed:
        st.button(
            t("page.translation.save"), key="save-mode", icon=":material/save:",
            **frame.only("coding.decide", unless=chosen(item.link_id) is None),
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
        undoing.remember(("coding", stored.id, 0), said="page.translation.saved", about=name_of(*code))
        address.put(link=link_id)


def _withdraw(coding_id: int) -> None:
    if frame.do(coding.withdraw, coding_id) is not None:
        problems.tell("page.translation.withdrawn")


def _key(field: str, link_id: int) -> str:
    return f"coding-{field}-{link_id}"

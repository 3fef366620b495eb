"""The forms of the requirement editor: each shows what will come of it before anything is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from tracker import editing
from tracker.editing import Part
from tracker.pages import frame, highlights, problems
from tracker.pages.highlights import Mark
from tracker.pages.language import t, word
from tracker.tables.guideline import Force
from tracker.views.guidelines.editor import Editable, EditableWording, Neighbour
from tracker.views.guidelines.words import Cut, Word

REASON = 2000
"""Characters a reason may have."""
REGULATORY = (Force.OBLIGATION, Force.PROHIBITION, Force.RECOMMENDATION, Force.RIGHT, Force.PERMISSION)
KEEP, NOBODY, CHOOSE = "keep", "nobody", "choose"


def split(found: Editable, wording: EditableWording) -> None:
    """Divide the wording at proposed places, or between any two words."""
    anywhere = st.toggle(t("page.edit.anywhere"), key=_key(found, "anywhere"))
    places = {cut.start: cut for cut in wording.cuts if anywhere or cut.proposed}
    if not places:
        st.info(t("page.edit.no_cuts"), icon=":material/lightbulb:")
        return
    chosen = st.multiselect(
        t("page.edit.cuts"), list(places), key=_key(found, f"cuts-{wording.edition_id}-{anywhere}"),
        format_func=lambda start: t("page.edit.cut", before=places[start].before, after=places[start].after),
    )  # fmt: skip
    if not chosen:
        st.caption(t("page.edit.choose_cut"))
        return
    spans = _between(wording, [places[start] for start in sorted(chosen)])
    stem = _stem(found, wording, spans[0])
    parts = [
        Part(start=start, end=end, stem=(wording.start, stem) if stem and start >= stem else None)
        for start, end in spans
    ]
    _preview(wording, parts)
    if len(found.wordings) > 1:
        st.caption(t("page.edit.other_wordings"))
    _save(found, editing.split, {wording.edition_id: parts}, said="page.edit.done.split")


def merge(found: Editable, wording: EditableWording) -> None:
    """Join the requirement with others of its section."""
    others = {row.id: row for row in found.neighbours if wording.edition_id in row.editions}
    if not others:
        st.info(t("page.edit.no_neighbours"), icon=":material/lightbulb:")
        return
    chosen = st.multiselect(
        t("page.edit.neighbours"), list(others), key=_key(found, f"merge-{wording.edition_id}"),
        format_func=lambda number: _named(others[number]),
    )  # fmt: skip
    if not chosen:
        return
    rows = [others[number] for number in chosen]
    forces = {found.text.force, *(row.force for row in rows)}
    said = _force(found, "merge-force", REGULATORY) if len(forces) > 1 else None
    versions = {found.text.id: found.version} | {row.id: row.version for row in rows}

    def verb(session: Any, _requirement: int, *, version: str, by: Any, reason: str) -> Any:
        del version  # stands among those of all of them
        return editing.merge(session, versions, wording.edition_id, by=by, force=said, reason=reason)

    _save(found, verb, said="page.edit.done.merge")


def bounds(found: Editable, wording: EditableWording) -> None:
    """Choose the first and the last word."""
    words = wording.words
    own = [at for at, one in enumerate(words) if one.start >= wording.start and one.end <= wording.end]
    span = _from_to(found, f"bounds-{wording.edition_id}", words, own[0], own[-1])
    if span is None:
        return
    _show(wording, [span])
    if span == (wording.start, wording.end):
        st.caption(t("page.edit.unchanged"))
        return
    st.caption(t("page.edit.suspect"))
    _save(found, editing.reword, wording.edition_id, span=span, said="page.edit.done.reword")


def roles(found: Editable, wording: EditableWording) -> None:
    """Correct one role at a time, and the topic."""
    role = st.selectbox(
        t("page.edit.role"), list(wording.roles), key=_key(found, "role"),
        format_func=lambda kind: f"{word(kind)}: {wording.roles[kind] or '–'}",
    )  # fmt: skip
    what = st.radio(
        t("page.edit.role_what"), (KEEP, CHOOSE, NOBODY), key=_key(found, f"what-{role}"), horizontal=True,
        format_func=lambda code: t(f"page.edit.role_{code}"),
    )  # fmt: skip
    topic = st.text_input(
        t("page.edit.topic"), value=found.topic, key=_key(found, "topic"), max_chars=200, help=t("page.edit.topic_help")
    )
    chosen: dict[Any, tuple[int, int] | None] = {}
    if what == NOBODY:
        chosen[role] = None
    elif what == CHOOSE:
        span = _from_to(found, f"role-{role}", wording.words, None, None)
        if span is None:
            return
        _show(wording, [span])
        chosen[role] = span
    if not chosen and topic.strip() == found.topic:
        st.caption(t("page.edit.unchanged"))
        return
    _save(found, editing.reword, wording.edition_id, roles=chosen, topic=topic, said="page.edit.done.reword")


def force(found: Editable, _wording: EditableWording) -> None:
    """Say what force the requirement has, or that it is none."""
    said = _force(found, "force", tuple(Force))
    if said not in REGULATORY:
        st.warning(t("page.edit.withdraws", force=word(said)), icon=":material/history:")
        _save(found, editing.retype, said, said="page.edit.done.force")
        return
    tracked: bool | None = None
    if said is Force.PERMISSION or not found.text.tracked:
        tracked = st.toggle(t("page.edit.tracked"), value=found.text.tracked, key=_key(found, "tracked")) or None
    if said is found.text.force and bool(tracked) == found.text.tracked:
        st.caption(t("page.edit.unchanged"))
    _save(found, editing.retype, said, tracked=tracked, said="page.edit.done.force")


def withdraw(found: Editable, _wording: EditableWording) -> None:
    """Take the requirement out of what is followed up; a reason is needed."""
    _save(found, editing.withdraw, said="page.edit.done.withdraw")


def _save(found: Editable, verb: Callable[..., Any], *arguments: Any, said: str, **options: Any) -> None:
    """The reason and the button that stores the edit."""
    reason = _key(found, "reason")
    st.text_input(t("page.edit.reason"), key=reason, max_chars=REASON)

    def store() -> None:
        edit = frame.do(
            verb, found.text.id, *arguments, version=found.version, reason=st.session_state.get(reason, ""), **options
        )
        if edit is not None:
            problems.tell(said, id=edit.id)

    st.button(
        t("page.edit.save"),
        key="edit-save",
        type="primary",
        icon=":material/check:",
        **frame.only("requirement.edit"),
        on_click=store,
    )


def _key(found: Editable, name: str) -> str:
    """A widget's key: what was chosen for one state of a requirement is not chosen for the next."""
    return f"edit-{name}-{found.text.id}-{found.version[:8]}"


def _force(found: Editable, name: str, forces: Sequence[Force]) -> Force:
    at = forces.index(found.text.force) if found.text.force in forces else 0
    return st.selectbox(t("page.edit.force"), forces, index=at, key=_key(found, name), format_func=word)


def _named(row: Neighbour) -> str:
    text = row.text if len(row.text) <= 90 else f"{row.text[:90]} …"
    return f"{row.locator} · {word(row.force)} · {text}"


def _from_to(
    found: Editable, name: str, words: Sequence[Word], first: int | None, last: int | None
) -> tuple[int, int] | None:
    """The stretch from one word to another, None until both are chosen in order."""
    left, right = st.columns(2)
    with left:
        start = st.selectbox(
            t("page.edit.first_word"), range(len(words)), index=first, key=_key(found, f"{name}-first"),
            format_func=lambda at: _around(words[at]),
        )  # fmt: skip
    with right:
        end = st.selectbox(
            t("page.edit.last_word"), range(len(words)), index=last, key=_key(found, f"{name}-last"),
            format_func=lambda at: _around(words[at]),
        )  # fmt: skip
    if start is None or end is None:
        return None
    if end < start:
        st.warning(t("page.edit.wrong_order"), icon=":material/swap_horiz:")
        return None
    return words[start].start, words[end].end


def _around(one: Word) -> str:
    """A word between its neighbours, the word itself in brackets."""
    return " ".join(part for part in (one.before, f"[{one.text}]", one.after) if part)


def _between(wording: EditableWording, cuts: Sequence[Cut]) -> list[tuple[int, int]]:
    """The stretches that cuts divide a wording into."""
    starts = [wording.start, *(cut.start for cut in cuts)]
    ends = [*(cut.end for cut in cuts), wording.end]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _stem(found: Editable, wording: EditableWording, first: tuple[int, int]) -> int:
    """Where the words end that the later parts complete, 0 for none; proposed are those up to "ska"."""
    ends = [one.end for one in wording.words if wording.start < one.end <= first[1]]
    at = ends.index(wording.cue_end) + 1 if wording.cue_end in ends else 0
    text = wording.text
    chosen: int = st.selectbox(
        t("page.edit.stem"), [0, *ends], index=at, key=_key(found, f"stem-{wording.edition_id}-{first[1]}"),
        format_func=lambda end: text[: end - wording.start] if end else t("page.edit.no_stem"),
        help=t("page.edit.stem_help"),
    )  # fmt: skip
    return chosen


def _preview(wording: EditableWording, parts: Sequence[Part]) -> None:
    """The parts as they will stand, each with the words it completes."""
    st.markdown(f"**{t('page.edit.preview')}**")
    shown = []
    for part in parts:
        stem = wording.text[part.stem[0] - wording.start : part.stem[1] - wording.start] if part.stem else ""
        lead = " ".join(words for words in (wording.lead_in, stem) if words)
        own = highlights.escaped(wording.text[part.start - wording.start : part.end - wording.start])
        lead_in = highlights.block(highlights.escaped(lead), name="lead-in") if lead else ""
        shown.append(highlights.block(lead_in + own, name="quoted provision"))
    st.html(highlights.block("".join(shown), language=wording.language, name="law"))


def _show(wording: EditableWording, spans: Sequence[tuple[int, int]]) -> None:
    """The words that can be chosen, those chosen marked."""
    st.markdown(f"**{t('page.edit.preview')}**")
    low = wording.words[0].start
    marks = [Mark(start=start - low, end=end - low, role="shared") for start, end in spans]
    st.html(highlights.block(highlights.marked(wording.around, marks), language=wording.language, name="law"))

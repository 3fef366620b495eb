"""The two texts of a suggestion and why it was made, in as few pieces as a browser draws at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from tracker.pages import address, language, stage, texts
from tracker.pages.highlights import block, escaped, marked
from tracker.pages.language import current, t, tn, word
from tracker.pages.local import reuse
from tracker.pages.problems import plain
from tracker.pages.review import original, reason_marks
from tracker.tables.guideline import Applies, Decided
from tracker.validity import ENDED, PENDING
from tracker.views.local.reuse import ReusedWith
from tracker.views.review.item import Item
from tracker.views.texts import PassageText, RequirementText, shown_identifier


def draw(workspace: int, item: Item, also_in: Sequence[ReusedWith]) -> None:
    """Requirement and target side by side, then the reasons; a decided link says so first.

    `also_in` are the documents its passage also stands in.
    """
    if item.state is not Decided.SUGGESTED:
        _decided(item)
    left, right = st.columns(2, gap="small")
    why = f'<p class="why"><strong>{escaped(t("page.review.why"))}</strong> · {escaped(_score(item.score))}</p>'
    with left:
        reasons = f'<div class="reasons-box">{why}{reason_marks.html(item.reasons)}</div>'
        st.html(_card(t("page.review.requirement"), _requirement(item)) + reasons)
    with right:
        st.html(_card(t(f"page.target.{kind_of(item)}"), _target(item)))
        if item.passage is not None:
            reuse.note(also_in)
            original.show(workspace, item.passage)


def kind_of(item: Item) -> str:
    """What the link leads to: passage, service or actor."""
    return "passage" if item.passage else "service" if item.service else "actor"


def name_of(item: Item) -> str:
    """The link in a few words: the requirement's place and what it leads to."""
    target = item.passage.title if item.passage else str((item.service or item.actor or {}).get("name", ""))
    place = f"{shown_identifier(item.requirement.guideline)} {item.requirement.locator}".strip()
    return f"{place} → {target}"


def rivals(item: Item) -> None:
    """Other suggestions for the same requirement, behind one button; a click opens one."""
    if not item.other:
        return
    with st.popover(
        tn("page.review.others", len(item.other)), icon=":material/list:", type="tertiary", key="rivals",
        on_change="rerun",
    ) as shown:  # fmt: skip
        if not shown.open:
            return
        for row in item.other:
            label = f"{word(row.state)} · {_score(row.score)} · {t('page.review.link', id=row.link_id)}"
            st.button(
                label, key=f"rival-{row.link_id}", type="tertiary", on_click=address.put, kwargs={"link": row.link_id}
            )


def _decided(item: Item) -> None:
    """What was decided about the link already, so that two people's views stand beside each other."""
    said = " · ".join([word(item.state), *([word(item.type)] if item.type is not None else ())])
    noted = f". {t('page.review.noted', note=plain(item.note))}" if item.note else ""
    st.info(t("page.review.already", state=said) + noted, icon=":material/how_to_reg:")


def _card(kind: str, inner: str) -> str:
    return f'<section class="card"><h2>{escaped(kind)}</h2>{inner}</section>'


def _requirement(item: Item) -> str:
    found = item.requirement
    place = f"{shown_identifier(found.guideline)} {found.locator}".strip() or "–"
    tags = [place, word(found.force)]
    if found.guideline_status in (*PENDING, *ENDED):
        tags.append(stage.in_words(found.guideline_status))
    if found.applies in {Applies.NO, Applies.CONDITIONAL}:
        tags.append(word(found.applies))
    if found.goal:
        tags.append(t("page.text.goal"))
    searched = _aside(t("page.review.searched")) if item.searched else ""
    return _head(found.title(current()), tags) + _words(found, item) + searched


def _words(found: RequirementText, item: Item) -> str:
    """The official wordings, or the library's summary, which says that it is one."""
    parts = [texts.wording_html(wording, item.reasons) for wording in found.wordings.values()]
    if found.summary is not None:
        both = {"sv": found.summary.sv, "en": found.summary.en}
        parts.append(_aside(t("page.text.summary_is") if found.wordings else t("page.text.summary_alone")))
        for code in sorted(both, key=lambda code: code != current()):
            inner = marked(both[code], reason_marks.in_source(item.reasons, both[code]))
            parts.append(block(inner, language=code, name="law"))
        if found.summary.unsure:
            parts.append(_aside(t("page.text.unsure")))
    return "".join(parts)


def _target(item: Item) -> str:
    if item.passage is not None:
        return _passage(item.passage, item)
    named = item.service or item.actor or {}
    fields = ("channel", "life_event", "platform", "vendor") if item.service else ("role",)
    return _named(named, fields, str(named.get("description", named.get("note", ""))))


def _passage(found: PassageText, item: Item) -> str:
    tags = [t(f"document_status.{found.status}"), word(found.type), *texts.passage_place(found)]
    return _head(found.title, tags) + texts.passage_html(found, reasons=item.reasons)


def _named(fields: Mapping[str, Any], shown: Sequence[str], words: str) -> str:
    """A service or an actor: its name, what is known about it, its own words."""
    known = [f"{t(f'page.field.{field}')}: {fields[field]}" for field in shown if fields[field]]
    said = block(escaped(words), name="law") if words else ""
    return _head(str(fields["name"]), ()) + "".join(map(_aside, known)) + said


def _head(name: str, tags: Iterable[str]) -> str:
    shown = " ".join(f'<span class="tag">{escaped(tag)}</span>' for tag in tags)
    return f'<p class="name">{escaped(name)}</p>' + (f'<p class="tags">{shown}</p>' if shown else "")


def _aside(text: str) -> str:
    return f'<p class="aside">{escaped(text)}</p>'


def _score(score: float | None) -> str:
    if score is None:
        return t("page.review.by_person")
    return t("page.review.score", score=language.number(round(score, 2)))

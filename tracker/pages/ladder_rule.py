"""The rule behind every level, one click away: what each step needs, and the thresholds it is judged by."""

from __future__ import annotations

import streamlit as st

from tracker.ladder import alternatives, kinds
from tracker.pages import charts, language, thresholds
from tracker.pages.language import t
from tracker.thresholds import OF_LEVELS
from tracker.views.ladder.places import place_of
from tracker.views.ladder.standings import Cell


def kind_name(code: str) -> str:
    """The name of a kind of evidence in the reader's language."""
    return language.named(kinds().get(code), code)


def lacking(code: str) -> str:
    """What would fill a part of a step: all kinds of evidence that can, joined by "or"."""
    first, *others = (language.named(kinds()[other]) for other in alternatives(code))
    return f" {t('page.ladder.or')} ".join([first, *(other[0].lower() + other[1:] for other in others)])


def level_words(cell: Cell) -> str:
    """The level of a cell with what lies above a gap, and whether it has fallen back."""
    parts = [charts.place_name(place_of(cell))]
    if cell.standing.above_gap:
        parts.append(t("page.ladder.above", steps=", ".join(map(str, cell.standing.above_gap))))
    if cell.fallen is not None:
        parts.append(t("page.moves.regressed"))
    return " · ".join(parts)


def popover(workspace: int, *, key: str) -> None:
    """A small button that opens the rule."""
    with st.popover(t("page.ladder.rule"), icon=":material/help:", type="tertiary", key=f"rule-{key}"):
        st.markdown(t("page.ladder.level"))
        st.markdown("\n".join(f"- {line}" for line in _steps()))
        st.markdown(t("page.ladder.whom"))
        thresholds.note(workspace, *OF_LEVELS)


def _steps() -> list[str]:
    """Each step with the evidence its parts need."""
    lines = [f"**0 {t('level.0')}**: {t('level_meaning.0')}"]
    for step in range(1, 8):
        parts = {kind.part: kind.code for kind in kinds().values() if kind.step == step}
        lines.append(f"**{step} {t(f'level.{step}')}**: " + "; ".join(lacking(code) for code in parts.values()))
    return lines

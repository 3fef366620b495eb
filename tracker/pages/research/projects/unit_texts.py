"""The two texts of a unit side by side, as Review shows them."""

from __future__ import annotations

import streamlit as st

from tracker.pages import frame, texts
from tracker.pages.language import t
from tracker.views.research import units
from tracker.views.research.units import UnitText


def read(unit_id: int) -> UnitText | None:
    """The unit as the person may read it."""
    person = frame.person().id
    here = frame.workspace()
    cleared = here is not None and frame.cleared(here.id)
    with frame.reading() as session:
        return units.unit(session, unit_id, person, sees_secrecy=cleared)


def draw(found: UnitText) -> None:
    """Requirement on the left, passage on the right."""
    left, right = st.columns(2, gap="small")
    with left, st.container(border=True):
        texts.requirement_head(found.requirement)
        texts.requirement_words(found.requirement)
    with right, st.container(border=True):
        if found.passage is None:
            st.info(t("page.studies.secret"), icon=":material/lock:")
        else:
            texts.passage_head(found.passage)
            texts.passage_words(found.passage)
    if found.changed:
        st.warning(t("page.studies.changed"), icon=":material/report:")

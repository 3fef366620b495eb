"""What each meeting is asked to decide: a card for every decision, with what it rests on and who answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from tracker import clock
from tracker.pages import address, ladder_rule, language
from tracker.pages.language import t
from tracker.pages.measures.detail import label
from tracker.pages.measures.form import barrier_name
from tracker.pages.problems import plain
from tracker.views.measures import listing
from tracker.views.measures.listing import MeasureRow


def show(waiting: Sequence[MeasureRow]) -> None:
    """This month's meetings first, then later ones, then decisions without a meeting."""
    last = listing.month_end(clock.today())
    due = listing.decided_by(waiting, last)
    later = [row for row in waiting if row not in due]
    later.sort(key=lambda row: (row.meeting_on is None, row.meeting_on or last, row.decision_from, row.id))
    for heading, some in (("this_month", due), ("later", later)):
        st.subheader(t(f"page.measures.{heading}"), anchor=False)
        if not some:
            st.caption(t(f"page.measures.{heading}_none"))
        for meeting, decisions in groupby(some, key=lambda row: (row.meeting_on, row.decision_from)):
            day = language.day(meeting[0]) if meeting[0] else t("page.measures.no_meeting")
            st.markdown(f"**{day}** · {plain(meeting[1]) or t('page.measures.nobody_named')}")
            for row in decisions:
                _card(row)


def _card(row: MeasureRow) -> None:
    """The decision in full, then the measure it belongs to and what it rests on."""
    level = ladder_rule.level_words(row.cell) if row.cell is not None else ""
    facts = {
        "about": label(row),
        "level": level,
        "evidence": str(len(row.evidence)) if row.cell is not None else "",
        "barrier": barrier_name(row.barrier),
        "owner": row.owner,
    }
    with st.container(border=True, key=f"decision-{row.id}"):
        st.markdown(f"**{plain(row.decision or row.title)}**")
        if row.decision:
            st.markdown(plain(row.title))
        st.caption(
            " · ".join(f"{t(f'page.measures.column.{name}')}: {plain(words)}" for name, words in facts.items() if words)
        )
        st.button(
            t("page.measures.open_one"),
            icon=":material/arrow_forward:",
            type="tertiary",
            key=f"open-{row.id}",
            on_click=address.put,
            kwargs={"measure": row.id},
        )

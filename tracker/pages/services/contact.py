"""What the contact centre hears of a service: its topics, and the months before its launch against those after."""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, frame
from tracker.pages.contact import launches
from tracker.pages.language import number, percent, t, tn
from tracker.pages.problems import plain
from tracker.views.contact import centre
from tracker.views.contact import changes as contact_changes
from tracker.views.services.detail import ServiceDetail


def show(workspace: int, detail: ServiceDetail) -> None:
    """Answer, comparisons, topics."""
    found = frame.remembered(centre.contact_centre, workspace)
    own = [topic for topic in found.topics if topic.service_id == detail.row.id]
    changes = frame.remembered(contact_changes.changes, workspace, service_id=detail.row.id)
    if own and found.year is not None:
        contacts = sum(topic.contacts or 0 for topic in own)
        first, last = found.year
        said = tn(
            "page.contact.service", len(own), contacts=number(contacts), first=f"{first:%Y-%m}", last=f"{last:%Y-%m}"
        )
        st.markdown(f"**{said}**")
    elif not changes:
        st.info(t("page.contact.no_topics"), icon=":material/lightbulb:")
    launches.changes(changes, with_service=False)
    if own:
        st.subheader(t("page.contact.topics"), anchor=False)
    for topic in own:
        share = percent(topic.share) if topic.share is not None else t("page.figure.none")
        words = t("page.contact.topic_line", contacts=number(topic.contacts or 0), share=share)
        st.markdown(f"- **{plain(topic.name)}**: {words}" + (f"  \n  {plain(topic.note)}" if topic.note else ""))
    st.link_button(
        t("page.contact.all"), address.link("services", view="contact"), icon=":material/call:", type="tertiary"
    )

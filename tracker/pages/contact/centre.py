"""The contact centre: what people ask about, how long they wait, and what its figures led to."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker.pages import charts, downloads, frame, tables, thresholds
from tracker.pages.contact import launches
from tracker.pages.contact import topics as contact_topics
from tracker.pages.language import number, percent, t, tn
from tracker.pages.problems import plain
from tracker.pages.recorded import figures_shown, measuring, record_forms, records_shown
from tracker.pages.recorded.figures_shown import value, with_n
from tracker.pages.services import trust as service_trust
from tracker.views.contact import centre
from tracker.views.contact import changes as contact_changes
from tracker.views.contact.centre import ContactCentre, MonthRow
from tracker.views.services import trust as services_trust

MEASURED = (
    "contact_volume",
    "first_contact_resolution",
    "waiting_time",
    "repeat_contacts",
    "satisfaction",
    "treatment",
)


def show(workspace: int) -> None:
    """The contact centre of the workspace."""
    cleared = frame.cleared(workspace)
    found: ContactCentre = frame.remembered(centre.contact_centre, workspace, sees_secrecy=cleared)
    if not found.months and not found.topics:
        st.info(t("page.contact.empty"), icon=":material/lightbulb:")
        contact_topics.form(workspace, None)
        return
    _answer(found)
    _home(workspace, found)
    if found.months:
        _months(found.months)
    contact_topics.show(workspace, found)
    changes = frame.remembered(contact_changes.changes, workspace)
    launches.changes(changes, with_service=True)
    _planning(workspace, found)
    _asked(workspace, found)
    if found.actor_id is not None:
        topics = {topic.id: topic.name for topic in found.topics}
        measuring.adder(workspace, codes=MEASURED, actor_id=found.actor_id, topics=topics)
        measuring.withdrawer(workspace, codes=MEASURED, actor_id=found.actor_id)


def _answer(found: ContactCentre) -> None:
    """The year in one line: contacts, the newest waiting time with n, and topics no e-service answers."""
    if found.year is None:
        st.markdown(f"**{t('page.contact.no_figures')}**")
        return
    first, last = found.year
    parts = [
        f"**{t('page.contact.answer', contacts=number(found.contacts), first=f'{first:%Y-%m}', last=f'{last:%Y-%m}')}**"
    ]
    newest = next((row for row in reversed(found.months) if row.waiting is not None), None)
    if newest is not None:
        waited = with_n(newest.waiting, "minutes", newest.waiting_n)
        parts.append(t("page.contact.waiting", value=waited, month=f"{newest.month:%Y-%m}"))
    resolved = next((row for row in reversed(found.months) if row.resolved is not None), None)
    if resolved is not None:
        share = with_n(resolved.resolved, "share", resolved.resolved_n)
        parts.append(t("page.contact.resolved", value=share, month=f"{resolved.month:%Y-%m}"))
    without = found.without_service
    parts.append(
        tn("page.contact.without", len(without), contacts=number(sum(topic.contacts or 0 for topic in without)))
    )
    st.markdown(" · ".join(parts))


def _home(workspace: int, found: ContactCentre) -> None:
    """Where the centre belongs, since when, through which channels and for which tasks."""
    words = []
    if found.name:
        words.append(f"**{plain(found.name)}**")
    if found.part_of:
        words.append(t("page.contact.part_of", unit=plain(found.part_of)))
    taken = [topic for topic in found.topics if topic.taken_over_on is not None]
    if taken:
        units = {topic.unit for topic in taken if topic.unit}
        words.append(tn("page.contact.taken", len(taken), units=len(units)))
    if words:
        st.markdown(" · ".join(words))
    if found.opened is not None:
        records_shown.one(workspace, found.opened, key="opened")
    elif found.actor_id is not None:
        record_forms.adder(workspace, ("contact_centre",), key="opening", actor_id=found.actor_id)


def _months(months: Sequence[MonthRow]) -> None:
    """Waiting and volumes month by month, at most twenty-four."""
    labels = [f"{row.month:%Y-%m}" for row in months]
    st.subheader(t("page.contact.months"), anchor=False)
    left, right = st.columns(2, gap="medium")
    with left:
        charts.draw(
            figures_shown.line(labels, {t("page.contact.waiting_minutes"): [row.waiting for row in months]}),
            height=260,
            key="waiting-line",
            alt=t("page.contact.waiting_alt", count=len(months)),
        )
    with right:
        charts.draw(
            figures_shown.line(labels, {t("page.contact.column.contacts"): [row.contacts for row in months]}),
            height=260,
            key="contacts-line",
            alt=t("page.contact.contacts_alt", count=len(months)),
        )
    shown = [
        {
            "month": f"{row.month:%Y-%m}",
            "contacts": row.contacts,
            "waiting": value(row.waiting, "minutes"),
            "waiting_n": row.waiting_n,
            "resolved": percent(row.resolved) if row.resolved is not None else t("page.figure.none"),
            "resolved_n": row.resolved_n,
        }
        for row in reversed(months)
    ]
    titles = {key: t(f"page.contact.column.{key}") for key in shown[0]}
    tables.table(shown, titles, key="months-table", alt=t("page.contact.months"), opens=False, tallest=300)
    downloads.downloads("contact-months", lambda: shown, titles)


def _asked(workspace: int, found: ContactCentre) -> None:
    """What people said of the contact centre itself, where anybody asked."""
    if found.actor_id is None:
        return
    asked = frame.remembered(services_trust.trust, workspace, actor_id=found.actor_id)
    if asked.trust or asked.satisfaction:
        st.subheader(t("page.contact.asked"), anchor=False)
        thresholds.note(workspace, "smallest_n", rule=t("page.trust.scale"))
        service_trust.table([*asked.trust, *asked.satisfaction], key="asked")


def _planning(workspace: int, found: ContactCentre) -> None:
    """Where the figures were used: they are a source for planning only once somebody plans with them."""
    st.subheader(t("page.contact.planning"), anchor=False)
    if found.planning:
        st.markdown(tn("page.contact.planned", len(found.planning)))
        records_shown.listed(workspace, found.planning, key="planning", with_subject=True)
    else:
        st.caption(t("page.contact.no_planning"))
    if found.actor_id is not None:
        record_forms.adder(workspace, ("planning_use", "insight"), key="planning", actor_id=found.actor_id)

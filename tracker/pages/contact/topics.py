"""Contact topics: the ten largest, which of them no e-service answers, and the form for one of them."""

from __future__ import annotations

import streamlit as st

from tracker import services as verbs
from tracker.pages import address, charts, downloads, frame, language, problems, tables
from tracker.pages.language import percent, t, tn, word
from tracker.pages.problems import plain
from tracker.pages.recorded import figures_shown
from tracker.tables.journey import Channel
from tracker.tables.network import UNIT_KINDS
from tracker.views.contact.centre import ContactCentre, TopicRow
from tracker.views.local import carriers

TOP = 10
WITH, WITHOUT = "#4a9fc9", "#e5762f"


def show(workspace: int, found: ContactCentre) -> None:
    """The largest topics in a picture, all of them in a table; a row opens the form to change it."""
    st.subheader(t("page.contact.topics"), anchor=False)
    counted = [topic for topic in found.topics if topic.contacts]
    if counted:
        _answer(found)
        _picture(counted[:TOP])
    chosen = _table(found)
    if chosen is not None:
        address.put(topic=chosen.id)
    opened = next((topic for topic in found.topics if topic.id == address.number("topic")), None)
    form(workspace, opened)


def _answer(found: ContactCentre) -> None:
    """The topics among the ten largest that no e-service answers, by name."""
    top = [topic for topic in found.topics if topic.contacts][:TOP]
    without = [topic for topic in top if topic.service_id is None]
    names = ", ".join(f"{topic.name} ({language.number(topic.contacts or 0)})" for topic in without)
    st.markdown(f"**{tn('page.contact.top', len(without), top=len(top))}** {plain(names)}")
    if found.untold:
        st.caption(t("page.contact.untold", contacts=language.number(found.untold)))


def _picture(topics: list[TopicRow]) -> None:
    series = {
        t("page.contact.has_service"): [topic.contacts or 0 if topic.service_id else 0 for topic in topics],
        t("page.contact.no_service"): [0 if topic.service_id else topic.contacts or 0 for topic in topics],
    }
    charts.draw(
        figures_shown.bars([topic.name for topic in topics], series, (WITH, WITHOUT)),
        height=70 + 26 * len(topics),
        key="topics-bars",
        alt=t("page.contact.topics_alt", count=len(topics)),
    )


def _table(found: ContactCentre) -> TopicRow | None:
    if not found.topics:
        st.caption(t("page.contact.no_topic"))
        return None
    shown = [
        {
            "topic": topic.name,
            "contacts": topic.contacts,
            "share": percent(topic.share) if topic.share is not None else "",
            "service": topic.service or t("page.contact.no_service"),
            "unit": topic.unit,
            "taken_over_on": topic.taken_over_on,
            "channels": _channels(topic),
            "note": topic.note,
        }
        for topic in found.topics
    ]
    titles = {key: t(f"page.contact.column.{key}") for key in shown[0]}
    columns = titles | {
        "topic": tables.wide(titles["topic"], 240),
        "contacts": tables.count(titles["contacts"]),
        "taken_over_on": tables.day(titles["taken_over_on"]),
    }
    chosen = tables.table(shown, columns, key="topics-table", alt=t("page.contact.topics"), tallest=520)
    downloads.downloads("contact-topics", lambda: shown, titles)
    return found.topics[chosen] if chosen is not None else None


def _channels(topic: TopicRow) -> str:
    """Contacts by channel, most first; a channel the program knows goes by its name."""
    ordered = sorted(topic.channels.items(), key=lambda pair: -pair[1])
    return ", ".join(
        f"{word(Channel(name)) if name in set(Channel) else name or '–'}: {language.number(count)}"
        for name, count in ordered
    )


def form(workspace: int, topic: TopicRow | None) -> None:
    """A folded form for a new topic, or for the one that was chosen."""
    turn = f"{topic.id}-{topic.version}" if topic else f"new-{st.session_state.get('topic-turn', 0)}"
    label = t("page.contact.change_topic", topic=plain(topic.name)) if topic else t("page.contact.add_topic")
    offered = {row.id: row.name for row in frame.remembered(carriers.service_rows, workspace)}
    units = {row.id: row.name for row in frame.remembered(carriers.actor_rows, workspace) if row.kind in UNIT_KINDS}
    with (
        st.expander(label, icon=":material/edit:" if topic else ":material/add:", expanded=topic is not None),
        st.form(f"topic-{turn}", border=False),
    ):
        st.text_input(
            t("page.field.name"), topic.name if topic else "", key=f"topic-name-{turn}", max_chars=400
        )  # fmt: skip
        _choice(t("page.contact.column.service"), offered, topic.service_id if topic else None, f"topic-service-{turn}")
        _choice(t("page.contact.column.unit"), units, topic.unit_id if topic else None, f"topic-unit-{turn}")
        st.date_input(
            t("page.contact.column.taken_over_on"), topic.taken_over_on if topic else None,
            key=f"topic-taken-{turn}", format="YYYY-MM-DD",
        )  # fmt: skip
        st.text_area(t("page.record.note"), topic.note if topic else "", key=f"topic-note-{turn}", height=80)
        st.form_submit_button(
            t("page.record.save"),
            type="primary",
            key="topic-save",
            **frame.only("service.change"),
            on_click=_save,
            args=(workspace, topic, turn),
        )


def _choice(label: str, names: dict[int, str], held: int | None, key: str) -> None:
    options = [0, *names]
    st.selectbox(
        label, options, index=options.index(held) if held in names else 0, key=key,
        format_func=lambda number: names.get(number, "–"),
    )  # fmt: skip


def _save(workspace: int, topic: TopicRow | None, turn: str) -> None:
    held = st.session_state
    saved = frame.do(
        verbs.save_topic,
        workspace,
        held[f"topic-name-{turn}"],
        topic_id=topic.id if topic else None,
        seen_version=topic.version if topic else 0,
        service_id=held[f"topic-service-{turn}"] or None,
        unit_id=held[f"topic-unit-{turn}"] or None,
        taken_over_on=held[f"topic-taken-{turn}"],
        note=held[f"topic-note-{turn}"],
    )
    if saved is not None:
        held["topic-turn"] = held.get("topic-turn", 0) + 1
        address.put(topic=None)
        problems.tell("page.record.saved")

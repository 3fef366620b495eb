"""What is kept of people by name: found, given out, and disposed of by a decision."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial

import streamlit as st

from tracker import access, disposals, personal_data
from tracker.pages import frame, problems, standing, tables
from tracker.pages.language import current, day, t, tn, word
from tracker.personal_data import Found
from tracker.settings import Settings
from tracker.views import settings
from tracker.views.members import members
from tracker.views.settings import IndividualRow


def show(workspace: int) -> None:
    """The individuals that are kept by name, then those who sign in."""
    _individuals(workspace)
    with frame.reading() as session:
        may = access.may(session, frame.person().id, "person.read", workspace)
    if may:
        _users(workspace)
        _after_disposals(workspace)


def _individuals(workspace: int) -> None:
    with frame.reading() as session:
        names = settings.sees_names(session, workspace, frame.person().id)
    rows = frame.remembered(settings.individual_rows, workspace, names=names)
    kept = [row for row in rows if row.disposed_at is None]
    st.markdown(f"**{tn('page.settings.kept', len(kept))}** · {t('page.settings.roles_first')}")
    if not rows:
        st.info(t("page.settings.nobody"), icon=":material/lightbulb:")
        return
    shown = [
        {
            "name": row.name or (t("page.settings.gone") if row.disposed_at else t("page.settings.withheld")),
            "roles": ", ".join(row.roles),
            "recorded": row.recorded_at.date(),
            "disposed": row.disposed_at.date() if row.disposed_at else None,
        }
        for row in rows
    ]
    titles = {key: t(f"page.settings.field.{key}") for key in shown[0]}
    columns = titles | {key: tables.day(titles[key]) for key in ("recorded", "disposed")}
    chosen = tables.table(shown, columns, key="individuals", alt=t("page.settings.tab.personal"), opens=names)
    if not names:
        st.caption(t("page.settings.admins"))
    elif chosen is None:
        st.caption(t("page.settings.choose_person"))
    else:
        _individual(workspace, rows[chosen])


def _individual(workspace: int, row: IndividualRow) -> None:
    """Where the person's data stands, the file to hand over, and the way to dispose of it."""
    by = frame.person()
    with frame.reading() as session:
        cleared = frame.cleared(workspace)
        found = personal_data.gather(session, row.id, by=by, sees_secrecy=cleared)
    st.subheader(problems.plain(row.name) or t("page.settings.gone"), anchor=False)
    _found(found, f"individual-{row.id}.json")
    if row.disposed_at is not None:
        st.caption(t("page.settings.disposed", day=day(row.disposed_at.date()), decision=problems.plain(row.disposal)))
        return
    with st.form("dispose", border=True):
        st.markdown(t("page.settings.dispose_what"))
        st.text_input(t("page.settings.decision"), max_chars=400, key="decision")
        st.form_submit_button(t("page.settings.dispose"), icon=":material/delete:", on_click=_dispose, args=(row.id,))


def _dispose(individual_id: int) -> None:
    kept = frame.do(disposals.of_individual, individual_id, st.session_state["decision"])
    if kept is not None:
        _gone(kept)


def _gone(kept: disposals.Disposal) -> None:
    """Once a disposal is committed: written down outside, and its bytes gone from the file and from memory."""
    disposals.keep(Settings(), kept)
    disposals.purge(frame.database())
    st.cache_data.clear()
    frame.forget()
    problems.tell("page.settings.bytes_gone")


def _users(workspace: int) -> None:
    """Those with a role here, and for one of them what is held, the file to hand over, and the disposal."""
    st.subheader(t("page.settings.users"), anchor=False)
    st.caption(t("page.settings.users_is"))
    with frame.reading() as session:
        rows = members(session, workspace, Settings(), person_id=frame.person().id)
    shown = [{"person": row.name, "role": word(row.role)} for row in rows]
    titles = {"person": t("page.settings.field.person"), "role": t("page.settings.field.role")}
    chosen = tables.table(shown, titles, key="users", alt=t("page.settings.users"))
    if chosen is None:
        st.caption(t("page.settings.choose_user"))
        return
    user = rows[chosen]
    with frame.reading() as session:
        found = disposals.gather(session, workspace, user.person_id, by=frame.person())
    _found(found, f"person-{user.person_id}.json")
    if user.person_id == frame.person().id:
        return
    with st.form("dispose-user", border=True):
        st.markdown(t("page.settings.dispose_user_is"))
        st.text_input(t("page.settings.decision"), max_chars=400, key="user-decision")
        st.form_submit_button(
            t("page.settings.dispose_user"), icon=":material/delete:", on_click=_dispose_user,
            args=(workspace, user.person_id),
        )  # fmt: skip


def _dispose_user(workspace: int, person_id: int) -> None:
    kept = frame.do(disposals.dispose, workspace, person_id, st.session_state["user-decision"])
    if kept is not None:
        _gone(kept)


def _after_disposals(workspace: int) -> None:
    """Backups that hold what was disposed of, and disposals that a restored database has not had."""
    older = disposals.holding(Settings())
    if older:
        with st.expander(t("page.settings.holding"), icon=":material/inventory_2:"):
            st.markdown(t("page.settings.holding_is"))
            titles = {"file": t("page.settings.field.file")}
            tables.table([{"file": one.file} for one in older], titles, key="holding",
                         alt=t("page.settings.holding"), opens=False)  # fmt: skip
    with frame.reading() as session:
        waiting = disposals.waiting(session, Settings())
    if any(one.workspace_id == workspace for one in waiting):
        st.button(t("page.settings.repeat"), icon=":material/replay:", on_click=_repeat, args=(workspace,))


def _repeat(workspace: int) -> None:
    done = frame.do(disposals.repeat, Settings(), workspace)
    if done is not None:
        disposals.purge(frame.database())
        frame.forget()
        problems.tell("page.settings.repeated", count=done)


def _found(found: list[Found], name: str) -> None:
    """The places as a table, and as the file the person is entitled to."""
    shown = [{"table": t(f"page.settings.table.{place.table}"), "text": place.text} for place in found]
    titles = {key: t(f"page.settings.field.{key}") for key in ("table", "text")}
    columns = titles | {"text": tables.long(titles["text"], 640)}
    tables.table(shown, columns, key="found", alt=t("page.settings.found"), opens=False)
    standing.download(
        t("page.settings.export"), data=partial(_file, found), file_name=name, mime="application/json",
        on_click="ignore", icon=":material/download:", key=f"export-{name}",
    )  # fmt: skip


def _file(found: list[Found]) -> bytes:
    """What the person is entitled to, in a form a machine can read."""
    places = [asdict(place) | {"on": place.on.isoformat() if place.on else None} for place in found]
    return json.dumps({"language": current(), "places": places}, ensure_ascii=False, indent=1).encode()

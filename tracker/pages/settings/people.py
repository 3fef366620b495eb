"""Who has a role in the workspace: let in, given another role, signed out, let go."""

from __future__ import annotations

import streamlit as st

from tracker import people, sign_ins, signing_in, workspaces
from tracker.pages import frame, problems, tables
from tracker.pages.language import t, tn
from tracker.pages.settings import programs
from tracker.settings import Settings
from tracker.tables.people import LOCAL_LOGIN, Role
from tracker.views import waiting
from tracker.views.members import Member, members


def show(workspace: int) -> None:
    """The list, and for administrators what can be done about each."""
    settings, by = Settings(), frame.person()
    with frame.reading() as session:
        rows = members(session, workspace, settings, person_id=by.id)
    came = sum(row.last_at is not None for row in rows)
    administers = frame.may("people.change")
    if administers:
        st.markdown(f"**{t('page.settings.people', people=came, all=len(rows))}**")
    else:
        st.markdown(t("page.settings.people.only_admins"))
    if signing_in.way(settings) is signing_in.Way.LOCAL:
        st.caption(t("page.settings.people.local"))
    shown = [
        {
            "name": row.name,
            "login": row.login,
            "role": t(f"role.{row.role}"),
            "open": row.open,
            "last": row.last_at.date() if row.last_at else None,
        }
        for row in rows
    ]
    titles = {key: t(f"page.settings.field.{key}") for key in ("name", "login", "role", "open", "last")}
    columns = titles | {"open": tables.count(titles["open"]), "last": tables.day(titles["last"])}
    chosen = tables.table(shown, columns, key="people", alt=t("page.settings.tab.people"), opens=administers)
    _four_eyes(workspace)
    if not administers:
        return
    if chosen is None:
        st.caption(t("page.settings.people.choose"))
    elif rows[chosen].login != LOCAL_LOGIN:
        _one(workspace, rows[chosen])
    _admit(workspace)
    programs.show(workspace)


def _four_eyes(workspace: int) -> None:
    """Whether two people are demanded, what that means and how many decisions wait; the switch for administrators."""
    with frame.reading() as session:
        on, left = waiting.demanded(session, workspace), sum(waiting.counts(session, workspace).values())
    with st.container(border=True, key="four-eyes"):
        st.toggle(
            t("page.settings.four_eyes"), value=on, key=f"four-eyes-{on}", **frame.only("four_eyes.set"),
            on_change=_demand, args=(workspace, on),
        )  # fmt: skip
        st.caption(t("page.settings.four_eyes.is"))
        if on:
            st.markdown(f"**{tn('page.second.all', left)}** {t('page.settings.four_eyes.off')}")


def _demand(workspace: int, seen: bool) -> None:
    if frame.do(workspaces.set_four_eyes, workspace, not seen, seen=seen) is not None:
        problems.tell("page.settings.four_eyes.done_off" if seen else "page.settings.four_eyes.done_on")
    else:
        st.session_state[f"four-eyes-{seen}"] = seen


def _one(workspace: int, row: Member) -> None:
    """Each change apart: another role, an end to the sign-ins, an end to the role."""
    st.subheader(problems.plain(row.name), anchor=False)
    with st.form(f"role-{row.person_id}", border=True):
        key = f"role-of-{row.person_id}"
        _roles(key, row.role)
        st.form_submit_button(
            t("page.settings.people.change"), key="role-change", on_click=_change, args=(workspace, row, key)
        )
    with st.container(horizontal=True):
        st.button(
            t("page.settings.people.end"), icon=":material/logout:", key="people-end",
            disabled=not row.open, on_click=_end, args=(workspace, row.person_id),
        )  # fmt: skip
        with st.popover(t("page.settings.people.let_go"), icon=":material/person_remove:", key="people-let-go"):
            st.markdown(t("page.settings.people.sure"))
            st.button(
                t("page.settings.people.let_go"), key="people-gone", on_click=_let_go, args=(workspace, row.person_id)
            )


def _admit(workspace: int) -> None:
    with st.form("admit", border=True, clear_on_submit=True):
        st.markdown(f"**{t('page.settings.people.admit_title')}**")
        st.text_input(t("page.settings.people.login"), key="admit-login", max_chars=signing_in.LONGEST_LOGIN)
        st.text_input(t("page.settings.people.name"), key="admit-name", max_chars=people.LONGEST_NAME)
        _roles("admit-role", Role.VIEWER)
        st.form_submit_button(
            t("page.settings.people.admit"), type="primary", key="admit-do", on_click=_let_in, args=(workspace,)
        )


def _roles(key: str, now: Role) -> None:
    st.selectbox(
        t("page.settings.field.role"), list(Role), index=list(Role).index(now), key=key,
        format_func=lambda role: t(f"role.{role}"),
    )  # fmt: skip


def _change(workspace: int, row: Member, key: str) -> None:
    role = Role(st.session_state[key])
    if frame.do(people.change_role, workspace, row.person_id, role, seen=row.role) is not None:
        problems.tell("page.settings.people.changed")


def _let_in(workspace: int) -> None:
    login, name, role = (st.session_state[f"admit-{field}"] for field in ("login", "name", "role"))
    if frame.do(people.admit, workspace, login, name, Role(role)) is not None:
        problems.tell("page.settings.people.admitted")


def _end(workspace: int, person_id: int) -> None:
    if frame.do(sign_ins.end, workspace, person_id) is not None:
        problems.tell("page.settings.people.ended")


def _let_go(workspace: int, person_id: int) -> None:
    if frame.do(people.let_go, workspace, person_id) is not None:
        problems.tell("page.settings.people.gone")

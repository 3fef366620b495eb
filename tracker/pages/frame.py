"""What every page stands in: the open database, the workspace, the person, and views remembered per data version."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from typing import Any, TypedDict, TypeVar

import streamlit as st
from sqlalchemy.orm import Session

from tracker import access, clock, opening
from tracker.database import Database
from tracker.errors import TrackerError
from tracker.pages import address, glossary, language, problems, reader, session_person
from tracker.pages.language import t
from tracker.pages.search import field
from tracker.settings import Settings
from tracker.tables.people import Person, Role
from tracker.views.clearance import sees_secrecy
from tracker.views.earlier import earlier
from tracker.views.shared import Store, sharing
from tracker.views.versions import data_version
from tracker.views.workspaces import WorkspaceName, workspace_names

Shown = TypeVar("Shown")
STYLE = Path(__file__).parent / "style.css"
ICON = Path(__file__).parent / "icon.svg"
SECRECY = "secrecy-shown"
"""The session's wish to see what is under secrecy; gone with the session, and in no address that is passed on."""
_asked_once: ContextVar[list[frozenset[Role]] | None] = ContextVar("asked_once", default=None)
"""The roles, once they were asked for within a run; None outside of one."""


def begin() -> None:
    """Draw what surrounds every page: style, search, language and workspace. Call once per run, before the page."""
    from tracker.pages import standing

    standing.note()
    st.html(STYLE)
    reader.follow()
    with st.container(key="frame", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="frame-search"):
            field.draw()
        _guide()
        glossary.button()
        _secrecy()
        _signed_in()
        _language_choice()
        _workspace_choice()


def begin_outside() -> None:
    """The same before a page that stands outside the tracker: the language alone."""
    st.html(STYLE)
    reader.follow()
    with st.container(key="frame", horizontal=True, horizontal_alignment="right"):
        _language_choice()


def end() -> None:
    """Draw what stands below every page. Call once per run, after the page."""
    from tracker.pages import routes

    with st.container(key="foot"):
        routes.link("accessibility", t("nav.accessibility"))


def at_top(what: str) -> None:
    """Begin at the top, wherever what was shown before was left; `what` names it."""
    reader.begin_at_top(what)


@st.cache_resource(show_spinner=False)
def _open(url: str) -> Database:
    return opening.open_tracker(Settings(database_url=url))


def database() -> Database:
    """The database of the settings, opened once per server."""
    return _open(Settings().database_url)


def person() -> Person:
    """Who works here; NotAllowed where nobody has signed in, or their sign-in has ended."""
    return session_person.person(database())


def workspaces() -> list[WorkspaceName]:
    """Those the person has a role in; no page knows of others."""
    by = person()
    with reading() as session:
        return workspace_names(session, by.id)


def workspace() -> WorkspaceName | None:
    """The person's workspace in the address, else their first by name, None before there is any."""
    found = workspaces()
    asked = address.get("ws") or st.session_state.get("ws", "")
    return next((one for one in found if one.slug == asked), found[0] if found else None)


def here() -> int:
    """The workspace's number; the page ends with the way to a first workspace where there is none."""
    chosen = workspace()
    if chosen is None:
        from tracker.pages import routes

        routes.go("start")
    return chosen.id


def reading() -> AbstractContextManager[Session]:
    """A short session for one view; close it before drawing."""
    return database().reading()


@contextmanager
def roles_asked_once() -> Iterator[None]:
    """Let everything inside know the person's roles from asking once: one run of the app, and no longer."""
    token = _asked_once.set([])
    try:
        yield
    finally:
        _asked_once.reset(token)


def roles() -> frozenset[Role]:
    """The person's roles in the workspace; none where there is no workspace."""
    known = _asked_once.get()
    if known:
        return known[0]
    chosen, by = workspace(), person()
    with reading() as session:
        held = access.roles(session, by.id, chosen.id) if chosen is not None else frozenset()
    if known is not None:
        known.append(held)
    return held


def may(action: str) -> bool:
    """Whether the person's role in the workspace allows an action (tracker.access)."""
    return access.is_for(action, roles())


class Offered(TypedDict):
    """What a button or field is given so that who may not use it sees it closed, with the reason."""

    disabled: bool
    help: str | None


def only(action: str, *, unless: bool = False, help: str | None = None) -> Offered:  # noqa: A002 - as Streamlit has it
    """Closed where the person's role does not allow the action, or `unless`; else open, with its own help."""
    return {"disabled": unless, "help": help} if may(action) else closed(action)


def closed(action: str) -> Offered:
    """What somebody is given who may not take the action."""
    return {"disabled": True, "help": t("page.frame.role_closed", action=t(f"action.{action}"))}


def may_see_secrecy(workspace_id: int) -> bool:
    """Whether the person may read what is under secrecy in the workspace, asked for or not."""
    with reading() as session:
        return sees_secrecy(session, workspace_id, person().id)


def cleared(workspace_id: int) -> bool:
    """Whether what is under secrecy is to be shown: to somebody who may read it and has asked for it."""
    return bool(st.session_state.get(SECRECY)) and may_see_secrecy(workspace_id)


def remembered(view: Callable[..., Shown], workspace_id: int, **arguments: Any) -> Shown:
    """What the view gives for the workspace, read again only once something was written there or in the library."""
    return remembered_of(None, view, workspace_id, **arguments)


def remembered_of(day: date | None, view: Callable[..., Shown], workspace_id: int, **arguments: Any) -> Shown:
    """The same as it was known at the end of a day that has passed; None for today."""
    with reading() as session:
        version = data_version(session, workspace_id)
    state = repr((Settings().database_url, version, workspace_id))
    key = repr((view.__module__, view.__qualname__, state, day, arguments))
    found: Shown = _remembered(key, _state=state, _view=view, _workspace=workspace_id, _day=day, _arguments=arguments)
    return found


@st.cache_resource(show_spinner=False, max_entries=64)
def _remembered(
    key: str,
    *,
    _state: str,
    _view: Callable[..., Any],
    _workspace: int,
    _day: date | None,
    _arguments: dict[str, Any],
) -> Any:
    """What the view gives; views give frozen rows, so all readers may share them."""
    del key  # stands for all the others
    with reading() as session:
        if _day is None:
            with sharing(_shared(_state)):
                return _view(session, _workspace, **_arguments)
        with earlier(session, _workspace, _day) as then:
            return _view(then, _workspace, **_arguments)


@st.cache_resource(show_spinner=False, max_entries=4)
def _shared(state: str) -> Store:
    """What views have in common for a state of the data; four, so that workspaces do not push each other out."""
    del state  # stands for the content
    return Store(database().read_engine, clock.today())


def forget() -> None:
    """Let go of all views that are remembered: they may hold what was disposed of."""
    _remembered.clear()
    _shared.clear()


def as_of() -> date | None:
    """The day the page is asked about, with a line that says so and the way back; None for today."""
    day = address.day("on")
    if day is not None:
        with st.container(border=True, horizontal=True, horizontal_alignment="distribute", key="as-of"):
            st.markdown(t("page.as_of", day=language.day(day)))
            if st.button(t("page.as_of.today"), icon=":material/today:", key="as-of-today"):
                address.put(on=None)
                st.rerun()
    return day


def do(verb: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """One verb in one transaction, signed by the person; what it refuses is kept for the run that follows."""
    try:
        by = person()
        with database().writing() as session:
            return verb(session, *arguments, by=by, **options)
    except TrackerError as problem:
        problems.keep(problem)
        return None
    finally:
        (_asked_once.get() or []).clear()  # what was done may have given or taken a role


def _secrecy() -> None:
    from tracker.pages import secrecy

    chosen = workspace()
    if chosen is not None:
        secrecy.choice(chosen.id)


def _guide() -> None:
    if st.button(t("nav.guide"), icon=":material/help:", type="tertiary", key="guide-open"):
        from tracker.pages import routes

        routes.go("guide")


def _language_choice() -> None:
    chosen = language.current()
    st.session_state["lang"] = chosen
    address.put(lang=chosen)
    st.session_state["language-choice"] = chosen

    def follow() -> None:
        st.session_state["lang"] = st.session_state["language-choice"]
        address.put(lang=st.session_state["lang"])

    st.segmented_control(
        t("page.frame.language"),
        list(language.LANGUAGES),
        format_func=lambda code: language.LANGUAGES[code],
        key="language-choice",
        on_change=follow,
        required=True,
        label_visibility="collapsed",
        width="content",
    )


def _signed_in() -> None:
    from tracker.pages import sign_in

    sign_in.whose()


def _workspace_choice() -> None:
    from tracker.pages import workspace_choice

    workspace_choice.draw()

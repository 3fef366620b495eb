"""Who had a page drawn, and what asks for it again where no page runs: a part drawn alone, a file made on a click.

The page asks who is there with every run. A fragment runs without it, and what a button makes runs without any session:
a window left open would go on reading for somebody whose sign-in has ended or whose role was taken away.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, ParamSpec

import streamlit as st

from tracker import access, logs, sign_ins, signing_in
from tracker.errors import NotAllowed
from tracker.pages import frame, session_person
from tracker.settings import Settings
from tracker.signing_in import Way
from tracker.tables.people import Role

P = ParamSpec("P")
Standing = tuple[int, int | None, frozenset[Role]]
"""The numbers of the person and the workspace, None before there is any, and the roles held there."""
_DRAWN_FOR = "drawn-for"


class Unmade(Exception):
    """A file that was not made; says nothing, for whoever serves the page logs what an error says."""


def note() -> None:
    """Keep for whom the page is drawn. What another person left in the window goes first: a proxy may name another."""
    now = _now()
    before: Standing | None = st.session_state.get(_DRAWN_FOR)
    if before is not None and before[0] != now[0]:
        st.session_state.clear()
    st.session_state[_DRAWN_FOR] = now


def part(draw: Callable[P, None], *, every: float | None = None) -> Callable[P, None]:
    """A part of a page that is drawn alone, `every` so many seconds; the whole page where who asks is another."""

    @wraps(draw)
    def drawn(*arguments: P.args, **options: P.kwargs) -> None:
        if not _is_the_same():
            st.rerun()
        draw(*arguments, **options)

    return st.fragment(drawn, run_every=every)


def still(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """What makes a file later, as long as whoever is shown the button has the sign-in and the role they have now.

    Raises Unmade then: the click brings nothing, and the page says why when it is next drawn.
    """
    database, settings = frame.database(), Settings()
    claim = None if signing_in.way(settings) is Way.LOCAL else session_person.claim(settings)
    person, here, held = _drawn_for()

    def made() -> bytes:
        try:
            if claim is not None and not sign_ins.holds(database, settings, claim):
                _refuse("error.sign_in_ended")
            with database.reading() as session:
                if here is not None and access.roles(session, person, here) != held:
                    _refuse("error.not_allowed", action="workspace.read")
            return make()
        except Exception as problem:  # noqa: BLE001 - no page stands around this that would say it plainly
            logs.failure(problem)
            raise Unmade from None

    return made


def download(label: str, *, data: Callable[[], bytes] | bytes, **options: Any) -> bool:
    """Streamlit's button for a file; what is made on the click is made for whoever may still have it."""
    return st.download_button(label, data=still(data) if callable(data) else data, **options)


def _now() -> Standing:
    here = frame.workspace()
    return frame.person().id, None if here is None else here.id, frame.roles()


def _refuse(code: str, **values: str) -> NoReturn:
    raise NotAllowed(code, **values)


def _drawn_for() -> Standing:
    found: Standing = st.session_state[_DRAWN_FOR]
    return found


def _is_the_same() -> bool:
    try:
        return _now() == _drawn_for()
    except NotAllowed:
        return False

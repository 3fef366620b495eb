"""Who works in this session, asked anew in each run: a sign-in that was ended opens nothing from then on."""

from __future__ import annotations

import secrets

import streamlit as st

from tracker import opening, sign_ins, signing_in
from tracker.database import Database
from tracker.errors import NotAllowed
from tracker.pages.serving import entrance
from tracker.settings import Settings
from tracker.signing_in import Claim, Way
from tracker.tables.people import Person

_WINDOW = "signed-in-window"


def person(database: Database) -> Person:
    """Who works here; NotAllowed where nobody has signed in, or their sign-in has ended."""
    settings = Settings()
    if signing_in.way(settings) is Way.LOCAL:
        peer = st.context.ip_address  # None for this machine, and no text where no server runs
        if isinstance(peer, str) and not signing_in.is_loopback(peer):  # the server was started around the entrance
            raise NotAllowed("error.sign_in_elsewhere")
        return opening.local_person(database)
    return sign_ins.who(database, settings, claim(settings))


def claim(settings: Settings) -> Claim:
    """What this session shows of who it is; NotAllowed where it shows nothing, or nothing that is believed."""
    if signing_in.way(settings) is Way.OIDC:
        if not is_known():
            raise NotAllowed("error.sign_in_needed")
        return signing_in.by_provider(settings, st.user.to_dict())
    login = entrance.passed(st.context.headers)
    if not login:
        raise NotAllowed("error.sign_in_proxy")
    # A proxy shows nothing of its own sign-in, so that each window is one of ours.
    window: str = st.session_state.setdefault(_WINDOW, secrets.token_hex(16))
    return Claim(login=login, key=signing_in.checksum(f"{login} {window}"))


def is_known() -> bool:
    """Whether the provider has said who this is, whatever the tracker thinks of it."""
    return bool(st.user.to_dict().get("is_logged_in"))


def use(database: Database) -> None:
    """Note that the sign-in is in use."""
    settings = Settings()
    if signing_in.way(settings) is not Way.LOCAL:
        sign_ins.use(database, claim(settings))


def again() -> None:
    """Let whoever stands before a closed door come in anew: at the provider, or through the proxy as they did."""
    if signing_in.way(Settings()) is Way.OIDC:
        st.login()
    else:
        st.session_state.pop(_WINDOW, None)


def leave(database: Database, by: Person) -> None:
    """End the sign-in here, and in the browser; a proxy's own goes on until the person ends it there."""
    settings = Settings()
    with database.writing() as session:
        sign_ins.sign_out(session, claim(settings), by=by)
    if signing_in.way(settings) is Way.OIDC:
        st.logout()

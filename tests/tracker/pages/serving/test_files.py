"""Files made for somebody are for who has signed in, and as before on a machine of one's own."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from tests.tracker.pages.serving.conftest import Get
from tracker import clock, people, sign_ins, signing_in
from tracker.database import Database
from tracker.settings import Settings
from tracker.signing_in import Claim
from tracker.tables.people import Person, Role, SignIn, Workspace

FILE, SECRET = "/media/prepared.csv", "s" * 40
CLAIMS: dict[str, Any] = {
    "is_logged_in": True, "iss": "https://id.example", "sub": "1", "aud": "tracker", "email": "kim@kommun.example",
    "email_verified": True,
}  # fmt: skip
REFUSED, NOT_THERE, NOT_READY = 403, 404, 503
"""There is no such file, which only those are told who may ask."""


@pytest.fixture
def oidc(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "SIGN_IN": "oidc", "ADDRESS": "http://localhost:8501", "COOKIE_SECRET": SECRET, "OIDC_CLIENT": "tracker",
        "OIDC_SECRET": "x", "OIDC_METADATA": "https://id.example/.well-known/openid-configuration",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"TRACKER_{name}", value)


@pytest.fixture
def kim(database: Database, workspace: Workspace, person: Person) -> Person:
    """Somebody who was let in."""
    with database.writing() as session:
        return people.admit(session, workspace.id, CLAIMS["email"], "Kim", Role.REVIEWER, by=person)


def claim() -> Claim:
    return signing_in.by_provider(Settings(), CLAIMS)


def cookie(secret: str = SECRET, **changed: object) -> str:
    """What the browser of somebody shows who signed in."""
    signed = create_signed_value(secret, "_streamlit_user", json.dumps({**CLAIMS, **changed}))
    return f"_streamlit_user={signed.decode()}"


def test_without_a_sign_in_no_file_is_given(get: Get, oidc: None) -> None:
    assert get(FILE).status == REFUSED
    assert get(FILE, method="HEAD").status == REFUSED
    assert get("/").status == 200


@pytest.mark.parametrize(
    "shown",
    [cookie("t" * 40), cookie(aud="other"), cookie(is_logged_in=False), "_streamlit_user=x", "_streamlit_user="],
)
def test_a_cookie_that_is_not_believed_opens_none(get: Get, oidc: None, shown: str) -> None:
    assert get(FILE, cookie=shown).status == REFUSED


def test_who_has_signed_in_gets_theirs(get: Get, oidc: None, database: Database, kim: Person) -> None:
    assert get(FILE, cookie=cookie()).status == REFUSED  # no session has begun that could have made one
    sign_ins.who(database, Settings(), claim())
    assert get(FILE, cookie=cookie()).status == NOT_THERE


@pytest.mark.parametrize("how", ["ended", "unused", "too_long", "erased"])
def test_a_sign_in_that_is_over_opens_none(get: Get, oidc: None, database: Database, kim: Person, how: str) -> None:
    sign_ins.who(database, Settings(), claim())
    before = clock.now() - timedelta(days=1)
    changed = {
        "ended": update(SignIn).values(ended_at=clock.now()), "unused": update(SignIn).values(last_at=before),
        "too_long": update(SignIn).values(began_at=before),
        "erased": update(Person).where(Person.id == kim.id).values(erased_at=clock.now()),
    }  # fmt: skip
    with database.writing() as session:
        session.execute(changed[how])
    assert get(FILE, cookie=cookie()).status == REFUSED


def test_asking_for_files_does_not_count_as_use(get: Get, oidc: None, database: Database, kim: Person) -> None:
    sign_ins.who(database, Settings(), claim())
    before = clock.now() - timedelta(minutes=59)
    with database.writing() as session:
        session.execute(update(SignIn).values(last_at=before))
    assert get(FILE, cookie=cookie()).status == NOT_THERE
    with database.reading() as session:
        assert session.scalars(select(SignIn.last_at)).all() == [before]


def test_without_a_database_no_file_is_given(get: Get, oidc: None) -> None:
    assert get(FILE, cookie=cookie()).status == NOT_READY


def test_a_proxy_must_name_who_asks_and_who_works_here(
    get: Get, database: Database, kim: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_SIGN_IN", "proxy")
    monkeypatch.setenv("TRACKER_SIGN_IN_FROM", "127.0.0.1")
    monkeypatch.setenv("TRACKER_SIGN_IN_HEADER", "x-user")
    assert get(FILE).status == REFUSED
    assert get(FILE, x_user=CLAIMS["email"]).status == REFUSED
    sign_ins.who(database, Settings(), Claim(login=CLAIMS["email"], key="a window of theirs"))
    assert get(FILE, x_user=CLAIMS["email"]).status == NOT_THERE
    assert get(FILE, x_user="another@kommun.example").status == REFUSED


def test_on_ones_own_machine_nothing_is_asked(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "tracker.pages.serving.entrance.st.get_option", lambda name: "127.0.0.1" if "address" in name else ""
    )
    assert get(FILE).status == NOT_THERE

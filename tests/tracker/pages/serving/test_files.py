"""Files made for somebody are for who has signed in, and as before on a machine of one's own."""

from __future__ import annotations

import json

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from tests.tracker.pages.serving.conftest import Get

FILE, SECRET = "/media/prepared.csv", "s" * 40
CLAIMS = {
    "is_logged_in": True, "iss": "https://id.example", "sub": "1", "aud": "tracker", "email": "kim@kommun.example",
    "email_verified": True,
}  # fmt: skip
REFUSED, NOT_THERE = 403, 404
"""There is no such file, which only those are told who may ask."""


@pytest.fixture
def oidc(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "SIGN_IN": "oidc", "ADDRESS": "http://localhost:8501", "COOKIE_SECRET": SECRET, "OIDC_CLIENT": "tracker",
        "OIDC_SECRET": "x", "OIDC_METADATA": "https://id.example/.well-known/openid-configuration",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"TRACKER_{name}", value)


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


def test_who_has_signed_in_gets_theirs(get: Get, oidc: None) -> None:
    assert get(FILE, cookie=cookie()).status == NOT_THERE


def test_a_proxy_must_name_who_asks(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SIGN_IN", "proxy")
    monkeypatch.setenv("TRACKER_SIGN_IN_FROM", "127.0.0.1")
    monkeypatch.setenv("TRACKER_SIGN_IN_HEADER", "x-user")
    assert get(FILE).status == REFUSED
    assert get(FILE, x_user="kim@kommun.example").status == NOT_THERE


def test_on_ones_own_machine_nothing_is_asked(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "tracker.pages.serving.entrance.st.get_option", lambda name: "127.0.0.1" if "address" in name else ""
    )
    assert get(FILE).status == NOT_THERE

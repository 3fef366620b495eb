"""Who it is that asks: every way believes what it must and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tracker import signing_in
from tracker.errors import NotAllowed, Refused, TrackerError
from tracker.settings import Settings

CLAIMS = {
    "iss": "https://login.kommun.example", "sub": "4711", "aud": "tracker", "email": "Kim@Kommun.example",
    "email_verified": True, "iat": 1_790_000_000, "nonce": "n",
}  # fmt: skip
HERE = {"peer": "127.0.0.1", "headers": [("host", "localhost:8501")], "listens": "127.0.0.1"}
PROXY = Settings(sign_in="proxy", sign_in_header="X-User", sign_in_from="10.0.0.5, fd00::/64")
OIDC = Settings(sign_in="oidc", oidc_client="tracker", contact="it@kommun.example")


def refused(settings: Settings, **asked: Any) -> str:
    """The code a request is refused with, "" for none."""
    try:
        signing_in.check_request(settings, **{**HERE, **asked})
    except TrackerError as problem:
        return problem.code
    return ""


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_answered_without_sign_in(peer: str) -> None:
    assert refused(Settings(), peer=peer) == ""


@pytest.mark.parametrize(
    "peer", ["192.168.1.7", "10.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0", "localhost.evil", "", None]
)
def test_no_other_machine_is(peer: str | None) -> None:
    assert refused(Settings(), peer=peer) == "error.sign_in_elsewhere"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_a_proxy_on_this_machine_brings_nobody_in_without_sign_in(header: str) -> None:
    assert refused(Settings(), headers=[(header, "127.0.0.1")]) == "error.sign_in_elsewhere"


@pytest.mark.parametrize("listens", ["0.0.0.0", "::", "", None, "192.168.1.7", "tracker.kommun.example"])
def test_a_server_open_to_others_answers_nobody_without_sign_in(listens: str | None) -> None:
    assert refused(Settings(), listens=listens) == "error.sign_in_interface"


def test_a_way_there_is_none_of_answers_nobody() -> None:
    assert refused(Settings(sign_in="saml")) == "error.sign_in_way"


def test_a_trusted_proxy_says_who_it_is() -> None:
    for peer in ("10.0.0.5", "::ffff:10.0.0.5", "fd00::7"):
        found = signing_in.by_proxy(PROXY, peer=peer, headers=[("x-user", "Kim@Kommun.example ")])
        assert found.login == "kim@kommun.example"


@pytest.mark.parametrize("peer", ["10.0.0.6", "127.0.0.1", "fd01::7", None])
def test_nobody_else_does(peer: str | None) -> None:
    headers = [("x-user", "kim@kommun.example"), ("x-forwarded-for", "10.0.0.5")]
    assert refused(PROXY, peer=peer, headers=headers) == "error.sign_in_proxy"


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("x-user", "")],
        [("x-user", "local")],
        [("x-user", "LOCAL ")],
        [("x-user", "kim\r\nx-role: admin")],
        [("x-user", "kïm@kommun.example")],
        [("x-user", "k" * 201)],
        [("x-user", "kim@kommun.example"), ("X-User", "chef@kommun.example")],
    ],
)
def test_a_name_that_is_missing_doubled_or_none_lets_nobody_in(headers: list[tuple[str, str]]) -> None:
    assert refused(PROXY, peer="10.0.0.5", headers=headers) == "error.sign_in_proxy_silent"


def test_a_secret_of_the_proxy_must_be_right_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SIGN_IN_SECRET", "hemligt")
    user = ("x-user", "kim@kommun.example")
    for given in ([], [("x-tracker-secret", "fel")], [("x-tracker-secret", "hemligt"), ("x-tracker-secret", "x")]):
        assert refused(PROXY, peer="10.0.0.5", headers=[user, *given]) == "error.sign_in_proxy"
    assert refused(PROXY, peer="10.0.0.5", headers=[user, ("x-tracker-secret", "hemligt")]) == ""


@pytest.mark.parametrize("trusted", ["0.0.0.0/0", "::/0", "proxyn", "10.0.0.5/8"])
def test_addresses_that_trust_everybody_or_are_none_let_nobody_in(trusted: str) -> None:
    settings = Settings(sign_in="proxy", sign_in_from=trusted)
    assert refused(settings, headers=[("x-forwarded-user", "kim")]) == "error.sign_in_addresses"


def test_in_other_ways_a_header_says_nothing() -> None:
    headers = [("x-forwarded-user", "kim@kommun.example")]
    assert signing_in.check_request(Settings(), **{**HERE, "headers": headers}) == ""


def test_the_provider_says_who_it_is() -> None:
    found = signing_in.by_provider(OIDC, CLAIMS)
    assert (found.login, found.subject) == ("kim@kommun.example", "https://login.kommun.example 4711")
    assert found.since is not None
    assert found.since.year == 2026


def test_each_sign_in_has_a_key_of_its_own_that_shows_nothing() -> None:
    first, again = (signing_in.by_provider(OIDC, {**CLAIMS, "nonce": nonce}).key for nonce in "ab")
    assert first != again
    assert first == signing_in.by_provider(OIDC, {**CLAIMS, "nonce": "a", "name": "Kim"}).key
    assert len(first) == 64


@pytest.mark.parametrize(
    ("code", "claims"),
    [
        ("unverified", {"email_verified": False}),
        ("unverified", {"email_verified": None}),
        ("unverified", {"email_verified": "false"}),
        ("unverified", {"email_verified": False, "xms_edov": True}),
        ("unverified", {"email": None}),
        ("unverified", {"email": "local"}),
        ("unverified", {"email": ["kim@kommun.example"]}),
        ("unverified", {"email": "kım@kommun.example"}),
        ("unverified", {"email": "\u212aim@kommun.example"}),  # the sign of Kelvin, whose small letter is k
        ("unverified", {"sub": "s" * 400}),
        ("audience", {"aud": "another"}),
        ("audience", {"aud": ["another"], "azp": "tracker"}),
        ("audience", {"aud": None}),
        ("unknown_issuer", {"iss": ""}),
        ("unknown_issuer", {"sub": None}),
        ("unknown_issuer", {"sub": 4711}),
    ],
)
def test_what_the_provider_does_not_vouch_for_is_not_believed(code: str, claims: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed) as caught:
        signing_in.by_provider(OIDC, {**CLAIMS, **claims})
    assert caught.value.code == f"error.sign_in_{code}"


def test_the_provider_is_set_up_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_OIDC_SECRET", "hemligt")
    whole = {"address": "https://t.example/", "oidc_client": "tracker", "oidc_metadata": "https://p.example"}
    for missing in whole:
        with pytest.raises(Refused, match="sign_in_setting"):
            signing_in.provider(Settings(sign_in="oidc", **{**whole, missing: ""}))
    with pytest.raises(Refused, match="sign_in_secret_short"):
        signing_in.provider(Settings(sign_in="oidc", **whole))
    monkeypatch.setenv("TRACKER_COOKIE_SECRET", "k" * 32)
    assert signing_in.provider(Settings(sign_in="oidc", **whole))["redirect_uri"] == "https://t.example/oauth2callback"


@pytest.mark.parametrize(
    ("mode", "code"), [(0o600, ""), (0o400, ""), (0o644, "open"), (0o640, "open"), (None, "unreadable")]
)
def test_a_secret_in_a_file_is_its_owners_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int | None, code: str
) -> None:
    file = tmp_path / "secret"
    if mode is not None:
        file.write_text("hemligt\n", "utf-8")
        file.chmod(mode)
    monkeypatch.setenv("TRACKER_SIGN_IN_SECRET_FILE", str(file))
    headers = [("x-user", "kim@kommun.example"), ("x-tracker-secret", "hemligt")]
    assert refused(PROXY, peer="10.0.0.5", headers=headers) == (f"error.secret_{code}" if code else "")


def test_no_listing_of_the_settings_shows_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TRACKER_OIDC_SECRET", "TRACKER_COOKIE_SECRET", "TRACKER_SIGN_IN_SECRET"):
        monkeypatch.setenv(name, "hemligt")
    assert "hemligt" not in repr(Settings())

"""Nobody in who should not be: sign-in at a provider of our own, the sign-ins that follow, proxies and this machine."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from playwright.sync_api import Browser, Page, expect, sync_playwright
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from tests.browser.settling import WATCH, settle
from tests.trust import provider as identities
from tests.trust.conftest import SHARE, Tell
from tests.trust.provider import CLIENT, SECRET, Provider
from tracker import people, sign_ins, signing_in, workspaces
from tracker.database import Database, connect
from tracker.errors import NotAllowed
from tracker.settings import Settings
from tracker.tables.people import Person, Role

ROOT = Path(__file__).resolve().parents[2]
COOKIE, COOKIE_SECRET = "_streamlit_user", "a word of thirty-two signs or more"
KIM, BOSS = "kim@kommun.example", "boss@kommun.example"
START_SECONDS = 90
PATIENCE = 60_000  # milliseconds; a loaded machine is no failure

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The app with sign-in at the provider, and the database behind it."""

    url: str
    provider: Provider
    database: Database
    settings: Settings
    workspace: int
    boss: Person


@pytest.fixture(scope="module")
def app(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The real app: Kim is a viewer whom the boss has let in; the boss is the administrator."""
    file = Path(shutil.copy(empty_sqlite, tmp_path_factory.mktemp("signed") / "tracker.db"))
    database = connect(f"sqlite:///{file}")
    with database.writing() as session:
        here = workspaces.local_person(session, "Testperson")
        workspace = workspaces.create(session, "Provby kommun", by=here).id
        workspaces.create(session, "Annanby kommun", by=here, slug="annanby")
        boss = people.admit(session, workspace, BOSS, "Chefen", Role.ADMIN, by=here)
        people.admit(session, workspace, KIM, "Kim Prov", Role.VIEWER, by=boss)
    port = _free_port()
    url = f"http://localhost:{port}"
    with identities.running() as provider:
        named = {
            "TRACKER_DATABASE_URL": f"sqlite:///{file}", "TRACKER_SIGN_IN": "oidc", "TRACKER_ADDRESS": url,
            "TRACKER_OIDC_METADATA": f"{provider.issuer}/.well-known/openid-configuration",
            "TRACKER_OIDC_CLIENT": CLIENT, "TRACKER_OIDC_SECRET": SECRET, "TRACKER_COOKIE_SECRET": COOKIE_SECRET,
        }  # fmt: skip
        settings = Settings(sign_in="oidc", oidc_client=CLIENT, address=url)
        with Started(port, named):
            yield Running(
                url=url, provider=provider, database=database, settings=settings, workspace=workspace, boss=boss
            )  # fmt: skip
    database.close()


@pytest.fixture
def sign_in(app: Running) -> Iterator[Callable[..., dict[str, Any] | None]]:
    """Goes the way of a browser to the provider and back; gives the claims that came into the cookie, None for none."""
    provider = app.provider

    def go(*, signs: str = "RS256", with_another_key: bool = False, **says: Any) -> dict[str, Any] | None:
        provider.signs, provider.with_another_key, provider.says = signs, with_another_key, says
        with httpx.Client(base_url=app.url) as browser:
            there = browser.get("/auth/login", params={"provider": _asked()})
            back = httpx.get(there.headers["location"]).headers["location"]
            browser.get(back)
            return _claims(browser)

    yield go
    provider.signs, provider.with_another_key, provider.says = "RS256", False, {}


def test_tokens_that_are_not_for_us_open_nothing(
    app: Running, sign_in: Callable[..., dict[str, Any] | None], tell: Tell
) -> None:
    now = int(time.time())
    wrong: list[dict[str, Any]] = [
        {"iss": "https://another.example"},
        {"aud": "another"},
        {"aud": ["another"], "azp": CLIENT},  # which the library of the provider's words lets pass
        {"exp": now - 3600, "iat": now - 7200},
        {"nonce": "of another sign-in"},
        {"email_verified": False},
        {"email_verified": "no"},
        {"email": None},
        {"sub": ""},
        {"signs": "none"},
        {"with_another_key": True},
    ]
    got_in = [says for says in wrong if _enters(app, sign_in(**says))]
    assert _enters(app, sign_in())
    tell(
        "tokens with a wrong issuer, audience, life, nonce, signature, or an e-mail nobody vouches for",
        of=len(wrong), bad=len(got_in), control="a token as it should be opens the door",
    )  # fmt: skip
    assert got_in == []


def test_an_answer_of_the_provider_serves_once(app: Running, tell: Tell) -> None:
    with httpx.Client(base_url=app.url) as browser, httpx.Client(base_url=app.url) as thief:
        there = browser.get("/auth/login", params={"provider": _asked()}).headers["location"]
        back = httpx.get(there).headers["location"]
        thief.get(back)  # in another browser, which never asked
        stolen = _claims(thief)
        browser.get(back)
        first = _claims(browser)
        browser.cookies.delete(COOKIE)
        browser.get(back)
        again = _claims(browser)
        browser.get(back.replace(parse_qs(urlsplit(back).query)["state"][0], secrets.token_hex(8)))
        invented = _claims(browser)
    got_in = [one for one in (stolen, again, invented) if one is not None]
    tell(
        "answers of the provider shown twice, in another browser, or with an invented state",
        of=3, bad=len(got_in), control="the first time, where it was asked for, it opens the door",
    )  # fmt: skip
    assert first is not None
    assert got_in == []


def test_an_address_given_to_somebody_else_opens_nothing(app: Running, sign_in: Callable[..., Any]) -> None:
    assert _enters(app, sign_in())
    with pytest.raises(NotAllowed, match="other_subject"):
        _enter(app, sign_in(sub="4712"))
    assert _enters(app, sign_in(email="kim.ny@kommun.example"))  # the same person under a new address


@pytest.mark.skipif(SHARE < 0.1, reason="two servers more: with the suite of trust, and in CI")
@pytest.mark.parametrize(
    ("named", "options", "headers", "status"),
    [
        ({}, ("--server.address=127.0.0.1",), {}, 200),
        ({}, ("--server.address=0.0.0.0",), {}, 403),
        ({}, ("--server.address=127.0.0.1",), {"X-Forwarded-For": "127.0.0.1"}, 403),
        ({"TRACKER_SIGN_IN_FROM": "127.0.0.1"}, (), {"X-Forwarded-User": KIM, "X-Forwarded-For": "192.0.2.7"}, 200),
        ({"TRACKER_SIGN_IN_FROM": "10.0.0.5"}, (), {"X-Forwarded-User": KIM, "X-Forwarded-For": "10.0.0.5"}, 403),
    ],
)
def test_the_server_goes_by_the_connection_and_not_by_what_it_is_told(
    empty_sqlite: Path, tmp_path: Path, named: dict[str, str], options: tuple[str, ...], headers: dict[str, str],
    status: int,
) -> None:  # fmt: skip
    port = _free_port()
    file = shutil.copy(empty_sqlite, tmp_path / "tracker.db")
    way = {"TRACKER_DATABASE_URL": f"sqlite:///{file}", "TRACKER_SIGN_IN": "proxy" if named else "local"}
    with Started(port, {**way, **named}, *options):
        answers = [httpx.get(f"http://127.0.0.1:{port}{at}", headers=headers) for at in ("/", "/_stcore/host-config")]
    assert [answer.status_code for answer in answers] == [status, status]


@pytest.mark.browser
def test_somebody_signs_in_works_is_signed_out_and_leaves(app: Running, page: Page) -> None:
    page.goto(f"{app.url}/settings?lang=sv&tab=people")
    expect(page.get_by_role("heading", name="Från riktlinje till praktik")).to_be_visible()
    assert "Provby" not in page.content()
    page.get_by_role("button", name="Logga in").click()
    expect(page.get_by_role("button", name="Kim Prov")).to_be_visible()
    expect(page.get_by_text("Arbetsytans administratörer ser och ändrar")).to_be_visible()  # what was asked for
    assert {"lang=sv", "tab=people"} <= set(urlsplit(page.url).query.split("&"))
    prepared = f"{app.url}/media/prepared.csv"
    assert page.request.get(prepared).status == 404  # there is none, which only those are told who are in
    page.goto(f"{app.url}/settings?lang=sv&tab=people&ws=annanby")  # another municipality's, as if there were none
    expect(page.get_by_role("alert").get_by_text("Det finns ingen arbetsyta som heter annanby")).to_be_visible()
    expect(page.get_by_text("Arbetsytans administratörer ser och ändrar")).to_be_visible()
    settle(page)
    assert "Annanby" not in page.content()

    with app.database.writing() as session:
        kim = session.query(Person).filter_by(login=KIM).one()
        assert sign_ins.end(session, app.workspace, kim.id, by=app.boss) > 0
    assert page.request.get(prepared).status == 403
    page.get_by_role("button", name="Uppdrag, ord och uttryck").or_(
        page.get_by_role("radio", name="English")
    ).first.click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()

    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Kim Prov")).to_be_visible()
    shown = page.context.cookies()
    with sqlite3.connect(app.database.read_engine.url.database or "") as file:
        file.execute("UPDATE sign_in SET last_at = '2026-01-01 00:00:00.000000' WHERE ended_at IS NULL")
    page.reload()
    expect(page.get_by_text("inloggning är slut").or_(page.get_by_text("sign-in has ended"))).to_be_visible()

    page.get_by_role("button", name="Logga in").or_(page.get_by_role("button", name="Sign in")).click()
    page.get_by_role("button", name="Kim Prov").click()
    page.get_by_role("button", name="Logga ut").or_(page.get_by_role("button", name="Sign out")).click()
    expect(page.get_by_role("button", name="Logga in").or_(page.get_by_role("button", name="Sign in"))).to_be_visible()
    page.context.add_cookies(shown)  # a copy of the cookie opens nothing any more
    page.goto(f"{app.url}/?lang=sv")
    expect(page.get_by_text("inloggning är slut")).to_be_visible()


@pytest.fixture
def page() -> Iterator[Page]:
    name = os.environ.get("TRACKER_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if name is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail("no Chromium found")
        pytest.skip("no Chromium found")
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(
            executable_path=name, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        opened = browser.new_context(locale="sv-SE", reduced_motion="reduce")
        opened.set_default_timeout(PATIENCE)
        opened.add_init_script(WATCH)
        yield opened.new_page()
        browser.close()


def _enters(app: Running, claims: dict[str, Any] | None) -> bool:
    try:
        return claims is not None and _enter(app, claims).login == KIM
    except NotAllowed:
        return False


def _enter(app: Running, claims: dict[str, Any]) -> Person:
    """What every run of the app does with what the cookie holds."""
    return sign_ins.who(app.database, app.settings, signing_in.by_provider(app.settings, claims))


def _claims(browser: httpx.Client) -> dict[str, Any] | None:
    kept = browser.cookies.get(COOKIE)
    if kept is None:
        return None
    value = decode_signed_value(COOKIE_SECRET, COOKIE, kept.strip('"').encode())
    found: dict[str, Any] = json.loads(value or b"{}")
    return found or None


def _asked() -> str:
    """What Streamlit's own button sends to begin."""
    said = {"provider": "default", "exp": int(time.time()) + 60}
    return jwt.encode({"alg": "HS256"}, said, OctKey.import_key(COOKIE_SECRET))


class Started:
    """The app as a process of its own."""

    def __init__(self, port: int, named: dict[str, str], *options: str) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", f"--server.port={port}"]
        self._process = subprocess.Popen(
            [*command, "--server.headless=true", *options], cwd=ROOT, env={**os.environ, **named},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._url = f"http://127.0.0.1:{port}/health"

    def __enter__(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                httpx.get(self._url, timeout=2)
            except httpx.TransportError:
                time.sleep(0.2)
            else:
                return
        pytest.fail("the app did not answer")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""A deep link survives the way to the provider and back, and nothing else does."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from tracker.pages.serving.destination import COOKIE, KEPT_SECONDS, Destination

HERE, PROVIDER = "https://tracker.kommun.example", "https://id.example/authorize"
LINK = "/matrix?guideline=3&q=Sk%C3%B6ld+%26+s%C3%B6n&lang=sv"


async def _leave(request: Request) -> Response:
    return RedirectResponse(PROVIDER, 302)


async def _home(request: Request) -> Response:
    return RedirectResponse("/", 302)


async def _page(request: Request) -> Response:
    return PlainTextResponse("a page")


class Browser:
    """Asks the server without a socket and keeps its cookies."""

    def __init__(self) -> None:
        routes = [Route("/auth/login", _leave), Route("/oauth2callback", _home), Route("/matrix", _page)]
        app = Starlette(routes=routes, middleware=[Middleware(Destination)])
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE)
        self.cookies = self._client.cookies

    def get(self, address: str, headers: dict[str, str] | None = None) -> httpx.Response:
        with ThreadPoolExecutor(max_workers=1) as aside:  # a browser of other tests may keep a loop in this thread
            return aside.submit(lambda: asyncio.run(self._client.get(address, headers=headers))).result()


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    monkeypatch.setenv("TRACKER_ADDRESS", f"{HERE}/")
    return Browser()


def leave(browser: Browser, referer: str | None) -> str:
    """What is set with the way to the provider."""
    answer = browser.get("/auth/login?provider=x", headers={"referer": referer} if referer is not None else {})
    assert answer.headers["location"] == PROVIDER
    return answer.headers["set-cookie"]


def back(browser: Browser) -> str:
    """Where the way back leads."""
    return browser.get("/oauth2callback?code=1&state=2").headers["location"]


def test_the_way_back_leads_to_the_page_that_was_left(browser: Browser) -> None:
    leave(browser, HERE + LINK)
    assert back(browser) == LINK


def test_it_leads_there_once(browser: Browser) -> None:
    leave(browser, HERE + LINK)
    assert [back(browser), back(browser)] == [LINK, "/"]
    assert COOKIE not in browser.cookies


def test_what_keeps_it_is_short_lived_and_for_the_server_alone(browser: Browser) -> None:
    said = {part.strip().lower() for part in leave(browser, HERE + LINK).split(";")}
    assert {"httponly", "samesite=lax", "secure", "path=/oauth2callback", f"max-age={KEPT_SECONDS}"} <= said


def test_another_way_to_the_provider_forgets_the_last(browser: Browser) -> None:
    leave(browser, HERE + LINK)
    leave(browser, None)
    assert back(browser) == "/"


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://elsewhere.example/matrix?guideline=3",
        "https://tracker.kommun.example.elsewhere.example/matrix",
        "https://tracker.kommun.example@elsewhere.example/matrix",
        "https://tracker.kommun.example:8443/matrix",
        "http://tracker.kommun.example/matrix",
        f"{HERE}/no-such-page",
        f"{HERE}/media/prepared.csv",
        f"{HERE}/auth/logout",
        f"{HERE}//elsewhere.example",
        f"{HERE}/matrix/../auth/logout",
        f"{HERE}/matrix?q=" + "a" * 3000 + "".join(f"&a{n}=1" for n in range(50)),
        "/matrix",
        "https://[",
        "javascript:alert(1)",
    ],
)
def test_nothing_is_kept_of_what_is_no_page_of_ours(browser: Browser, referer: str) -> None:
    assert "max-age=0" in leave(browser, referer).lower()
    assert back(browser) == "/"


@pytest.mark.parametrize(
    "planted",
    [
        "https://elsewhere.example/matrix",
        "//elsewhere.example/matrix",
        "/\\elsewhere.example",
        "\\\\elsewhere.example/matrix",
        "/%2f/elsewhere.example",
        "/matrix/../../elsewhere",
        "javascript:alert(1)",
        "matrix",
        "https://[",
        "",
    ],
)
def test_a_cookie_planted_by_somebody_leads_nowhere(browser: Browser, planted: str) -> None:
    for said in (planted, quote(planted, safe="")):
        answer = browser.get("/oauth2callback", headers={"cookie": f'{COOKIE}="{said}"'})
        assert answer.headers["location"] == "/"
        assert "max-age=0" in answer.headers["set-cookie"].lower()


def test_only_parameters_such_as_ours_are_kept(browser: Browser) -> None:
    odd = "embed=true&embed_options=dark&__proto__=1&A=1&x%0d%0a=1&q=a%0d%0aLocation:b&guideline=3&note=" + "a" * 401
    leave(browser, f"{HERE}/matrix?{odd}")
    assert back(browser) == "/matrix?guideline=3"


def test_other_answers_stay_as_they_are(browser: Browser) -> None:
    answer = browser.get("/matrix", headers={"referer": HERE + LINK, "cookie": f"{COOKIE}=x"})
    assert "set-cookie" not in answer.headers

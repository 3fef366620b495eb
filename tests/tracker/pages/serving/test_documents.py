"""What the server sends: pages in the reader's language, home under its own name, and a plain answer elsewhere."""

from __future__ import annotations

import pytest

from tests.tracker.pages.serving.conftest import STATIC, Get


@pytest.mark.parametrize(
    ("address", "browser", "language"),
    [
        ("/?lang=sv", "en-GB", "sv"),
        ("/matrix?lang=en", "", "en"),
        ("/", "en-GB,en;q=0.9", "en"),
        ("/", "fi", "sv"),
        ("/?lang=%3Cscript%3E", "", "sv"),
    ],
)
def test_a_page_names_the_readers_language(get: Get, address: str, browser: str, language: str) -> None:
    sent = get(address, accept_language=browser)
    assert sent.status == 200
    assert int(sent.headers["content-length"]) == len(sent.content)
    assert f'<html lang="{language}">' in sent.text
    assert "<title>Streamlit</title>" not in sent.text
    assert "You need to enable JavaScript" not in sent.text


def test_a_page_kept_in_another_language_is_sent_again(get: Get) -> None:
    again = get("/matrix", if_none_match="*", accept_language="en")
    assert (again.status, '<html lang="en">' in again.text) == (200, True)


def test_a_part_of_a_page_is_answered_with_the_whole(get: Get) -> None:
    sent = get("/matrix", range="bytes=0-10")
    assert (sent.status, "content-range" in sent.headers, "</html>" in sent.text) == (200, False, True)


def test_home_under_its_own_name_leads_home_with_what_was_asked(get: Get) -> None:
    sent = get("/overview?lang=en&ws=example")
    assert (sent.status, sent.headers["location"]) == (307, "./?lang=en&ws=example")


@pytest.mark.parametrize("address", ["/no-such-page?lang=en", "/a/matrix?lang=en", "/%3Cscript%3E?lang=en"])
def test_an_address_without_a_page_gets_a_plain_answer(get: Get, address: str) -> None:
    sent = get(address)
    assert sent.status == 404
    assert "There is no such page" in sent.text
    assert 'href="/?lang=en"' in sent.text
    assert "script" not in sent.text.lower()


def test_files_pass_as_they_are(get: Get) -> None:
    assert get("/favicon.png").content == (STATIC / "favicon.png").read_bytes()

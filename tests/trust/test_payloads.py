"""Words that would be scripts, elements, links, icons or formulas: wherever they come out, they are words."""

from __future__ import annotations

import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.browser import conftest as browsing
from tests.browser.served import Server
from tests.browser.test_pages import PLACES
from tests.trust import drawing, payloads
from tests.trust.conftest import Tell, Times

chromium = browsing.chromium

ASKED = quote(payloads.PAYLOAD)
OPENED = (
    *PLACES.values(), "history", "review?state=any", "services?service=2", f"search?q={ASKED}",
    f"matrix?group={ASKED}&show={ASKED}", f"local?document={ASKED}&tab={ASKED}", f"guide?chapter={ASKED}",
)  # fmt: skip
FIRST = ("services?service=1", f"search?q={ASKED}")


@pytest.fixture(scope="module")
def hostile(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which everything that can be is hostile."""
    path = Path(shutil.copy(empty_sqlite, tmp_path_factory.mktemp("hostile") / "tracker.db"))
    assert payloads.lay(f"sqlite:///{path}") > 90
    return path


@pytest.mark.browser
def test_no_place_makes_anything_of_hostile_words(
    hostile: Path, chromium: str, tmp_path: Path, times: Times, tell: Tell
) -> None:
    """In a thread: other tests of this process may have a browser of their own open."""
    others = [place for place in OPENED if place not in FIRST]
    chosen = [*FIRST, *random.Random(1).sample(others, min(len(others), times(len(others) * 3, least=1)))]
    server = Server(tmp_path)
    try:
        url = server.show(hostile).url
        with ThreadPoolExecutor(1) as thread:
            places = [f"{url}/{place}" for place in chosen]
            wrong, found, read = thread.submit(drawing.walked, chromium, places, planted=payloads.RUN).result()
    finally:
        server.stop()
    tell("places opened in a browser on hostile words", of=len(chosen), bad=len(wrong), control=f"{len(found)} found")
    assert wrong == {}
    assert len(found) >= 3
    assert read > 10 * len(chosen)

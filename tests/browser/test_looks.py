"""The script that looks at pages sees what people would: tried on a page with one fault of each kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

LOOKS = (Path(__file__).parents[2] / "tools" / "looks.js").read_text(encoding="utf-8").split("\n", 1)[1]
FRAME = (
    '<html lang="en"><body style="margin:0;background:#fff;color:#111">'
    '<div data-testid="stApp"><div data-testid="stMain">{}</div></div>'
)
PRIMARY = '<button data-testid="stBaseButton-primary" style="color:#111">Save</button>'


@pytest.mark.parametrize(
    ("part", "kinds"),
    [
        ("<p>Calm words.</p>", set()),
        ('<p style="width:4000px">Far too wide</p>', {"page scrolls sideways"}),
        ('<p style="width:60px;overflow:hidden;white-space:nowrap">A name that is cut</p>', {"cut"}),
        ('<div style="width:60px;overflow:auto"><p style="width:300px">Words to scroll to here</p></div>', set()),
        ('<p style="height:12px;overflow:hidden">One<br>two<br>three</p>', {"cut below"}),
        ('<p>Under</p><p style="margin-top:-34px">Over</p>', {"overlap"}),
        ('<p style="color:#999">Pale</p>', {"contrast"}),
        ('<p style="opacity:.4">Paler by what it stands in</p>', {"contrast"}),
        ('<p style="color:#888;font-size:24px">Large</p>', set()),
        ('<button disabled style="color:#999">Not now</button>', set()),
        (PRIMARY, set()),
        (PRIMARY * 2, {"primary buttons"}),
        ("<p>[page.nothing.here]</p>", {"text missing"}),
        ('<p style="position:absolute;width:1px;height:1px;overflow:hidden">Only heard</p>', set()),
    ],
)
def test_each_fault_is_seen_and_nothing_else(page: Page, part: str, kinds: set[str]) -> None:
    page.set_content(FRAME.format(part))
    assert {kind for kind, _, _ in page.evaluate(LOOKS.strip().rstrip(";"))} == kinds

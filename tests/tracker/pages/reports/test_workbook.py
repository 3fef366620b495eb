"""The workbook's part of the page: offered to who may decide, closed to who may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]


@pytest.mark.parametrize(("lang", "words"), [("sv", "Arbeta i kalkylblad"), ("en", "Work in a spreadsheet")])
def test_the_way_out_and_back_is_told(open_page: Open, filled: int, lang: str, words: str) -> None:
    page = open_page("reports", lang=lang, part="workbook")
    assert words in "\n".join(part.value for part in page.markdown)
    assert not page.exception

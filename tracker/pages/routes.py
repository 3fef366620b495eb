"""The pages of the app, in the order of the navigation; a new page is a line here and a package beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NoReturn

import streamlit as st

from tracker.pages import address, memory, problems

PAGES: Mapping[str, str] = {
    "overview": ":material/dashboard:",
    "guidelines": ":material/gavel:",
    "local": ":material/folder_open:",
    "review": ":material/rule:",
    "matrix": ":material/grid_on:",
    "chain": ":material/account_tree:",
    "network": ":material/hub:",
    "anchoring": ":material/anchor:",
    "services": ":material/support_agent:",
    "progress": ":material/trending_up:",
    "measures": ":material/task_alt:",
    "research": ":material/biotech:",
    "reports": ":material/summarize:",
    "settings": ":material/settings:",
}
"""Name (package with a `page.py`, address and key of the title in one) and icon."""
BESIDE: Mapping[str, str] = {
    "start": ":material/flag:",
    "search": ":material/search:",
    "guide": ":material/help:",
    "accessibility": ":material/accessibility_new:",
    "history": ":material/history:",
}
"""The same for pages that are opened from others and stand in no navigation."""
ADDRESSES = frozenset({*PAGES, *BESIDE})


def pages(t: Callable[[str], str]) -> list[Any]:
    """All pages with their titles in the reader's language; the first is where the app opens."""
    return [_page(name, t(f"nav.{name}")) for name in (*PAGES, *BESIDE)]


def go(name: str, **values: str | int | None) -> NoReturn:
    """Leave for a page, its filters and current item given by `values`."""
    st.switch_page(_page(name, None), query_params=address.kept(**values))


def link(name: str, label: str) -> None:
    """A link to a page, as small as its words."""
    st.page_link(_page(name, None), label=label, icon={**PAGES, **BESIDE}[name], query_params=address.kept())


def _page(name: str, title: str | None) -> Any:
    def show() -> None:
        with problems.shown_plainly():
            problems.show_kept()
            import_module(f"tracker.pages.{name}.page").show()
        memory.settle(name)

    return st.Page(
        show, title=title, icon={**PAGES, **BESIDE}[name], url_path=name, default=name == next(iter(PAGES)),
        visibility="hidden" if name in BESIDE else "visible",
    )  # fmt: skip

"""The address says what is shown: filters and the current item live there, so that F5 and deep links work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

import streamlit as st

from tracker import clock
from tracker.subjects import Subject

FIRST_DAY = date(2000, 1, 1)
"""No day before this one can be asked for."""
STAYS = ("lang", "ws")
"""What every address keeps when the reader goes to another page."""


def get(key: str, default: str = "") -> str:
    """A value of the address."""
    return st.query_params.get(key, default)


def number(key: str) -> int | None:
    """A whole number of the address, None when it is missing or no number."""
    return _whole(get(key))


def key_of(subject: Subject) -> str:
    """A unit or service as the address names it.

    >>> key_of(("service", 7))
    'service-7'
    """
    return f"{subject[0]}-{subject[1]}"


def day(key: str) -> date | None:
    """A day of the address ("2026-06-30"), None when it is missing, no day, or not over yet."""
    try:
        found = date.fromisoformat(get(key))
    except ValueError:
        return None
    return found if FIRST_DAY <= found < clock.today() else None


def pick_day(label: str, *, key: str, default: date | None = None) -> date | None:
    """A calendar whose day is the value `key` of the address; the default is the one nobody has to name."""
    widget = f"pick-{key}"
    st.session_state[widget] = day(key) or default

    def follow() -> None:
        chosen = st.session_state[widget]
        put(**{key: None if chosen in (None, default) else chosen.isoformat()})

    yesterday = clock.today() - timedelta(days=1)
    st.date_input(label, key=widget, on_change=follow, min_value=FIRST_DAY, max_value=yesterday, format="YYYY-MM-DD")
    return day(key) or default


def subject() -> Subject:
    """The unit or service in the address; actor 0, which there is none of, where it names none."""
    kind, _, text = get("subject").partition("-")
    return ("service" if kind == "service" else "actor", _whole(text) or 0)


def put(**values: str | int | None) -> None:
    """Set values of the address; None or "" takes one away. Only writes what changes."""
    for key, value in values.items():
        if value in (None, ""):
            if key in st.query_params:
                del st.query_params[key]
        elif st.query_params.get(key) != str(value):
            st.query_params[key] = str(value)


def leads_further() -> bool:
    """Whether the address names more than a page, its language and its workspace."""
    return any(key not in STAYS for key in st.query_params)


def start_over() -> None:
    """Leave only the page itself in the address."""
    st.query_params.from_dict(kept())


def kept(**values: str | int | None) -> dict[str, str]:
    """Parameters for a link to another page: language and workspace, and the values given."""
    found = {key: st.query_params[key] for key in STAYS if key in st.query_params}
    return found | {key: str(value) for key, value in values.items() if value not in (None, "")}


def choose(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    show: Callable[[str], str],
    resets: Sequence[str] = (),
    help: str | None = None,  # noqa: A002 - Streamlit's own word
) -> str:
    """A select box whose choice is the value `key` of the address; the first option is the one nobody has to name.

    A change takes the parameters named in `resets` away (a page number, an open item).
    """
    widget = f"choose-{key}"
    asked = get(key)
    st.session_state[widget] = asked if asked in options else options[0]

    def follow() -> None:
        chosen = st.session_state[widget]
        put(**{key: None if chosen == options[0] else chosen}, **dict.fromkeys(resets))

    return st.selectbox(label, options, format_func=show, key=widget, on_change=follow, help=help)


def segment(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    show: Callable[[str], str],
    resets: Sequence[str] = (),
    default: str | None = None,
) -> str:
    """Like `choose`, as a row of buttons for a handful of options; `default` is the one nobody has to name."""
    widget = f"segment-{key}"
    asked, unnamed = get(key), options[0] if default is None else default
    st.session_state[widget] = asked if asked in options else unnamed

    def follow() -> None:
        chosen = st.session_state[widget]
        put(**{key: None if chosen == unnamed else chosen}, **dict.fromkeys(resets))

    chosen = st.segmented_control(
        label, options, format_func=show, key=widget, on_change=follow, required=True, label_visibility="collapsed"
    )
    return chosen or unnamed


def page_of(total: int, *, size: int, key: str = "page") -> int:
    """A row of page numbers for `total` things, `size` at a time; gives the first one's position."""
    pages = max(1, -(-total // size))
    asked = min(max(number(key) or 1, 1), pages)
    if pages == 1:
        return 0
    # A page turned to from elsewhere makes a new widget: one cannot be given both a default and a state.
    known = f"turned-{key}"
    turned = st.session_state.get(known, (0, asked))
    if turned[1] != asked:
        turned = (turned[0] + 1, asked)
    st.session_state[known] = turned
    widget = f"page-{key}-{pages}-{turned[0]}"

    def follow() -> None:
        st.session_state[known] = (turned[0], st.session_state[widget])
        put(**{key: st.session_state[widget]})

    st.pagination(pages, default=asked, key=widget, on_change=follow)
    return (asked - 1) * size


def write(label: str, *, key: str, resets: Sequence[str] = (), longest: int = 80) -> str:
    """A line to write in whose words are the value `key` of the address."""
    widget = f"write-{key}"
    st.session_state[widget] = get(key)[:longest]

    def follow() -> None:
        put(**{key: str(st.session_state[widget]).strip()}, **dict.fromkeys(resets))

    return str(st.text_input(label, key=widget, on_change=follow, max_chars=longest)).strip()


def switch(label: str, *, key: str, resets: Sequence[str] = ()) -> bool:
    """A switch that stands in the address as "yes" while it is on."""
    widget = f"switch-{key}"
    st.session_state[widget] = get(key) == "yes"

    def follow() -> None:
        put(**{key: "yes" if st.session_state[widget] else None}, **dict.fromkeys(resets))

    return st.toggle(label, key=widget, on_change=follow)


def link(page: str, **values: str | int | None) -> str:
    """The address of a page of the app as a link writes it, its filters and current item given by `values`."""
    return f"{page}?{urlencode(kept(**values))}"


def _whole(text: str) -> int | None:
    """The number a text is, None for anything else and for what no row can have as its number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None

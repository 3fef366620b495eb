"""The page a passage stands on, as it looks in the file, beside what the program read."""

from __future__ import annotations

import streamlit as st

from policies.errors import UnreadableFile
from policies.sandbox import PagePicture, draw_safely
from tracker.pages import address, frame
from tracker.pages.highlights import Mark, block, escaped, marked
from tracker.pages.language import t
from tracker.pages.problems import message, plain
from tracker.views.review import original
from tracker.views.review.original import OriginalPlace
from tracker.views.texts import PassageText

WIDTH = 900
"""Pixels across: twice what the column is wide on a common screen, so that small print can be read."""
KEPT = 40


def show(workspace: int, passage: PassageText) -> None:
    """The page with the passage marked, while the reader wants it; more of the text where there is no page."""
    if not is_open():
        return
    cleared = frame.cleared(workspace)
    with frame.reading() as session:
        place = original.original_place(session, workspace, passage_id=passage.id, sees_secrecy=cleared)
    if place.has_pages:
        _page(place, passage)
    else:
        _around(place)


def is_open() -> bool:
    """Whether the reader wants to see it; stands in the address."""
    return address.get("original") == "open"


def turn() -> None:
    """Open it for all that comes, or close it."""
    address.put(original=None if is_open() else "open")


def _page(place: OriginalPlace, passage: PassageText) -> None:
    words = passage.text
    try:
        picture = _picture(place.sha256, place.page, WIDTH, words, _name=place.file_name)
    except UnreadableFile as problem:
        st.warning(message(problem.code, problem.values), icon=":material/hide_image:")
        return
    key = "page.original.page" if picture.marked else "page.original.unmarked"
    said = t(key, page=place.page, file=place.file_name)
    st.image(picture.png, caption=plain(said), alt=said, width="stretch")


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _picture(sha256: str, page: int, width: int, words: str, *, _name: str) -> PagePicture:
    """Drawn once for a file, page, size and words; the file is known by its checksum, whatever it is called."""
    with frame.reading() as session:
        data = original.original_bytes(session, sha256)
    return draw_safely(data, _name, page=page, words=words, width=width)


def _around(place: OriginalPlace) -> None:
    """What stands before and after in a file without pages."""
    st.caption(t("page.original.no_pages", format=place.format.upper()))
    text = place.before + place.text + place.after
    mark = Mark(start=len(place.before), end=len(place.before) + len(place.text), role="shared")
    st.html(block(f"… {marked(text, [mark])} …", name="law original") if text else escaped(""))

"""Guide: the chapters of docs/guide in the reader's language, one at a time."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from tracker import locales
from tracker.pages import address, language
from tracker.pages.language import t
from tracker.settings import ROOT

FOLDER = ROOT / "docs" / "guide"
"""Kept with the other documents of a checkout, which is where the app runs."""
FIRST = "index"
_PICTURE = re.compile(r"^!\[(?P<alt>[^]]*)\]\((?P<file>[^)]+)\)$", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[(?P<words>[^][]{1,300})\]\((?P<to>[^):]{1,300})\)")


def show() -> None:
    spoken = language.current()
    folder = FOLDER / (spoken if (FOLDER / spoken).is_dir() else locales.DEFAULT)
    if not (folder / f"{FIRST}.md").is_file():
        st.title(t("nav.guide"))
        st.info(t("page.guide.missing"), icon=":material/menu_book:")
        return
    titles = {name: _title(folder / f"{name}.md") for name in chapters(folder)}
    chosen = address.segment(t("page.guide.chapter"), tuple(titles), key="chapter", show=lambda name: titles[name])
    with st.container(key="guide", width=760):
        st.title(titles[chosen])
        _draw(folder / f"{chosen}.md")


def chapters(folder: Path) -> list[str]:
    """The first page, and those it links to, in its order."""
    linked = [match["to"] for match in _LINK.finditer((folder / f"{FIRST}.md").read_text("utf-8"))]
    return list(dict.fromkeys([FIRST, *(Path(to).stem for to in linked if (folder / to).parent == folder)]))


def _title(path: Path) -> str:
    """What stands in the first line, a heading."""
    return path.read_text("utf-8").partition("\n")[0].removeprefix("# ")


def _draw(path: Path) -> None:
    """Words and pictures below the title, in turn: words alone can name no picture that the browser would find."""
    _, _, text = path.read_text("utf-8").partition("\n")
    at = 0
    for picture in _PICTURE.finditer(text):
        _words(path.parent, text[at : picture.start()])
        if (path.parent / picture["file"]).is_file():
            st.image(path.parent / picture["file"], alt=picture["alt"], width="stretch")
        at = picture.end()
    _words(path.parent, text[at:])


def _words(folder: Path, text: str) -> None:
    """Links to other chapters lead there; those out of the guide keep their words only."""

    def follow(link: re.Match[str]) -> str:
        if (folder / link["to"]).parent != folder:
            return link["words"]
        return f"[{link['words']}]({address.link('guide', chapter=Path(link['to']).stem)})"

    st.markdown(_LINK.sub(follow, text))

"""A guideline with its requirements as one file for another installation."""

from __future__ import annotations

from functools import partial

import streamlit as st

from policies.framework import packed
from tracker.pages import frame, standing
from tracker.pages.language import current, t
from tracker.views.exports.shared_framework import shared_framework
from tracker.views.guidelines.listing import GuidelineDetail
from tracker.views.guidelines.own import own_frameworks


def show(workspace: int, detail: GuidelineDetail) -> None:
    """What goes along and what does not, what others may do with it, and the file."""
    if not detail.editions:
        return
    number = detail.name.id
    st.subheader(t("page.share.title"), anchor=False)
    st.markdown(t("page.share.is"))
    said = next((one.rights for one in frame.remembered(own_frameworks, workspace) if one.id == number), "")
    rights = st.text_input(
        t("page.own.rights"), value=said, max_chars=500, key=f"share-rights-{number}", help=t("page.own.rights_help")
    )
    standing.download(
        t("page.share.file"),
        data=partial(_file, workspace, number, current(), rights),
        file_name=f"framework-{number}.json",
        mime="application/json",
        key=f"share-{number}",
        on_click="ignore",
        icon=":material/ios_share:",
    )


def _file(workspace: int, number: int, language: str, rights: str) -> bytes:
    with frame.reading() as session:
        return packed(shared_framework(session, workspace, number, language, rights=rights))

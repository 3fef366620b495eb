"""A dropped file that looks like a new edition of a known document: a person says which it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from tracker.pages import address, background, frame
from tracker.pages.language import percent, t
from tracker.pages.problems import plain


def ask(workspace: int, name: str, result: Mapping[str, Any]) -> None:
    """The documents it may belong to, and importing it as one of its own."""
    sha256 = str(result["sha256"])
    answered: set[str] = st.session_state.setdefault("answered", set())
    if sha256 in answered:
        return
    with st.container(border=True, key=f"waiting-{sha256[:12]}"):
        st.markdown(f":material/help: **{plain(t('page.waiting.looks', file=name))}**")
        for known in result["waits"]:
            why = [t(f"page.waiting.same.{code}") for code in known["same"]]
            if known["shared"] > 0:
                why.append(t("page.waiting.shared", share=percent(known["shared"])))
            number = known["document_id"]
            st.button(
                t("page.waiting.compare", title=plain(known["name"])), key=f"compare-{sha256[:12]}-{number}",
                icon=":material/difference:", type="primary", wrap=True, on_click=_compare,
                args=(number, sha256),
            )  # fmt: skip
            st.caption(" · ".join(why))
        st.button(
            t("page.waiting.own"),
            key=f"own-{sha256[:12]}",
            icon=":material/note_add:",
            **frame.only("local.import"),
            on_click=_own,
            args=(workspace, sha256, name),
        )


def _compare(document_id: int, sha256: str) -> None:
    st.session_state["answered"].add(sha256)
    address.put(document=document_id, part="editions", upload=sha256)


def _own(workspace: int, sha256: str, name: str) -> None:
    st.session_state["answered"].add(sha256)
    background.submit(workspace, "import_document", {"sha256": sha256, "file_name": name})
    background.submit(workspace, "suggest")

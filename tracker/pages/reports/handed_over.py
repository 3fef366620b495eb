"""Files for other systems: what there is, what reads it, and a button for each form; made when it is asked for."""

from __future__ import annotations

from functools import partial

import streamlit as st

from tracker import clock, interchange
from tracker.database import Database
from tracker.interchange import KINDS, Wanted
from tracker.pages import frame, language, standing
from tracker.pages.language import t
from tracker.views.exports.carried_out import has_crosswalks


def show(workspace: int) -> None:
    """A line for each kind of file, folded away below the report."""
    with st.expander(t("page.handed_over"), icon=":material/sync_alt:"):
        st.markdown(t("page.handed_over.meaning"))
        secrecy = frame.cleared(workspace) and st.toggle(t("page.handed_over.secrecy"), key="handed-over-secrecy")
        for kind, one in KINDS.items():
            st.markdown(f"**{t(f'page.handed_over.{kind}')}** · {t(f'page.handed_over.{kind}.is')}")
            if kind == "mappings" and not frame.remembered(has_crosswalks, workspace):
                st.caption(t("error.export_no_crosswalks"))
                continue
            with st.container(horizontal=True, gap="small"):
                for form, (media_type, _) in one.forms.items():
                    _button(workspace, kind, form, media_type, secrecy=secrecy)


def _button(workspace: int, kind: str, form: str, media_type: str, *, secrecy: bool) -> None:
    wanted = Wanted(language=language.current(), secrecy=secrecy)
    standing.download(
        f"{t(f'page.handed_over.{kind}')} .{form}",
        data=partial(_made, frame.database(), workspace, kind, form, wanted),
        file_name=f"{kind}-{clock.today().isoformat()}.{form}",
        mime=media_type,
        key=f"handed-over-{kind}-{form}",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )


def _made(database: Database, workspace: int, kind: str, form: str, wanted: Wanted) -> bytes:
    with database.reading() as session:
        return interchange.make(session, workspace, kind, form, wanted).content

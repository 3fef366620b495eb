"""The app: page settings, the frame around every page, navigation. Run with: streamlit run streamlit_app.py."""

from __future__ import annotations

import streamlit as st

from tracker.pages import frame, problems, routes, visiting
from tracker.pages.language import t

st.set_page_config(page_title=t("app.title"), page_icon=str(frame.ICON), layout="wide")
with problems.shown_plainly():
    frame.begin()
    st.navigation(routes.pages(t)).run()
    visiting.note()  # once the page stands: nobody waits for it

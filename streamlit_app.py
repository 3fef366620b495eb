"""The app as a server. Run with: streamlit run streamlit_app.py; each session then runs tracker/pages/app.py."""

from __future__ import annotations

import streamlit as st

from tracker import logs
from tracker.pages import serving
from tracker.pages.serving import journal

logs.begin()
journal.take_over()

app = st.App(serving.SCRIPT, routes=serving.ROUTES, middleware=serving.MIDDLEWARE, secrets=serving.provider())

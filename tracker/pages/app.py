"""One run of the app for one session: the page asked for, its settings, and the frame around it."""

from __future__ import annotations

import streamlit as st

from tracker import logs
from tracker.pages import frame, language, problems, routes, sign_in, visiting
from tracker.pages.language import t

st.set_page_config(page_title=t("app.title"), page_icon=str(frame.ICON), layout="wide")
# The language and the person's roles are asked for once: a page says thousands of words and offers hundreds of buttons.
with logs.request(), language.speaking(language.current()), frame.roles_asked_once(), problems.shown_plainly():
    if sign_in.passed():
        frame.begin()
        page = st.navigation(routes.pages(t))
        st.set_page_config(page_title=f"{page.title} · {t('app.title')}")
        with logs.timed("run", page=page.url_path or "home"):
            page.run()
        frame.end()
        visiting.note()  # once the page stands: nobody waits for it
    else:
        st.navigation(routes.pages(t), position="hidden")  # the address stays what it is, and shows nothing

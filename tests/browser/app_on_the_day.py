"""The app as tests see it: on the database and the day they name, whatever day it is where they run."""

from __future__ import annotations

import json
import os
import runpy
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import streamlit as st

from tests.browser.served import TOLD
from tracker import clock
from tracker.pages import serving

if __name__ == "__main__":  # a session runs this file, the server imports it
    shown = json.loads(Path(os.environ[TOLD]).read_text("utf-8"))
    os.environ["TRACKER_DATABASE_URL"] = shown["database_url"]
    with clock.fixed(datetime.fromisoformat(shown["now"])) if shown["now"] else nullcontext():
        runpy.run_path(str(serving.SCRIPT), run_name="__main__")
else:
    app = st.App(__file__, routes=serving.ROUTES, middleware=serving.MIDDLEWARE)

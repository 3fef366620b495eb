"""The app as it looks on the day of the demonstration, whatever day it is where the tests run."""

from __future__ import annotations

import runpy
from datetime import UTC, datetime
from pathlib import Path

from tracker import clock

DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)

with clock.fixed(DAY):
    runpy.run_path(str(Path(__file__).parents[2] / "streamlit_app.py"), run_name="__main__")

"""Beside every figure that rests on thresholds: their values here, and the way to change them."""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, frame
from tracker.pages.language import number, t
from tracker.views import settings


def note(workspace: int, *names: str, rule: str = "") -> None:
    """One line under a figure: the rule in words (a text already translated), and the thresholds it uses."""
    rows = {row.name: row for row in frame.remembered(settings.threshold_rows, workspace)}
    values = " · ".join(f"{t(f'threshold.{name}')}: {number(rows[name].value)}" for name in names)
    link = f"[{t('page.thresholds.change')}]({address.link('settings', tab='thresholds')})"
    st.caption(" ".join(part for part in (rule, values, link) if part))

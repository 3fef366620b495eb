"""What parts of the app some people cannot use as others do, as known on the day of the assessment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

ASSESSED = date(2026, 11, 22)
VERSION = "0.1.0"
"""What was assessed and when; a new version is assessed anew before this says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcoming:
    """One shortcoming: its texts lie under `page.accessibility.known.<key>`.

    `criteria` are the success criteria of WCAG 2.1 it falls short of, none where only other requirements or untested
    ground are meant. `rests_on` is the call in the pages it comes from: without that call the shortcoming is gone.
    """

    key: str
    criteria: tuple[str, ...] = ()
    rests_on: str = ""

    def texts(self) -> Iterator[str]:
        """Keys of its name, of what it means for whom, and of the way around it."""
        for part in ("name", "means", "around"):
            yield f"page.accessibility.known.{self.key}.{part}"


SHORTCOMINGS = (
    Shortcoming(key="tables", criteria=("1.3.1", "1.4.12"), rests_on="st.dataframe"),
    Shortcoming(key="charts", criteria=("2.1.1",), rests_on="st.echarts_chart"),
    Shortcoming(key="news", criteria=("4.1.3",), rests_on="st.rerun"),
    Shortcoming(key="focus", criteria=("2.4.3",), rests_on="st.rerun"),
    Shortcoming(key="errors", criteria=("3.3.1",), rests_on="st.form_submit_button"),
    Shortcoming(key="parts", criteria=("3.1.2",), rests_on="st.selectbox"),
    Shortcoming(key="calendar", criteria=("3.1.2",), rests_on="st.date_input"),
    Shortcoming(key="originals", criteria=("1.1.1",), rests_on="st.image"),
    Shortcoming(key="telephone", criteria=("1.4.10",), rests_on="st.dataframe"),
    Shortcoming(key="untested"),
)

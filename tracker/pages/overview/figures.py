"""The answer in words, and the six figures behind it: each a button to its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from tracker.pages import language, routes
from tracker.pages.language import number, t, tn
from tracker.pages.overview.missing import LIST
from tracker.views.overview import Overview

Target = Mapping[str, str]


def show(found: Overview) -> None:
    """One sentence, what the figures mean, and the figures."""
    figures = _figures(found)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(_answer(found))
        with st.popover(t("page.overview.meaning"), icon=":material/help:", type="tertiary", key="meaning"):
            st.markdown("\n".join(f"- **{_called(name, count)}**: {_meaning(name)}" for name, count, _, _ in figures))
    with st.container(key="figures"):
        for column, (name, count, page, target) in zip(st.columns(len(figures)), figures, strict=True):
            with column:
                if st.button(
                    f"**{number(count)}** {_called(name, count)}", help=_meaning(name), key=f"figure-{name}",
                    width="stretch", wrap=True,
                ):  # fmt: skip
                    routes.go(page, **target)


def _answer(found: Overview) -> str:
    share = found.examined / found.requirements if found.requirements else 0
    examined = t(
        "page.overview.answer.examined", examined=found.examined, total=found.requirements,
        share=language.percent(share),
    )  # fmt: skip
    return f"**{tn('page.overview.answer', found.missing)}** {examined}"


def _figures(found: Overview) -> Sequence[tuple[str, int, str, Target]]:
    """Name, how many, and the page and address of the list."""
    return (
        ("missing", found.missing, "overview", {"list": LIST}),
        ("weakened", found.weakened, "review", {"view": "translations", "modifier": "soft"}),
        ("overdue", len(found.overdue), "progress", {"tab": "overdue", "because": "measure"}),
        ("hollow", found.hollow, "anchoring", {"show": "hollow_front"}),
        ("suspect", found.suspect, "review", {"view": "suspects"}),
        ("not_examined", found.requirements - found.examined, "matrix", {"show": "not_examined"}),
    )


def _called(name: str, count: int) -> str:
    return tn(f"page.overview.figure.{name}", count)


def _meaning(name: str) -> str:
    return t(f"page.overview.meaning.{name}")

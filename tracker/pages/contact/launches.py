"""Before and after a launch, in a picture and in plain words: the months counted, n, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker.pages import downloads, language, tables
from tracker.pages.language import number, t, tn
from tracker.pages.problems import plain
from tracker.pages.recorded.figures_shown import period, value, with_n
from tracker.views.contact.changes import FEWEST, WINDOW, Change, Stretch

UNITS = {
    "contact_volume": "contacts",
    "waiting_time": "minutes",
    "first_contact_resolution": "share",
    "handling_time": "days",
}


def changes(found: Sequence[Change], *, with_service: bool) -> None:
    """All comparisons: each in a sentence, then as a table."""
    if not found:
        return
    st.subheader(t("page.change.title"), anchor=False)
    st.caption(t("page.change.rule", window=WINDOW, fewest=FEWEST))
    for change in found:
        st.markdown(sentence(change, with_service=with_service))
    _table(found)


def sentence(change: Change, *, with_service: bool) -> str:
    """A comparison in plain words."""
    about = [t(f"page.change.indicator.{change.indicator}")]
    if with_service:
        about.append(plain(change.service))
    if change.topic:
        about.append(plain(change.topic))
    head = f"**{' · '.join(about)}** ({t('page.change.launched', day=language.day(change.launched_on))})"
    if not change.enough:
        said = t(
            "page.change.too_few", before=change.before.months, after=change.after.months, fewest=FEWEST
        )  # fmt: skip
        return f"{head}  \n{said}"
    unit = UNITS[change.indicator]
    before, after = value(change.before.value, unit), value(change.after.value, unit)
    words = [
        t("page.change.alike", value=after)
        if before == after
        else t("page.change.from_to", before=before, after=after),
        t("page.change.months", before=_side(change.before), after=_side(change.after)),
        tn(
            "page.change.lower" if change.lower else "page.change.higher",
            len(change.after.values),
            beyond=change.beyond,
        ),
    ]
    if not change.same_season:
        words.append(t("page.change.season"))
    if change.note:
        words.append(t("page.change.note", note=plain(change.note)))
    return f"{head}  \n{' '.join(words)}"


def _side(side: Stretch) -> str:
    """The months of one side with their n."""
    if side.first is None or side.last is None:
        return t("page.figure.none")
    n = number(side.n) if side.n is not None else "?"
    return tn("page.change.side", side.months, period=period(side.first, side.last), answers=n)


def _table(found: Sequence[Change]) -> None:
    shown = [
        {
            "service": change.service,
            "topic": change.topic,
            "indicator": t(f"page.change.indicator.{change.indicator}"),
            "launched_on": change.launched_on,
            "before": _cell(change.before, change),
            "before_months": change.before.months,
            "after": _cell(change.after, change),
            "after_months": change.after.months,
        }
        for change in found
    ]
    titles = {key: t(f"page.change.column.{key}") for key in shown[0]}
    columns = titles | {
        "service": tables.wide(titles["service"], 200),
        "launched_on": tables.day(titles["launched_on"]),
    }
    tables.table(shown, columns, key="changes-table", alt=t("page.change.title"), opens=False, tallest=420)
    downloads.downloads("before-after", lambda: shown, titles)


def _cell(side: Stretch, change: Change) -> str:
    return with_n(side.value, UNITS[change.indicator], side.n) if change.enough else t("page.figure.none")

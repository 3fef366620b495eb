"""The grammar of time limits: what is written is read again, what is no time limit is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.time_limits import HASTE, Relation, TimeKind, TimeLimit, format_limit, parse_limit

_PERIODS = st.builds(
    lambda n, unit: f"P{unit[:-1] if unit[0] == 'T' else ''}{n}{unit[-1] if unit[0] == 'T' else unit}",
    st.integers(1, 9999),
    st.sampled_from(["Y", "M", "W", "D", "BD", "TH", "TM"]),
)
_DATES = st.dates().map(lambda day: day.isoformat()).filter(lambda text: text >= "1000")
_VALUES = {
    TimeKind.DATE: _DATES | _DATES.map(lambda text: f"-{text[4:]}") | _DATES.map(lambda text: text[:7]),
    TimeKind.DURATION: _PERIODS,
    TimeKind.RECURRENCE: _PERIODS | st.builds("{}/{}".format, st.integers(1, 99), _PERIODS),
    TimeKind.VAGUE: st.sampled_from(HASTE),
    TimeKind.EVENT: st.just(""),
}
_EVENTS = st.text(min_size=1).map(lambda text: " ".join(text.split())).filter(bool)


@st.composite
def limits(draw: st.DrawFn) -> TimeLimit:
    kind = draw(st.sampled_from(TimeKind))
    relation = draw(st.sampled_from(Relation) if kind is TimeKind.EVENT else st.none() | st.sampled_from(Relation))
    return TimeLimit(
        kind=kind,
        value=draw(_VALUES[kind]),
        minimum=draw(st.booleans()) if kind in {TimeKind.DURATION, TimeKind.RECURRENCE} else False,
        relation=relation,
        event=draw(_EVENTS) if relation else "",
    )


@given(limits())
def test_what_is_written_is_read_again(limit):
    assert parse_limit(format_limit(limit)) == limit


@given(st.text())
def test_any_text_is_read_or_refused(text):
    try:
        found = parse_limit(text)
    except ValueError:
        return
    assert format_limit(found) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "date:", "date:2026-02-29", "date:--13-01", "date:2026-00", "vague:someday", "duration:P0D", "event"),
        *("duration:4W", "duration:P4W after:", "vague:soon minimum", "duration:P4W  after:a", "event before:a  b"),
    ],
)
def test_what_is_no_time_limit_is_refused(text):
    with pytest.raises(ValueError, match=r"no |incomplete"):
        parse_limit(text)


@pytest.mark.parametrize(
    "text", ["date:--02-29", "date:2026", "date:--07", "duration:P5BD", "recurrence:2/P1Y minimum"]
)
def test_open_years_working_days_and_counts_are_limits(text):
    assert str(parse_limit(text)) == text

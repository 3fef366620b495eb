"""Facts of records: typed, within bounds, the required ones there."""

from __future__ import annotations

from datetime import date

import pytest

from tracker import barriers, facts
from tracker.errors import Refused
from tracker.vocabulary import Fact, RecordKind, launch_items, record_kinds

KNOWN = {"indicator": ("ease",), "barrier": tuple(barriers.types()), "launch_item": tuple(launch_items())}


def kind(type_: str, *, required: bool = True) -> RecordKind:
    return RecordKind(
        code="k", name_sv="", name_en="", facts=(Fact(code="x", type=type_, name_sv="", name_en="", required=required),)
    )


@pytest.mark.parametrize(
    ("type_", "right", "wrong"),
    [
        ("text", "ord", 3),
        ("text", "ord", "x" * 4001),
        ("count", 0, -1),
        ("count", 3, 2.5),
        ("count", 3, True),
        ("number", -2.5, float("nan")),
        ("share", 1, 1.01),
        ("share", 0.0, "0,5"),
        ("yes_no", False, 0),
        ("date", date(2026, 1, 1), "1/1 2026"),
        ("date", "2026-01-01", "2026-02-30"),
        ("choice:a,b", "b", "c"),
        ("indicator", "ease", "unease"),
        ("barrier", "vendor", "weather"),
        ("launch_item", "archive", "party"),
    ],
)
def test_a_value_has_the_type_of_its_field(type_: str, right: object, wrong: object) -> None:
    assert facts.problems(kind(type_), {"x": right}, KNOWN) == ()
    assert [problem.fact for problem in facts.problems(kind(type_), {"x": wrong}, KNOWN)] == ["x"]


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_only_required_fields_must_be_said(nothing: object) -> None:
    assert facts.problems(kind("text", required=False), {"x": nothing}, {}) == ()
    (problem,) = facts.problems(kind("text"), {"x": nothing}, {})
    assert problem.code == "error.fact_missing"


def test_a_field_of_another_kind_is_refused() -> None:
    (problem,) = facts.problems(kind("text", required=False), {"y": "?"}, {})
    assert (problem.code, problem.fact) == ("error.fact_unknown", "y")


def test_no_more_findings_are_fixed_than_found() -> None:
    given = {"participants": 6, "success": 0.5, "findings": 2, "fixed": 3}
    (problem,) = facts.problems(record_kinds()["user_test"], given, {})
    assert (problem.code, problem.fact) == ("error.fact_more_than", "fixed")


def test_facts_are_stored_in_order_without_what_nobody_said() -> None:
    kept = facts.checked(
        record_kinds()["routine"], {"valid_to": date(2027, 1, 31), "title": " Rutin "}, {}
    )  # fmt: skip
    assert list(kept.items()) == [("title", "Rutin"), ("valid_to", "2027-01-31")]
    with pytest.raises(Refused, match="fact_missing"):
        facts.checked(record_kinds()["routine"], {"title": ""}, {})


@pytest.mark.parametrize(
    ("unit", "value", "code"),
    [
        ("share", 1.2, "error.fact_share"),
        ("index", 101, "error.value_range"),
        ("level 0-3", 4, "error.value_range"),
        ("minutes", -1, "error.value_negative"),
        ("SEK", float("inf"), "error.fact_number"),
    ],
)
def test_a_value_fits_the_unit_of_its_indicator(unit: str, value: float, code: str) -> None:
    first, last = date(2026, 1, 1), date(2026, 1, 31)
    problem = facts.value_problem(unit, value, 3, first, last)
    assert problem is not None
    assert problem.code == code
    assert facts.value_problem(unit, 0.5, None, first, last) is None
    assert facts.value_problem(unit, 0.5, -1, first, last) is not None
    assert facts.value_problem(unit, 0.5, 3, last, first) is not None

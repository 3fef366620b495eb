"""What things of anchoring are called in the reader's language; names come with their rows."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.anchoring import Field, dimensions, items
from tracker.barriers import types
from tracker.pages.language import current, day, named, number, t
from tracker.staffing_norm import core_roles
from tracker.views.anchoring.findings import ItemFinding, Lack
from tracker.vocabulary import indicators, record_kinds


def item_name(code: str) -> str:
    """An item of anchoring; for one that is not there its code, as for everything below."""
    return named(items().get(code), code)


def dimension_name(code: str) -> str:
    """One of the five dimensions."""
    return named(dimensions().get(code), code)


def short_name(code: str) -> str:
    """A dimension's name as the head of a narrow column."""
    row = dimensions()[code]
    return row.short_sv if current() == "sv" else row.short_en


def npt(code: str) -> str:
    """What Normalization Process Theory calls a dimension."""
    row = dimensions()[code]
    return row.npt_sv if current() == "sv" else row.npt_en


def how(code: str) -> str:
    """How an item is computed, "" for one that is only answered."""
    row = items()[code]
    return row.how_sv if current() == "sv" else row.how_en


def indicator_name(code: str) -> str:
    """An indicator that the program ships."""
    return named(indicators().get(code), code)


def kind_name(code: str) -> str:
    """A kind of record that the program ships."""
    return named(record_kinds().get(code), code)


def fact_name(kind: str, code: str) -> str:
    """A field of a kind of record."""
    row = record_kinds().get(kind)
    return named(next((fact for fact in row.facts if fact.code == code), None) if row else None, code)


def fact_words(kind: str, facts: Mapping[str, object]) -> str:
    """The facts of a record of the kind, each with the name of its field."""
    return " · ".join(f"{fact_name(kind, code)}: {_value(value)}" for code, value in facts.items())


def role_name(code: str) -> str:
    """A core role of the staffing norm."""
    return named(core_roles().get(code), code)


def barrier_name(code: str) -> str:
    """A type of barrier; in words for one that has none."""
    return named(types().get(code), code or t("page.anchoring.barriers.no_type"))


def field_name(field: Field | None) -> str:
    """One of the four fields, or that a service has no place in them."""
    return t(f"page.anchoring.field.{field.value if field else 'none'}")


def score(value: float | None) -> str:
    """A score of 0 to 100 without decimals, a dash for none."""
    return number(round(value)) if value is not None else "–"


def known_as(found: ItemFinding) -> str:
    """How an item is known, or why it is not."""
    if not found.concerns:
        return t("page.anchoring.known.beside")
    if found.counts is not None:
        way = "both" if found.answered and found.computed else "computed" if found.computed else "answered"
        origin = t(f"page.anchoring.origin.{found.counts.origin.value}")
        return f"{t(f'page.anchoring.known.{way}')} · {origin}"
    unusable = found.unusable
    if found.lack is Lack.NOT_SAID or unusable is None:
        return t("page.anchoring.lack.not_said")
    return t(f"page.anchoring.lack.{unusable.lack.value}", day=day(unusable.on), n=unusable.n or 0)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return t("page.anchoring.yes") if value else t("page.anchoring.no")
    return number(value) if isinstance(value, int | float) else str(value)

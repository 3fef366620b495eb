"""The cells of a record's own fields, read by the type of each field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from tracker import barriers, facts, locales
from tracker.listing import cells, days
from tracker.listing.names import Names
from tracker.listing.rows import BadCell
from tracker.vocabulary import Fact, Named, RecordKind, launch_items


def read(
    kind: RecordKind, given: Mapping[str, str], known: Mapping[str, Collection[str]], names: Names
) -> dict[str, Any]:
    """The facts by code; BadCell naming the field whose cell cannot be read."""
    fields = {fact.code: fact for fact in kind.facts}
    found: dict[str, Any] = {}
    for code, cell in given.items():
        try:
            found[code] = _value(fields[code], cell, known, names)
        except BadCell as problem:
            raise problem.at(code) from problem
    return found


def _value(fact: Fact, cell: str, known: Mapping[str, Collection[str]], names: Names) -> Any:
    if fact.type == "indicator":
        return names.indicator(cell, fact.code)
    if fact.type in _READ:
        return _READ[fact.type](cell)
    choices = facts.choices(fact, known)
    found = _words(fact, choices).get(cells.plain(cell))
    if found is None:
        raise BadCell("error.cell_choice", value=cell[:40], choices=", ".join(choices))
    return found


def _words(fact: Fact, choices: Collection[str]) -> dict[str, str]:
    """Words for the codes of a closed set, in both languages where they have names."""
    items = _NAMED[fact.type]() if fact.type in _NAMED else {}
    words = {cells.plain(code): code for code in choices}
    for code in choices:
        names = [locales.text(f"fact.{fact.code}.{code}", language) for language in locales.language_codes()]
        if code in items:
            names = [items[code].name_sv, items[code].name_en]
        words |= {cells.plain(name): code for name in names if not name.startswith("[")}
    return words


_NAMED: dict[str, Callable[[], Mapping[str, Named]]] = {"launch_item": launch_items, "barrier": barriers.types}
_READ: dict[str, Callable[[str], Any]] = {
    "text": lambda cell: cell,
    "count": cells.count,
    "number": cells.number,
    "share": cells.share,
    "yes_no": cells.truth,
    "date": lambda cell: days.day(cell).isoformat(),
}

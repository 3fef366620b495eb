"""eIDAS as published in 2014 against its consolidated text of 2024: facts that were checked by reading both."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.editions import faults, parts
from nlp.comparison import Change, Part, compare
from policies.reading import read

Places = list[tuple[str, list[str], list[str]]]


def editions(shared: Path) -> tuple[list[Part], list[Part]]:
    """The parts of both texts."""
    names = ("32014r0910-oj-en.xhtml", "32014r0910-consolidated-en.html")
    old, new = (parts(read((shared / "corpus/eu" / name).read_bytes(), name)) for name in names)
    return old, new


@pytest.mark.corpus
def test_eidas_as_amended(shared: Path) -> None:
    old, new = editions(shared)
    changes = compare(old, new)
    assert not +faults(old, new, changes)
    by_old = {old[i].locator: change for change in changes for i in change.old}
    by_new = {new[j].locator: change for change in changes for j in change.new}

    def became(place: str) -> tuple[str, list[str]]:
        change = by_old[place]
        return change.kind.value, [new[j].locator for j in change.new]

    def all_below(place: str, found: dict[str, Change]) -> Counter[str]:
        return Counter(found[key].kind.value for key in found if key == place or key.startswith(f"{place}("))

    for article in ("5a", "5b", "5c", "5d", "5e", "5f", "11a", "12a", "12b", "19a", "45h", "48a"):
        assert set(all_below(f"art {article}", by_new)) == {"added"}, article
    for article in ("4", "6", "26", "30", "50"):
        assert set(all_below(f"art {article}", by_old)) == {"unchanged"}, article
    assert all_below("art 19", by_old)["removed"] == len([key for key in by_old if key.startswith("art 19(")]) + 1
    assert all_below("art 7", by_old) == {"unchanged": len([k for k in by_old if k.startswith("art 7(")]), "changed": 1}
    assert became("art 7(g)") == ("changed", ["art 7(g)"])
    assert became("art 12") == ("changed", ["art 12"])
    assert became("art 12(8)") == ("changed", ["art 12(8)"])
    assert became("art 24(1) subpara 2(c)") == ("changed", ["art 24(1a)(b)"])
    assert became("art 24(2)(j)") == ("removed", [])
    assert became("art 32(3)") == ("changed", ["art 32(3)"])
    assert became("art 17(4)(d)") == ("moved", ["art 46b(4)(d)"])
    assert became("art 17(4)(j)") == ("changed", ["art 46b(4)(j)"])
    assert became("art 18") == ("moved", ["art 46d"])
    assert became("art 18(2)(a)") == ("moved", ["art 46d(3)(b)"])
    assert became("annex II point 4(a)") == ("moved", ["art 29a(1)(b)(i)"])
    assert by_old["art 17(1)"].moved
    assert by_old["art 17(1)"].similarity > 0.9

"""Acts by number and by name."""

from __future__ import annotations

import pytest

from nlp.mentions.acts import named, names, numbered
from policies.locators import parse


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("lagen (2018:1937) och förordningen (2018:1938)", ["SFS 2018:1937", "SFS 2018:1938"]),
        ("hälso- och sjukvårdslagen (2017:30)", ["SFS 2017:30"]),
        ("Lagen (2018:1937) gäller.", ["SFS 2018:1937"]),
        ("MDFFS 2019:2", ["MDFFS 2019:2"]),
        ("Regulations (EU) No 1093/2010, (EU) No 1094/2010 and (EU) 2016/679",
         ["32010R1093", "32010R1094", "32016R0679"]),
        ("direktiven 2014/24/EU och 2014/25/EU", ["32014L0024", "32014L0025"]),
        ("LOV-2018-06-15-38", ["LOV-2018-06-15-38"]),
        ("beslut (2018:3) fattades, se prop. 2017/18:299 och 24/7", []),
    ],
)  # fmt: skip
def test_numbers_of_acts(text: str, values: list[str]) -> None:
    assert [element.value for element in numbered(text)] == values


@pytest.mark.parametrize("name", names())
def test_every_name_is_found_and_its_act_is_one(name: str) -> None:
    found = list(named(f"enligt {name}."))
    assert [element.value for element in found][-1:] == [names()[name]]
    assert str(parse(names()[name])) == names()[name]


@pytest.mark.parametrize("text", ["delskollagens", "DOS-lagenlig", "löv och lou", "anslagen", "Faktura Act-1"])
def test_parts_of_words_are_no_names(text: str) -> None:
    assert list(named(text)) == []

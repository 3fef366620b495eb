"""The municipalities of the country: how large each is, how far it has come, what its boards, units and systems are."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from benchmarks.country.wordings import Answer, Kind, answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """One municipality; everything but code, name and county is drawn, its size (about its inhabitants) too.

    `degree` (0 to 1) is how far it has come, `adopted` the numbers of the answers its documents may give. `leader` is
    the code of the largest of its county, "" for that one itself; the share `copying` of its documents is taken over
    from there. `styles` says by number of an answer how this municipality words it: all its documents do alike.
    """

    code: str
    name: str
    county: str
    size: int
    degree: float
    leader: str
    copying: float
    adopted: frozenset[int]
    styles: tuple[Kind, ...]
    boards: tuple[str, ...]
    units: tuple[str, ...]
    systems: tuple[str, ...]
    services: tuple[str, ...]
    roles: tuple[str, ...]

    @property
    def formal_name(self) -> str:
        """As "Mora kommun", "Lunds kommun"; the few irregular ones left aside."""
        return f"{self.name} kommun" if self.name[-1] in "aeiouyåäösxz" else f"{self.name}s kommun"


@cache
def data(name: str) -> dict[str, Any]:
    """One of the .toml files beside this one."""
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text("utf-8"))


@cache
def country(seed: int) -> tuple[Municipality, ...]:
    """All municipalities, in an order drawn by the seed in which a leader stands before those that follow it."""
    rows = list(csv.DictReader((files("tracker") / "municipalities.csv").read_text("utf-8").splitlines()))
    sizes = {row["code"]: round(Random(f"{seed} {row['code']} size").lognormvariate(9.7, 0.9)) + 2400 for row in rows}
    leaders: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (sizes[row["code"]], row["code"])):
        leaders[row["county"]] = row["code"]
    by_code = {row["code"]: _municipality(seed, row, sizes[row["code"]], leaders[row["county"]]) for row in rows}
    order = sorted(by_code)
    Random(f"{seed} order").shuffle(order)
    first = {code: None for name in order for code in (by_code[name].leader, name) if code}
    return tuple(by_code[code] for code in first)


def _municipality(seed: int, row: dict[str, str], size: int, leader: str) -> Municipality:
    chance = Random(f"{seed} {row['code']}")
    leads = leader == row["code"]
    degree = min(0.95, chance.betavariate(2.2, 2.2) + (0.25 if leads else 0))
    names = data("names")
    return Municipality(
        code=row["code"],
        name=row["name"],
        county=row["county"],
        size=size,
        degree=round(degree, 3),
        leader="" if leads else leader,
        copying=0.0 if leads else round(chance.uniform(0, 0.45), 3),
        adopted=frozenset(answer.number for answer in answers() if chance.random() < degree * _liked(seed, answer)),
        styles=tuple(_style(answer, chance) for answer in answers()),
        boards=tuple(chance.sample(names["boards"], 5)),
        units=tuple(chance.sample(names["units"], 5)),
        systems=tuple(chance.sample(names["systems"], 6)),
        services=tuple(chance.sample(names["services"], 8)),
        roles=tuple(chance.sample(names["roles"], 3)),
    )


def _style(answer: Answer, chance: Random) -> Kind:
    if answer.local:
        return chance.choices((Kind.LOCAL, Kind.CITED, Kind.NEAR), (0.72, 0.16, 0.12))[0]
    return chance.choice((Kind.CITED, Kind.NEAR))


@cache
def _liked(seed: int, answer: Answer) -> float:
    """How widely a requirement is taken up: from a few municipalities to nearly all."""
    return Random(f"{seed} {answer.requirements[0].key}").uniform(0.2, 1.3)

"""The tables of a package: each a function of its data alone (`Data`), so that anybody can work them out again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from nlp.translation.modes import Mode
from tracker import agreement
from tracker.agreement import Estimate, Level
from tracker.freezing.rows import Row, Table, figure, several

Data = Mapping[str, Table]
"""The data of a package by name: units, judgements, adjudications, codebook and the rest."""

DEPTH = {
    Mode.COPY: "reproducing", Mode.REF: "reproducing", Mode.PARA: "reproducing",
    Mode.ADD: "modifying", Mode.OMIT: "modifying", Mode.ALTER: "radical", Mode.NONE: "none",
}  # fmt: skip
"""Røvik's groups: how far a translation goes from its source."""
ORDER = ("reproducing", "modifying", "radical")
KEYS = ("modifiers", "rules", "codes")

AGREEMENT = ("code", "measure", "coders", "n", "value", "low", "high")
MODES = ("by", "group", "mode", "units", "of")
RESULTS = ("unit", "mode", "modifiers", "rules", "codes", "settled")
DIFFERENCES = ("unit", "coders", "modes", "settled", "reason")
FORCE = ("force", "shift", "units")
MACHINE = ("suggested", "mode", "shown", "judgements")


def results(data: Data) -> Iterator[dict[str, Any]]:
    """What holds of each unit: what was settled, else what all its coders said; no row where neither is.

    Of coders who agree in mode, the other codes are those that all of them gave.
    """
    settled = {row["unit"]: row for row in data["adjudications"]}
    for unit, said in _by_unit(data).items():
        if unit in settled:
            row = settled[unit]
            yield {"unit": unit, "settled": True, "mode": row["mode"], **{key: row[key] for key in KEYS}}
        elif len({row["mode"] for row in said}) == 1:
            common = {key: [one for one in several(said[0][key]) if _all_say(said, key, one)] for key in KEYS}
            yield {"unit": unit, "settled": False, "mode": said[0]["mode"], **common}


def agreements(data: Data) -> Iterator[dict[str, Any]]:
    """Agreement on the mode, on how deep the translation goes (ordinal), and on each other code, over judged units.

    Each measure over everybody and for every pair; `low` and `high` hold 95 % of 2,000 resampled values.
    """
    coders = sorted({int(row["coder"]) for row in data["judgements"]})
    judged = {unit: {int(row["coder"]): row for row in said} for unit, said in _by_unit(data).items() if len(said) > 1}
    questions: list[tuple[str, Callable[[Row], Hashable], Level]] = [
        ("mode", lambda row: row["mode"], Level.NOMINAL),
        ("depth", lambda row: _depth(row["mode"]), Level.ORDINAL),
    ]
    used = sorted({one for row in data["judgements"] for key in KEYS for one in several(row[key])})
    questions += [(code, _gives(code), Level.NOMINAL) for code in used]
    for code, answer, level in questions:
        units = [[answer(said[coder]) if coder in said else None for coder in coders] for said in judged.values()]
        for measure in ("share", "fleiss", "alpha") if len(coders) > 2 else ("share", "alpha"):
            yield _agreement(code, measure, "all", units, level)
        for first, second in combinations(range(len(coders)), 2):
            pairs = [[unit[first], unit[second]] for unit in units]
            yield _agreement(code, "kappa", f"{coders[first]} {coders[second]}", pairs, level)


def modes(data: Data) -> Iterator[dict[str, Any]]:
    """How often each mode holds, by what kind of guideline, level, guideline, document type and year."""
    units = {row["unit"]: row for row in data["units"]}
    held = [(units[row["unit"]], row["mode"]) for row in results(data)]
    for by in ("all", "level", "bindingness", "guideline", "document_type", "year"):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for unit, mode in held:
            counts["" if by == "all" else unit[by]][mode] += 1
        for group in sorted(counts):
            of = counts[group].total()
            for mode in sorted(counts[group]):
                yield {"by": by, "group": group, "mode": mode, "units": counts[group][mode], "of": of}


def differences(data: Data) -> Iterator[dict[str, Any]]:
    """Units on whose mode coders differ, in the order of the coders, and what was settled of them."""
    settled = {row["unit"]: row for row in data["adjudications"]}
    for unit, said in _by_unit(data).items():
        if len({row["mode"] for row in said}) > 1:
            row = settled.get(unit, {})
            yield {
                "unit": unit,
                "coders": [one["coder"] for one in said],
                "modes": [one["mode"] for one in said],
                "settled": row.get("mode", ""),
                "reason": row.get("reason", ""),
            }


def force(data: Data) -> Iterator[dict[str, Any]]:
    """By force of the requirement: how many translations are weaker, stronger, or neither."""
    units = {row["unit"]: row for row in data["units"]}
    counts: Counter[tuple[str, str]] = Counter()
    for row in results(data):
        modifiers = row["modifiers"] if isinstance(row["modifiers"], list) else several(row["modifiers"])
        shift = next((name for name in ("soft", "hard") if name in modifiers), "same")
        counts[units[row["unit"]]["force"], shift] += 1
    for (source, shift), count in sorted(counts.items()):
        yield {"force": source, "shift": shift, "units": count}


def machine(data: Data) -> Iterator[dict[str, Any]]:
    """What the machine suggested beside what coders said, apart where they saw it."""
    counts = Counter((row["suggested"], row["mode"], row["shown"]) for row in data["judgements"])
    for (suggested, mode, shown), count in sorted(counts.items()):
        yield {"suggested": suggested, "mode": mode, "shown": shown, "judgements": count}


TABLES: Mapping[str, tuple[Sequence[str], Callable[[Data], Iterator[dict[str, Any]]]]] = {
    "results": (RESULTS, results),
    "agreement": (AGREEMENT, agreements),
    "modes": (MODES, modes),
    "differences": (DIFFERENCES, differences),
    "force": (FORCE, force),
    "machine": (MACHINE, machine),
}
"""Every table: its columns, and what gives its rows."""


def _agreement(
    code: str, measure: str, coders: str, units: Sequence[Sequence[Hashable | None]], level: Level
) -> dict[str, Any]:
    found: Estimate = agreement.estimate(measure, units, level=level, order=ORDER if level is Level.ORDINAL else ())
    return {
        "code": code, "measure": measure, "coders": coders, "n": found.n,
        "value": figure(found.value), "low": figure(found.low), "high": figure(found.high),
    }  # fmt: skip


def _by_unit(data: Data) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = {row["unit"]: [] for row in data["units"]}
    for row in data["judgements"]:
        found[row["unit"]].append(row)
    return {unit: sorted(said, key=lambda row: int(row["coder"])) for unit, said in found.items() if said}


def _all_say(said: Sequence[Row], key: str, code: str) -> bool:
    return all(code in several(row[key]) for row in said)


def _gives(code: str) -> Callable[[Row], Hashable]:
    return lambda row: any(code in several(row[key]) for key in KEYS)


def _depth(mode: str) -> str | None:
    depth = DEPTH[Mode(mode)]
    return depth if depth in ORDER else None

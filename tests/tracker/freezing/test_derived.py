"""The tables of a package from its data alone."""

from __future__ import annotations

from tracker.freezing.derived import agreements

UNITS = ("aaa", "bba", "bbb")
"""What each of three coders said of three units, a letter each."""


def test_three_coders_agree_by_fleiss_beside_krippendorff_and_each_pair_by_cohen() -> None:
    modes = {"a": "copy", "b": "omit"}
    data = {
        "units": [{"unit": str(number)} for number in range(len(UNITS))],
        "judgements": [
            {"unit": str(number), "coder": str(coder), "mode": modes[letter], "modifiers": "", "rules": "", "codes": ""}
            for number, said in enumerate(UNITS)
            for coder, letter in enumerate(said, start=1)
        ],
    }
    rows = {(row["measure"], row["coders"]): row for row in agreements(data) if row["code"] == "mode"}
    assert float(rows["fleiss", "all"]["value"]) == 0.55
    assert rows["fleiss", "all"]["n"] == 3
    assert {coders for measure, coders in rows if measure == "alpha"} == {"all"}
    assert {coders for measure, coders in rows if measure == "kappa"} == {"1 2", "1 3", "2 3"}

"""On real acts: of the sections labelled as carrying the GDPR out, so many are suggested among the first five."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import crosswalk_gold


@pytest.mark.corpus
def test_sections_that_carry_the_gdpr_out_are_found(shared: Path) -> None:
    found, numbers = crosswalk_gold.imported(shared, ("32016R0679", "SFS 2018:218"))
    above, below = numbers["32016R0679"], numbers["SFS 2018:218"]
    rows = list(crosswalk_gold.asked(shared, "gdpr", found, above, below))
    wanted = {requirement for row in rows for requirement in row.requirements}
    uppers = {
        language: tuple(query for query in queries if query.id in wanted) for language, queries in found.uppers.items()
    }
    asked = replace(found, uppers=uppers)
    ranker = crosswalk_gold.rankers(asked)["fused"]
    figures = crosswalk_gold.measure(rows, ranker, crosswalk_gold.offered(asked))
    assert figures.reach >= 0.45
    assert figures.five >= 0.30

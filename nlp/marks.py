"""Marks with which an issuer states the force of a checklist's item itself: "SKA: ...", "- [ ] **SHOULD**: ..."."""

from __future__ import annotations

import re

from nlp.requirements import Force

MARK = re.compile(
    r"^\s{0,8}(?:[-*•]\s{1,4})?(?:\[[ xX]?\]\s{0,4})?\*{0,2}(SKA|SKALL|MÅSTE|BÖR|MUST|SHALL|SHOULD|FÅR|MAY)"
    r"( INTE| NOT)?\*{0,2}\s?:\*{0,2}\s*"
)
_MARKED = {
    "SKA": Force.OBLIGATION, "SKALL": Force.OBLIGATION, "MÅSTE": Force.OBLIGATION, "MUST": Force.OBLIGATION,
    "SHALL": Force.OBLIGATION, "BÖR": Force.RECOMMENDATION, "SHOULD": Force.RECOMMENDATION,
    "FÅR": Force.PERMISSION, "MAY": Force.PERMISSION,
}  # fmt: skip
_SURE = 0.99


def marked_probabilities(mark: re.Match[str]) -> list[float]:
    """The probability of each force, in the order of `Force`, for a text that `MARK` matches."""
    force = _MARKED[mark.group(1)]
    if mark.group(2) and force is not Force.RECOMMENDATION:
        force = Force.PROHIBITION
    return [_SURE if each is force else (1 - _SURE) / (len(Force) - 1) for each in Force]

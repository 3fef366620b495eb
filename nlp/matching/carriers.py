"""Services and actors for requirements: whom the words for a bearer name, and what a service or a unit is about.

A legal text and a service page share few words; what they share is the matter, which `plain_terms` knows by both its
names. A requirement that is about everything (every digital service, every authority) is suggested for nobody in
particular: only what singles a carrier out counts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from nlp.languages import word_group
from nlp.matching.carrier_evidence import PART_OF, Asked, Carrier, Demand, Field, Known
from nlp.matching.matches import Decision, Match, Reason
from nlp.matching.tokens import words
from nlp.requirements import BearerKind
from nlp.scorers import CARRIERS

__all__ = ["Carrier", "Demand", "suggest_carriers"]

SCORER = CARRIERS
_ABOVE = 0.75  # of the score of a role, for the unit it belongs to

Scored = tuple[Carrier, float, tuple[Reason, ...]]


def suggest_carriers(
    demands: Iterable[Demand], carriers: Iterable[Carrier], *, decisions: Iterable[Decision] = (), top: int = 3
) -> Iterator[Match]:
    """The services and the actors that may carry each demand, the best `top` of either, best first.

    Duties of state bodies are nobody's here. Decided pairs do not come back, nor does anything without a reason.

    >>> from nlp.matching.matches import Query
    >>> board = Carrier(id="actor:1", kind="board", name="Byggnadsnämnden", role="Myndighet för bygglov")
    >>> query = Query(id="7", text="Byggnadsnämnden ska handlägga ansökan om lov skyndsamt.", language="sv")
    >>> [(match.passage, match.reasons[0].code) for match in suggest_carriers([Demand(query=query)], [board])]
    [('actor:1', 'reason.same_actor')]
    """
    known = [Known.of(carrier) for carrier in carriers]
    asked = [Asked.of(demand) for demand in demands]
    decided = {(decision.requirement, decision.passage) for decision in decisions}
    by_id = {one.carrier.id: one.carrier for one in known}
    field = Field.of(asked, known)
    for ask in asked:
        if ask.demand.bearer_kind is BearerKind.STATE_BODY:
            continue
        scored = {
            one.carrier.id: (one.carrier, _together(reasons), reasons)
            for one in known
            if (reasons := tuple(field.reasons(ask, one)))
        }
        _stand_in(scored, by_id)
        yield from _best(ask.demand.query.id, scored, decided, top)


def _stand_in(scored: dict[str, Scored], carriers: Mapping[str, Carrier]) -> None:
    """The unit of a role answers for it where nothing else speaks for the unit."""
    for carrier, score, reasons in list(scored.values()):
        above = carriers.get(carrier.parent)
        if carrier.kind != "role" or _advises(carrier) or above is None:
            continue
        if above.id in scored and scored[above.id][1] >= _ABOVE * score:
            continue
        stands = Reason(
            code=PART_OF,
            values={"actor": carrier.name, "unit": above.name},
            weight=round(_ABOVE * score, 3),
            source=reasons[0].source,
        )
        scored[above.id] = (above, _ABOVE * score, (stands,))


def _advises(carrier: Carrier) -> bool:
    """Whether a role gives advice on a matter that others answer for: an officer, a coordinator, a lawyer."""
    last = (words(carrier.name) or [""])[-1]
    return last.endswith(tuple(word_group(carrier.language, "advising_roles")))


def _best(
    requirement: str,
    scored: Mapping[str, Scored],
    decided: set[tuple[str, str]],
    top: int,
) -> Iterator[Match]:
    given: Counter[str] = Counter()
    for name, (carrier, score, reasons) in sorted(scored.items(), key=lambda item: (-item[1][1], item[0])):
        if (requirement, name) not in decided and given[carrier.group] < top:
            given[carrier.group] += 1
            ordered = tuple(sorted(reasons, key=lambda reason: -reason.weight))
            yield Match(requirement=requirement, passage=name, score=score, scorer=SCORER, reasons=ordered)


def _together(reasons: Sequence[Reason]) -> float:
    """Reasons that speak for one carrier add up, never beyond 1."""
    return 1.0 - math.prod(1.0 - reason.weight for reason in reasons)

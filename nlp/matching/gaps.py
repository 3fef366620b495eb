""" "Searched, found nothing": how likely it is that no passage carries out a requirement, from its best candidates.

What was searched is said with every proposal. A person decides; a requirement with a confirmed link is never proposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlp.matching.embeddings import Embedder
from nlp.matching.features import Scorer
from nlp.matching.index import Index, Progress
from nlp.matching.lexicon import Lexicon
from nlp.matching.matches import Decision, Match, Passage, Query
from nlp.matching.ranking import SCORER, Ranked, best, rank, scorer_of
from nlp.matching.weighing import LEVELS, Weights, probability, trained

FOUND_BEFORE = 0.8  # how far the share of reviewed documents without a link moves the log-odds; see weights/ranking.md
LIKELIER_THAN_NOT = 0.5  # the threshold within one document, where most requirements are not carried out
LEAST_REVIEWED = 3  # documents that a requirement must have been decided in before its own experience counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A requirement for which nothing may have been found, in `document` or ("") in all documents searched.

    `best` is the score of the best candidate, None where no passage had anything in common. A gap is proposed where
    `probability` reaches `threshold`. `searched` counts passages.
    """

    requirement: str
    document: str
    probability: float
    best: float | None
    threshold: float
    searched: int
    scorer: str

    @property
    def proposed(self) -> bool:
        """Whether it is likely enough to be shown to a person."""
        return self.probability >= self.threshold


def propose(
    queries: Iterable[Query],
    passages: Iterable[Passage] | Index,
    *,
    decisions: Sequence[Decision] = (),
    within_document: bool = False,
    proposed_only: bool = True,
    progress: Progress | None = None,
) -> list[Gap]:
    """Gaps by query, in all passages or per document; with `proposed_only=False` every one, likely or not.

    A query (in a document) with a confirmed link is left out: it is answered. For matches and gaps in one go see
    `study`.
    """
    found = study(
        queries, passages, decisions=decisions, within_document=within_document, progress=progress, matches=False
    )
    return [gap for _, gaps in found for gap in gaps if gap.proposed or not proposed_only]


def study(
    queries: Iterable[Query],
    passages: Iterable[Passage] | Index,
    *,
    decisions: Sequence[Decision] = (),
    within_document: bool = False,
    top: int = 10,
    lexicon: Lexicon | None = None,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
    matches: bool = True,
) -> Iterator[tuple[list[Match], list[Gap]]]:
    """For each query its matches, as `suggest` gives them, and its gaps, proposed or not, from one reading."""
    scorer = scorer_of(passages, embedder)
    sizes = np.bincount(scorer.index.documents) if within_document else np.array([len(scorer.index)])
    names = _documents(scorer.index) if within_document else [""]
    ranked = rank(
        queries,
        scorer,
        decisions=decisions,
        within_document=within_document,
        top=top,
        lexicon=lexicon,
        progress=progress,
    )
    for found in ranked:
        gaps = list(_gaps(found, scorer, names, sizes.tolist()))
        yield (list(best(found, scorer, top)) if matches else []), gaps


def _gaps(found: Ranked, scorer: Scorer, names: Sequence[str], sizes: Sequence[int]) -> Iterator[Gap]:
    """One gap for each group that has no confirmed link."""
    question, index = found.evidence.question, scorer.index
    grouped: dict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(found.groups.tolist()):
        grouped[group].append(place)
    group_of = index.documents if names != [""] else np.zeros(len(index), dtype=np.int32)
    answered = {int(group_of[row]) for row, confirmed in found.decided.items() if confirmed}
    experience = _experience(found.decided, index) if names != [""] else 0.0
    model = trained()["same" if question.language in index.distinct_languages else "cross"]
    for group, (name, size) in enumerate(zip(names, sizes, strict=True)):
        if group in answered:
            continue
        places = grouped.get(group, [])
        odds = float(found.nothing[places].min()) if places else _unseen(model, size)
        yield Gap(
            requirement=question.query.id,
            document=name,
            probability=float(probability(np.array([odds + experience]))[0]),
            best=float(probability(found.odds[places].max(keepdims=True))[0]) if places else None,
            threshold=LIKELIER_THAN_NOT if name else model.threshold,
            searched=int(size),
            scorer=SCORER,
        )


def _experience(decided: Mapping[int, bool], index: Index) -> float:
    """What the documents decided so far say about the next: log-odds of finding nothing, 0 while they are few."""
    documents = {int(index.documents[row]) for row in decided}
    filled = {int(index.documents[row]) for row, confirmed in decided.items() if confirmed}
    if len(documents) < LEAST_REVIEWED:
        return 0.0
    return FOUND_BEFORE * float(np.log((len(documents) - len(filled) + 1) / (len(filled) + 1)))


def _unseen(model: Weights, size: int) -> float:
    """Log-odds of a gap where no passage had anything in common."""
    levels = np.zeros((1, len(LEVELS)))
    levels[0, LEVELS.index("crowd")] = np.log1p(size)
    return float(model.gap_odds(levels)[0])


def _documents(index: Index) -> list[str]:
    """The name of each document by its number."""
    first = np.unique(index.documents, return_index=True)[1]
    return [index.passages[row].document for row in first.tolist()]

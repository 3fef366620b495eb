"""Requirements and passages: which passage may carry out which requirement, and why."""

from nlp.matching.index import Index
from nlp.matching.matches import NEVER_EVIDENCE, Decision, Match, Passage, Query, Reason
from nlp.matching.ranking import suggest

__all__ = ["NEVER_EVIDENCE", "Decision", "Index", "Match", "Passage", "Query", "Reason", "suggest"]

"""The document of `tests.tracker.revising` and its next editions."""

from tests.tracker.revising.conftest import paper, revise

__all__ = ["paper", "revise"]

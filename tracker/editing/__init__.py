"""Editing of requirements by people: every change is one Edit that can be undone, and nothing is ever deleted.

A wording is always a span of its edition's text; people choose words, they never type them.
"""

from tracker.editing.carrying import carry_over
from tracker.editing.merging import merge
from tracker.editing.promoting import promote
from tracker.editing.retyping import retype, withdraw
from tracker.editing.rewording import reword
from tracker.editing.splitting import Part, split
from tracker.editing.undoing import undo

__all__ = ["Part", "carry_over", "merge", "promote", "retype", "reword", "split", "undo", "withdraw"]

"""Two editions of a text compared part by part (`compare`), and two parts word by word (`word_changes`)."""

from nlp.comparison.changes import Change, ChangeKind, Part
from nlp.comparison.likeness import similarity
from nlp.comparison.parts import compare
from nlp.comparison.words import WordChange, WordKind, word_changes

__all__ = ["Change", "ChangeKind", "Part", "WordChange", "WordKind", "compare", "similarity", "word_changes"]

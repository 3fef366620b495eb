"""Editions of guidelines: what a new text changes is compared, shown, applied and taken back; nothing is ever lost."""

from tracker.editions.alongside import joined
from tracker.editions.applying import apply
from tracker.editions.comparing import Comparison, compared
from tracker.editions.dating import true_on
from tracker.editions.order import Neighbour, neighbour, stored
from tracker.editions.previewing import EditionPreview, identifier_of, preview
from tracker.editions.undoing import undo

__all__ = [
    "Comparison",
    "EditionPreview",
    "Neighbour",
    "apply",
    "compared",
    "identifier_of",
    "joined",
    "neighbour",
    "preview",
    "stored",
    "true_on",
    "undo",
]

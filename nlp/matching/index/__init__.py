"""The searchable form of a set of passages: BM25 weights of stems and compound parts, in segments of plain arrays.

One index serves linking and search. `Index.build` makes one in memory, `Index.update` keeps one in a folder.
"""

from nlp.matching.index.making import Progress, Reuse
from nlp.matching.index.parts import Floats
from nlp.matching.index.segment import Ints
from nlp.matching.index.view import Index

__all__ = ["Floats", "Index", "Ints", "Progress", "Reuse"]

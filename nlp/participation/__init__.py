"""Who drafted, decided, answers for, was asked about or objected to what a document says: words to places."""

from nlp.participation.reading import Anchor, PartFound, Said, linking_words, parts

__all__ = ["Anchor", "PartFound", "Said", "linking_words", "parts"]

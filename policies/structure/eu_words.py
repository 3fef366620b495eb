"""How EU acts name their parts, in the languages of the Union the product meets."""

from __future__ import annotations

import re

_DIVISIONS = (
    ("part", "PART DEL TEIL PARTIE PARTE DEEL OSA"),
    ("title", "TITLE AVDELNING AFSNIT TITEL TITRE TITOLO TÍTULO OSASTO"),
    ("chapter", "CHAPTER KAPITEL CHAPITRE CAPO CAPÍTULO HOOFDSTUK LUKU"),
    ("section", "SECTION AVSNITT AFDELING ABSCHNITT SEZIONE SECCIÓN SECÇÃO JAKSO"),
    ("subsection", "SUBSECTION UNDERAVSNITT UNDERAFDELING UNTERABSCHNITT"),
)
RANKS = {kind: rank for rank, (kind, _) in enumerate(_DIVISIONS)}
"""How deep each kind of division stands, outermost 0."""

DIVISION_KIND = {word: kind for kind, words in _DIVISIONS for word in words.split()}
"""The kind a division's word (in capitals) stands for."""

DIVISION = re.compile(
    rf"^({'|'.join(DIVISION_KIND)})\s+(?-i:([IVXLC]{{1,7}}[a-z]?|[0-9]{{1,3}}[a-z]?|[A-Z]))\b[.:]?\s*(.*)$",
    re.IGNORECASE,
)
ARTICLE = re.compile(
    r"^(?:Article|Artikel|Articolo|Artículo|Artigo|Artikkeli|Artykuł|Art\.)\s+([0-9]{1,3}[a-z]{0,2}|premier)\b[.:]?\s*(.*)$",
    re.IGNORECASE,
)
QUOTED_ARTICLE = re.compile(r"^[‘“\"'„»]?(?:Article|Artikel|Articolo|Artículo|Artigo) ([0-9]{1,3}[a-z]{0,2})$")
ANNEX = re.compile(
    r"^(?:ANNEX|ANNEXE|BILAGA|BILAG|ANHANG|ALLEGATO|ANEXO|BIJLAGE|LIITE|ZAŁĄCZNIK)"
    r"(?:\s+([IVXLC]{1,7}[a-z]?|[0-9]{1,3}|[A-Z]))?(?![\w])[.:]?\s*(.*)$"
)
RECITAL = re.compile(r"^\(([0-9]{1,4}[a-z]?)\)$")
NUMBERED = re.compile(r"^[‘“\"'„»]?([0-9]{1,3}[a-z]{0,2})\.?$")
DOTTED = re.compile(r"^([0-9]{1,3}(?:\.[0-9]{1,3})*)\.?$")
DOTTED_HEADING = re.compile(r"^([0-9]{1,3}(?:\.[0-9]{1,3})*)(?:\.\s*|\s+)(?=[^0-9\s])")

"""How much a file may ask of us: sizes, depths and times. Every reader and the sandbox take their limits here."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

FILE_BYTES = 50 * MEGABYTE
"""The largest file that is looked at."""

ARCHIVE_BYTES = 300 * MEGABYTE
"""All entries of a ZIP container (DOCX, ODT, XLSX) unpacked."""

ARCHIVE_RATIO = 100
"""Unpacked size over packed size of an entry."""

ARCHIVE_RATIO_FROM = MEGABYTE
"""The ratio is judged from this unpacked size on: small, repetitive XML packs well and harms nobody."""

ARCHIVE_ENTRIES = 5_000

XML_BYTES = 64 * MEGABYTE
"""One XML part unpacked: a tree takes five to ten times as much memory."""

XML_DEPTH = 200
"""Elements inside one another in RDF/XML, whose parser knows no end; libxml2, reading all other XML, stops at 256."""

TEXT_CHARACTERS = 20_000_000
"""Text of one document."""

BLOCKS = 400_000
"""Blocks of one document."""

TABLE_CELLS = 2_000_000
"""Cells of one sheet, given as its dimension, before any is read."""

PDF_PAGES = 5_000

MEMORY_BYTES = 1024 * MEGABYTE
"""Address space of a reading worker."""

READ_SECONDS = 60
"""Wall and processor time of one file."""

PICTURE_PIXELS = 4_000_000
"""A picture of a page, width times height."""

PAGE_CHARACTERS = 100_000
"""Characters of one page that are looked through for the words to mark."""

DRAW_SECONDS = 10
"""Wall and processor time of one picture; somebody waits for it."""

"""PDF: text in reading order, by its tags where it has them, else by columns, distances and font sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2

from policies import limits
from policies.assembly import Assembly, clean
from policies.document import Document, ReadWarning
from policies.errors import UnreadableFile
from policies.headings import title_of
from policies.readers import pdf_layout, pdf_tags
from policies.readers.pdf_blocks import BlockWriter, folded
from policies.readers.pdf_drawn import drawn_on
from policies.readers.pdf_lines import PAGE_NUMBER, Page, Part, without_margins
from policies.readers.pdf_text import PRIVATE, PageText

TAGGED_SHARE = 0.8  # of the letters; below, the tags are too patchy to read by
UNMAPPED_SHARE = 0.2
FEW_LETTERS = 10
FIELDS = {"Title": "title", "Subject": "subject", "CreationDate": "created", "ModDate": "modified"}
STALE_TITLE = re.compile(
    r"^microsoft (?:word|powerpoint) - |\.(?:docx?|odt|pdf|indd|pptx?)$|^(?:untitled|namnlös|document\d*)$", re.I
)
PDF_DATE = re.compile(r"^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?([-+Z])?(\d\d)?'?(\d\d)?")
HEADER_CHARACTERS = 500


def read(data: bytes, name: str) -> Document:
    """The document in a PDF, with the page of each block.

    Headers, footers and page numbers stay outside the text (metadata `header` keeps the distinct ones). Warns of
    pages without text. Raises UnreadableFile: encrypted, damaged, too many pages, error.needs_ocr for scanned pages,
    error.garbled_text for fonts without meaning.
    """
    document = _opened(data, name)
    try:
        return _Reader(document, name).document()
    finally:
        document.close()


def _opened(data: bytes, name: str) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = "error.encrypted" if "password" in str(error).lower() else "error.damaged"
        raise UnreadableFile(code, file=name) from error


class _Reader:
    def __init__(self, pdf: Any, name: str) -> None:
        self.pdf = pdf
        self.name = name
        if len(pdf) > limits.PDF_PAGES:
            raise UnreadableFile("error.too_many_pages", file=name, pages=len(pdf), limit=limits.PDF_PAGES)
        self.pages: list[Page] = []
        self.trees: list[pdf_tags.Element] = []
        self.blank: list[int] = []
        self.letters = self.unmapped = 0
        for at in range(len(pdf)):
            self._take(at)

    def document(self) -> Document:
        self._check()
        pages, margins = without_margins(self.pages)
        parts = self._tagged(pages) or pdf_layout.parts_of(pages)
        assembly = Assembly(self.name)
        BlockWriter(parts, self._outline()).write(assembly)
        if not assembly.blocks:
            raise UnreadableFile("error.no_text", file=self.name)
        metadata = self._metadata()
        running = dict.fromkeys(line.text.strip() for line in margins if not PAGE_NUMBER.match(line.text.strip()))
        if running:
            metadata["header"] = clean(" · ".join(running))[:HEADER_CHARACTERS]
        return Document(
            text=assembly.text,
            blocks=tuple(assembly.blocks),
            title=title_of(assembly) or metadata.get("title", ""),
            format="pdf",
            metadata=metadata,
            warnings=tuple(self._warnings()),
        )

    def _take(self, at: int) -> None:
        try:
            page = self.pdf[at]
        except pypdfium2.PdfiumError:
            self.blank.append(at + 1)
            return
        try:
            text_page = page.get_textpage()
            drawn = drawn_on(page.raw)
            text = PageText(text_page.raw, at + 1, drawn)
            text_page.close()
            self.letters += text.letters
            self.unmapped += text.unmapped
            if text.letters < FEW_LETTERS and _has_image(page):
                self.blank.append(at + 1)
            self.pages.append(Page(at + 1, page.get_width(), page.get_height(), text.segments, drawn.rules))
            self.trees.append(pdf_tags.tree_of(page.raw))
        except pypdfium2.PdfiumError:
            self.blank.append(at + 1)
        finally:
            page.close()

    def _check(self) -> None:
        if self.letters < FEW_LETTERS:
            code = "error.needs_ocr" if self.blank else "error.no_text"
            raise UnreadableFile(code, file=self.name, pages=len(self.pdf))
        private = sum(
            1 for p in self.pages for s in p.segments for c in s.text if ord(c) in PRIVATE and len(s.text) > 2
        )
        if self.unmapped + private > UNMAPPED_SHARE * self.letters:
            raise UnreadableFile("error.garbled_text", file=self.name)

    def _tagged(self, pages: Sequence[Page]) -> list[Part]:
        """The parts by the tags; [] where too little of the text is tagged to trust them."""
        total = sum(_letters(s.text) for page in pages for s in page.segments)
        parts = [part for page, tree in zip(pages, self.trees, strict=True) for part in pdf_tags.parts_of(page, tree)]
        tagged = sum(_letters(line.text) for part in parts for line in part.lines)
        return parts if tagged >= TAGGED_SHARE * total else []

    def _outline(self) -> dict[str, int]:
        """Bookmarks: folded title to level from 1."""
        found: dict[str, int] = {}
        for bookmark in self.pdf.get_toc(max_depth=9):
            title = folded(bookmark.get_title() or "")
            if title:
                found.setdefault(title, bookmark.level + 1)
        return found

    def _metadata(self) -> dict[str, str]:
        raw = self.pdf.get_metadata_dict(skip_empty=True)
        found = {FIELDS[key]: _dated(clean(value)) for key, value in raw.items() if key in FIELDS and clean(value)}
        if STALE_TITLE.search(found.get("title", "")):
            del found["title"]
        return found

    def _warnings(self) -> Iterator[ReadWarning]:
        if self.blank:
            values: dict[str, str | int | float] = {
                "file": self.name,
                "pages": _ranges(self.blank),
                "count": len(self.blank),
            }
            yield ReadWarning(code="warning.pages_without_text", values=values)


def _dated(value: str) -> str:
    """
    >>> _dated("D:20140811091818-04'00'"), _dated("Digital plan")
    ('2014-08-11T09:18:18-04:00', 'Digital plan')
    """
    found = PDF_DATE.match(value)
    if not found:
        return value
    year, month, day, hour, minute, second, sign, hours, minutes = (part or "" for part in found.groups())
    zone = f"{sign}{hours}:{minutes or '00'}" if sign in {"+", "-"} and hours else ""
    return f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}{zone}"


def _has_image(page: Any) -> bool:
    return any(True for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _letters(text: str) -> int:
    """Letters and figures of a text: leaders and rules are decoration, tagged or not."""
    return sum(map(str.isalnum, text))


def _ranges(pages: Sequence[int]) -> str:
    """
    >>> _ranges([1, 2, 3, 7])
    '1–3, 7'
    """
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)

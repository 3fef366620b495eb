"""PDF: text in reading order, by its tags where it has them, else by columns, distances and font sizes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2

from policies import limits
from policies.assembly import Assembly, clean
from policies.document import BlockKind, Document, ReadWarning
from policies.errors import UnreadableFile
from policies.headings import looks_like_heading, ranked_levels, title_of
from policies.hyphenation import compounds_in, joined
from policies.markers import is_contents_heading, is_contents_line, split_item, split_number
from policies.readers import pdf_layout, pdf_tags
from policies.readers.pdf_lines import PAGE_NUMBER, Page, Part, without_margins
from policies.readers.pdf_text import PRIVATE, PageText

TAGGED_SHARE = 0.8  # of the letters; below, the tags are too patchy to read by
UNMAPPED_SHARE = 0.2
FEW_LETTERS = 10
NOTE_SIZE = 0.92
NOTE = re.compile(r"^(\d{1,3})\s*(?=\D)")
PAGE_AT_END = re.compile(r"\D\s(\d{1,4})$")
UNFINISHED = re.compile(r"[\w,\-–\u00ad)]$")
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
        _Writer(parts, self._outline()).write(assembly)
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
            text = PageText(text_page.raw, at + 1)
            text_page.close()
            self.letters += text.letters
            self.unmapped += text.unmapped
            if text.letters < FEW_LETTERS and _has_image(page):
                self.blank.append(at + 1)
            self.pages.append(Page(at + 1, page.get_width(), page.get_height(), text.segments))
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
            title = _folded(bookmark.get_title() or "")
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


class _Writer:
    """Decides what each part is and lays the parts into the assembly."""

    def __init__(self, parts: Sequence[Part], outline: dict[str, int]) -> None:
        self.parts = parts
        self.compounds = compounds_in(line.text for part in parts for line in part.lines)
        sizes: Counter[float] = Counter()
        for part in parts:
            for line in part.lines:
                sizes[line.size] += len(line.text)
        self.body = sizes.most_common(1)[0][0] if sizes else 0.0
        for part in parts:
            if part.kind is None and part.size < NOTE_SIZE * self.body and NOTE.match(part.lines[0].text.strip()):
                part.kind = BlockKind.NOTE
        self.parts = _over_pages(parts)
        self.texts = [joined([line.text for line in part.lines], self.compounds) for part in self.parts]
        self._mark_contents()
        self.levels = self._levels(outline)

    def write(self, assembly: Assembly) -> None:
        for at, (part, text) in enumerate(zip(self.parts, self.texts, strict=True)):
            page = part.page
            if is_contents_heading(text):
                assembly.add(BlockKind.CONTENTS, text, page=page)
            elif at in self.levels:
                label, words = (part.label, text) if part.label else split_number(text)
                assembly.add(BlockKind.HEADING, words, level=self.levels[at], page=page, label=label)
            elif part.kind in {BlockKind.CONTENTS, BlockKind.ROW}:
                assembly.add(part.kind, text, page=page)
            elif part.kind is BlockKind.NOTE:
                found = NOTE.match(text)
                label = found[1] if found else part.label
                assembly.add(BlockKind.NOTE, text[found.end() :] if found else text, page=page, label=label)
            else:
                self._add_text(assembly, part, text)

    @staticmethod
    def _add_text(assembly: Assembly, part: Part, text: str) -> None:
        label, rest = (part.label, text) if part.label else split_item(text)
        if label or part.kind is BlockKind.ITEM:
            assembly.add(BlockKind.ITEM, rest, level=max(part.level, 1), page=part.page, label=label)
        else:
            assembly.add(BlockKind.PARAGRAPH, text, page=part.page)

    def _mark_contents(self) -> None:
        """Lines with leaders are contents; without leaders, those below a contents heading while pages go up."""
        lines = [at for at, text in enumerate(self.texts) if is_contents_line(text)]
        if len(lines) > 2:
            for at in lines:
                self.parts[at].kind = BlockKind.CONTENTS
        last: int | None = None
        for part, text in zip(self.parts, self.texts, strict=True):
            found = PAGE_AT_END.search(text)
            if is_contents_heading(text):
                last = 0
            elif last is not None and found and int(found[1]) >= last:
                part.kind, last = BlockKind.CONTENTS, int(found[1])
            elif part.kind is not BlockKind.CONTENTS:
                last = None

    def _levels(self, outline: dict[str, int]) -> dict[int, int]:
        """Level of each part that is a heading: by tags, else by bookmarks, below them by looks."""
        tagged = {at: p.level for at, p in enumerate(self.parts) if p.kind is BlockKind.HEADING}
        open_parts = [at for at, part in enumerate(self.parts) if part.kind is None]
        known = tagged or {
            at: outline[_folded(self.texts[at])] for at in open_parts if _folded(self.texts[at]) in outline
        }
        looks = {
            at: (part.size, part.bold)
            for at, part in enumerate(self.parts)
            if part.kind in {None, BlockKind.ITEM} and at not in known and self._looks_like_heading(at)
        }
        if not known:
            ranks = ranked_levels(looks.values(), after=0)
            return {at: ranks[look] for at, look in looks.items()}
        return self._fitted(known, looks)

    def _fitted(self, known: dict[int, int], looks: dict[int, tuple[float, bool]]) -> dict[int, int]:
        """Headings by looks among known ones: a larger one stands above them all (the title), others below."""
        largest = max(self.parts[at].size for at in known)
        titles = {at for at, (size, _) in looks.items() if size > largest}
        shift = 1 if titles else 0
        ranks = ranked_levels(
            (look for at, look in looks.items() if at not in titles), after=max(known.values()) + shift
        )
        levels = {at: level + shift for at, level in known.items()}
        return levels | {at: 1 if at in titles else ranks[look] for at, look in looks.items()}

    def _looks_like_heading(self, at: int) -> bool:
        part, text = self.parts[at], self.texts[at]
        label = part.label or split_item(text)[0]
        numbered = split_number(f"{part.label} {text}".strip())[0]
        if (not numbered and (label or part.kind is BlockKind.ITEM)) or len(part.lines) > 3:
            return False
        return looks_like_heading(text, bold=part.bold, size=part.size, body=self.body)


def _over_pages(parts: Sequence[Part]) -> list[Part]:
    """A sentence that runs on after a page or column break is one paragraph; notes between do not stop it."""
    kept: list[Part] = []
    last: Part | None = None
    for part in parts:
        if part.kind is BlockKind.NOTE:
            kept.append(part)
        elif last is not None and _runs_on(last, part):
            last.lines += part.lines
        else:
            kept.append(part)
            last = part
    return kept


def _runs_on(last: Part, part: Part) -> bool:
    before, after = last.lines[-1], part.lines[0]
    moved = before.page != after.page or after.bottom > before.top
    same = last.kind in {None, BlockKind.ITEM} and part.kind in {None, last.kind} and not part.label
    alike = abs(before.size - after.size) < 0.06 * before.size and before.bold == after.bold
    text = after.text.strip()
    if not (moved and same and alike and UNFINISHED.search(before.text.strip())) or split_item(text)[0]:
        return False
    if text[:1].islower():
        return True
    # Before a capital the last line must also be a full one: headings and list items are shorter than their column.
    full = max(line.right for line in last.lines)
    return len(last.lines) > 1 and len(part.lines) > 1 and before.right > full - 4 * before.size and not before.bold


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


def _folded(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


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

"""HWPX (KS X 6101), the Korean office format, in the □ ○ – report style: headings, paragraphs, tables and links only.

The one module that knows the document library. It draws paragraph ids at random; they are renumbered here, so that the
same outline gives the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Literal

from hwpx import HwpxDocument

Level = Literal["title", "square", "circle", "dash", "note"]
_SIGNS: dict[Level, str] = {"title": "", "square": "□ ", "circle": "  ○ ", "dash": "    – ", "note": "     * "}
_SIZES: dict[Level, float] = {"title": 18, "square": 14, "circle": 12, "dash": 12, "note": 10}
_SKELETON_AUTHOR = b"synthetic-fixture-author"
_SKELETON_DATE = "2025년 9월 17일 수요일 오후 1:32:50".encode()
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the outline."""

    level: Level
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a head and rows of text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A report as Korean offices write it."""

    title: str
    written: datetime
    blocks: Sequence[Line | Grid] = field(default_factory=tuple)


def write_hwpx(outline: Outline) -> bytes:
    """The outline as an HWPX package; the same outline gives the same bytes."""
    document = HwpxDocument.new()
    written = outline.written.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    document.parts.set_document_metadata(
        title=outline.title, creator="gwanje", created_date=written, modified_date=written
    )
    styles = {
        level: document.styles.ensure_run(bold=level in {"title", "square"}, size=size)
        for level, size in _SIZES.items()
    }
    document.add_paragraph(outline.title, char_pr_id_ref=styles["title"])
    for block in outline.blocks:
        if isinstance(block, Grid):
            _add_grid(document, block, styles)
        else:
            _add_line(document, block, styles)
    return _repeatable(document.to_bytes(), outline)


def _add_line(document: HwpxDocument, line: Line, styles: dict[Level, str]) -> None:
    text = _SIGNS[line.level] + line.text
    if line.link:
        paragraph = document.add_paragraph(_SIGNS[line.level], char_pr_id_ref=styles[line.level])
        document.refs.add_hyperlink(line.link, line.text, paragraph=paragraph)
    else:
        document.add_paragraph(text, char_pr_id_ref=styles[line.level])


def _add_grid(document: HwpxDocument, grid: Grid, styles: dict[Level, str]) -> None:
    table = document.add_table(len(grid.rows) + 1, len(grid.head), char_pr_id_ref=styles["note"])
    for row, texts in enumerate((grid.head, *grid.rows)):
        for column, text in enumerate(texts):
            table.set_cell_text(row, column, text)


def _repeatable(package: bytes, outline: Outline) -> bytes:
    """The same package with ids counted instead of drawn, fixed dates in the archive, and a preview of its own text."""
    source = zipfile.ZipFile(io.BytesIO(package))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for info in source.infolist():
            data = source.read(info.filename)
            if re.fullmatch(r"Contents/section\d+\.xml", info.filename):
                data = _count_ids(data.decode("utf-8")).encode("utf-8")
            elif info.filename == "Contents/content.hpf":
                data = data.replace(_SKELETON_AUTHOR, b"gwanje").replace(_SKELETON_DATE, b"")
            elif info.filename == "Preview/PrvText.txt":
                data = "\r\n".join([outline.title, *(b.text for b in outline.blocks if isinstance(b, Line))]).encode(
                    "utf-8"
                )
            archive.writestr(zipfile.ZipInfo(info.filename, _ZIP_DATE), data, compress_type=info.compress_type)
    return target.getvalue()


def _count_ids(xml: str) -> str:
    """Number every drawn id (ten digits or fewer, on paragraphs, tables and fields) in order of appearance."""
    numbers = count(1)
    renamed: dict[str, str] = {}

    def counted(found: re.Match[str]) -> str:
        drawn = found.group(2)
        if drawn not in renamed:
            renamed[drawn] = str(next(numbers))
        return f"{found.group(1)}{renamed[drawn]}{found.group(3)}"

    return re.sub(r'(\s(?:id|instid|fieldid|beginIDRef)=")(\d{5,})(")', counted, xml)

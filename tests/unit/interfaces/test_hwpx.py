import io
import zipfile
from datetime import UTC, datetime

import hwpx
import pytest

from gwanje.interfaces.paper.hwpx import Grid, Line, Outline, write_hwpx

OUTLINE = Outline(
    title="별가루 한 장 보고",
    written=datetime(2031, 5, 1, tzinfo=UTC),
    blocks=(
        Line("square", "수입 의존"),
        Line("circle", "오즈에서 수입의 절반"),
        Grid(("공급국", "비중"), (("오즈", "50"), ("릴리펏", "20"))),
        Line("note", "출처", link="https://example.org/stardust"),
    ),
)


def test_same_outline_same_bytes() -> None:
    assert write_hwpx(OUTLINE) == write_hwpx(OUTLINE)


def test_the_package_is_valid_and_reads_back() -> None:
    package = write_hwpx(OUTLINE)
    report = hwpx.validate_editor_open_safety(package)
    assert report.reopen_ok
    assert not report.blocking_package_errors
    assert not report.validate_document.issues
    with hwpx.HwpxDocument.open(io.BytesIO(package)) as document:
        text = document.text.plain()
    for words in ("별가루 한 장 보고", "□ 수입 의존", "○ 오즈에서 수입의 절반", "릴리펏"):
        assert words in text


def test_mimetype_comes_first_and_uncompressed() -> None:
    first = zipfile.ZipFile(io.BytesIO(write_hwpx(OUTLINE))).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_the_skeleton_author_is_gone() -> None:
    archive = zipfile.ZipFile(io.BytesIO(write_hwpx(OUTLINE)))
    assert all(b"synthetic-fixture" not in archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("text", ["<&>\"'", "𠮷野", "줄\n바꿈"])
def test_any_text_survives(text: str) -> None:
    package = write_hwpx(Outline(title="x", written=OUTLINE.written, blocks=(Line("circle", text),)))
    assert hwpx.validate_editor_open_safety(package).reopen_ok

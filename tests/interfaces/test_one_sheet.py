"""A page printed by a browser: one A4 sheet each, in both languages."""

from pathlib import Path

import pytest

from printed import sheets
from towers import run_korea

PAGES = [
    *(("brief-natural-graphite", ("brief", "natural-graphite")), ("brief-rare-earths", ("brief", "rare-earths"))),
    *(("brief-critical-materials", ("brief", "critical-materials")), ("today", ("today", "--on", "2026-11-23"))),
    *(("today", ("today", "--on", "2026-11-05")), ("today", ("today", "--on", "2025-12-30"))),
]


@pytest.mark.korea
@pytest.mark.chromium
@pytest.mark.parametrize(("stem", "arguments"), PAGES, ids=[" ".join(arguments) for _, arguments in PAGES])
def test_a_page_prints_on_one_sheet(browser: str, stem: str, arguments: tuple[str, ...], tmp_path: Path) -> None:
    written = run_korea(*arguments, "--out", str(tmp_path / "out"))
    assert written.code == 0, written.err
    for name in (f"{stem}.html", f"{stem}.ko.html"):
        folder = tmp_path / name
        folder.mkdir()
        assert sheets(browser, tmp_path / "out" / name, folder) == 1, name


@pytest.mark.chromium
def test_the_count_would_see_a_second_sheet(browser: str, tmp_path: Path) -> None:
    page = tmp_path / "long.html"
    page.write_text("<p>line</p>" * 400, encoding="utf-8")
    assert sheets(browser, page, tmp_path) > 1

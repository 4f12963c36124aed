"""A page printed by a browser: one A4 sheet each, in both languages."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from towers import run_korea

PAGES = [
    *(("brief-natural-graphite", ("brief", "natural-graphite")), ("brief-rare-earths", ("brief", "rare-earths"))),
    *(("brief-critical-materials", ("brief", "critical-materials")), ("today", ("today", "--on", "2026-11-23"))),
    *(("today", ("today", "--on", "2026-11-05")), ("today", ("today", "--on", "2025-12-30"))),
]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
]


@pytest.fixture(scope="module")
def browser(require_all: bool) -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        reason = "no headless browser: install the Debian package chromium to print pages"
        if require_all:
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def sheets(browser: str, page: Path, folder: Path) -> int:
    """How many sheets the page takes; the browser's own word, read from the PDF it made."""
    target = folder / "page.pdf"
    command = [browser, *FLAGS, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", target.read_bytes()))


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

"""Pages printed by a headless browser, as tests see them: how many sheets they take."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

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


def program(names: tuple[str, ...], package: str, require_all: bool) -> str:
    """A program by any of its names; without it the test is skipped, or fails where nothing may be skipped."""
    found = next((path for path in map(shutil.which, names) if path is not None), None)
    if found is None:
        reason = f"no {names[0]}: install the Debian package {package} to look at printed pages"
        if require_all:
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def printed(browser: str, page: Path, folder: Path) -> Path:
    """The page as a PDF."""
    target = folder / "page.pdf"
    command = [browser, *FLAGS, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target


def sheets(browser: str, page: Path, folder: Path) -> int:
    """How many sheets the page takes; the browser's own word, read from the PDF it made."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", printed(browser, page, folder).read_bytes()))

"""Lets these tests import `towers` and `printed`, which several folders share; and the browser that prints pages."""

import sys
from pathlib import Path

import pytest

TESTS = str(Path(__file__).resolve().parents[1])
if TESTS not in sys.path:
    sys.path.append(TESTS)

from printed import program  # noqa: E402 - found once the path above is set


@pytest.fixture(scope="module")
def browser(require_all: bool) -> str:
    return program(("chromium", "chromium-browser", "google-chrome"), "chromium", require_all)

"""Options and fixtures every test shares."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT.parent / "shared" / "data" / "reference"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", default=False, help="run counted tests at their full counts")


@pytest.fixture(scope="session")
def soak(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--soak"))


@pytest.fixture(scope="session")
def require_all() -> bool:
    """Whether a missing outside program is a failure rather than a skip."""
    return os.environ.get("GWANJE_REQUIRE_ALL") == "1"


@pytest.fixture(scope="session")
def reference_folder() -> Path:
    if not REFERENCE.is_dir():
        pytest.skip(f"no reference data: {REFERENCE} is absent (users download it from the publishers)")
    return REFERENCE

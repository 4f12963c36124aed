"""Neverland's register and thresholds, read from its content."""

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gwanje.evidence import References
from gwanje.watch import Restrictions, Thresholds

TESTS = str(Path(__file__).resolve().parents[2])
if TESTS not in sys.path:
    sys.path.append(TESTS)

CONTENT = Path(__file__).resolve().parents[2] / "neverland" / "content"


@pytest.fixture(scope="session")
def azores() -> ZoneInfo:
    return ZoneInfo("Atlantic/Azores")


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    return {p.relative_to(CONTENT).as_posix(): p.read_text(encoding="utf-8") for p in sorted(CONTENT.rglob("*.yaml"))}


@pytest.fixture(scope="session")
def references(texts: dict[str, str], azores: ZoneInfo) -> References:
    return References.read(texts, azores)


@pytest.fixture(scope="session")
def register(texts: dict[str, str], azores: ZoneInfo, references: References) -> Restrictions:
    return Restrictions.read(texts, azores, references.known_of)


@pytest.fixture(scope="session")
def thresholds(texts: dict[str, str]) -> Thresholds:
    return Thresholds.read(texts)

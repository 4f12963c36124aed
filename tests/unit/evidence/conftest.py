"""A Neverland evidence store on a fresh folder, with a real journal; and the way to modules that folders share."""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gwanje.evidence import Sources, read_sources
from gwanje.evidence.store import EvidenceStore
from gwanje.journal import Journal, open_journal

TESTS = str(Path(__file__).resolve().parents[2])
if TESTS not in sys.path:
    sys.path.append(TESTS)

NEVERLAND = Path(__file__).resolve().parents[2] / "neverland"
AZORES = ZoneInfo("Atlantic/Azores")
LATER = datetime(2031, 6, 1, tzinfo=UTC)


def content_texts(folder: Path) -> dict[str, str]:
    """The content of a folder as the rooms get it: relative path to text."""
    return {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in sorted(folder.rglob("*.yaml"))}


@pytest.fixture(scope="session")
def neverland() -> Path:
    return NEVERLAND


@pytest.fixture(scope="session")
def sources() -> Sources:
    return read_sources(content_texts(NEVERLAND / "content"), AZORES)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with open_journal(tmp_path / "journal.sqlite") as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path, journal: Journal, sources: Sources) -> EvidenceStore:
    return EvidenceStore(tmp_path / "evidence", journal, sources, (NEVERLAND / "content" / "tables",))


@pytest.fixture
def revised(tmp_path: Path) -> Callable[..., Path]:
    """The Neverland trade file with one text replaced, or with its lines changed by a function."""

    def make(old: str = "", new: str = "", *, name: str = "nvl_trade.csv", file: str = "nvl_trade.csv") -> Path:
        text = (NEVERLAND / "content" / "tables" / file).read_text(encoding="utf-8")
        assert old in text
        folder = tmp_path / "incoming"
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
        return path

    return make

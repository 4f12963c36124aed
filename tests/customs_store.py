"""A customs store for tests: the Korean declaration, the tree of 2022 and nothing else, on a fresh folder."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from gwanje.evidence import LoadReport, Sources, read_sources
from gwanje.evidence.store import EvidenceStore

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "tests" / "customs"
TABLES = ROOT / "src" / "gwanje_world" / "tables"
SEOUL = ZoneInfo("Asia/Seoul")
KEY = "kr-customs-monthly"
FEBRUARY, MARCH = datetime(2026, 2, 16, tzinfo=UTC), datetime(2026, 3, 16, tzinfo=UTC)
NOW = datetime(2026, 11, 26, tzinfo=UTC)
CONTENT = (
    "gwanje_world/codes/iso2.yaml",
    "gwanje_world/sources/hs1992.yaml",
    "gwanje_world/sources/hs2022.yaml",
    f"gwanje_korea/sources/{KEY}.yaml",
)


def customs_sources(*more: str) -> Sources:
    """The declarations by their path in the content."""
    paths = [ROOT / "src" / name for name in (*CONTENT, *more)]
    return read_sources({f"{p.parent.name}/{p.name}": p.read_text(encoding="utf-8") for p in paths}, SEOUL)


def load(
    store: EvidenceStore,
    path: Path,
    known: datetime = FEBRUARY,
    *,
    mapping: str = "",
    source: str = KEY,
    file: str = "",
) -> LoadReport:
    """One file kept as a vintage and built in."""
    report = store.load(path, source, known=known, evidence="test", taken=NOW, mapping=mapping, file=file or None)
    store.build()
    return report

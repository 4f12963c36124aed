"""How long the packaged world takes to build, to skip, to open and to answer; run it with python on this file."""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from gwanje.evidence import EvidenceStore, check_expectations, read_sources
from gwanje.journal import open_journal

WORLD = Path(__file__).resolve().parents[2] / "src" / "gwanje_world"
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def timed(what: str, do: Callable[[], object]) -> object:
    """Run once and print the seconds."""
    begun = time.perf_counter()
    result = do()
    print(f"{what:40s} {time.perf_counter() - begun:8.3f} s")
    return result


def main() -> int:
    """Build into a temporary folder and print each step."""
    texts = {p.relative_to(WORLD).as_posix(): p.read_text(encoding="utf-8") for p in WORLD.rglob("*.yaml")}
    sources = read_sources(texts, ZoneInfo("Asia/Seoul"))
    with tempfile.TemporaryDirectory() as folder, open_journal(Path(folder) / "journal.sqlite") as journal:
        store = EvidenceStore(Path(folder) / "evidence", journal, sources, (WORLD / "tables",))
        timed("build 5.6 million rows", store.build)
        timed("skip an unchanged build", store.build)
        with store.open_warehouse() as warehouse:
            timed("check every expectation", lambda: check_expectations(warehouse, sources))
            trade = warehouse.as_known("trade", NOW)
            if trade is None:
                return 1
            korea = trade.filter((trade.importer == "KOR") & (trade.hs == "280530") & (trade.year == 2024))
            timed("one importer, code and year", korea.to_pyarrow)
    return 0


if __name__ == "__main__":
    sys.exit(main())

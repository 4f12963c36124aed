"""How long the packaged world takes to build, to skip, to check and to answer, beside plain peers in the same run.

The peer of the build is DuckDB copying the same Parquet files into a new database file, without names, units, look-ups,
key checks, vintages or hashes; the peer of a question is pandas reading the Parquet file with a filter. Prints one JSON
document.

Usage: python benchmarks/evidence/build_world.py [--repeats N]
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd

from gwanje.evidence import check_expectations, read_sources
from gwanje.evidence.store import EvidenceStore, Warehouse
from gwanje.journal import open_journal

WORLD = Path(__file__).resolve().parents[2] / "src" / "gwanje_world"
TABLES = WORLD / "tables"
SEOUL = ZoneInfo("Asia/Seoul")
KNOWN = datetime(2026, 11, 24, tzinfo=SEOUL)


def timed(act: Callable[[], Any], repeats: int = 1) -> tuple[float, Any]:
    spans, result = [], None
    for _ in range(repeats):
        begun = time.perf_counter()
        result = act()
        spans.append(time.perf_counter() - begun)
    return statistics.median(spans), result


def copy_with_duckdb(path: Path) -> int:
    """The same files in a database file, as they are."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        for file in sorted(TABLES.glob("*.parquet")):
            connection.execute(f'CREATE TABLE "{file.stem}" AS SELECT * FROM read_parquet(?)', [str(file)])
    return path.stat().st_size


def ask(warehouse: Warehouse) -> float:
    trade = warehouse.as_known("trade", KNOWN)
    if trade is None:
        raise SystemExit("the packaged trade table is not known: nothing to measure")
    korea = trade.filter((trade.importer == "KOR") & (trade.hs == "280530") & (trade.year == 2024))
    return float(korea.import_value_usd.sum().to_pyarrow().as_py())


def ask_pandas() -> float:
    filters = [("hs92", "==", 280530), ("importer_code", "==", 410), ("year", "==", 2024)]
    rows = pd.read_parquet(TABLES / "baci_hs92_raw_materials_1995_2024.parquet", filters=filters)
    return float(rows["value_kusd"].astype("float64").sum() * 1000)


def main() -> None:
    parser = argparse.ArgumentParser(description="Building and asking the packaged world beside plain peers.")
    parser.add_argument("--repeats", type=int, default=3, help="measured runs of the short steps; the median counts")
    repeats = parser.parse_args().repeats
    texts = {p.relative_to(WORLD).as_posix(): p.read_text(encoding="utf-8") for p in WORLD.rglob("*.yaml")}
    sources = read_sources(texts, SEOUL)
    with (
        tempfile.TemporaryDirectory(prefix="gwanje-bench-") as folder,
        open_journal(Path(folder) / "j.sqlite") as journal,
    ):
        store = EvidenceStore(Path(folder) / "evidence", journal, sources, (TABLES,))
        build, _ = timed(store.build)
        copy, _ = timed(lambda: copy_with_duckdb(Path(folder) / "plain.duckdb"), repeats)
        skip, _ = timed(store.build, repeats)
        with store.open_warehouse() as warehouse:
            rows = sum(warehouse.row_counts().values())
            check, summary = timed(lambda: check_expectations(warehouse, sources), repeats)
            question, ours = timed(lambda: ask(warehouse), repeats)
        pandas_question, theirs = timed(ask_pandas, repeats)
    if abs(ours - theirs) > 1e-6 * theirs:
        raise SystemExit(f"the two disagree: {ours} and {theirs}")
    report = {
        "benchmark": "evidence/build_world",
        "repeats": repeats,
        "rows": rows,
        "build": {
            "gwanje_s": round(build, 2),
            "duckdb_copy_s": round(copy, 2),
            "gwanje_over_duckdb": round(build / copy, 2),
            "rows_per_s": round(rows / build),
        },
        "unchanged_build_ms": round(1000 * skip, 1),
        "check_every_expectation": {"ms": round(1000 * check, 1), "passed": summary.count("passed")},
        "importer_code_year": {
            "gwanje_ms": round(1000 * question, 2),
            "pandas_ms": round(1000 * pandas_question, 2),
            "gwanje_over_pandas": round(question / pandas_question, 2),
        },
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()

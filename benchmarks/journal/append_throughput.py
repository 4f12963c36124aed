"""Ten processes append 200 entries each to one journal, on SQLite and on PostgreSQL.

Beside each: the same processes insert one row per transaction into a bare table of the same database, with the same
durability and the same kind of lock, so that the ratio shows what the chain itself costs. Prints one JSON document.

Usage: python benchmarks/journal/append_throughput.py [--processes N] [--appends N]
"""

import argparse
import json
import multiprocessing
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from gwanje.journal import make_private_key, open_journal, seal_journal

sys.path.append(str(Path(__file__).parents[2] / "tests"))

from postgres_cluster import ServerMissingError, running_cluster

AT = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)
PAYLOAD = {"item": "it-0007", "indicator": "single_supplier_share", "value": 0.802, "partner": "CHN", "note": "x" * 200}
BODY = json.dumps(PAYLOAD)
Spans = list[tuple[float, float]]


def append_to_journal(location: str, appends: int, together: Any) -> Spans:
    with open_journal(location, wait_seconds=120) as journal:
        journal.head()
        together.wait()
        return timed(lambda: journal.append("bench/a", "noted", PAYLOAD, at=AT), appends)


def insert_into_sqlite(location: str, appends: int, together: Any) -> Spans:
    connection = sqlite3.connect(location, timeout=120, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")

    def insert() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare (body) VALUES (?)", (BODY,))
        connection.execute("COMMIT")

    together.wait()
    spans = timed(insert, appends)
    connection.close()
    return spans


def insert_into_postgresql(location: str, appends: int, together: Any) -> Spans:
    engine = create_engine(location.replace("postgresql://", "postgresql+psycopg://"))
    connection = engine.raw_connection()
    cursor = connection.cursor()

    def insert() -> None:
        cursor.execute("SELECT pg_advisory_xact_lock(1)")
        cursor.execute("INSERT INTO bare (body) VALUES (%s)", (BODY,))
        connection.commit()

    together.wait()
    spans = timed(insert, appends)
    connection.close()
    engine.dispose()
    return spans


def timed(act: Callable[[], object], times: int) -> Spans:
    spans = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        spans.append((begun, time.perf_counter()))
    return spans


def measure(work: Callable[[str, int, Any], Spans], location: str, processes: int, appends: int) -> dict[str, float]:
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager, context.Pool(processes) as pool:
        together = manager.Barrier(processes)
        parts = pool.starmap(work, [(location, appends, together)] * processes, chunksize=1)
    spans = [span for part in parts for span in part]
    milliseconds = sorted(1000 * (end - begun) for begun, end in spans)
    seconds = max(end for _, end in spans) - min(begun for begun, _ in spans)
    return {
        "transactions": len(spans),
        "tx_per_s": round(len(spans) / seconds, 1),
        "p50_ms": round(milliseconds[len(spans) // 2], 2),
        "p99_ms": round(milliseconds[len(spans) * 99 // 100], 2),
        "max_ms": round(milliseconds[-1], 2),
    }


def measure_pair(
    journal: str, bare: str, insert: Callable[[str, int, Any], Spans], processes: int, appends: int
) -> dict[str, Any]:
    chained = measure(append_to_journal, journal, processes, appends)
    plain = measure(insert, bare, processes, appends)
    with open_journal(journal) as opened:
        key = make_private_key()
        begun = time.perf_counter()
        checkpoint = seal_journal(opened, None, key=key, at=AT)
        seconds = time.perf_counter() - begun
        sound = opened.verify(checkpoint, trusted=key.public_key()).sound
    return {
        "journal": chained,
        "bare_insert": plain,
        "journal_over_bare": round(chained["tx_per_s"] / plain["tx_per_s"], 3),
        "chain_sound": sound,
        "verified_entries_per_s": round(checkpoint.head.length / seconds),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Journal appends per second beside bare inserts.")
    parser.add_argument("--processes", type=int, default=10, help="writers at the same time")
    parser.add_argument("--appends", type=int, default=200, help="entries of each writer")
    options = parser.parse_args()
    size = (options.processes, options.appends)
    report: dict[str, Any] = {"processes": options.processes, "appends_each": options.appends}
    with tempfile.TemporaryDirectory(prefix="gwanje-bench-") as folder:
        bare = f"{folder}/bare.db"
        connection = sqlite3.connect(bare)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT)")
        connection.close()
        journal = f"{folder}/journal.db"
        open_journal(journal).close()
        report["sqlite"] = {"version": sqlite3.sqlite_version, **measure_pair(journal, bare, insert_into_sqlite, *size)}
    try:
        with running_cluster() as cluster:
            journal, bare = cluster.new_database(), cluster.new_database()
            open_journal(journal).close()
            engine = create_engine(bare.replace("postgresql://", "postgresql+psycopg://"))
            with engine.begin() as made:
                made.execute(text("CREATE TABLE bare (id bigserial PRIMARY KEY, body text)"))
                version = made.execute(text("SHOW server_version")).scalar_one()
            engine.dispose()
            report["postgresql"] = {
                "version": version,
                **measure_pair(journal, bare, insert_into_postgresql, *size),
            }
    except ServerMissingError as missing:
        report["postgresql"] = {"not_run": str(missing)}
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()

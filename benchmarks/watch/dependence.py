"""One dependence question, and every packaged code into Korea, beside the same numbers in plain pandas.

The peer reads the same Parquet with pandas and computes the same shares, concentrations and world concentration; it
has no vintages, checks, flags or sources. Both must agree, or the benchmark fails. Prints one JSON document.

Usage: python benchmarks/watch/dependence.py [--repeats N]
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

import pandas as pd

from gwanje.evidence import read_sources
from gwanje.evidence.store import EvidenceStore
from gwanje.foundation.codes import Code
from gwanje.foundation.instants import AsOf
from gwanje.journal import open_journal
from gwanje.watch import DependenceAnswer, DependenceQuestion, Thresholds, asked_years, dependence
from gwanje.watch.store import TradeStore

SOURCE = Path(__file__).resolve().parents[2] / "src"
TABLES = SOURCE / "gwanje_world" / "tables"
PARQUET = TABLES / "baci_hs92_raw_materials_1995_2024.parquet"
SEOUL = ZoneInfo("Asia/Seoul")
NOW = AsOf(datetime(2026, 11, 23, tzinfo=SEOUL), datetime(2026, 11, 24, tzinfo=SEOUL))
KOREA = 410
FIRST_YEAR = 2020
Peer = dict[tuple[str, int], tuple[float, float, float]]


def texts(package: str) -> dict[str, str]:
    root = SOURCE / package
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in root.rglob("*.yaml")}


def ask(store: TradeStore, codes: tuple[Code, ...], limits: Thresholds) -> list[DependenceAnswer]:
    found = []
    for code in codes:
        question = DependenceQuestion(str(code), (code,), "KOR", NOW, SEOUL)
        found.append(dependence(question, store.tables((code,), "KOR", NOW.known), limits))
    return found


def ask_together(store: TradeStore, codes: tuple[Code, ...], limits: Thresholds) -> list[DependenceAnswer]:
    """Every code in two questions to the warehouse."""
    years = asked_years((), store.years(NOW.known), NOW, SEOUL)
    told = store.tables_of({str(code): (code,) for code in codes}, "KOR", NOW.known, years)
    questions = {str(code): DependenceQuestion(str(code), (code,), "KOR", NOW, SEOUL) for code in codes}
    return [dependence(questions[name], tables, limits) for name, tables in told.items()]


def ask_pandas(digits: str | None) -> Peer:
    """Top share, HHI by value and HHI of the world's exports, by code and year, from the Parquet file itself."""
    filters = [("year", ">=", FIRST_YEAR), *([("hs92", "==", int(digits))] if digits else [])]
    rows = pd.read_parquet(PARQUET, filters=filters)
    rows = rows.astype({"value_kusd": "float64", "quantity_t": "float64"})
    world = rows.groupby(["hs92", "year", "exporter_code"])["value_kusd"].sum()
    world_hhi = hhi(world)
    mine = rows[rows["importer_code"] == KOREA]
    keys = ["hs92", "year", "exporter_code"]
    by_value = mine.groupby(keys)["value_kusd"].sum()
    by_mass = mine.groupby(keys)["quantity_t"].sum(min_count=1).dropna()
    concentration, mass = hhi(by_value), hhi(by_mass)
    return {
        (f"{code:06d}", int(year)): (
            float(value),
            float(mass.get((code, year), float("nan"))),
            float(world_hhi[(code, year)]),
        )
        for (code, year), value in concentration.items()
    }


def ask_pandas_one_by_one(codes: tuple[Code, ...]) -> Peer:
    return {key: numbers for code in codes for key, numbers in ask_pandas(code.digits).items()}


def hhi(amounts: pd.Series) -> pd.Series:
    shares = amounts / amounts.groupby(level=[0, 1]).transform("sum")
    return (shares**2).groupby(level=[0, 1]).sum()


def agree(answers: list[DependenceAnswer], peer: Peer) -> int:
    """How many years both computed; a difference stops the benchmark."""
    compared = 0
    for answer in answers:
        for year in answer.years:
            if year.status != "ok" or year.hhi_value is None or year.hhi_world_exports is None:
                continue
            value, mass, world = peer[(answer.codes[0].digits, year.year)]
            pairs = [(year.hhi_value, value), (year.hhi_world_exports, world)]
            pairs += [(year.hhi_mass, mass)] if year.hhi_mass is not None else []
            if any(abs(ours - theirs) > 1e-6 for ours, theirs in pairs):
                raise SystemExit(f"the two disagree on {answer.item} {year.year}: {pairs}")
            compared += 1
    return compared


def timed(act: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    spans, result = [], act()
    for _ in range(repeats):
        begun = time.perf_counter()
        result = act()
        spans.append(time.perf_counter() - begun)
    return statistics.median(spans), result


def pair(ours: Callable[[], Any], peer: Callable[[], Any], repeats: int) -> dict[str, Any]:
    seconds, answers = timed(ours, repeats)
    peer_seconds, numbers = timed(peer, repeats)
    return {
        "gwanje_ms": round(1000 * seconds, 2),
        "pandas_ms": round(1000 * peer_seconds, 2),
        "gwanje_over_pandas": round(seconds / peer_seconds, 2),
        "years_that_agree": agree(answers, numbers),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Dependence questions beside plain pandas.")
    parser.add_argument(
        "--repeats", type=int, default=5, help="measured runs after one that warms up; the median counts"
    )
    repeats = parser.parse_args().repeats
    sources = read_sources(texts("gwanje_world"), SEOUL)
    limits = Thresholds.read(texts("gwanje_korea"))
    report: dict[str, Any] = {"benchmark": "watch/dependence", "repeats": repeats}
    with (
        tempfile.TemporaryDirectory(prefix="gwanje-bench-") as folder,
        open_journal(Path(folder) / "journal.sqlite") as journal,
    ):
        evidence = EvidenceStore(Path(folder) / "evidence", journal, sources, (TABLES,))
        evidence.build()
        with evidence.open_warehouse() as warehouse:
            store = TradeStore(warehouse)
            one = (Code.parse("hs1992:280530"),)
            every = store.codes(NOW.known) or ()
            report["codes"] = len(every)
            report["one_question"] = pair(lambda: ask(store, one, limits), lambda: ask_pandas("280530"), repeats)
            report["every_code_one_by_one"] = pair(
                lambda: ask(store, every, limits), lambda: ask_pandas_one_by_one(every), min(repeats, 2)
            )
            report["every_code_together"] = pair(
                lambda: ask_together(store, every, limits), lambda: ask_pandas(None), min(repeats, 2)
            )
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()

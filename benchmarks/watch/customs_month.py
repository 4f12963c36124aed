"""A month of customs figures, 10,000 tariff lines by 200 partners, read, checked, kept, built in and ranked.

The month before is loaded first, so that decimals and revisions are compared with it. Figures are synthetic; codes are
those of the packaged tree with two national lines each. Prints one JSON document.

Usage: python benchmarks/watch/customs_month.py [--lines N] [--partners N]
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from gwanje.evidence import Sources, read_sources
from gwanje.evidence.store import EvidenceStore
from gwanje.journal import open_journal
from gwanje.watch.store.indicator_table import FlowColumns, RankLimits, indicators, monthly_totals, ranked

SOURCE = Path(__file__).resolve().parents[2] / "src"
TABLES = SOURCE / "gwanje_world" / "tables"
KEY = "kr-customs-monthly"
CONTENT = (
    "gwanje_world/codes/iso2.yaml",
    "gwanje_world/sources/hs2022.yaml",
    f"gwanje_korea/sources/{KEY}.yaml",
)
MAPPING = """
reporter: KOR
month: {column: month, form: YYYYMM}
item: {column: hsk, scheme: hsk, vintage: 2022}
partner: {column: partner, list: iso2}
flow: {constant: import}
value: {column: usd, unit: USD}
mass: {column: kg, unit: kg}
state: {constant: provisional}
"""
NOW = datetime(2026, 11, 20, tzinfo=UTC)
PUBLISHED = {"202601": datetime(2026, 2, 16, tzinfo=UTC), "202602": datetime(2026, 3, 16, tzinfo=UTC)}


def sources() -> Sources:
    """The declarations that a customs file needs."""
    paths = [SOURCE / name for name in CONTENT]
    return read_sources(
        {f"{p.parent.name}/{p.name}": p.read_text(encoding="utf-8") for p in paths}, ZoneInfo("Asia/Seoul")
    )


def write_month(path: Path, month: str, lines: int, partners: list[str], seed: int) -> int:
    """One synthetic month: every line by every partner."""
    tree = pq.read_table(TABLES / "hs22_product_tree.parquet")
    six = tree.filter(pc.and_(pc.equal(tree["level"], 6), pc.utf8_is_digit(tree["code"])))["code"].to_pylist()
    codes = [f"{code}{suffix}" for suffix in ("1000", "9000") for code in six][:lines]
    steady, draw = np.random.default_rng(1), np.random.default_rng(seed)
    count = len(codes) * len(partners)
    mass = np.exp(steady.normal(8, 1.5, count) + draw.normal(0, 0.2, count)).round() + 1
    price = np.exp(steady.normal(1, 1, count) + draw.normal(0, 0.1, count))
    table = pa.table(
        {
            "month": pa.array([month]).take(pa.array(np.zeros(count, dtype=np.int64))),
            "hsk": pa.array(np.repeat(np.array(codes), len(partners))),
            "partner": pa.array(np.tile(np.array(partners), len(codes))),
            "usd": pa.array((mass * price).round().astype(np.int64)),
            "kg": pa.array(mass.astype(np.int64)),
        }
    )
    pacsv.write_csv(table, path, pacsv.WriteOptions(quoting_style="none"))
    return count


def timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """What some work gives, its seconds by the wall and of the processor."""
    wall, used = time.perf_counter(), time.process_time()
    done = work()
    return done, {"wall_s": round(time.perf_counter() - wall, 2), "cpu_s": round(time.process_time() - used, 2)}


def measure(lines: int, partner_count: int) -> dict[str, Any]:
    """Both months loaded; the second one timed step by step."""
    declared = sources()
    partners = sorted(declared.code_lists["codes/iso2.yaml"])[:partner_count]
    with (
        tempfile.TemporaryDirectory(prefix="gwanje-month-") as folder,
        open_journal(Path(folder) / "j.sqlite") as journal,
    ):
        store = EvidenceStore(Path(folder) / "evidence", journal, declared, (TABLES,))
        told: dict[str, Any] = {}
        for seed, (month, published) in enumerate(PUBLISHED.items(), start=2):
            path = Path(folder) / f"{month}.csv"
            rows = write_month(path, month, lines, partners, seed)
            load = lambda path=path, published=published: store.load(  # noqa: E731 - a step that is timed
                path, KEY, known=published, evidence="synthetic", taken=NOW, file="customs-file", mapping=MAPPING
            )
            report, loading = timed(load)
            _, building = timed(store.build)
            told[month] = {"rows": rows, "bytes": path.stat().st_size, "load_and_check": loading, "build": building}
            told[month]["notes"] = list(report.notes)
        with store.open_warehouse() as warehouse:
            list_, ranking = timed(lambda: rank(warehouse.as_known("customs_monthly", NOW)))
        told["202602"]["rank"] = ranking
        told["202602"]["ranked_items"] = len(list_)
        told["202602"]["first"] = {
            name: list_[0][name] for name in ("item", "rank", "met", "value_usd", "value_change")
        }
    steps = [told["202602"][name]["wall_s"] for name in ("load_and_check", "build", "rank")]
    cpu = [told["202602"][name]["cpu_s"] for name in ("load_and_check", "build", "rank")]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return {
        **told,
        "second_month_wall_s": round(sum(steps), 2),
        "second_month_cpu_s": round(sum(cpu), 2),
        "peak_gb": peak,
    }


def rank(rows: ibis.Table | None) -> list[dict[str, Any]]:
    """Every line of the newest month in order, by one expression."""
    assert rows is not None
    whole = rows["month"][0:4].cast("int64") * 12 + rows["month"][5:7].cast("int64")
    flows = rows.filter(rows["flow"] == "import").mutate(month_number=whole)
    columns = FlowColumns(month="month_number")
    told = ranked(indicators(monthly_totals(flows, columns), columns), 2026 * 12 + 2, RankLimits(), columns)
    found: list[dict[str, Any]] = told.to_pyarrow().to_pylist()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--partners", type=int, default=200)
    asked = parser.parse_args()
    print(json.dumps(measure(asked.lines, asked.partners), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()

"""The indicators of 50 million synthetic trade rows as one Ibis expression on DuckDB, beside pandas and polars.

Every engine reads the same Parquet, month after month as releases come, in a process of its own and leaves 5 million
rows of indicators, which are compared. Then a new month is merged into the stored results, and the same expression runs
on PostgreSQL and Spark over a part of the rows; where an engine is not installed the line says so. Prints one JSON
document.

Usage: python benchmarks/watch/scale.py [--items N] [--python PATH]...
  --items N       items of 240 months and 10 partners each; 20,833 make 50 million rows
  --python PATH   a Python with polars or with ibis-framework[pyspark], for the engines that gwanje does not bring
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import ibis

from gwanje.watch.store.indicator_table import FlowColumns, indicators, monthly_totals, refresh

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "benchmarks" / "peers"))

from memory import peak_bytes  # noqa: E402 - found once the path is set

PEER = ROOT / "benchmarks" / "peers" / "indicators_run.py"
MONTHS, PARTNERS = 240, 10
BY_VALUE, BY_BOTH = FlowColumns(mass=""), FlowColumns()
SETTINGS = {"threads": 2, "memory_limit": "850MB", "preserve_insertion_order": False}
_REPEATS = 3
_SYNTHETIC = """
COPY (SELECT CAST(i AS INTEGER) AS item, CAST(m AS INTEGER) AS month, CAST(p AS INTEGER) AS partner,
  exp(8 + 2 * (hash(i * 7 + p) % 1000) / 1000.0 + 0.3 * (hash(i * 100003 + m * 101 + p) % 1000) / 1000.0) AS value_usd,
  CASE WHEN hash(i + p * 31 + m) % 20 = 0 THEN NULL ELSE exp(1 + (hash(i * 3 + p + m) % 1000) / 1000.0) END AS mass_t
  FROM range({first}, {last}) b(m), range({items}) a(i), range({partners}) c(p)
  ORDER BY m, i, p) TO '{path}' (FORMAT PARQUET)
"""


def connect(folder: Path) -> Any:
    """DuckDB with two threads and a bound on memory; what does not fit goes to the folder."""
    return ibis.duckdb.connect(temp_directory=str(folder), **SETTINGS)


def write_flows(folder: Path, name: str, items: int, first: int, last: int) -> Path:
    """Synthetic rows of some months."""
    path = folder / name
    connection = connect(folder)
    connection.raw_sql(_SYNTHETIC.format(items=items, first=first, last=last, partners=PARTNERS, path=path))
    connection.disconnect()
    return path


def on_duckdb(flows: str, result: str, by: str) -> None:
    """One run of the expression in this process; prints its figures."""
    columns = BY_BOTH if by == "both" else BY_VALUE
    connection = connect(Path(result).parent)
    begun, used = time.perf_counter(), time.process_time()
    expression = indicators(monthly_totals(connection.read_parquet(flows), columns), columns)
    connection.raw_sql(f"CREATE TABLE told AS {ibis.to_sql(expression, dialect='duckdb')}")
    told = figures(begun, used)
    connection.raw_sql(f"COPY told TO '{result}' (FORMAT PARQUET)")
    print(json.dumps(told))


def figures(begun: float, used: float) -> dict[str, float]:
    """Seconds by the wall and of the processor since then, and the peak of this process."""
    return {
        "wall_s": round(time.perf_counter() - begun, 2),
        "cpu_s": round(time.process_time() - used, 2),
        "peak_gb": round((peak_bytes() or 0) / 1e9, 2),
    }


def asked(command: list[str], **environment: str) -> dict[str, Any]:
    """What a process of its own prints, or why there is nothing."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return {"missing": last}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def best(command: list[str], **environment: str) -> dict[str, Any]:
    """The quickest of three runs: other work on the machine only ever adds."""
    runs = [asked(command, **environment) for _ in range(_REPEATS)]
    return min(runs, key=lambda run: run.get("wall_s", 0.0))


def python_with(module: str, candidates: list[str]) -> str | None:
    """The first Python that has a module."""
    for candidate in candidates:
        if subprocess.run([candidate, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0:
            return candidate
    return None


def largest_gap(folder: Path, one: Path, other: Path, names: list[str]) -> dict[str, float]:
    """Of each number the largest difference, relative to its size or to 1; a row that only one side has counts as 1."""
    connection = connect(folder)
    many = f"{other}/*.parquet" if other.is_dir() else str(other)
    gaps = ", ".join(
        f"max(CASE WHEN a.{n} IS NULL AND b.{n} IS NULL THEN 0 WHEN a.{n} IS NULL OR b.{n} IS NULL THEN 1 "
        f"ELSE abs(a.{n} - b.{n}) / greatest(abs(a.{n}), 1) END) AS {n}"
        for n in names
    )
    row = connection.raw_sql(
        f"SELECT {gaps} FROM read_parquet('{one}') a FULL JOIN read_parquet('{many}') b USING (item, month)"
    ).fetchone()
    connection.disconnect()
    return dict(zip(names, row, strict=True))


def merge_a_month(folder: Path, flows: Path, items: int) -> dict[str, Any]:
    """The stored results of all months, then one month more: merged, and compared with building everything again."""
    connection = ibis.duckdb.connect(folder / "stored.duckdb", temp_directory=str(folder), **SETTINGS)
    connection.raw_sql(f"CREATE TABLE flows AS SELECT * FROM read_parquet('{flows}')")
    connection.raw_sql(f"CREATE TABLE totals AS {ibis.to_sql(monthly_totals(connection.table('flows'), BY_VALUE))}")
    connection.raw_sql(f"CREATE TABLE told AS {ibis.to_sql(indicators(connection.table('totals'), BY_VALUE))}")
    new = write_flows(folder, "new.parquet", items, MONTHS, MONTHS + 1)
    begun, used = time.perf_counter(), time.process_time()
    connection.raw_sql(f"INSERT INTO flows SELECT * FROM read_parquet('{new}')")
    stored = connection.table("flows")
    touched = connection.read_parquet(str(new)).select("item", "month").distinct()
    written = refresh(connection, stored, touched, totals="totals", table="told", columns=BY_VALUE)
    told: dict[str, Any] = {**figures(begun, used), "new_rows": items * PARTNERS, "written": written}
    connection.raw_sql(f"COPY told TO '{folder / 'merged.parquet'}' (FORMAT PARQUET)")
    again = indicators(monthly_totals(stored, BY_VALUE), BY_VALUE)
    connection.raw_sql(f"COPY ({ibis.to_sql(again)}) TO '{folder / 'again.parquet'}' (FORMAT PARQUET)")
    connection.disconnect()
    told["gap_to_full_rebuild"] = largest_gap(folder, folder / "again.parquet", folder / "merged.parquet", NAMES)
    return told


NAMES = ["suppliers", "value_usd", "hhi_value", "top_share_value", "value_change", "value_score"]
BOTH = [*NAMES, "mass_t", "hhi_mass", "top_share_mass", "mass_coverage", "mass_change", "unit_value_score"]


def on_postgresql(folder: Path, flows: Path) -> dict[str, Any]:
    """The same expression on a server that is started for it and thrown away."""
    sys.path.append(str(ROOT / "tests"))
    from postgres_cluster import ServerMissingError, running_cluster  # noqa: PLC0415

    try:
        with running_cluster() as cluster:
            connection = ibis.postgres.connect(user="postgres", host=str(cluster.folder), database="postgres")
            here = connect(folder)
            connection.create_table("flows", here.read_parquet(str(flows)).to_pyarrow())
            begun, used = time.perf_counter(), time.process_time()
            table = indicators(monthly_totals(connection.table("flows"), BY_BOTH), BY_BOTH).to_pyarrow()
            told: dict[str, Any] = figures(begun, used)
            here.raw_sql("SET preserve_insertion_order = true")
            here.create_table("there", table)
            here.raw_sql(f"COPY there TO '{folder / 'postgresql.parquet'}' (FORMAT PARQUET)")
            connection.disconnect()
    except ServerMissingError as fault:
        return {"missing": str(fault)}
    told["gap_to_duckdb"] = largest_gap(folder, folder / "part.parquet", folder / "postgresql.parquet", BOTH)
    return told


def on_spark(folder: Path, flows: Path, python: str | None) -> dict[str, Any]:
    """The same expression on Spark standalone: a master and a worker on loopback, stopped afterwards."""
    if python is None:
        return {"missing": "no Python with pyspark: give --python"}
    home = subprocess.run(
        [python, "-c", "import pyspark, os; print(os.path.dirname(pyspark.__file__))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    place = {**os.environ, "SPARK_HOME": home, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": python}
    start = [f"{home}/bin/spark-class", "org.apache.spark.deploy"]
    quiet = {"env": place, "cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    master = "spark://127.0.0.1:17077"
    common = ["--host", "127.0.0.1", "--webui-port"]
    servers = [
        subprocess.Popen([start[0], f"{start[1]}.master.Master", *common, "18080", "--port", "17077"], **quiet),
        subprocess.Popen(
            [start[0], f"{start[1]}.worker.Worker", *common, "18081", "--cores", "2", "--memory", "2g", master], **quiet
        ),
    ]
    try:
        time.sleep(15)
        module = str(ROOT / "src" / "gwanje" / "watch" / "store")
        settings = {"SPARK_MASTER": master, "PYTHONPATH": module, "SPARK_HOME": home, "PYSPARK_PYTHON": python}
        command = [python, str(PEER), "spark", str(flows), str(folder / "spark.parquet"), "--mass"]
        told = asked(command, SPARK_LOCAL_IP="127.0.0.1", **settings)
    finally:
        for server in reversed(servers):
            server.terminate()
            server.wait(30)
    if "missing" not in told:
        told = {"wall_s": told["wall_s"]}  # the memory of the servers is not that of the process that asks
        told["gap_to_duckdb"] = largest_gap(folder, folder / "part.parquet", folder / "spark.parquet", BOTH)
    return told


def measure(items: int, pythons: list[str]) -> dict[str, Any]:
    """Every part, one after the other."""
    with tempfile.TemporaryDirectory(prefix="gwanje-scale-") as name:
        folder = Path(name)
        flows = write_flows(folder, "flows.parquet", items, 0, MONTHS)
        told: dict[str, Any] = {
            "rows": items * MONTHS * PARTNERS,
            "groups": items * MONTHS,
            "load_average": os.getloadavg(),
        }
        own = [sys.executable, __file__, "--one", str(flows)]
        told["duckdb"] = best([*own, str(folder / "duckdb.parquet"), "value"])
        told["duckdb_by_value_and_mass"] = best([*own, str(folder / "both.parquet"), "both"])
        for engine in ("polars", "pandas"):
            python = python_with(engine, [sys.executable, *pythons])
            result = folder / f"{engine}.parquet"
            told[engine] = (
                best([python, str(PEER), engine, str(flows), str(result)], POLARS_MAX_THREADS="2")
                if python
                else {"missing": "not installed"}
            )
            if "missing" not in told[engine]:
                told[engine]["gap_to_duckdb"] = largest_gap(folder, folder / "duckdb.parquet", result, NAMES)
        told["new_month"] = merge_a_month(folder, flows, items)
        part = write_flows(folder, "part-flows.parquet", min(items, 400), 0, MONTHS)
        asked([sys.executable, __file__, "--one", str(part), str(folder / "part.parquet"), "both"])
        told["part_rows"] = min(items, 400) * MONTHS * PARTNERS
        told["postgresql"] = on_postgresql(folder, part)
        told["spark_standalone"] = on_spark(folder, part, python_with("pyspark", pythons))
        return told


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["--one"]:
        on_duckdb(*sys.argv[2:5])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=20_833)
    parser.add_argument("--python", action="append", default=[])
    given = parser.parse_args()
    print(json.dumps(measure(given.items, given.python), indent=2))


if __name__ == "__main__":
    main()

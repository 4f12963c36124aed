"""The indicator set of `benchmarks/watch/scale.py` written by hand for another engine; run in a process of its own.

Usage: python indicators_run.py ENGINE FLOWS.parquet RESULT.parquet
ENGINE is pandas, polars or spark. Prints seconds by the wall and the peak memory; the result is compared by the caller.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from memory import peak_bytes

WINDOW, FEWEST = 36, 24


def in_pandas(flows: Path, result: Path) -> Callable[[], Callable[[], object]]:
    """pandas: read whole, group, then rolling windows over rows (the synthetic months have no gap)."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    def work() -> Callable[[], object]:
        rows = pd.read_parquet(flows, columns=["item", "month", "value_usd"])
        rows["squares"] = rows["value_usd"] ** 2
        grouped = rows.groupby(["item", "month"], sort=True)
        told = pd.DataFrame(
            {
                "suppliers": grouped["value_usd"].count(),
                "value_usd": grouped["value_usd"].sum(),
                "squares": grouped["squares"].sum(),
                "top": grouped["value_usd"].max(),
            }
        ).reset_index()
        told["hhi_value"] = told["squares"] / told["value_usd"] ** 2
        told["top_share_value"] = told["top"] / told["value_usd"]
        logs = pd.Series(np.log(told["value_usd"]), index=told.index)
        before = logs.groupby(told["item"]).shift(1)
        told["value_change"] = logs - before
        rolled = before.groupby(told["item"]).rolling(WINDOW, min_periods=FEWEST)
        told["value_score"] = (logs - rolled.mean().droplevel(0)) / rolled.std().droplevel(0)
        told = told.drop(columns=["squares", "top"])
        return lambda: told.to_parquet(result)

    return work


def in_polars(flows: Path, result: Path) -> Callable[[], Callable[[], object]]:
    """polars, lazy and streaming."""
    import polars as pl  # noqa: PLC0415

    def work() -> Callable[[], object]:
        value = pl.col("value_usd")
        logs = pl.col("log_value")
        before = logs.shift(1).over("item")
        rolled = {"window_size": WINDOW, "min_samples": FEWEST}
        told = (
            pl.scan_parquet(flows)
            .group_by("item", "month")
            .agg(
                suppliers=value.count().cast(pl.Int64),
                squares=(value * value).sum(),
                top=value.max(),
                value_usd=value.sum(),
            )
            .sort("item", "month")
            .with_columns(log_value=value.log())
            .with_columns(
                hhi_value=pl.col("squares") / (value * value),
                top_share_value=pl.col("top") / value,
                value_change=logs - before,
                value_score=(logs - logs.shift(1).rolling_mean(**rolled).over("item"))
                / logs.shift(1).rolling_std(**rolled).over("item"),
            )
            .drop("squares", "top", "log_value")
            .collect(engine="streaming")
        )
        return lambda: told.write_parquet(result)

    return work


def in_spark(flows: Path, result: Path) -> Callable[[], Callable[[], object]]:
    """Spark through Ibis: the very expression that DuckDB runs. The master is named by SPARK_MASTER."""
    import ibis  # noqa: PLC0415
    from indicator_table import FlowColumns, indicators, monthly_totals  # noqa: PLC0415 - put on the path by the caller
    from pyspark.sql import SparkSession  # noqa: PLC0415

    session = (
        SparkSession.builder.master(os.environ.get("SPARK_MASTER", "local[2]"))
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.memory", "3g")
        .config("spark.executor.memory", "2g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "16")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    connection = ibis.pyspark.connect(session)

    def work() -> Callable[[], object]:
        columns = FlowColumns(mass="mass_t" if "--mass" in sys.argv else "")
        told = indicators(monthly_totals(connection.read_parquet(str(flows)), columns), columns)
        session.sql(ibis.to_sql(told, dialect="pyspark")).write.mode("overwrite").parquet(str(result))
        return lambda: None

    return work


def main() -> None:
    """Run one engine once."""
    engine, flows, result = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    work = {"pandas": in_pandas, "polars": in_polars, "spark": in_spark}[engine](flows, result)
    begun, used = time.perf_counter(), time.process_time()
    write = work()
    told = {
        "wall_s": round(time.perf_counter() - begun, 2),
        "cpu_s": round(time.process_time() - used, 2),
        "peak_gb": round((peak_bytes() or 0) / 1e9, 2),
    }
    write()
    print(json.dumps(told))


if __name__ == "__main__":
    main()

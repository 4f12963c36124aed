"""An ensemble on the embedded inter-country table: 1,024 scenarios x 365 days x 4,000 industries on two workers.

The scenario strikes every part of the dynamic model: a loss of capacity in Korea and a stop of flows from China, each
with ranges, and ranges of the model's own parameters. (It is told for a whole year only here; an answer ends with the
cover and what content allows beyond it.) Workers are processes with one thread each. Time is wall time of the whole
run, starting of workers, checkpoints and all, beside the processor time of the workers, which others on the machine
lengthen less; memory is the highest a worker reaches. Then some members again in single precision, with the largest
difference from double, which must stay below 1e-4 of normal output. Prints one JSON document.

Usage: python benchmarks/impact/ensemble.py [--members N] [--days N] [--workers N] [--batch N] [--sample N]
"""

import argparse
import json
import os
import re
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "benchmarks"))

from tables import PACKAGED  # noqa: E402 - found once the path is set

MOST_SECONDS = 720
CLOSE = 1e-4
ABOUT = {
    "id": "SCN-90",
    "key": "strike-and-stop",
    "names": {"en": {"text": "A strike at home and a stop abroad"}},
    "importer": "KOR",
    "sources": ["BENCH1"],
    "horizon_beyond_cover": 1095,
}
SHOCKS = [
    {
        "kind": "capacity_loss",
        "region": "KOR",
        "sectors": ["C26", "C29"],
        "days": {"low": 20, "high": 120},
        "share": {"low": 0.1, "high": 0.6},
        "recovery": "linear",
        "recovery_days": 30,
    },
    {
        "kind": "flow_stop",
        "suppliers": ["CHN"],
        "sectors": ["C20", "C26"],
        "days": {"low": 30, "high": 180},
        "open_share": {"low": 0.0, "high": 0.7},
        "covered": {"low": 0.2, "high": 1.0},
        "moving_orders": {"low": 0.0, "high": 1.0},
    },
]
MODEL = {
    "psi": {"low": 0.5, "high": 0.9},
    "inventory_days": {"low": 60, "high": 120},
    "inventory_restoration_tau": {"low": 30, "high": 90},
    "overproduction_max": {"low": 1.1, "high": 1.4},
    "overproduction_tau": {"low": 180, "high": 540},
}


def embedded() -> Any:
    """The packaged table, as the answers read it."""
    import pandas as pd  # noqa: PLC0415 - workers import this file too, and need none of it

    from gwanje.impact import Economy, Nodes  # noqa: PLC0415

    nodes = pd.read_parquet(PACKAGED / "icio2022_nodes.parquet").sort_values("node_id")
    flows = pd.read_parquet(PACKAGED / "icio2022_flows.parquet")
    labels = tuple(zip(nodes["country_iso3"], nodes["sector_code"], strict=True))
    return Economy.from_long(Nodes(labels), flows["i"], flows["j"], flows["v"], nodes["final_demand_musd"])


class Watched:
    """What the workers reach in memory, and how far the run is."""

    def __init__(self, begun: float) -> None:
        self.begun = begun
        self.peaks: dict[int, int] = {}

    def __call__(self, state: Any) -> None:
        for child in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="ascii").split():
            found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{child}/status").read_text(encoding="utf-8"))
            if found:
                self.peaks[int(child)] = max(self.peaks.get(int(child), 0), int(found[1]) * 1024)
        spent = time.perf_counter() - self.begun
        sys.stderr.write(f"{state.done} of {state.total} batches after {spent:.0f} s\n")

    def largest_mb(self, workers: int) -> list[float]:
        return [round(one / 1e6) for one in sorted(self.peaks.values(), reverse=True)[:workers]]


def timed(plan: Any, economy: Any, workers: int) -> tuple[Any, dict[str, Any]]:
    from gwanje.flows.run_ensemble import run_ensemble  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="gwanje-bench-") as folder:
        begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        watched = Watched(begun)
        drawn = run_ensemble(plan, economy, Path(folder), workers=workers, progress=watched)
        seconds = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    steps = plan.members * drawn.days
    return drawn, {
        "precision": plan.precision,
        "members": plan.members,
        "days": drawn.days,
        "seconds": round(seconds, 1),
        "ms_per_scenario_step_and_worker": round(1000 * seconds * workers / steps, 3),
        "processor_s_of_workers": round(processor_s, 1),
        "processor_ms_per_scenario_step": round(1000 * processor_s / steps, 3),
        "scenario_steps_per_second": round(steps / seconds),
        "peak_mb_of_workers": watched.largest_mb(workers),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="An ensemble on the packaged inter-country table.")
    parser.add_argument("--members", type=int, default=1024, help="a power of two")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--batch", type=int, default=None, help="members run together; default: as the plan has it")
    parser.add_argument("--sample", type=int, default=64, help="members run again in single precision, a power of two")
    options = parser.parse_args()

    from gwanje.impact.scenarios import Case, EnsemblePlan, ScenarioRecord, spread  # noqa: PLC0415

    economy = embedded()
    record = ScenarioRecord.model_validate({**ABOUT, "days": options.days, "shocks": SHOCKS, "model": MODEL})
    batch = {} if options.batch is None else {"batch": options.batch}
    plan = EnsemblePlan(Case(record, {}, {}), options.members, seed=1, **batch)
    drawn, double = timed(plan, economy, options.workers)
    told = spread(plan, drawn)
    sample = replace(plan, members=min(options.sample, options.members))
    first, _ = timed(sample, economy, options.workers)
    second, single = timed(replace(sample, precision="float32"), economy, options.workers)
    apart = float(np.abs(first.by_sector - second.by_sector).max() / first.normal_output)
    of_loss = float(np.abs(first.by_sector.sum(1) / second.by_sector.sum(1) - 1).max())
    whole = options.members >= 1000 and drawn.days >= 365
    report = {
        "benchmark": "impact/ensemble",
        "industries": len(economy),
        "workers": options.workers,
        "batch": plan.batch,
        "within": {"seconds": MOST_SECONDS, "is": double["seconds"] <= MOST_SECONDS if whole else None},
        "runs": [double, single],
        "single_precision": {"apart_of_normal_output": apart, "apart_of_loss": of_loss},
        "lost_musd": {f"{p:g} %": round(value) for p, value in told.lost.items()},
        "members_collapsed": told.collapsed,
    }
    sys.stdout.write(f"{json.dumps(report, indent=2)}\n")
    if apart > CLOSE:
        raise SystemExit(f"single precision is {apart:.1e} of normal output away; {CLOSE:.0e} is allowed")


if __name__ == "__main__":
    main()

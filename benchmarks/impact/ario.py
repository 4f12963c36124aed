"""ARIO(psi) on the embedded inter-country table, beside BoARIO on the same numbers: time per step, memory, agreement.

Two sizes: all 80 economies x 50 industries (4,000 nodes), and 20 regions x 50 industries (1,000 nodes): the 19
economies with the largest output alone, the other 61 together. The packaged table has one column of final demand;
BoARIO needs one per region, so what is produced in a region stands in that region's column (orders and production do
not depend on it). BoARIO runs in `.peers` with an allocator that keeps memory, otherwise it is slower; both sides use
one thread. Both start from the same arrays, and production must agree or the benchmark fails. Prints one JSON document.

Usage: python benchmarks/impact/ario.py [--steps N] [--rounds N] [--sizes 1000 4000] [--peer-only]
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "benchmarks"))

from ask_peers import ABSENT, KEEPS_MEMORY, PEER_PYTHON, Answer, ask  # noqa: E402 - found once the path is set
from tables import Table, grouped, packaged  # noqa: E402

WARM_UP = 4
ALONE = 19
STRUCK, LOSS = "KOR", 0.5
MODEL = {
    "psi_param": 0.8,
    "order_type": "alt",
    "main_inv_dur": 90,
    "inventory_restoration_tau": 60,
    "alpha_max": 1.25,
    "alpha_tau": 365,
    "monetary_factor": 10**6,
}


def twenty_regions(table: Table) -> Table:
    """The economies with the largest output alone, all others as one region, by sector."""
    by_region = pd.Series(table.output).groupby(table.regions).sum().sort_values(ascending=False, kind="stable")
    alone = set(by_region.index[:ALONE])
    return grouped(table, {name: name if name in alone else "OTHERS" for name in by_region.index})


def loss_path(table: Table, steps: int) -> np.ndarray:
    """Half of one economy's capacity is lost from the second step on."""
    path = np.zeros((steps, len(table.output)))
    path[1:, table.regions == STRUCK] = LOSS
    return path


def ask_boario(table: Table, steps: int) -> Answer:
    request = {"table": "given", "model": MODEL, "steps": steps, "row_major": True}
    arrays = table.arrays() | {"capacity_loss": loss_path(table, steps)}
    found = ask("boario_run.py", request, arrays, environment=KEEPS_MEMORY)
    if found.facts["stopped"]:
        raise SystemExit(f"BoARIO stopped early: {found.facts['stopped']}")
    return found


def of_boario(found: Answer) -> dict[str, Any]:
    seconds = found.facts["step_seconds"][WARM_UP:]
    return {
        "ms_per_step": round(1000 * float(np.median(seconds)), 2),
        "ms_per_step_fastest": round(1000 * min(seconds), 2),
        "ms_per_step_slowest": round(1000 * max(seconds), 2),
        "timed_steps": len(seconds),
        "build_s": round(found.facts["build_seconds"], 2),
        "peak_mb": round(found.facts["peak_bytes"] / 1e6),
        "peak_mb_while_stepping": round((found.facts["peak_bytes_steps"] or 0) / 1e6) or None,
        "versions": found.facts["versions"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="ARIO(psi) beside BoARIO on the packaged inter-country table.")
    parser.add_argument("--steps", type=int, default=16, help="steps of each run, of which the first four warm up")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 4000], choices=[1000, 4000])
    options = parser.parse_args()
    if not PEER_PYTHON.exists():
        raise SystemExit(ABSENT)
    whole = packaged()
    report: dict[str, Any] = {"benchmark": "impact/ario", "steps": options.steps}
    for size in options.sizes:
        table = whole if size == len(whole.output) else twenty_regions(whole)
        filled = float((table.intermediate > 0).mean())
        report[str(size)] = {"nodes": len(table.output), "filled": round(filled, 3)} | {
            "boario": of_boario(ask_boario(table, options.steps))
        }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()

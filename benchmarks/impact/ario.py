"""ARIO(psi) on the embedded inter-country table, beside BoARIO on the same numbers: time per step, memory, agreement.

Two sizes: all 80 economies x 50 industries (4,000 nodes), and 20 regions x 50 industries (1,000 nodes): the 19
economies with the largest output alone, the other 61 together. BoARIO runs in `.peers` with an allocator that keeps
memory and with its large arrays laid out by rows; with neither it takes up to 1.8 times as long. Each side runs in a
process of its own, on one thread, and processor time counts (other jobs share the cores); BoARIO's steps by the clock
stand beside it. BoARIO: median of single steps after a warm-up. gwanje: a long run less a short one,
by the steps between them, so that what is done once per run does not count on either side; both keep production,
capacity, overproduction and unmet final demand. Production must agree, with and without `compat`, or the benchmark
fails; single precision must give the same to 1e-4. Prints one JSON document.

Usage: python benchmarks/impact/ario.py [--steps N] [--rounds N] [--sizes 1000 4000] [--batch B ...]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "benchmarks"))

from ask_peers import (  # noqa: E402 - found once the path is set
    ABSENT,
    KEEPS_MEMORY,
    ONE_THREAD,
    PEER_PYTHON,
    Answer,
    BoarioRun,
    ask_boario,
)
from tables import Table, grouped, packaged  # noqa: E402

WARM_UP = 4
ALONE = 19
STRUCK, LOSS = "KOR", 0.5
CLOSE = 1e-9
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


def measure_boario(table: Table, steps: int) -> Answer:
    run = BoarioRun(MODEL, steps, path=loss_path(table, steps), row_major=True)
    found = ask_boario(table, [run], environment=KEEPS_MEMORY)[0]
    if found.facts["stopped"]:
        raise SystemExit(f"BoARIO stopped early: {found.facts['stopped']}")
    return found


def of_boario(found: Answer) -> dict[str, Any]:
    wall, processor = (found.facts[name][WARM_UP:] for name in ("step_seconds", "step_processor_seconds"))
    return {
        "ms_per_step": round(1000 * statistics.median(processor), 2),
        "ms_per_step_wall": round(1000 * statistics.median(wall), 2),
        "timed_steps": len(wall),
        "build_s": round(found.facts["build_seconds"], 2),
        "peak_mb": round(found.facts["peak_bytes"] / 1e6, 1),
        "imports_mb": round(found.facts["bytes_at_start"] / 1e6, 1),
        "versions": found.facts["versions"],
    }


def measure_gwanje(table: Table, steps: int, batch: int) -> Answer:
    """Ours, in a fresh process: the table as a list of flows in small integers, as it is packaged."""
    supplier, user = np.nonzero(table.intermediate)
    with tempfile.TemporaryDirectory(prefix="gwanje-bench-") as name:
        np.savez(
            Path(name) / "request.npz",
            supplier=supplier.astype(np.int16),
            user=user.astype(np.int16),
            flow=table.intermediate[supplier, user],
            final_demand=table.final_demand.sum(1),
            regions=table.regions,
            sectors=table.sectors,
            capacity_loss=loss_path(table, steps),
        )
        command = [sys.executable, str(ROOT / "benchmarks" / "ario_run.py"), name, str(batch)]
        subprocess.run(command, check=True, env={**os.environ, **ONE_THREAD})
        with np.load(Path(name) / "answer.npz") as arrays:
            read = {key: arrays[key] for key in arrays.files}
        return Answer(read, json.loads((Path(name) / "answer.json").read_text(encoding="utf-8")))


def apart(table: Table, ours: np.ndarray, theirs: np.ndarray) -> float:
    daily = table.output / 365
    worst = float((np.abs(ours - theirs)[:, daily > 0] / daily[daily > 0]).max())
    if worst > CLOSE:
        raise SystemExit(f"production is {worst:.1e} of normal output apart; {CLOSE:.0e} is allowed")
    return worst


def one_round(table: Table, steps: int, batches: list[int]) -> dict[str, Any]:
    """BoARIO, then ours alone and in batches, one after another."""
    theirs = measure_boario(table, steps)
    peer = of_boario(theirs)
    found: dict[str, Any] = {"boario": peer, "gwanje": {}, "times_faster": {}}
    for batch in [1, *batches]:
        ours = measure_gwanje(table, steps, batch)
        if batch == 1:
            found["production_apart"] = {
                name: apart(table, ours.arrays[name], theirs.arrays["production"])
                for name in ("compat_production", "production")
            }
            found["peak_over_boario"] = round(ours.facts["peak_mb"] / peer["peak_mb"], 3)
            above = [side["peak_mb"] - side["imports_mb"] for side in (ours.facts, peer)]
            found["peak_above_imports_over_boario"] = round(above[0] / above[1], 3)
        for precision, ms in ours.facts["ms_per_scenario_step"].items():
            key = f"{'single' if batch == 1 else f'batch of {batch}'}, {precision}"
            found["gwanje"][key] = ours.facts | {"ms_per_scenario_step": round(ms, 4)}
            found["times_faster"][key] = round(peer["ms_per_step"] / ms, 1)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="ARIO(psi) beside BoARIO on the packaged inter-country table.")
    parser.add_argument("--steps", type=int, default=16, help="BoARIO's steps, of which the first four warm up")
    parser.add_argument("--rounds", type=int, default=1, help="how often both sides are measured in turn")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 4000], choices=[1000, 4000])
    parser.add_argument("--batch", type=int, nargs="*", default=[16], help="scenarios run together")
    options = parser.parse_args()
    if not PEER_PYTHON.exists():
        raise SystemExit(ABSENT)
    whole = packaged()
    report: dict[str, Any] = {"benchmark": "impact/ario", "rounds": options.rounds}
    for size in options.sizes:
        table = whole if size == len(whole.output) else twenty_regions(whole)
        rounds = [one_round(table, options.steps, options.batch) for _ in range(options.rounds)]
        report[f"{len(table.output)} nodes"] = {
            "filled": round(float((table.intermediate > 0).mean()), 3),
            "times_faster": {
                key: statistics.median(one["times_faster"][key] for one in rounds) for key in rounds[0]["times_faster"]
            },
            "rounds": rounds,
        }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()

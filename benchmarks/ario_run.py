"""Our side of benchmarks/impact/ario.py, in a process of its own: time per scenario and step, memory, production."""

import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).resolve().parent / "peers"))

from memory import peak_bytes, resident_bytes

from gwanje.impact import Economy, Nodes, ario

SHORT, LONG = 10, 60
REPEATS = 3


def seconds(economy: Economy, path: np.ndarray, batch: int, steps: int, settings: ario.Settings) -> float:
    """One whole run: the last row of the path goes on."""
    rows = np.minimum(np.arange(steps), len(path) - 1)
    loss = path[rows]
    asked = (
        loss
        if batch == 1
        else [ario.Scenario(name=str(at), capacity_loss=loss * (1 - at / (2 * batch))) for at in range(batch)]
    )
    begun = time.perf_counter()
    ario.simulate(economy, asked, settings, steps)
    return time.perf_counter() - begun


def per_step(economy: Economy, path: np.ndarray, batch: int, settings: ario.Settings) -> float:
    """Seconds for a step of one scenario: long runs less short ones, medians of alternating repeats."""
    seconds(economy, path, batch, 3, settings)  # compiles
    spans = {steps: [] for steps in (SHORT, LONG)}
    for _ in range(REPEATS):
        for steps, found in spans.items():
            found.append(seconds(economy, path, batch, steps, settings))
    return (statistics.median(spans[LONG]) - statistics.median(spans[SHORT])) / (LONG - SHORT) / batch


def main() -> None:
    folder, batch = Path(sys.argv[1]), int(sys.argv[2])
    at_start = resident_bytes()
    with np.load(folder / "request.npz") as arrays:
        nodes = Nodes(tuple(zip(arrays["regions"].tolist(), arrays["sectors"].tolist(), strict=True)))
        begun = time.perf_counter()
        flows = [arrays[name] for name in ("supplier", "user", "flow", "final_demand")]
        path = arrays["capacity_loss"]
    economy = Economy.from_long(nodes, *flows)
    del flows
    built = time.perf_counter() - begun
    compat = ario.Settings(compat="boario-0.7.2")
    production = np.asarray(ario.simulate(economy, path, compat, len(path)).production)
    ms = {"float64": 1000 * per_step(economy, path, batch, ario.Settings())}
    np.savez(folder / "answer.npz", production=production)
    facts = {
        "ms_per_scenario_step": ms,
        "build_s": round(built, 2),
        "peak_mb": round((peak_bytes() or 0) / 1e6, 1),
        "imports_mb": round((at_start or 0) / 1e6, 1),
    }
    (folder / "answer.json").write_text(json.dumps(facts), encoding="utf-8")


if __name__ == "__main__":
    main()

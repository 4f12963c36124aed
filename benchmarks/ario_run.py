"""Our side of benchmarks/impact/ario.py, in a process of its own: time per scenario and step, memory, production."""

import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.append(str(Path(__file__).resolve().parent / "peers"))

from memory import peak_bytes, resident_bytes

from gwanje.impact import Economy, Nodes, ario

SHORT, LONG, REPEATS = 5, 30, 3
CLOSE_IN_FLOAT32 = 1e-4
AS_BOARIO_KEEPS = ("production", "capacity", "overproduction", "unmet_final_demand")


def run(economy: Economy, path: np.ndarray, batch: int, steps: int, **how: Any) -> ario.Result:
    """The last row of the path goes on; in a batch every scenario loses another share."""
    loss = path[np.minimum(np.arange(steps), len(path) - 1)]
    asked = loss if batch == 1 else [loss * (1 - at / (2 * batch)) for at in range(batch)]
    return ario.simulate(economy, asked, how.pop("settings", None), steps, **({"record": AS_BOARIO_KEEPS} | how))


def ms_per_step(economy: Economy, path: np.ndarray, batch: int, **how: Any) -> float:
    """Milliseconds of the processor for a step of one scenario: medians of long runs less those of short ones."""
    run(economy, path, batch, 2, **how)  # compiles
    spans: dict[int, list[float]] = {SHORT: [], LONG: []}
    for _ in range(REPEATS):
        for steps, found in spans.items():
            begun = time.process_time()
            run(economy, path, batch, steps, **how)
            found.append(time.process_time() - begun)
    return 1000 * (statistics.median(spans[LONG]) - statistics.median(spans[SHORT])) / (LONG - SHORT) / batch


def measured(economy: Economy, path: np.ndarray, batch: int) -> dict[str, float]:
    """Time by what is kept and in which precision; single precision counts only where it gives the same to 1e-4."""
    found = {"float64": ms_per_step(economy, path, batch)}
    found["float64, production only"] = ms_per_step(economy, path, batch, record=("production",))
    if batch == 1:
        return found | {"float64, everything kept": ms_per_step(economy, path, batch, record=ario.result.EVERYTHING)}
    exact, single = (run(economy, path, batch, LONG, precision=kind).production for kind in ("float64", "float32"))
    apart = float((np.abs(single - exact) / np.maximum(exact[:, :1], 1e-300)).max())
    if apart > CLOSE_IN_FLOAT32:
        raise SystemExit(f"single precision is {apart:.1e} of normal output apart; {CLOSE_IN_FLOAT32:.0e} is allowed")
    found["float32"] = ms_per_step(economy, path, batch, precision="float32")
    found["float32, production only"] = ms_per_step(economy, path, batch, precision="float32", record=("production",))
    return found


def main() -> None:
    folder, batch = Path(sys.argv[1]), int(sys.argv[2])
    at_start = resident_bytes() or 0
    with np.load(folder / "request.npz") as arrays:
        nodes = Nodes(tuple(zip(arrays["regions"].tolist(), arrays["sectors"].tolist(), strict=True)))
        begun = time.perf_counter()
        economy = Economy.from_long(nodes, *(arrays[name] for name in ("supplier", "user", "flow", "final_demand")))
        built = time.perf_counter() - begun
        path = arrays["capacity_loss"]
    run(economy, path, batch, len(path))
    peak = peak_bytes() or 0
    facts = {
        "ms_per_scenario_step": measured(economy, path, batch),
        "build_s": round(built, 2),
        "peak_mb": round(peak / 1e6, 1),
        "imports_mb": round(at_start / 1e6, 1),
    }
    compat = ario.Settings(compat="boario-0.7.2")
    plain = run(economy, path, 1, len(path)).production
    np.savez(
        folder / "answer.npz",
        production=plain,
        compat_production=run(economy, path, 1, len(path), settings=compat).production,
    )
    (folder / "answer.json").write_text(json.dumps(facts), encoding="utf-8")


if __name__ == "__main__":
    main()

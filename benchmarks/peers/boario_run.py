"""Runs of BoARIO's ARIO(psi) model, from a request in a folder. Runs inside `.peers`; see benchmarks/ask_peers.py.

Request (request.json; arrays in request.npz):
    table        "pymrio-test", or "given": arrays `intermediate`, `final_demand`, `output`, `regions`, `sectors`,
                 `final_regions`, `final_categories`
    runs         a list, each with
        model        keyword arguments of ARIOPsiModel
        steps        number of steps
        shock        {"occurrence", "duration", "recovery_tau", "loss": [[region, sector, fraction], ...]}: an event of
                     arbitrary capacity, as BoARIO's users write it; or absent, and then array `capacity_loss_K` (steps
                     x nodes, K the run's number from 0): the loss that acts in each step, set before it from outside
        stocks       true: keep the stocks of every step
        row_major    true: the model's large arrays are laid out anew by rows, which spares BoARIO up to a fifth of its
                     time (label-sorting leaves them by columns); no number changes beyond rounding
Answer: arrays in the label order of the request (BoARIO sorts by label), with `_K` behind their names: `production`,
    `capacity`, `overproduction`, `unmet_final_demand` (columns: buyer region x sector), `undelivered_final_demand`
    (columns: supplier), `capacity_loss` (what acted in each row, by BoARIO's own account), `stocks` (step x input x
    node, at the start of the step; order of `inputs`), and the labels. Rows that were not reached are NaN.
Facts: `versions`, `bytes_at_start` (imports only), `peak_bytes` (whole process), `peak_bytes_steps` (the last run's
    steps), and for each of `runs`: `completed`, `stopped` (reason or null), `step_seconds`, `step_processor_seconds`,
    `build_seconds`, `in_shortage_steps`.
"""

import logging
import time
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd
import pymrio
from boario import event, logger
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation
from exchanged import folder_named, labels, read, system, write
from memory import forget_peak, peak_bytes, resident_bytes

ROWS = (
    "production",
    "capacity",
    "overproduction",
    "unmet_final_demand",
    "undelivered_final_demand",
    "capacity_loss",
)


def build(found: pymrio.IOSystem, request: dict[str, Any]) -> Simulation:
    if found.x is None:
        found.x = pymrio.calc_x(found.Z, found.Y)
    found.A = pymrio.calc_A(found.Z, found.x)
    model = ARIOPsiModel(found, **request["model"])
    if request.get("row_major"):
        model.Z_0, model.tech_mat = np.ascontiguousarray(model.Z_0), np.ascontiguousarray(model.tech_mat)
    return Simulation(model, n_temporal_units_to_sim=request["steps"])


def add_shock(simulation: Simulation, shock: dict[str, Any]) -> None:
    loss = pd.Series({(region, sector): fraction for region, sector, fraction in shock["loss"]})
    plan = {name: shock[name] for name in ("occurrence", "duration", "recovery_tau")}
    simulation.add_event(event.from_series(loss, event_type="arbitrary", **plan))


def order_of(simulation: Simulation, nodes: pd.MultiIndex) -> np.ndarray:
    """Where each node of the request stands in the model."""
    places = simulation.model.industries.get_indexer(nodes)
    if (places < 0).any() or len(nodes) != len(simulation.model.industries):
        raise ValueError("the table is not a full product of its regions and sectors; BoARIO needs one")
    return places


def run(
    simulation: Simulation, request: dict[str, Any], path: np.ndarray | None, nodes: pd.MultiIndex
) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    model, steps = simulation.model, request["steps"]
    places = order_of(simulation, nodes)
    back = np.argsort(places)
    kept = {name: np.full((steps, len(places)), np.nan) for name in ROWS}
    rows = model.sectors.get_indexer(nodes.get_level_values(1).unique())
    if request.get("stocks"):
        kept["stocks"] = np.full((steps, len(rows), len(places)), np.nan)
    seconds: list[float] = []
    processor: list[float] = []
    short: list[int] = []
    stopped = None
    for step in range(steps):
        if path is not None:
            model.prod_cap_delta_arbitrary = path[step][back]
        if "stocks" in kept:
            kept["stocks"][step] = model.inputs_stock[rows][:, places]
        begun = time.perf_counter(), time.process_time()
        stopped = advance(simulation, step)
        if stopped is not None:
            break
        seconds.append(time.perf_counter() - begun[0])
        processor.append(time.process_time() - begun[1])
        now = (
            model.production,
            model.production_cap,
            model.overprod,
            model.final_demand_not_met,
            model.final_demand_not_distributed,
            model.prod_cap_delta_tot,
        )
        for name, value in zip(ROWS, now, strict=True):
            kept[name][step] = value[places]
        if model.in_shortage:
            short.append(step)
    facts = {"completed": len(seconds), "stopped": stopped, "step_seconds": seconds, "in_shortage_steps": short}
    facts["step_processor_seconds"] = processor
    return kept, facts


def advance(simulation: Simulation, step: int) -> str | None:
    """One step; why it could not be done, if it could not."""
    try:
        failed = simulation.next_step()
    except RuntimeError as error:
        return f"step {step}: {error.__cause__ or error}"
    return f"step {step}: BoARIO reports a crash (negative or missing stocks)" if failed else None


def main() -> None:
    logging.raiseExceptions = False
    logger.setLevel(logging.CRITICAL)
    folder = folder_named()
    at_start = resident_bytes()
    request, arrays = read(folder)
    found = system(request, arrays)
    nodes, answer = found.Z.index, labels(found)
    answer["inputs"] = np.array(list(nodes.get_level_values(1).unique()), dtype=str)
    every: list[dict[str, Any]] = []
    for number, one in enumerate(request["runs"]):
        begun = time.perf_counter()
        simulation = build(found, one)
        if number + 1 == len(request["runs"]):
            del found
        built = time.perf_counter() - begun
        if "shock" in one:
            add_shock(simulation, one["shock"])
        peak = peak_bytes() or 0
        measured = forget_peak()
        kept, facts = run(simulation, one, arrays.get(f"capacity_loss_{number}"), nodes)
        every.append(facts | {"build_seconds": built, "peaks": [peak, peak_bytes() or 0]})
        answer |= {f"{name}_{number}": values for name, values in kept.items()}
    peaks = [peak for one in every for peak in one.pop("peaks")]
    facts = {
        "versions": {name: version(name) for name in ("boario", "pymrio", "numpy", "pandas")},
        "runs": every,
        "bytes_at_start": at_start,
        "peak_bytes": max(peaks) or None,
        "peak_bytes_steps": (peaks[-1] or None) if measured else None,
    }
    write(folder, answer, facts)


if __name__ == "__main__":
    main()

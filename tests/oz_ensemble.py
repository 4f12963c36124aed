"""A small made-up world and a flood in it, for ensembles; also run as a program that is killed half-way."""

import sys
from pathlib import Path
from typing import Any

import numpy as np

from gwanje.flows.run_ensemble import Progress, run_ensemble
from gwanje.impact import Economy, Nodes
from gwanje.impact.scenarios import Case, EnsemblePlan, ScenarioRecord

REGIONS = ("OZZ", "EMC", "WST")
SECTORS = ("ore", "metal", "tools", "bread")


def world(seed: int = 5) -> Economy:
    """A balanced table with random flows."""
    rng = np.random.default_rng(seed)
    nodes = Nodes(tuple((region, sector) for region in REGIONS for sector in SECTORS))
    size = len(nodes)
    flows = rng.random((size, size)) * (rng.random((size, size)) < 0.8)
    demand = rng.random((size, 1)) * size * 0.5 + flows.sum(axis=0)[:, None] * 0.6
    return Economy.from_arrays(nodes, flows, demand, final_columns=(("OZZ", "all"),))


def flood(horizon: int = 40, **changed: Any) -> ScenarioRecord:
    """A loss of capacity with a range of depth and length."""
    shock = {
        "kind": "capacity_loss",
        "region": "OZZ",
        "sectors": ["ore", "metal"],
        "days": {"low": 5, "high": 30},
        "share": {"low": 0.2, "high": 0.9},
    }
    return ScenarioRecord.model_validate(
        {
            "id": "SCN-90",
            "key": "flood",
            "names": {"en": {"text": "A flood"}},
            "importer": "OZZ",
            "days": horizon,
            "sources": ["OZ1"],
            "shocks": [{**shock, **changed}],
            "model": {"psi": {"low": 0.7, "high": 0.9}},
        }
    )


def plan(members: int = 32, *, days: int = 40, seed: int = 1, batch: int = 4, **more: Any) -> EnsemblePlan:
    """A small ensemble of the flood, in eight batches."""
    return EnsemblePlan(Case(flood(days), {}, {}), members, seed, batch=batch, **more)


def main(folder: str) -> None:
    """The same ensemble, slowly: says each batch, so that it can be killed after one."""

    def told(state: Progress) -> None:
        sys.stdout.write(f"{state.done}\n")
        sys.stdout.flush()

    run_ensemble(plan(64, days=400), world(), Path(folder), pool="process", workers=2, progress=told)


if __name__ == "__main__":
    main(sys.argv[1])

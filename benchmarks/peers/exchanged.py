"""What the peer scripts share: reading a request, building pymrio's system from it, writing an answer."""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pymrio


def read(folder: Path) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    with np.load(folder / "request.npz", allow_pickle=False) as arrays:
        return request, {name: arrays[name] for name in arrays.files}


def write(folder: Path, arrays: dict[str, np.ndarray], facts: dict[str, Any]) -> None:
    np.savez(folder / "answer.npz", **arrays)
    (folder / "answer.json").write_text(json.dumps(facts), encoding="utf-8")


def folder_named() -> Path:
    return Path(sys.argv[1])


def system(request: dict[str, Any], arrays: dict[str, np.ndarray]) -> pymrio.IOSystem:
    """pymrio's own test table, or the table of the request, taken out of `arrays` so that it is held once."""
    if request["table"] == "pymrio-test":
        return pymrio.load_test()
    if request["table"] != "given":
        sys.exit(f"table is {request['table']!r}; expected 'pymrio-test' or 'given'")
    nodes = pd.MultiIndex.from_arrays([arrays["regions"], arrays["sectors"]], names=["region", "sector"])
    final = pd.MultiIndex.from_arrays(
        [arrays["final_regions"], arrays["final_categories"]], names=["region", "category"]
    )
    flows = pd.DataFrame(arrays.pop("intermediate"), index=nodes, columns=nodes)
    demand = pd.DataFrame(arrays.pop("final_demand"), index=nodes, columns=final)
    output = pd.DataFrame({"indout": arrays.pop("output")}, index=nodes)
    return pymrio.IOSystem(Z=flows, Y=demand, x=output)


def labels(found: pymrio.IOSystem) -> dict[str, np.ndarray]:
    """The labels of nodes and of final demand columns, in the table's own order."""
    nodes, final = found.Z.index, found.Y.columns
    return {
        "regions": np.array(list(nodes.get_level_values(0)), dtype=str),
        "sectors": np.array(list(nodes.get_level_values(1)), dtype=str),
        "final_regions": np.array(list(final.get_level_values(0)), dtype=str),
        "final_categories": np.array(list(final.get_level_values(1)), dtype=str),
    }


def table(found: pymrio.IOSystem) -> dict[str, np.ndarray]:
    """The table as arrays with its labels; output must be there already."""
    numbers = {
        "intermediate": found.Z.to_numpy(),
        "final_demand": found.Y.to_numpy(),
        "output": found.x.to_numpy().ravel(),
    }
    return numbers | labels(found)

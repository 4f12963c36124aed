"""Asking a peer that may not be imported: request and answer are files, the peer's script runs in `.peers`.

BoARIO (GPL) and pymrio (LGPL) live in a venv of their own (`make peers`) and run as separate processes; only numbers
and labels pass between them and gwanje. Both sides of a comparison read the same request.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tables import Table

from gwanje.processor import matrix_kernels

ROOT = Path(__file__).resolve().parents[1]
PEER_PYTHON = ROOT / ".peers" / "bin" / "python"
SCRIPTS = ROOT / "benchmarks" / "peers"
ABSENT = f"no {PEER_PYTHON.relative_to(ROOT)}: run `make peers` to compare with BoARIO and pymrio"
# both sides, with the matrix products of this processor (docs/adr/0016)
ONE_THREAD = matrix_kernels() | {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
}
# glibc then keeps freed memory; without this BoARIO spends up to half of its time giving pages back and asking again
KEEPS_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": "8589934592",
    "MALLOC_TRIM_THRESHOLD_": "8589934592",
    "MALLOC_TOP_PAD_": "268435456",
}


@dataclass(frozen=True)
class Answer:
    """What a peer says: arrays in the label order of the request, and facts (versions, seconds, bytes, early stop)."""

    arrays: dict[str, np.ndarray]
    facts: dict[str, Any]


def ask(
    script: str,
    request: Mapping[str, Any],
    arrays: Mapping[str, np.ndarray] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    timeout: float = 600,
) -> Answer:
    """Run one peer script in `.peers`, one thread, and read its answer; a failure carries what the peer wrote."""
    with tempfile.TemporaryDirectory(prefix="gwanje-peer-") as name:
        folder = Path(name)
        (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")
        np.savez(folder / "request.npz", **(arrays or {}))
        command = [str(PEER_PYTHON), "-W", "ignore", str(SCRIPTS / script), str(folder)]
        surroundings = {**os.environ, **ONE_THREAD, **(environment or {}), "TMPDIR": name, "MPLCONFIGDIR": name}
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, env=surroundings, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{script} ended with {done.returncode}:\n{done.stderr[-4000:]}")
        with np.load(folder / "answer.npz", allow_pickle=False) as answer:
            read = {key: answer[key] for key in answer.files}
        return Answer(read, json.loads((folder / "answer.json").read_text(encoding="utf-8")))


@dataclass(frozen=True)
class BoarioRun:
    """One run to ask BoARIO for: its own names of the parameters, and the loss of capacity in every step."""

    model: Mapping[str, Any]
    steps: int
    path: np.ndarray | None = None  # steps x nodes
    shock: Mapping[str, Any] | None = None  # an event as BoARIO's users write it, instead of a path
    stocks: bool = False
    row_major: bool = False


def ask_boario(
    table: Table | None, runs: Sequence[BoarioRun], *, environment: Mapping[str, str] | None = None
) -> list[Answer]:
    """Every run in one process, on a table or (None) on pymrio's test table; one answer for each."""
    asked = [
        {"model": one.model, "steps": one.steps, "stocks": one.stocks, "row_major": one.row_major}
        | ({} if one.shock is None else {"shock": one.shock})
        for one in runs
    ]
    request = {"table": "pymrio-test" if table is None else "given", "runs": asked}
    paths = {f"capacity_loss_{at}": one.path for at, one in enumerate(runs) if one.path is not None}
    found = ask("boario_run.py", request, paths | ({} if table is None else table.arrays()), environment=environment)
    numbers = [f"_{at}" for at in range(len(runs))]
    shared = {name: values for name, values in found.arrays.items() if not name[-1].isdigit()}
    return [
        Answer(
            shared | {name.removesuffix(end): found.arrays[name] for name in found.arrays if name.endswith(end)},
            {key: value for key, value in found.facts.items() if key != "runs"} | facts,
        )
        for end, facts in zip(numbers, found.facts["runs"], strict=True)
    ]

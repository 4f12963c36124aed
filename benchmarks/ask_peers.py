"""Asking a peer that may not be imported: request and answer are files, the peer's script runs in `.peers`.

BoARIO (GPL) and pymrio (LGPL) live in a venv of their own (`make peers`) and run as separate processes; only numbers
and labels pass between them and gwanje. Both sides of a comparison read the same request.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
PEER_PYTHON = ROOT / ".peers" / "bin" / "python"
SCRIPTS = ROOT / "benchmarks" / "peers"
ABSENT = f"no {PEER_PYTHON.relative_to(ROOT)}: run `make peers` to compare with BoARIO and pymrio"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
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

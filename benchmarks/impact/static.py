"""Static models on the embedded inter-country table (4,000 industries), beside plain NumPy with the whole inverse.

The plain form is what a script around pymrio does (its `calc_L` is `numpy.linalg.inv`; it has no extraction and no
prices): A and its inverse once, then every question as a product or a solution of its own. gwanje factors I - A once
and solves for the columns a question needs; extractions and wedges are updates. Both run in this process on one thread,
without the loading of the table; both must agree, or the benchmark fails. Memory: peak of this process with the dense
table in it, before the plain form runs. Prints one JSON document.

Usage: python benchmarks/impact/static.py [--rounds N]
"""

import argparse
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402 - after the threads are set

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "benchmarks"))

from tables import Table, packaged  # noqa: E402 - found once the path is set

from gwanje.impact import (  # noqa: E402
    Economy,
    Group,
    PriceRise,
    extract_flow,
    output_multipliers,
    price_response,
)

CLOSE = 1e-9
SUPPLIER, SECTOR, USER, RISE = "CHN", "C20", "KOR", 0.5


def plain(table: Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Multipliers, lost sales and prices with the whole inverse and one more solution for each question."""
    size = len(table.output)
    shares = np.divide(table.intermediate, table.output, out=np.zeros((size, size)), where=table.output > 0)
    inverse = np.linalg.inv(np.eye(size) - shares)
    rows = (table.regions == SUPPLIER) & (table.sectors == SECTOR)
    cells = np.ix_(rows, table.regions == USER)
    cut = shares.copy()
    cut[cells] = 0.0
    lost = table.output - np.linalg.solve(np.eye(size) - cut, table.output - shares @ table.output)
    dearer = shares.copy()
    dearer[cells] *= 1 + RISE
    pushed = np.zeros(size)
    pushed[table.regions == USER] = RISE * shares[cells].sum(axis=0)
    return inverse.sum(axis=0), lost, np.linalg.solve((np.eye(size) - dearer).T, pushed)


def ours(economy: Economy) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    suppliers, users = Group((SUPPLIER,), (SECTOR,)), Group((USER,))
    return (
        output_multipliers(economy).values,
        extract_flow(economy, suppliers, users).loss.values,
        price_response(economy, [PriceRise(suppliers, users, RISE)]).exact.values,
    )


def refuse_difference(mine: np.ndarray, theirs: np.ndarray, what: str) -> None:
    there = np.isfinite(mine)
    worst = float(np.abs(mine - theirs)[there].max() / np.abs(theirs[there]).max())
    if not worst <= CLOSE:
        raise SystemExit(f"{what} differ by {worst:.3g} of the largest")


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = call()
    return time.perf_counter() - start, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    table = packaged()
    frames = table.frames()
    first, again, whole = [], [], []
    memory = 0.0
    for _ in range(rounds):
        economy = Economy.from_frames(*frames)
        seconds, mine = timed(lambda made=economy: ours(made))
        first.append(seconds)
        again.append(timed(lambda made=economy: ours(made))[0])
        memory = memory or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        seconds, theirs = timed(lambda: plain(table))
        whole.append(seconds)
        for what, one, other in zip(("multipliers", "lost sales", "prices"), mine, theirs, strict=True):
            refuse_difference(one, other, what)
    found = {
        "industries": len(table.output),
        "rounds": rounds,
        "plain_numpy_seconds": statistics.median(whole),
        "gwanje_seconds_with_factorisation": statistics.median(first),
        "gwanje_seconds_when_factored": statistics.median(again),
        "ratio_first": statistics.median(whole) / statistics.median(first),
        "ratio_again": statistics.median(whole) / statistics.median(again),
        "peak_memory_mib_with_table": round(memory),
    }
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()

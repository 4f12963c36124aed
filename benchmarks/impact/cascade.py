"""Failures of every single firm in made-up networks, beside the same rounds in plain NumPy and SciPy.

The peer holds the shares as sparse matrices and runs the rounds of many scenarios at once; scenarios that have stopped
leave. The networks come from `gwanje.impact.cascade.scale_free` with the seed given. Index, rounds and last fall must
agree, and two threads must give the digits of one, or the benchmark fails. What is compiled is compiled before the
clock starts. Prints one JSON document.

Usage: python benchmarks/impact/cascade.py [--seed N] [--repeats N] [--quick]
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402 - the threads of BLAS are counted first
import pandas as pd  # noqa: E402
from scipy import sparse  # noqa: E402

from gwanje.impact import cascade  # noqa: E402
from gwanje.impact.cascade.arrays import Outcome, Shocks  # noqa: E402
from gwanje.impact.cascade.front_kernels import WIDE, spread_from_front  # noqa: E402
from gwanje.impact.cascade.lanes_kernels import LANES  # noqa: E402
from gwanje.impact.cascade.spreading import run  # noqa: E402

TOLERANCE = 1e-2
BLOCK = 250
SMALL, LARGE = (1_000, 4_000, 60), (10_000, 40_000, 200)
GROWTH = ((2_500, 10_000, 100), (5_000, 20_000, 140), (20_000, 80_000, 280), (100_000, 400_000, 600))
SAMPLE = 500


@dataclass(frozen=True)
class Plain:
    """The shares as sparse matrices: one row per essential (sector, buyer) pair, per buyer, per supplier."""

    essential: sparse.csr_array
    owner: np.ndarray
    starts: np.ndarray
    some: sparse.csr_array
    customers: sparse.csr_array
    share: np.ndarray


def plain_network(made: cascade.MadeUp) -> Plain:
    place = {firm: number for number, firm in enumerate(made.sectors["firm"])}
    n = len(place)
    supplier, buyer = (made.edges[column].map(place).to_numpy() for column in ("supplier", "buyer"))
    weight = made.edges["weight"].to_numpy()
    sector = made.essential.index.get_indexer(made.sectors["sector"])
    level = made.essential.to_numpy()[sector[supplier], sector[buyer]]
    frame = pd.DataFrame({"buyer": buyer, "sector": sector[supplier], "weight": weight})
    of_sector = frame.groupby(["buyer", "sector"])["weight"].transform("sum").to_numpy()
    bought, sold = np.bincount(buyer, weight, n), np.bincount(supplier, weight, n)
    need, some = level == 2, level == 1
    pairs, row = np.unique(buyer[need] * len(made.essential) + sector[supplier[need]], return_inverse=True)
    owner, starts = np.unique(pairs // len(made.essential), return_index=True)
    return Plain(
        essential=sparse.csr_array((weight[need] / of_sector[need], (row, supplier[need])), shape=(len(pairs), n)),
        owner=owner,
        starts=starts,
        some=sparse.csr_array((weight[some] / bought[buyer[some]], (buyer[some], supplier[some])), shape=(n, n)),
        customers=sparse.csr_array((weight / sold[supplier], (supplier, buyer)), shape=(n, n)),
        share=sold / sold.sum(),
    )


def plain_index(net: Plain, firms: np.ndarray) -> dict[str, np.ndarray]:
    n, total = len(net.share), len(firms)
    found = {"risk": np.zeros(total), "rounds": np.zeros(total, dtype=int), "last_fall": np.zeros(total)}
    for first in range(0, total, BLOCK):
        here = np.arange(first, min(first + BLOCK, total))
        psi = np.ones((n, len(here)))
        psi[firms[here], np.arange(len(here))] = 0
        h_d, h_u, rounds = psi.copy(), psi.copy(), 0
        while len(here):
            rounds += 1
            lost = 1 - h_d
            least = np.minimum(psi, 1 - net.some @ lost)
            worst = np.maximum.reduceat(net.essential @ lost, net.starts, axis=0)
            least[net.owner] = np.minimum(least[net.owner], 1 - worst)
            new_d = np.maximum(0, least)
            new_u = np.maximum(0, np.minimum(psi, 1 - net.customers @ (1 - h_u)))
            fall = np.maximum((h_d - new_d).max(axis=0), (h_u - new_u).max(axis=0))
            h_d, h_u = new_d, new_u
            ended = fall <= TOLERANCE
            if ended.any():
                stopped = here[ended]
                found["risk"][stopped] = net.share @ (1 - np.minimum(h_d[:, ended], h_u[:, ended]))
                found["rounds"][stopped], found["last_fall"][stopped] = rounds, fall[ended]
                here, h_d, h_u, psi = here[~ended], h_d[:, ~ended], h_u[:, ~ended], psi[:, ~ended]
    return found


def timed(act: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    spans = []
    for _ in range(repeats):
        begun = time.perf_counter()
        result = act()
        spans.append(time.perf_counter() - begun)
    return statistics.median(spans), result


def refuse_different(ours: cascade.SystemicRisk, theirs: dict[str, np.ndarray]) -> float:
    apart = float(np.abs(np.asarray(ours) - theirs["risk"]).max())
    if apart > 1e-12 or (ours.rounds != theirs["rounds"]).any():
        raise SystemExit(f"the two disagree: {apart} in the index, {(ours.rounds != theirs['rounds']).sum()} rounds")
    if np.abs(ours.last_fall - theirs["last_fall"]).max() > 1e-12:
        raise SystemExit("the two disagree on the last fall")
    return apart


def refuse_other_digits(one: cascade.SystemicRisk, two: cascade.SystemicRisk) -> None:
    same = all(
        np.array_equal(a, b)
        for a, b in ((np.asarray(one), np.asarray(two)), (one.rounds, two.rounds), (one.last_fall, two.last_fall))
    )
    if not same:
        raise SystemExit("two threads give other digits than one")


def compare(size: tuple[int, int, int], seed: int, repeats: int) -> dict[str, Any]:
    firms, links, sectors = size
    made = cascade.scale_free(firms, links, sectors, seed=seed)
    reading, network = timed(lambda: cascade.FirmNetwork.from_frames(made.edges, made.sectors, made.essential), repeats)
    cascade.systemic_risk_of(network)
    one_seconds, one = timed(lambda: cascade.systemic_risk_of(network, TOLERANCE), repeats)
    two_seconds, two = timed(lambda: cascade.systemic_risk_of(network, TOLERANCE, workers=2), repeats)
    refuse_other_digits(one, two)
    net = plain_network(made)
    plain_seconds, theirs = timed(lambda: plain_index(net, np.arange(firms)), repeats if firms < 5_000 else 1)
    return {
        "firms": firms,
        "links": links,
        "seed": seed,
        "tolerance": TOLERANCE,
        "mean_index": round(float(np.asarray(one).mean()), 4),
        "mean_upstream": round(float(one.upstream.mean()), 4),
        "rounds_mean": round(float(one.rounds.mean()), 1),
        "rounds_most": int(one.rounds.max()),
        "largest_difference": refuse_different(one, theirs),
        "reading_ms": round(1000 * reading, 1),
        "one_thread_s": round(one_seconds, 3),
        "two_threads_s": round(two_seconds, 3),
        "plain_numpy_s": round(plain_seconds, 2),
        "one_thread_over_plain": round(one_seconds / plain_seconds, 3),
        "two_threads_over_plain": round(two_seconds / plain_seconds, 3),
        "us_per_failure": round(1e6 * one_seconds / firms, 1),
        **bound(network, one, one_seconds),
    }


def bound(network: cascade.FirmNetwork, found: cascade.SystemicRisk, seconds: float) -> dict[str, Any]:
    """What it costs: plain rounds would add one number per link, round and failure; how many cascades got wide."""
    links, firms = network.links, len(network)
    given = scenarios(np.arange(firms))
    narrow = Outcome(
        *(np.zeros(firms) for _ in range(3)), np.zeros(firms, np.int64), np.zeros(firms), *[np.zeros((0, 0))] * 2
    )
    spread_from_front(links, given, network.output_shares, TOLERANCE, 0, firms, narrow)
    begun = time.perf_counter()
    spread_from_front(links, given, network.output_shares, TOLERANCE, 0, firms, narrow)
    front = time.perf_counter() - begun
    wide = narrow.rounds == WIDE
    additions = float(found.rounds.sum()) * len(links.share)
    in_lanes = float(found.rounds[wide].sum()) * len(links.share)
    return {
        "links_both_directions": len(links.share),
        "cascades_wide": round(float(wide.mean()), 3),
        "seconds_of_the_front": round(front, 3),
        "additions_of_plain_rounds": int(additions),
        "ns_per_addition_in_lanes": round(1e9 * (seconds - front) / in_lanes, 2) if in_lanes else None,
        "bytes_per_addition_in_lanes": 8 + (8 + 4) / LANES,
        "arrays_of_one_thread_mb": round(2 * 2 * firms * LANES * 8 / 1e6, 2),
    }


def scenarios(firms: np.ndarray) -> Shocks:
    return Shocks(np.arange(len(firms) + 1), firms.astype(np.uint32), np.zeros(len(firms)))


def growth(size: tuple[int, int, int], seed: int) -> dict[str, Any]:
    """A larger network, failures of a sample of firms on one thread."""
    made = cascade.scale_free(*size, seed=seed)
    reading, network = timed(lambda: cascade.FirmNetwork.from_frames(made.edges, made.sectors, made.essential), 1)
    chosen = np.random.default_rng(seed).choice(size[0], size=SAMPLE, replace=False)
    seconds, found = timed(lambda: sampled(network, chosen), 1)
    return {
        "firms": size[0],
        "links": size[1],
        "failures": SAMPLE,
        "reading_s": round(reading, 2),
        "us_per_failure": round(1e6 * seconds / SAMPLE, 1),
        "rounds_mean": round(float(found.mean()), 1),
        "all_on_two_threads_about_s": round(seconds / SAMPLE * size[0] / 2, 1),
    }


def sampled(network: cascade.FirmNetwork, chosen: np.ndarray) -> np.ndarray:
    return run(network, scenarios(chosen), network.output_shares, TOLERANCE).rounds


def main() -> None:
    parser = argparse.ArgumentParser(description="Every single failure in made-up networks, beside plain NumPy.")
    parser.add_argument("--seed", type=int, default=1, help="seed of the networks")
    parser.add_argument("--repeats", type=int, default=5, help="measured runs; the median counts")
    parser.add_argument("--quick", action="store_true", help="the small network alone")
    asked = parser.parse_args()
    report: dict[str, Any] = {
        "benchmark": "impact/cascade",
        "generator": "gwanje.impact.cascade.scale_free(firms, links, sectors, seed=seed)",
        "small": compare(SMALL, asked.seed, asked.repeats),
    }
    if not asked.quick:
        report["large"] = compare(LARGE, asked.seed, 1)
        report["growth"] = [growth(size, asked.seed) for size in GROWTH]
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()

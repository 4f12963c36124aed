"""Distress scores of 5,000 series over 120 months, beside the same scores in plain pandas; both must agree.

The peer computes the yearly change of the logarithm, and the rolling median and median absolute deviation of the sixty
months before, with pandas alone. The scores are compared where both exist. Prints one JSON document.

Usage: python benchmarks/watch/indicators.py [--series N] [--months N] [--repeats N]
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from gwanje.watch.distress import (
    Baseline,
    DistressLimits,
    MonthlyPanel,
    SeriesKey,
    measures,
    points_of,
    seasonal_score,
    seasonal_step,
    settled,
    words_reached,
)

SOURCE = Path(__file__).resolve().parents[2] / "src" / "gwanje_korea"
SEOUL = ZoneInfo("Asia/Seoul")
BEGIN = datetime(2015, 1, 1, tzinfo=SEOUL)
PARTNERS = 10
ROBUST = Baseline(60, 24, 0.0)


def made_up(series: int, months: int) -> MonthlyPanel:
    """Seasonal, noisy, growing series with a tenth of the months missing."""
    draw = np.random.default_rng(11)
    season = 1 + 0.3 * np.sin(2 * np.pi * np.arange(months) / 12)
    mass = np.exp(draw.normal(0, 0.4, (series, months))) * season * draw.uniform(1, 1e4, (series, 1))
    mass[draw.random(mass.shape) < 0.1] = np.nan
    value = mass * draw.uniform(100, 5000, (series, 1)) * np.exp(draw.normal(0, 0.2, mass.shape))
    keys = tuple(SeriesKey(f"item{at // PARTNERS:04d}", f"P{at % PARTNERS:02d}") for at in range(series))
    first = np.datetime64(BEGIN.date(), "M")
    return MonthlyPanel(keys, np.arange(first, first + months), value, mass, np.full_like(mass, np.nan))


def in_pandas(panel: MonthlyPanel) -> np.ndarray:
    """The seasonal score of the mass, series in columns, with rolling medians."""
    steps = pd.DataFrame(np.log(panel.mass_t.T)).diff(12)
    past = steps.shift(1).rolling(60, min_periods=24)
    middle = past.median()
    spread = past.apply(lambda window: np.nanmedian(np.abs(window - np.nanmedian(window))), raw=True)
    return ((steps - middle) / (1.4826 * spread)).to_numpy().T


def whole(panel: MonthlyPanel, limits: DistressLimits) -> np.ndarray:
    """Every sign of the standard weighting, its points, words and the words that stand."""
    chosen = limits.weighting("standard")
    names = [feature.measure for feature in chosen.features]
    points = points_of(measures(panel, names, limits, limits.baseline_for(chosen)), chosen)
    return settled(words_reached(points, limits.cutoffs.points), months_up=2, months_down=3)


def timed(act: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    spans, result = [], act()
    for _ in range(repeats):
        begun = time.perf_counter()
        result = act()
        spans.append(time.perf_counter() - begun)
    return statistics.median(spans), result


def main() -> None:
    parser = argparse.ArgumentParser(description="Distress scores beside plain pandas.")
    parser.add_argument("--series", type=int, default=5000)
    parser.add_argument("--months", type=int, default=120)
    parser.add_argument("--repeats", type=int, default=3, help="measured runs; the median counts")
    asked = parser.parse_args()
    texts = {f"indicators/{path.name}": path.read_text("utf-8") for path in (SOURCE / "indicators").glob("*.yaml")}
    limits = DistressLimits.read(texts)
    panel = made_up(asked.series, asked.months)
    ours, score = timed(lambda: seasonal_score(seasonal_step(panel.mass_t), ROBUST), asked.repeats)
    everything, _ = timed(lambda: whole(panel, limits), asked.repeats)
    begun = time.perf_counter()
    peer = in_pandas(panel)
    theirs = time.perf_counter() - begun
    both = np.isfinite(score) & np.isfinite(peer)
    apart = np.abs(score - peer)[both] / np.maximum(1, np.abs(peer[both]))
    if apart.max() > 1e-9 or not np.array_equal(np.isfinite(score), np.isfinite(peer)):
        raise SystemExit(f"the two disagree: {apart.max()} at most, {both.sum()} scores in both")
    print(
        json.dumps(
            {
                "benchmark": "watch/indicators",
                "series": asked.series,
                "months": asked.months,
                "seasonal_score_ms": round(1000 * ours, 1),
                "pandas_ms": round(1000 * theirs, 1),
                "pandas_over_gwanje": round(theirs / ours, 1),
                "eleven_signs_points_words_ms": round(1000 * everything, 1),
                "scores_that_agree": int(both.sum()),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()

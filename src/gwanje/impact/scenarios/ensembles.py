"""Many draws of one scenario: made in batches of a fixed size, put together, and what they say."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import spearmanr

from gwanje.impact.ario import DailyEconomy
from gwanje.impact.economy import Economy
from gwanje.impact.scenarios.assumptions import uncertain
from gwanje.impact.scenarios.building import Case
from gwanje.impact.scenarios.running import Precision, horizon, run_cases
from gwanje.impact.scenarios.sampling import Sampler, draws
from gwanje.impact.statements import Floats

PERCENTILES = (5.0, 50.0, 95.0)


@dataclass(frozen=True, eq=False)
class EnsemblePlan:
    """What is to be run: the scenario and its figures, how many members, from which seed, in batches of which size.

    The size of a batch is part of the plan: the same plan gives the same numbers, whoever runs which batch.
    """

    case: Case
    members: int
    seed: int
    sampler: Sampler = "sobol"
    batch: int = 32
    precision: Precision = "float64"

    def values(self) -> list[dict[str, float]]:
        """The values of every member."""
        return draws(self.case.record, self.members, self.seed, self.sampler)

    def cases(self) -> list[Case]:
        """Every member as a case."""
        return [replace(self.case, values=one, name=f"{at}") for at, one in enumerate(self.values())]

    def days(self) -> int:
        """The horizon of all members together."""
        return horizon(self.case.record, self.cases())

    def batches(self) -> list[range]:
        """Positions of the members of each batch."""
        return [range(at, min(at + self.batch, self.members)) for at in range(0, self.members, self.batch)]

    def fingerprint(self, economy: Economy) -> str:
        """What decides the numbers, as one hash: another plan or another table never continues this one."""
        said = {
            "scenario": self.case.record.model_dump(mode="json"),
            "figures": {f"{at}.{item}": repr(one) for (at, item), one in sorted(self.case.figures.items())},
            "reading": self.case.reading,
            "ordinary_inputs": str(self.case.ordinary_inputs),
            "plan": [self.members, self.seed, self.sampler, self.batch, self.precision],
            "nodes": economy.nodes.words,
        }
        digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
        digest.update(np.ascontiguousarray(economy.output).tobytes())
        digest.update(np.ascontiguousarray(economy.demand).tobytes())
        table = economy.intermediate
        digest.update(np.ascontiguousarray(table.data if economy.is_sparse else table).tobytes())
        return digest.hexdigest()


@dataclass(frozen=True, eq=False)
class Drawn:
    """What some members lost: by member and day (all sectors), and by member and sector, M USD."""

    members: tuple[int, ...]
    by_day: Floats
    by_sector: Floats
    collapsed: Floats


def run_batch(plan: EnsemblePlan, economy: Economy, daily: DailyEconomy, members: Sequence[int]) -> Drawn:
    """One batch of members."""
    cases = plan.cases()
    chosen = [cases[at] for at in members]
    found = run_cases(
        economy, chosen, horizon(plan.case.record, cases), daily=daily, precision=plan.precision, names_materials=False
    )
    stops = np.array([np.nan if day is None else float(day) for day in found.collapsed])
    return Drawn(tuple(members), found.lost_by_day, found.lost_by_sector, stops)


def put_together(parts: Sequence[Drawn]) -> Drawn:
    """All members in their order."""
    ordered = sorted(parts, key=lambda one: one.members[0])
    return Drawn(
        tuple(at for one in ordered for at in one.members),
        np.concatenate([one.by_day for one in ordered]),
        np.concatenate([one.by_sector for one in ordered]),
        np.concatenate([one.collapsed for one in ordered]),
    )


@dataclass(frozen=True, eq=False)
class Spread:
    """What many draws say: percentiles, what drives them, the worst member with its inputs, and how settled it is."""

    lost: Mapping[float, float]
    lost_by_day: Mapping[float, Floats]
    lost_by_sector: Mapping[float, Floats]
    drivers: Mapping[str, float | None]
    worst: int
    worst_values: Mapping[str, float]
    half_median: float
    collapsed: int


def spread(plan: EnsemblePlan, drawn: Drawn) -> Spread:
    """Percentiles of the loss, and the rank correlation of each uncertain quantity with it.

    Shapes and units:
        drawn: members x days and members x sectors, M USD. Result: 5, 50, 95 % of the loss (M USD) in all, by day and
        by sector; rank correlations from -1 to 1, None where one of the two never changes; the median of the first half
        of the members beside that of all, as a sign of how settled it is.

    Source:
        Spearman's rank correlation; percentiles by linear interpolation.

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> spread.__name__
        'spread'
    """
    total = drawn.by_sector.sum(axis=1)
    values = plan.values()
    worst = int(np.argmax(total))
    half = total[: max(1, len(total) // 2)]
    return Spread(
        lost={p: float(np.percentile(total, p)) for p in PERCENTILES},
        lost_by_day={p: np.percentile(drawn.by_day, p, axis=0) for p in PERCENTILES},
        lost_by_sector={p: np.percentile(drawn.by_sector, p, axis=0) for p in PERCENTILES},
        drivers={
            one.name: _rank_correlation([row[one.name] for row in values], total) for one in uncertain(plan.case.record)
        },
        worst=worst,
        worst_values=values[worst],
        half_median=float(np.median(half)),
        collapsed=int(np.count_nonzero(~np.isnan(drawn.collapsed))),
    )


def _rank_correlation(drawn: Sequence[float], lost: Floats) -> float | None:
    scale = float(np.abs(lost).max()) or 1.0
    if len(lost) < 3 or np.ptp(drawn) == 0 or np.ptp(lost) <= 1e-9 * scale:
        return None
    return float(spearmanr(drawn, lost).statistic)

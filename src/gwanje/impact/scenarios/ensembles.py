"""Many draws of one scenario: made in batches of a fixed size, put together, and what they say."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.ario import DailyEconomy
from gwanje.impact.economy import Economy
from gwanje.impact.scenarios.assumptions import uncertain
from gwanje.impact.scenarios.building import Case
from gwanje.impact.scenarios.running import Precision, horizon, run_cases
from gwanje.impact.scenarios.sampling import Sampler, draws, unit_points
from gwanje.impact.statements import Floats

PERCENTILES = (5.0, 50.0, 95.0)
ROUNDING: Mapping[Precision, float] = {"float64": 1e-12, "float32": 1e-6}  # of normal output within the horizon


@dataclass(frozen=True, eq=False)
class EnsemblePlan:
    """What is to be run: the scenario and its figures, how many members, from which seed, in batches of which size.

    The size of a batch is part of the plan: the same plan gives the same numbers, whoever runs which batch. 32 by
    measurement (benchmarks/impact/ensemble.py): on 4,000 industries and 365 days a worker needs 1.4 GB, 64 would need
    twice that and gain a tenth of the time, 16 would lose a tenth.
    """

    case: Case
    members: int
    seed: int
    sampler: Sampler = "sobol"
    batch: int = 32
    precision: Precision = "float64"

    def __post_init__(self) -> None:
        if self.batch < 1 or self.precision not in get_args(Precision):
            raise WrongUseError(
                "The plan of an ensemble cannot be carried out",
                expected="1 or more members in a batch, in float64 or float32",
                found=f"{self.batch}, {self.precision}",
                remedy="Leave both out for the usual ones",
            )
        unit_points(0, self.members, self.seed, self.sampler)

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
        case = self.case
        ordinary = case.ordinary_inputs
        said = {
            "scenario": case.record.model_dump(mode="json"),
            "figures": [[at, item, asdict(one)] for (at, item), one in sorted(case.figures.items())],
            "reading": case.reading,
            "ordinary_inputs": ordinary if isinstance(ordinary, str) else "by input and buyer",
            "plan": [self.members, self.seed, self.sampler, self.batch, self.precision],
            "nodes": economy.nodes.words,
            "final_columns": economy.final_columns,
            "unit": economy.unit,
        }
        digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
        classes: list[Any] = [] if isinstance(ordinary, str) else [ordinary]
        for array in (economy.output, economy.final_demand, *_table_arrays(economy), *classes):
            digest.update(f"{array.dtype.str}{array.shape}".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()


def _table_arrays(economy: Economy) -> tuple[Any, ...]:
    table = economy.intermediate
    return (table.data, table.indices, table.indptr) if economy.is_sparse else (table,)


@dataclass(frozen=True, eq=False)
class Drawn:
    """What some members lost: by member and day (all sectors), and by member and sector, M USD.

    collapsed: the first day on which the model world stops, NaN where it does not. normal: undisturbed output by
    sector, M USD/day.
    """

    members: tuple[int, ...]
    sectors: tuple[str, ...]
    normal: Floats
    by_day: Floats
    by_sector: Floats
    collapsed: Floats

    @property
    def days(self) -> int:
        """The horizon: days after the undisturbed one."""
        return int(self.by_day.shape[1]) - 1

    @property
    def normal_output(self) -> float:
        """Undisturbed output within the horizon, M USD."""
        return float(self.normal.sum()) * self.days

    @property
    def counted(self) -> NDArray[np.int64]:
        """Rows of the members whose loss is a loss: where the model world stops by itself it is none."""
        return np.flatnonzero(np.isnan(self.collapsed)).astype(np.int64)


def run_batch(plan: EnsemblePlan, economy: Economy, daily: DailyEconomy, members: Sequence[int]) -> Drawn:
    """What some members of a plan lose, run together.

    Shapes and units:
        daily: of the same economy; members: positions among the draws, M of them. Result: M members x days and M
        members x sectors of the importer, M USD.

    Source:
        ARIO with inventories, flow caps and critical inputs: docs/methods.md.

    Differs:
        See gwanje.impact.ario.simulate. The last digits depend on which members run together: a plan fixes that.

    Raises:
        UnknownKeyError: the table lacks a region or sector that the scenario names.

    Example:
        >>> from gwanje.impact import Nodes
        >>> two = Nodes((("OZZ", "ore"), ("OZZ", "metal")))
        >>> flows, demand = np.array([[0.0, 4.0], [1.0, 0.0]]), np.array([[6.0], [9.0]])
        >>> economy = Economy.from_arrays(two, flows, demand, final_columns=(("OZZ", "all uses"),))
        >>> share = {"low": 0.2, "high": 0.6}
        >>> loss = {"kind": "capacity_loss", "region": "OZZ", "sectors": ["ore"], "days": 5, "share": share}
        >>> about = {"id": "SCN-90", "key": "flood", "names": {"en": {"text": "A flood"}}, "sources": ["OZ1"]}
        >>> from gwanje.impact.scenarios import ScenarioRecord
        >>> flood = ScenarioRecord.model_validate({**about, "importer": "OZZ", "days": 10, "shocks": [loss]})
        >>> plan = EnsemblePlan(Case(flood, {}, {}), members=4, seed=1)
        >>> drawn = run_batch(plan, economy, DailyEconomy.of(economy), range(2))
        >>> drawn.members, drawn.by_day.shape, bool((drawn.by_sector.sum(axis=1) > 0).all())
        ((0, 1), (2, 11), True)
    """
    cases = plan.cases()
    chosen = [cases[at] for at in members]
    found = run_cases(
        economy, chosen, horizon(plan.case.record, cases), daily=daily, precision=plan.precision, names_materials=False
    )
    stops = np.array([np.nan if day is None else float(day) for day in found.collapsed])
    return Drawn(tuple(members), found.sectors, found.normal, found.lost_by_day, found.lost_by_sector, stops)


def put_together(parts: Sequence[Drawn]) -> Drawn:
    """All members in their order, from batches in any order.

    Shapes and units:
        parts: one or more, of one plan. Result: members x days and members x sectors, M USD.

    Source:
        Project choice: no published equation.

    Differs:
        Nothing.

    Raises:
        IndexError: there is no part.

    Example:
        >>> lost = np.array([[0.0, 2.0]])
        >>> one, other = (
        ...     Drawn((at,), ("ore",), np.ones(1), lost * at, lost[:, 1:] * at, np.full(1, np.nan)) for at in (1, 0)
        ... )
        >>> together = put_together([one, other])
        >>> together.members, together.by_sector.tolist()
        ((0, 1), [[0.0], [2.0]])
    """
    ordered = sorted(parts, key=lambda one: one.members[0])
    return Drawn(
        tuple(at for one in ordered for at in one.members),
        ordered[0].sectors,
        ordered[0].normal,
        np.concatenate([one.by_day for one in ordered]),
        np.concatenate([one.by_sector for one in ordered]),
        np.concatenate([one.collapsed for one in ordered]),
    )


@dataclass(frozen=True, eq=False)
class Spread:
    """What many draws say: percentiles, what drives them, the worst member with its inputs, and how settled it is.

    worst: None where no member counts; then nothing else is told either.
    """

    lost: Mapping[float, float]
    lost_by_day: Mapping[float, Floats]
    lost_by_sector: Mapping[float, Floats]
    drivers: Mapping[str, float | None]
    worst: int | None
    worst_values: Mapping[str, float]
    half: Mapping[float, float]
    collapsed: int


def spread(plan: EnsemblePlan, drawn: Drawn) -> Spread:
    """Percentiles of the loss, and the rank correlation of each uncertain quantity with it.

    Shapes and units:
        drawn: members x days and members x sectors, M USD. Result: 5, 50, 95 % of the loss (M USD) in all, by day and
        by sector; rank correlations from -1 to 1, None where one of the two never changes; the same percentiles of the
        first half of the members, as a sign of how settled it is.

    Source:
        Spearman's rank correlation; percentiles by linear interpolation.

    Differs:
        Members in which the model world stops by itself are counted and left out of everything else.

    Raises:
        Nothing.

    Example:
        >>> from gwanje.impact.scenarios import ScenarioRecord
        >>> flood = ScenarioRecord.model_validate(
        ...     {
        ...         "id": "SCN-90",
        ...         "key": "flood",
        ...         "names": {"en": {"text": "A flood"}},
        ...         "importer": "OZZ",
        ...         "days": 60,
        ...         "sources": ["OZ1"],
        ...         "shocks": [
        ...             {
        ...                 "kind": "capacity_loss",
        ...                 "region": "OZZ",
        ...                 "sectors": ["ore"],
        ...                 "days": 20,
        ...                 "share": {"low": 0.2, "high": 0.6},
        ...             }
        ...         ],
        ...     }
        ... )
        >>> plan = EnsemblePlan(Case(flood, {}, {}), members=4, seed=1)
        >>> lost = np.array([[one["shocks.0.share"] * 10] for one in plan.values()])
        >>> days = np.hstack([0 * lost, lost])
        >>> drawn = Drawn((0, 1, 2, 3), ("ore",), np.ones(1), days, lost, np.full(4, np.nan))
        >>> round(spread(plan, drawn).drivers["shocks.0.share"], 6)
        1.0
    """
    rows = drawn.counted
    stopped = len(drawn.members) - len(rows)
    if not rows.size:
        return Spread({}, {}, {}, {one.name: None for one in uncertain(plan.case.record)}, None, {}, {}, stopped)
    by_day, by_sector = drawn.by_day[rows], drawn.by_sector[rows]
    total = by_sector.sum(axis=1)
    drawn_values = plan.values()
    values = [drawn_values[drawn.members[at]] for at in rows.tolist()]
    worst, least = int(np.argmax(total)), ROUNDING[plan.precision] * drawn.normal_output
    return Spread(
        lost=_percentiles(total),
        lost_by_day={p: np.percentile(by_day, p, axis=0) for p in PERCENTILES},
        lost_by_sector={p: np.percentile(by_sector, p, axis=0) for p in PERCENTILES},
        drivers={
            one.name: _rank_correlation([row[one.name] for row in values], total, least)
            for one in uncertain(plan.case.record)
        },
        worst=drawn.members[int(rows[worst])],
        worst_values=values[worst],
        half=_percentiles(total[rows < max(1, len(drawn.members) // 2)]),
        collapsed=stopped,
    )


def _percentiles(values: Floats) -> dict[float, float]:
    return {p: float(np.percentile(values, p)) for p in PERCENTILES} if values.size else {}


def _rank_correlation(drawn: Sequence[float], lost: Floats, least: float) -> float | None:
    """None where either never changes, or the loss by no more than rounding."""
    if len(lost) < 3 or np.ptp(drawn) == 0 or np.ptp(lost) <= least:
        return None
    return float(spearmanr(drawn, lost).statistic)

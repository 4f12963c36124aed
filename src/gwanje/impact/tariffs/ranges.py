"""The same change of tariffs under every stated elasticity: results are ranges, because elasticities are not known."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.tariffs.equilibrium import GsimResult, gsim
from gwanje.impact.tariffs.trade_tables import Elasticity, Matrix, Vector

_MOST_RUNS = 1000


@dataclass(frozen=True, slots=True)
class Span:
    """The lowest and the highest result over all runs; missing (NaN) where any run could not compute it."""

    low: Vector | Matrix | pd.Series | pd.DataFrame
    high: Vector | Matrix | pd.Series | pd.DataFrame


@dataclass(frozen=True, slots=True)
class Elasticities:
    """The three elasticities of one run."""

    demand: Elasticity
    supply: Elasticity
    substitution: Elasticity


@dataclass(frozen=True, slots=True)
class GsimRange:
    """Ranges over runs: prices and trade only; a run's own welfare stays with the run, out of briefs."""

    countries: tuple[Any, ...]
    world_price_change: Span
    trade_after: Span
    price_change: Span
    composite_price_change: Span
    revenue_change: Span
    settings: tuple[Elasticities, ...]
    runs: tuple[GsimResult, ...]
    not_computable: Mapping[str, str]
    notes: tuple[str, ...]


def gsim_range(
    trade: Any,
    tariff_before: Any,
    tariff_after: Any,
    demand_elasticities: Sequence[Elasticity],
    supply_elasticities: Sequence[Elasticity],
    substitution_elasticities: Sequence[Elasticity],
    *,
    together: bool = False,
) -> GsimRange:
    """What a change of tariffs does to prices and trade, over low, central and high elasticities.

    Shapes and units:
        trade, tariff_before, tariff_after: as for `gsim`. Each of the three lists holds one or more settings, and a
        setting is one number or one number for each country. Every combination is run, or with `together` the first of
        each list, the second of each, and so on (lists of one length).
        Result: for each quantity of `gsim` the lowest and the highest over the runs, in its shape and unit.

    Source:
        The model is that of `gsim`. That elasticities are stated as ranges is a project choice; docs/methods-impact.md.

    Differs:
        A range spans the runs that were made, not every elasticity between them.

    Raises:
        WrongUseError: an empty list, lists of different lengths with `together`, more than 1000 runs.
        RefusedInputError: as `gsim`.

    Example:
        >>> trade = [[0.0, 100.0], [100.0, 0.0]]
        >>> ranges = gsim_range(trade, [[1, 1.1], [1.1, 1]], [[1, 1.0], [1.1, 1]], [-1.25], [1.5], [3.0, 5.0, 7.0])
        >>> span = ranges.world_price_change
        >>> len(ranges.runs), round(float(span.low[0]), 4), round(float(span.high[0]), 4)
        (3, 0.0413, 0.0413)
    """
    lists = (demand_elasticities, supply_elasticities, substitution_elasticities)
    settings = tuple(Elasticities(*chosen) for chosen in _combinations(lists, together=together))
    runs = tuple(gsim(trade, tariff_before, tariff_after, one.demand, one.supply, one.substitution) for one in settings)
    return GsimRange(
        countries=runs[0].countries,
        world_price_change=_span(runs, lambda run: run.world_price_change),
        trade_after=_span(runs, lambda run: run.trade_after),
        price_change=_span(runs, lambda run: run.price_change),
        composite_price_change=_span(runs, lambda run: run.composite_price_change),
        revenue_change=_span(runs, lambda run: run.revenue_change),
        settings=settings,
        runs=runs,
        not_computable={what: why for run in runs for what, why in run.not_computable.items()},
        notes=tuple(dict.fromkeys(note for run in runs for note in run.notes)),
    )


def _combinations(lists: Sequence[Sequence[Elasticity]], *, together: bool) -> list[tuple[Elasticity, ...]]:
    lengths = [len(one) for one in lists]
    if min(lengths) == 0 or (together and len(set(lengths)) > 1):
        raise WrongUseError(
            "The elasticities do not make runs",
            expected="three lists of one length" if together else "one or more of each",
            found=" and ".join(str(length) for length in lengths),
            remedy="Give elasticities of demand, supply and substitution",
        )
    count = lengths[0] if together else int(np.prod(lengths))
    if count > _MOST_RUNS:
        raise WrongUseError(
            "These elasticities make too many runs",
            expected=f"at most {_MOST_RUNS}",
            found=str(count),
            remedy="Give a low, a central and a high value of each: 27 runs",
        )
    return list(zip(*lists, strict=True)) if together else list(itertools.product(*lists))


def _span(runs: Sequence[GsimResult], of: Callable[[GsimResult], Any]) -> Span:
    """Lowest and highest in the form of the first; numpy's minimum keeps what is missing missing."""
    every = [of(run) for run in runs]
    low = np.minimum.reduce([np.asarray(one) for one in every])
    high = np.maximum.reduce([np.asarray(one) for one in every])
    first = every[0]
    if isinstance(first, pd.DataFrame):
        return Span(*(pd.DataFrame(side, index=first.index, columns=first.columns) for side in (low, high)))
    if isinstance(first, pd.Series):
        return Span(*(pd.Series(side, index=first.index) for side in (low, high)))
    return Span(low, high)

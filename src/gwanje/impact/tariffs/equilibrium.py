"""What a change of tariffs does to trade and prices between countries: the global simulation model, one solve."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gwanje.foundation.errors import RefusedInputError
from gwanje.impact.tariffs.trade_tables import Elasticity, Matrix, TradeTables, Vector, read_elasticity, read_tables

_BALANCE = 1e-9
"""How far the exports of a country may miss its supply, relative to its exports."""


_TOO_FAR = "the shock is too large for a linear form: the flow would fall below nothing"


@dataclass(frozen=True, slots=True)
class GsimWelfare:
    """Surplus and welfare, money of the trade table: for tests and notebooks, never for a brief."""

    producer_surplus_change: Vector | pd.Series
    consumer_surplus_change: Vector | pd.Series
    welfare_change: Vector | pd.Series


@dataclass(frozen=True, slots=True)
class GsimResult:
    """A simulation, not an observation; what could not be computed is missing (NaN), and `not_computable` says why."""

    countries: tuple[Any, ...]
    world_price_change: Vector | pd.Series
    trade_after: Matrix | pd.DataFrame
    price_change: Matrix | pd.DataFrame
    composite_price_change: Vector | pd.Series
    revenue_change: Vector | pd.Series
    not_for_briefs: GsimWelfare
    not_computable: Mapping[str, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Behaviour:
    """Elasticities: of demand and substitution by market, of supply by exporter."""

    demand: Vector
    supply: Vector
    substitution: Vector


def gsim(
    trade: Any,
    tariff_before: Any,
    tariff_after: Any,
    demand_elasticity: Elasticity,
    supply_elasticity: Elasticity,
    substitution_elasticity: Elasticity,
) -> GsimResult:
    """What a change of tariffs does to world prices and trade between n countries of one product.

    Shapes and units:
        trade: n x n, exporters in rows, markets in columns, money of one unit and year at world prices, 0 or more.
        tariff_before, tariff_after: n x n powers of tariffs, 1 + rate, above 0; 1 on the diagonal, unless an area
        trades within itself. Three arrays in one order, or three frames aligned by label in the order of the trade.
        demand_elasticity: below 0, by market; supply_elasticity: above 0, by exporter; substitution_elasticity: above
        0, by market; each one number or n.
        Result: `world_price_change` (n, fraction by exporter), `trade_after` (n x n, money at the new world prices),
        `price_change` (n x n, fraction, price inside the market), `composite_price_change` (n, fraction by market),
        `revenue_change` (n, money by market); surplus and welfare stand under `not_for_briefs`.

    Source:
        Francois and Hall, Global Simulation Analysis of Industry-Level Trade Policy (2002); docs/methods-impact.md.

    Differs:
        A country without exports has no world price and a market without imports no composite price: missing, with the
        reason. A flow that would fall below nothing has left the reach of the linear form and is missing likewise.

    Raises:
        RefusedInputError: NaN, trade below 0, a power of a tariff at or below 0, a diagonal that is not 1, an
        elasticity of the wrong sign, shapes or labels that do not fit, a system without one solution.
        WrongUseError: frames and arrays together.

    Example:
        >>> trade = [[0.0, 100.0], [100.0, 0.0]]
        >>> result = gsim(trade, [[1, 1.1], [1.1, 1]], [[1, 1.0], [1.1, 1]], -1.25, 1.5, 5.0)
        >>> [round(float(change), 4) for change in result.world_price_change]
        [0.0413, 0.0]
    """
    tables = read_tables(trade, tariff_before, tariff_after)
    behaviour = _Behaviour(
        read_elasticity(demand_elasticity, "demand elasticity", tables, negative=True),
        read_elasticity(supply_elasticity, "supply elasticity", tables),
        read_elasticity(substitution_elasticity, "substitution elasticity", tables),
    )
    return _effects(tables, behaviour)


def _effects(tables: TradeTables, behaviour: _Behaviour) -> GsimResult:
    flows, before, after = tables.trade, tables.before, tables.after
    spending = (flows * before).sum(axis=0)
    exports = flows.sum(axis=1)
    import_share = _shares(flows * before, spending[None, :])
    export_share = _shares(flows, exports[:, None])
    tariff_change = after / before - 1
    price = _world_prices(import_share, export_share, tariff_change, exports > 0, behaviour)
    moved = np.where(exports > 0, price, 0.0)[:, None] + tariff_change
    response = import_share * (behaviour.demand + behaviour.substitution)[None, :]
    quantity = (response * moved).sum(axis=0)[None, :] - behaviour.substitution[None, :] * moved
    beyond = (flows > 0) & ((1 + quantity <= 0) | (1 + np.nan_to_num(price)[:, None] <= 0))
    traded = flows * (1 + quantity) * (1 + np.nan_to_num(price)[:, None])
    _refuse_imbalance(traded, exports, price, behaviour.supply, tables)
    trade_after = np.where(beyond, np.nan, traded)
    price_change = (1 + price)[:, None] * after / before - 1
    composite = np.where(spending > 0, (import_share * np.nan_to_num(price_change)).sum(axis=0), np.nan)
    revenue = (trade_after * (after - 1) - flows * (before - 1)).sum(axis=0)
    producers = np.where(exports > 0, price * exports * (1 + 0.5 * behaviour.supply * price), 0.0)
    consumers = -spending * composite + 0.5 * behaviour.demand * composite * np.abs(composite) * spending
    consumers = np.where(spending > 0, consumers, 0.0)
    return GsimResult(
        countries=tables.countries,
        world_price_change=tables.along(price),
        trade_after=tables.across(trade_after),
        price_change=tables.across(price_change),
        composite_price_change=tables.along(composite),
        revenue_change=tables.along(revenue),
        not_for_briefs=GsimWelfare(
            tables.along(producers), tables.along(consumers), tables.along(producers + consumers + revenue)
        ),
        not_computable=_missing(tables, exports, spending, beyond),
        notes=_notes(tables),
    )


def _shares(part: Matrix, whole: Matrix) -> Matrix:
    """Parts of a whole; nothing of nothing is no share of anything, and weighs nothing in a sum."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _world_prices(
    import_share: Matrix, export_share: Matrix, tariff_change: Matrix, exporting: np.ndarray, behaviour: _Behaviour
) -> Vector:
    """The world price of each exporter at which supply meets demand in every market; missing without exports."""
    response = import_share * (behaviour.demand + behaviour.substitution)[None, :]
    own = export_share @ behaviour.substitution
    system = np.diag(behaviour.supply + own) - export_share @ response.T
    shock = export_share @ (response * tariff_change).sum(axis=0)
    shock -= (export_share * behaviour.substitution[None, :] * tariff_change).sum(axis=1)
    price = np.full(len(exporting), np.nan)
    if exporting.any():
        try:
            price[exporting] = np.linalg.solve(system[np.ix_(exporting, exporting)], shock[exporting])
        except np.linalg.LinAlgError as fault:
            raise RefusedInputError(
                "These elasticities leave the world prices undetermined",
                expected="a system with one solution",
                found=str(fault),
                remedy="Change an elasticity a little; supply above 0 normally settles prices",
            ) from fault
    return price


def _refuse_imbalance(traded: Matrix, exports: Vector, price: Vector, supply: Vector, tables: TradeTables) -> None:
    """What all markets take from a country is what it supplies at its new price."""
    supplied = exports * (1 + np.nan_to_num(price)) * (1 + supply * np.nan_to_num(price))
    scale = np.where(exports > 0, exports, 1.0)
    residual = np.abs(traded.sum(axis=1) - supplied) / scale
    if not (residual <= _BALANCE * (1 + np.abs(supplied / scale))).all():
        at = int(np.nanargmax(residual))
        raise RefusedInputError(
            "Exports and supply do not meet in the solution",
            place=f"exporter {tables.countries[at]}",
            expected=f"a difference of at most {_BALANCE} of the exports",
            found=f"{residual[at]:.3g}",
            remedy="The elasticities make the system nearly undetermined: change one of them",
        )


def _missing(tables: TradeTables, exports: Vector, spending: Vector, beyond: np.ndarray) -> dict[str, str]:
    found = {
        f"world price of {country}": "it exports nothing in this table"
        for country, amount in zip(tables.countries, exports, strict=True)
        if amount == 0
    }
    found |= {
        f"composite price in {country}": "it buys nothing in this table"
        for country, amount in zip(tables.countries, spending, strict=True)
        if amount == 0
    }
    return found | {
        f"trade from {tables.countries[row]} to {tables.countries[column]}": _TOO_FAR
        for row, column in np.argwhere(beyond)
    }


def _notes(tables: TradeTables) -> tuple[str, ...]:
    own = (np.diag(tables.before) != 1) | (np.diag(tables.after) != 1)
    areas = [str(country) for country, levied in zip(tables.countries, own, strict=True) if levied]
    return (f"tariffs between members of one area: {', '.join(areas)}",) if areas else ()

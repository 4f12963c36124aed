"""What price rises do to what a region's final users pay; only where the table says where final demand goes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gwanje.foundation.errors import UnknownKeyError, WrongUseError, unknown_key
from gwanje.impact.economy import Economy
from gwanje.impact.prices import PriceResponse
from gwanje.impact.statements import Floats


@dataclass(frozen=True, slots=True)
class ConsumerPriceEffect:
    """The rise of a region's price of final demand, as a fraction, and how much of it final users pay directly."""

    region: str
    rise: float
    direct: float
    left_out: int


def consumer_price_effect(
    economy: Economy, response: PriceResponse, region: str, *, categories: Sequence[str] | None = None
) -> ConsumerPriceEffect:
    """How much more a region's final users pay for what they bought, with the basket unchanged.

    Shapes and units:
        economy: N industries with final demand by destination; response: of the same economy; categories: of final
        demand, None for all. Result: a fraction of what was paid before; `direct` is the part of it that stands on
        final users' own purchases; `left_out` counts products of negative demand (stock changes), without a share.

    Source:
        Sum over i of share[i, c] (dp[i] + w_final[i, c]) with the shares of the base year (Laspeyres).

    Differs:
        Final users pay a rise where its users are all sectors of their region; a rise for single sectors is not theirs.

    Raises:
        WrongUseError: the table has one column of final demand for all users, or an unknown region or category.

    Example:
        >>> from gwanje.impact import Group, Nodes, PriceRise, price_response
        >>> nodes = Nodes((("OZZ", "ore"), ("WDL", "metal")))
        >>> two = Economy.from_arrays(nodes, np.array([[0.0, 5.0], [0.0, 0.0]]), np.array([[5.0], [10.0]]),
        ...                           final_columns=(("WDL", "household"),))
        >>> ore = PriceRise(Group(sectors=("ore",)), Group(("WDL",)), rise=0.5)
        >>> round(consumer_price_effect(two, price_response(two, [ore]), "WDL").rise, 4)
        0.3333
    """
    economy.require("final_demand_without_destination", question="consumer prices of one region")
    bought = _bought(economy, region, categories)
    left_out = int(np.count_nonzero(bought < 0))
    weights = np.maximum(bought, 0.0)
    if not weights.sum() > 0:
        raise WrongUseError(
            "This region has no final demand to weigh prices with",
            place=region,
            expected="amounts above 0",
            found="none",
            remedy="Choose other categories of final demand",
        )
    shares = weights / weights.sum()
    through = np.nansum(shares * response.exact.values)
    direct = float(shares @ _paid_directly(economy, response, region))
    return ConsumerPriceEffect(region, float(through) + direct, direct, left_out)


def _bought(economy: Economy, region: str, categories: Sequence[str] | None) -> Floats:
    columns = [(at, category) for at, (to, category) in enumerate(economy.final_columns) if to == region]
    if not columns:
        raise _unknown_destination(economy, region)
    known = [category for _, category in columns]
    for asked in categories or ():
        if asked not in known:
            raise unknown_key("category of final demand", asked, known)
    chosen = [at for at, category in columns if categories is None or category in categories]
    bought: Floats = economy.final_demand[:, chosen].sum(axis=1)
    return bought


def _unknown_destination(economy: Economy, region: str) -> UnknownKeyError:
    return unknown_key("destination of final demand", region, {to for to, _ in economy.final_columns})


def _paid_directly(economy: Economy, response: PriceResponse, region: str) -> Floats:
    paid = np.zeros(len(economy))
    for one in response.rises:
        if one.users.sectors is None and (one.users.regions is None or region in one.users.regions):
            paid[one.suppliers.positions(economy.nodes)] += one.wedge
    return paid

"""Caps on what suppliers sell to the final users of a country: how final demand shifts, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.ario.scenarios import FinalDemandCap, Scenario
from gwanje.impact.economy import Economy
from gwanje.impact.statements import Floats

PER_YEAR = 365.0


@dataclass(frozen=True, eq=False)
class DemandShift:
    """By how much final demand of some suppliers differs from normal on each day, days x positions, M USD/day."""

    scenario: int
    positions: NDArray[np.int64]
    path: Floats


def final_shifts(
    economy: Economy, order: NDArray[np.int64], scenarios: Sequence[Scenario], steps: int
) -> list[DemandShift]:
    """The shifts of every scenario, with positions in the sorted order; a table without destinations is refused."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return [
        DemandShift(number, place[at], path)
        for number, one in enumerate(scenarios)
        for at, path in _of_scenario(economy, one.final_caps, steps)
    ]


def _of_scenario(
    economy: Economy, caps: Sequence[FinalDemandCap], steps: int
) -> list[tuple[NDArray[np.int64], Floats]]:
    """Caps on the same destination and product act together: what one blocks may not move to another."""
    rows: dict[tuple[str, str], list[tuple[int, FinalDemandCap]]] = {}
    for cap in caps:
        for region, sector in cap.suppliers:
            rows.setdefault((cap.destination, sector), []).append((economy.nodes.at(region, sector), cap))
    return [_shift(economy, *key, given, steps) for key, given in rows.items()]


def _shift(
    economy: Economy, destination: str, sector: str, given: Sequence[tuple[int, FinalDemandCap]], steps: int
) -> tuple[NDArray[np.int64], Floats]:
    """Q = H / ((1 - theta) H + theta H_open); capped suppliers keep their open part, the others are asked q times."""
    sellers = economy.nodes.where(sectors=(sector,))
    normal = bought_by(economy, destination)[sellers] / PER_YEAR
    kappa, capped = np.ones((steps, len(sellers))), np.zeros(len(sellers), dtype=bool)
    for at, cap in given:
        column = int(np.searchsorted(sellers, at))
        if capped[column]:
            raise _twice(economy, at, destination)
        capped[column] = True
        kappa[:, column] = cap.as_flow_cap().kappa(steps)
    theta = _theta([cap for _, cap in given], sector, steps)
    whole, still = normal.sum(), kappa @ normal
    offered = (1.0 - theta) * whole + theta * still
    factor = np.divide(whole, offered, out=np.ones(steps), where=offered > 0)
    path: Floats = normal * np.where(kappa < 1.0, kappa - 1.0, (factor - 1.0)[:, None])
    return sellers.astype(np.int64), path


def bought_by(economy: Economy, destination: str) -> Floats:
    """What the final users of a destination buy of every supplier in a year, netted; below 0 acts as none.

    Shapes and units:
        economy: N industries with final demand by destination, M USD/yr. Result: N, M USD/yr.

    Source:
        Y by destination, summed over categories; docs/methods-impact.md.

    Differs:
        A change of stocks that is larger than all purchases does not act as demand.

    Raises:
        WrongUseError: the table has one column of final demand for all users, or not this destination.

    Example:
        >>> from gwanje.impact import Economy, Nodes
        >>> two = Nodes((("OZZ", "ore"), ("WDL", "ore")))
        >>> demand = np.array([[6.0, 1.0], [9.0, -2.0]])
        >>> economy = Economy.from_arrays(
        ...     two, np.zeros((2, 2)), demand, final_columns=(("OZZ", "household"), ("WDL", "household"))
        ... )
        >>> bought_by(economy, "WDL")
        array([1., 0.])
    """
    economy.require("final_demand_without_destination", question=f"what final users of {destination} buy from whom")
    columns = [at for at, (to, _) in enumerate(economy.final_columns) if to == destination]
    if not columns:
        raise WrongUseError(
            "The table has no final users of this country",
            place=destination,
            expected=", ".join(dict.fromkeys(to for to, _ in economy.final_columns)),
            found=destination,
            remedy="Name a destination of final demand that the table has",
        )
    bought: Floats = np.maximum(economy.final_demand[:, columns].sum(axis=1), 0.0)
    return bought


def _theta(caps: Sequence[FinalDemandCap], sector: str, steps: int) -> Floats:
    paths = np.stack([cap.as_flow_cap().theta(steps) for cap in caps])
    if not (paths == paths[0]).all():
        raise WrongUseError(
            "Caps on final demand for one product disagree on how much can move to others",
            place=sector,
            expected="one switching share for all caps of the product",
            found=f"from {paths.min():g} to {paths.max():g}",
            remedy="Use one switching share; it is a property of the product's market",
        )
    first: Floats = paths[0]
    return first


def _twice(economy: Economy, at: int, destination: str) -> WrongUseError:
    return WrongUseError(
        "Two caps on final demand name the same supplier and destination",
        place=f"{economy.nodes.words[at]} to final users of {destination}",
        expected="one cap for each supplier and destination",
        found="two",
        remedy="Write one cap with the open share of both together",
    )

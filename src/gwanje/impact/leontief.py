"""Demand-driven input-output analysis: what has to be made, directly and indirectly, for final demand."""

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from gwanje.impact import changes
from gwanje.impact.economy import Economy
from gwanje.impact.statements import Floats, labelled, missing_where


def leontief_inverse(economy: Economy) -> xr.DataArray:
    """What every industry must make, directly and indirectly, for one unit of final demand of every product.

    Shapes and units:
        economy: N industries. Result: N x N, dimensionless, supplier x user; the columns of industries without
        output are missing.

    Source:
        L = (I - A)^-1; Miller and Blair, Input-Output Analysis (2nd ed. 2009), chapter 2.

    Differs:
        Ask for it only where all columns are needed; everything else here solves for the columns it needs.

    Raises:
        RefusedInputError: the economy has no net output, so that the inverse does not exist.

    Example:
        >>> from gwanje.impact import Nodes
        >>> nodes = Nodes((("OZZ", "ore"), ("OZZ", "metal")))
        >>> two = Economy.from_arrays(nodes, np.array([[0.0, 5.0], [0.0, 0.0]]), np.array([[5.0], [10.0]]),
        ...                           final_columns=(("OZZ", "household"),))
        >>> leontief_inverse(two).values
        array([[1. , 0.5],
               [0. , 1. ]])
    """
    found = economy.leontief.inverse()
    found[:, ~economy.active] = np.nan
    return labelled(
        found,
        [("supplier", _named(economy, "supplier")), ("user", _named(economy, "user"))],
        name="leontief_inverse",
        unit="1",
        kind="identity",
        about="Output of the supplier for one unit of final demand of the user's product",
        notes=economy.notes,
    )


def output_multipliers(economy: Economy) -> xr.DataArray:
    """Output of all industries together for one unit of final demand of each product.

    Shapes and units:
        economy: N industries. Result: N, dimensionless; missing where the industry has no output.

    Source:
        m[j] = sum over i of L[i, j]; Miller and Blair (2009), section 6.2.

    Differs:
        Solved as (I - A)' m = 1, without the inverse.

    Raises:
        RefusedInputError: the economy has no net output.

    Example:
        >>> from gwanje.impact import Nodes
        >>> nodes = Nodes((("OZZ", "ore"), ("OZZ", "metal")))
        >>> two = Economy.from_arrays(nodes, np.array([[0.0, 5.0], [0.0, 0.0]]), np.array([[5.0], [10.0]]),
        ...                           final_columns=(("OZZ", "household"),))
        >>> output_multipliers(two).values
        array([1. , 1.5])
    """
    found = economy.leontief.solve(np.ones(len(economy)), transposed=True)
    return _by_industry(
        economy,
        missing_where(found, ~economy.active),
        name="output_multiplier",
        unit="1",
        about="Output of all industries for one unit of final demand of the product",
    )


def quantity_response(economy: Economy, demand_change: Any) -> xr.DataArray:
    """The change of output that a change of final demand asks for, at fixed coefficients and prices.

    Shapes and units:
        economy: N industries; demand_change: by (region, sector), in the unit of the economy; industries that are not
        named do not change. Result: N, unit of the economy; missing where the industry has no output.

    Source:
        dx = L df; Miller and Blair (2009), chapter 2.

    Differs:
        Nothing.

    Raises:
        WrongUseError: an unknown industry, an amount that is not finite, or demand for an industry without output.
        RefusedInputError: the economy has no net output.

    Example:
        >>> from gwanje.impact import Nodes
        >>> nodes = Nodes((("OZZ", "ore"), ("OZZ", "metal")))
        >>> two = Economy.from_arrays(nodes, np.array([[0.0, 5.0], [0.0, 0.0]]), np.array([[5.0], [10.0]]),
        ...                           final_columns=(("OZZ", "household"),))
        >>> quantity_response(two, {("OZZ", "metal"): -2.0}).values
        array([-1., -2.])
    """
    change = changes.of_some(economy.nodes, demand_change, "The change of final demand")
    changes.refuse_without_output(economy.nodes, economy.active, change, "a change of final demand")
    return _by_industry(
        economy,
        missing_where(economy.leontief.solve(change), ~economy.active),
        name="output_change",
        unit=economy.unit,
        about="Output that the change of final demand asks for, at fixed input coefficients",
    )


def footprint(economy: Economy, intensity: Any, *, unit: str) -> xr.DataArray:
    """What final demand of each product carries of something that industries use or emit per unit of output.

    Shapes and units:
        economy: N industries; intensity: by (region, sector), amount per unit of output, for every industry with
        output; unit: unit of that amount. Result: N by product, in that unit; it sums to intensity times output.

    Source:
        c L diag(f) for an intensity row c; Miller and Blair (2009), chapter 10.

    Differs:
        Solved as (I - A)' m = c, without the inverse; final demand of all users together.

    Raises:
        WrongUseError: an intensity is missing or not finite.
        RefusedInputError: the economy has no net output.

    Example:
        >>> from gwanje.impact import Nodes
        >>> nodes = Nodes((("OZZ", "ore"), ("OZZ", "metal")))
        >>> two = Economy.from_arrays(nodes, np.array([[0.0, 5.0], [0.0, 0.0]]), np.array([[5.0], [10.0]]),
        ...                           final_columns=(("OZZ", "household"),))
        >>> footprint(two, {("OZZ", "ore"): 1.0, ("OZZ", "metal"): 0.0}, unit="t").values
        array([5., 5.])
    """
    row = changes.of_all(economy.nodes, intensity, "The intensity", needed=economy.active)
    found = economy.leontief.solve(row, transposed=True) * economy.demand
    return _by_industry(
        economy,
        missing_where(found, ~economy.active),
        name="footprint",
        unit=unit,
        about="What final demand of the product carries, directly and indirectly",
    )


def _named(economy: Economy, axis: str) -> pd.MultiIndex:
    return economy.nodes.index.set_names([f"{axis}_region", f"{axis}_sector"])


def _by_industry(economy: Economy, values: Floats, *, name: str, unit: str, about: str) -> xr.DataArray:
    return labelled(
        values,
        [("industry", economy.nodes.index)],
        name=name,
        unit=unit,
        kind="identity",
        about=about,
        notes=economy.notes,
    )

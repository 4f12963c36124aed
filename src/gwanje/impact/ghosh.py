"""Supply-driven analysis, read forward: whose output carries the value added of an industry; a ranking, no bound."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from gwanje.foundation.errors import WrongUseError
from gwanje.impact import changes
from gwanje.impact.economy import Economy
from gwanje.impact.statements import Floats, labelled, missing_where

READING = (
    "forward exposure ranking, no bound: fixed sales shares, no stocks, no substitution and no essential inputs, "
    "so that one missing essential input can lose more than it shows"
)


@dataclass(frozen=True, slots=True)
class ForwardExposure:
    """Shares and ranks of industries; never a loss, never a forecast."""

    share: xr.DataArray
    rank: xr.DataArray
    content: xr.DataArray
    rank_by_content: xr.DataArray


def ghosh_inverse(economy: Economy) -> xr.DataArray:
    """Where one unit of value added of every industry ends up, passed on in fixed sales shares.

    Shapes and units:
        economy: N industries. Result: N x N, dimensionless, supplier x user; rows of industries without output are
        missing.

    Source:
        G = (I - B)^-1 with B[i, j] = Z[i, j] / x[i]; Ghosh (1958), Miller and Blair (2009), chapter 12.

    Differs:
        Computed as diag(x)^-1 L diag(x), so that I - A is factored once for both.

    Raises:
        RefusedInputError: the economy has no net output.

    Example:
        >>> from gwanje.impact import Nodes
        >>> nodes = Nodes((("OZZ", "ore"), ("OZZ", "metal")))
        >>> two = Economy.from_arrays(nodes, np.array([[0.0, 5.0], [0.0, 0.0]]), np.array([[5.0], [10.0]]),
        ...                           final_columns=(("OZZ", "household"),))
        >>> ghosh_inverse(two).values
        array([[1. , 0.5],
               [0. , 1. ]])
    """
    found = economy.leontief.inverse() * economy.output
    per_unit = np.divide(1.0, economy.output, out=np.full(len(economy), np.nan), where=economy.active)
    found *= per_unit[:, None]
    index = economy.nodes.index
    return labelled(
        found,
        [
            ("supplier", index.set_names(["supplier_region", "supplier_sector"])),
            ("user", index.set_names(["user_region", "user_sector"])),
        ],
        name="ghosh_inverse",
        unit="1",
        kind="identity",
        about="Output of the user that one unit of value added of the supplier goes into",
        notes=(*economy.notes, READING),
    )


def forward_exposure(economy: Economy, value_added_change: Any) -> ForwardExposure:
    """Whose output carries the value added named, directly and through others, ranked: no loss and no bound.

    Shapes and units:
        economy: N industries; value_added_change: by (region, sector), amounts of value added in the unit of the
        economy, all of one sign; the sign is not used. Result: `share` of the value added carried by all industries
        together (sums to 1), `content`: share of the industry's own output; both dimensionless, with ranks from 1.

    Source:
        dx' = dv' G; Ghosh (1958). Read as prices by Dietzenbacher (1997): content is dx / x.

    Differs:
        Published as ranks and shares only. As a quantity model it is implausible: nothing in it is essential, stocked
        or replaced (Oosterhaven 1988), so that no amount of it is a loss.

    Raises:
        WrongUseError: an unknown industry, amounts of both signs or none, or an industry without output.
        RefusedInputError: the economy has no net output.

    Example:
        >>> from gwanje.impact import Nodes
        >>> nodes = Nodes((("OZZ", "ore"), ("OZZ", "metal")))
        >>> two = Economy.from_arrays(nodes, np.array([[0.0, 5.0], [0.0, 0.0]]), np.array([[5.0], [10.0]]),
        ...                           final_columns=(("OZZ", "household"),))
        >>> forward_exposure(two, {("OZZ", "ore"): -10.0}).content.values
        array([1. , 0.5])
    """
    change = changes.of_some(economy.nodes, value_added_change, "The value added")
    changes.refuse_without_output(economy.nodes, economy.active, change, "value added")
    _refuse_mixed(change)
    per_output = np.divide(np.abs(change), economy.output, out=np.zeros_like(change), where=economy.active)
    content = np.maximum(economy.leontief.solve(per_output, transposed=True), 0.0)
    carried = content * economy.output
    idle = ~economy.active
    share = missing_where(carried / carried.sum(), idle)
    content = missing_where(content, idle)
    return ForwardExposure(
        share=_exposure(economy, share, "forward_exposure_share", "Share of all output that carries this value added"),
        rank=_exposure(economy, _ranks(share), "forward_exposure_rank", "Rank by that share, 1 is the largest"),
        content=_exposure(economy, content, "forward_content", "Share of the industry's own output that carries it"),
        rank_by_content=_exposure(economy, _ranks(content), "forward_content_rank", "Rank by the share of own output"),
    )


def _refuse_mixed(change: Floats) -> None:
    if not change.any() or (change.min() < 0 < change.max()):
        raise WrongUseError(
            "A forward exposure needs value added of one sign",
            expected="amounts all above 0, or all below 0",
            found="none but zeros" if not change.any() else "amounts of both signs",
            remedy="Ask for one group of industries at a time",
        )


def _ranks(values: Floats) -> Floats:
    """Ranks from 1; equals keep the order of the table, the missing stay missing."""
    order = np.argsort(-values, kind="stable")
    ranks = np.empty(len(values))
    ranks[order] = np.arange(1, len(values) + 1)
    return missing_where(ranks, np.isnan(values))


def _exposure(economy: Economy, values: Floats, name: str, about: str) -> xr.DataArray:
    return labelled(
        values,
        [("industry", economy.nodes.index)],
        name=name,
        unit="1",
        kind="exposure",
        about=about,
        notes=(*economy.notes, READING),
    )

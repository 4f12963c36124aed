"""What an extraction takes away, with the reading that goes with it."""

from dataclasses import dataclass

import numpy as np
import xarray as xr

from gwanje.impact.economy import Economy
from gwanje.impact.nodes import Nodes
from gwanje.impact.statements import Floats, labelled, missing_where

READING = (
    "supplier's lost sales: orders are taken away and output follows demand; the users go on producing at fixed "
    "coefficients, so this is not what hangs on the import"
)


@dataclass(frozen=True, eq=False, slots=True)
class LostSales:
    """The supplier's lost sales: gross output that is no longer ordered, by industry and by region."""

    cut: float
    total: float
    loss: xr.DataArray
    share_of_output: xr.DataArray
    by_region: xr.DataArray
    region_share: xr.DataArray
    region_share_of_output: xr.DataArray

    @property
    def unit(self) -> str:
        """The unit of the amounts."""
        return str(self.loss.attrs["unit"])


def lost_sales(economy: Economy, loss: Floats, cut: float, about: str) -> LostSales:
    """The loss with its labels, its sums by region and its shares; industries without output are missing."""
    nodes, notes = economy.nodes, (*economy.notes, READING)
    regions = nodes.regions
    by_region = _sums(nodes, loss)
    output = _sums(nodes, economy.output)
    total = float(loss.sum())

    def industries(values: Floats, name: str, unit: str, what: str) -> xr.DataArray:
        masked = missing_where(values, ~economy.active)
        return labelled(
            masked, [("industry", nodes.index)], name=name, unit=unit, kind="exposure", about=what, notes=notes
        )

    def of_regions(values: Floats, name: str, unit: str, what: str) -> xr.DataArray:
        masked = missing_where(values, output <= 0)
        return labelled(masked, [("region", regions)], name=name, unit=unit, kind="exposure", about=what, notes=notes)

    return LostSales(
        cut=cut,
        total=total,
        loss=industries(loss, "suppliers_lost_sales", economy.unit, about),
        share_of_output=industries(
            _ratio(loss, economy.output), "share_of_output", "1", "Lost sales over the industry's output"
        ),
        by_region=of_regions(by_region, "suppliers_lost_sales", economy.unit, about),
        region_share=of_regions(
            _ratio(by_region, np.full_like(by_region, total)), "share_of_loss", "1", "Region's part of all lost sales"
        ),
        region_share_of_output=of_regions(
            _ratio(by_region, output), "share_of_output", "1", "Lost sales over the region's output"
        ),
    )


def _sums(nodes: Nodes, values: Floats) -> Floats:
    sums: Floats = np.zeros(len(nodes.regions))
    np.add.at(sums, nodes.region_of, values)
    return sums


def _ratio(part: Floats, whole: Floats) -> Floats:
    divided: Floats = np.full_like(part, np.nan)
    np.divide(part, whole, out=divided, where=whole > 0)
    return divided

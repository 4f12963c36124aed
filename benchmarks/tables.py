"""Input-output tables as both sides of a comparison read them: plain arrays with labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

PACKAGED = Path(__file__).resolve().parents[1] / "src" / "gwanje_world" / "tables"


@dataclass(frozen=True)
class Table:
    """An input-output table with its labels, a year's flows in any one money unit."""

    intermediate: np.ndarray  # node x node
    final_demand: np.ndarray  # node x (region, category)
    output: np.ndarray  # node
    regions: np.ndarray  # of the nodes
    sectors: np.ndarray  # of the nodes
    final_regions: np.ndarray  # of the final demand columns
    final_categories: np.ndarray

    def arrays(self) -> dict[str, np.ndarray]:
        return dict(vars(self))

    @classmethod
    def read(cls, arrays: Mapping[str, np.ndarray]) -> "Table":
        return cls(**{name: arrays[name] for name in cls.__dataclass_fields__})

    def frames(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
        """Intermediate table, final demand and output in pymrio's layout."""
        nodes = pd.MultiIndex.from_arrays([self.regions, self.sectors], names=["region", "sector"])
        final = pd.MultiIndex.from_arrays([self.final_regions, self.final_categories], names=["region", "category"])
        return (
            pd.DataFrame(self.intermediate, index=nodes, columns=nodes),
            pd.DataFrame(self.final_demand, index=nodes, columns=final),
            pd.Series(self.output, index=nodes),
        )

    def ordered(self, order: np.ndarray) -> "Table":
        """The same table with its nodes in another order."""
        return Table(
            self.intermediate[np.ix_(order, order)],
            self.final_demand[order],
            self.output[order],
            self.regions[order],
            self.sectors[order],
            self.final_regions,
            self.final_categories,
        )


def packaged() -> Table:
    """The packaged inter-country table, region by region: a year, M USD; output are the row sums.

    It has one column of final demand for all users. BoARIO needs one for every region, so what a region produces for
    final demand stands in that region's column: production and orders do not depend on who the final users are.
    """
    nodes = pd.read_parquet(PACKAGED / "icio2022_nodes.parquet")
    flows = pd.read_parquet(PACKAGED / "icio2022_flows.parquet")
    order = nodes.sort_values(["country_iso3", "node_id"], kind="stable")["node_id"].to_numpy()
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    intermediate = np.zeros((len(order), len(order)))
    intermediate[place[flows["i"].to_numpy()], place[flows["j"].to_numpy()]] = flows["v"].to_numpy()
    rows = nodes.set_index("node_id").loc[order]
    regions, sectors = (rows[name].to_numpy(dtype=str) for name in ("country_iso3", "sector_code"))
    return with_own_demand(intermediate, rows["final_demand_musd"].to_numpy(), regions, sectors)


def grouped(table: Table, regions: Mapping[str, str], sectors: Mapping[str, str] | None = None) -> Table:
    """Regions, and sectors if wanted, added together; final demand in the column of its own region again."""
    region = [regions[name] for name in table.regions]
    sector = [name if sectors is None else sectors[name] for name in table.sectors]
    keys = pd.MultiIndex.from_arrays([region, sector])
    groups = keys.drop_duplicates()
    place = groups.get_indexer(keys)
    added = np.zeros((len(groups), len(place)))
    added[place, np.arange(len(place))] = 1
    intermediate = added @ table.intermediate @ added.T
    names = (groups.get_level_values(level).to_numpy(dtype=str) for level in (0, 1))
    return with_own_demand(intermediate, added @ table.final_demand.sum(1), *names)


def with_own_demand(intermediate: np.ndarray, demand: np.ndarray, regions: np.ndarray, sectors: np.ndarray) -> Table:
    names = np.unique(regions)
    final = np.where(regions[:, None] == names[None, :], demand[:, None], 0.0)
    output = intermediate.sum(1) + demand
    return Table(intermediate, final, output, regions, sectors, names, np.full(len(names), "all uses"))

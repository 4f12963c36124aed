"""The only door of `impact` to the warehouse: one inter-country table as known at an instant, as labels and arrays.

The warehouse comes in open; its tables build the expressions, so neither Ibis nor DuckDB is imported here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gwanje.foundation.errors import RefusedInputError
from gwanje.impact.nodes import Floats, Label

if TYPE_CHECKING:
    import ibis

    from gwanje.evidence.warehouse import Warehouse

NODES, FLOWS = "icio_nodes", "icio_flows"
NODE_COLUMNS = (
    "year",
    "node",
    "country",
    "country_name",
    "sector",
    "sector_name",
    "gross_output_musd",
    "final_demand_musd",
    "balanced_output_musd",
)


@dataclass(frozen=True, slots=True)
class InterCountryTable:
    """One table: its industries in the order of the file, its flows as positions and amounts, M USD/yr."""

    source: str
    snapshots: tuple[str, ...]
    year: int
    labels: tuple[Label, ...]
    sector_names: Mapping[str, str]
    supplier: NDArray[np.int64]
    user: NDArray[np.int64]
    flow: Floats
    final_demand: Floats
    balanced_output: Floats
    published_output: Floats


@dataclass(frozen=True, slots=True)
class TableStore:
    """Inter-country input-output tables as they were known at an instant."""

    warehouse: Warehouse

    def vintages(self, known: datetime) -> Mapping[str, tuple[str, ...]]:
        """For every source with industries and flows known by then, the snapshots that hold them."""
        held = [self._snapshots(table, known) for table in (NODES, FLOWS)]
        return {source: (held[0][source], held[1][source]) for source in held[0] if source in held[1]}

    def sources(self) -> tuple[str, ...]:
        """Every source with a table in the warehouse, whenever it became known."""
        if NODES not in self.warehouse.table_names:
            return ()
        return tuple(sorted({one.source for one in self.warehouse.snapshots(table=NODES)}))

    def first_known(self) -> datetime | None:
        """When industries and flows had both become known; None where there is no such table."""
        if not {NODES, FLOWS} <= set(self.warehouse.table_names):
            return None
        instants = [self.warehouse.first_known(table) for table in (NODES, FLOWS)]
        found = [instant for instant in instants if instant is not None]
        return max(found) if len(found) == len(instants) else None

    def regions(self, source: str, known: datetime) -> tuple[str, ...]:
        """The economies of one source's table, as known then."""
        nodes = self._rows(NODES, self.vintages(known)[source][0])
        return tuple(sorted(nodes.select("country").distinct().to_pyarrow()["country"].to_pylist()))

    def table(self, source: str, known: datetime) -> InterCountryTable:
        """One source's table, as known then."""
        snapshots = self.vintages(known)[source]
        nodes = self._rows(NODES, snapshots[0]).select(*NODE_COLUMNS).order_by("node").to_pyarrow()
        flows = self._rows(FLOWS, snapshots[1]).select("supplier_node", "user_node", "flow_musd").to_pyarrow()
        identities = _numbers(nodes, "node").astype(np.int64)
        countries, sectors = nodes["country"].to_pylist(), nodes["sector"].to_pylist()
        return InterCountryTable(
            source=source,
            snapshots=snapshots,
            year=_one_year(nodes, source),
            labels=tuple(zip(countries, sectors, strict=True)),
            sector_names=dict(zip(sectors, nodes["sector_name"].to_pylist(), strict=True)),
            supplier=_positions(flows, "supplier_node", identities, source),
            user=_positions(flows, "user_node", identities, source),
            flow=_numbers(flows, "flow_musd"),
            final_demand=_numbers(nodes, "final_demand_musd"),
            balanced_output=_numbers(nodes, "balanced_output_musd"),
            published_output=_numbers(nodes, "gross_output_musd"),
        )

    def _snapshots(self, table: str, known: datetime) -> dict[str, str]:
        if table not in self.warehouse.table_names:
            return {}
        return {one.source: one.id for one in self.warehouse.vintages_known(table, known)}

    def _rows(self, table: str, snapshot: str) -> ibis.Table:
        rows = self.warehouse.table(table)
        return rows.filter(rows.snapshot == snapshot)


def _numbers(rows: Any, column: str) -> Floats:
    """A column as floats; an empty cell is NaN, which an economy refuses."""
    values: Floats = rows[column].to_pandas().to_numpy(dtype=np.float64)
    return values


def _positions(rows: Any, column: str, identities: NDArray[np.int64], source: str) -> NDArray[np.int64]:
    asked: NDArray[np.int64] = rows[column].to_pandas().to_numpy(dtype=np.int64)
    found = np.minimum(np.searchsorted(identities, asked), len(identities) - 1)
    strange = np.flatnonzero(identities[found] != asked)
    if strange.size:
        raise RefusedInputError(
            "A flow names an industry that the table does not have",
            place=f"{source}, {FLOWS}.{column}",
            expected=f"one of the {len(identities)} industries of {NODES}",
            found=f"{int(asked[strange[0]])}; {strange.size} flows in all",
            remedy="Load the industries and the flows of the same edition",
        )
    return found.astype(np.int64)


def _one_year(nodes: Any, source: str) -> int:
    years = sorted(set(nodes["year"].to_pylist()))
    if len(years) != 1:
        raise RefusedInputError(
            "A table of industries is not of one year",
            place=f"{source}, {NODES}",
            expected="one year",
            found=", ".join(map(str, years)) or "no industry",
            remedy="Load one year at a time, each as a source of its own",
        )
    return int(years[0])

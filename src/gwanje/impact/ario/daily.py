"""An economy as the dynamic model needs it: money per day, suppliers in blocks of one sector, sums made once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from gwanje.impact.ario.kernels import UNBOUND, dense_columns, dense_day, sparse_columns, sparse_day
from gwanje.impact.ario.settings import LEAST_INPUT_SHARE
from gwanje.impact.economy import Economy
from gwanje.impact.statements import Floats

DAYS_PER_YEAR = 365.0
SPARSE_BELOW = 0.1  # share of cells that are not zero; above it the dense loop is faster (docs/performance.md)


@dataclass(frozen=True, eq=False)
class DailyEconomy:
    """Flows per day with industries sorted by sector; `order` leads back to the order of the table.

    `table` is dense or CSR. inputs[s, j] is what buyer j takes of product s a day, from all regions together.
    """

    order: NDArray[np.int64]
    starts: NDArray[np.int64]
    table: Any
    inputs: Floats
    output: Floats
    demand: Floats

    @classmethod
    def of(cls, economy: Economy, *, as_sparse: bool | None = None) -> "DailyEconomy":
        """The daily economy of a table; held sparse where few cells are filled, or as told."""
        sectors = economy.nodes.sector_of
        order = np.argsort(sectors, kind="stable")
        starts = np.searchsorted(sectors[order], np.arange(len(economy.nodes.sectors) + 1))
        held = _table(economy, order, as_sparse=as_sparse)
        demand = np.ascontiguousarray(_acting_demand(economy)[order]) / DAYS_PER_YEAR
        inputs = _inputs(held, starts)
        sales = _sales(held, starts, inputs)
        return cls(order, starts.astype(np.int64), held, inputs, sales + demand, demand)

    def __len__(self) -> int:
        return int(self.output.shape[0])

    @property
    def is_sparse(self) -> bool:
        """Whether the table is held as lists of cells."""
        return bool(sparse.issparse(self.table))

    @property
    def sectors(self) -> int:
        """How many supplying sectors there are."""
        return len(self.starts) - 1

    def one_over_inputs(self) -> Floats:
        """1 over the daily use of each input, 0 where it is too small a share of output to bind."""
        counts = self.inputs > LEAST_INPUT_SHARE * self.output
        result: Floats = np.zeros_like(self.inputs)
        return np.divide(1.0, self.inputs, out=result, where=counts)

    def rows(self, positions: NDArray[np.int64]) -> Floats:
        """Some suppliers' rows of the table, dense; positions count in the sorted order."""
        found: Floats = self.table[positions].toarray() if self.is_sparse else self.table[positions]
        return found


def _acting_demand(economy: Economy) -> Floats:
    """Final demand that acts as demand: netted for each destination; what stays negative is a change of stocks."""
    total: Floats = np.zeros(len(economy))
    destinations = [region for region, _ in economy.final_columns]
    for region in dict.fromkeys(destinations):
        columns = [at for at, one in enumerate(destinations) if one == region]
        total += np.maximum(economy.final_demand[:, columns].sum(axis=1), 0.0)
    return total


def _table(economy: Economy, order: NDArray[np.int64], *, as_sparse: bool | None) -> Any:
    size = len(economy)
    filled = economy.intermediate.nnz if economy.is_sparse else np.count_nonzero(economy.intermediate)
    wanted = filled < SPARSE_BELOW * size * size if as_sparse is None else as_sparse
    if wanted:
        cells = sparse.csr_array(economy.intermediate)[order][:, order].tocsr()
        cells.sort_indices()
        cells.data = cells.data / DAYS_PER_YEAR
        cells.indices = cells.indices.astype(np.int32)
        cells.indptr = cells.indptr.astype(np.int64)
        return cells
    if economy.is_sparse:
        cells = economy.intermediate.tocoo()
        place = np.empty(size, dtype=np.int64)
        place[order] = np.arange(size)
        dense = np.zeros((size, size))
        dense[place[cells.row], place[cells.col]] = cells.data / DAYS_PER_YEAR
        return dense
    dense = np.ascontiguousarray(economy.intermediate[np.ix_(order, order)])
    dense /= DAYS_PER_YEAR
    return dense


def _inputs(table: Any, starts: NDArray[np.int64]) -> Floats:
    size, ones = table.shape[0], np.ones(table.shape[0])
    inputs, again = np.empty((len(starts) - 1, size)), np.empty(size)
    for s in range(len(starts) - 1):
        if sparse.issparse(table):
            sparse_columns(
                table.data, table.indices, table.indptr, starts[s], starts[s + 1], ones, ones, inputs[s], again
            )
        else:
            dense_columns(table, starts[s], starts[s + 1], ones, ones, inputs[s], again)
    return inputs


def _sales(table: Any, starts: NDArray[np.int64], inputs: Floats) -> Floats:
    """What every supplier sells to industries on day 0, by the loop of the run, so that day 0 repeats itself."""
    sectors, size = inputs.shape
    one = np.ones((1, size))
    q, stock = np.ones((sectors, 1, size)), np.zeros((sectors, 1, size))
    flat, none = np.zeros((sectors, 1)), np.zeros((sectors, 1), dtype=np.bool_)
    least, sales = np.full((1, size), UNBOUND), np.empty((1, size))
    settled = (starts, inputs, inputs, one, one, q, stock, one, one, flat, flat, flat, none, least, sales)
    if sparse.issparse(table):
        sparse_day(table.data, table.indices, table.indptr, *settled)
    else:
        dense_day(table, *settled)
    found: Floats = sales[0]
    return found

"""An economy in money: who sells what to whom in a year, checked when it is made, never changed afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import sparse

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.economy_checks import (
    BalanceCheck,
    aligned,
    checked_balance,
    checked_value_added,
    one_unit,
    refuse_not_finite,
    refuse_repeated,
    refuse_shapes,
    rows_of,
    set_negatives_aside,
)
from gwanje.impact.nodes import Floats, Nodes
from gwanje.impact.pymrio_frames import frames_of, one_column, refuse_unlabelled, unit_of
from gwanje.impact.solving import LeontiefSystem

Limit = Literal["final_demand_without_destination", "no_rest_of_world"]
FinalColumn = tuple[str, str]
UNIT = "M USD/yr"
NO_UNIT = "in the unit of the table, which it does not state"


@dataclass(frozen=True, eq=False)
class Economy:
    """Z, Y, x and v of one year with their labels, their unit, and what the table cannot answer.

    `intermediate` is dense or a SciPy CSR array; row i sells to column j. `final_demand` has one column for each pair
    of destination and category; a table with the limit `final_demand_without_destination` has one column for all.
    """

    nodes: Nodes
    intermediate: Any
    final_demand: Floats
    final_columns: tuple[FinalColumn, ...]
    output: Floats
    value_added: Floats
    unit: str = UNIT
    year: int | None = None
    limits: frozenset[Limit] = frozenset()
    sources: tuple[str, ...] = ()
    checks: tuple[BalanceCheck, ...] = ()
    notes: tuple[str, ...] = field(default=())
    sector_names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_frames(
        cls,
        intermediate: pd.DataFrame,
        final_demand: pd.DataFrame,
        output: "pd.Series[float] | None" = None,
        value_added: "pd.Series[float] | None" = None,
        **about: Any,
    ) -> "Economy":
        """An economy from frames in pymrio's layout.

        Shapes and units:
            intermediate: N x N, (region, sector) on both axes, M USD/yr; final_demand: N x nf, columns (region,
            category); output, value_added: N, M USD/yr. Aligned by label; the order of the rows is kept.
            about: unit, year, limits, sources.
            Result: an Economy; x are the row sums unless output is given, v = x minus the column sums unless given.

        Source:
            Accounting conventions of Miller and Blair, Input-Output Analysis (2nd ed. 2009), chapter 2.

        Differs:
            Negative intermediate cells are moved to a column of final demand named adjustment, with their count and
            sum; nothing is clipped. Given output may differ from the row sums by 1e-4 of all output, and says so.

        Raises:
            RefusedInputError: labels that do not meet, NaN or infinity, units that differ, output that does not close
                the rows, value added far below zero.

        Example:
            >>> labels = pd.MultiIndex.from_tuples([("OZZ", "ore"), ("OZZ", "metal")], names=["region", "sector"])
            >>> table = pd.DataFrame([[0.0, 4.0], [1.0, 0.0]], index=labels, columns=labels)
            >>> demand = pd.DataFrame({("OZZ", "household"): [6.0, 9.0]}, index=labels)
            >>> Economy.from_frames(table, demand).output
            array([10., 10.])
        """
        refuse_unlabelled(intermediate=intermediate, final_demand=final_demand)
        output, value_added = one_column(output, "output"), one_column(value_added, "value added")
        frames = {
            "intermediate": intermediate,
            "final demand": final_demand,
            "output": output,
            "value added": value_added,
        }
        unit = one_unit(frames, about.pop("unit", None))
        nodes = Nodes.from_index(intermediate.index, place="rows of the intermediate table")
        columns = Nodes.from_index(intermediate.columns, place="columns of the intermediate table")
        table = aligned(intermediate, nodes, columns)
        demand = rows_of(final_demand, nodes, "final demand")
        names = tuple(_final_column(one) for one in demand.columns.tolist())
        if not any(destination for destination, _ in names):
            about["limits"] = frozenset({"final_demand_without_destination", *about.get("limits", ())})
        return cls.from_arrays(
            nodes,
            table,
            demand.to_numpy(dtype=np.float64),
            final_columns=names,
            output=None if output is None else rows_of(output.to_frame(), nodes, "output").to_numpy(np.float64)[:, 0],
            value_added=None
            if value_added is None
            else rows_of(value_added.to_frame(), nodes, "value added").to_numpy(np.float64)[:, 0],
            unit=unit,
            **about,
        )

    @classmethod
    def from_pymrio(cls, system: Any, **about: Any) -> "Economy":
        """An economy from a system of pymrio, or from any object with Z, Y and perhaps x and unit in its form.

        Shapes and units:
            system: Z N x N and Y N x nf as frames by (region, sector); x, v one column or None; unit a frame of one
            unit or None. about: unit, year, limits, sources. Result: an Economy in that unit.

        Source:
            The layout of pymrio (Stadler 2021, Journal of Open Research Software 9:8).

        Differs:
            Extensions and populations are not read; without v, value added is x minus the column sums.

        Raises:
            RefusedInputError: no Z or Y, several units, and everything `from_frames` refuses.

        Example:
            >>> from types import SimpleNamespace
            >>> labels = pd.MultiIndex.from_tuples([("OZZ", "ore"), ("OZZ", "metal")], names=["region", "sector"])
            >>> system = SimpleNamespace(
            ...     Z=pd.DataFrame([[0.0, 4.0], [1.0, 0.0]], index=labels, columns=labels),
            ...     Y=pd.DataFrame({("OZZ", "household"): [6.0, 9.0]}, index=labels),
            ...     unit=pd.DataFrame({"unit": ["M.EUR", "M.EUR"]}, index=labels),
            ... )
            >>> Economy.from_pymrio(system).unit
            'M.EUR'
        """
        table, demand, output, added = frames_of(system)
        about.setdefault("unit", unit_of(system) or NO_UNIT)
        return cls.from_frames(table, demand, output, added, **about)

    @classmethod
    def from_arrays(
        cls,
        nodes: Nodes,
        intermediate: Any,
        final_demand: Floats,
        *,
        final_columns: Sequence[FinalColumn],
        output: Floats | None = None,
        value_added: Floats | None = None,
        unit: str = UNIT,
        year: int | None = None,
        limits: frozenset[Limit] = frozenset(),
        sources: Sequence[str] = (),
        notes: Sequence[str] = (),
    ) -> "Economy":
        """An economy from arrays in the order of `nodes`; the intermediate table may be a SciPy sparse array."""
        refuse_shapes(nodes, intermediate, final_demand, final_columns)
        if sparse.issparse(intermediate):
            intermediate = sparse.csr_array(intermediate, dtype=np.float64)
        refuse_not_finite(intermediate, final_demand, nodes)
        said = list(notes)
        table, demand, names, note = set_negatives_aside(intermediate, final_demand, tuple(final_columns), unit)
        said += [note] if note else []
        rows = np.asarray(table.sum(axis=1)).ravel() + demand.sum(axis=1)
        total, checks = checked_balance(rows, output, nodes, unit)
        added, check = checked_value_added(total, np.asarray(table.sum(axis=0)).ravel(), value_added, nodes, unit)
        return cls(
            nodes, table, demand, names, total, added, unit, year, limits, tuple(sources), (*checks, check), tuple(said)
        )

    @classmethod
    def from_long(
        cls,
        nodes: Nodes,
        supplier: Any,
        user: Any,
        flow: Any,
        final_demand: Any,
        *,
        output: Floats | None = None,
        limits: frozenset[Limit] = frozenset({"final_demand_without_destination"}),
        **about: Any,
    ) -> "Economy":
        """An economy from a list of flows (positions of supplier and user, amount) and one column of final demand."""
        size = len(nodes)
        amounts = np.asarray(flow, dtype=np.float64)
        table = sparse.csr_array((amounts, (np.asarray(supplier), np.asarray(user))), shape=(size, size))
        refuse_repeated(table.nnz, len(amounts))
        demand = np.asarray(final_demand, dtype=np.float64).reshape(size, 1)
        return cls.from_arrays(
            nodes, table, demand, final_columns=(("", "all uses"),), output=output, limits=limits, **about
        )

    def __len__(self) -> int:
        return len(self.nodes)

    @property
    def is_sparse(self) -> bool:
        """Whether the intermediate table is held sparse."""
        return bool(sparse.issparse(self.intermediate))

    @cached_property
    def dense(self) -> Floats:
        """The intermediate table as a dense array."""
        full: Floats = self.intermediate.toarray() if self.is_sparse else np.asarray(self.intermediate)
        return full

    @cached_property
    def demand(self) -> Floats:
        """Final demand of every industry's product, all users together."""
        total: Floats = self.final_demand.sum(axis=1)
        return total

    @property
    def active(self) -> Any:
        """Whether an industry has output; coefficients of the others are zero and their ratios are missing."""
        return self.output > 0

    def coefficients(self) -> Floats:
        """Input coefficients A[i, j] = Z[i, j] / x[j]; a column of zeros where x[j] is 0."""
        shares: Floats = np.zeros((len(self), len(self)))
        np.divide(self.dense, self.output, out=shares, where=self.active)
        return shares

    @cached_property
    def coefficient_table(self) -> Any:
        """Input coefficients held as the intermediate table is held, dense or sparse."""
        if not self.is_sparse:
            return self.coefficients()
        shares = sparse.csr_array(self.intermediate, copy=True)
        bought = self.output[shares.indices]
        shares.data = np.divide(shares.data, bought, out=np.zeros_like(shares.data), where=bought > 0)
        return shares

    @cached_property
    def leontief(self) -> LeontiefSystem:
        """I - A, factored when first needed and kept."""
        return LeontiefSystem.of(self.coefficient_table)

    def coefficients_within(self, positions: Any) -> Floats:
        """The square block of input coefficients among some industries."""
        block = self.intermediate[positions][:, positions]
        inside: Floats = block.toarray() if sparse.issparse(block) else np.asarray(block)
        scale = self.output[positions]
        shares: Floats = np.zeros_like(inside)
        np.divide(inside, scale, out=shares, where=scale > 0)
        return shares

    def require(self, limit: Limit, *, question: str) -> None:
        """Refuse a question that this table cannot answer, with the file that can."""
        if limit in self.limits:
            what = {
                "final_demand_without_destination": "final demand by destination: it has one column for all users",
                "no_rest_of_world": "the rest of the world: some economies are missing from it",
            }[limit]
            raise WrongUseError(
                f"This table cannot answer {question}",
                expected="a table with all economies and final demand by destination",
                found=f"a table without {what}",
                remedy="Load the OECD file of the Inter-Country Input-Output tables (--table FILE); nothing is filled",
            )

    def with_notes(self, *notes: str) -> "Economy":
        """The same economy that says more about itself."""
        return replace(self, notes=(*self.notes, *notes))


def _final_column(label: Any) -> FinalColumn:
    return (str(label[0]), str(label[1])) if isinstance(label, tuple) and len(label) == 2 else ("", str(label))

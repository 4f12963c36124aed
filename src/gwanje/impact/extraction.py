"""Hypothetical extraction: what is no longer ordered when industries, or the flows between them, are taken away."""

from typing import Any

import numpy as np
from scipy import sparse

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.impact.changes import fraction
from gwanje.impact.economy import Economy
from gwanje.impact.extraction_results import LostSales, lost_sales
from gwanje.impact.groups import Group
from gwanje.impact.nodes import Positions
from gwanje.impact.statements import Floats

NEVER_NEGATIVE = 1e-9


def extract_industries(economy: Economy, group: Group) -> LostSales:
    """The sales that are lost, here and elsewhere, when a group of industries is not there at all.

    Shapes and units:
        economy: N industries; group: K of them. Result: lost gross output by industry (N) and by region, in the unit
        of the economy; the group's own output is part of it.

    Source:
        Full extraction: x* = (I - A_RR)^-1 f_R on the industries that remain; Dietzenbacher and Lahr (2013),
        Miller and Blair (2009), section 12.2.6.

    Differs:
        No second factorisation: rows and columns of the group are taken out of the factored system by an update.

    Raises:
        UnknownKeyError: a region or sector that the table does not have. WrongUseError: an empty group.
        RefusedInputError: the economy has no net output.

    Example:
        >>> from gwanje.impact import Nodes
        >>> nodes = Nodes((("OZZ", "ore"), ("OZZ", "metal")))
        >>> two = Economy.from_arrays(nodes, np.array([[0.0, 5.0], [0.0, 0.0]]), np.array([[5.0], [10.0]]),
        ...                           final_columns=(("OZZ", "household"),))
        >>> extract_industries(two, Group(sectors=("metal",))).loss.values
        array([ 5., 10.])
    """
    return extract_part(economy, group, forward=1.0, backward=1.0, final=1.0)


def extract_part(
    economy: Economy, group: Group, *, forward: float = 0.0, backward: float = 0.0, final: float = 0.0
) -> LostSales:
    """The sales that are lost when a group of industries sells, buys or serves final demand by a share less.

    Shapes and units:
        economy: N industries; group: K of them; forward, backward, final: shares from 0 to 1 by which its sales to
        industries, its purchases and its sales to final demand are cut.
        Result: lost gross output by industry (N) and by region, in the unit of the economy.

    Source:
        Partial extraction: rows and columns of A times 1 - theta; Dietzenbacher and Lahr (2013).

    Differs:
        Flows within the group, cut both ways, keep (1 - forward) (1 - backward) of themselves.

    Raises:
        UnknownKeyError: a region or sector that the table does not have. WrongUseError: an empty group, or a share
        outside 0 to 1. RefusedInputError: the economy has no net output.

    Example:
        >>> from gwanje.impact import Nodes
        >>> nodes = Nodes((("OZZ", "ore"), ("OZZ", "metal")))
        >>> two = Economy.from_arrays(nodes, np.array([[0.0, 5.0], [0.0, 0.0]]), np.array([[5.0], [10.0]]),
        ...                           final_columns=(("OZZ", "household"),))
        >>> extract_part(two, Group(sectors=("metal",)), backward=0.5).loss.values
        array([2.5, 0. ])
    """
    row_share = fraction(forward, "The share by which sales to industries are cut (forward)")
    column_share = fraction(backward, "The share by which purchases are cut (backward)")
    final_share = fraction(final, "The share by which sales to final demand are cut (final)")
    where = group.positions(economy.nodes)
    table = economy.coefficient_table
    rows = sparse.csr_array(table[where]) * row_share
    kept = np.ones(len(economy))
    kept[where] = 1.0 - row_share
    columns = sparse.csr_array(sparse.diags_array(kept) @ sparse.csr_array(table[:, where])) * column_share
    chosen = _chosen(where, len(economy))
    left = sparse.hstack([chosen.T, columns], format="csr")
    right = sparse.vstack([rows, chosen], format="csr")
    final_cut = np.zeros(len(economy))
    final_cut[where] = final_share * _effective_demand(economy)[where]
    return _lost(economy, left, right, final_cut, f"Lost sales when {group.words} are cut")


def extract_flow(economy: Economy, suppliers: Group, users: Group, *, share: float = 1.0) -> LostSales:
    """The sales that are lost when some suppliers sell a share less to some using industries.

    Shapes and units:
        economy: N industries; suppliers, users: groups of them; share: from 0 to 1, of every flow between the two.
        Result: lost gross output by industry (N) and by region, in the unit of the economy; `cut` is the flow itself.

    Source:
        One flow: x* = x + d x[j] L[:, i] / (1 - d L[j, i]) with d = -share A[i, j] (Sherman and Morrison 1950);
        a block of flows: the formula of Woodbury (1950), of the rank of the smaller group.

    Differs:
        Flows to final demand stay: only using industries are named.

    Raises:
        UnknownKeyError: a region or sector that the table does not have. WrongUseError: an empty group, a share
        outside 0 to 1, or no flow between the two. RefusedInputError: the economy has no net output.

    Example:
        >>> from gwanje.impact import Nodes
        >>> nodes = Nodes((("OZZ", "ore"), ("OZZ", "metal")))
        >>> two = Economy.from_arrays(nodes, np.array([[0.0, 5.0], [0.0, 0.0]]), np.array([[5.0], [10.0]]),
        ...                           final_columns=(("OZZ", "household"),))
        >>> extract_flow(two, Group(sectors=("ore",)), Group(sectors=("metal",)), share=0.2).loss.values
        array([1., 0.])
    """
    cut = fraction(share, "The share of the flow that is cut")
    rows, columns = suppliers.positions(economy.nodes), users.positions(economy.nodes)
    block = sparse.csr_array(economy.coefficient_table[rows][:, columns]) * cut
    if not economy.intermediate[rows][:, columns].sum() > 0:
        raise WrongUseError(
            "There is no flow to cut",
            place=f"{suppliers.words} to {users.words}",
            expected="a flow above 0 in the table",
            found="0 in every cell",
            remedy="Look at the suppliers that the users do buy from; a zero here may be a flow too small to be kept",
        )
    from_rows, to_columns = _chosen(rows, len(economy)), _chosen(columns, len(economy))
    if len(rows) <= len(columns):
        left, right = from_rows.T, sparse.csr_array(block @ to_columns)
    else:
        left, right = sparse.csr_array(from_rows.T @ block), to_columns
    none = np.zeros(len(economy))
    return _lost(economy, left, right, none, f"Lost sales when {suppliers.words} sell less to {users.words}")


def _chosen(where: Positions, size: int) -> Any:
    """One row for each chosen industry, with a single 1."""
    count = len(where)
    return sparse.csr_array((np.ones(count), (np.arange(count), where)), shape=(count, size))


def _effective_demand(economy: Economy) -> Floats:
    """Output less sales to industries; it differs from final demand where given output closes the rows roughly."""
    demand: Floats = economy.output - economy.coefficient_table @ economy.output
    return demand


def _lost(economy: Economy, left: Any, right: Any, final_cut: Floats, about: str) -> LostSales:
    """Loss = (I - A*)^-1 ((A - A*) x + cut of final demand), which needs no difference of large numbers."""
    orders: Floats = left @ (right @ economy.output) + final_cut
    loss = economy.leontief.solve_changed(left, right, orders)
    loss = _without_rounding_below_zero(economy, loss, final_cut)
    return lost_sales(economy, loss, float(orders.sum()), about)


def _without_rounding_below_zero(economy: Economy, loss: Floats, final_cut: Floats) -> Floats:
    """Loss is never negative where nothing negative was cut; what is below zero by rounding becomes zero."""
    if final_cut.min() < 0:
        return loss
    scale = float(np.abs(loss).max(initial=0.0))
    if loss.min() < -NEVER_NEGATIVE * scale:
        at = int(np.argmin(loss))
        raise RefusedInputError(
            "Taking orders away raised the output of an industry",
            place=economy.nodes.words[at],
            expected="a loss of 0 or more",
            found=f"{loss[at]:.3g} {economy.unit}",
            remedy="The table is not productive: look for industries whose inputs cost more than their output",
        )
    floored: Floats = np.maximum(loss, 0.0)
    return floored

"""Price rises on flows: who pays how much more for whose products, and how much of a rise arrives."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.changes import fraction
from gwanje.impact.economy import Economy
from gwanje.impact.groups import Group


@dataclass(frozen=True, slots=True)
class PriceRise:
    """Some users pay a fraction more for the products of some suppliers.

    `rise` is a fraction of the price paid before: 0.5 is half as much again; a new duty t1 for t0 is
    (t1 - t0) / (1 + t0). `pass_through` is the part of it that reaches the user's price. Where the users are all
    sectors of their regions, final demand there pays it too.
    """

    suppliers: Group
    users: Group
    rise: float
    pass_through: float = 1.0

    def __post_init__(self) -> None:
        fraction(self.pass_through, "The pass-through")
        if not (np.isfinite(self.rise) and self.rise > -1):
            raise WrongUseError(
                "A price rise is not a fraction of the price",
                expected="a finite number above -1",
                found=f"{self.rise:g}",
                remedy="Write 0.5 for 50 % more, -0.1 for 10 % less",
            )

    @classmethod
    def from_duty(
        cls, suppliers: Group, users: Group, *, before: float, after: float, pass_through: float = 1.0
    ) -> "PriceRise":
        """The rise that a change of an ad valorem duty makes: (t1 - t0) / (1 + t0) of the price paid before."""
        if not (np.isfinite(before) and before > -1):
            raise WrongUseError(
                "A duty is not a fraction of the value",
                expected="a finite number above -1",
                found=f"{before:g}",
                remedy="Write 0.08 for 8 %",
            )
        return cls(suppliers, users, (after - before) / (1 + before), pass_through)

    @property
    def wedge(self) -> float:
        """What the users' price rises by: rise times pass-through."""
        return self.rise * self.pass_through

    @property
    def words(self) -> str:
        """The rise as one text."""
        return f"{self.suppliers.words} to {self.users.words}: {self.rise:+.1%}, pass-through {self.pass_through:g}"


def wedge_table(economy: Economy, rises: Sequence[PriceRise]) -> Any:
    """Input coefficients times wedge, cell by cell, as a sparse table; two rises on one flow are refused."""
    size = len(economy)
    _refuse_overlap(economy, rises)
    total = sparse.csr_array((size, size))
    for one in rises:
        rows, columns = one.suppliers.positions(economy.nodes), one.users.positions(economy.nodes)
        block = sparse.coo_array(economy.coefficient_table[rows][:, columns])
        placed = (block.data * one.wedge, (rows[block.row], columns[block.col]))
        total = total + sparse.csr_array(placed, shape=(size, size))
    return total


def _refuse_overlap(economy: Economy, rises: Sequence[PriceRise]) -> None:
    for at, one in enumerate(rises):
        for other in rises[:at]:
            rows = np.intersect1d(one.suppliers.positions(economy.nodes), other.suppliers.positions(economy.nodes))
            columns = np.intersect1d(one.users.positions(economy.nodes), other.users.positions(economy.nodes))
            if rows.size and columns.size:
                raise WrongUseError(
                    "Two price rises stand on one flow",
                    place=f"{economy.nodes.words[int(rows[0])]} to {economy.nodes.words[int(columns[0])]}",
                    expected="at most one rise on every flow",
                    found=f"{one.words}; {other.words}",
                    remedy="Add them into one rise, or narrow one of them",
                )

"""What hangs on an import: how much of one country's industries leans on a product from one supplier.

A product is a small part of what an industry of the supplier sells; its own value scales every effect, never the whole
cell of the table. Nothing is simulated and nothing is subtracted: the result is an exposure, not a loss.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.impact.economy import Economy
from gwanje.impact.exposure_result import Allocation, Exposure, Hindrance, IndustryShares, Range, UserExposure
from gwanje.impact.nodes import Positions

__all__ = ["ImportedProduct", "Use", "exposure"]

Covered = Literal["all", "unknown_part"]
Vector = NDArray[np.float64]
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Use:
    """One industry of the importer that uses the product, and what share of its output is affected, where cited."""

    sector: str
    affected: Range | None = None

    def __post_init__(self) -> None:
        if self.affected is not None and not 0 <= self.affected[0] <= self.affected[1] <= 1:
            raise WrongUseError(
                f"The affected share of '{self.sector}' is no range of shares",
                expected="0 <= low <= high <= 1, or None where it is not known",
                found=str(self.affected),
                remedy="Give a cited share, or leave it unknown; where a material goes is not what needs it",
            )


@dataclass(frozen=True, slots=True)
class ImportedProduct:
    """A product of one supplying industry as one country imports it in a year; value in the unit of the economy.

    `covered` is unknown_part where only a part of the value, not known how much, is the product or under the control.
    """

    name: str
    importer: str
    supplier: str
    made_in: str | None
    value: float | None
    unit: str
    users: tuple[Use, ...] = ()
    covered: Covered = "all"

    def __post_init__(self) -> None:
        if self.value is not None and not (np.isfinite(self.value) and self.value >= 0):
            raise RefusedInputError(
                f"The import value of '{self.name}' cannot be used",
                expected="a finite number, 0 or more, or None where it is missing",
                found=str(self.value),
                remedy="Absent is not zero: give None for what is not known",
            )

    @property
    def least(self) -> float:
        """The part of the value that is the product for certain."""
        return (self.value or 0.0) if self.covered == "all" else 0.0


def exposure(economy: Economy, products: Sequence[ImportedProduct]) -> Exposure:
    """What hangs on products of one supplier in one importing country.

    Shapes and units:
        economy: Z and x of one year. products: one or more of the same importer and supplier, values in the unit of
        the economy, affected shares from 0 to 1.
        Result: product weight, direct and embodied input share of every user (dimensionless ranges) and output at
        stake (unit of the economy), under two named allocations: over the whole row, and over the users alone.

    Source:
        w = V / sum_j Z[(r,s),j]; direct[j] = w Z[(r,s),j] / x[j]; embodied = direct' (I - A_cc)^-1 with the importer's
        own Leontief inverse (Miller and Blair, Input-Output Analysis, 2nd ed. 2009, chapter 2); at stake = sum over
        users of a[j] x[j]. Project choice; docs/methods-impact.md.

    Differs:
        Extracting the same flow gives the supplier's lost sales; this gives what the importer makes with the product.
        Products of one cell are added, of several cells their direct shares are added. A user of several products
        counts once, from its largest low share to the sum of its high shares, at most 1.

    Raises:
        WrongUseError: no product, or products of several importers or suppliers.
        RefusedInputError: a unit that is not that of the economy.
        UnknownKeyError: a region or sector that the table does not have.

    Example:
        >>> import pandas as pd
        >>> names = ["region", "sector"]
        >>> nodes = pd.MultiIndex.from_tuples([("OZZ", "ore"), ("NVL", "ship"), ("NVL", "fish")], names=names)
        >>> flows = pd.DataFrame([[0, 8, 2], [0, 0, 1], [0, 0, 0]], index=nodes, columns=nodes, dtype=float)
        >>> table = Economy.from_frames(flows, pd.DataFrame({("NVL", "household"): [0.0, 39.0, 10.0]}, index=nodes))
        >>> dust = ImportedProduct("dust", "NVL", "OZZ", "ore", 1.0, "M USD/yr", (Use("ship"),))
        >>> found = exposure(table, [dust])
        >>> found.weight, found.users[0].direct, found.at_stake, found.unknown_affected
        ((0.1, 0.1), (0.02, 0.02), (0.0, 40.0), 1)
    """
    importer, supplier = _one_pair(products)
    _require_unit(products, economy)
    economy.nodes.require(regions=(importer, supplier))
    home = economy.nodes.where(regions=(importer,))
    users = sorted(_users(products), key=lambda use: economy.nodes.at(importer, use.sector))
    at_user = np.searchsorted(home, [economy.nodes.at(importer, use.sector) for use in users])
    rows = {
        made: _row(economy, supplier, made, home) for made in dict.fromkeys(one.made_in for one in products) if made
    }
    asked = Exposure(
        importer=importer,
        supplier=supplier,
        products=tuple(one.name for one in products),
        unit=economy.unit,
        year=economy.year,
        hindrance=None,
        cells={made: float(row.sum()) for made, row in rows.items()},
    )
    hindrance, hindered = _hindrance(products, rows)
    if hindrance is not None:
        return replace(asked, hindrance=hindrance, hindered=hindered)
    output = economy.output[home]
    own = economy.coefficients_within(home)
    whole = _shares(products, rows, output, own)
    kept = {made: _only(row, at_user) for made, row in rows.items()}
    hindrance_among, _ = _hindrance(products, kept)
    among = _shares(products, kept, output, own) if hindrance_among is None else None
    base = sum(float(row.sum()) for row in kept.values())
    return replace(
        asked,
        value=whole.amount,
        whole_row=Allocation(asked.cell, _over(whole.amount, asked.cell)),
        users_only=Allocation(base, _over(whole.amount, base) if among else None, hindrance_among) if users else None,
        users=tuple(
            UserExposure(
                sector=use.sector,
                output=float(output[place]),
                affected=use.affected,
                direct=whole.direct_at(place),
                embodied=whole.embodied_at(place),
                direct_users_only=among.direct_at(place) if among else None,
                embodied_users_only=among.embodied_at(place) if among else None,
            )
            for use, place in zip(users, at_user.tolist(), strict=True)
        ),
        industries=tuple(
            IndustryShares(economy.nodes.labels[at][1], whole.direct_at(place), whole.embodied_at(place))
            for place, at in enumerate(home.tolist())
        ),
    )


@dataclass(frozen=True, slots=True)
class _Shares:
    """Direct and embodied shares of all industries of the importer, at the lower and at the upper value."""

    amount: Range
    direct: Vector
    embodied: Vector
    output: Vector

    def direct_at(self, place: int) -> Range | None:
        return self._at(self.direct, place)

    def embodied_at(self, place: int) -> Range | None:
        return self._at(self.embodied, place)

    def _at(self, shares: Vector, place: int) -> Range | None:
        return (float(shares[0, place]), float(shares[1, place])) if self.output[place] > 0 else None


def _shares(products: Sequence[ImportedProduct], rows: dict[str, Vector], output: Vector, own: Vector) -> _Shares:
    """Values spread over each cell in proportion to its flows, then through the importer's own industries."""
    flows = np.zeros((2, len(output)))
    for made, row in rows.items():
        here = [one for one in products if one.made_in == made]
        flows[0] += row * (sum(one.least for one in here) / row.sum())
        flows[1] += row * (sum(one.value or 0.0 for one in here) / row.sum())
    direct = np.divide(flows, output, out=np.zeros_like(flows), where=output > 0)
    embodied: Vector = np.linalg.solve(np.eye(len(output)) - own.T, direct.T).T.astype(np.float64)
    amounts = (sum(one.least for one in products), sum(one.value or 0.0 for one in products))
    return _Shares(amounts, direct, embodied, output)


def _hindrance(
    products: Sequence[ImportedProduct], rows: dict[str, Vector]
) -> tuple[Hindrance | None, tuple[str, ...]]:
    """Why nothing can be computed, and for which products; the whole cell is never put in the place of a value."""
    found: tuple[tuple[Hindrance, tuple[str, ...]], ...] = (
        ("no_making_sector", tuple(one.name for one in products if not one.made_in)),
        ("value_missing", tuple(one.name for one in products if one.value is None)),
        ("cell_zero", tuple(one.name for one in products if one.made_in and rows[one.made_in].sum() <= 0)),
        ("weight_above_one", tuple(one.name for one in products if one.made_in and _exceeds(products, one, rows))),
    )
    return next(((why, names) for why, names in found if names), (None, ()))


def _exceeds(products: Sequence[ImportedProduct], one: ImportedProduct, rows: dict[str, Vector]) -> bool:
    together = sum(other.value or 0.0 for other in products if other.made_in == one.made_in)
    return together > float(rows[one.made_in or ""].sum()) * (1 + _ROUNDING)


def _users(products: Sequence[ImportedProduct]) -> tuple[Use, ...]:
    """Every user once; of several products it may be affected by one, or by all of them."""
    merged: dict[str, Range | None] = {}
    for use in (use for one in products for use in one.users):
        before = merged.get(use.sector, (0.0, 0.0))
        if before is None or use.affected is None:
            merged[use.sector] = None
        else:
            merged[use.sector] = max(before[0], use.affected[0]), min(1.0, before[1] + use.affected[1])
    return tuple(Use(sector, affected) for sector, affected in merged.items())


def _row(economy: Economy, supplier: str, made_in: str, home: Positions) -> Vector:
    place = economy.nodes.at(supplier, made_in)
    row = economy.intermediate[[place]][:, home]
    dense: Vector = (row.toarray() if sparse.issparse(row) else np.asarray(row)).ravel()
    return dense


def _only(row: Vector, places: Positions) -> Vector:
    kept = np.zeros_like(row)
    kept[places] = row[places]
    return kept


def _over(amount: Range, base: float) -> Range:
    return amount[0] / base, amount[1] / base


def _one_pair(products: Sequence[ImportedProduct]) -> tuple[str, str]:
    pairs = {(one.importer, one.supplier) for one in products}
    if len(pairs) != 1:
        raise WrongUseError(
            "An exposure is that of one importer to one supplier",
            expected="one or more products with the same importer and supplier",
            found=", ".join(f"{importer} from {supplier}" for importer, supplier in sorted(pairs)) or "no product",
            remedy="Ask for each pair by itself",
        )
    return pairs.pop()


def _require_unit(products: Sequence[ImportedProduct], economy: Economy) -> None:
    other = [one for one in products if one.unit != economy.unit]
    if other:
        raise RefusedInputError(
            f"The import value of '{other[0].name}' and the table have different units",
            expected=economy.unit,
            found=other[0].unit,
            remedy="Convert the value; a weight is a share only where both are in one unit",
        )

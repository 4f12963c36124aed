"""Monthly trade by item and partner as two grids side by side, value and mass, with labels on both axes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from gwanje.foundation.errors import RefusedInputError, WrongUseError

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]


class SeriesKey(NamedTuple):
    """One series: an item or code, and the partner."""

    item: str
    partner: str


@dataclass(frozen=True, slots=True)
class MonthlyRow:
    """One item, one partner, one month; a mass or price that nobody reported is None, never zero.

    `published` is the day from whose end the row was public; without it a stated lag stands in.
    """

    key: SeriesKey
    month: date
    value_usd: float | None
    mass_t: float | None
    price_usd_t: float | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class MonthlyPanel:
    """Series in rows, months without a gap in columns; a month without a row is missing in every grid."""

    keys: tuple[SeriesKey, ...]
    months: Days
    value_usd: Floats
    mass_t: Floats
    price_usd_t: Floats
    masses_not_reported: int = 0

    @classmethod
    def from_rows(cls, rows: Iterable[MonthlyRow]) -> Self:
        """The panel of rows; a month that stands twice, a number that is none, and a negative one are refused.

        A mass of zero beside a value is a mass that nobody reported: it becomes missing and is counted.
        """
        found = list(rows)
        if not found:
            raise WrongUseError(
                "A panel needs rows", expected="at least one month of one series", found="none", remedy="Give the rows"
            )
        keys = tuple(sorted({row.key for row in found}))
        first, last = min(row.month for row in found), max(row.month for row in found)
        months = np.arange(np.datetime64(first, "M"), np.datetime64(last, "M") + 1)
        place = {key: at for at, key in enumerate(keys)}
        value, mass, price = (np.full((len(keys), len(months)), np.nan) for _ in range(3))
        seen: set[tuple[int, int]] = set()
        unreported = 0
        for row in found:
            at = place[row.key], (row.month.year - first.year) * 12 + row.month.month - first.month
            if at in seen:
                raise _twice(row)
            seen.add(at)
            _refuse_no_number(row)
            value[at] = np.nan if row.value_usd is None else row.value_usd
            is_unreported = row.mass_t == 0 and bool(row.value_usd)
            unreported += is_unreported
            mass[at] = np.nan if row.mass_t is None or is_unreported else row.mass_t
            price[at] = np.nan if row.price_usd_t is None else row.price_usd_t
        return cls(keys, months, value, mass, price, unreported)

    @property
    def unit_value(self) -> Floats:
        """USD per tonne; missing where value or mass is missing, and where the mass is zero."""
        return np.divide(
            self.value_usd, self.mass_t, out=np.full_like(self.value_usd, np.nan), where=_above_zero(self.mass_t)
        )

    def column(self, month: date) -> int:
        """Which column a month is."""
        found = np.flatnonzero(self.months == np.datetime64(month, "M"))
        if not found.size:
            raise WrongUseError(
                f"The month {month:%Y-%m} is not in the table",
                expected=f"{self.months[0]} to {self.months[-1]}",
                found=f"{month:%Y-%m}",
                remedy="Ask for a month that is there",
            )
        return int(found[0])

    def row(self, key: SeriesKey) -> int:
        """Which row a series is."""
        if key not in self.keys:
            raise WrongUseError(
                f"No series of {key.item} with {key.partner}",
                expected=f"one of {len(self.keys)} series",
                found=f"{key.item}, {key.partner}",
                remedy="List the series of the table first",
            )
        return self.keys.index(key)

    def until(self, columns: int) -> Self:
        """The same panel with its first months only."""
        return replace(
            self,
            months=self.months[:columns],
            value_usd=self.value_usd[:, :columns],
            mass_t=self.mass_t[:, :columns],
            price_usd_t=self.price_usd_t[:, :columns],
        )

    def shares(self, amounts: Floats) -> Floats:
        """Each partner's share in the known amounts of its item in each month; missing where it is missing itself."""
        group = groups_of([key.item for key in self.keys])
        totals = np.zeros((int(group.max()) + 1, amounts.shape[1]))
        np.add.at(totals, group, np.nan_to_num(amounts, nan=0.0))
        whole = totals[group]
        return np.divide(amounts, whole, out=np.full_like(amounts, np.nan), where=whole > 0)


def groups_of(labels: Sequence[str]) -> npt.NDArray[np.int64]:
    """A number for each label, equal for equal labels."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(label, len(numbers)) for label in labels], dtype=np.int64)


def _above_zero(amounts: Floats) -> npt.NDArray[np.bool_]:
    return np.nan_to_num(amounts, nan=0.0) > 0


def _twice(row: MonthlyRow) -> RefusedInputError:
    return RefusedInputError(
        "A month stands twice in one series",
        place=f"{row.key.item}, {row.key.partner}, {row.month:%Y-%m}",
        expected="one row for each item, partner and month",
        found="two",
        remedy="Remove the duplicate, or give each vintage its publication day",
    )


def _refuse_no_number(row: MonthlyRow) -> None:
    for name, amount in (("value", row.value_usd), ("mass", row.mass_t), ("price", row.price_usd_t)):
        if amount is not None and not (np.isfinite(amount) and amount >= 0):
            raise RefusedInputError(
                f"The {name} of one month cannot be used",
                place=f"{row.key.item}, {row.key.partner}, {row.month:%Y-%m}",
                expected="a finite number, 0 or more, or nothing where it is missing",
                found=str(amount),
                remedy="Absent is not zero: leave out what is not known",
            )

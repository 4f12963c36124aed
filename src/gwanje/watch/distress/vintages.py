"""What was public when: rows with the day from which each was known, and the panel that could be seen on any day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.watch.distress.panel import Days, Floats, MonthlyPanel, MonthlyRow, SeriesKey

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lag:
    """How long after a month's end its rows are public where they do not say it themselves.

    With days = 0 and `ignores_publication` the first figure of each month is known the moment it ends, the bound that
    nobody can reach; a revision is known from its own day all the same.
    """

    days: int
    january_with_february: bool = False
    ignores_publication: bool = False

    def __post_init__(self) -> None:
        if self.days < 0:
            raise WrongUseError(
                "A month cannot be public before it ends", expected="0 days or more", found=str(self.days),
                remedy="Give the days from the end of the month",
            )  # fmt: skip


NO_LAG = Lag(0, ignores_publication=True)


@dataclass(frozen=True, slots=True)
class History:
    """Rows of one or more vintages: labels once, numbers as columns, and the publication day where it is given."""

    keys: tuple[SeriesKey, ...]
    months: Days
    series: Places
    month: Places
    value_usd: Floats
    mass_t: Floats
    price_usd_t: Floats
    published: Days
    masses_not_reported: int

    @classmethod
    def from_rows(cls, rows: Iterable[MonthlyRow]) -> Self:
        """The history of rows; two rows of one month need different publication days."""
        found = list(rows)
        for row in found:
            _refuse_early(row)
        keys = tuple(sorted({row.key for row in found}))
        place = {key: at for at, key in enumerate(keys)}
        return cls.from_columns(
            keys,
            np.array([place[row.key] for row in found], dtype=np.int64),
            np.array([row.month for row in found], dtype="datetime64[M]"),
            value_usd=_column(row.value_usd for row in found),
            mass_t=_column(row.mass_t for row in found),
            price_usd_t=_column(row.price_usd_t for row in found),
            published=np.array([row.published or "NaT" for row in found], dtype="datetime64[D]"),
            is_missing=np.array(
                [[row.value_usd is None, row.mass_t is None, row.price_usd_t is None] for row in found]
            ),
        )

    @classmethod
    def from_columns(
        cls, keys: tuple[SeriesKey, ...], series: Places, month: Days, *, value_usd: Floats, mass_t: Floats,
        price_usd_t: Floats, published: Days, is_missing: npt.NDArray[np.bool_] | None = None,
    ) -> Self:  # fmt: skip
        """The history of columns that belong together row by row; NaN is missing unless `is_missing` says otherwise."""
        if not series.size:
            raise WrongUseError(
                "A history needs rows", expected="at least one month of one series", found="none", remedy="Give rows"
            )
        rows = _Rows(keys, series, month, published)
        for at, (name, column) in enumerate((("value", value_usd), ("mass", mass_t), ("price", price_usd_t))):
            rows.refuse_no_number(name, column, np.isnan(column) if is_missing is None else is_missing[:, at])
        rows.refuse_equals()
        months = np.arange(month.min(), month.max() + 1)
        unreported = (mass_t == 0) & (np.nan_to_num(value_usd, nan=0.0) > 0)
        return cls(
            keys=keys,
            months=months,
            series=series,
            month=(month - months[0]).astype(np.int64),
            value_usd=value_usd,
            mass_t=np.where(unreported, np.nan, mass_t),
            price_usd_t=price_usd_t,
            published=published,
            masses_not_reported=int(unreported.sum()),
        )

    def knowable(self, lag: Lag) -> Days:
        """For every row the day at whose beginning it was public: a publication day counts from its end (T2)."""
        stated = knowable_from(self.months, lag)[self.month]
        told = np.where(np.isnat(self.published), stated, self.published + 1)
        return np.where(self._is_first_vintage(), stated, told) if lag.ignores_publication else told

    def _is_first_vintage(self) -> npt.NDArray[np.bool_]:
        """For every row whether no vintage of its series and month was published before it."""
        days = np.where(np.isnat(self.published), np.iinfo(np.int64).min, self.published.astype(np.int64))
        order = np.lexsort((days, self.month, self.series))
        series, month = self.series[order], self.month[order]
        first = np.ones(order.size, dtype=bool)
        first[order[1:]] = (series[1:] != series[:-1]) | (month[1:] != month[:-1])
        return first

    def as_known(self, day: np.datetime64, knowable: Days) -> MonthlyPanel:
        """The panel that could be seen at the beginning of a day: of each month the latest vintage public by then."""
        order = np.argsort(knowable, kind="stable")
        order = order[knowable[order] <= day]
        shape = (len(self.keys), int(self.month[order].max()) + 1 if order.size else 0)
        at = self.series[order], self.month[order]
        value, mass, price = (np.full(shape, np.nan) for _ in range(3))
        value[at], mass[at], price[at] = self.value_usd[order], self.mass_t[order], self.price_usd_t[order]
        return MonthlyPanel(self.keys, self.months[: shape[1]], value, mass, price, self.masses_not_reported)

    def public_by(self, day: np.datetime64, lag: Lag) -> Self:
        """The rows that were public at the beginning of a day; labels stay."""
        there = self.knowable(lag) <= day
        columns = ("series", "month", "value_usd", "mass_t", "price_usd_t", "published")
        return replace(self, **{name: getattr(self, name)[there] for name in columns})

    def first_known(self, knowable: Days) -> Days:
        """When each series and month was first public; NaT where it never was."""
        found = np.full((len(self.keys), len(self.months)), np.datetime64("NaT"), dtype="datetime64[D]")
        order = np.argsort(knowable, kind="stable")[::-1]
        found[self.series[order], self.month[order]] = knowable[order]
        return found

    def is_one_vintage_in_order(self, knowable: Days) -> bool:
        """Whether each month was published once, for all series together, after the one before."""
        cells = self.series * len(self.months) + self.month
        if np.unique(cells).size != cells.size:
            return False
        order = np.lexsort((knowable, self.month))
        days, months = knowable[order], self.month[order]
        later = np.diff(days).astype(np.int64)
        return bool((later >= 0).all() and (later[np.diff(months) == 0] == 0).all())


def knowable_from(months: Days, lag: Lag) -> Days:
    """The day at whose beginning each month's rows are public.

    Shapes and units:
        months: months; lag: days after the month's end, and whether January waits for February.
        Result: days of the same shape.

    Source:
        A stated lag stands where publication days are missing: a project choice; docs/methods-watch.md.

    Differs:
        With `january_with_february` the rows of January are public with those of February, as where customs publish
        the two together.

    Raises:
        WrongUseError: the lag is negative.

    Example:
        >>> knowable_from(np.array(["2030-11"], dtype="datetime64[M]"), Lag(20)).astype(str).tolist()
        ['2030-12-21']
    """
    ends = months + 1
    if lag.january_with_february:
        ends = np.where(months.astype(np.int64) % 12 == 0, ends + 1, ends)
    days: Days = ends.astype("datetime64[D]") + lag.days
    return days


def _refuse_early(row: MonthlyRow) -> None:
    """A month cannot have been public before its last day: such a row would lend every signal a lead it never had."""
    ends = np.datetime64(row.month, "M") + 1
    if row.published is not None and np.datetime64(row.published) + 1 < ends.astype("datetime64[D]"):
        raise RefusedInputError(
            "A month is said to have been public before it ended",
            place=f"{row.key.item}, {row.key.partner}, {row.month:%Y-%m}",
            expected="a publication day on or after the last day of the month",
            found=row.published.isoformat(),
            remedy="Correct the day; figures of a part of a month do not belong into this table",
        )


def _column(numbers: Iterable[float | None]) -> Floats:
    return np.array([np.nan if one is None else one for one in numbers], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Labels of rows, for refusals that say which one is meant."""

    keys: tuple[SeriesKey, ...]
    series: Places
    month: Days
    published: Days

    def place(self, at: int) -> str:
        key = self.keys[int(self.series[at])]
        return f"{key.item}, {key.partner}, {self.month[at]}"

    def refuse_no_number(self, name: str, column: Floats, missing: npt.NDArray[np.bool_]) -> None:
        bad = np.flatnonzero(~missing & ~(np.isfinite(column) & (np.nan_to_num(column, nan=-1.0) >= 0)))
        if bad.size:
            raise RefusedInputError(
                f"The {name} of one month cannot be used",
                place=self.place(int(bad[0])),
                expected="a finite number, 0 or more, or nothing where it is missing",
                found=str(column[bad[0]]),
                remedy="Absent is not zero: leave out what is not known",
            )

    def refuse_equals(self) -> None:
        days = np.where(np.isnat(self.published), np.iinfo(np.int64).min, self.published.astype(np.int64))
        order = np.lexsort((days, self.month, self.series))
        same = np.ones(max(order.size - 1, 0), dtype=bool)
        for column in (self.series, self.month, days):
            same &= column[order][1:] == column[order][:-1]
        twice = np.flatnonzero(same)
        if twice.size:
            raise RefusedInputError(
                "A month stands twice in one vintage",
                place=self.place(int(order[twice[0]])),
                expected="one row for each item, partner, month and publication day",
                found="two",
                remedy="Remove the duplicate, or give the revision its own publication day",
            )

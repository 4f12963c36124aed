"""What a trade table and two tables of tariffs must be before anything is computed: aligned by label, or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gwanje.foundation.errors import RefusedInputError, WrongUseError

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Elasticity = float | Sequence[float] | Vector | pd.Series | Mapping[Any, float]
"""One number for all, or one for each country: in the order of the table, or by label."""


@dataclass(frozen=True, slots=True)
class TradeTables:
    """Trade and the two tables of tariff powers in one order; `labelled` tells whether frames came in."""

    countries: tuple[Any, ...]
    labelled: bool
    trade: Matrix
    before: Matrix
    after: Matrix

    @property
    def size(self) -> int:
        """How many countries there are."""
        return len(self.countries)

    def along(self, values: Vector) -> Vector | pd.Series:
        """One number for each country in the form the tables came in."""
        return pd.Series(values, index=pd.Index(self.countries)) if self.labelled else values

    def across(self, values: Matrix) -> Matrix | pd.DataFrame:
        """One number for each flow in the form the tables came in."""
        names = pd.Index(self.countries)
        return pd.DataFrame(values, index=names, columns=names) if self.labelled else values


def read_tables(trade: Any, tariff_before: Any, tariff_after: Any) -> TradeTables:
    """The three tables in the order of the trade table, checked; labels decide what belongs together."""
    labelled = isinstance(trade, pd.DataFrame)
    if any(isinstance(other, pd.DataFrame) != labelled for other in (tariff_before, tariff_after)):
        raise WrongUseError(
            "Tables with and without labels stand beside each other",
            expected="three frames, or three arrays",
            found=", ".join(type(table).__name__ for table in (trade, tariff_before, tariff_after)),
            remedy="Give all three as frames with the same countries on both axes",
        )
    countries = _countries(trade) if labelled else tuple(range(_square(trade, "trade")))
    flows = _numbers(trade, "trade", countries, labelled=labelled)
    before = _numbers(tariff_before, "tariff_before", countries, labelled=labelled)
    after = _numbers(tariff_after, "tariff_after", countries, labelled=labelled)
    _refuse_where(flows < 0, flows, "trade", countries, "a trade value of 0 or more")
    for name, powers in (("tariff_before", before), ("tariff_after", after)):
        _refuse_where(powers <= 0, powers, name, countries, "the power of a tariff, 1 + rate, above 0")
        _refuse_own_tariff(powers, flows, name, countries)
    return TradeTables(countries, labelled, flows, before, after)


def read_elasticity(given: Elasticity, name: str, tables: TradeTables, *, negative: bool = False) -> Vector:
    """One elasticity for each country, of the sign its name asks for."""
    values = _per_country(given, name, tables)
    wrong = ~np.isfinite(values) | ((values >= 0) if negative else (values <= 0))
    if wrong.any():
        at = int(np.argmax(wrong))
        raise RefusedInputError(
            f"The {name} of {tables.countries[at]} has the wrong sign or is no number",
            expected="a finite number below 0" if negative else "a finite number above 0",
            found=str(values[at]),
            remedy="A demand elasticity is negative, those of supply and substitution are positive",
        )
    return values


def _per_country(given: Elasticity, name: str, tables: TradeTables) -> Vector:
    if isinstance(given, pd.Series | Mapping):
        by_label = dict(given.items())
        if set(by_label) != set(tables.countries) or len(by_label) != len(given):
            raise RefusedInputError(
                f"The {name} does not speak of the countries of the trade table",
                expected=_listed(tables.countries),
                found=_listed(by_label),
                remedy="Give one number for each of them, or one number for all",
            )
        given = [by_label[country] for country in tables.countries]
    try:
        values = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError) as fault:
        raise RefusedInputError(
            f"The {name} is not made of numbers", found=str(fault), remedy="Give numbers such as -1.25 or 5"
        ) from fault
    if values.ndim == 0:
        return np.full(tables.size, float(values))
    if values.shape != (tables.size,):
        raise RefusedInputError(
            f"The {name} has another shape than the trade table",
            expected=f"one number, or {tables.size}",
            found=f"shape {values.shape}",
            remedy="Give one number for each country in the order of the table",
        )
    return values


def _countries(trade: pd.DataFrame) -> tuple[Any, ...]:
    exporters, markets = list(trade.index), list(trade.columns)
    for axis, names in (("exporters", exporters), ("markets", markets)):
        twice = sorted({str(name) for name in names if names.count(name) > 1})
        if twice:
            raise RefusedInputError(
                f"A country stands twice among the {axis} of the trade table",
                expected="each country once",
                found=", ".join(twice),
                remedy="Keep one of the two, or add them up",
            )
    if set(exporters) != set(markets):
        raise RefusedInputError(
            "Exporters and markets of the trade table are not the same countries",
            expected=_listed(exporters),
            found=_listed(markets),
            remedy="Give every country a row and a column; where it does not trade the cell is 0",
        )
    return tuple(exporters)


def _numbers(table: Any, name: str, countries: tuple[Any, ...], *, labelled: bool) -> Matrix:
    if labelled:
        for axis, names in (("rows", table.index), ("columns", table.columns)):
            if set(names) != set(countries) or len(names) != len(countries):
                raise RefusedInputError(
                    f"The {axis} of {name} are not the countries of the trade table",
                    expected=_listed(countries),
                    found=_listed(names),
                    remedy="Give every country of the trade table one row and one column",
                )
        table = table.loc[list(countries), list(countries)].to_numpy()
    elif _square(table, name) != len(countries):
        raise RefusedInputError(
            f"The table {name} has another shape than the trade table",
            expected=f"{len(countries)} x {len(countries)}",
            found=f"{np.shape(table)[0]} x {np.shape(table)[1]}",
            remedy="Give the same countries in the same order in all three",
        )
    try:
        values = np.array(table, dtype=np.float64)
    except (TypeError, ValueError) as fault:
        raise RefusedInputError(
            f"The table {name} is not made of numbers", found=str(fault), remedy="Give numbers in every cell"
        ) from fault
    _refuse_where(~np.isfinite(values), values, name, countries, "a finite number in every cell")
    return values


def _square(table: Any, name: str) -> int:
    shape = np.shape(table)
    if len(shape) != 2 or shape[0] != shape[1] or shape[0] < 2:
        raise RefusedInputError(
            f"The table {name} is not square",
            expected="exporters in rows, markets in columns, the same two or more countries on both",
            found=f"shape {shape}",
            remedy="Give every country a row and a column",
        )
    return int(shape[0])


def _refuse_where(
    wrong: NDArray[np.bool_], values: Matrix, name: str, countries: tuple[Any, ...], expected: str
) -> None:
    if wrong.any():
        row, column = (int(at) for at in np.argwhere(wrong)[0])
        raise RefusedInputError(
            f"A cell of {name} cannot be used",
            place=f"exporter {countries[row]}, market {countries[column]}",
            expected=expected,
            found=str(values[row, column]) + _more(int(wrong.sum())),
            remedy="Absent is not zero: find the value, or leave the country out",
        )


def _refuse_own_tariff(powers: Matrix, flows: Matrix, name: str, countries: tuple[Any, ...]) -> None:
    """A country levies no tariff on itself; only an area that trades within itself may have one among its members."""
    own = np.diag(powers)
    wrong = (own != 1) & (np.diag(flows) == 0)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise RefusedInputError(
            f"The diagonal of {name} is not 1",
            place=f"exporter and market {countries[at]}",
            expected="1: no tariff on own trade, unless an area trades within itself",
            found=str(own[at]) + _more(int(wrong.sum())),
            remedy="Put 1 there, and check that exporters stand in rows and markets in columns",
        )


def _more(count: int) -> str:
    return f" (and {count - 1} more)" if count > 1 else ""


def _listed(names: Any) -> str:
    shown = [str(name) for name in names]
    return ", ".join(shown[:12]) + (f" and {len(shown) - 12} more" if len(shown) > 12 else "")

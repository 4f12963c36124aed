"""What users hand over: links, the sector of each firm, which inputs are essential. Refused, or taken as it is."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gwanje.foundation.errors import RefusedInputError

Table = pd.DataFrame | Iterable[Any]
EDGE_COLUMNS = ("supplier", "buyer", "weight")
FIRM_COLUMNS = ("firm", "sector")
NOT_REPLACED = "not_replaced"
_SHOWN = 5
Positions = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Edges:
    """Links by the position of their firms, as they were given."""

    supplier: Positions
    buyer: Positions
    weight: Floats


@dataclass(frozen=True, slots=True)
class Firms:
    """Every firm with the position of its sector; both in the order in which they were first named.

    not_replaced: the share of what a firm no longer delivers that its buyers do not get from others (sigma); 1 is all.
    """

    labels: pd.Index
    sectors: pd.Index
    sector: Positions
    not_replaced: Floats


def read_firms(sectors: Table | Mapping[Hashable, Hashable]) -> Firms:
    """The firms in the order given; a table with the columns firm and sector, pairs, or a mapping.

    A table may have the column not_replaced; without it nothing is replaced.
    """
    pairs = sectors.items() if isinstance(sectors, Mapping | pd.Series) else sectors
    table = _table("sectors", pairs, FIRM_COLUMNS)
    _refuse_missing_labels("sectors", table, FIRM_COLUMNS)
    if table.empty:
        raise RefusedInputError(
            "There are no firms",
            place="sectors",
            expected="one row per firm",
            found="no row",
            remedy="Name every firm with its sector, also those that only buy or only sell",
        )
    labels = _index(table["firm"])
    if not labels.is_unique:
        twice = labels[labels.duplicated()].unique()
        raise RefusedInputError(
            f"{_count(len(twice), 'firm')} named more than once",
            place="sectors",
            expected="one row, and so one sector, per firm",
            found=_shown(twice),
            remedy="Keep one row per firm; a firm in two sectors has to be split or given its main sector",
        )
    codes, uniques = pd.factorize(_index(table["sector"]), sort=False)
    return Firms(labels, _index(uniques), np.asarray(codes, dtype=np.int64), _not_replaced(table))


def _not_replaced(table: pd.DataFrame) -> Floats:
    if NOT_REPLACED not in table.columns:
        return np.ones(len(table))
    column = table[NOT_REPLACED]
    shares = _numbers(column.to_numpy(dtype=object))
    wrong = np.flatnonzero(~((shares >= 0) & (shares <= 1)))
    if len(wrong):
        raise RefusedInputError(
            f"{_count(len(wrong), 'share')} of what buyers cannot replace cannot be used",
            place=f"sectors, row {table.index[wrong[0]]}, column {NOT_REPLACED}",
            expected="a number from 0 (all is replaced) to 1 (nothing is) for every firm",
            found=repr(column.iloc[wrong[0]]),
            remedy="Give one for each firm; where it is not known, 1 is the case without any replacement",
        )
    return shares


def read_edges(edges: Table, firms: Firms) -> Edges:
    """The links, each between firms that `sectors` names, with a finite weight of 0 or more."""
    table = _table("edges", edges, EDGE_COLUMNS)
    _refuse_missing_labels("edges", table, EDGE_COLUMNS[:2])
    supplier, buyer = (_positions(table[column], firms) for column in EDGE_COLUMNS[:2])
    return Edges(supplier, buyer, _weights(table["weight"]))


def read_essential(essential: pd.DataFrame, firms: Firms) -> npt.NDArray[np.int8]:
    """How much firms of a sector (column) need inputs of a sector (row), for the sectors that have firms."""
    if not isinstance(essential, pd.DataFrame):
        raise RefusedInputError(
            "The matrix of essential inputs has no labels",
            place="essential",
            expected="a frame with input sectors as rows and buyer sectors as columns",
            found=type(essential).__name__,
            remedy="Give a pandas.DataFrame with both labels; without such a matrix use gwanje.impact.cascade.bracket",
        )
    rows, columns = (_axis(axis, name) for axis, name in ((essential.index, "rows"), (essential.columns, "columns")))
    places = [axis.get_indexer(firms.sectors) for axis in (rows, columns)]
    for place, axis, name in zip(places, (rows, columns), ("rows", "columns"), strict=True):
        if (place < 0).any():
            missing = firms.sectors[place < 0]
            raise RefusedInputError(
                f"{_count(len(missing), 'sector')} of the firms not in the matrix of essential inputs",
                place=f"essential, {name}",
                expected="every sector that a firm has, as a row and as a column",
                found=_shown(missing) + _nearest(missing[0], axis),
                remedy="Add the sector with 0, 1 or 2 for each pair; what is not known is not taken to be 0",
            )
    values = essential.to_numpy(dtype=object)[np.ix_(*places)]
    return _essentiality(values, firms)


def _essentiality(values: npt.NDArray[Any], firms: Firms) -> npt.NDArray[np.int8]:
    numbers = _numbers(values.ravel()).reshape(values.shape)
    wrong = ~np.isin(numbers, (0.0, 1.0, 2.0))
    if wrong.any():
        row, column = (int(place) for place in np.argwhere(wrong)[0])
        raise RefusedInputError(
            f"{_count(int(wrong.sum()), 'cell')} of the matrix of essential inputs cannot be used",
            place=f"essential, row {firms.sectors[row]!r}, column {firms.sectors[column]!r}",
            expected="0 (negligible), 1 (non-essential) or 2 (essential)",
            found=repr(values[row, column]),
            remedy="Write 0, 1 or 2 in every cell; an empty cell is not 0",
        )
    return numbers.astype(np.int8)


def _axis(axis: pd.Index, name: str) -> pd.Index:
    labels = _index(axis)
    if not labels.is_unique:
        raise RefusedInputError(
            "A sector stands twice in the matrix of essential inputs",
            place=f"essential, {name}",
            expected="each sector once",
            found=_shown(labels[labels.duplicated()].unique()),
            remedy="Keep one of them",
        )
    return labels


def _table(place: str, given: Table, columns: tuple[str, ...]) -> pd.DataFrame:
    if not isinstance(given, pd.DataFrame):
        given = _from_rows(place, given, columns)
    missing = [column for column in columns if column not in given.columns]
    if missing:
        raise RefusedInputError(
            f"The table has no column {' and no column '.join(missing)}",
            place=place,
            expected=", ".join(columns),
            found=_shown(given.columns) or "no column",
            remedy="Name the columns like that; others may stand beside them",
        )
    twice = [column for column in columns if isinstance(given[column], pd.DataFrame)]
    if twice:
        raise RefusedInputError(
            f"The table has the column {twice[0]} more than once",
            place=place,
            expected="each column once",
            found=_shown(given.columns),
            remedy="Drop the one that does not count",
        )
    return given


def _from_rows(place: str, given: Iterable[Any], columns: tuple[str, ...]) -> pd.DataFrame:
    rows = [tuple(row) for row in given]
    uneven = next((row for row in rows if len(row) != len(columns)), None)
    if uneven is not None:
        raise RefusedInputError(
            "A row does not have the columns of the table",
            place=place,
            expected=", ".join(columns),
            found=repr(uneven),
            remedy="Give every row these columns, in this order",
        )
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    return pd.DataFrame({name: _index(list(cell)) for name, cell in zip(columns, cells, strict=True)})


def _refuse_missing_labels(place: str, table: pd.DataFrame, columns: tuple[str, ...]) -> None:
    for column in columns:
        empty = np.flatnonzero(table[column].isna().to_numpy())
        if len(empty):
            raise RefusedInputError(
                f"{_count(len(empty), 'row')} without a {column}",
                place=f"{place}, column {column}",
                expected="a label in every row",
                found=f"nothing in row {table.index[empty[0]]}",
                remedy="Fill it in, or leave the row out on purpose",
            )


def _positions(labels: pd.Series, firms: Firms) -> Positions:
    named = _index(labels)
    found = firms.labels.get_indexer(named)
    if (found < 0).any():
        unknown, first = named[found < 0].unique(), labels.index[found < 0][0]
        raise RefusedInputError(
            f"{_count(len(unknown), 'firm')} in the links but not in the table of sectors",
            place=f"edges, row {first}, column {labels.name}",
            expected="firms that `sectors` names",
            found=_shown(unknown) + _nearest(unknown[0], firms.labels),
            remedy="Add a row with the sector of each, or leave its links out on purpose",
        )
    return np.asarray(found, dtype=np.int64)


def _weights(column: pd.Series) -> Floats:
    plain = isinstance(column.dtype, np.dtype) and column.dtype.kind in "iuf"
    numbers = column.to_numpy(dtype=np.float64) if plain else _numbers(column.to_numpy(dtype=object))
    wrong = np.flatnonzero(~(np.isfinite(numbers) & (numbers >= 0)))
    if len(wrong):
        raise RefusedInputError(
            f"{_count(len(wrong), 'weight')} of the links cannot be used",
            place=f"edges, row {column.index[wrong[0]]}, column weight",
            expected="a finite amount of money per period, 0 or more",
            found=repr(column.iloc[wrong[0]]),
            remedy="Give the amount; leave a link out where nothing is traded, absent is not zero",
        )
    return numbers


def _numbers(values: npt.NDArray[Any]) -> Floats:
    """Numbers as they are; whatever is no number becomes NaN, which every caller refuses. Text is never read."""
    try:
        kinds = {type(value) for value in values}
        if not any(issubclass(kind, str | bytes | bool | np.bool_) for kind in kinds):
            return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        pass
    return np.array([_number(value) for value in values], dtype=np.float64)


def _number(value: Any) -> float:
    if isinstance(value, str | bytes | bool | np.bool_):
        return np.nan
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return np.nan


def _index(labels: Any) -> pd.Index:
    """Labels of any hashable kind, tuples too, compared as Python compares them."""
    held = np.empty(len(labels), dtype=object)
    held[:] = list(labels)
    return pd.Index(held, dtype=object, tupleize_cols=False)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shown(labels: Iterable[Any]) -> str:
    every = list(labels)
    more = f" and {len(every) - _SHOWN} more" if len(every) > _SHOWN else ""
    return ", ".join(repr(label) for label in every[:_SHOWN]) + more


def _nearest(label: Hashable, known: pd.Index) -> str:
    near = get_close_matches(str(label), [str(one) for one in known[:100_000]], n=1)
    return f" (nearest known: '{near[0]}')" if near else ""

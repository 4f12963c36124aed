"""What the values of a column may be: missing or not, how deep a code is, from what to what; refused with its place."""

import math
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from gwanje.evidence.columns import NO_LAST_MONTH
from gwanje.evidence.readers import RawTable, refused
from gwanje.evidence.sources import ColumnSpec
from gwanje.foundation.errors import RefusedInputError

Values: TypeAlias = pa.Array | pa.ChunkedArray
_NEITHER = False
_SHOWN = 12


def check_limits(values: Values, column: ColumnSpec, raw: RawTable) -> None:
    """Refuse the first value that the declaration of its column does not allow."""
    _check_missing(values, column, raw)
    _check_digits(values, column, raw)
    _check_least(values, column, raw)
    _check_range(values, column, raw)
    _check_months(values, column, raw)
    _check_constant(values, column, raw)


def _check_missing(values: Values, column: ColumnSpec, raw: RawTable) -> None:
    withheld_allowed = bool(column.words) or column.otherwise == "keep"
    if not values.null_count or column.may_be_missing or withheld_allowed:
        return
    raise refused(
        "A value is missing",
        raw.place(_first(pc.is_null(values)), column.from_ or column.name),
        expected="a value in every row",
        found=f"{values.null_count} empty cells",
        remedy="Absent is not zero: get the value, or declare may_be_missing for the column (Convention A1); "
        "a row of totals is declared as one to leave out",
    )


def _check_digits(values: Values, column: ColumnSpec, raw: RawTable) -> None:
    """A code that a spreadsheet took for a number has lost its leading zero, and can be the code of other goods."""
    if not column.code_digits:
        return
    depths = "|".join(f"[0-9]{{{depth}}}" for depth in column.code_digits)
    row = _first_or_none(pc.invert(pc.match_substring_regex(values, f"^({depths})$")))
    if row is None:
        return
    found = str(values[row].as_py())
    is_number = found.isascii() and found.isdecimal()
    raise refused(
        f"'{found}' is no code of this column",
        raw.place(row, column.from_ or column.name),
        expected=f"digits only, {_either(column.code_digits)} of them",
        found=f"{len(found)} digits" if is_number else "other characters than digits",
        remedy="A spreadsheet drops the leading zero of a code that it takes for a number: save the column as text"
        if is_number
        else "Declare rows of totals as totals, and write codes without points or blanks",
    )


def _check_least(values: Values, column: ColumnSpec, raw: RawTable) -> None:
    if column.at_least is None:
        return
    row = _first_or_none(pc.less(values, column.at_least))
    if row is None:
        return
    raise refused(
        f"A value of '{column.name}' is too low",
        raw.place(row, column.from_ or column.name),
        expected=f"{_plain(column.at_least)} or more, or an empty cell where it is missing",
        found=f"{_plain(values[row].as_py())} {column.unit}",
        remedy="A correction arrives as the corrected figure of its month, never as a negative amount",
    )


def _check_range(values: Values, column: ColumnSpec, raw: RawTable) -> None:
    if column.within is None:
        return
    low, high = column.within
    row = _first_or_none(pc.or_(pc.less(values, low), pc.greater(values, high)))
    if row is None:
        return
    raise refused(
        f"A value of '{column.name}' lies outside what the source covers",
        raw.place(row, column.from_ or column.name),
        expected=f"{_plain(low)} to {_plain(high)} (vintage {column.vintage})",
        found=str(values[row].as_py()),
        remedy="Load the vintage that the source declares, or declare the new vintage in the source",
    )


def _check_months(values: Values, column: ColumnSpec, raw: RawTable) -> None:
    if column.within_months is None:
        return
    first, last = column.within_months
    row = _first_or_none(pc.or_(pc.less(values, first), pc.greater(values, last)))
    if row is None:
        return
    raise refused(
        f"A month lies outside the vintage {column.vintage}",
        raw.place(row, column.from_ or column.name),
        expected=f"{first} or later" if last == NO_LAST_MONTH else f"{first} to {last}",
        found=str(values[row].as_py()),
        remedy="Codes of another vintage mean other goods: declare the vintage of this file in a mapping",
    )


def _check_constant(values: Values, column: ColumnSpec, raw: RawTable) -> None:
    if column.equals is None:
        return
    row = _first_or_none(pc.not_equal(values, pa.scalar(column.equals, type=values.type)))
    if row is None:
        return
    raise _another_vintage(column, raw, row, values[row].as_py())


def _another_vintage(column: ColumnSpec, raw: RawTable, row: int, found: object) -> RefusedInputError:
    return refused(
        f"The file is of another vintage: '{column.name}' differs",
        raw.place(row, column.from_ or column.name),
        expected=f"{column.equals} ({column.vintage})",
        found=str(found),
        remedy="The same digits can mean other goods in another vintage: load the right file",
    )


def unlisted(values: Values, column: ColumnSpec) -> list[str]:
    """The texts that no list has, where a publisher has codes of its own: kept as published, and named."""
    if not column.listed:
        return []
    other = sorted(set(pc.unique(values).to_pylist()) - set(column.listed) - {None})
    shown = ", ".join(other[:_SHOWN]) + (", ..." if len(other) > _SHOWN else "")
    return [f"{column.name}: {len(other)} codes that no list has are kept as published: {shown}"] if other else []


def _first(hit: Values) -> int:
    return int(pc.index(hit, pa.scalar(True)).as_py())  # noqa: FBT003 - an Arrow call


def _first_or_none(hit: Values) -> int | None:
    """The first row that is hit; a missing value hits nothing."""
    hit = pc.fill_null(hit, _NEITHER)
    return _first(hit) if pc.any(hit).as_py() else None


def _either(numbers: tuple[int, ...]) -> str:
    texts = [str(number) for number in numbers]
    return f"{', '.join(texts[:-1])} or {texts[-1]}" if len(texts) > 1 else texts[0]


def _plain(number: float) -> str:
    return str(int(number)) if math.isfinite(number) and number == int(number) else str(number)

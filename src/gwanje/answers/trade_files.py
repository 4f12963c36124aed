"""A square table of a person's own: exporters in rows, markets in columns, one number in every cell, read by line."""

import csv
import io
import math

import pandas as pd

from gwanje.foundation.errors import RefusedInputError

LINES = "lines"
"""The attribute of a table that says on which line of its file each exporter stands."""
_REMEDY = "The first line names the markets after one heading; every further line an exporter and its numbers"


def read_trade_table(text: str, name: str) -> pd.DataFrame:
    """The table of a CSV file; whatever is not a number in a named row and column is refused with its line."""
    lines = [(at, row) for at, row in _lines(text, name) if any(cell.strip() for cell in row)]
    if len(lines) < 2:
        raise RefusedInputError(
            f"'{name}' holds no table",
            place=name,
            expected="a line of markets, and one line for each exporter",
            found=f"{len(lines)} lines",
            remedy=_REMEDY,
        )
    (first, head), body = lines[0], lines[1:]
    markets = [cell.strip() for cell in head[1:]]
    _refuse_twice(markets, [first] * len(markets), "market", name)
    exporters = [row[0].strip() for _, row in body]
    _refuse_twice(exporters, [at for at, _ in body], "exporter", name)
    cells = [_numbers(row, at, markets, name) for at, row in body]
    table = pd.DataFrame(cells, index=pd.Index(exporters), columns=pd.Index(markets), dtype="float64")
    table.attrs[LINES] = {exporter: at for exporter, (at, _) in zip(exporters, body, strict=True)}
    return table


def _lines(text: str, name: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error as fault:
        raise RefusedInputError(
            "This is not a CSV table", place=f"{name} line {reader.line_num}", found=str(fault), remedy=_REMEDY
        ) from fault


def _refuse_twice(names: list[str], lines: list[int], kind: str, name: str) -> None:
    for place, (one, at) in enumerate(zip(names, lines, strict=True)):
        if not one or one in names[:place]:
            raise RefusedInputError(
                f"The {kind} '{one}' stands twice" if one else f"One {kind} has no name",
                place=f"{name} line {at}",
                expected=f"each {kind} once, with its name",
                found=one or "an empty cell",
                remedy=_REMEDY,
            )


def _numbers(row: list[str], at: int, markets: list[str], name: str) -> list[float]:
    if len(row) != len(markets) + 1:
        raise RefusedInputError(
            "A line has another number of cells than the first",
            place=f"{name} line {at}",
            expected=f"an exporter and {len(markets)} numbers",
            found=f"{len(row)} cells",
            remedy=_REMEDY,
        )
    return [_number(cell, f"{name} line {at}", market) for cell, market in zip(row[1:], markets, strict=True)]


def _number(cell: str, place: str, market: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in cell:
        raise RefusedInputError(
            f"The cell for the market '{market}' is no number",
            place=place,
            expected="a finite number, with a point and without separators",
            found=cell.strip() or "an empty cell",
            remedy="Absent is not zero: find the value, or leave the country out of rows and columns",
        )
    return value

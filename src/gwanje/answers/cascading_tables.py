"""The tables of a firm network as a person brings them: CSV text into frames, with file and line where it fails."""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from gwanje.foundation.errors import RefusedInputError
from gwanje.impact.cascade.frames import NOT_REPLACED


@dataclass(frozen=True, slots=True)
class Brought:
    """A file a person named: what it is called, its checksum and its text. It stays on this machine."""

    name: str
    sha256: str
    text: str


def edges_of(file: Brought) -> pd.DataFrame:
    """Links with the columns supplier, buyer and weight; others may stand beside them."""
    columns = ("supplier", "buyer", "weight")
    lines, rows = _columns(file, columns)
    weights = [_weight(row[2], file.name, line) for line, row in zip(lines, rows, strict=True)]
    table = pd.DataFrame({name: [row[place] for row in rows] for place, name in enumerate(columns[:2])})
    table["weight"] = weights
    table.index = pd.Index([f"{file.name} line {line}" for line in lines])
    return table


def firms_of(file: Brought) -> pd.DataFrame:
    """Firms with the columns firm and sector, each firm once; not_replaced too where the file has it."""
    columns = ["firm", "sector", *([NOT_REPLACED] if NOT_REPLACED in _header(file) else [])]
    lines, rows = _columns(file, columns)
    first: dict[str, int] = {}
    for line, (firm, *_) in zip(lines, rows, strict=True):
        if firm in first:
            raise RefusedInputError(
                f"Firm '{firm}' is named twice",
                place=f"{file.name} line {line}",
                expected="one row, and so one sector, per firm",
                found=f"the same firm in line {first[firm]}",
                remedy="Keep one of the two rows",
            )
        first[firm] = line
    table = pd.DataFrame(rows, columns=columns)
    if NOT_REPLACED in columns:
        table[NOT_REPLACED] = [_share(row[2], file.name, line) for line, row in zip(lines, rows, strict=True)]
    return table


def essential_of(file: Brought) -> pd.DataFrame:
    """The matrix of essential inputs: buyer sectors in the first row, input sectors in the first column."""
    (_, header), *rest = _rows(file)
    columns = [cell.strip() for cell in header[1:]]
    levels = []
    for line, cells in rest:
        _refuse_uneven(file.name, line, cells, len(header))
        levels.append([_level(cell, file.name, line, column) for cell, column in zip(cells[1:], columns, strict=True)])
    return pd.DataFrame(levels, index=[cells[0].strip() for _, cells in rest], columns=columns)


def _columns(file: Brought, wanted: Sequence[str]) -> tuple[list[int], list[list[str]]]:
    """The wanted cells of every row, with its line; none of them may be empty."""
    (first, header), *rest = _rows(file)
    names = _header(file)
    for column in wanted:
        if names.count(column) != 1:
            raise RefusedInputError(
                f"The column '{column}' stands {'more than once' if column in names else 'nowhere'}",
                place=f"{file.name} line {first}",
                expected=f"a header with {', '.join(wanted)}, each once",
                found=", ".join(names),
                remedy="Name the columns in the first row; others may stand beside them",
            )
    places = [names.index(column) for column in wanted]
    lines, rows = [], []
    for line, cells in rest:
        _refuse_uneven(file.name, line, cells, len(header))
        row = [cells[place].strip() for place in places]
        if "" in row:
            raise RefusedInputError(
                "A cell is empty",
                place=f"{file.name} line {line}, column {wanted[row.index('')]}",
                expected="a value in every row",
                found="nothing",
                remedy="Fill it in, or leave the whole row out on purpose; absent is not zero",
            )
        lines.append(line)
        rows.append(row)
    return lines, rows


def _header(file: Brought) -> list[str]:
    return [cell.strip().lower() for cell in _rows(file)[0][1]]


def _rows(file: Brought) -> list[tuple[int, list[str]]]:
    """Every row that is not blank, with its line; a header and one row at least."""
    found = list(_read(file))
    if len(found) < 2:
        raise RefusedInputError(
            "The table is empty",
            place=file.name,
            expected="a header and one row or more",
            found=f"{len(found)} rows",
            remedy="Check that this is the file you meant",
        )
    return found


def _read(file: Brought) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(file.text, newline=""), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as fault:
        raise RefusedInputError(
            "This is not a CSV table",
            place=f"{file.name} line {reader.line_num}",
            expected="commas between cells, text with commas in quotes",
            found=str(fault),
            remedy="Save it again as CSV, UTF-8, with commas",
        ) from fault


def _refuse_uneven(name: str, line: int, cells: Sequence[str], width: int) -> None:
    if len(cells) != width:
        raise RefusedInputError(
            "A row has another number of cells than the header",
            place=f"{name} line {line}",
            expected=f"{width} cells",
            found=f"{len(cells)} cells",
            remedy="Put a cell with a comma in quotes, or fill the row up",
        )


def _weight(cell: str, name: str, line: int) -> float:
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number >= 0) or "_" in cell:
        raise RefusedInputError(
            "A weight cannot be used",
            place=f"{name} line {line}, column weight",
            expected="an amount of money per period, 0 or more, written like 1234.5",
            found=f"'{cell}'",
            remedy="Write the amount without thousands signs or units; leave a link out where nothing is traded",
        )
    return number


def _share(cell: str, name: str, line: int) -> float:
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not 0 <= number <= 1 or "_" in cell:
        raise RefusedInputError(
            "A share of what buyers cannot replace cannot be used",
            place=f"{name} line {line}, column {NOT_REPLACED}",
            expected="a number from 0 (all is replaced) to 1 (nothing is)",
            found=f"'{cell}'",
            remedy="Write 0.4 for 40 %; where it is not known, 1 is the case without any replacement",
        )
    return number


def _level(cell: str, name: str, line: int, column: str) -> int:
    if cell.strip() not in {"0", "1", "2"}:
        raise RefusedInputError(
            "A cell of the matrix of essential inputs cannot be used",
            place=f"{name} line {line}, column {column}",
            expected="0 (negligible), 1 (non-essential) or 2 (essential)",
            found=f"'{cell}'",
            remedy="Write 0, 1 or 2; an empty cell is not 0",
        )
    return int(cell)

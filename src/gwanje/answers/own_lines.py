"""The lines of a CSV file of a person's own: names in the first, then cells, amounts and days, each refused with its line."""

import csv
import hashlib
import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gwanje.foundation.errors import RefusedInputError

REMEDY = "The first line names the columns; docs/methods-watch.md shows a file"
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
"""A month as a person may write it without a day."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One line of the file by the names of its columns, and where it stands."""

    number: int
    place: str
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class OwnLines:
    """The text of a file: its names are read at once, its lines when they are asked for."""

    name: str
    text: str

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, without blanks around them; none where the file is empty."""
        for row in self._rows():
            return tuple(one.strip() for one in row[1])
        return ()

    @property
    def sha256(self) -> str:
        """What the file held."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def lines(self, read: Sequence[str], nothing: str) -> Iterator[OwnLine]:
        """The lines that have cells; `read` are the columns that count, each of them once; `nothing`: what is missing.

        Raises:
            RefusedInputError: a column that counts stands twice, a line has other cells, it is no CSV, or there is no line.
        """
        rows, header, is_empty = self._rows(), self.header, True
        self._refuse_twice(header, read)
        next(rows, None)
        for number, row in rows:
            is_empty = False
            place = f"{self.name} line {number}"
            if len(row) != len(header):
                raise RefusedInputError(
                    "A line has another number of cells than the first",
                    place=place,
                    expected=f"{len(header)} cells",
                    found=f"{len(row)} cells",
                    remedy=f"{REMEDY}; a number has no separators",
                )
            yield OwnLine(number, place, {name: cell.strip() for name, cell in zip(header, row, strict=True)})
        if is_empty:
            raise RefusedInputError(
                nothing, place=self.name, expected="a line of names and lines of cells", found="none", remedy=REMEDY
            )

    def _refuse_twice(self, header: Sequence[str], read: Sequence[str]) -> None:
        twice = [one for one in read if header.count(one) > 1]
        if twice:
            raise RefusedInputError(
                f"The column {twice[0]} stands twice",
                place=f"{self.name} line 1",
                expected=f"{', '.join(read)}, each once",
                found=", ".join(header),
                remedy="Leave one of the two out, or give it another name",
            )

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """Rows with the line on which each ends; empty lines are none."""
        reader = csv.reader(io.StringIO(self.text.removeprefix("\ufeff"), newline=None), strict=True)
        try:
            for row in reader:
                if row:
                    yield reader.line_num, row
        except csv.Error as fault:
            raise RefusedInputError(
                "This is not a CSV table",
                place=f"{self.name} line {reader.line_num}",
                found=str(fault),
                remedy=REMEDY,
            ) from fault


def amount(cell: str, column: str, place: str) -> float | None:
    """A number that is told; an empty cell is not told, and never zero (Convention A1)."""
    if not cell:
        return None
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number < 0 or "_" in cell:
        raise RefusedInputError(
            f"The cell of {column} is no amount",
            place=place,
            expected="a finite number, 0 or more, with a point and without separators; empty where it is not told",
            found=cell,
            remedy="Absent is not zero: leave the cell empty where nothing is known",
        )
    return number


def day(cell: str, column: str, place: str, expected: str) -> date:
    """A day written with hyphens; `expected` shows one."""
    fault: ValueError | None = None
    if _DAY.fullmatch(cell):
        try:
            return date.fromisoformat(cell)
        except ValueError as wrong:
            fault = wrong
    raise RefusedInputError(
        f"The cell of {column} is no day",
        place=place,
        expected=expected,
        found=cell or "an empty cell",
        remedy="Write year, month and day with hyphens",
    ) from fault

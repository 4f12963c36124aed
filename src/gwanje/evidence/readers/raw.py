"""What a reader hands on: columns exactly as the file has them, and how to say where a cell stands."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from gwanje.foundation.errors import RefusedInputError

MAX_UNPACKED_BYTES = 2_000_000_000
MAX_RATIO = 250
KEPT = "Nothing was taken from the file and nothing that was there before was changed"


@dataclass(frozen=True)
class RawTable:
    """The columns of one file as they stand there: text for text formats, typed for Parquet."""

    file: str
    table: pa.Table
    first_row: int

    def row_of(self, index: int) -> int:
        """The row of the file, counted as a person counts it there."""
        return self.first_row + index

    def column_of(self, index: int, column: str) -> str:  # noqa: ARG002 - wide files need the row
        """What the file calls a column in a row."""
        return column

    def place(self, index: int, column: str) -> str:
        """File, row and column of one cell."""
        return f"{self.file} row {self.row_of(index)} column '{self.column_of(index, column)}'"


def refused(what: str, place: str, *, expected: str = "", found: str = "", remedy: str) -> RefusedInputError:
    """A refusal of a file: what, place, both sides and remedy; the old warehouse stays as it was."""
    return RefusedInputError(what, place=place, expected=expected, found=found, remedy=f"{remedy}. {KEPT}")


def header_names(cells: Sequence[str | None], file: str, row: int) -> list[str]:
    """The header, with no blank and no name twice."""
    names = [(cell or "").strip() for cell in cells]
    for position, name in enumerate(names, start=1):
        if not name:
            raise refused(
                "A column has no name",
                f"{file} row {row} column {position}",
                expected="one name per column",
                found="an empty cell",
                remedy="Name the column, or correct header_row in the source",
            )
        if name in names[: position - 1]:
            raise refused(
                f"The column '{name}' stands twice in the header",
                f"{file} row {row} column {position}",
                expected="each name once",
                found=f"columns {names.index(name) + 1} and {position}",
                remedy="Rename or remove one of the two: it cannot be told which one is meant",
            )
    return names


def text_table(file: str, names: Sequence[str], rows: Sequence[Sequence[str | None]], first_row: int) -> RawTable:
    """A table of text columns; an empty cell is a missing value, never an empty text."""
    columns = [pa.array([row[i] or None for row in rows], type=pa.string()) for i in range(len(names))]
    return RawTable(file, pa.table(columns, names=list(names)), first_row)

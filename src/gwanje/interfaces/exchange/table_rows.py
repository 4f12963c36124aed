"""The rows of one CSV table: its columns are known, each stands once, and each row fills them."""

import csv
import io
from collections.abc import Collection, Iterator
from zoneinfo import ZoneInfo

from gwanje.foundation.errors import RefusedInputError
from gwanje.interfaces.exchange.fields import Fields, refuse_unknown


def table_rows(text: str, name: str, columns: Collection[str], zone: ZoneInfo) -> Iterator[tuple[int, Fields]]:
    """Every row that is not empty, with its number."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(header, name, columns)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, _row(header, cells, name, reader.line_num, zone)
    except csv.Error as fault:
        raise RefusedInputError(
            "This is not a CSV table",
            place=f"{name} line {reader.line_num}",
            found=str(fault),
            remedy="Save it again as CSV, UTF-8, with commas",
        ) from fault


def _row(header: list[str], cells: list[str], name: str, line: int, zone: ZoneInfo) -> Fields:
    if len(cells) != len(header):
        raise RefusedInputError(
            "A row has another number of cells than the header",
            place=f"{name} row {line}",
            expected=f"{len(header)} cells",
            found=f"{len(cells)} cells",
            remedy="Put a cell with a comma in quotes, or fill the row up",
        )
    return Fields(dict(zip(header, cells, strict=True)), lambda column: f"{name} row {line}, column {column}", zone)


def _check_header(header: list[str], name: str, columns: Collection[str]) -> None:
    refuse_unknown(header, columns, f"{name} row 1", "column")
    for column in header:
        if header.count(column) > 1:
            raise RefusedInputError(
                f"The column '{column}' stands twice", place=f"{name} row 1", remedy="Remove one of the two"
            )

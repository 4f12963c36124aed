"""Reports as they come in a file: rows of CSV, read whole or refused, nothing half-read."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from gwanje.foundation.errors import RefusedInputError

_COLUMNS = ("source", "grade", "text", "item", "marking", "reporter", "subject")
_NEEDED = _COLUMNS[:3]


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A report before it is checked: words as they were written."""

    source: str
    grade: str
    text: str
    items: tuple[str, ...] = ()
    marking: str = ""
    reporter: str = ""
    subject: str = ""
    message: str = ""
    sent: str = ""
    attachments: tuple[str, ...] = ()
    place: str = ""


def reports_from_csv(text: str, name: str) -> tuple[ReportDraft, ...]:
    r"""One report a row; the columns are source, grade, text, and item, marking, reporter, subject where known.

    Shapes and units:
        text: CSV with a header; several items in one row are parted by spaces. name: what messages call it.
        Result: reports as they were written, in the order of the rows, each with its line.

    Source:
        RFC 4180 (CSV).

    Differs:
        A column that nobody knows is refused, never left out.

    Raises:
        RefusedInputError: a column is unknown or missing, a row has another number of cells, or there is no row.

    Example:
        >>> reports_from_csv("source,grade,text\nfirm,b,urea is short\n", "reports.csv")[0].grade
        'b'
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), restkey="", strict=True)
    header = list(rows.fieldnames or [])
    strange, absent = [one for one in header if one not in _COLUMNS], [one for one in _NEEDED if one not in header]
    if strange or absent or len(set(header)) < len(header):
        raise RefusedInputError(
            "These are not the columns of reports",
            place=f"{name} line 1",
            expected=f"{', '.join(_NEEDED)}; besides, where known, {', '.join(_COLUMNS[3:])}; each once",
            found=", ".join(header) or "no header",
            remedy="Rename the columns; several items in one row are parted by spaces",
        )
    try:
        found = tuple(_row(row, f"{name} line {rows.line_num}") for row in rows)
    except csv.Error as fault:
        raise RefusedInputError(
            "This is not CSV", place=f"{name} line {rows.line_num}", found=str(fault), remedy="Save it again as CSV"
        ) from fault
    if not found:
        raise RefusedInputError(
            "There is no report in this file", place=name, expected="a row for each report", found="only a header",
            remedy="Add the rows",
        )  # fmt: skip
    return found


def _row(row: Mapping[str, str | None], place: str) -> ReportDraft:
    if "" in row or any(row[name] is None for name in row):
        raise RefusedInputError(
            "A row has another number of cells than the header", place=place, expected="a cell for each column",
            found="too many" if "" in row else "too few", remedy="Quote a text that has commas in it",
        )  # fmt: skip
    cells = {name: (value or "").strip() for name, value in row.items()}
    return ReportDraft(
        source=cells["source"],
        grade=cells["grade"],
        text=cells["text"],
        items=tuple(cells.get("item", "").split()),
        marking=cells.get("marking", ""),
        reporter=cells.get("reporter", ""),
        subject=cells.get("subject", ""),
        place=place,
    )

"""XLSX: one declared sheet, read only; a formula is refused because its shown value may be stale."""

import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from gwanje.evidence.readers.raw import MAX_RATIO, MAX_UNPACKED_BYTES, RawTable, header_names, refused, text_table
from gwanje.evidence.sources import FileSpec


def read_xlsx(path: Path, spec: FileSpec, name: str) -> RawTable:
    """The declared sheet as text columns; numbers keep all their digits."""
    _check_packing(path, name)
    with path.open("rb") as handle:  # a handle, because stored bytes carry no .xlsx in their name
        try:
            book = openpyxl.load_workbook(handle, read_only=True, data_only=False, keep_links=False)
        except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as fault:
            raise refused("This is not a readable XLSX file", name, found=str(fault), remedy="Save it again") from fault
        try:
            if spec.sheet not in book.sheetnames:
                raise refused(
                    f"The workbook has no sheet '{spec.sheet}'",
                    name,
                    expected=spec.sheet,
                    found=", ".join(book.sheetnames),
                    remedy="Name one of the sheets found in the source, or load the right file",
                )
            return _sheet(book[spec.sheet], spec, name)
        finally:
            book.close()


def _sheet(sheet: Any, spec: FileSpec, name: str) -> RawTable:
    names: list[str] = []
    rows: list[list[str | None]] = []
    first = spec.first_row or spec.header_row + 1
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [_cell_text(cell, name, number, position) for position, cell in enumerate(cells, start=1)]
        if number == spec.header_row:
            while texts and texts[-1] is None:
                texts.pop()
            if texts and texts[0] is None and spec.blank_first_name:
                texts[0] = spec.blank_first_name
            names = header_names(texts, name, number)
        elif number >= first and names:
            if any(text is not None for text in texts[len(names) :]):
                raise refused(
                    "A row has more cells than the header",
                    f"{name} row {number}",
                    expected=f"{len(names)} cells",
                    found=f"{len(texts)} cells",
                    remedy="Name the extra column or remove its cells",
                )
            texts = (texts + [None] * len(names))[: len(names)]
            rows.append(texts)
    while rows and all(text is None for text in rows[-1]):
        rows.pop()
    if not names:
        raise refused("The sheet has no header", name, remedy="Correct header_row in the source")
    return text_table(name, names, rows, first)


def _cell_text(cell: object, name: str, row: int, position: int) -> str | None:
    value = getattr(cell, "value", None)
    if getattr(cell, "data_type", "") == "f":
        raise refused(
            "A cell holds a formula",
            f"{name} row {row} column {position}",
            expected="a value",
            found=str(value),
            remedy="Paste the sheet as values; formulas are never evaluated silently",
        )
    if getattr(cell, "data_type", "") == "e":
        raise refused(
            "A cell holds an error", f"{name} row {row} column {position}", found=str(value), remedy="Mend it"
        )
    if value is None:
        return None
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).strip() or None


def _check_packing(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
    except zipfile.BadZipFile as fault:
        raise refused(
            "The XLSX file is cut off or damaged", name, found=str(fault), remedy="Download it again"
        ) from fault
    if unpacked > min(MAX_UNPACKED_BYTES, path.stat().st_size * MAX_RATIO):
        raise refused(
            "The workbook unpacks to more than is allowed",
            name,
            expected=f"at most {MAX_RATIO} times its {path.stat().st_size} bytes",
            found=f"{unpacked} bytes",
            remedy="This is how a zip bomb looks; open it by hand on a machine apart and save it again",
        )

"""The rows of a trade table by year, as plain numbers: one pass over the frames, then no frame any more."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from gwanje.foundation.errors import WrongUseError

if TYPE_CHECKING:
    import pandas as pd

IMPORT_COLUMNS = ("year", "supplier", "hs", "hs_vintage", "import_value_usd", "import_mass_t")
EXPORT_COLUMNS = ("year", "exporter", "hs_vintage", "export_value_usd")


class ImportRow(NamedTuple):
    """What a supplier delivered of a code in a year; a mass that is not told is None, never zero (Convention A1)."""

    supplier: str
    hs: str
    vintage: int
    value: float
    mass: float | None


def imports_by_year(frame: pd.DataFrame) -> dict[int, list[ImportRow]]:
    """The rows of each year, in the order of the frame; a frame without the labels is refused."""
    _check_labels(frame, IMPORT_COLUMNS)
    if bool(frame[["supplier", "hs"]].isna().any().any()):
        raise WrongUseError(
            "A trade row has no supplier or no code",
            expected="a label in every row",
            found="an empty label",
            remedy="Keep a partner without a country as a named remainder, for example S19",
        )
    found: dict[int, list[ImportRow]] = defaultdict(list)
    columns = [frame[name].tolist() for name in IMPORT_COLUMNS]
    absent = frame["import_mass_t"].isna().tolist()
    for (year, supplier, hs, vintage, value, mass), missing in zip(zip(*columns, strict=True), absent, strict=True):
        row = ImportRow(str(supplier), str(hs), int(vintage), float(value), None if missing else float(mass))
        found[int(year)].append(row)
    return dict(found)


def exports_by_year(frame: pd.DataFrame) -> dict[int, dict[str, float]]:
    """What each exporter sold to the world in each year."""
    _check_labels(frame, EXPORT_COLUMNS)
    parts: dict[int, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    columns = [frame[name].tolist() for name in ("year", "exporter", "export_value_usd")]
    for year, exporter, value in zip(*columns, strict=True):
        parts[int(year)][str(exporter)].append(float(value))
    return {year: {name: math.fsum(values) for name, values in sold.items()} for year, sold in parts.items()}


def value_by_supplier(rows: Iterable[ImportRow]) -> dict[str, float]:
    """The sum of the values of each supplier."""
    parts: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        parts[row.supplier].append(row.value)
    return {supplier: math.fsum(values) for supplier, values in sorted(parts.items())}


def mass_by_supplier(rows: Iterable[ImportRow]) -> dict[str, float | None]:
    """The sum of the masses of each supplier that are told; None where none is."""
    parts: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        told = parts[row.supplier]
        if row.mass is not None:
            told.append(row.mass)
    return {supplier: math.fsum(masses) if masses else None for supplier, masses in sorted(parts.items())}


def _check_labels(frame: pd.DataFrame, columns: tuple[str, ...]) -> None:
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise WrongUseError(
            "A trade table lacks labels",
            expected=", ".join(columns),
            found=", ".join(map(str, frame.columns)),
            remedy=f"Add {', '.join(missing)}; alignment is by label only (Convention A4)",
        )

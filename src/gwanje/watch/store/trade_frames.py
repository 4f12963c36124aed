"""The rows of a trade table as frames: of codes and years that are asked for, imports of a country, world exports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from gwanje.foundation.codes import Code

if TYPE_CHECKING:
    import ibis
    import pandas as pd


def is_any(trade: ibis.Table, codes: Iterable[Code]) -> ibis.expr.types.BooleanValue:
    """Whether a row is of one of the codes, digits and vintage alike."""
    wanted: dict[int, set[str]] = defaultdict(set)
    for code in codes:
        if code.scheme == "hs":
            wanted[code.vintage].add(code.digits)
    matches = [(trade.hs_vintage == vintage) & trade.hs.isin(sorted(digits)) for vintage, digits in wanted.items()]
    return reduce(or_, matches) if matches else trade.hs.isin([])


def within(rows: ibis.Table, years: Sequence[int]) -> ibis.Table:
    """The rows of the years named and of the one before; all where none is named."""
    return rows.filter(rows.year.between(min(years) - 1, max(years))) if years else rows


def imports_of(rows: ibis.Table, importer: str) -> pd.DataFrame:
    """What one country imported: a row for each year, code and supplier."""
    mine = rows.filter(rows.importer == importer).select(
        "year",
        "hs",
        "hs_vintage",
        "import_value_usd",
        "import_mass_t",
        supplier=rows.exporter,
    )
    frame: pd.DataFrame = mine.order_by("year", "hs", "supplier").to_pandas()
    return frame


def world_exports(rows: ibis.Table, *, by_code: bool = False) -> pd.DataFrame:
    """Summed over importers in the warehouse: a hundred thousand rows become a few thousand."""
    keys = ("year", "exporter", "hs_vintage", *(("hs",) if by_code else ()))
    summed = rows.group_by(*keys).aggregate(export_value_usd=rows.import_value_usd.sum())
    frame: pd.DataFrame = summed.order_by(*keys).to_pandas()
    return frame


def by_code(frame: pd.DataFrame) -> dict[Code, pd.DataFrame]:
    """The rows of each code."""
    parts = (part for _, part in frame.groupby(["hs_vintage", "hs"]))
    return {Code("hs", int(part["hs_vintage"].iloc[0]), str(part["hs"].iloc[0])): part for part in parts}


def joined(parts: Mapping[Code, pd.DataFrame], codes: Sequence[Code], whole: pd.DataFrame) -> pd.DataFrame:
    """The rows of some codes, in the order of the whole."""
    found = [parts[code] for code in dict.fromkeys(codes) if code in parts]
    if len(found) < 2:
        return found[0] if found else whole.iloc[:0]
    return whole.loc[sorted(label for part in found for label in part.index)]

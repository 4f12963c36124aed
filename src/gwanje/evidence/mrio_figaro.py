"""FIGARO, the inter-country input-output table of Eurostat: its CSV in matrix form, industry by industry.

One header row; rows and columns are `COUNTRY_INDUSTRY` (`DE_C31_32`, the rest of the world is `FIGW1`). After the
industries stand columns of final use for each country, and rows of taxes, wages and surplus that belong to no country
(`W2_D1`). The file states no unit: Eurostat publishes million euro at basic prices. The layout is written here from its
documentation; gwanje has run this on no file of the publisher, and each result says so.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from gwanje.evidence.mrio_tables import BroughtTable, sha256_of
from gwanje.foundation.errors import RefusedInputError, UnavailableError, WrongUseError

FINAL_USES = {
    "P3_S13": "government",
    "P3_S14": "households",
    "P3_S15": "non-profit institutions",
    "P51G": "fixed capital formation",
    "P5M": "changes in inventories and valuables",
}
NO_COUNTRY = "W2"
PRIMARY = ("D21X31", "OP_RES", "OP_NRES", "D1", "D29X39", "B2A3G")
UNIT = "M EUR/yr"
BALANCE = 1e-4
_LABEL = re.compile(r"^([A-Z][A-Z0-9]+)_([A-Z][A-Z0-9_]*)$")
_YEAR = re.compile(r"_((?:19|20)\d{2})\.csv$")
Label = tuple[str, str]


def read_figaro(path: Path, year: int | None) -> BroughtTable:
    """The table of one year, from its file or from a folder of such files.

    Raises:
        UnavailableError: there is nothing at the path.
        WrongUseError: a folder of several years and no year.
        RefusedInputError: another layout, a label that is none, industries, final uses or primary rows that are
            missing, cells that are no number, rows and columns that do not balance.
    """
    file = _file(path, year)
    frame = _cells(file)
    rows, columns = _labels(frame.index, file, "row"), _labels(frame.columns, file, "column")
    industries = [one for one in rows if one[0] != NO_COUNTRY]
    final = [one for one in columns if one[1] in FINAL_USES]
    _refuse_incomplete(file, rows, columns, industries, final)
    table = frame.set_axis(pd.MultiIndex.from_tuples(rows), axis=0).set_axis(pd.MultiIndex.from_tuples(columns), axis=1)
    inside = pd.MultiIndex.from_tuples(industries, names=["region", "sector"])
    flows = table.loc[inside, inside]
    demand = table.loc[inside, pd.MultiIndex.from_tuples(final, names=["region", "category"])]
    primary = table.loc[[(NO_COUNTRY, one) for one in PRIMARY], inside].sum(axis=0)
    _refuse_unbalanced(file, flows, demand, primary)
    return BroughtTable(
        name=file.name,
        sha256=sha256_of([file]),
        Z=flows,
        Y=demand,
        v=primary.to_frame("v"),
        unit=pd.DataFrame({"unit": [UNIT] * len(inside)}, index=inside),
        notes=(_NOTE,),
    )


_NOTE = (
    "read as FIGARO (Eurostat, matrix form, industry by industry, million euro), a layout written from its "
    "documentation; gwanje has run it on no file of the publisher"
)


def _file(path: Path, year: int | None) -> Path:
    if not path.exists():
        raise UnavailableError(
            "There is no input-output table at this path", place=str(path), found="nothing", remedy="Check the path"
        )
    files = [path] if path.is_file() else sorted(path.glob("*.csv"))
    fitting = [one for one in files if year is None or _year(one) in (None, year)]
    if len(fitting) != 1:
        raise WrongUseError(
            "One file of FIGARO is one year",
            place=str(path),
            expected="a file, or a folder with one file of the year" + ("" if year is None else f" {year}"),
            found=", ".join(one.name for one in files[:5]) or "no CSV file",
            remedy="Name the file, or add --table-year",
        )
    if "prod-by-prod" in fitting[0].name:
        raise _refused(fitting[0], "prod-by-prod in its name", "the table industry by industry (ind-by-ind)")
    return fitting[0]


def _year(file: Path) -> int | None:
    found = _YEAR.search(file.name)
    return int(found.group(1)) if found else None


def _cells(file: Path) -> pd.DataFrame:
    """All numbers with their labels as text; what is no number is refused with its place."""
    try:
        frame = pd.read_csv(file, index_col=0, dtype={0: str}, keep_default_na=False, na_values={})
    except (ValueError, pd.errors.ParserError, UnicodeDecodeError) as fault:
        raise _refused(file, str(fault).splitlines()[0], "a CSV with one header row") from fault
    if frame.empty:
        raise _refused(file, "no numbers", "a CSV with one header row and rows of numbers")
    wrong = [name for name, kind in frame.dtypes.items() if not pd.api.types.is_numeric_dtype(kind)]
    if wrong:
        numbers = pd.to_numeric(frame[wrong[0]], errors="coerce")
        at = int(np.flatnonzero(numbers.isna().to_numpy())[0])
        found = f"'{frame[wrong[0]].iloc[at]}' in row {frame.index[at]}, column {wrong[0]}"
        raise _refused(file, found, "a number in every cell; absent is not zero")
    return frame.astype(np.float64)


def _labels(index: pd.Index, file: Path, axis: str) -> list[Label]:
    found: list[Label] = []
    for one in index:
        parts = _LABEL.match(str(one))
        if parts is None:
            expected = "COUNTRY_INDUSTRY such as DE_C20, of the matrix form"
            raise _refused(file, f"the {axis} '{one}'", expected)
        found.append((parts.group(1), parts.group(2)))
    twice = sorted({one for one in found if found.count(one) > 1}) if len(set(found)) < len(found) else []
    if twice:
        raise _refused(file, f"the {axis} {'_'.join(twice[0])} twice", "each label once")
    return found


def _refuse_incomplete(
    file: Path, rows: Sequence[Label], columns: Sequence[Label], industries: Sequence[Label], final: Sequence[Label]
) -> None:
    """Rows and columns speak of the same industries; each country has every final use; every primary row is there."""
    countries = list(dict.fromkeys(region for region, _ in industries))
    wanted_columns = {*industries, *((region, use) for region in countries for use in FINAL_USES)}
    wanted_rows = {*industries, *((NO_COUNTRY, one) for one in PRIMARY)}
    for axis, there, wanted in (("column", set(columns), wanted_columns), ("row", set(rows), wanted_rows)):
        missing, strange = sorted(wanted - there), sorted(there - wanted)
        if missing or strange:
            found = f"no {axis} {'_'.join(missing[0])}" if missing else f"the {axis} {'_'.join(strange[0])}"
            more = len(missing) + len(strange) - 1
            expected = "the same industries in rows and columns, five final uses a country, six primary rows"
            raise _refused(file, f"{found}, {more} more" if more else found, expected)
    if not industries or not final:
        raise _refused(file, "no industry", "industries in rows and columns")


def _refuse_unbalanced(file: Path, flows: pd.DataFrame, demand: pd.DataFrame, primary: "pd.Series[float]") -> None:
    """What an industry sells is what it pays: parts in another unit, or cut off, would not balance."""
    sold = flows.to_numpy().sum(axis=1) + demand.to_numpy().sum(axis=1)
    paid = flows.to_numpy().sum(axis=0) + primary.to_numpy()
    off, whole = np.abs(sold - paid), float(np.abs(sold).sum())
    if not float(off.sum()) <= BALANCE * whole:
        at = int(np.argmax(off))
        name, share = "_".join(flows.index[at]), float(off.sum()) / whole if whole > 0 else 1.0
        raise _refused(
            file,
            f"{name} sells {sold[at]:.6g} and pays {paid[at]:.6g}; in all {share:.3g} of output",
            f"rows and columns that differ by at most {BALANCE:g} of all output, in one unit",
        )


def _refused(file: Path, found: str, expected: str) -> RefusedInputError:
    return RefusedInputError(
        "This is not the FIGARO table in matrix form",
        place=str(file),
        expected=expected,
        found=found,
        remedy="Take the CSV in matrix form, industry by industry, from Eurostat; or save it as frames (Z and Y)",
    )

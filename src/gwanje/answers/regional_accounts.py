"""Regional accounts that a person brings: which share of each row of the accounts every region has, in one year."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from gwanje.foundation.errors import RefusedInputError
from gwanje.impact.regions import RegionRows

_NAMES = {"province": "region", "industry": "row", "item": "measure"}
_COLUMNS = ("region", "row", "year", "value")


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """A file that a person gives: its name and its bytes."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.data).hexdigest()

    def table(self) -> pd.DataFrame:
        """Its rows, from CSV or Parquet."""
        stream = io.BytesIO(self.data)
        found: pd.DataFrame = pd.read_parquet(stream) if self.name.endswith(".parquet") else pd.read_csv(stream)
        return found


@dataclass(frozen=True, slots=True)
class RegionalAccounts:
    """The accounts of one year: a number per row and region, and the rows that industries belong to."""

    file: BroughtFile
    year: int
    shares: Mapping[str, Mapping[str, float | None]]
    rows: RegionRows

    @classmethod
    def read(cls, file: BroughtFile, rows: RegionRows, wanted: int) -> "RegionalAccounts":
        """The accounts of the year of the table where the file has it, else of its newest."""
        accounts = _accounts(file, rows)
        year = _year(accounts, wanted, file.name)
        return cls(file, year, _shares(accounts[accounts["year"] == year], rows), rows)


def _accounts(file: BroughtFile, rows: RegionRows) -> pd.DataFrame:
    """The rows of the file that are regions, not the whole country, and of the measure that is used."""
    try:
        table = file.table().rename(columns=_NAMES)
    except (ValueError, OSError) as fault:
        raise _unreadable(file.name, str(fault)) from fault
    missing = [column for column in _COLUMNS if column not in table.columns]
    if missing:
        raise _unreadable(file.name, f"no column {', '.join(missing)}")
    if rows.measure and "measure" in table.columns:
        table = table[table["measure"] == rows.measure]
    return table[table["region"] != rows.national]


def _unreadable(name: str, found: str) -> RefusedInputError:
    return RefusedInputError(
        "The regional accounts cannot be read",
        place=name,
        expected="a CSV or Parquet table with the columns region, row, measure, year, value",
        found=found,
        remedy="Save the accounts as one row for each region, row and year; province, industry and item are known too",
    )


def _year(accounts: pd.DataFrame, wanted: int, name: str) -> int:
    """The year of the table where the accounts have it, else their newest."""
    years = sorted({int(year) for year in accounts["year"]})
    if not years:
        raise _unreadable(name, "no row of a region")
    return wanted if wanted in years else years[-1]


def _shares(accounts: pd.DataFrame, rows: RegionRows) -> dict[str, dict[str, float | None]]:
    """For every row of the concordance a number per region; one that is not in the file stays missing."""
    if bool(accounts.duplicated(["region", "row"]).any()):
        raise RefusedInputError(
            "A region and row stand twice in the regional accounts",
            expected="one value for each region, row and year",
            found=str(accounts[accounts.duplicated(["region", "row"])].iloc[0].to_dict()),
            remedy="Keep one measure in the file, or name the measure in impact/regions.yaml",
        )
    regions = list(dict.fromkeys(accounts["region"].tolist()))
    keys = zip(accounts["row"].tolist(), accounts["region"].tolist(), strict=True)
    values = dict(zip(keys, accounts["value"].tolist(), strict=True))
    listed = set(accounts["row"].tolist())
    return {
        one.row: {region: values.get((one.row, region)) for region in regions} for one in rows.rows if one.row in listed
    }

"""Output at stake by region, from regional accounts that a person brings: proportional, and every answer says so."""

import hashlib
import io
from collections.abc import Mapping
from typing import Any

import pandas as pd

from gwanje.answers.exposing_answer import ExposureAnswer
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.impact.regions import SAID, SAID_KO, RegionalAmounts, RegionRows, allocate_to_regions

Json = dict[str, Any]
_NAMES = {"province": "region", "industry": "row", "item": "measure"}
_COLUMNS = ("region", "row", "year", "value")


def with_regions(tower: Tower, answer: ExposureAnswer, name: str, data: bytes) -> ExposureAnswer:
    """The same answer with its output at stake spread over regions, by the shares of a file (CSV or Parquet)."""
    rows = tower.region_rows
    if rows is None or answer.importer != tower.iso3:
        raise WrongUseError(
            "Output at stake cannot be spread over regions",
            expected=f"an exposure of {tower.iso3} and content with impact/regions.yaml",
            found=f"importer {answer.importer}" if rows is not None else "no such file",
            remedy="Leave --regions out, or add the rows of the regional accounts to the content",
        )
    if answer.at_stake.get("status") != "ok":
        return answer
    accounts = _accounts(name, data, rows)
    year = _year(accounts, answer.table_year or 0, name)
    shares = _shares(accounts[accounts["year"] == year], rows)
    low, high = (
        allocate_to_regions({user.sector: user.at_stake_musd[end] for user in answer.users}, shares, rows.concordance)
        for end in (0, 1)
    )
    told = {"name": name, "sha256": hashlib.sha256(data).hexdigest(), "year": year, "concordance": rows.id}
    return answer.model_copy(update={"regions": _regions(low, high, told)})


def _regions(low: RegionalAmounts, high: RegionalAmounts, told: Mapping[str, Any]) -> Json:
    order = sorted(high.exact, key=lambda region: (-high.totals()[region], region))
    return {
        **told,
        "said": Sentence(en=f"{SAID[0].upper()}{SAID[1:]}.", ko=f"{SAID_KO}.").model_dump(),
        "concordance_rows": dict(high.concordance),
        "rows": [
            {
                "region": region,
                "at_stake_musd": (sum(low.rounded[region].values()), sum(high.rounded[region].values())),
                "by_industry": {
                    sector: (low.rounded[region][sector], amount) for sector, amount in high.rounded[region].items()
                },
            }
            for region in order
        ],
    }


def _accounts(name: str, data: bytes, rows: RegionRows) -> pd.DataFrame:
    """The rows of the file that are regions, not the whole country, and of the measure that is used."""
    try:
        read = pd.read_parquet if name.endswith(".parquet") else pd.read_csv
        table: pd.DataFrame = read(io.BytesIO(data)).rename(columns=_NAMES)
    except (ValueError, OSError) as fault:
        raise _unreadable(name, str(fault)) from fault
    missing = [column for column in _COLUMNS if column not in table.columns]
    if missing:
        raise _unreadable(name, f"no column {', '.join(missing)}")
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

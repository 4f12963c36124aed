"""Output at stake by region, from regional accounts that a person brings: proportional, and every answer says so."""

from collections.abc import Mapping
from typing import Any

from gwanje.answers.exposing_answer import ExposureAnswer
from gwanje.answers.regional_accounts import BroughtFile, RegionalAccounts
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import WrongUseError
from gwanje.impact.regions import SAID, SAID_KO, RegionalAmounts, allocate_to_regions

Json = dict[str, Any]


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
    accounts = RegionalAccounts.read(BroughtFile(name, data), rows, answer.table_year or 0)
    low, high = (
        allocate_to_regions(
            {user.sector: user.at_stake_musd[end] for user in answer.users}, accounts.shares, rows.concordance
        )
        for end in (0, 1)
    )
    told = {"name": name, "sha256": accounts.file.sha256, "year": accounts.year, "concordance": rows.id}
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

"""Output at stake by size of firm, from shares that a person brings: proportional, and every answer says so."""

from typing import Any

from gwanje.answers.exposing_answer import ExposureAnswer
from gwanje.answers.firm_sizes import SAID_SIZES, WHOLE_COUNTRY, FirmSizes
from gwanje.answers.regional_accounts import BroughtFile
from gwanje.answers.tower import Tower
from gwanje.impact.regions import allocate_to_regions

Ends = tuple[float, float]


def with_sizes(tower: Tower, answer: ExposureAnswer, file: BroughtFile) -> ExposureAnswer:
    """The same answer with its output at stake spread over sizes of firms; of every region where the file has them."""
    sizes = FirmSizes.read(file)
    sizes.require_regions(given=bool(answer.regions) or answer.at_stake.get("status") != "ok")
    if answer.at_stake.get("status") != "ok":
        return answer
    rows = {} if tower.region_rows is None else dict(tower.region_rows.concordance)
    parts: dict[str, dict[str, Ends]] = {
        WHOLE_COUNTRY: {user.sector: (user.at_stake_musd[0], user.at_stake_musd[1]) for user in answer.users}
    }
    if sizes.by_region:
        parts = {one["region"]: one["by_industry"] for one in answer.regions["rows"]}
    told = {"name": file.name, "sha256": file.sha256, "said": SAID_SIZES.model_dump()}
    spread = [row for region, amounts in parts.items() for row in _spread(sizes, region, amounts, rows)]
    return answer.model_copy(update={"sizes": {**told, "rows": spread}})


def _spread(sizes: FirmSizes, region: str, amounts: dict[str, Ends], rows: dict[str, str]) -> list[dict[str, Any]]:
    keys, shares = sizes.of(region, [sector for sector, ends in amounts.items() if ends[1] > 0], rows)
    low, high = (
        allocate_to_regions({sector: amounts[sector][end] for sector in keys}, shares, keys).rounded for end in (0, 1)
    )
    return [
        {"region": region, "size": size, "at_stake_musd": (sum(low[size].values()), sum(high[size].values()))}
        for size in sizes.sizes
        if size in high
    ]

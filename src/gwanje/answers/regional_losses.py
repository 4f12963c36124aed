"""A simulated loss by region and by size of firm: single runs spread by published shares, never a regional model."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gwanje.answers.firm_sizes import SAID_SIZES, WHOLE_COUNTRY, FirmSizes
from gwanje.answers.regional_accounts import BroughtFile, RegionalAccounts
from gwanje.answers.regional_losses_answer import RegionalLosses, RegionalRow, RunAmounts, SizeLosses, SizeRow
from gwanje.answers.sentences import Sentence
from gwanje.answers.simulating_losses import ROUNDING, Losses
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import WrongUseError
from gwanje.impact.regions import SAID, SAID_KO, allocate_to_regions

RUNS = ("least", "middle", "most")
MOST_DECIMALS = 6
Shares = Mapping[str, Mapping[str, float | None]]
Spread = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class SpreadAsked:
    """What the loss is to be spread over: regions, sizes of firms, or both."""

    accounts: RegionalAccounts | None = None
    sizes: FirmSizes | None = None


def spread_asked(
    tower: Tower, importer: str, year: int | None, regions: BroughtFile | None, sizes: BroughtFile | None
) -> SpreadAsked:
    """The files read and checked, before anything is run."""
    accounts = None if regions is None else _accounts(tower, importer, year, regions)
    found = None if sizes is None else FirmSizes.read(sizes)
    if found is not None:
        found.require_regions(given=accounts is not None)
    return SpreadAsked(accounts, found)


def _accounts(tower: Tower, importer: str, year: int | None, file: BroughtFile) -> RegionalAccounts:
    rows = tower.region_rows
    if rows is None or importer != tower.iso3:
        raise WrongUseError(
            "A loss cannot be spread over regions",
            expected=f"a scenario of {tower.iso3} and content with impact/regions.yaml",
            found=f"importer {importer}" if rows is not None else "no such file",
            remedy="Leave --regions out, or add the rows of the regional accounts to the content",
        )
    return RegionalAccounts.read(file, rows, year or 0)


def regional_losses(asked: SpreadAsked, losses: Losses) -> RegionalLosses | None:
    """The loss of the telling reading by region, in its mildest, middle and harshest run; None where nobody asks."""
    accounts = asked.accounts
    if accounts is None:
        return None
    runs, concordance = _runs(losses), accounts.rows.concordance
    decimals = _decimals(runs)
    spread = {name: _net(amounts, accounts.shares, concordance, decimals) for name, amounts in runs.items()}
    totals = {name: {region: math.fsum(by.values()) for region, by in spread[name].items()} for name in RUNS}
    names = list(dict.fromkeys(region for name in RUNS for region in spread[name]))
    order = sorted(names, key=lambda region: (-totals["most"].get(region, 0.0), region))
    return RegionalLosses(
        name=accounts.file.name,
        sha256=accounts.file.sha256,
        year=accounts.year,
        concordance=accounts.rows.id,
        concordance_rows={sector: concordance[sector] for sector in losses.found.sectors if sector in concordance},
        reading=losses.telling,
        decimals=decimals,
        said=_SAID,
        rows=tuple(
            RegionalRow(
                region=region,
                lost_musd=RunAmounts(**{name: _round(totals[name].get(region, 0.0), decimals) for name in RUNS}),
                by_industry=spread["most"].get(region, {}),
            )
            for region in order
        ),
    )


def size_losses(asked: SpreadAsked, losses: Losses) -> SizeLosses | None:
    """The same loss by size of firm, of the country or of every region; None where nobody asks."""
    sizes = asked.sizes
    if sizes is None:
        return None
    runs = _runs(losses)
    decimals = _decimals(runs)
    rows = {} if asked.accounts is None else dict(asked.accounts.rows.concordance)
    parts = {name: {WHOLE_COUNTRY: amounts} for name, amounts in runs.items()}
    if sizes.by_region and asked.accounts is not None:
        accounts = asked.accounts
        parts = {
            name: _net(amounts, accounts.shares, accounts.rows.concordance, decimals) for name, amounts in runs.items()
        }
    found: dict[tuple[str, str], dict[str, float]] = {}
    for name, by_region in parts.items():
        for region, amounts in by_region.items():
            told = {sector: amount for sector, amount in amounts.items() if amount}
            keys, shares = sizes.of(region, list(told), rows)
            for size, by_sector in _net(told, shares, keys, decimals).items():
                total = _round(math.fsum(by_sector.values()), decimals)
                found.setdefault((region, size), {})[name] = total
    return SizeLosses(
        name=sizes.file.name,
        sha256=sizes.file.sha256,
        said=SAID_SIZES,
        rows=tuple(
            SizeRow(region=region, size=size, lost_musd=RunAmounts(**{name: by.get(name, 0.0) for name in RUNS}))
            for (region, size), by in sorted(found.items(), key=lambda one: (one[0][0], _at(sizes.sizes, one[0][1])))
        ),
    )


def _at(sizes: Sequence[str], size: str) -> int:
    return sizes.index(size)


def _runs(losses: Losses) -> dict[str, dict[str, float]]:
    """Single runs of the telling reading by industry, M USD: ends of industries in different runs are never mixed."""
    found, telling = losses.found, losses.telling
    ranked = sorted(losses.of[telling], key=lambda at: float(found.lost[at]))
    chosen = dict(zip(RUNS, (ranked[0], losses.middle[telling], ranked[-1]), strict=True))
    least = ROUNDING * losses.normal
    return {
        name: {
            sector: float(lost)
            for sector, lost in zip(found.sectors, found.lost_by_sector[at], strict=True)
            if abs(lost) > least
        }
        for name, at in chosen.items()
    }


def _net(amounts: Mapping[str, float], shares: Shares, concordance: Mapping[str, str], decimals: int) -> Spread:
    """What is lost less what is made above normal, each spread by the same shares."""
    lost = {sector: amount for sector, amount in amounts.items() if amount > 0}
    more = {sector: -amount for sector, amount in amounts.items() if amount < 0}
    found: Spread = {}
    for part, sign in ((lost, 1.0), (more, -1.0)):
        for region, by in allocate_to_regions(part, shares, concordance, digits=decimals).rounded.items():
            for sector, amount in by.items():
                found.setdefault(region, {})[sector] = sign * amount
    return found


def _decimals(runs: Mapping[str, Mapping[str, float]]) -> int:
    """So many decimals that the largest total has three digits; none where it is hundreds of millions or more."""
    largest = max((abs(math.fsum(one.values())) for one in runs.values()), default=0.0)
    return min(MOST_DECIMALS, max(0, 2 - math.floor(math.log10(largest)))) if largest > 0 else 0


def _round(amount: float, decimals: int) -> float:
    return round(amount, decimals) + 0.0


_SAID = Sentence(
    en=f"{SAID[0].upper()}{SAID[1:]}. Each column is one run of the reading; what is made above normal is subtracted.",
    ko=f"{SAID_KO}. 각 열은 한 번의 계산이며 정상보다 더 만드는 산업은 뺀 값.",
)

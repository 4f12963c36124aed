"""A national result over regions, by published regional shares of the matching row: proportional, no regional model."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.content import Record, parse_record
from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.foundation.names import Names

__all__ = ["RegionRow", "RegionRows", "RegionalAmounts", "allocate_to_regions"]

FILE = "impact/regions.yaml"
SAID = "adds up within rounding (largest remainder); proportional allocation, not a regional model"
SAID_KO = "반올림 범위에서 합계 일치(최대잔여법), 비례 배분이며 지역 모형이 아님"


class RegionRow(Record):
    """One row of the regional accounts and the industries that belong to it, each to one row only."""

    row: str
    names: Names
    sectors: tuple[str, ...]


class RegionRows(CitedRecord):
    """The rows of the regional accounts that do not overlap, with the industries of a national table in each."""

    id: OpaqueId
    sectors_of: Key
    national: str = ""
    measure: str = ""
    rows: tuple[RegionRow, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for what, found in (
            ("row", [one.row for one in self.rows]),
            ("industry", [sector for one in self.rows for sector in one.sectors]),
        ):
            twice = sorted({name for name in found if found.count(name) > 1})
            if twice:
                raise ValueError(f"each {what} stands once; {', '.join(twice)} stands again")
        return self

    @classmethod
    def read_if_there(cls, files: Mapping[str, str], zone: ZoneInfo) -> Self | None:
        """Read impact/regions.yaml; None where content has no such file."""
        return parse_record(files[FILE], FILE, cls, zone=zone) if FILE in files else None

    @property
    def concordance(self) -> dict[str, str]:
        """The row of every industry."""
        return {sector: one.row for one in self.rows for sector in one.sectors}


@dataclass(frozen=True, slots=True)
class RegionalAmounts:
    """Amounts by region and industry; the rounded ones add up to the rounded total of each industry."""

    exact: Mapping[str, Mapping[str, float]]
    rounded: Mapping[str, Mapping[str, float]]
    concordance: Mapping[str, str]
    digits: int
    said: str = SAID

    def totals(self) -> dict[str, float]:
        """Every region's exact sum over the industries."""
        return {region: math.fsum(amounts.values()) for region, amounts in self.exact.items()}


def allocate_to_regions(
    amounts: Mapping[str, float],
    shares: Mapping[str, Mapping[str, float | None]],
    concordance: Mapping[str, str],
    *,
    digits: int = 0,
) -> RegionalAmounts:
    """A national result by industry, spread over regions.

    Shapes and units:
        amounts: one number per industry, any one unit, 0 or more. shares: for every row of the regional accounts a
        number per region in one unit (value added of a year), 0 or more. concordance: the row of each industry, one
        row each, no splits. digits: decimal places of the rounded amounts, negative for tens and hundreds.
        Result: amounts by region and industry in the unit given, exact, and rounded so that every industry's regions
        add up to its rounded total.

    Source:
        y[p, s] = y[s] g[p, row(s)] / sum over p of g[p, row(s)]; remainders by the largest-remainder method (Hamilton).
        Project choice; docs/methods-impact.md.

    Differs:
        Every regional table says that it is a proportional allocation, not a regional model.

    Raises:
        WrongUseError: an industry without a row, or a row without shares.
        RefusedInputError: an amount or share that is missing, negative or not finite; a row whose shares are all 0.

    Example:
        >>> shares = {"works": {"north": 1.0, "south": 2.0}}
        >>> found = allocate_to_regions({"C20": 10.0}, shares, {"C20": "works"})
        >>> found.rounded["north"]["C20"], found.rounded["south"]["C20"]
        (3.0, 7.0)
    """
    exact: dict[str, dict[str, float]] = {}
    rounded: dict[str, dict[str, float]] = {}
    for sector, amount in amounts.items():
        row = _row(sector, shares, concordance)
        whole = _usable(row, shares[row])
        parts = {region: _amount(sector, amount) * value / math.fsum(whole.values()) for region, value in whole.items()}
        for region, part in parts.items():
            exact.setdefault(region, {})[sector] = part
        for region, part in _largest_remainder(parts, amount, digits).items():
            rounded.setdefault(region, {})[sector] = part
    return RegionalAmounts(exact, rounded, {sector: concordance[sector] for sector in amounts}, digits)


def _largest_remainder(parts: Mapping[str, float], amount: float, digits: int) -> dict[str, float]:
    """Every part rounded down, and what is left given to the largest remainders; of equals the first in order."""
    scale = 10.0**digits
    wanted = round(amount * scale)
    floors = {region: math.floor(part * scale) for region, part in parts.items()}
    left = wanted - sum(floors.values())
    by_remainder = sorted(parts, key=lambda region: floors[region] - parts[region] * scale)
    for region in by_remainder[:left] if left > 0 else ():
        floors[region] += 1
    for region in by_remainder[left:] if left < 0 else ():
        floors[region] -= 1
    return {region: units / scale for region, units in floors.items()}


def _row(sector: str, shares: Mapping[str, Mapping[str, float | None]], concordance: Mapping[str, str]) -> str:
    row = concordance.get(sector)
    if row is None or row not in shares:
        raise WrongUseError(
            f"The industry '{sector}' has no row of regional shares",
            expected="one row for each industry, with a share for each region",
            found="no row in the concordance" if row is None else f"no shares of '{row}'",
            remedy="Add the row; nothing is spread evenly",
        )
    return row


def _usable(row: str, given: Mapping[str, float | None]) -> dict[str, float]:
    bad = [region for region, value in given.items() if value is None or not (math.isfinite(value) and value >= 0)]
    usable = {region: value for region, value in given.items() if value is not None}
    if bad or math.fsum(usable.values()) <= 0:
        raise RefusedInputError(
            f"The regional shares of '{row}' cannot be used",
            expected="a finite number, 0 or more, for every region, not all of them 0",
            found=f"{bad[0]}: {given[bad[0]]}" if bad else "0 in every region",
            remedy="Absent is not zero: load the row with all its regions",
        )
    return usable


def _amount(sector: str, amount: float) -> float:
    if not (math.isfinite(amount) and amount >= 0):
        raise RefusedInputError(
            f"The amount of '{sector}' cannot be spread",
            expected="a finite number, 0 or more",
            found=str(amount),
            remedy="Leave an industry out whose amount is not known",
        )
    return amount

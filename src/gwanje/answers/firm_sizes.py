"""Shares of firms by size that a person brings: region, sector, size class, share; checked before anything is spread."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from gwanje.answers.regional_accounts import BroughtFile
from gwanje.answers.sentences import Sentence
from gwanje.foundation.errors import RefusedInputError, WrongUseError

SAID_SIZES = Sentence(
    en="Spread in proportion to the shares of the file (largest remainder): how firms of a size are hit differently is not known.",
    ko="파일의 비중대로 비례 배분(최대잔여법): 규모에 따라 충격이 어떻게 다른지는 알려지지 않음.",
)
SUM_IS_ONE = 0.005
WHOLE_COUNTRY = ""


@dataclass(frozen=True, slots=True)
class FirmSizes:
    """Shares by region (empty: the whole country), sector of the table or row of the accounts, and size."""

    file: BroughtFile
    shares: Mapping[str, Mapping[str, Mapping[str, float | None]]]

    @classmethod
    def read(cls, file: BroughtFile) -> "FirmSizes":
        """The shares; those that are none, stand twice or do not sum to 1 are refused with their row."""
        try:
            table = file.table()
        except (ValueError, OSError) as fault:
            raise _refused(file.name, str(fault)) from fault
        missing = [one for one in ("sector", "size", "share") if one not in table.columns]
        if missing:
            raise _refused(file.name, f"no column {', '.join(missing)}")
        if table.empty:
            raise _refused(file.name, "no row")
        if "region" not in table.columns:
            table = table.assign(region=WHOLE_COUNTRY)
        return cls(file, _shares(table, file.name))

    @property
    def by_region(self) -> bool:
        """Whether the file tells regions apart."""
        return set(self.shares) != {WHOLE_COUNTRY}

    def require_regions(self, *, given: bool) -> None:
        """Refuse shares by region where the amounts are not spread over regions."""
        if self.by_region and not given:
            raise WrongUseError(
                "Firm sizes by region need the regions",
                place=self.file.name,
                expected="--regions FILE beside --firm-sizes, or a file without the column region",
                found="shares by region alone",
                remedy="Add the regional accounts, or give shares of the whole country",
            )

    @property
    def sizes(self) -> tuple[str, ...]:
        """Every size in the order of the file."""
        every = (size for sectors in self.shares.values() for sizes in sectors.values() for size in sizes)
        return tuple(dict.fromkeys(every))

    def of(
        self, region: str, sectors: Sequence[str], rows: Mapping[str, str]
    ) -> tuple[dict[str, str], Mapping[str, Mapping[str, float | None]]]:
        """For each sector the key of its shares (its own, else its row of the accounts), and those shares."""
        found = self.shares.get(region)
        if found is None:
            raise self._absent(f"region {region}", ", ".join(self.shares))
        keys: dict[str, str] = {}
        for sector in sectors:
            key = sector if sector in found else rows.get(sector, "")
            if key not in found:
                raise self._absent(f"sector {sector}" + (f" of {region}" if region else ""), ", ".join(found))
            keys[sector] = key
        return keys, found

    def _absent(self, what: str, known: str) -> RefusedInputError:
        return RefusedInputError(
            "The file of firm sizes lacks a part that loses output",
            place=self.file.name,
            expected=f"shares by size for {what}",
            found=f"shares for {known}",
            remedy="Add its rows; absent is not zero, and nothing is spread evenly",
        )


def _shares(table: pd.DataFrame, name: str) -> dict[str, dict[str, dict[str, float | None]]]:
    found: dict[str, dict[str, dict[str, float | None]]] = {}
    columns = (table[one].tolist() for one in ("region", "sector", "size", "share"))
    for line, (region, sector, size, share) in enumerate(zip(*columns, strict=True), start=2):
        place = f"{name} row {line}"
        value = _number(share)
        if value is None or not 0 <= value <= 1:
            raise _refused(place, f"share {share}", "a share from 0 to 1; write 0.4 for 40 %")
        sizes = found.setdefault(str(region), {}).setdefault(str(sector), {})
        if str(size) in sizes:
            raise _refused(place, f"{region} {sector} {size} twice", "each region, sector and size once")
        sizes[str(size)] = value
    for region, sectors in found.items():
        for sector, sizes in sectors.items():
            total = math.fsum(one or 0.0 for one in sizes.values())
            if abs(total - 1) > SUM_IS_ONE:
                raise _refused(
                    f"{name}, {region} {sector}".replace(",  ", ", "), f"{total:.4g}", "shares that sum to 1"
                )
    return found


def _number(given: object) -> float | None:
    try:
        value = float(str(given))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _refused(place: str, found: str, expected: str = "the columns region, sector, size, share") -> RefusedInputError:
    return RefusedInputError(
        "The file of firm sizes cannot be used",
        place=place,
        expected=expected,
        found=found,
        remedy="Give a CSV or Parquet table with one row for each region (left out: the country), sector and size",
    )

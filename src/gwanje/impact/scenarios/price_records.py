"""Shocks to prices as content writes them: imports that cost more, and a duty by its legal basis and its day."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from gwanje.foundation.identifiers import Key
from gwanje.impact.scenarios.assumed import (
    AssumedAmount,
    AssumedRate,
    AssumedRise,
    AssumedShare,
    Iso3,
    Timed,
)

WHOLE = AssumedShare(low=1, high=1)


class PriceJump(Timed):
    """What the importer's industries buy of items, or of whole industries, of other economies costs a fraction more."""

    kind: Literal["price_jump"]
    suppliers: tuple[Iso3, ...] = Field(min_length=1)
    sectors: tuple[str, ...] = ()
    items: tuple[Key, ...] = ()
    rise: AssumedRise
    pass_through: AssumedShare = WHOLE
    covered: AssumedShare = WHOLE
    value_musd: Mapping[Key, AssumedAmount] = {}
    made_in: Mapping[Key, str] = {}

    @model_validator(mode="after")
    def _items_or_sectors(self) -> Self:
        if bool(self.items) == bool(self.sectors):
            raise ValueError("a price jump names either items or sectors of the table")
        if self.items and len(self.suppliers) > 1:
            raise ValueError("a price jump of items names one supplier; write one shock for each")
        strange = [one for one in (*self.value_musd, *self.made_in) if one not in self.items]
        if strange:
            raise ValueError(f"value_musd, made_in: only of the items of the price jump; not of {strange[0]}")
        return self


class TariffChange(Timed):
    """A duty on what some suppliers sell: between two days of a recorded line, or from one assumed rate to another."""

    kind: Literal["tariff"]
    levied_by: Iso3 | None = None
    suppliers: tuple[Iso3, ...] = Field(min_length=1)
    sectors: tuple[str, ...] = Field(min_length=1)
    line: str = ""
    rate_on: tuple[date, date] | None = None
    preference_claimed: float | None = Field(default=None, ge=0, le=1)
    rate_before: AssumedRate | None = None
    rate: AssumedRate | None = None
    basis: str = ""
    pass_through: AssumedShare = WHOLE
    covered: AssumedShare

    @model_validator(mode="after")
    def _recorded_or_assumed(self) -> Self:
        recorded = (bool(self.line), self.rate_on is not None)
        assumed = (self.rate_before is not None, self.rate is not None, bool(self.basis.strip()))
        if not (all(recorded) and not any(assumed)) and not (all(assumed) and not any(recorded)):
            raise ValueError(
                "a tariff names either a recorded line and rate_on (the day before, the day after), or rate_before, "
                "rate and basis (the act it would rest on)"
            )
        if self.line and len(self.suppliers) > 1:
            raise ValueError("a recorded line is of one supplier; write one shock for each")
        if self.preference_claimed is not None and not self.line:
            raise ValueError("preference_claimed belongs to a recorded line")
        if self.rate_on is not None and self.rate_on[0] >= self.rate_on[1]:
            raise ValueError("rate_on is the day before and a later day after")
        return self

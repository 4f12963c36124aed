"""Numbers of a scenario as content writes them: a number or a range, with who says so; and when something happens."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from gwanje.foundation.content import Record
from gwanje.foundation.identifiers import OpaqueId

Iso3 = Annotated[str, Field(pattern="^[A-Z]{3}$")]


class Assumed(Record):
    """A number of the scenario, or a range. Without sources it is the scenario's own assumption, and is called that."""

    low: float = Field(allow_inf_nan=False)
    high: float = Field(allow_inf_nan=False)
    sources: tuple[OpaqueId, ...] = ()
    note: str = ""
    note_ko: str = ""

    @model_validator(mode="before")
    @classmethod
    def _one_number_is_a_range(cls, given: object) -> object:
        if isinstance(given, int | float) and not isinstance(given, bool):
            return {"low": given, "high": given}
        return given

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"the low end is not above the high end, here {self.low:g} to {self.high:g}")
        return self

    @property
    def is_one_number(self) -> bool:
        """Whether nothing is uncertain."""
        return self.low == self.high

    @property
    def middle(self) -> float:
        """Half-way between the ends."""
        return (self.low + self.high) / 2


class AssumedShare(Assumed):
    """A share or a range of shares."""

    @model_validator(mode="after")
    def _a_share(self) -> Self:
        if self.low < 0 or self.high > 1:
            raise ValueError(f"a share lies between 0 and 1, here {self.low:g} to {self.high:g}")
        return self


class AssumedDays(Assumed):
    """Days or a range of days."""

    @model_validator(mode="after")
    def _not_negative(self) -> Self:
        if self.low < 0:
            raise ValueError(f"days are 0 or more, here {self.low:g} to {self.high:g}")
        return self


class AssumedAmount(Assumed):
    """An amount of money or a range of amounts."""

    @model_validator(mode="after")
    def _not_negative(self) -> Self:
        if self.low < 0:
            raise ValueError(f"an amount is 0 or more, here {self.low:g} to {self.high:g}")
        return self


class AssumedRise(Assumed):
    """A change of a price or a range of changes, as a fraction of the price before; above -1."""

    @model_validator(mode="after")
    def _a_price_is_left(self) -> Self:
        if self.low <= -1:
            raise ValueError(
                f"a rise is above -1, here {self.low:g} to {self.high:g}: no price falls to nothing; 0.5 is 50 % more"
            )
        return self


class AssumedRate(Assumed):
    """A duty as a fraction of the value, or a range of duties."""

    @model_validator(mode="after")
    def _a_rate(self) -> Self:
        if self.low < 0 or self.high > HIGHEST_RATE:
            raise ValueError(
                f"a duty is 0 to {HIGHEST_RATE:g} times the value, here {self.low:g} to {self.high:g}; 0.25 is 25 %"
            )
        return self


HIGHEST_RATE = 10.0
"""Ten times the value: a rate above it is taken for percent that were written as a fraction."""


class IndustriesRecord(Record):
    """Which industry makes an item and which use it, where no link of the content says so; unsourced: an assumption."""

    made_in: str | None = None
    users: tuple[str, ...] = Field(min_length=1)
    sources: tuple[OpaqueId, ...] = ()
    note: str = ""
    note_ko: str = ""


class Timed(Record):
    """When something begins (day 1 is the first disturbed day) and for how many days it lasts."""

    starts: int = Field(default=1, ge=1)
    days: AssumedDays

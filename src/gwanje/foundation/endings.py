"""How a source says that something ends, and every instant at which it may be over (Convention T3)."""

from datetime import date, datetime, timedelta
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from gwanje.foundation.content import Record
from gwanje.foundation.instants import ValidInstant, day_start

Reading = Literal["inclusive", "exclusive", "unknown"]
EndState = Literal["running", "over by one reading", "over"]


class Ending(Record):
    """The wording of an end, the day it names, its reading, and so its candidate instants.

    Either `named` (a day, read inclusive, exclusive or unknown in `zone`), or `instant` (an exact end), or
    `candidates` (days derived from a term such as "one year", in `zone`).
    """

    wording: str
    reading: Reading = "unknown"
    zone: str = ""
    named: date | None = None
    instant: ValidInstant | None = None
    candidates: tuple[date, ...] = ()
    derived: str = Field(default="", description="how the candidates follow from the wording, where no day is named")

    @field_validator("named", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        return date.fromisoformat(value) if isinstance(value, str) else value

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            return ZoneInfo(value).key if value else ""
        except (KeyError, OSError) as fault:
            raise ValueError(f"'{value}' is no known zone; write for example Asia/Shanghai") from fault

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [self.named is not None, self.instant is not None, bool(self.candidates)]
        if sum(forms) != 1:
            raise ValueError("an ending has exactly one of: named, instant, candidates")
        if self.instant is None and not self.zone:
            raise ValueError("an ending that names a day needs the zone of its source, for example Asia/Shanghai")
        return self

    @property
    def ends(self) -> tuple[datetime, ...]:
        """The candidate first instants at which it is over, earliest first."""
        if self.instant is not None:
            return (self.instant,)
        zone = ZoneInfo(self.zone)
        if self.named is None:
            return tuple(sorted(day_start(day, zone) for day in self.candidates))
        same, following = day_start(self.named, zone), day_start(self.named + timedelta(days=1), zone)
        return {"exclusive": (same,), "inclusive": (following,), "unknown": (same, following)}[self.reading]

    @property
    def earliest(self) -> datetime:
        """The reading that countdowns use."""
        return self.ends[0]

    def state(self, at: datetime) -> EndState:
        """Whether the end has come, by no reading, by one, or by all."""
        over = sum(end <= at for end in self.ends)
        if over == 0:
            return "running"
        return "over" if over == len(self.ends) else "over by one reading"

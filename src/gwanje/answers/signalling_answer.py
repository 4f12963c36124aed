"""What the answer of `watch signals` holds."""

from datetime import date
from typing import Any, Literal

from gwanje.answers.answer import AbsenceStatus, Answer, Plain
from gwanje.answers.monthly_notes import MonthlyNote
from gwanje.answers.sentences import Sentence
from gwanje.foundation.figures import AnswerStatus
from gwanje.foundation.names import Language


class DriverRecord(Plain):
    """The record so far of what met: a weighting, or one of its signs by itself; without one `record` says why."""

    indicator: str
    measure: str
    names: dict[Language, str]
    status: AbsenceStatus
    record: Sentence
    lag_days: int | None = None
    events_hit: int | None = None
    events_covered: int | None = None
    hits: int | None = None
    misses: int | None = None
    false_alarms: int | None = None
    series_years: float | None = None
    alarms_not_judged: int | None = None
    series_years_not_judged: float | None = None


class Sign(Plain):
    """One weighted sign with the value that met it; `found` is None where it cannot be seen."""

    measure: str
    found: float | None
    at: float
    strong: float | None
    weight: float
    points: float
    basis: str
    names: dict[Language, str]
    told: dict[Language, str]


class Structure(Plain):
    """How much of the item comes from the partner in a year's trade, by value and by mass."""

    status: AnswerStatus
    reason: str = ""
    reasons: dict[Language, str] | None = None
    year: int | None = None
    code: str = ""
    share_value: float | None = None
    share_mass: float | None = None


class MonthAmount(Plain):
    """One month of a series as it was known: an amount that is not told is None."""

    month: date
    value_usd: float | None
    mass_t: float | None


class Signal(Plain):
    """One item and partner in the month: value and mass, every sign, the word reached and the one that stands."""

    item: str
    partner: str
    partner_names: dict[Language, str]
    value_usd: float | None
    mass_t: float | None
    value_year_before_usd: float | None
    mass_year_before_t: float | None
    points: float
    reached: str
    stands: str
    squeeze_percentile: float | None
    signs: tuple[Sign, ...]
    structure: Structure
    priority: float
    series: tuple[MonthAmount, ...] = ()


class SignalGroup(Plain):
    """All signals of one item, the strongest first."""

    rank: int
    item: str
    items: tuple[str, ...]
    names: dict[Language, str]
    priority: float
    signals: tuple[Signal, ...]


class Below(Plain):
    """An item under the line of the budget: named, not explained."""

    item: str
    names: dict[Language, str]
    priority: float
    signals: int


class Signals(Answer):
    """The ranked short list of a month, as its rows were public, and what fell below the line."""

    headline: Sentence
    file: str
    month: date
    knowable: date
    weighting: str
    budget: int
    scale: tuple[Literal["attention", "caution", "alert", "serious"], ...]
    shown: tuple[SignalGroup, ...]
    below: tuple[Below, ...]
    scored: int
    unscored: int
    masses_not_reported: int
    records: tuple[DriverRecord, ...] = ()
    series_judged: int = 0
    frozen: str
    notes: tuple[MonthlyNote, ...] = ()

    def record_of(self, measure: str = "") -> DriverRecord | None:
        """The record of a sign that met, or of the weighting."""
        return next((one for one in self.records if one.measure == measure), None)

    def rows(self) -> list[dict[str, Any]]:
        """One signal a row, the most urgent first."""
        return [
            {
                "rank": group.rank,
                "item": one.item,
                "partner": one.partner,
                "month": self.month.isoformat(),
                "value_usd": one.value_usd,
                "mass_t": one.mass_t,
                "points": one.points,
                "reached": one.reached,
                "stands": one.stands,
                "signs": "; ".join(f"{s.measure} {s.found:.2f} >= {s.at:g}" for s in one.signs if s.points and s.found is not None),
                "records": self._records(one),
                "share_value": one.structure.share_value,
                "share_mass": one.structure.share_mass,
                "priority": one.priority,
            }
            for group in self.shown
            for one in group.signals
        ]  # fmt: skip

    def _records(self, one: Signal) -> str:
        """The record of the weighting and of each sign that met."""
        met = [sign.measure for sign in one.signs if sign.points and sign.found is not None]
        found = [(name or self.weighting, self.record_of(name)) for name in ("", *met)]
        return "; ".join(f"{name}: {told.record.en}" for name, told in found if told)

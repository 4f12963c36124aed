"""What the answer of `watch signals` holds."""

from datetime import date
from typing import Any, Literal

from gwanje.answers.answer import Answer, Plain
from gwanje.answers.monthly_notes import MonthlyNote
from gwanje.answers.sentences import Sentence
from gwanje.foundation.figures import AnswerStatus
from gwanje.foundation.names import Language


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
    frozen: str
    notes: tuple[MonthlyNote, ...] = ()

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
                "share_value": one.structure.share_value,
                "share_mass": one.structure.share_mass,
                "priority": one.priority,
            }
            for group in self.shown
            for one in group.signals
        ]  # fmt: skip

"""What the answer of `watch relapse` holds."""

from typing import Any, Literal

from gwanje.answers.answer import Answer, Plain
from gwanje.answers.monthly_notes import MonthlyNote
from gwanje.foundation.figures import AnswerStatus
from gwanje.watch import RelapseState, Rule

Quantity = Literal["value", "mass", "not reported"]
Basis = Literal["trade table", "cited shares", "monthly file"]


class Bounds(Plain):
    """A share of one period; the two numbers differ where a source gives a bound only."""

    period: str
    holder: str
    low: float
    high: float


class RelapseFound(Plain):
    """One relapse, and whether a sourced supply event stands beside it."""

    quantity: Quantity
    certainty: str
    supplier: str
    peak: Bounds
    trough: Bounds
    met: Bounds
    strength: float
    verdict: str
    verdict_events: tuple[str, ...]
    verdict_reason: str


class RelapseSeries(Plain):
    """One code or item: its state by value and by mass, its relapses, and the periods the floor left out."""

    series: str
    items: tuple[str, ...]
    basis: Basis
    status: AnswerStatus
    reason: str
    state: RelapseState
    state_by_value: RelapseState
    state_by_mass: RelapseState
    periods: int
    below_floor: int
    latest: tuple[Bounds, ...]
    relapses: tuple[RelapseFound, ...]
    sources: tuple[str, ...] = ()
    first_period: str = ""


class Relapses(Answer):
    """Every relapse found, judged where a list of sourced supply events exists."""

    rule: Rule
    importer: str
    series: tuple[RelapseSeries, ...]
    counts: dict[str, int]
    limits: dict[str, float | None]
    notes: tuple[MonthlyNote, ...] = ()

    def rows(self) -> list[dict[str, Any]]:
        """One relapse a row."""
        return [
            {
                "series": one.series,
                "items": " ".join(one.items),
                "rule": self.rule,
                "quantity": found.quantity,
                "certainty": found.certainty,
                "supplier": found.supplier,
                "peak_period": found.peak.period,
                "peak_share": found.peak.low,
                "trough_period": found.trough.period,
                "trough_share": found.trough.low,
                "met_period": found.met.period,
                "met_share": found.met.low,
                "strength": found.strength,
                "verdict": found.verdict,
                "verdict_events": " ".join(found.verdict_events),
            }
            for one in self.series
            for found in one.relapses
        ]

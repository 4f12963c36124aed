"""The answer of an ensemble as a type: bands, what drives the spread, the worst member, how settled; never one number."""

from typing import Any

from gwanje.answers.answer import AbsenceStatus, Answer, Plain
from gwanje.answers.sentences import Sentence


class AssumedRange(Plain):
    """One quantity of the scenario with its range, and who says so: a source, the scenario, or nobody."""

    name: str
    words: Sentence
    low: float
    high: float
    origin: str
    sources: tuple[str, ...]


class Band(Plain):
    """What 5, 50 and 95 of a hundred members stay below."""

    p5: float
    p50: float
    p95: float


class DayBand(Band):
    """Output not made on a day, M USD."""

    day: int


class IndustryBand(Band):
    """Output that one industry of the importer does not make within the horizon, M USD."""

    sector: str
    names: dict[str, str]
    normal_musd: float
    share: Band


class Driver(Plain):
    """How one uncertain quantity goes with the loss: rank correlation; not clear where chance alone may give as much."""

    name: str
    words: Sentence
    origin: str
    rank_correlation: float | None
    clear: bool


class Input(Plain):
    """A quantity as it was drawn; `said` is its value with its unit."""

    name: str
    words: Sentence
    value: float
    said: Sentence


class WorstMember(Plain):
    """The member that loses most, with everything that was drawn for it."""

    member: int
    lost_musd: float
    lost_share: float
    inputs: tuple[Input, ...]


class EndOfBracket(Plain):
    """All members with ordinary inputs read in one way; nothing is told where the model world stops in every one.

    first_half_musd: the same band from the first half of the members, as a sign of how settled it is.
    """

    ordinary_inputs: str
    fingerprint: str
    members_counted: int
    members_collapsed: int
    lost_musd: Band | None
    lost_share: Band | None
    first_half_musd: Band | None
    first_half_share: Band | None
    drivers: tuple[Driver, ...]
    worst: WorstMember | None
    path: tuple[DayBand, ...]
    industries: tuple[IndustryBand, ...]
    processors: tuple[str, ...]


class EnsembleAnswer(Answer):
    """What many draws of a scenario say, at each end of how far ordinary inputs are needed."""

    kind: str = "simulation"
    status: AbsenceStatus = "ok"
    scenario: str
    key: str
    names: dict[str, str]
    importer: str
    reading: str
    days_asked: int
    horizon_days: int
    unit: str = "M USD"
    normal_musd_per_day: float
    members: int
    seed: int
    sampler: str
    batch: int
    precision: str
    versions: dict[str, str]
    headline: Sentence
    readings_words: tuple[Sentence, ...]
    settled_words: tuple[Sentence, ...]
    drivers_words: tuple[Sentence, ...]
    worst_words: tuple[Sentence, ...]
    collapse_words: tuple[Sentence, ...]
    horizon_words: Sentence
    ends: tuple[EndOfBracket, ...]
    assumptions: tuple[AssumedRange, ...]
    not_computable: tuple[Sentence, ...]
    notes: tuple[str, ...]

    def rows(self) -> list[dict[str, Any]]:
        """The band of output not made by day, one day and end of the bracket a row."""
        return [
            {
                "ordinary_inputs": end.ordinary_inputs,
                "day": one.day,
                "lost_p5_musd": one.p5,
                "lost_p50_musd": one.p50,
                "lost_p95_musd": one.p95,
            }
            for end in self.ends
            for one in end.path
        ]

    def industry_rows(self) -> list[dict[str, Any]]:
        """The band of every industry within the horizon."""
        return [
            {
                "ordinary_inputs": end.ordinary_inputs,
                "sector": one.sector,
                "normal_musd": one.normal_musd,
                "lost_p5_musd": one.p5,
                "lost_p50_musd": one.p50,
                "lost_p95_musd": one.p95,
            }
            for end in self.ends
            for one in end.industries
        ]

    def driver_rows(self) -> list[dict[str, Any]]:
        """How every uncertain quantity goes with the loss."""
        return [
            {
                "ordinary_inputs": end.ordinary_inputs,
                "quantity": one.name,
                "origin": one.origin,
                "rank_correlation": one.rank_correlation,
                "clear": one.clear,
            }
            for end in self.ends
            for one in end.drivers
        ]

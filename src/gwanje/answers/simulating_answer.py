"""The answer of a scenario run as a type: two readings side by side, what moves the result, the path, every assumption."""

from gwanje.answers.answer import Answer, Plain
from gwanje.answers.sentences import Sentence

Numbers = tuple[float, float]


class AssumptionTold(Plain):
    """One quantity of the scenario with its range, and who says so."""

    name: str
    words: Sentence
    low: float
    high: float
    origin: str
    sources: tuple[str, ...]


class SensitivityRow(Plain):
    """What is lost at one cover and one affected share, all else in the middle; M USD within the horizon."""

    cover_days: float
    affected_share: float
    lost_musd: float
    lost_share: float


class IndustryLoss(Plain):
    """What one industry of the importer loses within the horizon, from low to high over all runs; M USD."""

    sector: str
    names: dict[str, str]
    normal_musd: float
    value_only_musd: Numbers
    critical_musd: Numbers
    materials: tuple[str, ...]


class ItemFigure(Plain):
    """What data say of an item: imports from the supplier beside the cell they stand in, and the supplier's share."""

    item: str
    names: dict[str, str]
    made_in: str | None
    users: tuple[str, ...]
    value_musd: float | None
    cell_musd: float | None
    supplier_share: float | None


class DayOfPath(Plain):
    """Output not made on a day, M USD: by cost share alone, and with critical inputs from low to high and in the middle."""

    day: int
    value_only_musd: Numbers
    critical_musd: Numbers
    critical_middle_musd: float


class RunTold(Plain):
    """One run: what was assumed, what was lost, and whether the model world stopped by itself."""

    name: str
    reading: str
    ordinary_inputs: str
    cover_days: float | None
    affected_share: float | None
    lost_musd: float
    model_collapse_day: int | None


class Simulation(Answer):
    """What a scenario does to the importer: a simulation, with its range, its horizon and what carries it."""

    scenario: str
    key: str
    names: dict[str, str]
    importer: str
    kind: str
    days_asked: int
    horizon_days: int
    unit: str
    normal_musd_per_day: float
    headline: Sentence
    readings_words: tuple[Sentence, ...]
    carried_by: Sentence
    horizon_words: Sentence
    value_only_musd: Numbers
    critical_musd: Numbers | None
    sensitivity: tuple[SensitivityRow, ...]
    industries: tuple[IndustryLoss, ...]
    path: tuple[DayOfPath, ...]
    runs: tuple[RunTold, ...]
    figures: tuple[ItemFigure, ...]
    assumptions: tuple[AssumptionTold, ...]
    not_computable: tuple[Sentence, ...]
    notes: tuple[str, ...]

    def rows(self) -> list[dict[str, object]]:
        """The path, one day a row."""
        return [
            {
                "day": one.day,
                "value_only_low_musd": one.value_only_musd[0],
                "value_only_high_musd": one.value_only_musd[1],
                "critical_low_musd": one.critical_musd[0],
                "critical_middle_musd": one.critical_middle_musd,
                "critical_high_musd": one.critical_musd[1],
            }
            for one in self.path
        ]

"""The answer of a scenario run as a type: two readings side by side, what moves the result, the path, every assumption."""

from gwanje.answers.answer import Answer, Plain
from gwanje.answers.assumption_told import AssumptionTold
from gwanje.answers.price_effects_answer import PriceEffects
from gwanje.answers.regional_losses_answer import RegionalLosses, SizeLosses
from gwanje.answers.sentences import Sentence

MEASURABLE = 1e-5
"""The share of normal output below which a simulated loss is called not measurable: 0.001 %."""


def is_measurable(share: float) -> bool:
    """Whether a share of normal output, lost or gained, is large enough to be told."""
    return abs(share) >= MEASURABLE


class Lost(Plain):
    """Output not made, over all runs of a reading: least, in the run with everything in the middle, most; M USD.

    Shares are of what is made normally in the same time. Below zero more is made than normally.
    """

    low_musd: float
    middle_musd: float
    high_musd: float
    low_share: float
    middle_share: float
    high_share: float


class ReadingTold(Plain):
    """One reading of the scenario: how it is called, what is lost under it, which runs its ends are."""

    key: str
    names: dict[str, str]
    words: Sentence
    lost: Lost
    low_means: dict[str, str]
    middle_means: dict[str, str]
    high_means: dict[str, str]


class SensitivityRow(Plain):
    """What is lost at one cover and one affected share, all else in the middle; M USD within the horizon.

    The ends say which end of each range it is; the numbers are those of the first stop.
    """

    cover_end: str
    share_end: str
    cover_days: float
    affected_share: float
    lost_musd: float
    lost_share: float


class IndustryLoss(Plain):
    """What one industry of the importer loses within the horizon, by reading; several together where `count` is above 1."""

    sector: str
    names: dict[str, str]
    count: int
    normal_musd: float
    lost: dict[str, Lost]
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


class ChainPart(Plain):
    """One part of the chain of an effect, with the output not made in the run that loses most and the least of all runs."""

    key: str
    names: dict[str, str]
    count: int
    low_musd: float
    high_musd: float


class ChainFlow(Plain):
    """From one part of the chain to the next; `unknown` where no source says how much of the user's output depends on it."""

    source: str
    target: str
    low_musd: float
    high_musd: float
    unknown: bool
    shared: bool


class Chain(Plain):
    """Who is hit through whom: supplier, what is cut, industries of the importer, the rest of its industries."""

    reading: str
    run: str
    total_musd: float
    gained_musd: float
    other_shocks: bool
    supplier: dict[str, str]
    causes: tuple[ChainPart, ...]
    users: tuple[ChainPart, ...]
    rest: ChainPart | None
    flows: tuple[ChainFlow, ...]


class DayOfPath(Plain):
    """Output not made on a day, by reading."""

    day: int
    lost: dict[str, Lost]


class RuleOfPath(Plain):
    """A day that stands on the path as a line: what ends or begins then; `reading` where it matters for one alone."""

    day: int
    names: dict[str, str]
    reading: str | None


class Titles(Plain):
    """What each chart finds."""

    path: Sentence
    industries: Sentence
    chain: Sentence
    sensitivity: Sentence
    assumptions: Sentence


class RunTold(Plain):
    """One run: what was assumed, what was lost, and whether the model world stopped by itself."""

    name: str
    names: dict[str, str]
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
    importer_names: dict[str, str]
    kind: str
    days_asked: int
    horizon_days: int
    unit: str
    normal_musd_per_day: float
    headline: Sentence
    kind_words: Sentence
    titles: Titles
    normal_words: Sentence
    readings: tuple[ReadingTold, ...]
    model_words: Sentence
    carried_by: Sentence
    horizon_words: Sentence
    sensitivity: tuple[SensitivityRow, ...]
    cover_by_end: bool
    share_by_end: bool
    industries: tuple[IndustryLoss, ...]
    largest: tuple[IndustryLoss, ...]
    others: IndustryLoss | None
    chain: Chain
    path: tuple[DayOfPath, ...]
    rules: tuple[RuleOfPath, ...]
    runs: tuple[RunTold, ...]
    figures: tuple[ItemFigure, ...]
    assumptions: tuple[AssumptionTold, ...]
    not_computable: tuple[Sentence, ...]
    stopped: tuple[Sentence, ...]
    figure_sources: tuple[str, ...]
    notes: tuple[str, ...]
    prices: PriceEffects | None = None
    not_added: Sentence | None = None
    regions: RegionalLosses | None = None
    sizes: SizeLosses | None = None
    final_users: tuple[Sentence, ...] = ()

    @property
    def rests_on_unknown(self) -> bool:
        """Whether a share that nobody gives moves the result by a measurable amount."""
        normal = self.normal_musd_per_day * self.horizon_days
        return any(
            one.origin == "unknown" and is_measurable((one.swing_musd or 0.0) / normal) for one in self.assumptions
        )

    @property
    def telling(self) -> ReadingTold:
        """The reading that the headline tells: the one that loses most."""
        return self.readings[-1]

    def rows(self) -> list[dict[str, object]]:
        """The path, one day a row."""
        return [
            {"day": one.day} | {name: value for key, lost in one.lost.items() for name, value in _columns(key, lost)}
            for one in self.path
        ]


def _columns(key: str, lost: Lost) -> list[tuple[str, object]]:
    return [(f"{key}_{end}_musd", getattr(lost, f"{end}_musd")) for end in ("low", "middle", "high")]

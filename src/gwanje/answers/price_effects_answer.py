"""What shocks to prices do, as a type: each shock with its legal basis and bill, each industry with its range."""

from gwanje.answers.answer import Answer, Plain
from gwanje.answers.assumption_told import AssumptionTold
from gwanje.answers.sentences import Sentence
from gwanje.foundation.figures import AnswerStatus


class Span(Plain):
    """The least, the middle and the most over the ranges of the scenario."""

    low: float
    middle: float
    high: float


class PriceShockTold(Plain):
    """One shock: who pays how much more for what, by which act, and what that is at unchanged quantities.

    price_rise: fraction of what the payers pay for the whole cell, after cover and pass-through; extra_musd: over the
    days of the shock within the scenario, an identity at unchanged quantities.
    """

    shock: int
    kind: str
    suppliers: tuple[str, ...]
    sectors: tuple[str, ...]
    payer: str
    words: Sentence
    acts: tuple[Sentence, ...]
    flow_musd: float
    price_rise: Span
    extra_musd: Span
    extra_kind: str = "identity"
    is_upper_bound: bool


class IndustryPriceRange(Plain):
    """The price rise of one industry's product as fractions: through its own imports, in all, and within the country."""

    sector: str
    names: dict[str, str]
    own_imports: Span
    price_rise: Span
    within_country: Span | None


class PriceEffects(Plain):
    """Price rises by using industry with quantities fixed, and what each shock costs: never a loss of output."""

    kind: str = "exposure"
    status: AnswerStatus
    headline: Sentence
    reading: Sentence
    shocks: tuple[PriceShockTold, ...]
    industries: tuple[IndustryPriceRange, ...]
    largest: tuple[IndustryPriceRange, ...]
    others: int
    consumer_words: Sentence
    consumer_rise: Span | None
    demand_words: Sentence
    assumptions: tuple[AssumptionTold, ...]
    not_computable: tuple[Sentence, ...]


class ScenarioPrices(Answer):
    """A scenario that holds shocks to prices alone: no output is simulated."""

    scenario: str
    key: str
    names: dict[str, str]
    importer: str
    importer_names: dict[str, str]
    kind: str = "exposure"
    days_asked: int
    unit: str
    table_year: int | None
    headline: Sentence
    prices: PriceEffects
    figure_sources: tuple[str, ...]
    notes: tuple[str, ...]

    def rows(self) -> list[dict[str, object]]:
        """One industry a row."""
        return [price_row(one) for one in self.prices.industries]


def price_row(one: IndustryPriceRange) -> dict[str, object]:
    """An industry as a flat row."""
    spans = (("own_imports", one.own_imports), ("price_rise", one.price_rise), ("within_country", one.within_country))
    cells = {f"{name}_{end}": _end(span, end) for name, span in spans for end in ("low", "middle", "high")}
    return {"sector": one.sector, **cells}


def _end(span: Span | None, end: str) -> float | None:
    return None if span is None else float(getattr(span, end))

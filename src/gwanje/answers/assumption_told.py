"""One quantity of a scenario as an answer tells it."""

from gwanje.answers.answer import Plain
from gwanje.answers.sentences import Sentence


class AssumptionTold(Plain):
    """One quantity of the scenario with its range, who says so, and how far it moves the result; None where it is fixed."""

    name: str
    names: dict[str, str]
    span: dict[str, str]
    note: dict[str, str]
    words: Sentence
    low: float
    high: float
    origin: str
    sources: tuple[str, ...]
    swing_musd: float | None
    carries: bool

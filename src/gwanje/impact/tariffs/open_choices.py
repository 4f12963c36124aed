"""What is open about a line on a day, and what the rate is where it is settled: a mean, or a range."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gwanje.impact.tariffs.applicable import PREFERENCE, Candidate, OpenKey
from gwanje.impact.tariffs.records import TariffRow
from gwanje.impact.tariffs.stacking import Settled, content_of

_EXACT = 1e-12
"""How far totals may miss a straight sum, relative to the largest, before they count as not adding up."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that is not settled: with a weight the shares of both sides are known, without one nobody knows."""

    key: OpenKey
    sides: tuple[float, ...] = (0.0, 1.0)
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What would have to be known for one number instead of a range, and the row that asks."""

    key: OpenKey
    row: TariffRow


def choices_of(
    levied: Sequence[Candidate], claimed: float | None, contents: Mapping[str, float], open_claims: frozenset[str]
) -> tuple[tuple[Choice, ...], tuple[OpenQuestion, ...]]:
    """Every choice these rows leave, each once, and the questions nobody has answered."""
    choices: dict[OpenKey, Choice] = {}
    questions: dict[OpenKey, OpenQuestion] = {}
    for one in levied:
        for choice in _choices(one, claimed, contents, open_claims):
            choices.setdefault(choice.key, choice)
            if choice.weight is None and len(choice.sides) > 1:
                questions.setdefault(choice.key, OpenQuestion(choice.key, one.row))
    return tuple(choices.values()), tuple(questions.values())


def _choices(
    one: Candidate, claimed: float | None, contents: Mapping[str, float], open_claims: frozenset[str]
) -> Iterator[Choice]:
    row = one.row
    if row.stage == "preference":
        yield Choice(PREFERENCE, (claimed,)) if claimed in (0.0, 1.0) else Choice(PREFERENCE, weight=claimed)
    for key in (*one.needs, *(key for needs in one.replaced_where for key in needs)):
        yield Choice(key, weight=_share(row) if key == ("share", row.id) else None)
    if row.rule == "content_share" and content_of(row, Settled(contents)) is None:
        yield Choice(("content", str(row.content)))
    rivals = [rival.rate for rival in row.rivals if rival.claim in open_claims]
    if rivals and row.rate is not None:
        yield Choice(("rate", row.id), tuple(sorted({row.rate, *rivals})))


def _share(row: TariffRow) -> float | None:
    return None if row.scope_share == "unknown" else row.scope_share


def combined(totals: Mapping[tuple[float, ...], float], weights: Sequence[float]) -> tuple[float, float]:
    """The mean by known shares where their overlap does not matter, else the lowest and the highest.

    `totals` has the total for every combination of sides (0 or 1) of the weighted choices, in the order of `weights`.
    """
    nothing = (0.0,) * len(weights)
    ones = [tuple(float(at == place) for at in range(len(weights))) for place in range(len(weights))]
    steps = [totals[one] - totals[nothing] for one in ones]
    scale = max(1.0, *(abs(total) for total in totals.values()))
    straight = all(
        abs(totals[nothing] + sum(step * side for step, side in zip(steps, sides, strict=True)) - total)
        <= _EXACT * scale
        for sides, total in totals.items()
    )
    if straight:
        mean = totals[nothing] + sum(step * weight for step, weight in zip(steps, weights, strict=True))
        return mean, mean
    return min(totals.values()), max(totals.values())

"""What the criteria of a scheme propose for one resource; a proposal decides nothing (Convention R2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from gwanje.watch.criteria import Criterion, CriterionResult, Reading, check_criterion

AdviceOutcome = Literal["proposed", "none_met", "not_checkable"]


@dataclass(frozen=True, slots=True)
class LevelAdvice:
    """The highest level whose criterion is met, and what could not be checked above it.

    `at_least`: a higher level could not be checked, so that the true one may be higher. `silent`: levels without a
    criterion that is public, in the order of the scheme.
    """

    outcome: AdviceOutcome
    level: str
    at_least: bool
    results: tuple[CriterionResult, ...]
    silent: tuple[str, ...]

    def as_answer(self) -> dict[str, Any]:
        """The proposal as answers print it."""
        return {
            "outcome": self.outcome,
            "level": self.level or None,
            "at_least": self.at_least,
            "results": [one.as_answer() for one in self.results],
            "levels_without_public_criterion": list(self.silent),
        }


def propose_level(
    levels: Sequence[str], criteria: Iterable[Criterion], resource: str, readings: Mapping[str, Reading]
) -> LevelAdvice:
    """The level that criteria propose for a resource from the readings given, with every criterion's result.

    Shapes and units:
        levels: keys of the scheme's levels, lowest first. criteria: of the scheme; only those for the resource count.
        readings: by key of their condition.
        Result: the highest level with a criterion that is met; none_met where every public criterion is checked and
        none is met; not_checkable where one could not be checked and none is met.

    Source:
        Project choice: criteria propose, people adopt (Convention R2).

    Differs:
        Nothing.

    Raises:
        RefusedInputError: a reading that is no value for its condition.

    Example:
        >>> propose_level(["none", "attention"], [], "lagoon", {}).outcome
        'not_checkable'
    """
    mine = [one for one in criteria if not one.resources or resource in one.resources]
    results = tuple(
        check_criterion(one, readings) for one in sorted(mine, key=lambda one: (_place(levels, one.level), one.id))
    )
    said: dict[str, set[str]] = {level: set() for level in levels[1:]}
    for one in results:
        if one.criterion.level:
            said[one.criterion.level].add(one.outcome)
    met = [level for level, outcomes in said.items() if "met" in outcomes]
    best = met[-1] if met else ""
    above = list(levels[levels.index(best) + 1 :] if best else levels[1:])
    doubtful = [level for level in above if said[level] != {"not_met"}]
    checked = [level for level in above if said[level]]
    outcome: AdviceOutcome = "proposed" if best else "none_met"
    if not best and (not checked or any("not_checkable" in said[level] for level in checked)):
        outcome = "not_checkable"
    silent = tuple(level for level, outcomes in said.items() if not outcomes)
    return LevelAdvice(outcome, best, bool(doubtful), results, silent)


def _place(levels: Sequence[str], level: str) -> int:
    """Where a level stands; a criterion for which no source names a level comes last."""
    return levels.index(level) if level else len(levels)

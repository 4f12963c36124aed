"""What every day of a replay is read from: steps, measures, facts and acts of one scheme, gathered once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gwanje.answers.level_steps import every_step, own_measures
from gwanje.answers.tower import Tower
from gwanje.evidence import Fact
from gwanje.foundation.instants import AsOf, day_start
from gwanje.watch import LevelAct, LevelStep, OwnMeasure, Scheme

CADENCES = frozenset({"cadence", "cadence-list"})
"""What recurs is no news."""
MOMENT, DAY = timedelta(microseconds=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cycle:
    """What every day of a replay is read from, gathered once."""

    tower: Tower
    scheme: Scheme
    known: datetime
    steps: tuple[LevelStep, ...]
    measures: tuple[OwnMeasure, ...]
    resources: tuple[str, ...]
    facts: tuple[Fact, ...]
    acts: tuple[LevelAct, ...]

    def then_and_now(self, day: date) -> tuple[AsOf, AsOf]:
        """The last moment of a day, as known at its end and as known now."""
        end = day_start(day + timedelta(days=1), self.tower.zone)
        return AsOf(end - MOMENT, min(end, self.known)), AsOf(end - MOMENT, self.known)


def gathered(tower: Tower, scheme: Scheme, known: datetime) -> Cycle:
    """Everything of one scheme that is known by an instant."""
    steps = tuple(step for step in every_step(tower) if step.scheme == scheme.key)
    moved = {step.resource for step in steps if step.known <= known}
    subjects = {scheme.mandate, *(item for one in scheme.resources for item in one.items)}
    facts = tuple(
        fact
        for fact in tower.facts.known_by(known)
        if subjects.intersection(fact.subjects) and fact.kind not in CADENCES
    )
    resources = tuple(one.key for one in scheme.resources if one.key in moved)
    acts = tuple(act for act in tower.watch_store.levels.acts() if act.scheme == scheme.key and act.at <= known)
    return Cycle(tower, scheme, known, steps, own_measures(tower, scheme), resources, facts, acts)

"""The replay of a scheme as types: a day, its levels, measures and facts, then beside now."""

from datetime import date
from typing import Any

from gwanje.answers.answer import Answer, Plain
from gwanje.answers.follows import Followed
from gwanje.answers.level_steps import Reason
from gwanje.answers.sentences import Sentence

Json = dict[str, Any]
RUNNING = frozenset({"in_force", "in_force_end_not_read", "over_by_one_reading", "perhaps_begun"})
"""States in which a measure of one's own country may still bite."""


class DayLevel(Plain):
    """One resource at the end of a day: as it was known then, and as it is known now."""

    resource: str
    then_levels: tuple[str, ...]
    now_levels: tuple[str, ...]
    then: Sentence
    now: Sentence
    then_short: Sentence
    now_short: Sentence
    untold: Sentence | None = None
    moved: bool = False
    planned: tuple[Sentence, ...] = ()
    criterion_met: bool | None = None
    override_reason: Reason | None = None
    proposal: str | None = None
    proposal_words: Sentence | None = None


class DayMeasure(Plain):
    """One measure of one's own country at the end of a day, with whose it is."""

    id: str
    kind: str
    state: str
    title: Sentence
    words: Sentence
    owner: Sentence
    unverified: bool = False
    only_known_later: bool = False
    changed: bool = False


class DayThing(Plain):
    """A dated fact: what became known on a day, or what happened on it and became known later."""

    id: str
    known_on: date
    words: Sentence
    unverified: bool = False
    conflicting: bool = False


class ReplayDay(Plain):
    """One day of the cycle, told at its end."""

    day: date
    levels: tuple[DayLevel, ...]
    measures: tuple[DayMeasure, ...]
    gaps: tuple[Sentence, ...]
    new: tuple[DayThing, ...]
    told_later: tuple[DayThing, ...]
    entered: tuple[Json, ...] = ()
    due: tuple[Sentence, ...]
    quiet: bool
    heartbeat: Sentence


class Replay(Answer):
    """A cycle from one day to another, both included."""

    scheme: str
    scheme_names: Json
    first: date
    last: date
    headline: Sentence
    known_otherwise: tuple[Sentence, ...]
    levels: tuple[Json, ...]
    days: tuple[ReplayDay, ...]
    silent_resources: tuple[str, ...]
    resource_names: Json
    follows: tuple[Followed, ...]
    unknowns: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One resource on one day a row."""
        return [
            {
                "day": one.day.isoformat(),
                "resource": level.resource,
                "then": " | ".join(level.then_levels),
                "now": " | ".join(level.now_levels),
                "moved": level.moved,
                "proposal": level.proposal,
                "override_reason": level.override_reason.en if level.override_reason else None,
                "measures": " ".join(m.id for m in one.measures if m.state in RUNNING and not m.only_known_later),
                "lapsed": " ".join(m.id for m in one.measures if m.state == "lapsed" and m.changed),
                "gaps": len(one.gaps),
                "new": " ".join(thing.id for thing in one.new),
                "quiet": one.quiet,
            }
            for one in self.days
            for level in one.levels
        ]

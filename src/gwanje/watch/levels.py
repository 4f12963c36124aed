"""Which warning level held on a day, from dated steps; where a day is not known, every level it may have been."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gwanje.foundation.endings import EndState
from gwanje.foundation.instants import AsOf


@dataclass(frozen=True, slots=True)
class LevelStep:
    """One step; it took effect not before `earliest` and, where that is later, not after `latest`.

    `ends` are the instants at which its term may be over (Convention T3); without them no term is known. `order` breaks
    a tie between steps of one instant, `keeps` marks an extension: it moves a term, never a level. `unverified`: it
    rests on a weak source, an inference or memory.
    """

    id: str
    scheme: str
    resource: str
    before: str
    after: str
    earliest: datetime
    known: datetime
    latest: datetime | None = None
    ends: tuple[datetime, ...] = ()
    order: int = 0
    keeps: bool = False
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class LevelState:
    """The levels a resource may have stood at; more than one means that the day of a step is not known.

    `term`: whether the term of the step that holds is running or over; `none` where no term is known. A level whose
    term is over is shown as such, never kept silently (Convention T4). `planned`: steps known and still to come.
    `run`: the certain steps that raised, kept and extended the level, the one that brought it first.
    """

    levels: tuple[str, ...]
    steps: tuple[str, ...]
    term: EndState | None = None
    ends: tuple[datetime, ...] = ()
    planned: tuple[str, ...] = ()
    run: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether exactly one level is possible, and its term is not over."""
        return len(self.levels) == 1 and self.term in (None, "running")


def level_at(steps: Iterable[LevelStep], scheme: str, resource: str, asof: AsOf) -> LevelState | None:
    """The level of a resource on a day, as known on a day.

    Shapes and units:
        steps: steps of any schemes and resources, reported by sources or adopted in a tower; asof: instants with zone.
        Result: one level, or every possible one in order where the day of a step is not known, with the term of the
        step that holds; None where no step of this scheme and resource had been taken and known: no level exists,
        which is not the lowest level.

    Source:
        Project choice: a step whose day is not known is stored as an interval and shown as such (Convention A3); a term
        that is over is a visible state (Convention T4).

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> from datetime import UTC
        >>> may = lambda day: datetime(2030, 5, day, tzinfo=UTC)
        >>> first = LevelStep("NVF-8", "alerts", "pixie-dust", "none", "attention", may(1), may(1))
        >>> later = LevelStep("NVF-9", "alerts", "pixie-dust", "attention", "caution", may(3), may(3), latest=may(9))
        >>> level_at([first, later], "alerts", "pixie-dust", AsOf(may(5), may(20))).levels
        ('attention', 'caution')
    """
    mine = sorted(
        (s for s in steps if s.scheme == scheme and s.resource == resource and s.known <= asof.known),
        key=lambda step: (step.latest or step.earliest, step.order, step.id),
    )
    taken = [step for step in mine if step.earliest <= asof.valid]
    if not taken:
        return None
    certain = [step for step in taken if (step.latest or step.earliest) <= asof.valid]
    open_steps = [step for step in taken if step not in certain]
    levels = [certain[-1].after] if certain else [open_steps[0].before]
    levels.extend(step.after for step in open_steps if step.after not in levels)
    holding = certain[-1] if certain else None
    ends = holding.ends if holding else ()
    return LevelState(
        tuple(levels),
        tuple(step.id for step in (*certain[-1:], *open_steps)),
        term=_term(ends, asof.valid),
        ends=ends,
        planned=tuple(step.id for step in mine if step.earliest > asof.valid),
        run=_run(certain),
    )


def _run(certain: list[LevelStep]) -> tuple[str, ...]:
    """The last steps that all stand at the same level, the first of them first."""
    found: list[str] = []
    for step in reversed(certain):
        if step.after != certain[-1].after:
            break
        found.insert(0, step.id)
    return tuple(found)


def _term(ends: tuple[datetime, ...], valid: datetime) -> EndState | None:
    if not ends:
        return None
    over = sum(end <= valid for end in ends)
    if over == 0:
        return "running"
    return "over" if over == len(ends) else "over by one reading"

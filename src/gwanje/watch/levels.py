"""Which warning level held on a day, from dated steps; where a day is not known, every level it may have been."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gwanje.foundation.instants import AsOf


@dataclass(frozen=True, slots=True)
class LevelStep:
    """One reported step; it took effect not before `earliest` and, where that is later, not after `latest`."""

    id: str
    scheme: str
    resource: str
    before: str
    after: str
    earliest: datetime
    known: datetime
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class LevelState:
    """The levels a resource may have stood at; more than one means that the day of a step is not known."""

    levels: tuple[str, ...]
    steps: tuple[str, ...]

    @property
    def is_certain(self) -> bool:
        """Whether exactly one level is possible."""
        return len(self.levels) == 1


def level_at(steps: Iterable[LevelStep], scheme: str, resource: str, asof: AsOf) -> LevelState | None:
    """The level of a resource on a day, as known on a day.

    Shapes and units:
        steps: reported steps of any schemes and resources; asof: instants with zone.
        Result: one level, or every possible one in order where the day of a step is not known; None where no step of
        this scheme and resource had been taken and known: no level exists, which is not the lowest level.

    Source:
        Project choice: a step whose day is not known is stored as an interval and shown as such (Convention A3).

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
        key=lambda step: (step.latest or step.earliest, step.id),
    )
    taken = [step for step in mine if step.earliest <= asof.valid]
    if not taken:
        return None
    certain = [step for step in taken if (step.latest or step.earliest) <= asof.valid]
    open_steps = [step for step in taken if step not in certain]
    levels = [certain[-1].after] if certain else [open_steps[0].before]
    levels.extend(step.after for step in open_steps if step.after not in levels)
    return LevelState(tuple(levels), tuple(step.id for step in (*certain[-1:], *open_steps)))

"""What holds on every day: no affair with a unit that has ended, no unit below one, no post unexplained.

Checked when all events of one instant are entered, so that their order within a day is the planner's choice.
"""

from collections.abc import Iterable
from datetime import datetime

from gwanje.foundation.instants import AsOf
from gwanje.registry import refusals
from gwanje.registry.content.events import Change, PostChange, ReformRecord
from gwanje.registry.content.records import Holding, Parent
from gwanje.registry.entering.building import LogBuilder
from gwanje.registry.entering.versions import numbered
from gwanje.registry.entries import ABSENT, Entry
from gwanje.registry.scopes import Scope


def refuse_leftovers(builder: LogBuilder, ended: Iterable[tuple[str, AsOf]]) -> None:
    """Refuse affairs and units left behind by units that end at an instant."""
    for unit, now in ended:
        gone = builder.log.standing(unit, "exists", now)
        if gone is None or gone.value is not ABSENT:
            continue
        for entry in builder.log.naming(unit, now):
            _refuse_leftover(builder, unit, gone, entry, now)


def _refuse_leftover(builder: LogBuilder, unit: str, gone: Entry, entry: Entry, now: AsOf) -> None:
    value = entry.value
    if isinstance(value, Holding) and unit in value.named_units:
        raise refusals.orphan(entry.subject, Scope.of_aspect(entry.aspect).key, unit, gone, entry, builder.zone)
    if isinstance(value, Parent) and value.upward == unit:
        below = builder.log.standing(entry.subject, "exists", now)
        if below is not None and below.value is not ABSENT:
            raise refusals.stranded(entry.subject, unit, gone, entry, builder.zone)


def refuse_imbalance(reform: ReformRecord) -> None:
    """Refuse posts that do not add up where no claim records the disagreement."""
    moved = _moved_by_day(reform)
    for event in numbered(reform):
        posts = event.change
        if isinstance(posts, PostChange) and posts.listed is not None and not posts.claims:
            moves = moved.get((posts.unit, _day_of(posts, reform)), 0)
            said = (posts.announced or 0) + moves
            if (posts.announced is not None or moves) and posts.listed != said:
                raise refusals.imbalance(posts.fact, said, posts.listed, posts.place or reform.place)


def _moved_by_day(reform: ReformRecord) -> dict[tuple[str, datetime | str], int]:
    """Posts that a reform moves into each unit on each day, less those it moves out of it."""
    moved: dict[tuple[str, datetime | str], int] = {}
    for event in reform.events:
        change = event.move_posts
        if change is not None:
            day = _day_of(change, reform)
            for unit, posts in ((change.origin, -change.posts), (change.to, change.posts)):
                moved[unit, day] = moved.get((unit, day), 0) + posts
    return moved


def _day_of(change: Change, reform: ReformRecord) -> datetime | str:
    return change.effective or change.not_later_than or reform.effective

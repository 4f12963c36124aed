"""What holds on every day: no affair with a unit that has ended, no unit below one, no post unexplained.

Checked when all events of one instant are entered, so that their order within a day is the planner's choice.
"""

from collections.abc import Iterable

from gwanje.foundation.errors import ContentError
from gwanje.foundation.instants import AsOf
from gwanje.registry import refusals
from gwanje.registry.building import LogBuilder
from gwanje.registry.entries import ABSENT, Entry
from gwanje.registry.events import PostChange, ReformRecord
from gwanje.registry.records import Holding, Parent
from gwanje.registry.scopes import Scope
from gwanje.registry.versions import numbered


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
    moved = moves_by_unit(reform)
    for event in numbered(reform):
        posts = event.change
        if isinstance(posts, PostChange):
            gap = unexplained(posts, moved.get(posts.unit, 0))
            if gap and not posts.claims:
                raise _imbalance(reform, posts, moved.get(posts.unit, 0))


def _imbalance(reform: ReformRecord, posts: PostChange, moved: int) -> ContentError:
    said = (posts.announced or 0) + moved
    return refusals.imbalance(posts.fact, said, posts.listed or 0, posts.place or reform.place)


def moves_by_unit(reform: ReformRecord) -> dict[str, int]:
    """Posts that a reform moves into a unit, less those it moves out of it."""
    moved: dict[str, int] = {}
    for event in reform.events:
        change = event.move_posts
        if change is not None:
            moved[change.origin] = moved.get(change.origin, 0) - change.posts
            moved[change.to] = moved.get(change.to, 0) + change.posts
    return moved


def unexplained(posts: PostChange, moved: int) -> int | None:
    """What the lists show beyond what was announced and moved; None where there is nothing to compare."""
    if posts.listed is None or (posts.announced is None and not moved):
        return None
    return posts.listed - (posts.announced or 0) - moved

"""What pulls an inspection forward: an alert on the resource of an item. Relapses stand beside it: they need pandas."""

from collections.abc import Iterator
from datetime import datetime

from gwanje.answers.level_steps import every_step
from gwanje.answers.tower import Pull, Tower
from gwanje.foundation.instants import AsOf
from gwanje.watch import LevelState, LevelStep, level_at


def alerts(tower: Tower, as_of: AsOf) -> dict[str, Pull]:
    """Every item whose resource stands above its level of rest in some scheme, with the last step up and its day."""
    found: dict[str, Pull] = {}
    for item, step, taken in _raised(tower, as_of):
        pull = (step, taken.astimezone(tower.zone).date())
        found[item] = min(found.get(item, pull), pull, key=lambda one: one[1])
    return found


def _raised(tower: Tower, as_of: AsOf) -> Iterator[tuple[str, str, datetime]]:
    every = every_step(tower)
    for scheme in tower.schemes.known_by(as_of.known):
        named = {one.key: one.items for one in scheme.resources}
        for resource in dict.fromkeys((*named, *(one.resource for one in every if one.scheme == scheme.key))):
            state = level_at(every, scheme.key, resource, as_of)
            if state is None or not _is_raised(state, scheme.rest):
                continue
            mine = [one for one in every if (one.scheme, one.resource) == (scheme.key, resource)]
            last = _last_rise(mine, scheme.order, as_of)
            items = named.get(resource, (resource,))
            yield from ((item, last.id, last.earliest) for item in items if last is not None)


def _last_rise(steps: list[LevelStep], order: tuple[str, ...], as_of: AsOf) -> LevelStep | None:
    """The last step up that had been taken and was known; a step down or an extension pulls nothing forward."""
    up = [
        one
        for one in steps
        if one.known <= as_of.known
        and one.earliest <= as_of.valid
        and one.after in order
        and (one.before not in order or order.index(one.after) > order.index(one.before))
    ]
    return max(up, key=lambda one: (one.earliest, one.order), default=None)


def _is_raised(state: LevelState, rest: str) -> bool:
    return any(level != rest for level in state.levels) and state.term != "over"

"""The finding of the chart of a reform in numbers: how many units are new, move, change or end; mergers and splits."""

from collections import Counter
from collections.abc import Iterable

from gwanje.answers.org_chart_fates import Comparing
from gwanje.answers.org_chart_rows import place_of
from gwanje.answers.org_charting import Fate, Gathering, Succession

_GATHERED = 2
_COUNTED = {
    "established": "new",
    "restored": "other",
    "became_known": "other",
    "abolished": "ended",
    "merged": "ended",
    "split": "ended",
    "ended": "ended",
    "term_ended": "ended",
    "moved": "moved",
    "renamed": "changed_form",
    "upgraded": "changed_form",
    "downgraded": "changed_form",
    "made_permanent": "changed_form",
    "class_changed": "changed_form",
    "gained_affair": "affairs",
    "lost_affair": "affairs",
    "named_lead": "affairs",
    "affair_changed": "affairs",
    "unchanged": "unchanged",
}
_KINDS = ("new", "moved", "changed_form", "form_and_affairs", "ended", "affairs", "other", "unchanged")
_BY_NAME = {"changed_form": "renamed", "form_and_affairs": "renamed_and_affairs"}
"""Of the units that change name or rank, those that take another name and keep their rank."""


def counts(became: Iterable[Fate]) -> dict[str, int]:
    """How many units are new, move, change name or rank, with or without affairs, end, change affairs, or stay.

    A unit is counted once, by the weightiest thing that happened to it; `renamed` and `renamed_and_affairs` count again
    those of `changed_form` and `form_and_affairs` that only take another name.
    """
    found: Counter[str] = Counter()
    for fate in became:
        kind = _kind(fate)
        found[kind] += 1
        forms = {one.outcome for one in fate.happened if _COUNTED.get(one.outcome) == "changed_form"}
        if kind in _BY_NAME and forms == {"renamed"}:
            found[_BY_NAME[kind]] += 1
    return {kind: found[kind] for kind in (*_KINDS, *_BY_NAME.values())}


def _kind(fate: Fate) -> str:
    kind = _COUNTED.get(fate.main, "other")
    kinds = {_COUNTED.get(one.outcome, "other") for one in fate.happened}
    return "form_and_affairs" if kind == "changed_form" and "affairs" in kinds else kind


def gathering(days: Comparing, became: dict[str, Fate]) -> Gathering | None:
    """The unit that most units of the earlier day are moved under; a new one before an old one."""
    moved: dict[str, list[str]] = {}
    for unit, fate in became.items():
        if any(one.outcome == "moved" for one in fate.happened) and unit in days.after:
            place = place_of(days.after[unit], days.after)
            if place.above and not place.missing:
                moved.setdefault(place.above, []).append(unit)
    ranked = sorted(moved, key=lambda unit: (-len(moved[unit]), unit in days.before, unit))
    if not ranked or len(moved[ranked[0]]) < _GATHERED:
        return None
    target = days.after[ranked[0]].unit
    levels = {days.after[unit].unit.level for unit in moved[target.id]}
    return Gathering(
        unit=target.id,
        names=target.names.as_answer(),
        kind_names=target.kind_names.as_answer(),
        level=target.level,
        is_new=target.id not in days.before,
        moved=tuple(moved[target.id]),
        moved_level=levels.pop() if len(levels) == 1 else "",
    )


def successions(days: Comparing, became: dict[str, Fate]) -> tuple[Succession, ...]:
    """Mergers and splits, those of most units first; a unit that follows stands on the later day."""
    merged: dict[str, list[str]] = {}
    found: list[Succession] = []
    for unit, fate in became.items():
        following = tuple(one for one in fate.successors if one in days.after)
        if unit not in days.before or not following:
            continue
        if fate.main == "merged" and len(following) == 1:
            merged.setdefault(following[0], []).append(unit)
        if fate.main == "split" and len(following) > 1:
            found.append(_succession(days, (unit,), following))
    found += [_succession(days, tuple(units), (into,)) for into, units in merged.items()]
    return tuple(sorted(found, key=lambda one: -len(one.before) - len(one.after)))


def _succession(days: Comparing, before: tuple[str, ...], after: tuple[str, ...]) -> Succession:
    first, target = days.before[before[0]].unit, days.after[after[0]].unit
    return Succession(
        how="split" if len(after) > 1 else "merged",
        before=before,
        after=after,
        levels=tuple(dict.fromkeys(days.before[unit].unit.level for unit in before)),
        kind_names=first.kind_names.as_answer(),
        names=target.names.as_answer(),
        is_new=all(unit not in days.before for unit in after),
    )

"""What an exchange file says, before it becomes content: read, with places, and checked as a whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches

from gwanje.answers.org_exchange_parts import ExchangeAffair, ExchangePost, ExchangeUnit, UnitKind
from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.markings import Marking
from gwanje.interfaces.exchange.posts import check_posts


@dataclass(frozen=True, slots=True)
class Draft:
    """Units and affairs as a file has them; `places` says where each value stands, `left_out` what content cannot hold."""

    country: str
    on: datetime | None
    known: datetime | None
    kinds: tuple[UnitKind, ...]
    units: tuple[ExchangeUnit, ...]
    affairs: tuple[ExchangeAffair, ...]
    posts: tuple[ExchangePost, ...] = ()
    places: Mapping[tuple[str, str], str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    language: str = ""
    marking: Marking = Marking.PUBLIC

    def place(self, subject: str, name: str) -> str:
        """Where a value of a unit or an affair stands."""
        return self.places.get((subject, name), self.places.get((subject, "id"), ""))


def check(draft: Draft, on: datetime) -> None:
    """Refuse an id that stands twice or nowhere, a unit that would stand above itself, and days that contradict."""
    _refuse_repeated("unit", ((unit.id, draft.place(unit.id, "id")) for unit in draft.units))
    _refuse_repeated("affair", ((one.whole_key, draft.place(one.whole_key, "id")) for one in draft.affairs))
    units = {unit.id for unit in draft.units}
    gone = {unit.id: unit.ended for unit in draft.units if unit.state == "ended"}
    for unit in draft.units:
        for name, above in (("parent", unit.parent.unit), ("within", unit.parent.within)):
            if above is not None:
                _declared(above, units, draft.place(unit.id, name), f"Unit '{unit.id}' hangs under")
                if unit.state == "exists":
                    _refuse_ended(above, gone, draft.place(unit.id, name), f"Unit '{unit.id}' hangs under")
        for follower in unit.successors:
            _declared(follower, units, draft.place(unit.id, "successors"), f"Unit '{unit.id}' was followed by")
    for affair in draft.affairs:
        _affair_declared(draft, affair, units, gone)
    check_posts(draft.posts, units, {affair.id for affair in draft.affairs}, draft.place)
    _refuse_cycles(draft)
    for unit in draft.units:
        _refuse_days(draft, unit, on)
    for affair in draft.affairs:
        if affair.state != "not_known":
            place = draft.place(affair.whole_key, "since")
            _not_after(affair.since, on, place, f"Affair '{affair.id}' is held", "since", "the day of the file")


def refuse_twice(kind: str, identity: str, place: str, seen: Mapping[str, str]) -> None:
    """Refuse an id that was met before."""
    if identity in seen:
        raise RefusedInputError(
            f"The {kind} '{identity}' stands twice",
            place=place,
            expected=f"one {kind} for each id",
            found=f"also at {seen[identity]}",
            remedy="Give one of the two an id of its own, or remove it",
        )


def _refuse_repeated(kind: str, met: Iterable[tuple[str, str]]) -> None:
    seen: dict[str, str] = {}
    for identity, place in met:
        refuse_twice(kind, identity, place, seen)
        seen[identity] = place


def _refuse_ended(unit: str, gone: Mapping[str, datetime | None], place: str, who: str) -> None:
    if unit in gone:
        day = gone[unit]
        raise RefusedInputError(
            f"{who} '{unit}', which has ended",
            place=place,
            expected="a unit that exists on the day of the file",
            found=f"{unit} ended{f' on {day.date()}' if day else ''}",
            remedy="Name the unit that followed, or correct the state of the other one",
        )


def _affair_declared(
    draft: Draft, affair: ExchangeAffair, units: set[str], gone: Mapping[str, datetime | None]
) -> None:
    named = [("lead", affair.lead), ("inner", affair.inner)]
    named += [("cooperating", unit) for unit in affair.cooperating or ()]
    named += [("units", unit) for unit in affair.units]
    for name, unit in named:
        if unit is not None:
            _declared(unit, units, draft.place(affair.whole_key, name), f"Affair '{affair.id}' names")
            _refuse_ended(unit, gone, draft.place(affair.whole_key, name), f"Affair '{affair.id}' names")


def _declared(unit: str, units: set[str], place: str, who: str) -> None:
    if unit in units:
        return
    near = get_close_matches(unit, units, n=1, cutoff=0.6)
    raise RefusedInputError(
        f"{who} '{unit}', which is not in the file",
        place=place,
        expected="the id of a unit of this file",
        found=unit,
        remedy=f"Did you mean '{near[0]}'?" if near else "Add the unit, or correct the id",
    )


def _refuse_days(draft: Draft, unit: ExchangeUnit, on: datetime) -> None:
    if unit.state == "exists":
        _not_after(
            unit.since, on, draft.place(unit.id, "since"), f"Unit '{unit.id}' exists", "since", "the day of the file"
        )
    if unit.state == "ended":
        place = draft.place(unit.id, "ended")
        _not_after(unit.ended, on, place, f"Unit '{unit.id}' ended", "on", "the day of the file")
        if unit.ended is not None:
            _not_after(unit.since, unit.ended, place, f"Unit '{unit.id}' exists", "since", "its end")
    for name in unit.names:
        place, who = draft.place(unit.id, f"name:{name.text}"), f"The name '{name.text}' of '{unit.id}' is used"
        if name.use in {"current", "last"}:
            _not_after(name.start, on, place, who, "from", "the day of the file")
        if name.end is not None:
            _not_after(name.end, on, place, who, "until", "the day of the file")
            _not_after(name.start, name.end, place, who, "from", "its end")
            _not_after(
                unit.since, name.end, place, who, f"until {name.end.date()}, and the unit exists from", "that end"
            )


def _not_after(start: datetime | None, limit: datetime, place: str, who: str, word: str, what: str) -> None:
    if start is not None and start > limit:
        raise RefusedInputError(
            f"{who} {word} {start.date()}, which is after {what}",
            place=place,
            expected=f"a day not after {limit.isoformat()}",
            found=start.isoformat(),
            remedy="Correct one of the two days, or give the day the file is about with --on",
        )


def _refuse_cycles(draft: Draft) -> None:
    above = {unit.id: unit.parent.unit or unit.parent.within for unit in draft.units}
    for unit in above:
        path = [unit]
        while (upward := above[path[-1]]) is not None:
            if upward == unit:
                raise RefusedInputError(
                    f"Unit '{unit}' would stand above itself",
                    place=draft.place(unit, "parent"),
                    expected="a chain that ends",
                    found=" < ".join([*path, upward]),
                    remedy="Correct one of these parents",
                )
            if upward in path:
                break
            path.append(upward)

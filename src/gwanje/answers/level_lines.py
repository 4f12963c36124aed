"""The approval line of a scheme on a day: who drafts, consults and signs, as units stand then."""

from datetime import datetime
from typing import Any

from gwanje.answers.answer import Plain
from gwanje.answers.leads import lead_of
from gwanje.answers.morning import LeadLine
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import UnknownKeyError
from gwanje.foundation.instants import AsOf
from gwanje.watch import Actor, Scheme, Station, StationOfDay

Json = dict[str, Any]


class StationLine(Plain):
    """One station: what is done there, and by whom on the day; `units` may act there, none where no source names one."""

    station: str
    needed: bool
    units: tuple[str, ...] = ()
    words: Sentence
    unverified: bool = False
    note: str = ""
    note_ko: str = ""


def approval_line(tower: Tower, scheme: Scheme, as_of: AsOf) -> tuple[StationLine, ...]:
    """Every station of a scheme with who stands there on the day."""
    return tuple(_station_line(tower, one, as_of) for one in scheme.line)


def _station_line(tower: Tower, station: Station, as_of: AsOf) -> StationLine:
    units, words = _who(tower, station, as_of)
    if station.mandate is not None:
        units, words = _with_delegates(tower, station.mandate, units, words, as_of)
    return StationLine(
        station=station.station,
        needed=station.needed,
        units=units,
        words=words,
        unverified=station.status == "unverified",
        note=station.note,
        note_ko=station.note_ko or station.note,
    )


def _who(tower: Tower, station: Station, as_of: AsOf) -> tuple[tuple[str, ...], Sentence]:
    if station.mandate is not None:
        holder = tower.registry.held_by(station.mandate, as_of)
        return holder.unit_ids(), lead_of(tower, [station.mandate], as_of).words
    if station.unit is not None:
        names = tower.registry.show(station.unit, as_of).placed.unit.names
        post = next((one for one in tower.registry.people.posts(as_of, station.unit) if one.id == station.post), None)
        en, ko = names.best("en"), names.best("ko")
        if post is not None:
            en, ko = f"{post.names.best('en')}, {en}", f"{ko} {post.names.best('ko')}"
        return (station.unit,), Sentence(en=en, ko=ko, sources=station.sources)
    assert station.words is not None
    return (), Sentence(en=station.words.en, ko=station.words.ko, sources=station.sources)


def _with_delegates(
    tower: Tower, mandate: str, units: tuple[str, ...], words: Sentence, as_of: AsOf
) -> tuple[tuple[str, ...], Sentence]:
    """Who acts in place of the lead of the affair, as long as the delegation runs and its ground stands (R7)."""
    affair = tower.registry.find_mandate(mandate).key
    running = [one for one in tower.registry.delegations(affair, as_of) if not one.is_past]
    found = {unit: one for one in running if (unit := _unit_called(tower, one.to, as_of))}
    if not units or not found:
        return units, words
    en = ", ".join(f"{one.form.best('en')}: {one.names.best('en')}" for one in found.values())
    ko = ", ".join(f"{one.form.best('ko')}: {one.names.best('ko')}" for one in found.values())
    both = Sentence(en=f"{words.en} ({en})", ko=f"{words.ko}({ko})", sources=words.sources)
    return (*units, *(unit for unit in found if unit not in units)), both


def scheme_lead(tower: Tower, scheme: Scheme, as_of: AsOf) -> LeadLine:
    """Whose scheme it is that day."""
    if scheme.mandate is not None:
        return lead_of(tower, [scheme.mandate], as_of)
    words = scheme.owner
    if words is None:
        return LeadLine(state="not_known", words=Sentence(en="lead not known", ko="소관 알 수 없음"))
    return LeadLine(state="elsewhere", words=Sentence(en=words.en, ko=words.ko))


def stations_of_day(tower: Tower, scheme: Scheme, as_of: AsOf) -> tuple[StationOfDay, ...]:
    """The line as a decision is held against it."""
    return tuple(StationOfDay(one.station, one.needed, one.units) for one in approval_line(tower, scheme, as_of))


def actor(tower: Tower, by: str, at: datetime, as_of: AsOf) -> Actor:
    """Who acts, with the unit of the registry he acts for; an office it does not know stays as it was written."""
    return Actor(by, at, _unit_called(tower, by, as_of))


def _unit_called(tower: Tower, by: str, as_of: AsOf) -> str:
    post = next((one for one in tower.registry.people.posts(as_of) if one.id == by), None)
    if post is not None:
        return post.unit
    try:
        return tower.registry.find_unit(by)
    except UnknownKeyError:
        return ""

"""The morning page: assembled from the register, the dated facts, the registry and the evidence store."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from gwanje.answers.answer import Absence
from gwanje.answers.endings import every_ending
from gwanje.answers.heartbeats import feeds_in_words, heartbeat, staleness_lines
from gwanje.answers.instants_in_words import ends_words
from gwanje.answers.leads import lead_of
from gwanje.answers.morning import EndKind, EndLine, EndWindows, NewThing, Today
from gwanje.answers.morning_headline import headline
from gwanje.answers.morning_intake import open_trade, overdue_checks, waiting_for_people
from gwanje.answers.morning_levels import level_strip
from gwanje.answers.novelties import everything_new
from gwanje.answers.sentences import Sentence
from gwanje.answers.sourcing import as_published, marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf, day_start
from gwanje.foundation.markings import highest, parse_marking
from gwanje.registry import MandateView
from gwanje.watch import Sunset, sunsets

NEW_DAYS = 14


def today(tower: Tower, as_of: AsOf, *, mandate: str | None = None) -> Today:
    """What is new, what ends soon or has ended, what is overdue, stale or waiting, and proof that all was looked at."""
    day = as_of.valid.astimezone(tower.zone).date()
    at = AsOf(valid=_whole_day(tower, as_of, day), known=as_of.known)
    affair = tower.registry.find_mandate(mandate) if mandate else None
    key = affair.key if affair else None
    since = day_start(day - timedelta(days=NEW_DAYS), tower.zone)
    everything = everything_new(tower, at, since)
    new = [thing for thing in everything if key in (None, thing.lead.mandate)]
    ends = windows_of_ends(tower, at, key)
    beat = heartbeat(tower, at, touched=_touched(tower, everything, windows_of_ends(tower, at) if key else ends))
    trade = open_trade(tower, at, _end_of(tower, at))
    waiting = waiting_for_people(tower, at, _end_of(tower, at), trade)
    stale = staleness_lines(tower, at)
    overdue = overdue_checks(tower, at)
    strip = level_strip(tower, at, key)
    cited = [*_cited(new, ends, overdue, beat.words), *(source for one in strip.marks for source in one.words.sources)]
    data = [source for source in tower.sources if tower.vintages.snapshots(source)]
    known_data = [source for source in data if _known_by(tower, source, at.known)]
    page = Today(
        on=at.valid,
        known=at.known,
        country=tower.iso3,
        marking=highest((marking_of(tower, known_data), *(parse_marking(one.marking) for one in trade))),
        sources=source_notes(tower, [*cited, *known_data]),
        mandate=key,
        headline=_of_affair(headline(new, ends, beat), affair),
        levels=strip,
        new=tuple(new),
        ends=ends,
        overdue=overdue,
        stale=stale,
        feeds=feeds_in_words(tower, stale),
        waiting=waiting,
        heartbeat=beat,
    )
    return as_published(tower, page)


def _of_affair(said: Sentence, affair: MandateView | None) -> Sentence:
    """A page on one affair says so first: what it is silent about may be anything else."""
    if affair is None:
        return said
    only = Sentence(en=f"Only {affair.names.best('en')}:", ko=f"{affair.names.best('ko')} 소관만:")
    return only.then(said)


def _whole_day(tower: Tower, as_of: AsOf, day: date) -> datetime:
    """The page speaks of a whole day: it begins at 00:00, unless an hour was asked for."""
    return as_of.valid if as_of.valid.astimezone(tower.zone).date() == day else day_start(day, tower.zone)


def _end_of(tower: Tower, as_of: AsOf) -> datetime:
    """By when a report is late on the page of a day: what falls due within that day is not."""
    return min(as_of.known, day_start(as_of.valid.astimezone(tower.zone).date() + timedelta(days=1), tower.zone))


def _known_by(tower: Tower, source: str, known: datetime) -> bool:
    return any(snapshot.known <= known for snapshot in tower.vintages.snapshots(source))


def windows_of_ends(tower: Tower, as_of: AsOf, mandate: str | None = None) -> EndWindows:
    """Ends by how soon they come; only those that go to one affair where it is named."""
    found = sunsets(every_ending(tower, as_of), as_of, tower.zone)
    lines = {window: [_end_line(tower, seen, as_of) for seen in seen_list] for window, seen_list in found.items()}
    return EndWindows.model_validate(
        {window: [line for line in lines[window] if mandate in (None, line.lead.mandate)] for window in lines}
    )


def _end_line(tower: Tower, seen: Sunset, as_of: AsOf) -> EndLine:
    fact = seen.fact
    return EndLine(
        id=fact.id,
        kind=_kind(tower, fact.id),
        what=Sentence(en=_capital(fact.what.en).rstrip("."), ko=fact.what.ko.rstrip("."), sources=fact.sources),
        ends=seen.ends,
        days_left=seen.days_left,
        when=ends_words(seen.ends, tower.zone, as_of.valid),
        wording=fact.ending.wording,
        reading=fact.ending.reading,
        state=seen.state,
        unverified=_is_unverified(tower, fact.id),
        lead=lead_of(tower, [fact.id, *fact.subjects], as_of),
        items=tuple(subject for subject in fact.subjects if subject in tower.items),
    )


def _is_unverified(tower: Tower, identity: str) -> bool:
    """Whether what ends rests on a weak source, an inference or memory."""
    records = (tower.facts.by_id, tower.restrictions.pauses, tower.restrictions.measures)
    return any(identity in known and known[identity].status == "unverified" for known in records)


def _kind(tower: Tower, identity: str) -> EndKind:
    if identity in tower.restrictions.pauses:
        return "suspension"
    return "expiry" if identity in tower.restrictions.measures else "term"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _touched(tower: Tower, new: Iterable[NewThing], ends: EndWindows) -> set[str]:
    """The items that something new or an end concerns."""
    items = {item for end in ends.all() for item in end.items}
    ids = {thing.id for thing in new}
    for measure in tower.restrictions:
        if measure.id in ids:
            items.update(measure.items)
    for fact_id in ids:
        if fact_id in tower.facts.by_id:
            items.update(subject for subject in tower.facts.get(fact_id).subjects if subject in tower.items)
    return items


def _cited(new: Iterable[NewThing], ends: EndWindows, overdue: Absence, beat: Sentence) -> list[str]:
    sentences = [*(thing.what for thing in new), *(end.what for end in ends.all()), overdue.reason, beat]
    return [source for sentence in sentences for source in sentence.sources]

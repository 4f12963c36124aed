"""What indicators would have said around sourced events, with what was public on each day, at lag 0 and at the real lag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from gwanje.answers.answer import SourceNote
from gwanje.answers.backtesting_answer import NO_SERIES, BackTest, EventTold, Lead, Outcome, RecordTold, SignSeen
from gwanje.answers.backtesting_events import event_told, event_without_series
from gwanje.answers.monthly_files import MonthlyTable, stated_lag
from gwanje.answers.relapsing_judged import EventBook
from gwanje.answers.sourcing import marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import RefusedInputError, unknown_key
from gwanje.foundation.instants import AsOf
from gwanje.watch import INDICATORS, RelapseNumbers, SupplyEvent, SupplyEvents
from gwanje.watch.distress import (
    DISTRESS_FILE,
    NO_LAG,
    DistressLimits,
    Event,
    EventOutcome,
    History,
    Lag,
    Said,
    SeriesKey,
    Sighting,
    TrackRecord,
    Weighting,
    alone,
    back_test,
    content_hash,
    said,
)

FROZEN = (DISTRESS_FILE, INDICATORS + "supply-events.yaml")


@dataclass(frozen=True, slots=True)
class BackTestQuestion:
    """Which weightings on which series: `exports_of` makes partners buyers; `partner` and `item` say who is judged."""

    weightings: tuple[str, ...] = ("standard",)
    exports_of: str = ""
    partner: str = ""
    item: str = ""
    lag_days: int | None = None
    frozen: str = ""


def backtest(tower: Tower, as_of: AsOf, table: MonthlyTable, question: BackTestQuestion) -> BackTest:
    """The record of the weightings asked for, and of the baselines, on the series of a monthly table."""
    limits = DistressLimits.read(tower.indicator_texts)
    frozen, files = _frozen(tower, question.frozen)
    lag = stated_lag(limits) if question.lag_days is None else Lag(question.lag_days, limits.january_with_february)
    today = np.datetime64(as_of.known.astimezone(tower.zone).date())
    history = table.history.public_by(today, lag)
    if not history.month.size:
        raise RefusedInputError(
            "No row of the table was public by then", place=table.name, expected="rows known by then",
            found=as_of.known.isoformat(), remedy="Ask with a later --known",
        )  # fmt: skip
    events = SupplyEvents.read(tower.indicator_texts, tower.zone, tower.references.known_of)
    months = int(RelapseNumbers.read(tower.indicator_texts).judging_months.value)
    book = EventBook(tower, events, as_of, months)
    asked = _Series(tower, history.keys, book, question)
    listed = asked.events()
    chosen = _weightings(limits, question.weightings)
    lags = (NO_LAG, lag)
    spoken = {(one.key, turn): said(history, one, limits, at) for one in chosen for turn, at in enumerate(lags)}
    records = tuple(
        _record_told(
            one,
            back_test(
                spoken[one.key, turn], one, listed, limits, lag_days=at.days, watched=asked.watched(), only=asked.judged
            ),
        )
        for one in chosen
        for turn, at in enumerate(lags)
    )
    first = chosen[0].key
    told = asked.told(history, limits, lag, spoken[first, 0], spoken[first, 1])
    newest = int(history.month.max())
    return BackTest(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=marking_of(tower, table.sources),
        sources=_cited(tower, table, book, listed),
        file=table.name,
        first_month=_month(history, int(history.month.min())),
        last_month=_month(history, newest),
        series=len(history.keys),
        series_judged=len(asked.judged),
        masses_not_reported=history.masses_not_reported,
        frozen=frozen,
        frozen_files=files,
        lag_days=lag.days,
        lag_is_stated=bool(np.isnat(history.published).any()),
        records=records,
        events=told,
        notes=table.notes,
    )


def not_computable(tower: Tower, as_of: AsOf, question: BackTestQuestion) -> BackTest:
    """The sourced events that are known where no monthly table is: what happened is told, the record cannot be."""
    limits = DistressLimits.read(tower.indicator_texts)
    _weightings(limits, question.weightings)
    frozen, files = _frozen(tower, question.frozen)
    events = SupplyEvents.read(tower.indicator_texts, tower.zone, tower.references.known_of)
    book = EventBook(tower, events, as_of, int(RelapseNumbers.read(tower.indicator_texts).judging_months.value))
    wanted = _asked_items(tower, book, question.item)
    found = [(item, event) for item, kept in events.lists.items() if not wanted or item in wanted
             for event in book.known_events(kept)]  # fmt: skip
    lag = stated_lag(limits) if question.lag_days is None else Lag(question.lag_days, limits.january_with_february)
    return BackTest(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=marking_of(tower, ()),
        sources=source_notes(tower, book.cited(event.id for _, event in found)),
        status="not_computable",
        reason=NO_SERIES,
        file="",
        first_month=None,
        last_month=None,
        series=0,
        series_judged=0,
        masses_not_reported=0,
        frozen=frozen,
        frozen_files=files,
        lag_days=lag.days,
        lag_is_stated=question.lag_days is None,
        records=(),
        events=tuple(event_without_series(event, item, book.days_of(event)) for item, event in found),
    )


def _asked_items(tower: Tower, book: EventBook, item: str) -> set[str]:
    if not item:
        return set()
    return {item, *book.items_of(item)} if ":" in item else {tower.items.find(item).key}


class _Series:
    """Which series a sourced event concerns, and which are judged."""

    def __init__(self, tower: Tower, keys: Sequence[SeriesKey], book: EventBook, question: BackTestQuestion) -> None:
        self._tower, self._keys, self._book = tower, keys, book
        self._exporter = tower.countries.find(question.exports_of) if question.exports_of else ""
        partner = tower.countries.find(question.partner) if question.partner else ""
        wanted = tower.items.find(question.item).key if question.item and ":" not in question.item else question.item
        self._items = {item: (*book.items_of(item), item) for item in sorted({key.item for key in keys})}
        self.judged = tuple(
            key
            for key in keys
            if (not partner or key.partner == partner) and (not wanted or wanted in self._items[key.item])
        )
        if not self.judged:
            raise RefusedInputError(
                "No series is left to judge",
                expected="an item and a partner of the table",
                found=f"{question.item or 'every item'}, {question.partner or 'every partner'}",
                remedy="Leave --item or --partner out to see what the table holds",
            )

    def events(self) -> list[Event]:
        """Every sourced event known by then, with the series it concerns; those without series stay."""
        found = []
        for kept in self._book.events.lists.values():
            for event in self._book.known_events(kept):
                days = self._book.days_of(event)
                found.append(
                    Event(event.id, kept.item, {"announced": days["announced"], "in_force": days["in_force"],
                          "first_shortfall": days["first_shortfall"]}, self._concerned(event, kept.item))
                )  # fmt: skip
        return found

    def told(
        self, history: History, limits: DistressLimits, lag: Lag, at_once: Said, late: Said
    ) -> tuple[EventTold, ...]:
        """Each event on each judged series, with the months around it."""
        by_id = {event.id: event for kept in self._book.events.lists.values() for event in kept.events}
        found = []
        for event in self.events():
            if event.first is None:
                continue
            what = by_id[event.id].what
            found += [
                event_told(event, {"en": what.en, "ko": what.ko}, key, history, limits, lag, at_once, late)
                for key in event.series
                if key in self.judged
            ]
        return tuple(found)

    def watched(self) -> dict[SeriesKey, list[tuple[date, date]]]:
        """The days between which lists of sourced events were kept, for each series that is judged."""
        return {
            key: [(kept.covers_from, kept.covers_to) for kept in self._book.lists_of(self._items[key.item])]
            for key in self.judged
        }

    def _concerned(self, event: SupplyEvent, item: str) -> tuple[SeriesKey, ...]:
        return tuple(
            key
            for key in self._keys
            if item in self._items[key.item] and (self._exporter or key.partner) in event.suppliers
        )


def _weightings(limits: DistressLimits, asked: Sequence[str]) -> list[Weighting]:
    """Those asked for and the baselines, each once, in this order; a sign may be asked for by itself."""
    baselines = [one.key for one in limits.weightings if one.is_baseline]
    found = indicators(limits)
    return [chosen_key(found, key) for key in dict.fromkeys((*(one.replace("_", "-") for one in asked), *baselines))]


def indicators(limits: DistressLimits) -> dict[str, Weighting]:
    """Everything that has a record of its own: the weightings of content, and each of their signs alone."""
    weightings = [limits.weighting(one.key) for one in limits.weightings]
    found = {one.key: one for one in weightings}
    for weighting in weightings:
        for feature in weighting.features:
            single = alone(feature.measure, weighting, limits.cutoffs.points[0])
            found.setdefault(single.key, single)
    return found


def chosen_key(found: Mapping[str, Weighting], key: str) -> Weighting:
    """One indicator by its key; an unknown one is refused with what is near."""
    if key not in found:
        raise unknown_key("indicator", key, found)
    return found[key]


def _frozen(tower: Tower, expected: str) -> tuple[str, tuple[str, ...]]:
    """The hash of the content that decides; a hash that was promised and is another is refused."""
    files = tuple(name for name in FROZEN if name in tower.indicator_texts)
    found = content_hash(tower.indicator_texts, *files)
    if expected and not (len(expected) >= 12 and found.startswith(expected.lower())):
        raise RefusedInputError(
            "The indicators are not those that were frozen",
            place=", ".join(files),
            expected=expected,
            found=found,
            remedy="Restore the content that was frozen, or run without --frozen and publish the new hash",
        )
    return found, files


def _record_told(weighting: Weighting, record: TrackRecord) -> RecordTold:
    at: dict[str, float] = {feature.measure: feature.at for feature in weighting.features}
    return RecordTold(
        weighting=weighting.key,
        names=dict(weighting.names),
        is_baseline=weighting.is_baseline,
        lag_days=record.lag_days,
        events_hit=record.events_hit,
        events_covered=record.events_covered,
        hits=record.hits,
        misses=record.misses,
        false_alarms=record.false_alarms,
        series_years=record.series_years,
        alarms_not_judged=record.alarms_not_judged,
        series_years_not_judged=record.series_years_not_judged,
        false_alarms_per_series_year=record.false_alarms_per_series_year,
        random_hits_expected=record.random_hits_expected,
        listed=record.listed,
        listed_in_windows=record.listed_in_windows,
        hit_rate=record.hit_rate,
        hit_rate_interval=record.hit_rate_interval,
        outcomes=tuple(_outcome_told(one, at) for one in record.outcomes),
        events_without_series=record.events_without_series,
    )


def _outcome_told(one: EventOutcome, at: Mapping[str, float]) -> Outcome:
    return Outcome(
        event=one.event,
        item=one.series.item,
        partner=one.series.partner,
        covered=one.covered,
        alarm=_lead(one.alarm),
        signs=tuple(SignSeen(measure=name, at=at[name], seen=_lead(seen)) for name, seen in one.by_sign),
        window_months=one.window_months,
        random_chance=one.random_chance,
        stood_already=one.stood_already,
    )


def _lead(seen: Sighting | None) -> Lead | None:
    if seen is None:
        return None
    return Lead(
        month=seen.month,
        knowable=seen.knowable,
        found=seen.found,
        days_to_announcement=seen.lead_days["announced"],
        days_to_entry=seen.lead_days["in_force"],
        days_to_shortfall=seen.lead_days["first_shortfall"],
    )


def _month(history: History, column: int) -> date:
    return date.fromisoformat(f"{history.months[column]}-01")


def _cited(tower: Tower, table: MonthlyTable, book: EventBook, events: Sequence[Event]) -> tuple[SourceNote, ...]:
    return source_notes(tower, [*table.sources, *book.cited(event.id for event in events if event.series)])
